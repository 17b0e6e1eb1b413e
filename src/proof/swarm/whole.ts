/** Is the cluster whole? L01 to L09 of the reliability catalogue, judged from the Frame: what a person would look at. */
import type { BrokerFrame, ControllerFrame, Frame, PartitionFrame, ReplicaFrame } from '#kafka/frame.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import { type BrokerId, brokerName, CONSUMER_OFFSETS, type Tp } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type { Profile } from '#kafka/spec.ts';
import type { Outside } from '#proof/swarm/core.ts';
import { reading, transactions } from '#proof/swarm/settled.ts';
import { viewAt } from '#sim/view.ts';

const NONE: ReadonlySet<Tp> = new Set();

export interface Stuck {
  readonly checker: 'L01' | 'L02' | 'L03' | 'L04' | 'L05' | 'L06' | 'L07' | 'L08' | 'L09';
  readonly message: string;
  /** Only until a member has worked through what it polled: a rebalance waits for it as long as max.poll.interval.ms. */
  readonly isPolling?: boolean;
}

/** Why something may stay as it is for ever. */
export type Reason =
  | 'being-deleted'
  | 'no-eligible-replica'
  | 'new-for-the-controller'
  | 'isr-change-unheard'
  | 'below-min-isr'
  | 'poison-record'
  | 'group-empty';

export const wrong = (checker: Stuck['checker'], message: string): Stuck => ({ checker, message });

/** A broker may be this many metadata records behind when nothing happens: the controller writes one every half second. */
const METADATA_BEHIND = 20;

/**
 * The first thing that is not as it should be among those who are not lost for good; undefined when all is well or has a legal reason. Partitions that
 * were `seen` whole are not looked at again: where packets get lost for ever, some follower is always behind.
 */
export function stuck(frame: Frame, outside: Outside, seen: ReadonlySet<Tp> = NONE): Stuck | undefined {
  return (
    unsent(frame) ??
    controller(frame, outside) ??
    brokers(frame, outside) ??
    firstOf(frame.partitions, (one) => (seen.has(one.tp) ? undefined : partition(frame, one, outside))) ??
    firstOf(frame.groups, (one) => group(frame, one, outside)) ??
    transactions(frame, outside) ??
    reading(frame, outside)
  );
}

/** Partitions that are whole now. */
export const wholeIn = (frame: Frame, outside: Outside): Tp[] => frame.partitions.filter((one) => !partition(frame, one, outside)).map(({ tp }) => tp);

function firstOf<T>(list: readonly T[], judge: (one: T) => Stuck | undefined): Stuck | undefined {
  for (const one of list) {
    const found = judge(one);
    if (found) return found;
  }
  return undefined;
}

function controller({ controllers, brokers: all }: Frame, outside: Outside): Stuck | undefined {
  const core = controllers.filter(({ node }) => !outside.has(node));
  const down = core.find(({ status }) => status !== 'up');
  if (down) return wrong('L01', `${down.node} is ${down.status}`);
  const elected = all.filter(({ node, controller: part }) => part?.active && !outside.has(node));
  const isZooKeeper = all.some(({ controller: part }) => part !== undefined);
  const isAnyone = all.some(({ node }) => !outside.has(node));
  return oneOf(core) ?? (isZooKeeper && isAnyone ? oneOf(elected.map(({ node }) => ({ node, active: true }))) : undefined);
}

function oneOf(list: readonly Pick<ControllerFrame, 'node' | 'active'>[]): Stuck | undefined {
  const active = list.filter((one) => one.active);
  return active.length === 1
    ? undefined
    : wrong('L01', active.length === 0 ? 'there is no controller' : `${active.map(({ node }) => node)} are controllers at once`);
}

function brokers(frame: Frame, outside: Outside): Stuck | undefined {
  const core = frame.brokers.filter(({ node }) => !outside.has(node));
  const known = Math.max(-1, ...frame.controllers.filter(({ active }) => active).map(({ metadataLogEndOffset }) => metadataLogEndOffset));
  return firstOf(core, (one) => broker(one, one.controller === undefined ? known : -1));
}

