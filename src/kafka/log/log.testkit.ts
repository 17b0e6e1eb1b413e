/** Logs for tests: a few letters a batch, each at its own time. */
import { defaultLogConfig, type LogConfig } from '#kafka/log/config.ts';
import { appendAsLeader, emptyLog, type Log, recordsIn, rolled } from '#kafka/log/log.ts';
import { rollReason } from '#kafka/log/segment.ts';
import { sizeOf } from '#kafka/log/size.ts';
import type { NewBatch } from '#kafka/protocol/record.ts';

export const configOf = (given: Partial<LogConfig>): LogConfig => ({ ...defaultLogConfig, ...given });

let made = 0;

/** `A=1` is key A with value 1, `A=` a tombstone, `1` a record without key. */
export function batchOf(texts: readonly string[], timestampMs: number): NewBatch {
  const records = texts.map((text) => {
    const [key, value] = text.includes('=') ? text.split('=') : [null, text];
    return { id: `t#${++made}`, key, value: value === '' ? null : value, timestampMs };
  });
  return { producerId: -1, producerEpoch: -1, baseSequence: -1, records };
}

export interface Entry {
  readonly atMs: number;
  readonly records: readonly string[];
  readonly epoch?: number;
}

/** Appends as a leader with this configuration would, rolling segments on its way. */
export function logOf(config: LogConfig, ...entries: readonly Entry[]): Log {
  return entries.reduce((log, entry) => append(log, config, entry), emptyLog());
}

export function append(log: Log, config: LogConfig, { atMs, records, epoch = 0 }: Entry): Log {
  const batch = batchOf(records, atMs);
  const reason = rollReason(log.active, config, sizeOf(batch.records), atMs, log.logEnd + records.length - 1, atMs);
  return appendAsLeader(reason === undefined ? log : rolled(log, atMs, 0), batch, epoch, 'p1');
}

export const basesOf = (log: Log): number[] => [...log.closed, log.active].map(({ baseOffset }) => baseOffset);
export const shown = (log: Log): string[] =>
  recordsIn(log, log.logStart, log.logEnd).map(({ offset, key, value }) => `${offset}:${key === null ? '' : `${key}=`}${value ?? ''}`);
