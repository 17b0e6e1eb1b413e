/** A producer application as a process: it calls send() at a steady rate, and close() when it is asked to end. */
import { effectiveProducerConfig, producerSettings } from '#kafka/clients/producer/config.ts';
import { type Completion, draftOf, hasPending, newProducer, type ProducerCore, type Turn } from '#kafka/clients/producer/core.ts';
import { dispatch } from '#kafka/clients/producer/dispatch.ts';
import { type Blocked, blockedTooLong, type ProducerRecord, send } from '#kafka/clients/producer/send.ts';
import { runSender } from '#kafka/clients/producer/sender.ts';
import { advanceTransactions, isClosed, mayAdvance, progressOf, type TransactionProgress } from '#kafka/clients/producer/transactional.ts';
import { numbered } from '#kafka/clients/values.ts';
import { tell } from '#kafka/facts.ts';
import type { NodeKind } from '#kafka/kind.ts';
import { transactionVersionOf } from '#kafka/metadata/features.ts';
import { brokerName, type NodeName, ownClockMs } from '#kafka/protocol/names.ts';
import type { TransactionVersion } from '#kafka/protocol/transactions.ts';
import type { ClusterSpec, ProducerSpec, Profile } from '#kafka/spec.ts';
import { cancelTimer, type Env, exit, setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

/** The application beside the client: what it has sent and learnt so far. Its counts survive a crash, so record ids stay unique. */
export interface Application {
  /** Calls of send() so far. */
  readonly sent: number;
  readonly acknowledged: number;
  readonly failed: number;
  /** When the next call is due. */
  readonly dueUs: number;
  readonly blocked: Blocked | undefined;
  readonly closing: boolean;
  readonly finished: boolean;
  /** Of an application that writes in transactions. */
  readonly transactions?: TransactionProgress;
}

export interface ProducerNode {
  readonly kind: 'producer';
  readonly spec: ProducerSpec;
  readonly config: Readonly<Record<string, string>>;
  readonly bootstrap: readonly NodeName[];
  readonly profile: Profile;
  readonly version: TransactionVersion;
  readonly core: ProducerCore;
  readonly app: Application;
}

const APPLICATION_TIMER = 'application';
const BLOCK_TIMER = 'block';

export function producerNode(spec: ClusterSpec, producer: ProducerSpec): ProducerNode {
  const bootstrap = spec.brokers.map(({ id }) => brokerName(id));
  const app: Application = {
    sent: 0,
    acknowledged: 0,
    failed: 0,
    dueUs: producer.startUs,
    blocked: undefined,
    closing: false,
    finished: false,
    transactions: progressOf(producer),
  };
  return fresh({
    spec: producer,
    config: effectiveProducerConfig(producer.config, spec.profile),
    bootstrap,
    app,
    profile: spec.profile,
    version: transactionVersionOf(spec),
  });
}

const fresh = ({
  spec,
  config,
  bootstrap,
  app,
  profile,
  version,
}: Pick<ProducerNode, 'spec' | 'config' | 'bootstrap' | 'app' | 'profile' | 'version'>): ProducerNode => ({
  kind: 'producer',
  spec,
  config,
  bootstrap,
  profile,
  version,
  core: newProducer(producerSettings(spec.config, profile, version), bootstrap),
  app,
});

export const producer: NodeKind<ProducerNode> = {
  handle: (node, event, env) => {
    const started = event.kind === 'start' ? restarted(node, env) : node;
    const turn: Turn = { core: draftOf(started.core), env, done: [], warnings: [] };
    return finish(started, turn, react(started, turn, event));
  },
  crash: ({ spec, config, bootstrap, profile, version, app, core }) => {
    const node = fresh({
      spec,
      config,
      bootstrap,
      profile,
      version,
      app: { ...app, blocked: undefined, closing: false, transactions: progressOf(spec, app.transactions) },
    });
    return { ...node, core: { ...node.core, retries: core.retries, lastError: core.lastError } };
  },
};

function restarted(node: ProducerNode, env: Env): ProducerNode {
  const app = { ...node.app, dueUs: Math.max(node.app.dueUs, env.nowUs), finished: false };
  if (!isDone(node.spec, app)) setTimer(env, APPLICATION_TIMER, app.dueUs - env.nowUs, { type: 'SendDue' });
  return { ...node, app };
}

const isDone = (spec: ProducerSpec, app: Application): boolean => spec.count !== undefined && app.sent >= spec.count;

/** Lets the event take effect, then gives the application its turn and then the sender. */
function react(node: ProducerNode, turn: Turn, event: NodeEvent): Application {
  let app = node.app;
  if (event.kind === 'signal' && (event.payload.type === 'SIGTERM' || event.payload.type === 'SIGINT')) app = { ...app, closing: true, blocked: undefined };
  else if (event.kind === 'timer' && event.timer === BLOCK_TIMER) app = { ...app, blocked: blockedTooLong(turn, app.blocked) };
  else dispatch(turn, event);
  if (app.transactions !== undefined) return reactInTransactions(node.spec, app, turn);
  app = runApplication(node.spec, app, turn, true);
  turn.core.closing = app.closing || isDone(node.spec, app);
  runSender(turn, app.blocked?.why === 'awaits-memory');
  return app;
}

/** The application's thread between two calls of send(): it begins, ends and waits for transactions. */
function reactInTransactions(spec: ProducerSpec, before: Application, turn: Turn): Application {
  let app = before;
  for (let i = 0; i < 4; i++) {
    const progress = app.transactions as TransactionProgress;
    const next = advanceTransactions(spec, progress, turn, app.closing, isDone(spec, app));
    app = runApplication(spec, next === progress ? app : { ...app, transactions: next }, turn, next.phase === 'sending');
    runSender(turn, app.blocked?.why === 'awaits-memory');
    if (!mayAdvance(app.transactions as TransactionProgress, turn)) break;
  }
  return app;
}

/** Calls send() when a record is due, unless an earlier call still blocks. Beats that were missed meanwhile are skipped, not caught up with. */
function runApplication(spec: ProducerSpec, before: Application, turn: Turn, maySend: boolean): Application {
  const { env } = turn;
  let { sent, dueUs, blocked, transactions } = before;
  const mayGoOn = (): boolean => !before.closing && !(spec.count !== undefined && sent >= spec.count);
  if (blocked !== undefined) blocked = send(turn, blocked.record, blocked, ownClockMs(env));
  if (blocked === undefined && maySend && dueUs < env.nowUs) dueUs += Math.ceil((env.nowUs - dueUs) / spec.intervalUs) * spec.intervalUs;
  if (blocked === undefined && dueUs === env.nowUs && maySend && mayGoOn()) {
    blocked = send(turn, recordOf(spec, env.self, sent), undefined, ownClockMs(env));
    sent++;
    if (transactions !== undefined) transactions = { ...transactions, sent: transactions.sent + 1 };
    dueUs += spec.intervalUs;
  }
  const moved = dueUs !== before.dueUs || before.blocked !== undefined || (transactions !== undefined && maySend && dueUs > env.nowUs);
  // A beat that has passed while nothing may be sent is skipped when sending goes on.
  if (blocked === undefined && moved && dueUs >= env.nowUs && mayGoOn()) setTimer(env, APPLICATION_TIMER, dueUs - env.nowUs, { type: 'SendDue' });
  if (blocked?.record !== before.blocked?.record) watchBlock(turn, blocked);
  if (sent === before.sent && blocked === before.blocked && dueUs === before.dueUs) return before;
  return { sent, acknowledged: before.acknowledged, failed: before.failed, dueUs, blocked, closing: before.closing, finished: before.finished, transactions };
}

/** max.block.ms runs from the moment a call of send() blocks until it returns. */
function watchBlock({ core, env }: Turn, blocked: Blocked | undefined): void {
  if (blocked === undefined) cancelTimer(env, BLOCK_TIMER);
  else setTimer(env, BLOCK_TIMER, core.settings.maxBlockMs * 1000, { type: 'MaxBlockExpired' });
}

/** Record n: the next key in turn, and a value that a person can follow, such as `order-7` on topic orders. */
function recordOf(spec: ProducerSpec, self: NodeName, index: number): ProducerRecord {
  const key = spec.keys.length === 0 ? null : spec.keys[index % spec.keys.length];
  return { id: `${self}#${index + 1}`, topic: spec.topic, key, value: numbered(spec.topic, index + 1) };
}

function finish(node: ProducerNode, turn: Turn, app: Application): ProducerNode {
  const settled = tally(app, turn.done);
  const core = turn.core;
  const isQuiet = app.blocked === undefined && !hasPending(core) && !settled.finished;
  const isOver = isQuiet && (settled.transactions === undefined ? app.closing || isDone(node.spec, app) : isClosed(settled.transactions));
  if (isOver) {
    tell(turn.env, { fact: 'ProcessExited', node: turn.env.self });
    exit(turn.env);
  }
  return {
    kind: 'producer',
    spec: node.spec,
    config: node.config,
    bootstrap: node.bootstrap,
    profile: node.profile,
    version: node.version,
    core,
    app: isOver ? { ...settled, finished: true } : settled,
  };
}

function tally(app: Application, done: readonly Completion[]): Application {
  if (done.length === 0) return app;
  let { acknowledged, failed } = app;
  for (const one of done) {
    if (one.error === undefined) acknowledged += one.records.length;
    else failed += one.records.length;
  }
  return {
    sent: app.sent,
    acknowledged,
    failed,
    dueUs: app.dueUs,
    blocked: app.blocked,
    closing: app.closing,
    finished: app.finished,
    transactions: app.transactions,
  };
}
