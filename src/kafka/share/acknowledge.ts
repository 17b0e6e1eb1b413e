/**
 * What becomes of records that a member has: it acknowledges them (KIP-932, RENEW: KIP-1222), it leaves, or its locks time out. An acknowledgement is done
 * in two steps, as its result is written to the persister in between: `acknowledge` begins, `written` completes or takes back.
 */
import type { Offset } from '#kafka/protocol/names.ts';
import type { AcknowledgementBatch, AcknowledgeType, StateBatch } from '#kafka/protocol/share.ts';
import { type InFlightBatch, lies, mapStates, type Stretch, sizeOf, splitUp, stateAt } from '#kafka/share/batch.ts';
import { advance, countFrom, type Draft, draftOf, floorIndex, type SharePartition, type ShareSettings, straddles } from '#kafka/share/partition.ts';
import { type InFlightState, isOpen, isTerminal, move, NO_MEMBER } from '#kafka/share/state.ts';

export interface Refusal {
  readonly error: 'INVALID_RECORD_STATE' | 'INVALID_REQUEST';
  readonly message: string;
}

/** The share-partition with transitions begun, and what is to be written; with a refusal nothing has changed but locks renewed before it. */
export interface Begun {
  readonly partition: SharePartition;
  readonly refusal: Refusal | undefined;
  /** The number to complete it with; undefined: there is nothing to write. */
  readonly write: number | undefined;
  readonly stateBatches: readonly StateBatch[];
}

const EVENTS = { GAP: 'reject', ACCEPT: 'accept', RELEASE: 'release', REJECT: 'reject' } as const;

const invalidState = (message: string): Refusal => ({ error: 'INVALID_RECORD_STATE', message });
const invalidRequest = (message: string): Refusal => ({ error: 'INVALID_REQUEST', message });

/** An operation on many records while it goes on. */
interface Working {
  readonly draft: Draft;
  readonly settings: ShareSettings;
  /** undefined: transitions are made at once. */
  readonly write: number | undefined;
  readonly stateBatches: StateBatch[];
  refusal: Refusal | undefined;
}

const working = (partition: SharePartition, settings: ShareSettings, write: number | undefined): Working => ({
  draft: draftOf(partition),
  settings,
  write,
  stateBatches: [],
  refusal: undefined,
});

/** One transition out of ACQUIRED, noted for the persister and counted. */
function leave(work: Working, state: InFlightState, stretch: Stretch, type: 'accept' | 'release' | 'reject'): InFlightState {
  const next = move(state, { type, write: work.write, limit: work.settings.deliveryCountLimit });
  const { firstOffset, lastOffset } = stretch;
  work.stateBatches.push({ firstOffset, lastOffset, deliveryState: next.value as StateBatch['deliveryState'], deliveryCount: next.data.deliveryCount });
  if (isTerminal(next)) work.draft.deliveryCompleteCount += countFrom(work.draft.startOffset, stretch);
  return next;
}

/** fetchSubMapForAcknowledgementBatch: where the batches begin that the acknowledgement speaks of. */
function firstTouched({ batches, startOffset }: Draft, acknowledged: AcknowledgementBatch): number | Refusal {
  let floor = floorIndex(batches, acknowledged.firstOffset);
  if (floor < 0 && straddles(acknowledged, startOffset)) floor = floorIndex(batches, startOffset);
  if (floor < 0) return invalidState('Batch record not found. The request batch offsets are not found in the cache.');
  const last = batches[floorIndex(batches, acknowledged.lastOffset)];
  if (last.lastOffset < acknowledged.firstOffset) return invalidRequest('Batch record not found. The first offset in request is past acquired records.');
  if (acknowledged.lastOffset > last.lastOffset) return invalidRequest('Batch record not found. The last offset in request is past acquired records.');
  return floor;
}

const NOT_COMPLETED = 'The record state is invalid. The acknowledgement of delivery could not be completed.';

