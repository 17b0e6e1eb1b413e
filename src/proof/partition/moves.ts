/** What can happen to the partition next. Every move is the engine's own function; the search only decides which comes when. */
import { isEligible } from '#kafka/controller/kraft/alterPartition.ts';
import { partitionChange } from '#kafka/controller/kraft/partitionChange.ts';
import { endOffsetFor, latestEpoch } from '#kafka/log/epochs.ts';
import { appendAsLeader } from '#kafka/log/log.ts';
import { applyRecord, type Image, isActive } from '#kafka/metadata/image.ts';
import { NO_LEADER } from '#kafka/protocol/names.ts';
import { become } from '#kafka/replication/become.ts';
import { followed, truncatedTo, truncationByEpoch, truncationOffset } from '#kafka/replication/follow.ts';
import { isInflight, isrRejected, prepareIsrExpand, prepareIsrShrink } from '#kafka/replication/isr.ts';
import {
  canJoinIsr,
  crashed,
  isLeader,
  nextHighWatermark,
  type Partition,
  withHighWatermark,
  withLog,
  withMeta,
  withRemote,
} from '#kafka/replication/partition.ts';
import { checkLeaderEpoch, readForFollower } from '#kafka/replication/read.ts';
import { fetched, type Replica } from '#kafka/replication/replica.ts';
import {
  BROKERS,
  figureOf,
  membersIn,
  newest,
  nothing,
  registrationIn,
  requestOf,
  type Scope,
  SECOND_LIFE,
  type State,
  sameImage,
  TOPIC_ID,
  timeless,
  timelessPartition,
} from '#proof/partition/state.ts';
import { planted } from '#sim/planted.ts';
import { viewAt } from '#sim/view.ts';

export type Visit = (move: string, next: State) => void;

/** A replica counts as caught up only at the leader's very end. */
const NO_LAG_US = -1;
const ALL_BYTES = 1_000_000_000;

function at<T>(list: readonly T[], n: number, value: T): readonly T[] {
  const next = list.slice();
  next[n] = value;
  return next;
}

const remoteOf = (partition: Partition, broker: number): Replica | undefined => partition.remotes.find((remote) => remote.broker === broker);
const epochIn = (image: Image, broker: number): number => image.brokers.get(broker)?.epoch ?? -1;
const imageOf = (state: State, n: number): Image => state.images[state.applied[n]];

/** Written out field by field: millions of states are made this way, and Node 20 is slow at copies with a change in them. */
const copy = (state: State, images: State['images'], applied: State['applied'], asked = state.asked, truncating = state.truncating): State => ({
  replicas: state.replicas,
  images,
  applied,
  asked,
  truncating,
  committed: state.committed,
  figures: state.figures,
});

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
    truncating: state.truncating,
    committed: longer,
    figures: at(state.figures, n, figureOf(moved)),
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
export function fetch(state: State, scope: Scope, f: number, visit: Visit): void {
  const follower = state.replicas[f];
  const l = follower.meta.role.data.leader - 1;
  if (isLeader(follower) || l < 0 || state.truncating[f]) return;
  const leader = state.replicas[l];
  const remote = remoteOf(leader, BROKERS[f]);
  const brokerEpoch = epochIn(newest(state), BROKERS[f]);
  if (!remote) return;
  const { leaderEpoch: currentLeaderEpoch } = follower.meta.role.data;
  const position = {
    ...remote,
    fetchOffset: follower.log.logEnd,
    currentLeaderEpoch,
    lastFetchedEpoch: scope.truncation === 'on-fetch' ? latestEpoch(follower.log.epochs) : -1,
  };
  const read = readForFollower(leader, position, ALL_BYTES);
  const known = timeless(fetched(position, position.fetchOffset, 0, brokerEpoch, leader.log.logEnd, 0));
  if (planted.M03b && read.error !== 'NONE' && isLeader(leader)) return visit(`${BROKERS[l]} counts ${BROKERS[f]}`, counted(state, l, known));
  if (read.error !== 'NONE') return;
  const move = `${BROKERS[f]} fetches from ${BROKERS[l]}`;
  if (read.divergingEpoch) {
    const cut = truncatedTo(follower, truncationOffset(follower, read.divergingEpoch));
    return visit(move, withReplica(state, f, cut));
  }
  visit(move, withReplica(counted(state, l, known), f, followed(follower, read)));
}

