/**
 * A consumer application as a process: poll, process each record, commit as it was told, poll again (the loop of every Kafka tutorial). One that writes on
 * what it has processed also has a producer (`writing.ts`).
 */

import { type CallAsked, type ConsumerCall, makeCalls } from '#kafka/clients/consumer/calls.ts';
import { close, isClosed } from '#kafka/clients/consumer/close.ts';
import { commitAsync, startCommit, tendCommit } from '#kafka/clients/consumer/commit.ts';
import { type ConsumerSettings, clientIdOf, consumerSettings, effectiveConsumerConfig } from '#kafka/clients/consumer/config.ts';
import { type ConsumerCore, newConsumer, newTurn, type Thrown, type Turn } from '#kafka/clients/consumer/core.ts';
import { dispatch } from '#kafka/clients/consumer/dispatch.ts';
import type { Polled } from '#kafka/clients/consumer/fetcher.ts';
import { arm, pollOnce } from '#kafka/clients/consumer/poll.ts';
import { begin, beginBatch, commitTransaction, outcomeOf, sendBatchOffsets } from '#kafka/clients/consumer/writing.ts';
import {
  closeOutlet,
  crashedOutlet,
  dispatchToOutlet,
  isForOutlet,
  isOutletClosed,
  keepOutlet,
  newOutlet,
  type Outlet,
  openOutlet,
  tendOutlet,
  writeOn,
} from '#kafka/clients/outlet.ts';
import { madeOf } from '#kafka/clients/values.ts';
import { tell } from '#kafka/facts.ts';
import { CALLS, type Writing } from '#kafka/frame.ts';
import type { NodeKind } from '#kafka/kind.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import { brokerName, type NodeName } from '#kafka/protocol/names.ts';
import type { ClusterSpec, Config, GroupSpec } from '#kafka/spec.ts';
import type { Env } from '#sim/effect.ts';
import { exit, setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

/** Where the application's thread is. */
export type ThreadState = 'starting' | 'polling' | 'processing' | 'committing' | 'closing' | 'closed' | Writing;

export interface ConsumerApplication {
  readonly thread: ThreadState;
  /** The batch of the last poll, and which of its records is being worked on. */
  readonly batch: readonly Polled[];
  readonly index: number;
  /** When the work on the current record ends. */
  readonly untilUs: number;
  /** Survives a crash, like a counter in a database. */
  readonly processed: number;
  /** What was handed to the worker's thread, the record that it works on first; empty without such a thread. */
  readonly handed: readonly Polled[];
  /** Calls of its consumer that it makes before it polls again. */
  readonly calls: readonly ConsumerCall[];
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
  readonly outlet: Outlet | undefined;
}

const HOSTNAME = /\$\{hostname\}/g;
const APPLICATION_TIMER = 'application';
const CLOSE_TIMER = 'close';
const WORKER_TIMER = 'worker';

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
  return instanceId === undefined ? {} : { 'group.instance.id': instanceId.replace(HOSTNAME, `${group}-${n}`) };
}

export function consumerNode(spec: ClusterSpec, group: GroupSpec, n: number): ConsumerNode {
  const bootstrap = spec.brokers.map(({ id }) => brokerName(id));
  const config = configOf(group, n);
  const settings = consumerSettings(config, featuresOf(spec.profile));
  return {
    kind: 'consumer',
    spec: group,
    n,
    settings,
    config: effectiveConsumerConfig(config),
    bootstrap,
    core: freshCore(group, n, settings, bootstrap),
    app: idle(0),
    outlet: group.produces && newOutlet(spec, outletOf(group.produces, `${group.group}-${n}`), bootstrap),
  };
}

/** `${hostname}` in transactional.id stands for the name of the process. */
const outletOf = ({ topic, config }: NonNullable<GroupSpec['produces']>, self: NodeName): NonNullable<GroupSpec['produces']> => {
  const id = config['transactional.id'];
  return id === undefined ? { topic, config } : { topic, config: { ...config, 'transactional.id': id.replace(HOSTNAME, self) } };
};

