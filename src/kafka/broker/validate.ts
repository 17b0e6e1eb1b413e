/** Looks at each record of a batch before it is appended (LogValidator): what is wrong is told record by record (KIP-467). */
import type { LogConfig } from '#kafka/log/config.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { RecordError, RejectedRecords } from '#kafka/protocol/messages.ts';
import type { NewBatch, NewRecord } from '#kafka/protocol/record.ts';
import type { Partition } from '#kafka/replication/partition.ts';

export interface Invalid {
  readonly error: ErrorName;
  readonly rejected: RejectedRecords;
}

/** RecordError.toString, for the list in the batch's own message. */
const written = ({ batchIndex, message }: RecordError): string => `RecordError(batchIndex=${batchIndex}, message='${message}')`;

/** What is wrong with the batch; undefined, and nothing made, when it is as it should be. */
export function invalidRecords(partition: Partition, batch: NewBatch, nowMs: number): Invalid | undefined {
  const { compacted, logConfig } = partition.meta;
  if (isValid(compacted, logConfig, batch, nowMs)) return undefined;
  const recordErrors: RecordError[] = [];
  let untimely = false;
  batch.records.forEach((record, batchIndex) => {
    if (compacted && record.key === null) {
      recordErrors.push({ batchIndex, message: `Compacted topic cannot accept message without key in topic partition ${partition.tp}` });
    } else if (!isTimely(record, logConfig, nowMs)) {
      untimely = true;
      recordErrors.push({ batchIndex, message: outOfRange(record.timestampMs, partition.log.logEnd + batchIndex, logConfig, nowMs) });
    }
  });
  if (untimely)
    return { error: 'INVALID_TIMESTAMP', rejected: { recordErrors, errorMessage: 'One or more records have been rejected due to invalid timestamp' } };
  const first = recordErrors.slice(0, 3).map(written).join(', ');
  const count = `${recordErrors.length} record errors in total, and only showing the first three errors at most`;
  return { error: 'INVALID_RECORD', rejected: { recordErrors, errorMessage: `One or more records have been rejected due to ${count}: [${first}]` } };
}

function isValid(compacted: boolean, logConfig: LogConfig, { records }: NewBatch, nowMs: number): boolean {
  for (const record of records) if ((compacted && record.key === null) || !isTimely(record, logConfig, nowMs)) return false;
  return true;
}

/** KIP-937: how far a record's own time may lie before and after the broker's. */
function isTimely({ timestampMs }: NewRecord, { logAppendTime, timestampBeforeMaxMs, timestampAfterMaxMs }: LogConfig, nowMs: number): boolean {
  return logAppendTime || (timestampMs - nowMs <= timestampAfterMaxMs && nowMs - timestampMs <= timestampBeforeMaxMs);
}

const LONG_MAX = 0x7fff_ffff_ffff_ffffn;
const long = (value: number): bigint => (value > Number.MAX_SAFE_INTEGER ? LONG_MAX : BigInt(value));

function outOfRange(timestampMs: number, offset: number, { timestampBeforeMaxMs, timestampAfterMaxMs }: LogConfig, nowMs: number): string {
  const now = BigInt(nowMs);
  const range = `[${now - long(timestampBeforeMaxMs)}, ${BigInt.asIntN(64, now + long(timestampAfterMaxMs))}]`;
  return `Timestamp ${timestampMs} of message with offset ${offset} is out of range. The timestamp should be within ${range}`;
}
