/**
 * A share consumer application as a process (KafkaShareConsumer, KIP-932): poll, work on each record, say what became of it, poll again. Implicitly every
 * record is accepted with the next poll(); explicitly the application accepts, releases or rejects each, and renews its lock when the work takes long.
 */

import { closeSessions, isAcknowledging, queueAcknowledgements } from '#kafka/clients/share/acknowledge.ts';
import { effectiveShareConsumerConfig, type ShareConsumerSettings, shareClientIdOf, shareConsumerSettings } from '#kafka/clients/share/config.ts';
import { type Delivered, newShareCore, newShareTurn, type Outcome, type ShareCore, type ShareTurn } from '#kafka/clients/share/core.ts';
import { armShare, dispatchShare } from '#kafka/clients/share/dispatch.ts';
import { leaveShare, pollShare } from '#kafka/clients/share/poll.ts';
import { tell } from '#kafka/facts.ts';
import type { NodeKind } from '#kafka/kind.ts';
import { brokerName, type NodeName } from '#kafka/protocol/names.ts';
import type { AcknowledgeType } from '#kafka/protocol/share.ts';
import type { ClusterSpec, Config, ShareGroupSpec } from '#kafka/spec.ts';
import { exit, setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

export type ShareThread = 'starting' | 'polling' | 'processing' | 'committing' | 'closing' | 'closed';

export interface ShareApplication {
  readonly thread: ShareThread;
  /** The batch of the last poll, and which of its records is being worked on. */
  readonly batch: readonly Delivered[];
  readonly index: number;
  readonly untilUs: number;
  /** What was said of records of the batch, and not sent yet. */
  readonly outcomes: readonly Outcome[];
  /** Survives a crash, like a counter in a database. */
  readonly processed: number;
  readonly stopping: boolean;
  readonly lastError: string | null;
}

export interface ShareConsumerNode {
  readonly kind: 'share-consumer';
  readonly spec: ShareGroupSpec;
  readonly n: number;
  readonly settings: ShareConsumerSettings;
  readonly config: Readonly<Record<string, string>>;
  readonly bootstrap: readonly NodeName[];
  readonly core: ShareCore;
  readonly app: ShareApplication;
}

const APPLICATION_TIMER = 'application';
const RENEW_TIMER = 'renew';
const CLOSE_TIMER = 'close';

const configOf = ({ group, config }: ShareGroupSpec): Config => ({ ...config, 'group.id': group });

export function shareConsumerNode(spec: ClusterSpec, group: ShareGroupSpec, n: number): ShareConsumerNode {
  const bootstrap = spec.brokers.map(({ id }) => brokerName(id));
  const config = configOf(group);
  const settings = shareConsumerSettings(config);
  return {
    kind: 'share-consumer',
    spec: group,
    n,
    settings,
    config: effectiveShareConsumerConfig(config),
    bootstrap,
    core: newShareCore(settings, group.group, shareClientIdOf(config), group.topics, bootstrap),
    app: idle(0),
  };
}

const idle = (processed: number): ShareApplication => ({
  thread: 'starting',
  batch: [],
  index: 0,
  untilUs: 0,
  outcomes: [],
  processed,
  stopping: false,
  lastError: null,
});

export const shareConsumer: NodeKind<ShareConsumerNode> = {
  handle: (node, event, env) => {
    const turn = newShareTurn(node.core, env);
    const app = react(node, turn, event);
    armShare(turn);
    if (app.thread === 'closed' && node.app.thread !== 'closed') {
      tell(env, { fact: 'ProcessExited', node: env.self });
      exit(env);
    }
    return withState(node, turn.core, app);
  },
  // What it had acquired is the leaders' to give to others: its connections close.
  crash: (node) => {
    const core = newShareCore(node.settings, node.spec.group, node.core.clientId, node.spec.topics, node.bootstrap);
    return withState(node, core, idle(node.app.processed));
  },
};

const withState = (node: ShareConsumerNode, core: ShareCore, app: ShareApplication): ShareConsumerNode => ({
  kind: 'share-consumer',
  spec: node.spec,
  n: node.n,
  settings: node.settings,
  config: node.config,
  bootstrap: node.bootstrap,
  core,
  app,
});

const change = (app: ShareApplication, to: Partial<ShareApplication>): ShareApplication => ({
  thread: to.thread ?? app.thread,
  batch: to.batch ?? app.batch,
  index: to.index ?? app.index,
  untilUs: to.untilUs ?? app.untilUs,
  outcomes: to.outcomes ?? app.outcomes,
  processed: to.processed ?? app.processed,
  stopping: to.stopping ?? app.stopping,
  lastError: to.lastError === undefined ? app.lastError : to.lastError,
});

function react(node: ShareConsumerNode, turn: ShareTurn, event: NodeEvent): ShareApplication {
  const { app, spec } = node;
  if (event.kind === 'start') {
    setTimer(turn.env, APPLICATION_TIMER, Math.max(0, spec.startUs - turn.env.nowUs), { type: 'ApplicationStarted' });
    return app;
  }
  if (event.kind === 'signal') return onSignal(turn, app, event.payload.type);
  if (event.kind === 'timer' && event.timer === CLOSE_TIMER) return change(app, { thread: 'closed' });
  if (event.kind === 'timer' && event.timer === RENEW_TIMER) return renew(spec, turn, app);
  if (event.kind === 'timer' && event.timer === APPLICATION_TIMER) return app.thread === 'starting' ? poll(spec, turn, app) : finished(spec, turn, app);
  dispatchShare(turn, event);
  return goOn(spec, turn, app);
}

/** wakeup() ends a poll() that waits; work that has begun is finished first. */
function onSignal(turn: ShareTurn, app: ShareApplication, signal: string): ShareApplication {
  if ((signal !== 'SIGTERM' && signal !== 'SIGINT') || app.thread === 'closing' || app.thread === 'closed') return app;
  if (app.thread === 'starting') return change(app, { thread: 'closed' });
  return app.thread === 'polling' ? beginClose(turn, app) : change(app, { stopping: true });
}

/** close(): the last acknowledgements end the sessions, then the member leaves. */
function beginClose(turn: ShareTurn, app: ShareApplication): ShareApplication {
  setTimer(turn.env, CLOSE_TIMER, turn.core.settings.requestTimeoutMs * 1000, { type: 'CloseTimeoutExpired' });
  closeSessions(turn, app.outcomes);
  return closing(turn, change(app, { thread: 'closing', batch: [], index: 0, outcomes: [] }));
}

const closing = (turn: ShareTurn, app: ShareApplication): ShareApplication => (leaveShare(turn) ? change(app, { thread: 'closed' }) : app);

/** Something arrived: what the application's thread waited for may be there now. */
function goOn(spec: ShareGroupSpec, turn: ShareTurn, app: ShareApplication): ShareApplication {
  switch (app.thread) {
    case 'polling':
      return poll(spec, turn, app);
    case 'committing':
      return isAcknowledging(turn) ? app : poll(spec, turn, change(app, { thread: 'polling' }));
    case 'closing':
      return closing(turn, app);
    default:
      return app;
  }
}

/** The loop: as long as polls return records that take no time, it goes round in one step. */
function poll(spec: ShareGroupSpec, turn: ShareTurn, app: ShareApplication): ShareApplication {
  let now = app;
  for (;;) {
    if (now.stopping) return beginClose(turn, now);
    const delivered = pollShare(turn, now.outcomes);
    now = change(now, { thread: 'polling', batch: delivered, index: 0, outcomes: [] });
    const { fatal } = turn.core;
    if (fatal !== undefined) {
      turn.core.fatal = undefined;
      return beginClose(turn, change(now, { lastError: `${fatal.exception}: ${fatal.message}` }));
    }
    if (delivered.length === 0) return now;
    turn.core.pollDeadlineUs = turn.env.nowUs + turn.core.settings.maxPollIntervalMs * 1000;
    now = work(spec, turn, now);
    if (now.thread !== 'polling') return now;
  }
}

/** What the application says of a record: by its key, for the same record must not be good here and bad there. */
function outcomeOf({ release, reject }: ShareGroupSpec, { record }: Delivered): AcknowledgeType {
  const key = record.key ?? '';
  if (release.includes(key)) return 'RELEASE';
  return reject.includes(key) ? 'REJECT' : 'ACCEPT';
}

function work(spec: ShareGroupSpec, turn: ShareTurn, app: ShareApplication): ShareApplication {
  if (spec.processingUs > 0 && app.index < app.batch.length) {
    setTimer(turn.env, APPLICATION_TIMER, spec.processingUs, { type: 'RecordProcessed' });
    if (spec.renewUs !== undefined && spec.renewUs < spec.processingUs) setTimer(turn.env, RENEW_TIMER, spec.renewUs, { type: 'RenewDue' });
    return change(app, { thread: 'processing', untilUs: turn.env.nowUs + spec.processingUs });
  }
  let now = app;
  while (now.index < now.batch.length) now = finish(spec, turn, now);
  return batchDone(spec, turn, now);
}

function finish(spec: ShareGroupSpec, { core, env }: ShareTurn, app: ShareApplication): ShareApplication {
  const one = app.batch[app.index];
  const type = core.settings.isExplicit ? outcomeOf(spec, one) : 'ACCEPT';
  const { tp, node, record } = one;
  if (type === 'ACCEPT') tell(env, { fact: 'RecordProcessed', group: core.group, node: env.self, tp, offset: record.offset, id: record.id });
  const outcomes = [...app.outcomes, { tp, node, offset: record.offset, type }];
  return change(app, { index: app.index + 1, outcomes, processed: app.processed + (type === 'ACCEPT' ? 1 : 0) });
}

function finished(spec: ShareGroupSpec, turn: ShareTurn, app: ShareApplication): ShareApplication {
  if (app.thread !== 'processing') return app;
  const next = finish(spec, turn, app);
  return next.index < next.batch.length ? work(spec, turn, next) : batchDone(spec, turn, next);
}

/** The work takes long: the lock of this record is renewed while it goes on (KIP-1222). */
function renew(spec: ShareGroupSpec, turn: ShareTurn, app: ShareApplication): ShareApplication {
  const one = app.batch[app.index];
  if (app.thread !== 'processing' || one === undefined || spec.renewUs === undefined) return app;
  queueAcknowledgements(turn, [{ tp: one.tp, node: one.node, offset: one.record.offset, type: 'RENEW' }], 'async');
  if (turn.env.nowUs + spec.renewUs < app.untilUs) setTimer(turn.env, RENEW_TIMER, spec.renewUs, { type: 'RenewDue' });
  return app;
}

/** After the batch: commitSync() if that is the way, and poll() again. In a step of poll() itself the loop there goes on. */
function batchDone(spec: ShareGroupSpec, turn: ShareTurn, app: ShareApplication): ShareApplication {
  if (spec.commit === 'sync' && app.outcomes.length > 0) {
    queueAcknowledgements(turn, app.outcomes, 'sync');
    const waiting = change(app, { thread: 'committing', batch: [], index: 0, outcomes: [] });
    return isAcknowledging(turn) ? waiting : poll(spec, turn, change(waiting, { thread: 'polling' }));
  }
  const ready = change(app, { thread: 'polling', batch: [], index: 0 });
  return app.thread === 'processing' ? poll(spec, turn, ready) : ready;
}
