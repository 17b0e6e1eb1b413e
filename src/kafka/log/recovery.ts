/**
 * What a crash leaves of a log and how it is opened again (LogLoader). A kill keeps the page cache; a power failure keeps what was flushed.
 * Without the clean-shutdown file every segment from the recovery point on is read, and the log ends before the first bad batch.
 */
import { advanceEpochs, assignEpoch, type EpochCache, latestEpoch, truncateEpochs } from '#kafka/log/epochs.ts';
import { type Log, truncateFullyAndStartAt, truncateTo } from '#kafka/log/log.ts';
import { snapshotOf } from '#kafka/log/producers.ts';
import { startingAgainAt } from '#kafka/log/start.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import { viewAt } from '#sim/view.ts';

/** What the checkpoint files say of one log; written from time to time, so a crash finds them old. */
export interface Checkpoints {
  /** recovery-point-offset-checkpoint: below it everything was flushed, so a recovery need not read it. */
  readonly recoveryPoint: Offset;
  /** log-start-offset-checkpoint */
  readonly logStart: Offset;
}

/**
 * The log as a start finds it: cut before the first bad batch that the recovery reads, beginning where the checkpoint says. Producers come from the snapshot
 * that the shutdown, or the recovery of the last segment, has written.
 */
export function recovered(log: Log, checkpoints: Checkpoints, clean: boolean): Log {
  const found = startingAgainAt(log, checkpoints.logStart);
  const sound = clean ? found : upToFirstBad(found, checkpoints.recoveryPoint);
  const taught = clean ? sound.epochs : epochsRead(sound, checkpoints.recoveryPoint);
  const epochs = advanceEpochs(truncateEpochs(taught, sound.logEnd), sound.logStart);
  const producers = snapshotOf(sound.producers);
  return epochs === sound.epochs && producers === sound.producers ? sound : { ...sound, epochs, producers };
}

/** Reading begins at the segment that holds the recovery point. */
const readFrom = (log: Log, recoveryPoint: Offset): Offset => {
  let base = log.active.baseOffset;
  for (let n = log.closed.length - 1; n >= 0 && base > recoveryPoint; n--) base = log.closed[n].baseOffset;
  return base;
};

function upToFirstBad(log: Log, recoveryPoint: Offset): Log {
  const from = readFrom(log, recoveryPoint);
  const bad = log.remains.damaged.filter((offset) => offset >= from);
  if (bad.length === 0) return log;
  const first = Math.min(...bad);
  return first < log.logStart ? truncateFullyAndStartAt(log.logStart) : truncateTo(log, first);
}

/** Batches that are read teach the epoch cache what its file does not know (LogSegment.recover). */
function epochsRead(log: Log, recoveryPoint: Offset): EpochCache {
  const from = readFrom(log, recoveryPoint);
  let epochs = truncateEpochs(log.epochs, log.logEnd);
  for (let i = 0; i < log.records.length; i++) {
    const { offset, batch } = viewAt(log.records, i);
    if (offset >= from && batch.leaderEpoch > latestEpoch(epochs)) epochs = assignEpoch(epochs, batch.leaderEpoch, Math.max(batch.baseOffset, log.logStart));
  }
  return epochs;
}