function broker({ node, status, state, fenced, metadataOffset }: BrokerFrame, known: number): Stuck | undefined {
  if (status !== 'up' || state !== 'RUNNING') return wrong('L01', `${node} is ${status === 'up' ? state : status}`);
  if (fenced) return wrong('L01', `${node} is fenced`);
  return metadataOffset < known - METADATA_BEHIND ? wrong('L01', `${node} knows the metadata up to ${metadataOffset}, they end at ${known}`) : undefined;
}

const isIn =
  (outside: Outside) =>
  (id: BrokerId): boolean =>
    !outside.has(brokerName(id));

/** A reassignment may leave some in the ELR that are assigned no more. */
export const eligible = ({ isr, elr, replicas }: Pick<PartitionFrame, 'isr' | 'elr' | 'replicas'>, outside: Outside): BrokerId[] =>
  [...isr, ...elr].filter((id) => replicas.includes(id) && isIn(outside)(id));

/** May this partition wait for ever? */
export function reasonOf(one: PartitionFrame, outside: Outside): Reason | undefined {
  const { leader, isr, elr, minInsyncReplicas, replicas, logs, controllerState } = one;
  // TopicDeletionManager waits for every replica, and nobody leads meanwhile.
  if (one.markedForDeletion) return 'being-deleted';
  // Its state znode was written, and the answer lost with the connection: asked again, ZooKeeper says NODEEXISTS, and PartitionStateMachine of this
  // controller leaves the partition in NewPartition for good, so nobody is ever told (initializeLeaderAndIsrForPartitions, 0.10 to 3.9).
  if (leader >= 0 && controllerState === 'NewPartition') return 'new-for-the-controller';
  if (eligible({ isr, elr, replicas }, outside).length === 0) return 'no-eligible-replica';
  // The state znode was written and the answer lost, now between controller and ensemble: asked again, ZooKeeper says BADVERSION, the leader is told
  // INVALID_UPDATE_VERSION, and waits for a LeaderAndIsr that nothing calls for (Partition.handleAlterPartitionError, 2.7 to 3.9).
  const pending = logs.find(({ broker, role }) => broker === leader && role === 'leader')?.pendingIsr;
  if (controllerState !== undefined && pending && pending.length === isr.length && pending.every((id) => isr.includes(id))) return 'isr-change-unheard';
  // Nobody can read past a damaged batch; only taking the replica away helps.
  if (logs.some(({ files }) => (files?.damaged.length ?? 0) > 0)) return 'poison-record';
  return minInsyncReplicas > replicas.filter(isIn(outside)).length ? 'below-min-isr' : undefined;
}

function partition(frame: Frame, one: PartitionFrame, outside: Outside): Stuck | undefined {
  const { tp, leader, isr, replicas } = one;
  const reason = reasonOf(one, outside);
  const inCore = isIn(outside);
  // Others of its topic may be on brokers that are gone: then the whole topic waits.
  if (reason === 'being-deleted') return deletable(frame, one.topic, outside) ? wrong('L08', `topic ${one.topic} is not deleted`) : undefined;
  if (reason === 'no-eligible-replica' || reason === 'new-for-the-controller') return undefined;
  if (leader < 0) return wrong('L02', `${tp} has no leader, though broker ${eligible(one, outside)[0]} could lead it`);
  if (!inCore(leader)) return wrong('L02', `${tp}: broker ${leader} leads it, and is gone`);
  const moving = unfinished(one, outside);
  if (moving || reason === 'poison-record') return moving;
  const live = replicas.filter(inCore);
  if (isr.length !== live.length || !isr.every(inCore)) return wrong('L03', `${tp}: the ISR is ${isr}, its live replicas are ${live}`);
  const logs = one.logs.filter((log) => inCore(log.broker));
  const led = logs.find((log) => log.broker === leader);
  if (!led) return wrong('L03', `${tp}: broker ${leader} leads it without a log`);
  if (led.role !== 'leader') return wrong('L02', `${tp}: broker ${leader} does not know that it leads`);
  if (led.highWatermark < led.logEndOffset && reason !== 'below-min-isr' && reason !== 'isr-change-unheard' && !waited(one, outside))
    return wrong('L03', `${tp}: the high watermark stays at ${led.highWatermark}, the log ends at ${led.logEndOffset}`);
  return firstOf(logs, (log) => (log === led ? undefined : differs(frame, tp, log, led, reason)));
}

