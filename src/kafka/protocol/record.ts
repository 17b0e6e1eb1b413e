/** Records and batches. The batch (v2) is the unit of append, replication and leader epoch; the record is what people see. */
import type { LeaderEpoch, NodeName, Offset } from '#kafka/protocol/names.ts';

/** A record before it has an offset. `id` is the simulator's own tag (`p1#7`: the seventh record p1 sent), kept through retries and copies so that its fate can be told. */
export interface NewRecord {
  readonly id: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly timestampMs: number;
}

/** Header shared by all records of one stored batch (DefaultRecordBatch). */
export interface BatchHeader {
  readonly baseOffset: Offset;
  readonly lastOffset: Offset;
  readonly leaderEpoch: LeaderEpoch;
  readonly producer: NodeName;
  /** -1 without idempotence. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly sizeBytes: number;
  /** Largest timestamp of its records: what segments roll and expire by. */
  readonly maxTimestampMs: number;
  /** Set by the first cleaning that saw a tombstone in it; a cleaning after this time drops the tombstone (KIP-534). */
  readonly deleteHorizonMs?: number;
}

/** A record in a log. All replicas share the same object. */
export interface StoredRecord extends NewRecord {
  readonly offset: Offset;
  readonly batch: BatchHeader;
}

/** What a producer sends for one partition. */
export interface NewBatch {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly records: readonly NewRecord[];
}
