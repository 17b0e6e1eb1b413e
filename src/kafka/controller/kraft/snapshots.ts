/**
 * Snapshots of the metadata log (KIP-630): when one is written (SnapshotGenerator), which are kept and where the log then begins (KafkaMetadataLog.maybeClean),
 * who needs one because the log begins too late for him (ReplicatedLog.validateOffsetAndEpoch), and what a voter is that has loaded one.
 */
import type { Position } from '#kafka/controller/kraft/election.ts';
import { type ControllerNode, type Desk, fact, type MetadataSnapshot } from '#kafka/controller/kraft/state.ts';
import { emptyImage } from '#kafka/metadata/image.ts';
import type { MetadataEntry, MetadataRecord } from '#kafka/protocol/metadata.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import { setTimer } from '#sim/effect.ts';
import { appended, emptyView, truncated, type View, viewAt } from '#sim/view.ts';

/** DefaultRecordBatch.RECORD_BATCH_OVERHEAD; here each record counts as a batch of its own. */
const BATCH_OVERHEAD = 61;

/** A record's size, estimated: four bytes for a number or a member of a list, text as long as it is. */
function sizeOf(record: MetadataRecord): number {
  let bytes = BATCH_OVERHEAD;
  for (const [name, value] of Object.entries(record)) {
    if (name === 'note' || name === 'type') continue;
    if (typeof value === 'string') bytes += value.length + 1;
    else if (Array.isArray(value)) bytes += 1 + 4 * value.length;
    else bytes += 4;
  }
  return bytes;
}

const sizeOfAll = (entries: readonly MetadataEntry[]): number => entries.reduce((bytes, { record }) => bytes + sizeOf(record), 0);

type Snapshots = readonly MetadataSnapshot[];

export const latestOf = (snapshots: Snapshots): MetadataSnapshot | undefined => snapshots[snapshots.length - 1];

/** What has just been committed may make a snapshot due: by its bytes, or by the time since the last one. */
export function maybeSnapshot(desk: Desk, entries: readonly MetadataEntry[]): void {
  const { bytes, sinceUs, startedUs } = desk.watch;
  const { maxBytes, maxIntervalUs } = desk.settings.snapshots;
  const now = desk.env.nowUs;
  const grown = bytes + sizeOfAll(entries);
  const why = grown >= maxBytes ? 'bytes' : maxIntervalUs > 0 && now - sinceUs >= maxIntervalUs ? 'time' : undefined;
  desk.watch = why === undefined ? { bytes: grown, sinceUs, startedUs } : { bytes: 0, sinceUs: now, startedUs };
  if (why === undefined) return;
  const { offset, epoch } = desk.committed;
  const sizeBytes = grown + (latestOf(desk.snapshots)?.bytes ?? 0);
  desk.snapshots = [...desk.snapshots, { endOffset: offset + 1, epoch, image: desk.committed, bytes: sizeBytes, writtenUs: now }];
  fact(desk, { fact: 'MetadataSnapshotWritten', node: desk.name, endOffset: offset + 1, epoch, why });
  watchForCleaning(desk);
}

/** RaftMetadataLogCleanerManager looks every minute; here only while there is more than one snapshot, without which nothing can go. */
const CLEAN_US = 60_000_000;

export function watchForCleaning(desk: Desk): void {
  if (desk.snapshots.length < 2) return;
  const passedUs = (desk.env.nowUs - desk.watch.startedUs) % CLEAN_US;
  setTimer(desk.env, 'snapshot-cleaner', CLEAN_US - passedUs, { type: 'SnapshotCleanDue' });
}

/** Oldest snapshots go while log and snapshots are too large, or they are too old; the log then begins at the next one. */
export function cleanSnapshots(desk: Desk): void {
  const { retentionBytes, retentionUs } = desk.settings.snapshots;
  const isTooMuch = (): boolean => retentionBytes >= 0 && logBytes(desk) + desk.snapshots.reduce((sum, { bytes }) => sum + bytes, 0) > retentionBytes;
  const isTooOld = ({ writtenUs }: MetadataSnapshot): boolean => retentionUs >= 0 && desk.env.nowUs - writtenUs > retentionUs;
  while (desk.snapshots.length >= 2 && (isTooMuch() || isTooOld(desk.snapshots[0]))) startAt(desk, desk.snapshots.slice(1));
  watchForCleaning(desk);
}

function startAt(desk: Desk, kept: Snapshots): void {
  const from = desk.logStart;
  desk.snapshots = kept;
  desk.logStart = kept[0].endOffset;
  fact(desk, { fact: 'MetadataLogStartAdvanced', node: desk.name, from, to: desk.logStart });
}

function logBytes({ log, logStart, logEndOffset }: Desk): number {
  let bytes = 0;
  for (let offset = logStart; offset < logEndOffset; offset++) bytes += sizeOf(viewAt(log, offset).record);
  return bytes;
}

/** The snapshot that a replica which ends at `position` has to fetch, because the log cannot take it further: the latest. Undefined: the log can. */
export function snapshotFor({ snapshots, logStart }: Pick<Desk, 'snapshots' | 'logStart'>, position: Position): MetadataSnapshot | undefined {
  const earliest = snapshots[0];
  if (earliest === undefined || (logStart === 0 && position.offset === 0)) return undefined;
  const { offset, epoch } = position;
  const isAtStart = offset === logStart && logStart === earliest.endOffset;
  const needsIt = offset < logStart || (isAtStart && epoch !== earliest.epoch) || epoch < earliest.epoch;
  return needsIt ? latestOf(snapshots) : undefined;
}

/** What stands before a snapshot's end is not there any more; of the last entry the epoch is known, and none of them is looked at. */
function behind({ endOffset, epoch }: Pick<MetadataSnapshot, 'endOffset' | 'epoch'>): View<MetadataEntry> {
  let log = emptyView<MetadataEntry>();
  for (let offset = 0; offset < endOffset; offset++) log = appended(log, { offset, epoch, record: { type: 'NoOpRecord' } });
  return log;
}

type Stored = Pick<ControllerNode, 'log' | 'logStart' | 'logEndOffset' | 'flushed' | 'highWatermark' | 'committed' | 'image' | 'snapshots'>;

/** The log begins anew at a snapshot's end, and what the snapshot says is committed (truncateToLatestSnapshot). */
export function loadedFrom(snapshot: MetadataSnapshot): Stored {
  const { endOffset, image } = snapshot;
  const log = behind(snapshot);
  return { log, logStart: endOffset, logEndOffset: endOffset, flushed: endOffset, highWatermark: endOffset, committed: image, image, snapshots: [snapshot] };
}

/** What is left of a log that ends at `end`: with the latest snapshot that it reaches, and with nothing if it begins behind its end. */
export function cutTo(state: Stored, end: Offset): Stored {
  const snapshots = state.snapshots.filter(({ endOffset }) => endOffset <= end);
  const base = latestOf(snapshots);
  if (base === undefined && state.logStart > 0) return cutTo({ ...state, logStart: 0, snapshots: [] }, 0);
  const image = base?.image ?? emptyImage;
  const log = truncated(state.log, end);
  return { log, logStart: state.logStart, logEndOffset: end, flushed: end, highWatermark: base?.endOffset ?? 0, committed: image, image, snapshots };
}