const freshCore = (group: GroupSpec, n: number, settings: ConsumerSettings, bootstrap: readonly NodeName[]): ConsumerCore =>
  newConsumer(settings, group.group, clientIdOf(configOf(group, n)), group.topics, bootstrap, true);

const idle = (processed: number): ConsumerApplication => ({
  thread: 'starting',
  batch: [],
  index: 0,
  untilUs: 0,
  processed,
  handed: [],
  calls: [],
  stopping: false,
  lastError: null,
});

export const consumer: NodeKind<ConsumerNode> = {
  handle: (node, event, env) => {
    const turn = newTurn(node.core, env, node.outlet && node.spec.produces && openOutlet(node.outlet, node.spec.produces.topic, env));
    const app = tendWriting(node.spec, turn, react(node, turn, event));
    arm(turn, app.thread === 'polling');
    if (app.thread === 'closed' && node.app.thread !== 'closed') {
      tell(env, { fact: 'ProcessExited', node: env.self });
      exit(env);
    }
    return nodeWith(node, turn.core, app, turn.outlet && keepOutlet(turn.outlet));
  },
  // A crash takes positions, buffers and the place in the group; only what the application stored elsewhere stays.
  crash: (node) =>
    nodeWith(
      node,
      freshCore(node.spec, node.n, node.settings, node.bootstrap),
      // What it said as it ended stands in its log.
      change(idle(node.app.processed), { lastError: node.app.thread === 'closed' ? node.app.lastError : null }),
      node.outlet && crashedOutlet(node.outlet, node.bootstrap),
    ),
};

const nodeWith = (node: ConsumerNode, core: ConsumerCore, app: ConsumerApplication, outlet: Outlet | undefined): ConsumerNode => ({
  kind: 'consumer',
  spec: node.spec,
  n: node.n,
  settings: node.settings,
  config: node.config,
  bootstrap: node.bootstrap,
  core,
  app,
  outlet,
});

function react(node: ConsumerNode, turn: Turn, event: NodeEvent): ConsumerApplication {
  const { app, spec } = node;
  if (event.kind === 'start') return start(spec, turn.env, app);
  if (event.kind === 'signal')
    return event.payload.type === 'CallAsked' ? asked(spec, turn, app, event.payload as CallAsked) : onSignal(turn, app, event.payload.type);
  if (event.kind === 'timer' && event.timer === CLOSE_TIMER) return change(app, { thread: 'closed' });
  if (event.kind === 'timer' && event.timer === WORKER_TIMER) return worked(spec, turn, app);
  if (event.kind === 'timer' && event.timer === APPLICATION_TIMER) {
    if (app.thread !== 'starting') return processed(spec, turn, app);
    return spec.commit === 'in-transaction' ? call(spec, turn, app, 'initializing') : poll(spec, turn, app);
  }
  if (turn.outlet !== undefined && isForOutlet(event)) dispatchToOutlet(turn.outlet, event);
  else dispatch(turn, event);
  return goOn(spec, turn, app);
}

const change = (app: ConsumerApplication, to: Partial<ConsumerApplication>): ConsumerApplication => ({
  thread: to.thread ?? app.thread,
  batch: to.batch ?? app.batch,
  index: to.index ?? app.index,
  untilUs: to.untilUs ?? app.untilUs,
  processed: to.processed ?? app.processed,
  handed: to.handed ?? app.handed,
  calls: to.calls ?? app.calls,
  stopping: to.stopping ?? app.stopping,
  lastError: to.lastError === undefined ? app.lastError : to.lastError,
});

function start(spec: GroupSpec, env: Env, app: ConsumerApplication): ConsumerApplication {
  setTimer(env, APPLICATION_TIMER, Math.max(0, spec.startUs - env.nowUs), { type: 'ApplicationStarted' });
  return change(app, { lastError: null });
}

/** wakeup() ends a poll() that waits; work that has begun is finished first. */
function onSignal(turn: Turn, app: ConsumerApplication, signal: string): ConsumerApplication {
  if ((signal !== 'SIGTERM' && signal !== 'SIGINT') || app.thread === 'closing' || app.thread === 'closed') return app;
  if (app.thread === 'starting') return change(app, { thread: 'closed' });
  return app.thread === 'polling' ? beginClose(turn, app) : change(app, { stopping: true });
}

