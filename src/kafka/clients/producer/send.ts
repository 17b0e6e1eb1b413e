/** The caller's side of send(): it may block for metadata or memory, up to max.block.ms. */
import { type ProducerRecord, refuse, trySend } from '#kafka/clients/producer/accumulator.ts';
import type { Turn } from '#kafka/clients/producer/core.ts';

export type { ProducerRecord };

/** A call of send() that has not returned. */
export interface Blocked {
  readonly record: ProducerRecord;
  readonly why: 'awaits-metadata' | 'awaits-memory';
}

/** Sends, or goes on with a blocked call. Returns the block, or undefined when the call returned. */
export function send(turn: Turn, record: ProducerRecord, before: Blocked | undefined, nowMs: number): Blocked | undefined {
  const result = trySend(turn, record, nowMs);
  if (result === 'appended' || result === 'failed') return undefined;
  return before?.why === result ? before : { record, why: result };
}

/** max.block.ms is over: the future fails, and the application goes on. */
export function blockedTooLong(turn: Turn, blocked: Blocked | undefined): undefined {
  if (blocked === undefined) return undefined;
  const { settings, usedBytes } = turn.core;
  const { maxBlockMs, batchSize, bufferMemory } = settings;
  if (blocked.why === 'awaits-metadata') {
    refuse(turn, blocked.record, { exception: 'TimeoutException', message: `Topic ${blocked.record.topic} not present in metadata after ${maxBlockMs} ms.` });
  } else {
    const message = `Failed to allocate ${batchSize} bytes within the configured max blocking time ${maxBlockMs} ms. Total memory: ${bufferMemory} bytes. Available memory: ${bufferMemory - usedBytes} bytes. Poolable size: ${batchSize} bytes`;
    refuse(turn, blocked.record, { exception: 'BufferExhaustedException', message });
  }
  return undefined;
}
