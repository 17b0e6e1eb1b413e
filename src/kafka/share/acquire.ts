/** A member takes records (SharePartition.acquire): those that are available again, then new ones, each under a lock that times out. */
import type { Offset } from '#kafka/protocol/names.ts';
import type { AcquiredRecords, ShareAcquireMode } from '#kafka/protocol/share.ts';
import { archiveAborted, archiveStale } from '#kafka/share/archive.ts';
import { type InFlightBatch, lies, type Stretch, sizeOf, splitUp, wholeBatch } from '#kafka/share/batch.ts';
import { type Draft, draftOf, floorIndex, inFlightRecords, isGapActive, type SharePartition, type ShareSettings } from '#kafka/share/partition.ts';
import { type InFlightState, inFlight, isAvailable, move } from '#kafka/share/state.ts';

/** What was read of the log for a member. */
export interface ShareRead {
  readonly memberId: string;
  readonly mode: ShareAcquireMode;
  readonly batchSize: number;
  readonly maxRecords: number;
  readonly fetchOffset: Offset;
  /** The batches of the log, as they begin and end. */
  readonly batches: readonly Stretch[];
  /** Those of them that belong to aborted transactions; none when uncommitted records are read. */
  readonly aborted: readonly Stretch[];
}

export interface Acquisition {
  readonly partition: SharePartition;
  readonly acquired: readonly AcquiredRecords[];
  readonly count: number;
}

/** An acquisition while it goes on. */
interface Taking {
  readonly draft: Draft;
  readonly read: ShareRead;
  readonly limit: number;
  readonly untilUs: number;
  readonly to: Offset;
  readonly acquired: AcquiredRecords[];
  count: number;
  max: number;
}

const MINIMUM_THROTTLE_RECORDS_DELIVERY_LIMIT = 2;

/** From this delivery count on, records are delivered in ever smaller portions, so that one bad record does not take a whole batch with it. */
const throttleLimit = (deliveryCountLimit: number): number => Math.max(MINIMUM_THROTTLE_RECORDS_DELIVERY_LIMIT, Math.ceil(deliveryCountLimit / 2));

/** lastOffsetAndMaxRecordsToAcquire: a full window lets a member have again what is inside of it. */
function bounds(partition: SharePartition, read: ShareRead, lastOffset: Offset, maxRecordLocks: number): { readonly to: Offset; readonly max: number } {
  const max = Math.min(read.maxRecords, maxRecordLocks - inFlightRecords(partition));
  if (max > 0 || read.fetchOffset > partition.endOffset) return { to: lastOffset, max };
  return { to: Math.min(lastOffset, partition.endOffset), max: Math.min(read.maxRecords, partition.endOffset - read.fetchOffset + 1) };
}

/** maybeUpdatePersisterGapWindowStartOffset */
function moveGap(draft: Draft, offset: Offset): void {
  if (draft.gap === undefined) return;
  draft.gap = isGapActive(draft) && offset <= draft.gap.endOffset ? { endOffset: draft.gap.endOffset, gapStartOffset: offset } : undefined;
}

/** The last offset of the log's batch that holds the offset; the offset itself if it lies in a hole. */
function endOfBatchWith(batches: readonly Stretch[], offset: Offset): Offset {
  const batch = batches.findLast(({ firstOffset }) => firstOffset <= offset);
  return batch !== undefined && offset <= batch.lastOffset ? batch.lastOffset : offset;
}

/** createBatches cuts where a batch of the log begins, once there are `batchSize` records. */
function cuts(batches: readonly Stretch[], { firstOffset, lastOffset }: Stretch, batchSize: number): Stretch[] {
  const found: Stretch[] = [];
  let from = firstOffset;
  if (lastOffset - firstOffset + 1 > batchSize) {
    for (const batch of batches) {
      if (batch.firstOffset > lastOffset) break;
      if (batch.firstOffset - from < batchSize) continue;
      found.push({ firstOffset: from, lastOffset: batch.firstOffset - 1 });
      from = batch.firstOffset;
    }
  }
  found.push({ firstOffset: from, lastOffset });
  return found;
}

function put(draft: Draft, batch: InFlightBatch): void {
  draft.batches.splice(floorIndex(draft.batches, batch.firstOffset) + 1, 0, batch);
}

/** With record_limit the batch in flight is as long as the log's, but only its first records are taken; the others are available at once. */
function takeSome({ draft, read, untilUs }: Taking, { firstOffset, lastOffset }: Stretch, count: number): Stretch {
  const taken = inFlight('ACQUIRED', 1, read.memberId, untilUs);
  const left = inFlight('AVAILABLE', 0);
  const states = Array.from({ length: lastOffset - firstOffset + 1 }, (_, i): InFlightState => (i < count ? taken : left));
  put(draft, { firstOffset, lastOffset, states, isWhole: false });
  return { firstOffset, lastOffset: firstOffset + count - 1 };
}

