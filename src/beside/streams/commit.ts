/** How a stream thread commits (TaskExecutor): flush and commit offsets, or one transaction that holds output, changelog and offsets (exactly_once_v2). */
import type { ThreadTurn } from '#beside/streams/thread.ts';
import { tendCommit } from '#kafka/clients/consumer/commit.ts';
import type { CommitOffset } from '#kafka/clients/consumer/core.ts';
import { isStable } from '#kafka/clients/consumer/membership.ts';
import { newPosition } from '#kafka/clients/consumer/position.ts';
import { ALWAYS } from '#kafka/clients/network.ts';
import { abortTransaction, areOffsetsSent, beginTransaction, commitTransaction, isFlushed, sendOffsets, transactionState } from '#kafka/clients/outlet.ts';
import { tell } from '#kafka/facts.ts';
import { setTimer } from '#sim/effect.ts';

export const COMMIT_TIMER = 'commit';

const offsetsOf = ({ memory }: ThreadTurn): CommitOffset[] => [...memory.done].map(([tp, { offset, leaderEpoch }]) => ({ tp, offset, leaderEpoch }));

/** There is something to commit, the group would take it, and it is time: by the interval, before a rebalance, or at the end. */
export function isCommitDue({ memory, consumer, env }: ThreadTurn): boolean {
  const { member } = consumer.core;
  return memory.done.size > 0 && isStable(member) && (env.nowUs >= memory.nextCommitUs || member.data.rejoinNeeded || memory.stopping);
}

/** The first record after a commit: the next is due an interval later, and with exactly_once_v2 a transaction begins. */
export function workBegins(turn: ThreadTurn): void {
  const { memory, env, config, outlet } = turn;
  if (config.exactlyOnce && transactionState(outlet) === 'READY') beginTransaction(outlet);
  if (memory.done.size > 0) return;
  memory.nextCommitUs = env.nowUs + config.commitIntervalMs * 1000;
  setTimer(env, COMMIT_TIMER, config.commitIntervalMs * 1000, { type: 'CommitIntervalPassed' });
}

export function beginCommit(turn: ThreadTurn): void {
  const { memory, outlet, consumer, config } = turn;
  if (!config.exactlyOnce) {
    memory.call = 'flushing';
    return;
  }
  const { generation, memberId } = consumer.core.member.data;
  sendOffsets(outlet, { group: config.application, generation, memberId, offsets: offsetsOf(turn) });
  memory.call = 'sending-offsets';
}

/** Goes on with the call that the thread is in. False while it waits. */
export function goOnCommitting(turn: ThreadTurn): boolean {
  const { memory, outlet, config } = turn;
  const state = transactionState(outlet);
  if (config.exactlyOnce && state === 'FATAL_ERROR') return die(turn);
  if (config.exactlyOnce && state === 'ABORTABLE_ERROR') return abort(turn);
  switch (memory.call) {
    case 'flushing':
      return isFlushed(outlet) && flushed(turn);
    case 'committing':
      return committed(turn);
    case 'initializing':
      return state === 'READY' && ready(turn);
    case 'sending-offsets':
      if (!areOffsetsSent(outlet)) return false;
      commitTransaction(outlet);
      memory.call = 'committing-transaction';
      return true;
    case 'committing-transaction':
      if (state !== 'READY') return false;
      keepCommitted(turn);
      return ready(turn);
    case 'aborting-transaction':
      return state === 'READY' && startAgain(turn);
    case 'none':
      return false;
  }
}

function keepCommitted({ memory }: ThreadTurn): void {
  const committed = new Map(memory.committed);
  for (const [tp, { offset }] of memory.done) committed.set(tp, offset);
  memory.committed = committed;
  memory.done = new Map();
}

function ready({ memory }: ThreadTurn): boolean {
  memory.call = 'none';
  return true;
}

/** A record that could not be written ends the thread before anything is committed (StreamsException). */
function flushed(turn: ThreadTurn): boolean {
  const { memory, consumer, env } = turn;
  if (turn.outlet.failure !== undefined) return die(turn);
  consumer.commitResult = undefined;
  const deadlineUs = env.nowUs + consumer.core.settings.defaultApiTimeoutMs * 1000;
  consumer.core.commit = { why: 'sync', offsets: offsetsOf(turn), deadlineUs, attempts: 0, retryAtUs: ALWAYS, inFlight: false };
  memory.call = 'committing';
  return true;
}

/** What could not be committed stays to be committed, unless the tasks are lost. */
function committed(turn: ThreadTurn): boolean {
  const { memory, consumer, env, config } = turn;
  tendCommit(consumer);
  if (consumer.commitResult === undefined) return false;
  if (consumer.commitResult === 'NONE') keepCommitted(turn);
  else memory.nextCommitUs = env.nowUs + config.commitIntervalMs * 1000;
  consumer.commitResult = undefined;
  return ready(turn);
}

export function abort(turn: ThreadTurn): boolean {
  const { memory, outlet } = turn;
  if (memory.call === 'aborting-transaction') return false;
  abortTransaction(outlet);
  memory.call = 'aborting-transaction';
  return true;
}

/** After an abort everything is read again from what was committed, the stores from their changelogs (TaskMigratedException, TaskCorruptedException). */
function startAgain(turn: ThreadTurn): boolean {
  const { memory, consumer, restore } = turn;
  memory.stores = new Map();
  memory.pending = [];
  memory.toSend = [];
  memory.done = new Map();
  consumer.core.partitions = new Map([...consumer.core.partitions.keys()].map((tp) => [tp, newPosition(tp)]));
  consumer.core.buffer = [];
  restore.core.partitions = new Map();
  restore.core.buffer = [];
  return ready(turn);
}

function die(turn: ThreadTurn): boolean {
  if (!turn.ended) tell(turn.env, { fact: 'ProcessExited', node: turn.env.self });
  turn.ended = true;
  return false;
}
