/** What can happen to the partition next. Every move is the engine's own function; the search only decides which comes when. */
import { partitionChange } from '#kafka/controller/kraft/partitionChange.ts';
import { latestEpoch } from '#kafka/log/epochs.ts';
import { appendAsLeader } from '#kafka/log/log.ts';
import { applyRecord, type Image, isActive } from '#kafka/metadata/image.ts';
import type { PartitionChangeRecord } from '#kafka/protocol/metadata.ts';
import { NO_LEADER } from '#kafka/protocol/names.ts';
import { become } from '#kafka/replication/become.ts';
import { followed, truncatedTo, truncationOffset } from '#kafka/replication/follow.ts';
import { isInflight, isrRejected, prepareIsrExpand, prepareIsrShrink } from '#kafka/replication/isr.ts';
import { canJoinIsr, isLeader, nextHighWatermark, type Partition, withHighWatermark, withLog, withMeta, withRemote } from '#kafka/replication/partition.ts';
import { readForFollower } from '#kafka/replication/read.ts';
import { fetched, type Replica } from '#kafka/replication/replica.ts';
import { BROKERS, newest, nothing, registrationIn, type Scope, type State, TOPIC_ID, timeless, timelessPartition } from '#proof/partition/state.ts';
import { planted } from '#sim/planted.ts';
import { viewAt } from '#sim/view.ts';

export type Visit = (move: string, next: State) => void;

/** A replica counts as caught up only at the leader's very end. */
const NO_LAG_US = -1;
const ALL_BYTES = 1_000_000_000;

const at = <T>(list: readonly T[], n: number, value: T): readonly T[] => list.map((one, i) => (i === n ? value : one));
const remoteOf = (partition: Partition, broker: number): Replica | undefined => partition.remotes.find((remote) => remote.broker === broker);
const imageOf = (state: State, n: number): Image => state.images[state.applied[n]];

/** The state with another replica `n`. If it leads, its high watermark moves as far as it may, and what that commits is remembered. */
function withReplica(state: State, n: number, partition: Partition, asked = state.asked[n]): State {
  const moved = isLeader(partition) ? advanced(partition, imageOf(state, n)) : partition;
  const { committed } = state;
  let longer = committed;
  if (isLeader(moved))
    for (let offset = committed.length; offset < Math.min(moved.highWatermark, moved.log.logEnd); offset++)
      longer = [...longer, viewAt(moved.log.records, offset)];
  return {
    replicas: at(state.replicas, n, moved),
    images: state.images,
    applied: state.applied,
    asked: asked === state.asked[n] ? state.asked : at(state.asked, n, asked),
    committed: longer,
  };
}

function advanced(partition: Partition, image: Image): Partition {
  const next = nextHighWatermark(partition, image, 0, NO_LAG_US);
  return next === partition.highWatermark ? partition : withHighWatermark(partition, next);
}

/** A producer's record reaches whoever believes that it leads. */
export function append(state: State, scope: Scope, n: number, visit: Visit): void {
  const partition = state.replicas[n];
  const epoch = partition.meta.role.data.leaderEpoch;
  if (!isLeader(partition) || partition.log.logEnd >= scope.records) return;
  const id = `${epoch}${partition.log.logEnd}`;
  const batch = { producerId: -1, producerEpoch: -1, baseSequence: -1, records: [{ id, key: null, value: id, timestampMs: 0 }] };
  visit(`${BROKERS[n]} appends`, withReplica(state, n, withLog(partition, appendAsLeader(partition.log, batch, epoch, 'p'))));
}

/** A follower's fetch and its answer, in one go: the fetcher drops an answer if anything has changed meanwhile. */
export function fetch(state: State, f: number, visit: Visit): void {
  const follower = state.replicas[f];
  const l = follower.meta.role.data.leader - 1;
  if (isLeader(follower) || l < 0) return;
  const leader = state.replicas[l];
  const remote = remoteOf(leader, BROKERS[f]);
  if (!remote) return;
  const { leaderEpoch: currentLeaderEpoch } = follower.meta.role.data;
  const position = { ...remote, fetchOffset: follower.log.logEnd, currentLeaderEpoch, lastFetchedEpoch: latestEpoch(follower.log.epochs) };
  const read = readForFollower(leader, position, ALL_BYTES);
  if (read.error !== 'NONE') return;
  const move = `${BROKERS[f]} fetches from ${BROKERS[l]}`;
  if (read.divergingEpoch) {
    const cut = truncatedTo(follower, truncationOffset(follower, read.divergingEpoch));
    return visit(move, withReplica(state, f, cut));
  }
  const known = timeless(fetched(position, position.fetchOffset, 0, -1, leader.log.logEnd, 0));
  const counted = expand(state, l, withRemote(leader, known), known);
  visit(move, withReplica(counted, f, followed(follower, read)));
}

/** The follower may now be far enough to join the ISR (Partition.maybeExpandIsr). */
function expand(state: State, l: number, leader: Partition, follower: Replica): State {
  const { isr } = leader.meta;
  if (isr.data.isr.includes(follower.broker) || isInflight(isr) || !canJoinIsr(leader, imageOf(state, l), follower)) return withReplica(state, l, leader);
  const wanted = [...isr.data.isr, follower.broker].sort();
  return withReplica(state, l, withMeta(leader, { ...leader.meta, isr: prepareIsrExpand(isr, nothing, wanted) }), true);
}

