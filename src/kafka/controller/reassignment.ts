/**
 * Reassigning the replicas of a partition (KIP-455; PartitionReassignmentReplicas, PartitionReassignmentRevert, ReplicaAssignment.reassignTo). Pure, and the
 * same for KRaft and ZooKeeper.
 */
import type { BrokerId } from '#kafka/protocol/names.ts';

export interface Reassignment {
  /** The target first, then what is being removed. */
  readonly replicas: readonly BrokerId[];
  readonly removing: readonly BrokerId[];
  readonly adding: readonly BrokerId[];
}

const without = (all: readonly BrokerId[], some: readonly BrokerId[]): BrokerId[] => all.filter((id) => !some.includes(id));
const ascending = (ids: readonly BrokerId[]): BrokerId[] => [...ids].sort((a, b) => a - b);

/** From the replicas of now to the target. */
export function reassignment(current: readonly BrokerId[], target: readonly BrokerId[]): Reassignment {
  const removing = ascending(without(current, target));
  return { replicas: [...target, ...removing], removing, adding: ascending(without(target, current)) };
}

export const isReassigning = ({ removing, adding }: Pick<Reassignment, 'removing' | 'adding'>): boolean => removing.length > 0 || adding.length > 0;

/** Replicas and ISR after the reassignment, once every target is in the ISR; undefined before that, and when there is none. */
export function completedReassignment(
  { replicas, removing, adding }: Reassignment,
  isr: readonly BrokerId[],
): { readonly replicas: readonly BrokerId[]; readonly isr: readonly BrokerId[] } | undefined {
  if (!isReassigning({ removing, adding })) return undefined;
  const target = without(replicas, removing);
  const members = without(isr, removing);
  const isDone = members.length > 0 && target.length > 0 && target.every((id) => members.includes(id));
  return isDone ? { replicas: target, isr: members } : undefined;
}

/** The replicas as they were before the reassignment. */
export const originalReplicas = ({ replicas, adding }: Pick<Reassignment, 'replicas' | 'adding'>): BrokerId[] => without(replicas, adding);

/** Back to where it began. `unclean`: nobody who stays is in the ISR, so the first replica would have to be believed. */
export function revert(
  current: Pick<Reassignment, 'replicas' | 'adding'>,
  isr: readonly BrokerId[],
): { readonly replicas: readonly BrokerId[]; readonly isr: readonly BrokerId[]; readonly unclean: boolean } {
  const replicas = originalReplicas(current);
  const members = without(isr, current.adding);
  return members.length > 0 ? { replicas, isr: members, unclean: false } : { replicas, isr: replicas.slice(0, 1), unclean: true };
}
