/** A sink task in its worker (WorkerSinkTask, FileStreamSinkTask): a member of group `connect-<name>` that appends each record's value to a file. */
import { toLine } from '#beside/connect/converter.ts';
import { appended, contentOf, markOf, type TaskId, type TaskState, type WorkerTurn } from '#beside/connect/task.ts';
import { close, isClosed } from '#kafka/clients/consumer/close.ts';
import { consumerSettings } from '#kafka/clients/consumer/config.ts';
import { type ConsumerCore, type Turn as ConsumerTurn, newConsumer, newTurn } from '#kafka/clients/consumer/core.ts';
import { dispatch } from '#kafka/clients/consumer/dispatch.ts';
import type { Polled } from '#kafka/clients/consumer/fetcher.ts';
import { arm, pollOnce } from '#kafka/clients/consumer/poll.ts';
import { isMarked, ScopedEnv, unmarked } from '#kafka/clients/scope.ts';
import { tell } from '#kafka/facts.ts';
import type { NodeName } from '#kafka/protocol/names.ts';
import type { NodeEvent } from '#sim/event.ts';

export interface SinkTask extends TaskId {
  readonly kind: 'sink';
  readonly core: ConsumerCore;
  readonly state: TaskState;
  readonly error: string | undefined;
  /** Lines that it has written since the worker started. */
  readonly written: number;
  readonly stopping: 'no' | 'closes' | 'closed';
}

/** SinkUtils.consumerGroupId */
export const sinkGroup = (connector: string): string => `connect-${connector}`;

/**
 * Worker.baseConsumerConfigs. The worker commits by itself (enable.auto.commit=false): after each offset.flush.interval.ms before its next poll(), without
 * waiting, before it gives partitions back and when it stops. put() returns in the step of its poll(), so that is what a consumer with auto commit does.
 */
const settingsOf = (id: TaskId, flushIntervalMs: number) =>
  consumerSettings({
    'group.id': sinkGroup(id.connector.name),
    'client.id': `connector-consumer-${id.id}`,
    'enable.auto.commit': 'true',
    'auto.commit.interval.ms': String(flushIntervalMs),
    'auto.offset.reset': 'earliest',
  });

export function sinkTask(id: TaskId, flushIntervalMs: number, bootstrap: readonly NodeName[]): SinkTask {
  const group = sinkGroup(id.connector.name);
  const core = newConsumer(settingsOf(id, flushIntervalMs), group, `connector-consumer-${id.id}`, id.connector.topics, bootstrap, true);
  return { kind: 'sink', connector: id.connector, id: id.id, core, state: 'UNASSIGNED', error: undefined, written: 0, stopping: 'no' };
}

type Draft = { -readonly [K in keyof SinkTask]: SinkTask[K] };

interface Turn {
  readonly worker: WorkerTurn;
  readonly env: ScopedEnv;
  readonly task: Draft;
  readonly consumer: ConsumerTurn;
}

/** One event of the worker's process; `stop` asks the task to end. */
export function runSink(task: SinkTask, event: NodeEvent, worker: WorkerTurn, stop: boolean): SinkTask {
  const isStart = event.kind === 'start';
  const isOwn = isMarked(event, markOf(task));
  if (!isStart && !isOwn && !stop) return task;
  const env = new ScopedEnv(worker.env, markOf(task));
  const turn: Turn = { worker, env, task: { ...task }, consumer: newTurn(task.core, env) };
  if (isStart) start(turn);
  else if (isOwn) dispatch(turn.consumer, unmarked(event, markOf(task)));
  if (stop && task.stopping === 'no') beginClose(turn);
  else goOn(turn);
  arm(turn.consumer, turn.task.state === 'RUNNING' && turn.task.stopping === 'no');
  turn.task.core = turn.consumer.core;
  env.release();
  return turn.task;
}

/** The file is created, if need be, when the task starts. */
function start({ task, worker }: Turn): void {
  task.state = 'RUNNING';
  if (contentOf(worker.files, task.connector.file) === undefined) worker.files = appended(worker.files, task.connector.file, '');
}

function goOn(turn: Turn): void {
  const { task, consumer } = turn;
  if (task.stopping === 'closes' || task.state === 'FAILED') {
    close(consumer, false);
    if (task.stopping === 'closes' && isClosed(consumer.core)) task.stopping = 'closed';
  } else if (task.stopping === 'no') consume(turn);
}

function beginClose({ task, consumer }: Turn): void {
  if (task.state !== 'FAILED') close(consumer, true);
  task.stopping = isClosed(consumer.core) ? 'closed' : 'closes';
}

/** put() of what polls return, until they return nothing. */
function consume(turn: Turn): void {
  const { consumer } = turn;
  for (;;) {
    const polled = pollOnce(consumer);
    if (consumer.thrown) return fail(turn, `${consumer.thrown.exception}: ${consumer.thrown.message}`);
    if (polled.length === 0) return;
    const error = put(turn, polled);
    if (error !== undefined) return fail(turn, error);
  }
}

/** All of a poll's records are converted before any is put (WorkerSinkTask.convertMessages). */
function put({ task, worker, env, consumer }: Turn, polled: readonly Polled[]): string | undefined {
  const { connector } = task;
  const lines: string[] = [];
  for (const { record } of polled) {
    const line = toLine(connector.value, record.value);
    if (!line.ok) return `DataException: ${line.error}`;
    lines.push(`${line.text}\n`);
  }
  worker.files = appended(worker.files, connector.file, lines.join(''));
  task.written += lines.length;
  for (const { tp, record } of polled)
    tell(env, { fact: 'RecordProcessed', group: consumer.core.group, node: env.self, tp, offset: record.offset, id: record.id });
  tell(env, { fact: 'LinesWritten', node: env.self, connector: connector.name, file: connector.file, count: lines.length });
  return undefined;
}

/** The task is killed and will not recover until it is restarted; its consumer leaves the group without a commit of what it could not put. */
function fail({ task, consumer }: Turn, error: string): void {
  task.state = 'FAILED';
  task.error = error;
  consumer.thrown = undefined;
  consumer.core.settings = { ...consumer.core.settings, autoCommit: false };
  close(consumer, true);
}