/** replica.lag.time.max.ms has passed for a member that is not at the leader's end. */
export function shrink(state: State, n: number, visit: Visit): void {
  const partition = state.replicas[n];
  if (!isLeader(partition) || isInflight(partition.meta.isr)) return;
  const { isr } = partition.meta.isr.data;
  for (const { broker, logEndOffset } of partition.remotes) {
    if (!isr.includes(broker) || logEndOffset === partition.log.logEnd) continue;
    const wanted = isr.filter((id) => id !== broker);
    const meta = { ...partition.meta, isr: prepareIsrShrink(partition.meta.isr, nothing, wanted) };
    visit(`${BROKERS[n]} asks to drop ${broker}`, withReplica(state, n, withMeta(partition, meta), true));
  }
}

/** The controller answers AlterPartition. A leader that asked too late stays strict until the metadata log reaches it. */
export function alter(state: State, scope: Scope, n: number, visit: Visit): void {
  if (!state.asked[n]) return;
  const partition = state.replicas[n];
  const { leaderEpoch, partitionEpoch } = partition.meta.role.data;
  const image = newest(state);
  const registration = registrationIn(image);
  const move = `the controller answers ${BROKERS[n]}`;
  const quiet = { ...state, asked: at(state.asked, n, false) };
  if (!isInflight(partition.meta.isr) || leaderEpoch !== registration.leaderEpoch || partitionEpoch !== registration.partitionEpoch) return visit(move, quiet);
  const { asked } = partition.meta.isr.data;
  if (!asked.every((id) => isActive(image, id))) {
    const meta = { ...partition.meta, isr: isrRejected(partition.meta.isr, nothing, []) };
    return visit(move, withReplica(state, n, withMeta(partition, meta), false));
  }
  publish(quiet, scope, move, changed(image, scope, asked), visit);
}

function changed(
  image: Image,
  scope: Scope,
  targetIsr: readonly number[],
  isAcceptable = (id: number): boolean => isActive(image, id),
): PartitionChangeRecord | undefined {
  const registration = registrationIn(image);
  const minIsr = scope.minInsyncReplicas;
  return partitionChange({
    topicId: TOPIC_ID,
    partition: 0,
    registration,
    targetIsr,
    election: 'ONLINE',
    isAcceptable,
    minIsr,
    uncleanShutdown: [],
    by: 'controller',
    elr: true,
    epochBumpOnShrink: false,
  });
}

/** A new metadata version, if it stays in scope. */
function publish(state: State, scope: Scope, move: string, record: PartitionChangeRecord | undefined, visit: Visit): void {
  if (!record) return visit(move, state);
  const next = applyRecord(newest(state), record);
  const { leaderEpoch, partitionEpoch } = registrationIn(next);
  if (leaderEpoch >= scope.leaderEpochs || partitionEpoch >= scope.partitionEpochs || state.images.length > scope.behind) return;
  visit(move, { ...state, images: [...state.images, next] });
}

/** The session of a member ends: the controller drops it from the ISR, and elects another leader if it led. It may be back at once. */
export function fence(state: State, scope: Scope, n: number, visit: Visit): void {
  const broker = BROKERS[n];
  const image = newest(state);
  const { isr } = registrationIn(image);
  if (!isr.includes(broker)) return;
  const targetIsr = isr.filter((id) => id !== broker);
  publish(
    state,
    scope,
    `the controller fences ${broker}`,
    changed(image, scope, targetIsr, (id) => id !== broker),
    visit,
  );
}

/** Nobody leads, and somebody who may is back. */
export function electOnline(state: State, scope: Scope, visit: Visit): void {
  const image = newest(state);
  const { isr, leader } = registrationIn(image);
  if (leader === NO_LEADER) publish(state, scope, 'the controller elects whom it can', changed(image, scope, isr), visit);
}

/** A preferred election, or any other reason to move leadership inside the ISR. */
export function moveLeadership(state: State, scope: Scope, n: number, visit: Visit): void {
  const { isr, leader } = registrationIn(newest(state));
  const broker = BROKERS[n];
  if (broker === leader || !isr.includes(broker) || !isActive(newest(state), broker)) return;
  publish(state, scope, `the controller elects ${broker}`, { type: 'PartitionChangeRecord', topicId: TOPIC_ID, partition: 0, leader: broker }, visit);
}

/** A broker reads on in the metadata log: version by version, or to any later one, when it sees what lies between only as one delta. */
export function applyMetadata(state: State, scope: Scope, n: number, visit: Visit): void {
  const last = scope.deltas ? state.images.length - 1 : Math.min(state.applied[n] + 1, state.images.length - 1);
  for (let to = state.applied[n] + 1; to <= last; to++) {
    const before = state.replicas[n];
    const became = timelessPartition(become(before, nothing, BROKERS[n], registrationIn(state.images[to])));
    const partition = planted.M01 && !isLeader(became) ? truncatedTo(became, became.highWatermark) : became;
    const known = { ...state, applied: at(state.applied, n, to) };
    const stillAsks = state.asked[n] && partition.meta.isr === before.meta.isr;
    visit(`${BROKERS[n]} applies metadata`, forgotten(withReplica(known, n, partition, stillAsks)));
  }
}

/** Versions that no broker believes any more. */
function forgotten(state: State): State {
  const oldest = Math.min(...state.applied);
  return oldest === 0 ? state : { ...state, images: state.images.slice(oldest), applied: state.applied.map((n) => n - oldest) };
}
