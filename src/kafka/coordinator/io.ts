/** What the group coordinator needs of the broker it lives in. It never touches logs, the network or the broker's state itself. */
import type { AskedPartition } from '#kafka/coordinator/share/heartbeat.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Body, Response } from '#kafka/protocol/messages.ts';
import type { NodeName, Offset } from '#kafka/protocol/names.ts';
import type { AlterShareGroupOffsetsResponse } from '#kafka/protocol/share.ts';
import type { Env } from '#sim/effect.ts';

/** Where an answer must go. Plain data: parked requests are kept in coordinator state. */
export interface Caller {
  readonly node: NodeName;
  readonly connection: string;
  readonly correlation: number;
}

/** A record of __consumer_offsets. The key decides the kind; a null value is a tombstone. Both are JSON texts, readable in the lane. */
export interface CoordinatorRecord {
  readonly key: string;
  readonly value: string | null;
}

/** Whose transaction the records belong to. */
export interface Producer {
  readonly producerId: number;
  readonly producerEpoch: number;
}

export interface CoordinatorIo {
  readonly env: Env;
  /** The broker's effective configuration (group.initial.rebalance.delay.ms and its kin); Kafka's defaults where it is missing. */
  readonly config?: Readonly<Record<string, string>>;
  /** What a group has set for itself (GroupConfig). */
  groupConfig?(group: string): Readonly<Record<string, string>> | undefined;
  reply(caller: Caller, response: Body<Response>): void;
  /** Appends to partition `partition` of __consumer_offsets as its leader with acks=all semantics. Durable once the high watermark reaches `lastOffset + 1`. */
  append(partition: number, records: readonly CoordinatorRecord[], producer?: Producer): { readonly error: ErrorName; readonly lastOffset: Offset };
  /** All partitions that a subscribed topic has, for the metadata checks that the coordinator makes. */
  partitionCount(topic: string): number;
  /** The id of a topic that exists; empty otherwise. */
  topicId(topic: string): string;
  /** Asks the persister to begin share-partitions (InitializeShareGroupState); its answer comes back as `sharePartitionsInitialized`. */
  initializeShare?(
    group: string,
    stateEpoch: number,
    asked: readonly AskedPartition[],
    reply?: { readonly caller: Caller; readonly response: Body<AlterShareGroupOffsetsResponse> },
  ): void;
  /** Asks the persister what it knows of share-partitions, or has it forget them, and answers the caller; without one nobody is told. */
  describeShare?(group: string, partitions: readonly AskedPartition[], caller: Caller): void;
  deleteShare?(group: string, partitions: readonly AskedPartition[], topics: readonly string[], caller: Caller | undefined): void;
}
