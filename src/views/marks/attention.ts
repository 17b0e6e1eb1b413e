/** Where to look: halos on what the last step changed, and the spotlight of a beat. Marks are named by short keys that all views share. */
import type { KafkaFact } from '#kafka/facts.ts';
import type { Selection } from '../contract.ts';

export const markOf = {
  broker: (id: number) => `broker:${id}`,
  node: (node: string) => `node:${node}`,
  partition: (tp: string) => `partition:${tp}`,
  replica: (tp: string, broker: number) => `replica:${tp}/${broker}`,
  record: (tp: string, broker: number, offset: number) => `record:${tp}/${broker}/${offset}`,
  highWatermark: (tp: string, broker: number) => `hw:${tp}/${broker}`,
  isr: (tp: string) => `isr:${tp}`,
  group: (group: string) => `group:${group}`,
  committed: (group: string, tp: string) => `committed:${group}/${tp}`,
  position: (group: string, tp: string) => `position:${group}/${tp}`,
} as const;

/** Marks that a fact changed. */
export function marksChanged(fact: KafkaFact): readonly string[] {
  switch (fact.fact) {
    case 'RecordsAppended':
      return range(fact.baseOffset, fact.lastOffset + 1).map((offset) => markOf.record(fact.tp, fact.broker, offset));
    case 'LogTruncated':
      return range(fact.to, fact.from).map((offset) => `lost:${fact.tp}/${fact.broker}/${offset}`);
    case 'HighWatermarkAdvanced':
    case 'HighWatermarkLowered':
      return [markOf.highWatermark(fact.tp, fact.broker)];
    case 'LeaderElected':
      return [markOf.partition(fact.tp), markOf.replica(fact.tp, fact.leader), markOf.replica(fact.tp, fact.previousLeader)];
    case 'BecameLeader':
    case 'BecameFollower':
    case 'ReplicaFellBehind':
      return [markOf.replica(fact.tp, fact.broker)];
    case 'IsrShrunk':
      return [markOf.isr(fact.tp), ...fact.removed.map((broker) => markOf.replica(fact.tp, broker))];
    case 'IsrExpanded':
      return [markOf.isr(fact.tp), ...fact.added.map((broker) => markOf.replica(fact.tp, broker))];
    case 'BelowMinIsr':
      return [markOf.isr(fact.tp)];
    case 'BrokerStateChanged':
    case 'BrokerFenced':
    case 'BrokerUnfenced':
      return [markOf.broker(fact.broker)];
    case 'OffsetCommitted':
      return [markOf.committed(fact.group, fact.tp)];
    case 'RecordsPolled':
    case 'PositionInitialized':
    case 'PositionSought':
    case 'OffsetReset':
    case 'TruncationDetected':
    case 'ReadReplicaPreferred':
    case 'ReadReplicaCleared':
      return [markOf.position(fact.group, fact.tp), markOf.node(fact.node)];
    case 'PartitionsPaused':
    case 'PartitionsResumed':
      return [markOf.node(fact.node), ...fact.partitions.map((tp) => markOf.position(fact.group, tp))];
    case 'GroupStateChanged':
      return [markOf.group(fact.group)];
    case 'PartitionsAssigned':
    case 'PartitionsRevoked':
      return [markOf.node(fact.node), markOf.group(fact.group)];
    default:
      return 'node' in fact ? [markOf.node(fact.node)] : [];
  }
}

/** A step is small; a halo on everything is a halo on nothing. */
const MOST_MARKS = 400;

const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, Math.min(to - from, MOST_MARKS)) }, (_, i) => from + i);

/** Brokers and controllers are nodes too: a fact may name either. */
export function halosOf(changes: readonly KafkaFact[]): ReadonlySet<string> {
  const marks = new Set(changes.flatMap(marksChanged));
  for (const mark of [...marks]) {
    const broker = /^node:kafka(\d+)$/.exec(mark);
    if (broker) marks.add(markOf.broker(Number(broker[1])));
  }
  return marks;
}

/** Does the spotlight fall on this thing, or on something that holds it? An empty spotlight falls everywhere. */
export function litBy(spotlight: readonly Selection[], ...things: readonly Selection[]): boolean {
  return spotlight.length === 0 || spotlight.some((light) => things.some((thing) => sameThing(light, thing)));
}

/** A record named without a replica (broker -1) is the record on every replica. */
export function sameThing(a: Selection, b: Selection): boolean {
  switch (a.kind) {
    case 'broker':
      return b.kind === 'broker' && a.id === b.id;
    case 'partition':
      return b.kind === 'partition' && a.tp === b.tp;
    case 'replica':
      return b.kind === 'replica' && a.tp === b.tp && (a.broker === b.broker || a.broker === -1);
    case 'record':
      return b.kind === 'record' && a.tp === b.tp && a.offset === b.offset && (a.broker === b.broker || a.broker === -1);
    case 'group':
      return b.kind === 'group' && a.group === b.group;
    case 'message':
      return b.kind === 'message' && a.id === b.id;
    default:
      return b.kind === a.kind && 'node' in b && a.node === b.node;
  }
}
