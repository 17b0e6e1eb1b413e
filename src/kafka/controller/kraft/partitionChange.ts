/** Changing a partition: new ISR, replicas, eligible leader replicas, and the election that follows (PartitionChangeBuilder, KIP-455, KIP-966). Pure. */
import { completedReassignment } from '#kafka/controller/reassignment.ts';
import type { PartitionRegistration } from '#kafka/metadata/image.ts';
import type { ChangeNote, PartitionChangeRecord } from '#kafka/protocol/metadata.ts';
import { type BrokerId, NO_LEADER } from '#kafka/protocol/names.ts';
import { planted } from '#sim/planted.ts';

export const ELECTIONS = ['ONLINE', 'PREFERRED', 'UNCLEAN'] as const;
export type Election = (typeof ELECTIONS)[number];

/** What is asked for; an absent target stays as it is. */
export interface Change {
  readonly topicId: string;
  readonly partition: number;
  readonly registration: PartitionRegistration;
  readonly targetIsr?: readonly BrokerId[];
  readonly targetReplicas?: readonly BrokerId[];
  readonly targetRemoving?: readonly BrokerId[];
  readonly targetAdding?: readonly BrokerId[];
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
  /** eligible.leader.replicas.version is 1 (KIP-966). Absent: it is. */
  readonly elr?: boolean;
  /** metadata.version before 3.6: the leader epoch grows with every ISR shrink (KAFKA-15021). Absent: it does not. */
  readonly epochBumpOnShrink?: boolean;
}

/** How the partition is to look, before anybody is elected. */
interface Target {
  readonly replicas: readonly BrokerId[];
  readonly removing: readonly BrokerId[];
  readonly adding: readonly BrokerId[];
  readonly isr: readonly BrokerId[];
  readonly elr: readonly BrokerId[];
  readonly completed: boolean;
}

interface Elected {
  readonly leader: BrokerId;
  readonly how: ChangeNote['how'];
}

const same = (a: readonly BrokerId[], b: readonly BrokerId[]): boolean => a.length === b.length && a.every((id, n) => id === b[n]);
const holds = (all: readonly BrokerId[], some: readonly BrokerId[]): boolean => some.every((id) => all.includes(id));
const changed = (target: readonly BrokerId[], now: readonly BrokerId[]): readonly BrokerId[] | undefined => (same(target, now) ? undefined : target);

/** The record of this change, or undefined when nothing changes. */
export function partitionChange(change: Change): PartitionChangeRecord | undefined {
  const { registration, topicId, partition, by } = change;
  const target = targetOf(change);
  const elected = elect(change, target);
  const isNew = elected.leader !== registration.leader;
  const { isr, elr } = afterElection(change, target, isNew ? elected : undefined);
  const leader = isNew ? elected.leader : needsNewEpoch(change, target, isr) ? registration.leader : undefined;
  const lastKnownElr = lastKnown(change, isr, leader);
  const leaderRecoveryState = recoveryState(change, isNew, elected);
  const replicas = changed(target.replicas, registration.replicas);
  const removing = changed(target.removing, registration.removing);
  const adding = changed(target.adding, registration.adding);
  const all = [isr, elr, leader, lastKnownElr, leaderRecoveryState, replicas, removing, adding];
  if (all.every((field) => field === undefined)) return undefined;
  const candidates = target.replicas.filter((id) => isValid(change, target, id));
  const how = isNew ? elected.how : 'kept';
  return {
    type: 'PartitionChangeRecord',
    topicId,
    partition,
    isr,
    elr,
    leader,
    lastKnownElr,
    leaderRecoveryState,
    replicas,
    removing,
    adding,
    note: { how, by, candidates },
  };
}

function targetOf(change: Change): Target {
  const { registration } = change;
  const asked = {
    replicas: change.targetReplicas ?? registration.replicas,
    removing: change.targetRemoving ?? registration.removing,
    adding: change.targetAdding ?? registration.adding,
  };
  const isr = change.targetIsr ?? registration.isr;
  const done = completedReassignment(asked, isr);
  const wanted = done ? { replicas: done.replicas, removing: [], adding: [], isr: done.isr } : { ...asked, isr };
  return { ...wanted, elr: targetElr(change, wanted.isr), completed: done !== undefined };
}

