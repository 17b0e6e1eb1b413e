/**
 * What a log knows of transactions: those that are open stand with their producers, those that ended here are remembered with the offset of their
 * marker (TransactionIndex, ProducerStateManager.unreplicatedTxns). The last stable offset and a reader's list of aborted transactions follow.
 */
import type { Log } from '#kafka/log/log.ts';
import type { ProducerStates } from '#kafka/log/producers.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import type { BatchHeader } from '#kafka/protocol/record.ts';
import { planted } from '#sim/planted.ts';

export interface CompletedTxn {
  readonly producerId: number;
  readonly firstOffset: Offset;
  /** Of its marker. */
  readonly lastOffset: Offset;
  readonly aborted: boolean;
}

export const noTransactions: readonly CompletedTxn[] = [];

/** What ends with this batch. A marker without records before it ends nothing. `producers` is the state before the batch. */
export function completedWith(completed: readonly CompletedTxn[], producers: ProducerStates, header: BatchHeader): readonly CompletedTxn[] {
  if (header.control === undefined) return completed;
  const firstOffset = producers.find(({ producerId }) => producerId === header.producerId)?.txnFirstOffset ?? -1;
  if (firstOffset < 0) return completed;
  return [...completed, { producerId: header.producerId, firstOffset, lastOffset: header.baseOffset, aborted: header.control === 'ABORT' }];
}

/** First offset of the earliest transaction that is open, or whose marker is not replicated yet; undefined when there is none. */
export function firstUnstableOffset({ producers, completed }: Pick<Log, 'producers' | 'completed'>, highWatermark: Offset): Offset | undefined {
  let first: Offset | undefined;
  for (const { txnFirstOffset } of producers) if (txnFirstOffset >= 0 && (first === undefined || txnFirstOffset < first)) first = txnFirstOffset;
  for (let i = completed.length - 1; i >= 0 && completed[i].lastOffset >= highWatermark; i--)
    if (first === undefined || completed[i].firstOffset < first) first = completed[i].firstOffset;
  return first;
}

/** The next offset that a read_committed consumer may not see yet: never above the high watermark. */
export function lastStableOffset(log: Pick<Log, 'producers' | 'completed'>, highWatermark: Offset): Offset {
  // M19: the high watermark is read twice, and has moved in between.
  const unstable = firstUnstableOffset(log, planted.M19 ? Number.POSITIVE_INFINITY : highWatermark);
  return unstable === undefined ? highWatermark : Math.min(unstable, highWatermark);
}

/** Aborted transactions that have records from `from` up to `to` (exclusive), in the order of their markers. */
export function abortedIn(
  { completed }: Pick<Log, 'completed'>,
  from: Offset,
  to: Offset,
): readonly { readonly producerId: number; readonly firstOffset: Offset }[] {
  const found: { producerId: number; firstOffset: Offset }[] = [];
  for (let i = completed.length - 1; i >= 0 && completed[i].lastOffset >= from; i--) {
    const { producerId, firstOffset, aborted } = completed[i];
    if (aborted && firstOffset < to) found.unshift({ producerId, firstOffset });
  }
  return found;
}
