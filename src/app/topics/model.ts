/** What the topic browser tells of topics, partitions and records: read from a frame, worked out here, drawn elsewhere. */
import { type Frame, type PartitionFrame, type ReplicaFrame, recordIndex, type recordsBetween } from '#kafka/frame.ts';
import { viewSlice } from '#sim/view.ts';
import { inTransaction } from '#views/lanes/transactions.ts';

export interface TopicLine {
  readonly name: string;
  readonly internal: boolean;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Brokers that lead its partitions, with how many each leads. */
  readonly leaders: readonly { readonly broker: number; readonly count: number }[];
  /** Partitions whose ISR is smaller than their replicas. */
  readonly underReplicated: number;
  readonly leaderless: number;
  readonly records: number;
  /** Of one copy. */
  readonly bytes: number;
}

export const PROBLEMS = ['noLeader', 'belowMinIsr', 'underReplicated'] as const;

export interface PartitionLine {
  readonly tp: string;
  readonly partition: number;
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly problems: readonly (typeof PROBLEMS)[number][];
  readonly logStart: number;
  readonly highWatermark: number;
  readonly lastStable: number;
  readonly logEndOffset: number;
  readonly bytes: number;
}

/** Who is given a record: everybody who reads, or why somebody is not. */
export const SEEN = ['all', 'aboveHighWatermark', 'open', 'unstable', 'aborted', 'marker'] as const;
export type Seen = (typeof SEEN)[number];

export type RecordLine =
  | {
      readonly kind: 'record';
      readonly offset: number;
      readonly key: string | null;
      readonly value: string | null;
      readonly timestampMs: number;
      readonly batch: readonly [from: number, to: number];
      readonly producer: string;
      /** Without idempotence there is no id. */
      readonly numbered: { readonly producerId: number; readonly epoch: number; readonly sequence: number } | null;
      readonly control: 'COMMIT' | 'ABORT' | null;
      readonly seen: Seen;
    }
  | { readonly kind: 'gap'; readonly from: number; readonly to: number };

export interface RecordPage {
  readonly lines: readonly RecordLine[];
  /** Where the page before and the page after begin; null where there is none. */
  readonly previous: number | null;
  readonly next: number | null;
}

export const PAGE = 20;

/** The copy that clients would read; without a leader, the longest that lies on a disk. */
export function mainLog({ logs, leader }: PartitionFrame): ReplicaFrame | undefined {
  return logs.find(({ broker }) => broker === leader) ?? [...logs].sort((a, b) => b.logEndOffset - a.logEndOffset || a.broker - b.broker)[0];
}

const bytesOf = (log: ReplicaFrame | undefined): number => (log?.files?.segments ?? []).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function topicLines(frame: Frame): TopicLine[] {
  return frame.topics.map(({ name, internal, partitions, replicationFactor }) => {
    const own = frame.partitions.filter(({ topic }) => topic === name);
    const leading = [...new Set(own.map(({ leader }) => leader))].filter((broker) => broker >= 0).sort((a, b) => a - b);
    const logs = own.map(mainLog);
    return {
      name,
      internal,
      partitions,
      replicationFactor,
      leaders: leading.map((broker) => ({ broker, count: own.filter(({ leader }) => leader === broker).length })),
      underReplicated: own.filter(({ isr, replicas }) => isr.length < replicas.length).length,
      leaderless: own.filter(({ leader }) => leader < 0).length,
      records: sum(logs.map((log) => log?.records.length ?? 0)),
      bytes: sum(logs.map(bytesOf)),
    };
  });
}

export function partitionLines(frame: Frame, topic: string): PartitionLine[] {
  return frame.partitions
    .filter((one) => one.topic === topic)
    .map((one) => {
      const log = mainLog(one);
      const holds = { noLeader: one.leader < 0, belowMinIsr: one.isr.length < one.minInsyncReplicas, underReplicated: one.isr.length < one.replicas.length };
      const highWatermark = log?.highWatermark ?? 0;
      return {
        tp: one.tp,
        partition: one.partition,
        leader: one.leader,
        leaderEpoch: one.leaderEpoch,
        replicas: one.replicas,
        isr: one.isr,
        problems: PROBLEMS.filter((problem) => holds[problem]),
        logStart: log?.logStart ?? 0,
        highWatermark,
        lastStable: Math.min(log?.stability?.lastStableOffset ?? highWatermark, highWatermark),
        logEndOffset: log?.logEndOffset ?? 0,
        bytes: bytesOf(log),
      };
    });
}

type Stored = ReturnType<typeof recordsBetween>[number];

export function seenBy(record: Stored, log: ReplicaFrame): Seen {
  if (record.batch.control !== undefined) return 'marker';
  if (record.offset >= log.highWatermark) return 'aboveHighWatermark';
  const transaction = inTransaction(record, log);
  if (transaction !== null) return transaction;
  return record.offset >= (log.stability?.lastStableOffset ?? log.highWatermark) ? 'unstable' : 'all';
}

function lineOf(record: Stored, log: ReplicaFrame): RecordLine {
  const { baseOffset, lastOffset, producer, producerId, producerEpoch, baseSequence, control } = record.batch;
  return {
    kind: 'record',
    offset: record.offset,
    key: record.key,
    value: record.value,
    timestampMs: record.timestampMs,
    batch: [baseOffset, lastOffset],
    producer,
    numbered: producerId < 0 ? null : { producerId, epoch: producerEpoch, sequence: control === undefined ? baseSequence + record.offset - baseOffset : -1 },
    control: control ?? null,
    seen: seenBy(record, log),
  };
}

/** Records from an offset on, with a line wherever offsets are missing. */
export function recordPage(log: ReplicaFrame, wanted: number, size = PAGE): RecordPage {
  const from = Math.max(log.logStart, Math.min(wanted, log.logEndOffset));
  const at = recordIndex(log, from);
  const records = viewSlice(log.records, at, at + size);
  const lines: RecordLine[] = [];
  let expected = from;
  for (const record of records) {
    if (record.offset > expected) lines.push({ kind: 'gap', from: expected, to: record.offset - 1 });
    lines.push(lineOf(record, log));
    expected = record.offset + 1;
  }
  const isLast = at + records.length >= log.records.length;
  if (isLast && expected < log.logEndOffset) lines.push({ kind: 'gap', from: expected, to: log.logEndOffset - 1 });
  const [before] = at > 0 ? viewSlice(log.records, Math.max(0, at - size), Math.max(0, at - size) + 1) : [];
  return { lines, previous: before === undefined ? null : before.offset, next: isLast ? null : expected };
}