/** Below min.insync.replicas whoever leaves the ISR stays eligible: the high watermark stands still, so it still has all that is committed. */
function targetElr({ registration, minIsr, uncleanShutdown, elr = true }: Change, isr: readonly BrokerId[]): readonly BrokerId[] {
  if (!elr || isr.length >= minIsr) return [];
  const left = [...new Set([...registration.elr, ...registration.isr])].filter((id) => !isr.includes(id) && !uncleanShutdown.includes(id));
  const unchanged = left.length === registration.elr.length && holds(registration.elr, left);
  return unchanged ? registration.elr : left.sort((a, b) => a - b);
}

const isValid = (change: Change, target: Target, id: BrokerId): boolean =>
  (target.isr.includes(id) || (target.isr.length === 0 && target.elr.includes(id))) && change.isAcceptable(id);

function elect(change: Change, target: Target): Elected {
  const { election, isAcceptable } = change;
  const { leader } = change.registration;
  const { replicas } = target;
  const plain = target.completed ? 'reassignment' : 'isr';
  const by = (id: BrokerId, how: Elected['how']): Elected => ({ leader: id, how: target.elr.includes(id) ? 'elr' : how });
  if (election === 'PREFERRED' && isValid(change, target, replicas[0])) return by(replicas[0], 'preferred');
  // A leader that is no replica any more cannot be in the target ISR: completedReassignment took it out.
  if (isValid(change, target, leader)) return by(leader, plain);
  const online = replicas.find((id) => (planted.M48 ? isAcceptable(id) : isValid(change, target, id)));
  if (online !== undefined) return by(online, plain);
  if (canElectLastKnown(change, target)) return { leader: change.registration.lastKnownElr[0], how: 'unclean' };
  const unclean = election === 'UNCLEAN' ? replicas.find(isAcceptable) : undefined;
  return unclean === undefined ? { leader: NO_LEADER, how: 'none' } : { leader: unclean, how: 'unclean' };
}

/** The last resort of a balanced recovery: nobody is known to be safe, so the one that led last may lead again (KAFKA-19522: only if it is alive). */
function canElectLastKnown({ registration, isAcceptable, elr = true }: Change, target: Target): boolean {
  const { lastKnownElr } = registration;
  return elr && target.isr.length === 0 && target.elr.length === 0 && lastKnownElr.length === 1 && isAcceptable(lastKnownElr[0]);
}

interface Sets {
  readonly isr: readonly BrokerId[] | undefined;
  readonly elr: readonly BrokerId[] | undefined;
}

/** Without eligible leader replicas an ISR is never emptied: its last member is remembered while it is down. */
function afterElection({ registration, elr = true }: Change, target: Target, elected: Elected | undefined): Sets {
  if (elected?.how === 'unclean') return { isr: [elected.leader], elr: changed([], registration.elr) };
  const fromElr = elected !== undefined && target.elr.includes(elected.leader);
  const isr = fromElr ? [elected.leader] : target.isr;
  const rest = fromElr ? target.elr.filter((id) => id !== elected.leader) : target.elr;
  return { isr: isr.length > 0 || elr ? changed(isr, registration.isr) : undefined, elr: changed(rest, registration.elr) };
}

/** A leader epoch begins when a replica leaves the assignment, and, before metadata.version 3.6, when one leaves the ISR. */
function needsNewEpoch({ registration, epochBumpOnShrink = false }: Change, target: Target, isr: readonly BrokerId[] | undefined): boolean {
  if (!holds(target.replicas, registration.replicas)) return true;
  return epochBumpOnShrink && isr !== undefined && !holds(isr, registration.isr);
}

/** Remembers the leader when the ISR becomes empty, and forgets it when there is a leader again. */
function lastKnown({ registration, elr = true }: Change, isr: readonly BrokerId[] | undefined, leader: BrokerId | undefined): readonly BrokerId[] | undefined {
  if (!elr) return undefined;
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
