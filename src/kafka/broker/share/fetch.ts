/** ShareFetch (DelayedShareFetch): a member is given what is available again and what is new; it waits while there is neither. */
import { acknowledgeAll } from '#kafka/broker/share/acknowledge.ts';
import { failed } from '#kafka/broker/share/answers.ts';
import { change, ledOf, ledOrNew, settingsFor } from '#kafka/broker/share/led.ts';
import { failureOf, nothingOf, progress } from '#kafka/broker/share/operations.ts';
import { ask, nextShareId } from '#kafka/broker/share/persister.ts';
import { enterSession, sessionOf } from '#kafka/broker/share/sessions.ts';
import { shareSettingsOf } from '#kafka/broker/share/settings.ts';
import type { LedShare, ShareOperation, WaitingFetch } from '#kafka/broker/share/state.ts';
import { alarm, fact, partitionOfTp, reply, type Work } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { bytesOf } from '#kafka/log/read.ts';
import type { FetchedPartition } from '#kafka/protocol/messages.ts';
import type { Tp } from '#kafka/protocol/names.ts';
import type { BatchHeader, StoredRecord } from '#kafka/protocol/record.ts';
import { type AcquiredRecords, FINAL_EPOCH, type ShareFetchedPartition, type ShareFetchRequest } from '#kafka/protocol/share.ts';
import { readForConsumer } from '#kafka/replication/read.ts';
import { acquire } from '#kafka/share/acquire.ts';
import { logStartMoved } from '#kafka/share/archive.ts';
import type { Stretch } from '#kafka/share/batch.ts';
import { canAcquire, nextFetchOffset } from '#kafka/share/partition.ts';

export function handleShareFetch(work: Work, caller: Caller, request: ShareFetchRequest): void {
  const error = enterSession(work, caller, request);
  if (error !== 'NONE') return reply(work, caller, { type: 'ShareFetchResponse', error, acquisitionLockTimeoutMs: 0, partitions: [] });
  const id = nextShareId(work);
  const { group, memberId } = request;
  const isFinal = request.sessionEpoch === FINAL_EPOCH;
  const acknowledged = acknowledgeAll(work, request, caller.node, id);
  const fetch = isFinal || request.isRenewAck || request.maxRecords === 0 ? undefined : waiting(work, request);
  const operation: ShareOperation = { id, caller, group, memberId, isFetch: true, isFinal, fetch, fetched: [], acknowledged };
  tryComplete(work, operation, false);
}

/** processShareFetch: which partitions are there to be fetched from, each session's turn beginning at another (ROUND_ROBIN). */
function waiting(work: Work, request: ShareFetchRequest): WaitingFetch | undefined {
  const all = sessionOf(work, request.group, request.memberId)?.tps ?? [];
  if (all.length === 0) return undefined;
  const first = request.sessionEpoch % all.length;
  const failures: ShareFetchedPartition[] = [];
  const tps: Tp[] = [];
  for (const tp of [...all.slice(first), ...all.slice(0, first)]) {
    const found = ledOrNew(work, request.group, tp);
    if (typeof found === 'string') {
      failures.push(failureOf(work, tp, found));
      continue;
    }
    tps.push(tp);
    if (found.isNew) read(work, found.led);
  }
  const deadlineUs = work.env.nowUs + request.maxWaitMs * 1000;
  return { request, tps, deadlineUs, failures };
}

function read(work: Work, { group, tp, key, leaderEpoch }: LedShare): void {
  ask(work, { type: 'ReadShareGroupStateRequest', key, leaderEpoch }, { kind: 'read', group, tp, leaderEpoch }, failed);
}

/** What could be read for the operation now. */
interface Readable {
  readonly led: LedShare;
  readonly fetchOffset: number;
  readonly read: FetchedPartition;
}

function readAll(work: Work, { request, tps }: WaitingFetch): readonly Readable[] {
  const { isolation } = shareSettingsOf(work, request.group);
  const ready = tps.flatMap((tp) => {
    const led = ledOf(work, request.group, tp);
    return led?.partition !== undefined && canAcquire(led.partition, settingsFor(work, led)) ? [{ led, partition: led.partition }] : [];
  });
  const maxBytes = Math.floor(request.maxBytes / Math.max(1, ready.length));
  return ready.flatMap(({ led, partition }) => {
    const leader = partitionOfTp(work, led.tp);
    if (leader === undefined) return [];
    const fetchOffset = nextFetchOffset(partition);
    return [{ led, fetchOffset, read: readForConsumer(leader, fetchOffset, -1, maxBytes, isolation) }];
  });
}

const isEnough = (reads: readonly Readable[], minBytes: number): boolean =>
  reads.some(({ read }) => read.error !== 'NONE') || reads.reduce((sum, { read }) => sum + bytesOf(read.records), 0) >= minBytes;