/**
 * The high watermark waits for a caught-up replica that may be about to join (Partition.shouldWaitForReplicaToJoinIsr), and is looked at again only when
 * somebody appends or fetches further: if that replica is gone for good and nobody writes, it stays where it was.
 */
const waited = ({ isr, logs }: PartitionFrame, outside: Outside): boolean =>
  logs.some(({ broker, lastCaughtUpUs }) => !isr.includes(broker) && !isIn(outside)(broker) && (lastCaughtUpUs ?? 0) > 0);

const deletable = ({ partitions }: Frame, topic: string, outside: Outside): boolean =>
  partitions.every((one) => one.topic !== topic || [...one.replicas, ...one.adding].every(isIn(outside)));

/** A reassignment ends when everybody who shall be there is in sync; with one who is gone it has no eligible replica. */
function unfinished({ tp, adding, removing, replicas }: PartitionFrame, outside: Outside): Stuck | undefined {
  if (adding.length + removing.length === 0) return undefined;
  return replicas.filter((id) => !removing.includes(id)).every(isIn(outside)) ? wrong('L08', `${tp}: the reassignment does not end`) : undefined;
}

function differs(frame: Frame, tp: string, log: ReplicaFrame, led: ReplicaFrame, reason: Reason | undefined): Stuck | undefined {
  const where = `${tp} on broker ${log.broker}`;
  if (log.logEndOffset !== led.logEndOffset) return wrong('L03', `${where} ends at ${log.logEndOffset}, the leader's log at ${led.logEndOffset}`);
  if (log.highWatermark !== led.highWatermark && reason === undefined)
    return wrong('L03', `${where}: its high watermark is ${log.highWatermark}, the leader's ${led.highWatermark}`);
  const pair = difference(log, led);
  return !pair || isTwoHistories(pair, frame) ? undefined : wrong('L03', `${where} holds other records than broker ${led.broker}, which leads it`);
}

type Pair = readonly [own: StoredRecord, led: StoredRecord];

/** The first two records that differ, from the later log start on; compaction may have left other holes. */
function difference(log: ReplicaFrame, led: ReplicaFrame): Pair | undefined {
  const from = Math.max(log.logStart, led.logStart);
  const dense = (one: ReplicaFrame): boolean => one.records.length === one.logEndOffset - one.logStart;
  if (!dense(log) || !dense(led)) return undefined;
  for (let offset = from; offset < led.logEndOffset; offset++) {
    const [own, other] = [viewAt(log.records, offset - log.logStart), viewAt(led.records, offset - led.logStart)];
    if (own !== other && (own.offset !== other.offset || own.id !== other.id || own.batch.leaderEpoch !== other.batch.leaderEpoch)) return [own, other];
  }
  return undefined;
}

/**
 * Two histories that nothing will ever join. In 0.10 followers cut at their high watermark and keep what the leader has otherwise (KIP-101, scenario 2).
 * In every release on ZooKeeper a leader that lost its log and came back within its session leads on in its old epoch: under one epoch the look-up of
 * KIP-101 finds no difference. KRaft fences every broker that starts, so there it is a mistake.
 */
const isTwoHistories = ([own, led]: Pair, { profile, controllers }: Frame): boolean =>
  featuresOf(profile as Profile).truncation === 'to-high-watermark' ||
  (controllers.some(({ ensemble }) => ensemble !== undefined) && own.batch.leaderEpoch === led.batch.leaderEpoch);

/** Producers were stopped: each has sent what it had, or given it up, and is gone. */
const unsent = ({ producers }: Frame): Stuck | undefined =>
  firstOf(producers, ({ node, status, recordsPending }) =>
    status === 'down' ? undefined : wrong('L04', `${node} still has ${recordsPending} records to send`),
  );

/** Without its partition of the offsets topic a group has no coordinator. */
function group(frame: Frame, { group: name, state, members }: Frame['groups'][number], outside: Outside): Stuck | undefined {
  if (members.length === 0 || state === 'Stable' || state === 'Empty') return undefined;
  const isHeld = frame.partitions.some((one) => one.topic === CONSUMER_OFFSETS && reasonOf(one, outside) !== undefined);
  if (isHeld) return undefined;
  const isPolling = frame.consumers.some((one) => one.group === name && one.processing !== null && !outside.has(one.node));
  return { ...wrong('L06', `group ${name} stays in ${state}`), isPolling };
}