/** validateAcknowledgementBatchMemberId, and what a whole batch must be besides. */
function objection(batch: InFlightBatch, memberId: string, isSplit: boolean): Refusal | undefined {
  if (!batch.isWhole) return undefined;
  const [state] = batch.states;
  if (state.data.memberId === NO_MEMBER) return invalidState('The batch cannot be acknowledged. The batch is not in the acquired state.');
  if (state.data.memberId !== memberId) return invalidState('Member is not the owner of batch record');
  if (isOpen(state)) return invalidState(NOT_COMPLETED);
  if (state.value === 'ACQUIRED') return undefined;
  return invalidState(`The batch cannot be acknowledged. The ${isSplit ? 'subset batch' : 'batch'} is not in the acquired state.`);
}

function offsetObjection({ value, data }: InFlightState, memberId: string): Refusal | undefined {
  if (value !== 'ACQUIRED') return invalidState('The offset cannot be acknowledged. The offset is not acquired.');
  return data.memberId === memberId ? undefined : invalidState('Member is not the owner of offset');
}

/** acknowledgePerOffsetBatchRecords, acknowledgeCompleteBatch: one state, of one offset or of all. */
function acknowledgeState(work: Working, state: InFlightState, stretch: Stretch, type: AcknowledgeType, untilUs: number): InFlightState {
  if (type !== 'RENEW') return leave(work, state, stretch, EVENTS[type]);
  if (work.settings.canRenew) return move(state, { type: 'renew', untilUs });
  work.refusal = invalidState('Renewing acquisition locks is not enabled for the group.');
  return state;
}

/** acknowledgeBatchRecords, for one batch in flight. */
function acknowledgeOne(work: Working, index: number, memberId: string, acknowledged: AcknowledgementBatch, untilUs: number): void {
  const { draft } = work;
  const { startOffset } = draft;
  const { acknowledgeTypes } = acknowledged;
  const batch = draft.batches[index];
  const isWhole = lies(batch, acknowledged.firstOffset, acknowledged.lastOffset) && batch.isWhole && acknowledgeTypes.length === 1;
  const isSplit = !isWhole || straddles(batch, startOffset);
  work.refusal = objection(batch, memberId, isSplit);
  if (work.refusal !== undefined) return;
  const within = isSplit ? { firstOffset: Math.max(acknowledged.firstOffset, startOffset), lastOffset: acknowledged.lastOffset } : batch;
  draft.batches[index] = mapStates(isSplit ? splitUp(batch) : batch, within, (state, stretch) => {
    if (work.refusal !== undefined) return state;
    if (isSplit) work.refusal = offsetObjection(state, memberId);
    if (work.refusal !== undefined) return state;
    const type = acknowledgeTypes.length > 1 ? acknowledgeTypes[stretch.firstOffset - acknowledged.firstOffset] : acknowledgeTypes[0];
    return acknowledgeState(work, state, stretch, type, untilUs);
  });
}

function acknowledgeBatch(work: Working, memberId: string, acknowledged: AcknowledgementBatch, untilUs: number): void {
  const { draft } = work;
  if (acknowledged.lastOffset < draft.startOffset) return;
  const first = firstTouched(draft, acknowledged);
  if (typeof first !== 'number') {
    work.refusal = first;
    return;
  }
  for (let i = first; i < draft.batches.length && work.refusal === undefined; i++) {
    if (draft.batches[i].firstOffset > acknowledged.lastOffset) break;
    if (draft.batches[i].lastOffset >= draft.startOffset) acknowledgeOne(work, i, memberId, acknowledged, untilUs);
  }
}

/** rollbackOrProcessStateUpdates, up to the write. */
function begun(work: Working, write: number, nowUs: number): Begun {
  const { draft, refusal, stateBatches } = work;
  if (refusal !== undefined) return { partition: closed(draft, write, false, work.settings, nowUs), refusal, write: undefined, stateBatches: [] };
  if (stateBatches.length === 0) return { partition: draft, refusal, write: undefined, stateBatches };
  draft.nextWrite = write + 1;
  return { partition: draft, refusal, write, stateBatches };
}