/** createBatches: puts new records in flight; what the member is given of them. */
function create(taking: Taking, stretch: Stretch, max: number): readonly Stretch[] {
  const { draft, read, untilUs } = taking;
  const isLimited = read.mode === 'record_limit';
  if (isLimited && sizeOf(stretch) > max) return [takeSome(taking, stretch, max)];
  const given = isLimited ? [stretch] : cuts(read.batches, stretch, read.batchSize);
  for (const { firstOffset, lastOffset } of given) put(draft, wholeBatch(firstOffset, lastOffset, inFlight('ACQUIRED', 1, read.memberId, untilUs)));
  return given;
}

/** acquireNewBatchRecords: records of the stretch that nobody has had. */
function takeNew(taking: Taking, from: Offset, to: Offset): void {
  const { draft, read } = taking;
  const max = taking.max - taking.count;
  const firstOffset = draft.batches.length === 0 ? Math.max(from, draft.endOffset) : from;
  let lastOffset = to;
  if (max < to - firstOffset + 1) {
    lastOffset = endOfBatchWith(read.batches, firstOffset + max - 1);
    if (isGapActive(draft)) lastOffset = Math.min(lastOffset, to);
  }
  // A full window and a hole in the log behind it: Kafka would put a batch in flight that ends before it begins.
  if (lastOffset < firstOffset) return;
  const given = create(taking, { firstOffset, lastOffset }, max);
  if (draft.batches[0].firstOffset === firstOffset) draft.startOffset = firstOffset;
  draft.endOffset = Math.max(draft.endOffset, lastOffset);
  const last = given[given.length - 1].lastOffset;
  moveGap(draft, last + 1);
  for (const stretch of given) taking.acquired.push({ firstOffset: stretch.firstOffset, lastOffset: stretch.lastOffset, deliveryCount: 1 });
  taking.count += last - firstOffset + 1;
}

/** The largest delivery count that the stretch has available reaches the throttle (shouldThrottleRecordsDelivery). */
function isThrottled(batch: InFlightBatch, { firstOffset, lastOffset }: Stretch, limit: number): boolean {
  return batch.states.some((state, i) => {
    const isWithin = batch.isWhole || (batch.firstOffset + i >= firstOffset && batch.firstOffset + i <= lastOffset);
    return isWithin && isAvailable(state) && state.data.deliveryCount >= throttleLimit(limit);
  });
}

/** accumulateAcquiredRecords: neighbours with the same delivery count are told as one. */
function tell(acquired: AcquiredRecords[], offset: Offset, deliveryCount: number, isFirst: boolean): void {
  const last = acquired[acquired.length - 1];
  if (!isFirst && last.lastOffset + 1 === offset && last.deliveryCount === deliveryCount) {
    acquired[acquired.length - 1] = { firstOffset: last.firstOffset, lastOffset: offset, deliveryCount };
  } else acquired.push({ firstOffset: offset, lastOffset: offset, deliveryCount });
}

/** How many records of a batch one portion has: half of it at the throttle, a quarter one delivery later, and so on; one at least. */
const portion = (batch: InFlightBatch, deliveryCount: number, limit: number): number =>
  Math.max(1, batch.states.length >> (deliveryCount - throttleLimit(limit) + 1));

/** acquireSubsetBatchRecords: single offsets of a batch. A record at its last delivery is delivered alone. As in Kafka, a portion that is met too late is none. */
function takeOffsets(taking: Taking, batch: InFlightBatch, within: Stretch): InFlightBatch {
  const { read, limit, untilUs } = taking;
  const room = read.mode === 'record_limit' ? taking.max - taking.count : Number.POSITIVE_INFINITY;
  const states = [...batch.states];
  const end = Math.min(states.length - 1, within.lastOffset - batch.firstOffset);
  let most = room;
  let isPortioned = false;
  let count = 0;
  for (let i = Math.max(0, within.firstOffset - batch.firstOffset); i <= end; i++) {
    if (!isAvailable(states[i])) continue;
    const { deliveryCount } = states[i].data;
    const isLastTry = limit > 2 && deliveryCount === limit - 1;
    if (isLastTry && count > 0) break;
    if (!isPortioned && deliveryCount >= throttleLimit(limit)) {
      isPortioned = true;
      const few = portion(batch, deliveryCount, limit);
      if (count < few) most = Math.min(room, few);
    }
    states[i] = move(states[i], { type: 'acquire', memberId: read.memberId, untilUs });
    tell(taking.acquired, batch.firstOffset + i, deliveryCount + 1, count === 0);
    count += 1;
    if (isLastTry || count >= most) break;
  }
  taking.count += count;
  return { ...batch, states };
}