/** OffsetsForLeaderEpoch and its answer, again and again until both agree on an epoch (KIP-101, KIP-279, KIP-320). */
export function lookUp(state: State, f: number, visit: Visit): void {
  const follower = state.replicas[f];
  const l = follower.meta.role.data.leader - 1;
  if (!state.truncating[f] || l < 0) return;
  const leader = state.replicas[l];
  if (checkLeaderEpoch(leader, planted.M03a ? -1 : follower.meta.role.data.leaderEpoch) !== 'NONE') return;
  const end = endOffsetFor(leader.log.epochs, latestEpoch(follower.log.epochs), leader.log.logEnd);
  const { offset, isComplete } = truncationByEpoch(follower, end?.epoch ?? -1, end?.endOffset ?? -1);
  const cut = withReplica(state, f, truncatedTo(follower, offset));
  visit(`${BROKERS[f]} asks ${BROKERS[l]} where its epoch ends`, isComplete ? { ...cut, truncating: at(state.truncating, f, false) } : cut);
}

const counted = (state: State, l: number, follower: Replica): State => expand(state, l, withRemote(state.replicas[l], follower), follower);

/** The follower may now be far enough to join the ISR (Partition.maybeExpandIsr). */
function expand(state: State, l: number, leader: Partition, follower: Replica): State {
  const { isr } = leader.meta;
  if (isr.data.isr.includes(follower.broker) || isInflight(isr) || !canJoinIsr(leader, imageOf(state, l), follower)) return withReplica(state, l, leader);
  const wanted = [...isr.data.isr, follower.broker].sort();
  return asking(state, l, withMeta(leader, { ...leader.meta, isr: prepareIsrExpand(isr, nothing, wanted) }));
}

/** With the request on its way: it names each member as the leader knows it now. */
function asking(state: State, l: number, leader: Partition): State {
  const own = epochIn(newest(state), BROKERS[l]);
  const members = leader.meta.isr.data.asked.map((broker) => ({
    broker,
    brokerEpoch: broker === BROKERS[l] ? own : (remoteOf(leader, broker)?.brokerEpoch ?? -1),
  }));
  return withReplica(state, l, leader, requestOf(members));
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
    visit(`${BROKERS[n]} asks to drop ${broker}`, asking(state, n, withMeta(partition, meta)));
  }
}

/** The controller answers AlterPartition. A leader that asked too late stays strict until the metadata log reaches it. */
export function alter(state: State, scope: Scope, n: number, visit: Visit): void {
  if (state.asked[n] === 0) return;
  const partition = state.replicas[n];
  const { leaderEpoch, partitionEpoch } = partition.meta.role.data;
  const image = newest(state);
  const registration = registrationIn(image);
  const move = `the controller answers ${BROKERS[n]}`;
  const quiet = copy(state, state.images, state.applied, at(state.asked, n, 0));
  if (!isInflight(partition.meta.isr) || leaderEpoch !== registration.leaderEpoch || partitionEpoch !== registration.partitionEpoch) return visit(move, quiet);
  if (!membersIn(state.asked[n]).every((member) => isEligible(image, member))) {
    const meta = { ...partition.meta, isr: isrRejected(partition.meta.isr, nothing, []) };
    return visit(move, withReplica(state, n, withMeta(partition, meta), 0));
  }
  const { asked } = partition.meta.isr.data;
  publish(quiet, scope, move, after(image, scope, `isr ${asked}`, changed(scope, { targetIsr: asked })), visit);
}

type ImageChange = (image: Image) => Image;

const outcomes = new WeakMap<Image, Map<string, Image>>();

/** What the controller writes is a function of what it has written before: worked out once for each. */
function after(image: Image, scope: Scope, what: string, change: ImageChange): Image {
  const key = `${what},${scope.minInsyncReplicas}`;
  const known = outcomes.get(image) ?? new Map<string, Image>();
  const next = known.get(key) ?? sameImage(change(image));
  outcomes.set(image, known.set(key, next));
  return next;
}

interface Asked {
  readonly targetIsr: readonly number[];
  /** May neither stay nor be elected. */
  readonly gone?: number;
  readonly uncleanShutdown?: readonly number[];
}

const changed =
  (scope: Scope, { targetIsr, gone, uncleanShutdown = [] }: Asked): ImageChange =>
  (image) => {
    const record = partitionChange({
      topicId: TOPIC_ID,
      partition: 0,
      registration: registrationIn(image),
      targetIsr,
      election: 'ONLINE',
      isAcceptable: (id) => id !== gone && isActive(image, id),
      minIsr: scope.minInsyncReplicas,
      uncleanShutdown,
      by: 'controller',
      elr: true,
      epochBumpOnShrink: false,
    });
    return record ? applyRecord(image, record) : image;
  };

const isInScope = (scope: Scope, image: Image): boolean => {
  const { leaderEpoch, partitionEpoch } = registrationIn(image);
  return leaderEpoch < scope.leaderEpochs && partitionEpoch < scope.partitionEpochs;
};