export function acknowledge(
  partition: SharePartition,
  memberId: string,
  acknowledgements: readonly AcknowledgementBatch[],
  settings: ShareSettings,
  nowUs: number,
): Begun {
  const write = partition.nextWrite;
  const work = working(partition, settings, write);
  for (const acknowledged of acknowledgements) {
    acknowledgeBatch(work, memberId, acknowledged, nowUs + settings.lockUs);
    if (work.refusal !== undefined) break;
  }
  return begun(work, write, nowUs);
}

/** Gives back what is ACQUIRED and chosen; what lies before the start offset is archived instead, whatever its delivery count. */
function giveBack(work: Working, chosen: (state: InFlightState) => boolean): void {
  const { draft } = work;
  const isChosen = (state: InFlightState): boolean => state.value === 'ACQUIRED' && chosen(state);
  for (let i = 0; i < draft.batches.length; i++) {
    const batch = draft.batches[i];
    if (!batch.states.some(isChosen)) continue;
    draft.batches[i] = mapStates(straddles(batch, draft.startOffset) ? splitUp(batch) : batch, batch, (state, stretch) => {
      if (!isChosen(state)) return state;
      return leave(work, state, stretch, stretch.lastOffset < draft.startOffset ? 'reject' : 'release');
    });
  }
}

/** releaseAcquiredRecords: the session of a member ended. The deliveries count, also of what it never processed. */
export function releaseMember(partition: SharePartition, memberId: string, settings: ShareSettings, nowUs: number): Begun {
  const write = partition.nextWrite;
  const work = working(partition, settings, write);
  giveBack(work, ({ data }) => data.memberId === memberId);
  return begun(work, write, nowUs);
}

/** releaseAcquisitionLockOnTimeout: at once, whatever becomes of the write; when that is answered, `settle`. */
export function lapse(partition: SharePartition, settings: ShareSettings, nowUs: number): Omit<Begun, 'refusal' | 'write'> {
  const work = working(partition, settings, undefined);
  giveBack(work, ({ data }) => data.lockedUntilUs <= nowUs);
  return work.stateBatches.length === 0 ? { partition, stateBatches: [] } : { partition: work.draft, stateBatches: work.stateBatches };
}

/** completeStateTransition for every record of a write. */
function closed(draft: Draft, write: number, isCommitted: boolean, settings: ShareSettings, nowUs: number): Draft {
  for (let i = 0; i < draft.batches.length; i++) {
    draft.batches[i] = mapStates(draft.batches[i], draft.batches[i], (state, stretch) => {
      if (state.data.open?.write !== write) return state;
      const next = move(state, isCommitted ? { type: 'commit' } : { type: 'rollback', nowUs, limit: settings.deliveryCountLimit });
      if (isTerminal(state) && !isTerminal(next)) draft.deliveryCompleteCount -= countFrom(draft.startOffset, stretch);
      return next;
    });
  }
  return draft;
}

/** The persister answered: the transitions of the write are completed, and the start offset moves, or they are taken back. */
export function written(partition: SharePartition, write: number, isCommitted: boolean, settings: ShareSettings, nowUs: number): SharePartition {
  const draft = closed(draftOf(partition), write, isCommitted, settings, nowUs);
  if (isCommitted) advance(draft);
  return draft;
}

/** The persister answered to a write of locks that timed out. */
export function settle(partition: SharePartition): SharePartition {
  const draft = draftOf(partition);
  advance(draft);
  return draft;
}

/** The state of one offset, for those who look; undefined if it is not in flight. */
export function stateOf({ batches }: SharePartition, offset: Offset): InFlightState | undefined {
  const batch = batches[floorIndex(batches, offset)];
  return batch === undefined || sizeOf(batch) <= offset - batch.firstOffset ? undefined : stateAt(batch, offset);
}