/** Takes records if there are enough, or with `isDue` what there is; then the operation goes on. */
export function tryComplete(work: Work, operation: ShareOperation, isDue: boolean): void {
  const { fetch } = operation;
  if (fetch === undefined) return progress(work, operation);
  const isHopeless = fetch.tps.length === 0;
  const reads = readAll(work, fetch);
  if (!isDue && !isHopeless && (reads.length === 0 || !isEnough(reads, fetch.request.minBytes))) {
    alarm(work, fetch.deadlineUs);
    return progress(work, operation);
  }
  const fetched = [...fetch.failures];
  let left = fetch.request.maxRecords;
  for (const one of reads) {
    const taken = take(work, operation, fetch.request, one, left);
    left -= taken.acquired.reduce((sum, { firstOffset, lastOffset }) => sum + lastOffset - firstOffset + 1, 0);
    fetched.push(taken);
  }
  progress(work, { ...operation, fetch: undefined, fetched: fetched.filter(({ error, acquired }) => error !== 'NONE' || acquired.length > 0) });
}

/** ShareFetchUtils.processFetchResponse, for one partition. */
function take(
  work: Work,
  { caller, memberId }: ShareOperation,
  request: ShareFetchRequest,
  { led, fetchOffset, read }: Readable,
  left: number,
): ShareFetchedPartition {
  const partition = led.partition;
  if (partition === undefined) return nothingOf(led.tp);
  if (read.error === 'OFFSET_OUT_OF_RANGE') {
    change(work, led, logStartMoved(partition, partitionOfTp(work, led.tp)?.log.logStart ?? partition.startOffset));
    return nothingOf(led.tp);
  }
  if (read.error !== 'NONE') return failureOf(work, led.tp, read.error);
  const batches = batchesOf(read.records);
  const { mode, batchSize } = request;
  const shareRead = { memberId, mode, batchSize, maxRecords: left, fetchOffset, batches, aborted: abortedOf(read) };
  const taken = acquire(partition, shareRead, settingsFor(work, led), work.env.nowUs);
  change(work, led, taken.partition);
  const records = read.records.filter(({ offset }) => taken.acquired.some(({ firstOffset, lastOffset }) => offset >= firstOffset && offset <= lastOffset));
  for (const stretch of taken.acquired) noteAcquired(work, led, caller, stretch, records);
  return { ...nothingOf(led.tp), records, acquired: taken.acquired };
}

function noteAcquired(
  work: Work,
  { group, tp }: LedShare,
  { node }: Caller,
  { firstOffset, lastOffset, deliveryCount }: AcquiredRecords,
  records: readonly StoredRecord[],
): void {
  const ids = records.filter(({ offset }) => offset >= firstOffset && offset <= lastOffset).map(({ id }) => id);
  fact(work, { fact: 'RecordsAcquired', group, tp, broker: work.id, node, firstOffset, lastOffset, deliveryCount, ids });
}

function headersOf(records: readonly StoredRecord[]): BatchHeader[] {
  const headers: BatchHeader[] = [];
  for (const { batch } of records) if (headers[headers.length - 1] !== batch) headers.push(batch);
  return headers;
}

const batchesOf = (records: readonly StoredRecord[]): Stretch[] =>
  headersOf(records).map(({ baseOffset, lastOffset }) => ({ firstOffset: baseOffset, lastOffset }));

/** Batches of transactions that were aborted: from the first offset of one to its marker. */
function abortedOf({ records, aborted = [] }: FetchedPartition): Stretch[] {
  if (aborted.length === 0) return [];
  const waiting = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  const dropping = new Set<number>();
  return headersOf(records).flatMap(({ baseOffset, lastOffset, producerId, transactional, control }) => {
    while (waiting.length > 0 && waiting[0].firstOffset <= lastOffset) dropping.add((waiting.shift() as { producerId: number }).producerId);
    if (control === 'ABORT') dropping.delete(producerId);
    return control === undefined && transactional && dropping.has(producerId) ? [{ firstOffset: baseOffset, lastOffset }] : [];
  });
}

/** Something became available in a share-partition, or in any of a partition. */
export function completeShareFetches(work: Work, isTouched: (group: string, tp: Tp) => boolean): void {
  for (const { id } of work.share.operations) {
    const operation = work.share.operations.find((one) => one.id === id);
    if (operation?.fetch?.tps.some((tp) => isTouched(operation.group, tp))) tryComplete(work, operation, false);
  }
}

export function expireShareFetches(work: Work): void {
  for (const { id } of work.share.operations) {
    const operation = work.share.operations.find((one) => one.id === id);
    if (operation?.fetch && operation.fetch.deadlineUs <= work.env.nowUs) tryComplete(work, operation, true);
  }
}
