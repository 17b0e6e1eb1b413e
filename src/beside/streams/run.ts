/** What a stream thread does with an event (StreamThread.runOnce): topics first, then poll, restore, process, commit, until it must wait. */
import { abort, beginCommit, COMMIT_TIMER, goOnCommitting, isCommitDue, workBegins } from '#beside/streams/commit.ts';
import { armPurge, PURGE_TIMER, purge } from '#beside/streams/purge.ts';
import { reconcileTasks, restoreStores } from '#beside/streams/stores.ts';
import type { ThreadTurn } from '#beside/streams/thread.ts';
import { counted, INPUT, internalTopics, isStateful, split } from '#beside/streams/topology.ts';
import { adminEvent, startCall } from '#kafka/clients/admin/client.ts';
import { dispatch } from '#kafka/clients/consumer/dispatch.ts';
import type { Polled } from '#kafka/clients/consumer/fetcher.ts';
import { isStable } from '#kafka/clients/consumer/membership.ts';
import { pollOnce } from '#kafka/clients/consumer/poll.ts';
import { dispatchToOutlet, initTransactions, isForOutlet, retryWrite, tendOutlet, writeOn } from '#kafka/clients/outlet.ts';
import { isMarked, unmarked } from '#kafka/clients/scope.ts';
import { tell } from '#kafka/facts.ts';
import { setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

export const MARKS = { admin: 'admin.', consumer: 'consumer.', restore: 'restore.' } as const;
const TOPICS_TIMER = 'topics';
const TOPICS_US = 1_000_000;

export function runThread(turn: ThreadTurn, event: NodeEvent): void {
  react(turn, event);
  if (turn.memory.stage !== 'runs') return;
  for (;;) {
    tendOutlet(turn.outlet);
    if (turn.ended || !step(turn)) return;
  }
}

function react(turn: ThreadTurn, event: NodeEvent): void {
  const { memory } = turn;
  if (event.kind === 'start' || (event.kind === 'timer' && event.timer === TOPICS_TIMER)) startCall(turn.admin, { call: 'describeTopics', topics: [INPUT] });
  else if (event.kind === 'signal') memory.stopping ||= event.payload.type === 'SIGTERM' || event.payload.type === 'SIGINT';
  else if (event.kind === 'timer' && event.timer === COMMIT_TIMER) return;
  else if (event.kind === 'timer' && event.timer === PURGE_TIMER) purge(turn);
  else if (isMarked(event, MARKS.consumer)) dispatch(turn.consumer, unmarked(event, MARKS.consumer));
  else if (isMarked(event, MARKS.restore)) dispatch(turn.restore, unmarked(event, MARKS.restore));
  else if (isMarked(event, MARKS.admin)) adminEvent(turn.admin, unmarked(event, MARKS.admin));
  else if (isForOutlet(event)) dispatchToOutlet(turn.outlet, event);
  if (memory.stage !== 'runs') prepare(turn);
}

/** The internal topics must be there before the application joins its group. */
function prepare(turn: ThreadTurn): void {
  const { memory, admin, config, env } = turn;
  if (memory.stopping) turn.ended = true;
  const { result } = admin;
  if (result === undefined) return;
  admin.result = undefined;
  const partitions = result.ok && result.call === 'describeTopics' ? (result.topics.find(({ name }) => name === INPUT)?.partitions.length ?? 0) : 0;
  const isThere = result.ok && result.call === 'createTopics' && result.topics.every(({ error }) => error === 'NONE' || error === 'TOPIC_ALREADY_EXISTS');
  if (isThere) {
    memory.stage = 'runs';
    armPurge(turn);
    if (config.exactlyOnce) initTransactions(turn.outlet);
    memory.call = config.exactlyOnce ? 'initializing' : 'none';
  } else if (partitions > 0) {
    memory.stage = 'creates-topics';
    startCall(admin, { call: 'createTopics', topics: internalTopics(config.application, partitions, config.replicationFactor) });
  } else setTimer(env, TOPICS_TIMER, TOPICS_US, { type: 'LookForTopics' });
}

/** One thing that the thread does next. False when it must wait. */
function step(turn: ThreadTurn): boolean {
  const { memory, outlet } = turn;
  if (memory.call !== 'none') return goOnCommitting(turn);
  if (outlet.blocked !== undefined) {
    retryWrite(outlet);
    return outlet.blocked === undefined;
  }
  if (memory.toSend.length > 0) {
    const [next, ...rest] = memory.toSend;
    memory.toSend = rest;
    writeOn(outlet, { key: next.key, value: next.value, origin: next.origin }, next.topic);
    return true;
  }
  if (isCommitDue(turn)) {
    beginCommit(turn);
    return true;
  }
  if (memory.stopping) {
    turn.ended = true;
    return false;
  }
  return poll(turn) || processNext(turn);
}

/** True when new records or a restored store may let the thread go on, or when a task was lost in the middle of a transaction. */
function poll(turn: ThreadTurn): boolean {
  const { memory, consumer, config } = turn;
  const polled = pollOnce(consumer);
  if (consumer.thrown !== undefined) {
    turn.ended = true;
    return false;
  }
  if (polled.length > 0) memory.pending = [...memory.pending, ...polled];
  const isLost = reconcileTasks(turn);
  if (isLost && config.exactlyOnce) return abort(turn);
  return restoreStores(turn) || polled.length > 0;
}

/** Nothing is processed between joining and being assigned: what may have to be given back stays as it was committed. */
function processNext(turn: ThreadTurn): boolean {
  const { memory, consumer } = turn;
  if (!isStable(consumer.core.member)) return false;
  const at = memory.pending.findIndex(({ tp }) => !isStateful(tp) || memory.stores.get(tp)?.restored === true);
  if (at < 0) return false;
  const next = memory.pending[at];
  memory.pending = memory.pending.filter((_, i) => i !== at);
  workBegins(turn);
  process(turn, next);
  return true;
}

function process({ memory, env, config }: ThreadTurn, { tp, record }: Polled): void {
  const value = record.value ?? '';
  if (isStateful(tp)) {
    const store = memory.stores.get(tp);
    const count = (store?.counts.get(value) ?? 0) + 1;
    memory.stores = new Map(memory.stores).set(tp, { counts: new Map(store?.counts).set(value, count), restored: true, read: store?.read ?? 0 });
    memory.toSend = counted(config.application, value, count, record.id);
  } else memory.toSend = record.value === null ? [] : split(config.application, value, record.id);
  memory.done = new Map(memory.done).set(tp, { offset: record.offset + 1, leaderEpoch: record.batch.leaderEpoch });
  tell(env, { fact: 'RecordProcessed', group: config.application, node: env.self, tp, offset: record.offset, id: record.id });
}
