/** Changing a partition: new ISR, eligible leader replicas, and the election that follows (PartitionChangeBuilder, KIP-966). Pure. */
import type { PartitionRegistration } from '#kafka/metadata/image.ts';
import type { ChangeNote, PartitionChangeRecord } from '#kafka/protocol/metadata.ts';
import { type BrokerId, NO_LEADER } from '#kafka/protocol/names.ts';

export type Election = 'ONLINE' | 'PREFERRED' | 'UNCLEAN';

export interface Change {
  readonly topicId: string;
  readonly partition: number;
  readonly registration: PartitionRegistration;
  readonly targetIsr: readonly BrokerId[];
  readonly election: Election;
  /** Unfenced, not shutting down, and not the broker that is being removed. */
  readonly isAcceptable: (broker: BrokerId) => boolean;
  /** min(min.insync.replicas, replication factor). */
  readonly minIsr: number;
  /** Came back without a clean-shutdown file: may have lost what it had acknowledged. */
  readonly uncleanShutdown: readonly BrokerId[];
  readonly by: ChangeNote['by'];
  /** The leader that asks says that it has recovered. */
  readonly recovered?: boolean;
}

interface Elected {
  readonly leader: BrokerId;
  readonly how: ChangeNote['how'];
}

interface Target {
  readonly isr: readonly BrokerId[];
  readonly elr: readonly BrokerId[];
}

const same = (a: readonly BrokerId[], b: readonly BrokerId[]): boolean => a.length === b.length && a.every((id, n) => id === b[n]);

/** The record of this change, or undefined when nothing changes. */
export function partitionChange(change: Change): PartitionChangeRecord | undefined {
  const { registration, topicId, partition, by } = change;
  const target: Target = { isr: change.targetIsr, elr: targetElr(change) };
  const elected = elect(change, target);
  const isNew = elected.leader !== registration.leader;
  const after = isNew ? afterElection(target, elected) : target;
  const isr = same(after.isr, registration.isr) ? undefined : after.isr;
  const elr = same(after.elr, registration.elr) ? undefined : after.elr;
  const leader = isNew ? elected.leader : undefined;
  const lastKnownElr = lastKnown(registration, isr, leader);
  const leaderRecoveryState = recoveryState(change, isNew, elected);
  if (isr === undefined && elr === undefined && leader === undefined && lastKnownElr === undefined && leaderRecoveryState === undefined) return undefined;
  const candidates = registration.replicas.filter((id) => isValid(change, target, id));
  return { type: 'PartitionChangeRecord', topicId, partition, isr, elr, leader, lastKnownElr, leaderRecoveryState, note: { how: elected.how, by, candidates } };
}

/** Below min.insync.replicas whoever leaves the ISR stays eligible: the high watermark stands still, so it still has all that is committed. */
function targetElr({ registration, targetIsr, minIsr, uncleanShutdown }: Change): readonly BrokerId[] {
  if (targetIsr.length >= minIsr) return [];
  const stays = (id: BrokerId): boolean =>
    (registration.isr.includes(id) || registration.elr.includes(id)) && !targetIsr.includes(id) && !uncleanShutdown.includes(id);
  return registration.replicas.filter(stays);
}

const isValid = (change: Change, target: Target, id: BrokerId): boolean =>
  (target.isr.includes(id) || (target.isr.length === 0 && target.elr.includes(id))) && change.isAcceptable(id);

function elect(change: Change, target: Target): Elected {
  const { registration, election, isAcceptable } = change;
  const { replicas, leader } = registration;
  const by = (id: BrokerId, plain: 'isr' | 'preferred'): Elected => ({ leader: id, how: target.elr.includes(id) ? 'elr' : plain });
  if (election === 'PREFERRED' && isValid(change, target, replicas[0])) return by(replicas[0], 'preferred');
  if (isValid(change, target, leader)) return by(leader, 'isr');
  const online = replicas.find((id) => isValid(change, target, id));
  if (online !== undefined) return by(online, 'isr');
  if (canElectLastKnown(change, target)) return { leader: registration.lastKnownElr[0], how: 'unclean' };
  const unclean = election === 'UNCLEAN' ? replicas.find(isAcceptable) : undefined;
  return unclean === undefined ? { leader: NO_LEADER, how: 'none' } : { leader: unclean, how: 'unclean' };
}

/** The last resort of a balanced recovery: nobody is known to be safe, so the one that led last may lead again (KAFKA-19522: only if it is alive). */
function canElectLastKnown({ registration, isAcceptable }: Change, target: Target): boolean {
  const { lastKnownElr } = registration;
  return target.isr.length === 0 && target.elr.length === 0 && lastKnownElr.length === 1 && isAcceptable(lastKnownElr[0]);
}

function afterElection(target: Target, { leader, how }: Elected): Target {
  if (how === 'elr') return { isr: [leader], elr: target.elr.filter((id) => id !== leader) };
  if (how === 'unclean') return { isr: [leader], elr: [] };
  return target;
}

/** Remembers the leader when the ISR becomes empty, and forgets it when there is a leader again. */
function lastKnown(registration: PartitionRegistration, isr: readonly BrokerId[] | undefined, leader: BrokerId | undefined): readonly BrokerId[] | undefined {
  const known = registration.lastKnownElr;
  if (isr?.length === 0)
    return known.length === 1 && known[0] === registration.leader ? undefined : registration.leader === NO_LEADER ? undefined : [registration.leader];
  const isLed = (leader ?? registration.leader) !== NO_LEADER;
  return isLed && known.length > 0 ? [] : undefined;
}

function recoveryState({ registration, recovered }: Change, isNew: boolean, { how }: Elected): PartitionChangeRecord['leaderRecoveryState'] {
  if (isNew && how === 'unclean') return registration.leaderRecoveryState === 'RECOVERING' ? undefined : 'RECOVERING';
  return recovered && registration.leaderRecoveryState === 'RECOVERING' ? 'RECOVERED' : undefined;
}