/** A new metadata version, if it stays in scope. */
function publish(state: State, scope: Scope, move: string, next: Image, visit: Visit): void {
  if (next === newest(state)) return visit(move, state);
  if (isInScope(scope, next) && state.images.length <= scope.behind) visit(move, copy(state, [...state.images, next], state.applied));
}

/** The session of a member ends: the controller drops it from the ISR, and elects another leader if it led. It may be back at once. */
export function fence(state: State, scope: Scope, n: number, visit: Visit): void {
  const broker = BROKERS[n];
  const image = newest(state);
  const { isr } = registrationIn(image);
  if (!isr.includes(broker)) return;
  const targetIsr = isr.filter((id) => id !== broker);
  publish(state, scope, `the controller fences ${broker}`, after(image, scope, `without ${broker}`, changed(scope, { targetIsr, gone: broker })), visit);
}

/** Nobody leads, and somebody who may is back. */
export function electOnline(state: State, scope: Scope, visit: Visit): void {
  const image = newest(state);
  const { isr, leader } = registrationIn(image);
  if (leader === NO_LEADER)
    publish(state, scope, 'the controller elects whom it can', after(image, scope, `isr ${isr}`, changed(scope, { targetIsr: isr })), visit);
}

/** A preferred election, or any other reason to move leadership inside the ISR. */
export function moveLeadership(state: State, scope: Scope, n: number, visit: Visit): void {
  const { isr, leader } = registrationIn(newest(state));
  const broker = BROKERS[n];
  if (broker === leader || !isr.includes(broker) || !isActive(newest(state), broker)) return;
  const next = after(newest(state), scope, `led by ${broker}`, (image) =>
    applyRecord(image, { type: 'PartitionChangeRecord', topicId: TOPIC_ID, partition: 0, leader: broker }),
  );
  publish(state, scope, `the controller elects ${broker}`, next, visit);
}

/** A broker reads on in the metadata log: version by version, or to any later one, when it sees what lies between only as one delta. */
export function applyMetadata(state: State, scope: Scope, n: number, visit: Visit): void {
  const last = scope.deltas ? state.images.length - 1 : Math.min(state.applied[n] + 1, state.images.length - 1);
  for (let to = state.applied[n] + 1; to <= last; to++) {
    const before = state.replicas[n];
    const became = timelessPartition(become(before, nothing, BROKERS[n], registrationIn(state.images[to])));
    const partition = planted.M01 && !isLeader(became) ? truncatedTo(became, became.highWatermark) : became;
    const begins = scope.truncation === 'fenced' && partition.meta.role.data.leaderEpoch > before.meta.role.data.leaderEpoch;
    const truncating = begins ? at(state.truncating, n, !isLeader(partition) && latestEpoch(partition.log.epochs) >= 0) : state.truncating;
    const known = copy(state, state.images, at(state.applied, n, to), state.asked, truncating);
    const stillAsks = partition.meta.isr === before.meta.isr ? state.asked[n] : 0;
    visit(`${BROKERS[n]} applies metadata`, forgotten(withReplica(known, n, partition, stillAsks)));
  }
}

const registeredAgain =
  (scope: Scope, broker: number): ImageChange =>
  (image) => {
    const targetIsr = registrationIn(image).isr.filter((id) => id !== broker);
    const without = changed(scope, { targetIsr, gone: broker, uncleanShutdown: [broker] })(image);
    return applyRecord(without, { type: 'RegisterBrokerRecord', broker, incarnation: 2, rack: null, fenced: false, brokerEpoch: SECOND_LIFE });
  };

/** A broker dies, with its log or by a power loss without it, and registers again: the controller takes it out of ISR and ELR (KIP-966). */
export function crash(state: State, scope: Scope, n: number, visit: Visit): void {
  const broker = BROKERS[n];
  const image = newest(state);
  const crashes = BROKERS.filter((id) => epochIn(image, id) === SECOND_LIFE);
  if (crashes.length >= scope.crashes || crashes.includes(broker) || state.images.length > scope.behind) return;
  const next = after(image, scope, `${broker} again`, registeredAgain(scope, broker));
  if (!isInScope(scope, next)) return;
  const images = [...state.images, next];
  const restarted = { ...state, images, applied: at(state.applied, n, images.length - 1) };
  for (const how of ['kill', 'power-loss'] as const) {
    const dead = crashed(state.replicas[n], how);
    const partition = timelessPartition(become(dead, nothing, broker, registrationIn(next)));
    visit(`${broker} ${how === 'kill' ? 'is killed' : 'loses power'} and comes back`, forgotten(withReplica(restarted, n, partition, 0)));
  }
}

/** Versions that no broker believes any more. */
function forgotten(state: State): State {
  const oldest = Math.min(...state.applied);
  if (oldest === 0) return state;
  return copy(
    state,
    state.images.slice(oldest),
    state.applied.map((n) => n - oldest),
  );
}
