/** Writing to the metadata log and committing it: the batch goes into the log when the append linger is over, and counts when a majority has it (KafkaRaftClient). */
import { noteCommitted } from '#kafka/controller/kraft/committed.ts';
import { completeFetches } from '#kafka/controller/kraft/fetches.ts';
import { highWatermarkOf, withOwnEnd } from '#kafka/controller/kraft/leaderState.ts';
import { cutTo, maybeSnapshot } from '#kafka/controller/kraft/snapshots.ts';
import { type Desk, fact, isOnlyVoter, reply } from '#kafka/controller/kraft/state.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { type Image, replay, replayEntry } from '#kafka/metadata/image.ts';
import type { Body, Response } from '#kafka/protocol/messages.ts';
import type { MetadataEntry, MetadataRecord } from '#kafka/protocol/metadata.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import { cancelTimer, setTimer } from '#sim/effect.ts';
import { planted } from '#sim/planted.ts';
import { appended, truncated, viewSlice } from '#sim/view.ts';

/** Where the next record will stand. */
export const logEnd = (desk: Pick<Desk, 'log'>): Offset => desk.log.length;

function push(desk: Desk, record: MetadataRecord): MetadataEntry {
  const entry: MetadataEntry = { offset: desk.log.length, epoch: desk.quorum.data.epoch, record };
  desk.log = appended(desk.log, entry);
  return entry;
}

/** Appends records in the current controller epoch. The image follows at once; nobody else sees them before they are committed. */
export function write(desk: Desk, records: readonly MetadataRecord[]): void {
  for (const record of records) desk.image = replayEntry(desk.image, push(desk, record));
  if (records.length === 0 || desk.lingering) return;
  desk.lingering = true;
  setTimer(desk.env, 'append-linger', desk.settings.appendLingerUs, { type: 'AppendLingerExpired' });
}

/** A control record does not linger. */
export function writeControl(desk: Desk, record: MetadataRecord): void {
  push(desk, record);
  drain(desk);
}

/** What was written within the linger and has not reached the log is forgotten (BatchAccumulator.close). */
export function dropLingering(desk: Desk): void {
  if (desk.lingering) cancelTimer(desk.env, 'append-linger');
  desk.lingering = false;
  desk.log = truncated(desk.log, desk.logEndOffset);
}

/** Answers once all that has been written so far is committed; at once when it is. */
export function answerWhenCommitted(desk: Desk, caller: Caller, response: Body<Response>): void {
  if (logEnd(desk) === desk.highWatermark) return reply(desk, caller, response);
  desk.deferred = [...desk.deferred, { offset: logEnd(desk), caller, response }];
}

/** The linger is over: the batch is in the log, and flushed. With one voter it is thereby committed. */
export function drain(desk: Desk): void {
  if (!desk.leader) return;
  desk.lingering = false;
  desk.logEndOffset = desk.log.length;
  if (!planted.M12) desk.flushed = desk.logEndOffset;
  desk.leader = withOwnEnd(desk.leader, desk.id, desk.logEndOffset);
  advanceHighWatermark(desk);
  completeFetches(desk);
}

/** Moves the leader's high watermark as far as its voters allow. True when it moved. */
export function advanceHighWatermark(desk: Desk): boolean {
  const { leader } = desk;
  if (!leader) return false;
  const to = highWatermarkOf(leader);
  if (to <= leader.highWatermark) return false;
  desk.leader = { epochStart: leader.epochStart, highWatermark: to, replicas: leader.replicas, fetched: leader.fetched };
  if (!isOnlyVoter(desk)) fact(desk, { fact: 'MetadataHighWatermarkAdvanced', node: desk.name, from: desk.highWatermark, to });
  commit(desk, to, leader.highWatermark < 0);
  const due = desk.deferred.filter(({ offset }) => offset <= to);
  desk.deferred = desk.deferred.filter(({ offset }) => offset > to);
  for (const { caller, response } of due) reply(desk, caller, response);
  return true;
}

/** Entries below `to` are known to be committed: they are replayed, if they were not when they were written. `isFirst`: the first commit of a leader. */
export function commit(desk: Desk, to: Offset, isFirst = false): void {
  desk.raft = desk.raft.knowsHighWatermark ? desk.raft : { ...desk.raft, knowsHighWatermark: true };
  if (to <= desk.highWatermark) return;
  const before = desk.committed;
  const entries = viewSlice(desk.log, desk.highWatermark, to);
  desk.committed = desk.image.offset === to - 1 ? desk.image : replay(before, entries);
  if (desk.claimEpoch < 0) desk.image = desk.committed;
  const from = desk.highWatermark;
  desk.highWatermark = to;
  maybeSnapshot(desk, entries);
  if (desk.leader) noteOnce(desk, before, entries, isFirst && desk.leader.epochStart < toldOf(desk) ? from : toldOf(desk));
}

const TOLD = 'metadata log';

const toldOf = (desk: Desk): Offset => desk.env.ghosts?.get(TOLD) ?? 0;

/**
 * What is committed is news only once, also if its leader died after telling and its successor commits it again.
 * (An epoch that begins below what was committed is one after the loss of disks: its log is another one.)
 */
function noteOnce(desk: Desk, before: Image, entries: readonly MetadataEntry[], told: Offset): void {
  noteCommitted(desk, before, entries, told);
  desk.env.ghosts?.set(TOLD, Math.max(told, desk.highWatermark));
}

/** The log is cut, or lost, below what was known to be committed: what it says must be learnt anew, from the last snapshot that it reaches. */
export function forgetCommitted(desk: Desk): void {
  Object.assign(desk, { ...cutTo(desk, desk.logEndOffset), flushed: desk.flushed });
}
