/** Is the cluster whole? L01 to L06 of the reliability catalogue, judged from the Frame: what a person would look at. */
import type { Frame, PartitionFrame, ReplicaFrame } from '#kafka/frame.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type { Profile } from '#kafka/spec.ts';
import { viewAt } from '#sim/view.ts';

export interface Stuck {
  readonly checker: 'L01' | 'L02' | 'L03' | 'L04' | 'L06';
  readonly message: string;
}

/** Why something may stay as it is for ever. */
export type Reason = 'no-eligible-replica' | 'new-for-the-controller' | 'below-min-isr' | 'poison-record' | 'group-empty';

const wrong = (checker: Stuck['checker'], message: string): Stuck => ({ checker, message });

/** The first thing that is not as it should be; undefined when all is well or has a legal reason. */
export function stuck(frame: Frame): Stuck | undefined {
  return unsent(frame) ?? controller(frame) ?? brokers(frame) ?? firstOf(frame.partitions, (one) => partition(frame, one)) ?? firstOf(frame.groups, group);
}

function firstOf<T>(list: readonly T[], judge: (one: T) => Stuck | undefined): Stuck | undefined {
  for (const one of list) {
    const found = judge(one);
    if (found) return found;
  }
  return undefined;
}

function controller({ controllers }: Frame): Stuck | undefined {
  const down = controllers.find(({ status }) => status !== 'up');
  if (down) return wrong('L01', `${down.node} is ${down.status}`);
  const active = controllers.filter(({ active: leads }) => leads);
  return active.length === 1
    ? undefined
    : wrong('L01', active.length === 0 ? 'there is no controller' : `${active.map(({ node }) => node)} are controllers at once`);
}

const brokers = (frame: Frame): Stuck | undefined =>
  firstOf(frame.brokers, ({ node, status, state, fenced }) => {
    if (status !== 'up' || state !== 'RUNNING') return wrong('L01', `${node} is ${status === 'up' ? state : status}`);
    return fenced ? wrong('L01', `${node} is fenced`) : undefined;
  });

/** May this partition wait for ever? */
export function reasonOf({ leader, isr, elr, minInsyncReplicas, replicas, logs, controllerState }: PartitionFrame): Reason | undefined {
  // Its state znode was written, and the answer lost with the connection: asked again, ZooKeeper says NODEEXISTS, and PartitionStateMachine of this
  // controller leaves the partition in NewPartition for good, so nobody is ever told (initializeLeaderAndIsrForPartitions, 0.10 to 3.9).
  if (leader >= 0 && controllerState === 'NewPartition') return 'new-for-the-controller';
  if (leader < 0 && isr.length + elr.length === 0) return 'no-eligible-replica';
  // Nobody can read past a damaged batch; only taking the replica away helps.
  if (logs.some(({ files }) => (files?.damaged.length ?? 0) > 0)) return 'poison-record';
  return minInsyncReplicas > replicas.length ? 'below-min-isr' : undefined;
}

function partition(frame: Frame, one: PartitionFrame): Stuck | undefined {
  const { tp, leader, isr, replicas, logs, adding, removing } = one;
  const reason = reasonOf(one);
  if (leader < 0)
    return reason === 'no-eligible-replica' ? undefined : wrong('L02', `${tp} has no leader, though broker ${isr[0] ?? one.elr[0]} could lead it`);
  if (adding.length + removing.length > 0) return wrong('L03', `${tp}: the reassignment does not end`);
  if (reason === 'poison-record' || reason === 'new-for-the-controller') return undefined;
  if (isr.length < replicas.length) return wrong('L03', `${tp}: the ISR is ${isr}, its live replicas are ${replicas}`);
  const led = logs.find(({ broker }) => broker === leader);
  if (!led) return wrong('L03', `${tp}: broker ${leader} leads it without a log`);
  if (led.role !== 'leader') return wrong('L02', `${tp}: broker ${leader} does not know that it leads`);
  if (led.highWatermark < led.logEndOffset && reason !== 'below-min-isr')
    return wrong('L03', `${tp}: the high watermark stays at ${led.highWatermark}, the log ends at ${led.logEndOffset}`);
  return firstOf(logs, (log) => (log === led ? undefined : differs(frame, tp, log, led, reason)));
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

const group = ({ group: name, state, members }: Frame['groups'][number]): Stuck | undefined =>
  members.length === 0 || state === 'Stable' || state === 'Empty' ? undefined : wrong('L06', `group ${name} stays in ${state}`);
