/** A consumer application as a process: poll, process each record, commit as it was told, poll again (the loop of every Kafka tutorial). */

import { close, isClosed } from '#kafka/clients/consumer/close.ts';
import { startCommit, tendCommit } from '#kafka/clients/consumer/commit.ts';
import { type ConsumerSettings, clientIdOf, consumerSettings, effectiveConsumerConfig } from '#kafka/clients/consumer/config.ts';
import { type ConsumerCore, newConsumer, newTurn, type Turn } from '#kafka/clients/consumer/core.ts';
import { dispatch } from '#kafka/clients/consumer/dispatch.ts';
import type { Polled } from '#kafka/clients/consumer/fetcher.ts';
import { arm, pollOnce } from '#kafka/clients/consumer/poll.ts';
import { tell } from '#kafka/facts.ts';
import type { NodeKind } from '#kafka/kind.ts';
import { brokerName, type NodeName } from '#kafka/protocol/names.ts';
import type { ClusterSpec, Config, GroupSpec } from '#kafka/spec.ts';
import type { Env } from '#sim/effect.ts';
import { exit, setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

/** Where the application's thread is. */
export type ThreadState = 'starting' | 'polling' | 'processing' | 'committing' | 'closing' | 'closed';

export interface ConsumerApplication {
  readonly thread: ThreadState;
  /** The batch of the last poll, and which of its records is being worked on. */
  readonly batch: readonly Polled[];
  readonly index: number;
  /** When the work on the current record ends. */
  readonly untilUs: number;
  /** Survives a crash, like a counter in a database. */
  readonly processed: number;
  /** SIGTERM came: close at the next call of poll(). */
  readonly stopping: boolean;
  readonly lastError: string | null;
}

export interface ConsumerNode {
  readonly kind: 'consumer';
  readonly spec: GroupSpec;
  readonly n: number;
  readonly settings: ConsumerSettings;
  readonly config: Readonly<Record<string, string>>;
  readonly bootstrap: readonly NodeName[];
  readonly core: ConsumerCore;
  readonly app: ConsumerApplication;
}

const APPLICATION_TIMER = 'application';
const CLOSE_TIMER = 'close';

/** commit: auto is enable.auto.commit; every other mode turns it off. */
const configOf = (group: GroupSpec, n: number): Config => ({
  ...group.config,
  ...instanceConfig(group, n),
  'group.id': group.group,
  'enable.auto.commit': String(group.commit === 'auto'),
});

/** `${hostname}` in group.instance.id stands for the name of the process, as a deployment's template would have it. */
function instanceConfig({ group, config }: GroupSpec, n: number): Config {
  const instanceId = config['group.instance.id'];
  return instanceId === undefined ? {} : { 'group.instance.id': instanceId.replace(/\$\{hostname\}/g, `${group}-${n}`) };
}

export function consumerNode(spec: ClusterSpec, group: GroupSpec, n: number): ConsumerNode {
  const bootstrap = spec.brokers.map(({ id }) => brokerName(id));
  const config = configOf(group, n);
  const settings = consumerSettings(config);
  return {
    kind: 'consumer',
    spec: group,
    n,
    settings,
    config: effectiveConsumerConfig(config),
    bootstrap,
    core: freshCore(group, n, settings, bootstrap),
    app: idle(0),
  };
}

const freshCore = (group: GroupSpec, n: number, settings: ConsumerSettings, bootstrap: readonly NodeName[]): ConsumerCore =>
  newConsumer(settings, group.group, clientIdOf(configOf(group, n)), group.topics, bootstrap, true);

const idle = (processed: number): ConsumerApplication => ({ thread: 'starting', batch: [], index: 0, untilUs: 0, processed, stopping: false, lastError: null });

export const consumer: NodeKind<ConsumerNode> = {
  handle: (node, event, env) => {
    const turn = newTurn(node.core, env);
    const app = react(node, turn, event);
    arm(turn, app.thread === 'polling');
    if (app.thread === 'closed' && node.app.thread !== 'closed') {
      tell(env, { fact: 'ProcessExited', node: env.self });
      exit(env);
    }
    return nodeWith(node, turn.core, app);
  },
  // A crash takes positions, buffers and the place in the group; only what the application stored elsewhere stays.
  crash: (node) => nodeWith(node, freshCore(node.spec, node.n, node.settings, node.bootstrap), idle(node.app.processed)),
};

const nodeWith = (node: ConsumerNode, core: ConsumerCore, app: ConsumerApplication): ConsumerNode => ({
  kind: 'consumer',
  spec: node.spec,
  n: node.n,
  settings: node.settings,
  config: node.config,
  bootstrap: node.bootstrap,
  core,
  app,
});

function react(node: ConsumerNode, turn: Turn, event: NodeEvent): ConsumerApplication {
  const { app, spec } = node;
  if (event.kind === 'start') return start(spec, turn.env, app);
  if (event.kind === 'signal') return onSignal(turn, app, event.payload.type);
  if (event.kind === 'timer' && event.timer === CLOSE_TIMER) return change(app, { thread: 'closed' });
  if (event.kind === 'timer' && event.timer === APPLICATION_TIMER) {
    return app.thread === 'starting' ? poll(spec, turn, app) : processed(spec, turn, app);
  }
  dispatch(turn, event);
  return goOn(spec, turn, app);
}

const change = (app: ConsumerApplication, to: Partial<ConsumerApplication>): ConsumerApplication => ({
  thread: to.thread ?? app.thread,
  batch: to.batch ?? app.batch,
  index: to.index ?? app.index,
  untilUs: to.untilUs ?? app.untilUs,
  processed: to.processed ?? app.processed,
  stopping: to.stopping ?? app.stopping,
  lastError: to.lastError === undefined ? app.lastError : to.lastError,
});

function start(spec: GroupSpec, env: Env, app: ConsumerApplication): ConsumerApplication {
  setTimer(env, APPLICATION_TIMER, Math.max(0, spec.startUs - env.nowUs), { type: 'ApplicationStarted' });
  return app;
}

/** wakeup() ends a poll() that waits; work that has begun is finished first. */
function onSignal(turn: Turn, app: ConsumerApplication, signal: string): ConsumerApplication {
  if ((signal !== 'SIGTERM' && signal !== 'SIGINT') || app.thread === 'closing' || app.thread === 'closed') return app;
  if (app.thread === 'starting') return change(app, { thread: 'closed' });
  return app.thread === 'polling' ? beginClose(turn, app) : change(app, { stopping: true });
}

function beginClose(turn: Turn, app: ConsumerApplication): ConsumerApplication {
  const closing = change(app, { thread: 'closing', batch: [], index: 0 });
  setTimer(turn.env, CLOSE_TIMER, turn.core.settings.requestTimeoutMs * 1000, { type: 'CloseTimeoutExpired' });
  close(turn, true);
  return isClosed(turn.core) ? change(closing, { thread: 'closed' }) : closing;
}

/** Something arrived: what the application's thread waited for may be there now. */
function goOn(spec: GroupSpec, turn: Turn, app: ConsumerApplication): ConsumerApplication {
  switch (app.thread) {
    case 'polling':
      return poll(spec, turn, app);
    case 'committing':
      tendCommit(turn);
      return turn.commitResult === undefined ? app : committed(spec, turn, app, turn.commitResult === 'NONE');
    case 'closing':
      close(turn, false);
      return isClosed(turn.core) ? change(app, { thread: 'closed' }) : app;
    default:
      return app;
  }
}

/** The loop: as long as polls return records that take no time, it goes round in one step. */
function poll(spec: GroupSpec, turn: Turn, app: ConsumerApplication): ConsumerApplication {
  let now = app;
  for (;;) {
    if (now.stopping) return beginClose(turn, now);
    const polled = pollOnce(turn);
    if (turn.thrown) return failed(turn, now);
    if (polled.length === 0) return now.thread === 'polling' ? now : change(now, { thread: 'polling', batch: [], index: 0 });
    turn.core.pollDeadlineUs = turn.env.nowUs + turn.core.settings.maxPollIntervalMs * 1000;
    now = deliver(spec, turn, change(now, { batch: polled, index: 0 }));
    if (now.thread !== 'polling') return now;
  }
}

/** An exception out of poll() ends the application; its consumer is closed on the way out (try-with-resources). */
function failed(turn: Turn, app: ConsumerApplication): ConsumerApplication {
  const lastError = turn.thrown ? `${turn.thrown.exception}: ${turn.thrown.message}` : null;
  turn.thrown = undefined;
  return beginClose(turn, change(app, { lastError }));
}

function deliver(spec: GroupSpec, turn: Turn, app: ConsumerApplication): ConsumerApplication {
  return spec.commit === 'before-processing' ? commit(spec, turn, app) : work(spec, turn, app);
}

/** commitSync(): the thread waits for the answer. */
function commit(spec: GroupSpec, turn: Turn, app: ConsumerApplication): ConsumerApplication {
  turn.commitResult = undefined;
  startCommit(turn, 'sync', turn.core.settings.defaultApiTimeoutMs);
  const waiting = change(app, { thread: 'committing' });
  return turn.commitResult === undefined ? waiting : committed(spec, turn, waiting, turn.commitResult === 'NONE');
}

/** Before processing: a batch whose commit failed is not worked on. After: the failure is logged, and the loop goes on. */
function committed(spec: GroupSpec, turn: Turn, app: ConsumerApplication, ok: boolean): ConsumerApplication {
  const thrown = turn.commitThrown;
  turn.commitResult = undefined;
  if (spec.commit === 'before-processing' && ok && app.batch.length > 0) {
    const after = work(spec, turn, app);
    return after.thread === 'polling' ? poll(spec, turn, after) : after;
  }
  const lastError = thrown ? `${thrown.exception}: ${thrown.message}` : app.lastError;
  return poll(spec, turn, change(app, { thread: 'polling', batch: [], index: 0, lastError }));
}

/** Works on records one after another; each takes processingUs. */
function work(spec: GroupSpec, turn: Turn, app: ConsumerApplication): ConsumerApplication {
  if (spec.processingUs > 0 && app.index < app.batch.length) {
    setTimer(turn.env, APPLICATION_TIMER, spec.processingUs, { type: 'RecordProcessed' });
    return change(app, { thread: 'processing', untilUs: turn.env.nowUs + spec.processingUs });
  }
  for (const one of app.batch.slice(app.index)) tellProcessed(turn, one);
  return batchDone(spec, turn, change(app, { processed: app.processed + app.batch.length - app.index, index: app.batch.length }));
}

function processed(spec: GroupSpec, turn: Turn, app: ConsumerApplication): ConsumerApplication {
  if (app.thread !== 'processing') return app;
  tellProcessed(turn, app.batch[app.index]);
  const next: ConsumerApplication = {
    thread: 'processing',
    batch: app.batch,
    index: app.index + 1,
    untilUs: app.untilUs,
    processed: app.processed + 1,
    stopping: app.stopping,
    lastError: app.lastError,
  };
  return next.index < next.batch.length ? work(spec, turn, next) : batchDone(spec, turn, next);
}

function tellProcessed({ core, env }: Turn, { tp, record }: Polled): void {
  tell(env, { fact: 'RecordProcessed', group: core.group, node: env.self, tp, offset: record.offset, id: record.id });
}

/** After the batch: commit it if that is the way, and call poll() again. In a step of poll() itself the loop there goes on. */
function batchDone(spec: GroupSpec, turn: Turn, app: ConsumerApplication): ConsumerApplication {
  if (spec.commit === 'after-processing') return commit(spec, turn, app);
  const ready = change(app, { thread: 'polling', batch: [], index: 0 });
  return app.thread === 'processing' ? poll(spec, turn, ready) : ready;
}
