/** Records and batches. The batch (v2) is the unit of append, replication and leader epoch; the record is what people see. */
import type { LeaderEpoch, NodeName, Offset } from '#kafka/protocol/names.ts';

/** A record before it has an offset. `id` is the simulator's own tag (`p1#7`: the seventh record p1 sent), kept through retries and copies so that its fate can be told. */
export interface NewRecord {
  readonly id: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly timestampMs: number;
}

export type ControlType = 'COMMIT' | 'ABORT';

/** Bytes of a control batch with its one record. */
export const CONTROL_BATCH_BYTES = 78;

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
  /** Written in a transaction. */
  readonly transactional?: true;
  /** A control batch: its one record is the marker that ends a transaction. */
  readonly control?: ControlType;
  /** Of a marker. */
  readonly coordinatorEpoch?: number;
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
  readonly transactional?: true;
  /** From a transaction coordinator, with its epoch: the end of a transaction. */
  readonly marker?: { readonly control: ControlType; readonly coordinatorEpoch: number; readonly bumps: boolean };
}

/** Markers are no records of anybody: they take an offset, and consumers never see them. */
export const isControl = ({ batch }: StoredRecord): boolean => batch.control !== undefined;