/** A consumer is its thread's own: whoever asks puts the call on a queue and wakes the thread if it waits in poll(). */
function asked(spec: GroupSpec, turn: Turn, app: ConsumerApplication, { call, partitions, offset }: CallAsked): ConsumerApplication {
  if (app.thread === 'closing' || app.thread === 'closed') return app;
  const next = change(app, { calls: [...app.calls, { call, partitions, offset }] });
  return app.thread === 'polling' ? poll(spec, turn, next) : next;
}

function beginClose(turn: Turn, app: ConsumerApplication): ConsumerApplication {
  const closing = change(app, { thread: 'closing', batch: [], index: 0 });
  setTimer(turn.env, CLOSE_TIMER, turn.core.settings.requestTimeoutMs * 1000, { type: 'CloseTimeoutExpired' });
  if (turn.outlet !== undefined) closeOutlet(turn.outlet);
  close(turn, true);
  return isAllClosed(turn) ? change(closing, { thread: 'closed' }) : closing;
}

const isAllClosed = ({ core, outlet }: Turn): boolean => isClosed(core) && (outlet === undefined || isOutletClosed(outlet));

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
      return isAllClosed(turn) ? change(app, { thread: 'closed' }) : app;
    default:
      return isWriting(app.thread) ? goOnWriting(spec, turn, app, app.thread) : app;
  }
}

const isWriting = (thread: ThreadState): thread is Writing => thread in CALLS;

/** The application's thread calls its producer and waits. */
function call(spec: GroupSpec, turn: Turn, app: ConsumerApplication, which: Writing): ConsumerApplication {
  if (turn.outlet === undefined) return app;
  if (which === 'initializing' || which === 'aborting-transaction') begin(turn.outlet, which);
  else if (which === 'sending-offsets') sendBatchOffsets(turn, turn.outlet);
  else if (which === 'committing-transaction') commitTransaction(turn.outlet);
  return goOnWriting(spec, turn, change(app, { thread: which }), which);
}

/** A call of the producer may have returned, or thrown. */
function goOnWriting(spec: GroupSpec, turn: Turn, app: ConsumerApplication, which: Writing): ConsumerApplication {
  if (turn.outlet === undefined) return app;
  const outcome = outcomeOf(turn, turn.outlet, which);
  if (outcome === 'waits') return app;
  if (outcome === 'abortable') return call(spec, turn, app, 'aborting-transaction');
  if (typeof outcome === 'object') return throwOut(turn, app, outcome.thrown);
  switch (which) {
    case 'sending':
      return app.index < app.batch.length ? work(spec, turn, app) : batchDone(spec, turn, app);
    case 'flushing':
      return commit(spec, turn, app);
    case 'sending-offsets':
      return call(spec, turn, app, 'committing-transaction');
    default:
      return poll(spec, turn, change(app, { thread: 'polling', batch: [], index: 0 }));
  }
}

/** The producer's thread has its turn after the application's; what it did may let the application go on at once. */
function tendWriting(spec: GroupSpec, turn: Turn, before: ConsumerApplication): ConsumerApplication {
  if (turn.outlet === undefined) return before;
  let app = before;
  for (let i = 0; i < MOST_TURNS; i++) {
    tendOutlet(turn.outlet);
    const next = isWriting(app.thread) || app.thread === 'closing' ? goOn(spec, turn, app) : app;
    if (next === app) return app;
    app = next;
  }
  return app;
}

/** More than any way through the calls of one transaction takes. */
const MOST_TURNS = 8;

function throwOut(turn: Turn, app: ConsumerApplication, { exception, message }: Thrown): ConsumerApplication {
  return beginClose(turn, change(app, { lastError: `${exception}: ${message}` }));
}

