/** Writing to the metadata log and committing it: records go in at once, count when the append linger is over and they are flushed (KafkaRaftClient). */
import { noteCommitted } from '#kafka/controller/kraft/committed.ts';
import { type Desk, type ParkedObserver, reply } from '#kafka/controller/kraft/state.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { replayEntry } from '#kafka/metadata/image.ts';
import type { Body, FetchRequest, Response } from '#kafka/protocol/messages.ts';
import type { MetadataEntry, MetadataRecord } from '#kafka/protocol/metadata.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import { setTimer } from '#sim/effect.ts';
import { appended, viewSlice } from '#sim/view.ts';

export const logEnd = (desk: Pick<Desk, 'log'>): Offset => desk.log.length;

/** Appends records in the current controller epoch. The image follows at once; nobody else sees them before they are committed. */
export function write(desk: Desk, records: readonly MetadataRecord[]): void {
  for (const record of records) {
    const entry: MetadataEntry = { offset: desk.log.length, epoch: desk.quorum.data.epoch, record };
    desk.log = appended(desk.log, entry);
    desk.image = replayEntry(desk.image, entry);
  }
  if (records.length === 0 || desk.lingering) return;
  desk.lingering = true;
  setTimer(desk.env, 'append-linger', desk.settings.appendLingerUs, { type: 'AppendLingerExpired' });
}

/** Answers once all that has been written so far is committed; at once when it is. */
export function answerWhenCommitted(desk: Desk, caller: Caller, response: Body<Response>): void {
  if (logEnd(desk) === desk.highWatermark) return reply(desk, caller, response);
  desk.deferred = [...desk.deferred, { offset: logEnd(desk), caller, response }];
}

/** The linger is over: the batch is flushed, and with one voter thereby committed. */
export function commit(desk: Desk): void {
  desk.lingering = false;
  const entries = viewSlice(desk.log, desk.highWatermark, logEnd(desk));
  noteCommitted(desk, desk.committed, entries);
  desk.highWatermark = logEnd(desk);
  desk.committed = desk.image;
  const { deferred, observers } = desk;
  desk.deferred = [];
  desk.observers = [];
  for (const { caller, response } of deferred) reply(desk, caller, response);
  for (const observer of observers) tellObserver(desk, observer);
}

/** Entries a broker may be given at once. */
const MAX_ENTRIES = 10_000;

function tellObserver(desk: Desk, { caller, fetchOffset }: Pick<ParkedObserver, 'caller' | 'fetchOffset'>): void {
  const metadata = viewSlice(desk.log, fetchOffset, Math.min(desk.highWatermark, fetchOffset + MAX_ENTRIES));
  const part = { tp: METADATA_TP, error: 'NONE', highWatermark: desk.highWatermark, logStart: 0, records: [], metadata } as const;
  reply(desk, caller, { type: 'FetchResponse', partitions: [part] });
}

const METADATA_TP = '__cluster_metadata-0';

/** A broker pulls the log: what is committed beyond its offset, or it waits for more. */
export function handleObserverFetch(desk: Desk, caller: Caller, request: FetchRequest): void {
  const { fetchOffset } = request.partitions[0];
  if (fetchOffset < desk.highWatermark) return tellObserver(desk, { caller, fetchOffset });
  const deadlineUs = desk.env.nowUs + request.maxWaitMs * 1000;
  desk.observers = [...desk.observers, { caller, fetchOffset, deadlineUs }];
  alarm(desk, deadlineUs);
}

function alarm(desk: Desk, dueUs: number): void {
  if (desk.alarmUs !== undefined && desk.alarmUs <= dueUs) return;
  desk.alarmUs = dueUs;
  setTimer(desk.env, 'reaper', Math.max(0, dueUs - desk.env.nowUs), { type: 'ExpiredOperationReaper' });
}

export function expireObservers(desk: Desk): void {
  desk.alarmUs = undefined;
  const due = desk.observers.filter(({ deadlineUs }) => deadlineUs <= desk.env.nowUs);
  desk.observers = desk.observers.filter(({ deadlineUs }) => deadlineUs > desk.env.nowUs);
  for (const observer of due) tellObserver(desk, observer);
  for (const { deadlineUs } of desk.observers) alarm(desk, deadlineUs);
}
