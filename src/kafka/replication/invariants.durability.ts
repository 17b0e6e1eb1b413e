/** Nothing that was committed is lost or changed, unless the loss budget allows it (S02, S10, S11). */
import type { FactName, KafkaFact } from '#kafka/facts.ts';
import type { LeaderEpoch, Offset } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import { keepsUncleanDivergence, truncatesToHighWatermark } from '#kafka/replication/ages.ts';
import {
  commit,
  dropTopic,
  type Ends,
  endsOf,
  entryAt,
  forgive,
  type Ghost,
  ghostOf,
  mayLose,
  noteLastStanding,
  noteLoss,
  noteLosses,
  sameEntry,
} from '#kafka/replication/ghost.ts';
import { onFacts } from '#kafka/replication/judge.ts';
import { deleted, isDead, type Lives, newLives } from '#kafka/replication/lives.ts';
import { type Observed, type ObservedReplica, observedBroker, registrationIn, replicaOn } from '#kafka/replication/observe.ts';
import type { Invariant } from '#sim/invariant.ts';

export const REMEMBERED = [
  'HighWatermarkAdvanced',
  'TopicDeleted',
  'BrokerStateChanged',
  'RecordsAppended',
  'LogTruncated',
  'LeaderElected',
  'BecameLeader',
  'CheckpointsLost',
  'LogTailLost',
  'QuorumDiskLost',
  'IsrShrunk',
] as const satisfies readonly FactName[];

export interface Memory {
  readonly ghost: Ghost;
  /** Log ends, to notice what a power loss took. */
  readonly ends: Ends;
  readonly lives: Lives;
}

export const newMemory = (): Memory => ({ ghost: new Map(), ends: new Map(), lives: newLives() });

/** Something that a broker does with a topic of which it has not heard that it is gone: nothing is promised of it any more. */
export const isOfDeadTopic = ({ lives }: Memory, fact: KafkaFact, world: Observed): boolean =>
  lives.dead.size > 0 && 'tp' in fact && 'broker' in fact && isDead(lives, world, fact.broker, fact.tp);

/** Keeps the memory up to date. Returns an offset at which two committed histories differ. */
export function remember(memory: Memory, fact: KafkaFact, world: Observed): Offset | undefined {
  const { ghost, ends, lives } = memory;
  if (isOfDeadTopic(memory, fact, world)) return undefined;
  switch (fact.fact) {
    case 'HighWatermarkAdvanced':
      return commit(ghost, world, fact);
    case 'TopicDeleted':
      dropTopic(ghost, fact.topic);
      deleted(lives, world, fact.topic);
      return undefined;
    case 'BrokerStateChanged':
      if (fact.to !== 'STARTING') return undefined;
      noteLosses(ghost, ends, world, fact.broker);
      noteLastStanding(ghost, world, fact.broker);
      return undefined;
    case 'RecordsAppended':
      caughtUp(ghost, ends, fact.broker, fact.tp, fact.lastOffset + 1);
      return undefined;
    case 'LogTruncated':
      endsOf(ends, fact.tp).set(fact.broker, fact.to);
      return undefined;
    case 'LeaderElected':
      if (fact.how === 'unclean') ghostOf(ghost, fact.tp).unclean = true;
      return undefined;
    case 'CheckpointsLost':
      // Without an epoch file it falls back to its high watermark, and without that one to the start of its log.
      for (const replica of replicasOf(world, fact.broker)) ghostOf(ghost, replica.tp).lossy.add(fact.broker);
      return undefined;
    case 'LogTailLost':
      if (fact.ids.length > 0) noteLoss(ghostOf(ghost, fact.tp), world, fact.tp, fact.broker);
      endsOf(ends, fact.tp).set(fact.broker, fact.to);
      return undefined;
    case 'IsrShrunk':
      for (const id of fact.isr) if (ghostOf(ghost, fact.tp).lossy.has(id)) noteLoss(ghostOf(ghost, fact.tp), world, fact.tp, id);
      return undefined;
    case 'QuorumDiskLost':
      // Who was in sync may be forgotten: Kafka's own simulation drops its promises here, too.
      for (const committed of ghost.values()) committed.hole = true;
      return undefined;
    default:
      return undefined;
  }
}

const replicasOf = (world: Observed, broker: number): readonly ObservedReplica[] =>
  (observedBroker(world, broker)?.partitions ?? []).filter((replica) => replica !== undefined);

function caughtUp(ghost: Ghost, ends: Ends, broker: number, tp: string, logEnd: Offset): void {
  endsOf(ends, tp).set(broker, logEnd);
  const committed = ghost.get(tp);
  if (committed && committed.lossy.size > 0 && logEnd >= committed.records.length) committed.lossy.delete(broker);
}

/** One that was paused may hear late that it was elected, when another has been elected since: it leads nobody. */
export const isDeposed = (world: Observed, { tp, leaderEpoch }: { readonly tp: string; readonly leaderEpoch: LeaderEpoch }): boolean =>
  (registrationIn(world, tp)?.registration.leaderEpoch ?? leaderEpoch) > leaderEpoch;