/** The loop: as long as polls return records that take no time, it goes round in one step. */
function poll(spec: GroupSpec, turn: Turn, app: ConsumerApplication): ConsumerApplication {
  let now = app;
  for (;;) {
    if (now.stopping) return beginClose(turn, now);
    if (now.calls.length > 0) now = change(now, { lastError: makeCalls(turn, now.calls) ?? now.lastError, calls: [] });
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
  const { thrown } = turn;
  turn.thrown = undefined;
  return thrown === undefined ? beginClose(turn, app) : throwOut(turn, app, thrown);
}

function deliver(spec: GroupSpec, turn: Turn, app: ConsumerApplication): ConsumerApplication {
  if (turn.outlet !== undefined && spec.commit === 'in-transaction') beginBatch(turn.outlet);
  if (spec.handsOff) return handOff(spec, turn, app);
  return spec.commit === 'before-processing' ? commit(spec, turn, app) : work(spec, turn, app);
}

/** The records are the worker's from now on, and poll() is called again: its position is ahead of what is done. */
function handOff(spec: GroupSpec, turn: Turn, app: ConsumerApplication): ConsumerApplication {
  if (app.handed.length === 0) setTimer(turn.env, WORKER_TIMER, spec.processingUs, { type: 'RecordProcessed' });
  return change(app, { thread: 'polling', batch: [], index: 0, handed: [...app.handed, ...app.batch] });
}

/** The worker has done a record. Nobody waits for it: a process that exits takes the rest with it. */
function worked(spec: GroupSpec, turn: Turn, app: ConsumerApplication): ConsumerApplication {
  const [done, ...handed] = app.handed;
  if (done === undefined) return app;
  tellProcessed(turn, done);
  if (handed.length > 0) setTimer(turn.env, WORKER_TIMER, spec.processingUs, { type: 'RecordProcessed' });
  return change(app, { processed: app.processed + 1, handed });
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
  let { index } = app;
  for (; index < app.batch.length && turn.outlet?.blocked === undefined; index++) finishRecord(turn, app.batch[index]);
  const done = change(app, { processed: app.processed + index - app.index, index });
  return turn.outlet?.blocked === undefined ? batchDone(spec, turn, done) : change(done, { thread: 'sending' });
}

/** The work on a record is done; what was made of it is written on. */
function finishRecord(turn: Turn, one: Polled): void {
  tellProcessed(turn, one);
  if (turn.outlet !== undefined) writeOn(turn.outlet, { key: one.record.key, value: madeOf(turn.outlet.topic, one.record.value), origin: one.record.id });
}

function processed(spec: GroupSpec, turn: Turn, app: ConsumerApplication): ConsumerApplication {
  if (app.thread !== 'processing') return app;
  finishRecord(turn, app.batch[app.index]);
  const next: ConsumerApplication = {
    thread: 'processing',
    batch: app.batch,
    index: app.index + 1,
    untilUs: app.untilUs,
    processed: app.processed + 1,
    handed: app.handed,
    calls: app.calls,
    stopping: app.stopping,
    lastError: app.lastError,
  };
  if (turn.outlet?.blocked !== undefined) return change(next, { thread: 'sending' });
  return next.index < next.batch.length ? work(spec, turn, next) : batchDone(spec, turn, next);
}

function tellProcessed({ core, env }: Turn, { tp, record }: Polled): void {
  tell(env, { fact: 'RecordProcessed', group: core.group, node: env.self, tp, offset: record.offset, id: record.id });
}

/** After the batch: commit it if that is the way, and call poll() again. In a step of poll() itself the loop there goes on. */
function batchDone(spec: GroupSpec, turn: Turn, app: ConsumerApplication): ConsumerApplication {
  if (spec.commit === 'in-transaction') return call(spec, turn, app, 'sending-offsets');
  if (spec.commit === 'after-processing') return turn.outlet === undefined ? commit(spec, turn, app) : call(spec, turn, app, 'flushing');
  if (spec.commit === 'async') commitAsync(turn);
  const ready = change(app, { thread: 'polling', batch: [], index: 0 });
  return app.thread === 'processing' || app.thread === 'sending' ? poll(spec, turn, ready) : ready;
}
