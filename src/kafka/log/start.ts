/** The log start offset: moved up by DeleteRecords, by retention and by the leader (maybeIncrementLogStartOffset), and moved back by a crash. */
import { advanceEpochs } from '#kafka/log/epochs.ts';
import { emptyLog, firstBaseOffset, indexOf, type Log } from '#kafka/log/log.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import { appended, emptyView, type View, viewAt, viewSlice } from '#sim/view.ts';

export function viewOf(records: readonly StoredRecord[]): View<StoredRecord> {
  let view = emptyView<StoredRecord>();
  for (const record of records) view = appended(view, record);
  return view;
}

/** Records below `offset` are no longer readable. Their files stay until whole segments lie below it. The very same object when it is not above. */
export function startingAt(log: Log, offset: Offset): Log {
  if (offset <= log.logStart) return log;
  const from = indexOf(log, offset);
  const below = [...log.remains.below, ...viewSlice(log.records, 0, from)];
  return withoutFilesBelow({
    logStart: offset,
    logEnd: Math.max(log.logEnd, offset),
    records: viewOf(viewSlice(log.records, from, log.records.length)),
    epochs: advanceEpochs(log.epochs, offset),
    producers: log.producers,
    completed: log.completed,
    closed: log.closed,
    active: log.active,
    remains: { below, damaged: log.remains.damaged },
  });
}

/** Forgets what lay in files that are gone. */
export function withoutFilesBelow(log: Log): Log {
  const base = firstBaseOffset(log);
  const { below, damaged } = log.remains;
  if ((below.length === 0 || below[0].offset >= base) && (damaged.length === 0 || damaged[0] >= base)) return log;
  return { ...log, remains: { below: below.filter(({ offset }) => offset >= base), damaged: damaged.filter((offset) => offset >= base) } };
}

/**
 * After a crash the log starts where log-start-offset-checkpoint says, but not before the oldest file: what DeleteRecords took in the last
 * minute is back (the epoch file, written earlier, does not say so). A log that ends before that offset is begun anew there.
 */
export function startingAgainAt(log: Log, checkpoint: Offset): Log {
  const logStart = Math.max(checkpoint, firstBaseOffset(log));
  if (logStart > log.logEnd) return emptyLog(logStart);
  if (logStart >= log.logStart) return logStart > log.logStart ? startingAt(log, logStart) : log;
  const { below, damaged } = log.remains;
  const back = below.filter(({ offset }) => offset >= logStart);
  const records: StoredRecord[] = back.slice();
  for (let i = 0; i < log.records.length; i++) records.push(viewAt(log.records, i));
  return { ...log, logStart, records: viewOf(records), remains: { below: below.filter(({ offset }) => offset < logStart), damaged } };
}
