/** The log directory and its disk: a failed write halts a broker with one directory (LogDirFailureHandler), a slow disk keeps writers waiting. */
import { fact, type Work } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { FetchResponse, Request } from '#kafka/protocol/messages.ts';
import type { NodeName } from '#kafka/protocol/names.ts';
import { exit, setTimer } from '#sim/effect.ts';

/** All log directories have failed, as there is only one: Exit.halt. Nothing is flushed and nobody is told. */
export function halt(work: Work, cause: string): void {
  if (work.storage.failed) return;
  work.storage = { ...work.storage, failed: true };
  fact(work, { fact: 'LogDirFailed', broker: work.id, cause });
  exit(work.env);
}

export const NO_SPACE = 'java.io.IOException: No space left on device';

/** Requests whose handling writes to a log. */
const WRITES: ReadonlySet<Request['type']> = new Set<Request['type']>([
  'ProduceRequest',
  'OffsetCommitRequest',
  'JoinGroupRequest',
  'SyncGroupRequest',
  'LeaveGroupRequest',
]);

export const isWrite = (request: Request): boolean => WRITES.has(request.type);

/** A write that a slow disk has let go on. */
export type DiskWriteDone =
  | { readonly type: 'DiskWriteDone'; readonly caller: Caller; readonly request: Request }
  | { readonly type: 'DiskWriteDone'; readonly from: NodeName; readonly response: FetchResponse };

/** The request handler's thread is stuck in its write; its connection is not read meanwhile. */
export function writeSlowly(work: Work, caller: Caller, request: Request): void {
  const done: DiskWriteDone = { type: 'DiskWriteDone', caller, request };
  setTimer(work.env, `disk:${caller.node}:${caller.connection}:${caller.correlation}`, work.storage.latencyUs, done);
}

/** The fetcher's thread is stuck in its write, and fetches nothing meanwhile. True when it is. */
export function appendsSlowly(work: Work, from: NodeName, response: FetchResponse): boolean {
  if (work.storage.latencyUs === 0 || !response.partitions.some(({ records }) => records.length > 0)) return false;
  const done: DiskWriteDone = { type: 'DiskWriteDone', from, response };
  setTimer(work.env, `disk:${from}`, work.storage.latencyUs, done);
  return true;
}
