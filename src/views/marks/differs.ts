/** What is not the same in two Frames of one moment, as the marks that show it: for two futures side by side. */
import type { BrokerFrame, Frame, GroupFrame, PartitionFrame, ProcessFrame, ReplicaFrame } from '#kafka/frame.ts';
import { recordsBetween } from '#kafka/frame.ts';
import type { AbsentRecord } from '../contract.ts';
import { markOf } from './attention.ts';

/** Records further back were the same, or were looked at when they were new. */
const LOOKED_AT = 200;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const ofProcess = ({ status, connected }: ProcessFrame): unknown => [status, connected];
const ofBroker = ({ status, connected, state, fenced, config }: BrokerFrame): unknown => [status, connected, state, fenced, config];
const ofReplica = ({ role, online, inIsr, logEndOffset, highWatermark, leaderEpoch }: ReplicaFrame): unknown => [
  role,
  online,
  inIsr,
  logEndOffset,
  highWatermark,
  leaderEpoch,
];
const ofGroup = ({ state, members, offsets }: GroupFrame): unknown => [state, members.map(({ node, partitions }) => [node, partitions]), offsets];

/** Both lists by name: what is not in both differs too. */
function compare<T>(a: readonly T[], b: readonly T[], nameOf: (one: T) => string, look: (one: T) => unknown, note: (one: T) => void): void {
  const inB = new Map(b.map((one) => [nameOf(one), one]));
  for (const one of a) {
    const other = inB.get(nameOf(one));
    inB.delete(nameOf(one));
    if (other === undefined || !same(look(one), look(other))) note(one);
  }
  for (const other of inB.values()) note(other);
}

function records(a: ReplicaFrame, b: ReplicaFrame, marks: Set<string>): void {
  const end = Math.max(a.logEndOffset, b.logEndOffset);
  const from = Math.max(0, end - LOOKED_AT);
  const idsOf = (log: ReplicaFrame) => new Map(recordsBetween(log, from, end).map(({ offset, id }) => [offset, id]));
  const [inA, inB] = [idsOf(a), idsOf(b)];
  for (let offset = from; offset < end; offset++) if (inA.get(offset) !== inB.get(offset)) marks.add(markOf.record(a.tp, a.broker, offset));
}

function partitions(a: PartitionFrame, b: PartitionFrame, marks: Set<string>): void {
  if (a.leader !== b.leader || a.leaderEpoch !== b.leaderEpoch) marks.add(markOf.partition(a.tp));
  if (!same(a.isr, b.isr)) marks.add(markOf.isr(a.tp));
  const inB = new Map(b.logs.map((log) => [log.broker, log]));
  for (const log of a.logs) {
    const other = inB.get(log.broker);
    if (other === undefined || !same(ofReplica(log), ofReplica(other))) marks.add(markOf.replica(a.tp, log.broker));
    if (other !== undefined) records(log, other, marks);
  }
}

/** Names of marks, as `markOf` gives them. */
export function differsBetween(a: Frame, b: Frame): ReadonlySet<string> {
  const marks = new Set<string>();
  const node = (one: ProcessFrame): void => void marks.add(markOf.node(one.node));
  compare(
    a.brokers,
    b.brokers,
    (one) => one.node,
    ofBroker,
    ({ id }) => marks.add(markOf.broker(id)),
  );
  compare(
    a.controllers,
    b.controllers,
    (one) => one.node,
    (one) => [ofProcess(one), one.active],
    node,
  );
  compare(
    a.producers,
    b.producers,
    (one) => one.node,
    (one) => [ofProcess(one), one.config],
    node,
  );
  compare(
    a.consumers,
    b.consumers,
    (one) => one.node,
    (one) => [ofProcess(one), one.config, one.assignment],
    node,
  );
  compare(
    a.groups,
    b.groups,
    (one) => one.group,
    ofGroup,
    ({ group }) => marks.add(markOf.group(group)),
  );
  compare(
    a.partitions,
    b.partitions,
    ({ tp }) => tp,
    ({ tp }) => tp,
    ({ tp }) => marks.add(markOf.partition(tp)),
  );
  for (const partition of a.partitions) {
    const other = b.partitions.find(({ tp }) => tp === partition.tp);
    if (other !== undefined) partitions(partition, other, marks);
  }
  return marks;
}

/** Records past the end of a log that the same replica holds there: a dotted outline shows what is missing here. */
export function absentFrom(here: Frame, there: Frame): readonly AbsentRecord[] {
  return there.partitions.flatMap(({ tp, logs }) => {
    const own = here.partitions.find((one) => one.tp === tp);
    return logs.flatMap((log) => {
      const end = own?.logs.find(({ broker }) => broker === log.broker)?.logEndOffset;
      if (end === undefined || end >= log.logEndOffset) return [];
      const records = recordsBetween(log, end, Math.min(log.logEndOffset, end + LOOKED_AT));
      return records.map(({ offset, key }) => ({ tp, broker: log.broker, offset, key }));
    });
  });
}