/** A batch in flight that the read touches: all of it if it can be, else single offsets. True: nothing more is taken after it. */
function takeAgain(taking: Taking, index: number, first: Offset): boolean {
  const { draft, read, limit, untilUs } = taking;
  const batch = draft.batches[index];
  const within = { firstOffset: first, lastOffset: taking.to };
  const isThrottling = isThrottled(batch, within, limit);
  if (isThrottling && taking.count > 0) return true;
  const isTooLong = read.mode === 'record_limit' && sizeOf(batch) > taking.max - taking.count;
  const before = taking.count;
  if (batch.isWhole && !isAvailable(batch.states[0])) return false;
  if (!lies(batch, first, taking.to) || !batch.isWhole || isTooLong || isThrottling) {
    draft.batches[index] = takeOffsets(taking, splitUp(batch), within);
    return isThrottling && taking.count > before;
  }
  const state = move(batch.states[0], { type: 'acquire', memberId: read.memberId, untilUs });
  draft.batches[index] = { ...batch, states: [state] };
  taking.acquired.push({ firstOffset: batch.firstOffset, lastOffset: batch.lastOffset, deliveryCount: state.data.deliveryCount });
  taking.count += sizeOf(batch);
  return false;
}

/** Batches in flight that the read touches, with the gaps between them that a lost leader left, then what is new. */
function takeTouched(taking: Taking, touched: readonly Offset[], base: Offset, first: Offset): void {
  const { draft } = taking;
  let gapStart = base;
  for (const key of touched) {
    if (taking.count >= taking.max) return;
    if (isGapActive(draft)) {
      if (gapStart < key) takeNew(taking, gapStart, key - 1);
      gapStart = draft.batches[floorIndex(draft.batches, key)].lastOffset + 1;
      if (taking.count >= taking.max) break;
    }
    if (takeAgain(taking, floorIndex(draft.batches, key), first)) return;
  }
  const end = draft.batches[floorIndex(draft.batches, taking.to)].lastOffset;
  if (taking.count < taking.max && end < taking.to) takeNew(taking, end + 1, taking.to);
}

/** What is left of the records without those of aborted transactions (filterRecordBatchesFromAcquiredRecords). */
function without(acquired: readonly AcquiredRecords[], aborted: Stretch): AcquiredRecords[] {
  return acquired.flatMap((records) => {
    if (records.lastOffset < aborted.firstOffset || records.firstOffset > aborted.lastOffset) return [records];
    const { firstOffset, lastOffset, deliveryCount } = records;
    const left: AcquiredRecords[] = [];
    if (firstOffset < aborted.firstOffset) left.push({ firstOffset, lastOffset: aborted.firstOffset - 1, deliveryCount });
    if (lastOffset > aborted.lastOffset) left.push({ firstOffset: aborted.lastOffset + 1, lastOffset, deliveryCount });
    return left;
  });
}

function filtered({ draft, read, acquired, count }: Taking): Acquisition {
  if (read.aborted.length === 0 || acquired.length === 0) return { partition: draft, acquired, count };
  let left: readonly AcquiredRecords[] = acquired;
  for (const aborted of read.aborted) {
    archiveAborted(draft, aborted);
    left = without(left, aborted);
  }
  return { partition: draft, acquired: left, count: left.reduce((sum, records) => sum + sizeOf(records), 0) };
}

export function acquire(partition: SharePartition, read: ShareRead, settings: ShareSettings, nowUs: number): Acquisition {
  const nothing: Acquisition = { partition, acquired: [], count: 0 };
  const last = read.batches[read.batches.length - 1];
  if (last === undefined || read.maxRecords <= 0 || last.lastOffset < partition.startOffset) return nothing;
  const { to, max } = bounds(partition, read, last.lastOffset, settings.maxRecordLocks);
  if (max <= 0) return nothing;
  const first = read.batches[0].firstOffset;
  const draft = draftOf(partition);
  archiveStale(draft, read.fetchOffset, first);
  const floor = floorIndex(draft.batches, first);
  let base = first;
  if (floor < 0) base = Math.max(first, draft.startOffset);
  else if (draft.batches[floor].lastOffset >= first) base = draft.batches[floor].firstOffset;
  const untilUs = nowUs + settings.lockUs;
  const taking: Taking = { draft, read, limit: settings.deliveryCountLimit, untilUs, to, acquired: [], count: 0, max };
  const from = Math.min(first, base);
  const touched = draft.batches.map(({ firstOffset }) => firstOffset).filter((offset) => offset >= from && offset <= to);
  if (touched.length === 0) takeNew(taking, base, to);
  else {
    takeTouched(taking, touched, base, first);
    if (taking.acquired.length > 0) moveGap(draft, taking.acquired[taking.acquired.length - 1].lastOffset + 1);
  }
  return filtered(taking);
}
