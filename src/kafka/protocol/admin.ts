/** Elections and reassignments that an administrator asks for (KIP-460, KIP-455), with the fields that decide behaviour. */
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { BrokerId, Tp } from '#kafka/protocol/names.ts';

interface Rpc {
  readonly correlation: number;
}

export const ELECTION_TYPES = ['PREFERRED', 'UNCLEAN'] as const;
export type ElectionType = (typeof ELECTION_TYPES)[number];

export interface ElectLeadersRequest extends Rpc {
  readonly type: 'ElectLeadersRequest';
  readonly electionType: ElectionType;
  /** null asks for all partitions; those that need no election are then left out of the answer. */
  readonly partitions: readonly Tp[] | null;
  readonly timeoutMs: number;
}

/** How it went with one partition. */
export interface PartitionOutcome {
  readonly tp: Tp;
  readonly error: ErrorName;
  readonly message: string | null;
}

export interface ElectLeadersResponse extends Rpc {
  readonly type: 'ElectLeadersResponse';
  readonly error: ErrorName;
  readonly partitions: readonly PartitionOutcome[];
}

export interface AlterPartitionReassignmentsRequest extends Rpc {
  readonly type: 'AlterPartitionReassignmentsRequest';
  readonly timeoutMs: number;
  /** null replicas cancel what is going on. */
  readonly partitions: readonly { readonly tp: Tp; readonly replicas: readonly BrokerId[] | null }[];
  /** KIP-860 (4.1): false refuses another number of replicas. Absent: true. */
  readonly allowReplicationFactorChange?: boolean;
}

export interface AlterPartitionReassignmentsResponse extends Rpc {
  readonly type: 'AlterPartitionReassignmentsResponse';
  readonly error: ErrorName;
  readonly partitions: readonly PartitionOutcome[];
}

export interface ListPartitionReassignmentsRequest extends Rpc {
  readonly type: 'ListPartitionReassignmentsRequest';
  /** null asks for all. */
  readonly partitions: readonly Tp[] | null;
}

export interface OngoingReassignment {
  readonly tp: Tp;
  readonly replicas: readonly BrokerId[];
  readonly adding: readonly BrokerId[];
  readonly removing: readonly BrokerId[];
}

export interface ListPartitionReassignmentsResponse extends Rpc {
  readonly type: 'ListPartitionReassignmentsResponse';
  readonly error: ErrorName;
  readonly partitions: readonly OngoingReassignment[];
}

export type AdminRequest = ElectLeadersRequest | AlterPartitionReassignmentsRequest | ListPartitionReassignmentsRequest;
export type AdminResponse = ElectLeadersResponse | AlterPartitionReassignmentsResponse | ListPartitionReassignmentsResponse;