/** After an election that gave something up by the rules, only what the new leader has counts. */
export function acceptLeader(memory: Memory, fact: Extract<KafkaFact, { fact: 'BecameLeader' }>, world: Observed): void {
  if (isOfDeadTopic(memory, fact, world)) return;
  const committed = ghostOf(memory.ghost, fact.tp);
  const leader = replicaOn(world, fact.broker, fact.tp);
  if (!leader || !mayLose(committed) || isDeposed(world, fact)) return;
  forgive(committed, leader);
  committed.hole ||= keepsUncleanDivergence(world);
}

export const logMatching: Invariant<unknown> = () => {
  const memory = newMemory();
  return onFacts('S02', 'Below their high watermarks all replicas hold the same records', REMEMBERED, (fact, world) => {
    const differs = remember(memory, fact, world);
    if (fact.fact === 'BecameLeader') acceptLeader(memory, fact, world);
    if (differs === undefined || fact.fact !== 'HighWatermarkAdvanced' || mayLose(ghostOf(memory.ghost, fact.tp))) return undefined;
    return `${fact.tp} on broker ${fact.broker} exposes another record at offset ${differs} than was committed there`;
  });
};

/** The very entry, not another copy of the record: a retry may have committed it at the same offset in a later epoch. */
const isSame = (committed: StoredRecord | undefined, id: string, epoch: LeaderEpoch): boolean => committed?.id === id && committed.batch.leaderEpoch === epoch;

/** Outside the ISR a replica may still follow a leader that is none any more, and cut what the next one has committed since: it gets it back from him. */
function followsAnOldLeader(world: Observed, { broker, tp }: { readonly broker: number; readonly tp: string }): boolean {
  const newest = registrationIn(world, tp)?.registration.leaderEpoch;
  const known = replicaOn(world, broker, tp)?.meta.role.data.leaderEpoch;
  return newest !== undefined && known !== undefined && known < newest;
}

type Cut = Extract<KafkaFact, { fact: 'LogTruncated' }>;

export const noTruncateBelowTrueHw: Invariant<unknown> = () => {
  const memory = newMemory();
  let last: Cut | undefined;
  return onFacts('S10', 'No replica cuts off a committed record that it holds', [...REMEMBERED, 'HighWatermarkLowered'], (fact, world) => {
    if (fact.fact === 'HighWatermarkLowered')
      return last && last.tp === fact.tp && last.broker === fact.broker ? cutsWhatIsShared(last, fact.from, world) : undefined;
    remember(memory, fact, world);
    if (fact.fact === 'BecameLeader') acceptLeader(memory, fact, world);
    last = undefined;
    if (fact.fact !== 'LogTruncated') return undefined;
    const committed = ghostOf(memory.ghost, fact.tp);
    if (committed.lossy.has(fact.broker) || followsAnOldLeader(world, fact)) return undefined;
    if (truncatesToHighWatermark(world)) last = fact;
    const cut = fact.ids.findIndex((id, n) => isSame(committed.records[fact.to + n], id, fact.epochs[n]));
    return cut < 0 || mayLose(committed) ? undefined : cutOff(fact, cut);
  });
};

const cutOff = ({ tp, broker, to, ids }: Cut, n: number): string => `${tp} on broker ${broker} cut off committed record ${ids[n]} at offset ${to + n}`;

/** In 0.10 a follower may lose to the release's own rule what is committed, but only above its own high watermark, or what its leader has not. */
function cutsWhatIsShared(cut: Cut, highWatermark: Offset, world: Observed): string | undefined {
  const leader = replicaOn(world, registrationIn(world, cut.tp)?.registration.leader ?? -1, cut.tp);
  if (!leader) return undefined;
  const shared = cut.ids.findIndex((id, n) => cut.to + n < highWatermark && isSame(entryAt(leader, cut.to + n), id, cut.epochs[n]));
  return shared < 0 ? undefined : cutOff(cut, shared);
}

export const committedNotLost: Invariant<unknown> = () => {
  const memory = newMemory();
  return onFacts('S11', 'A new leader holds every committed record', REMEMBERED, (fact, world) => {
    remember(memory, fact, world);
    if (fact.fact !== 'BecameLeader') return undefined;
    if (isDeposed(world, fact)) return undefined;
    acceptLeader(memory, fact, world);
    const leader = replicaOn(world, fact.broker, fact.tp);
    const { records } = ghostOf(memory.ghost, fact.tp);
    if (!leader || records.length === 0) return undefined;
    const last = records[records.length - 1];
    const held = entryAt(leader, records.length - 1);
    // Retention, DeleteRecords and compaction take what they may take.
    if (!held && (records.length <= leader.log.logStart || leader.log.records.length < leader.log.logEnd - leader.log.logStart)) return undefined;
    return held && sameEntry(held, last) ? undefined : `broker ${fact.broker} leads ${fact.tp} without committed record ${last.id} at offset ${last.offset}`;
  });
};
