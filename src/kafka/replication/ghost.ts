/**
 * The checkers' own memory of what was ever committed: for each partition the record at every offset below the highest high watermark that any
 * leader reached. And the loss budget: what may be lost without anybody having broken a promise.
 */
import type { KafkaFact } from '#kafka/facts.ts';
import type { BrokerId, LeaderEpoch, Offset, Tp } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import { truncatesToHighWatermark } from '#kafka/replication/ages.ts';
import { hasElr, type Observed, type ObservedReplica, observedBroker, observedController, registrationIn, replicaOn } from '#kafka/replication/observe.ts';
import { planted } from '#sim/planted.ts';
import { firstIndex, viewAt } from '#sim/view.ts';

export interface Committed {
  /** By offset. */
  readonly records: StoredRecord[];
  /** min.insync.replicas in force when the newest of them was committed. */
  minIsr: number;
  /** Replicas that lost a part of their log to a power failure and have not caught up since. */
  readonly lossy: Set<BrokerId>;
  /** The release itself may lose what is committed: a bug of its own time. */
  hole: boolean;
  /** An unclean election gave up what only others had. */
  unclean: boolean;
  /** Leader epoch of the leader with which the loss was accepted: what older leaders still believe does not count any more. */
  floor: LeaderEpoch;
}

export type Ghost = Map<Tp, Committed>;

/** Where logs ended when they were last heard of, by partition and broker. */
export type Ends = Map<Tp, Map<BrokerId, Offset>>;

export function endsOf(ends: Ends, tp: Tp): Map<BrokerId, Offset> {
  const known = ends.get(tp);
  if (known) return known;
  const fresh = new Map<BrokerId, Offset>();
  ends.set(tp, fresh);
  return fresh;
}

export function ghostOf(ghost: Ghost, tp: Tp): Committed {
  const known = ghost.get(tp);
  if (known) return known;
  const committed: Committed = { records: [], minIsr: 1, lossy: new Set(), hole: false, unclean: false, floor: -1 };
  ghost.set(tp, committed);
  return committed;
}

/** May this partition have lost committed records by the rules? */
export const mayLose = (committed: Committed): boolean =>
  (committed.unclean && !planted.M39 && !planted.M40) || committed.hole || (committed.lossy.size >= committed.minIsr && !planted.M40);

export const sameEntry = (a: StoredRecord, b: StoredRecord): boolean =>
  a === b || (a.offset === b.offset && a.id === b.id && a.batch.leaderEpoch === b.batch.leaderEpoch);

export function entryAt(replica: ObservedReplica, offset: Offset): StoredRecord | undefined {
  const { logStart, logEnd, records } = replica.log;
  if (offset < logStart || offset >= logEnd) return undefined;
  if (records.length === logEnd - logStart) return viewAt(records, offset - logStart);
  const i = firstIndex(records, (record) => record.offset >= offset);
  const found = i < records.length ? viewAt(records, i) : undefined;
  return found?.offset === offset ? found : undefined;
}

/** Takes over what a leader has just committed. Returns the first offset at which it contradicts what was committed before. */
export function commit(ghost: Ghost, world: Observed, fact: Extract<KafkaFact, { fact: 'HighWatermarkAdvanced' }>): Offset | undefined {
  const replica = replicaOn(world, fact.broker, fact.tp);
  if (!replica) return undefined;
  const committed = ghostOf(ghost, fact.tp);
  const { records } = committed;
  committed.hole ||= truncatesToHighWatermark(world);
  if (replica.meta.role.data.leaderEpoch < committed.floor) return undefined;
  let contradiction: Offset | undefined;
  for (let offset = fact.from; offset < fact.to; offset++) {
    const entry = entryAt(replica, offset);
    if (!entry) continue;
    if (offset < records.length && !sameEntry(records[offset], entry)) contradiction ??= offset;
    else if (offset === records.length && fact.role === 'leader') records.push(entry);
  }
  if (fact.role === 'leader') committed.minIsr = replica.meta.minInsyncReplicas;
  return contradiction;
}

/** A loss that the rules allow has happened: from now on only what this leader has counts as committed. */
export function forgive(committed: Committed, leader: ObservedReplica): void {
  let common = Math.min(committed.records.length, leader.log.logEnd);
  while (common > leader.log.logStart) {
    const entry = entryAt(leader, common - 1);
    if (entry && sameEntry(committed.records[common - 1], entry)) break;
    common--;
  }
  // It leads on in the epoch in which it wrote what it has lost: two histories under one epoch, which nothing can tell apart (KIP-101 compares epochs).
  const { leaderEpoch } = leader.meta.role.data;
  if (committed.records.slice(Math.max(0, common)).some(({ batch }) => batch.leaderEpoch === leaderEpoch)) committed.hole = true;
  committed.records.length = Math.max(0, common);
  committed.unclean = false;
  committed.floor = leader.meta.role.data.leaderEpoch;
}

/** A broker starts: it may be the last replica standing by now. */
export function noteLastStanding(ghost: Ghost, world: Observed, broker: BrokerId): void {
  for (const [tp, committed] of ghost) if (committed.lossy.has(broker)) noteLoss(committed, world, tp, broker);
}

/** A broker starts: which of its logs are shorter than they were when it went down? */
export function noteLosses(ghost: Ghost, ends: Ends, world: Observed, broker: BrokerId): void {
  for (const replica of observedBroker(world, broker)?.partitions ?? []) {
    if (!replica) continue;
    const known = endsOf(ends, replica.tp);
    const before = known.get(broker);
    if (before !== undefined && replica.log.logEnd < before) noteLoss(ghostOf(ghost, replica.tp), world, replica.tp, broker);
    known.set(broker, replica.log.logEnd);
  }
}

/** Before KIP-966 the last replica standing leads again whatever it has lost: what the others still hold is given up for it. */
export function noteLoss(committed: Committed, world: Observed, tp: Tp, broker: BrokerId): void {
  committed.lossy.add(broker);
  const isr = registrationIn(world, tp)?.registration.isr;
  if (hasElr(world) || !isr?.includes(broker)) return;
  // On ZooKeeper nobody notices that it comes back with less than it had: while its old znode is there it may lead at once.
  if (isr.length === 1 || observedController(world)?.kind === 'zookeeper') committed.unclean = true;
}

export function dropTopic(ghost: Ghost, topic: string): void {
  for (const tp of [...ghost.keys()]) if (tp.slice(0, tp.lastIndexOf('-')) === topic) ghost.delete(tp);
}
