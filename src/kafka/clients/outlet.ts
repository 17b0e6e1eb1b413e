/**
 * The producer of an application that reads, works and writes on (consume, process, produce): a second client in the same process, with connections and
 * timers of its own. Its calls are those that the application's thread makes: send(), flush(), and those of a transaction (KIP-98, KIP-447).
 */
import { producerSettings } from '#kafka/clients/producer/config.ts';
import { draftOf, hasPending, newProducer, type ProducerCore, type Turn as ProducerTurn, type SendError } from '#kafka/clients/producer/core.ts';
import { dispatch } from '#kafka/clients/producer/dispatch.ts';
import { type Blocked, blockedTooLong, type ProducerRecord, send } from '#kafka/clients/producer/send.ts';
import { runSender } from '#kafka/clients/producer/sender.ts';
import { moveTo, type OffsetsToSend, type TransactionManager, withManager } from '#kafka/clients/producer/transactions.ts';
import { isMarked, ScopedEnv, unmarked } from '#kafka/clients/scope.ts';
import { tell } from '#kafka/facts.ts';
import { featuresOf, transactionVersionOf } from '#kafka/metadata/features.ts';
import { type NodeName, ownClockMs } from '#kafka/protocol/names.ts';
import type { ClusterSpec, Config } from '#kafka/spec.ts';
import { cancelTimer, type Env, setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

/** Where the application writes to, and how. */
export interface OutletSpec {
  readonly topic: string;
  readonly config: Config;
}

export interface Outlet {
  readonly core: ProducerCore;
  /** Calls of send() so far: survives a crash, so that the ids of its records stay unique. */
  readonly sent: number;
  readonly blocked: Blocked | undefined;
  /** What failed since the last flush(): a future that the application has not looked at. */
  readonly failure: SendError | undefined;
  /** Offsets are sent with the group's generation and member (KIP-447). */
  readonly namesMember: boolean;
}

/** One handling of one event. */
export interface OutletTurn {
  readonly topic: string;
  readonly producer: ProducerTurn & { readonly env: ScopedEnv };
  sent: number;
  blocked: Blocked | undefined;
  failure: SendError | undefined;
  readonly namesMember: boolean;
}

export const newOutlet = (spec: ClusterSpec, { config }: OutletSpec, bootstrap: readonly NodeName[]): Outlet => ({
  core: newProducer(producerSettings(config, spec.profile, transactionVersionOf(spec)), bootstrap),
  sent: 0,
  blocked: undefined,
  failure: undefined,
  namesMember: featuresOf(spec.profile).offsetsNameMember,
});

/** What is left of it after a crash. */
export const crashedOutlet = ({ core, sent, namesMember }: Outlet, bootstrap: readonly NodeName[]): Outlet => ({
  core: newProducer(core.settings, bootstrap),
  sent,
  blocked: undefined,
  failure: undefined,
  namesMember,
});

/** Marks the names of this client's connections and timers, which the process's other client has too. */
const MARK = 'producer.';
const BLOCK_TIMER = 'block';

/** Is the event for the producer, and not for the consumer beside it? */
export const isForOutlet = (event: NodeEvent): boolean => isMarked(event, MARK);

export const openOutlet = ({ core, sent, blocked, failure, namesMember }: Outlet, topic: string, env: Env): OutletTurn => ({
  topic,
  producer: { core: draftOf(core), env: new ScopedEnv(env, MARK), done: [], warnings: [] },
  sent,
  blocked,
  failure,
  namesMember,
});

export function keepOutlet({ producer, sent, blocked, failure, namesMember }: OutletTurn): Outlet {
  producer.env.release();
  return { core: producer.core, sent, blocked, failure, namesMember };
}

export function dispatchToOutlet(turn: OutletTurn, event: NodeEvent): void {
  const own = unmarked(event, MARK);
  if (own.kind === 'timer' && own.timer === BLOCK_TIMER) turn.blocked = blockedTooLong(turn.producer, turn.blocked);
  else dispatch(turn.producer, own);
}

/** One pass of the sender's thread; notes what failed. Returns the ids of the records that were acknowledged. */
export function tendOutlet(turn: OutletTurn): readonly string[] {
  runSender(turn.producer, turn.blocked?.why === 'awaits-memory');
  const acknowledged = turn.producer.done.flatMap(({ error, records }) => (error === undefined ? records.map(({ id }) => id) : []));
  turn.failure ??= turn.producer.done.find(({ error }) => error !== undefined)?.error;
  turn.producer.done.length = 0;
  return acknowledged;
}

/**
 * send() of what was made of a record; returns its id. The call has returned when `blocked` is undefined. Where a process has several outlets, `name` tells
 * their records apart.
 */
export function writeOn(turn: OutletTurn, record: Omit<ProducerRecord, 'id' | 'topic'>, topic = turn.topic, name = turn.producer.env.self): string {
  turn.sent++;
  const id = `${name}#${turn.sent}`;
  attempt(turn, { id, topic, key: record.key, value: record.value, origin: record.origin }, undefined);
  return id;
}

/** Goes on with a call of send() that has not returned. */
export function retryWrite(turn: OutletTurn): void {
  if (turn.blocked !== undefined) attempt(turn, turn.blocked.record, turn.blocked);
}

/** max.block.ms runs from the moment a call of send() blocks until it returns. */
function attempt(turn: OutletTurn, record: ProducerRecord, before: Blocked | undefined): void {
  const { env, core } = turn.producer;
  turn.blocked = send(turn.producer, record, before, ownClockMs(env));
  if (turn.blocked !== undefined && before === undefined) setTimer(env, BLOCK_TIMER, core.settings.maxBlockMs * 1000, { type: 'MaxBlockExpired' });
  else if (turn.blocked === undefined && before !== undefined) cancelTimer(env, BLOCK_TIMER);
}

/** Whether flush() returns. Whoever waits in it has batches sent that would have lingered. */
export function isFlushed(turn: OutletTurn): boolean {
  const { core } = turn.producer;
  const isDone = turn.blocked === undefined && !hasPending(core);
  core.closing = !isDone;
  return isDone;
}

const managerOf = ({ producer }: OutletTurn): TransactionManager | undefined => producer.core.txn;

export const transactionState = (turn: OutletTurn): TransactionManager['value'] | undefined => managerOf(turn)?.value;

/** The error that the transaction manager throws from every call. */
export const transactionError = (turn: OutletTurn): SendError | undefined => managerOf(turn)?.data.error;

function move(turn: OutletTurn, to: TransactionManager['value'], change: Partial<TransactionManager['data']> = {}): void {
  const manager = managerOf(turn);
  if (manager !== undefined) turn.producer.core.txn = moveTo(manager, to, change);
}

export const initTransactions = (turn: OutletTurn): void => move(turn, 'INITIALIZING');

export function beginTransaction(turn: OutletTurn): void {
  const { producer } = turn;
  move(turn, 'IN_TRANSACTION', { ids: [] });
  tell(producer.env, { fact: 'TransactionBegun', node: producer.env.self, transactionalId: managerOf(turn)?.data.transactionalId ?? '' });
}

/** sendOffsetsToTransaction(): returns when `areOffsetsSent`. */
export function sendOffsets(turn: OutletTurn, offsets: Omit<OffsetsToSend, 'added'>): void {
  const manager = managerOf(turn);
  if (manager !== undefined) turn.producer.core.txn = withManager(manager, { offsets: { ...offsets, added: false } });
}

export const areOffsetsSent = (turn: OutletTurn): boolean => managerOf(turn)?.data.offsets === undefined;

export const commitTransaction = (turn: OutletTurn): void => move(turn, 'COMMITTING_TRANSACTION');

export const abortTransaction = (turn: OutletTurn): void => move(turn, 'ABORTING_TRANSACTION', { fresh: [], offsets: undefined });

/** close(): what is open is aborted, what waits is sent. */
export function closeOutlet(turn: OutletTurn): void {
  const state = transactionState(turn);
  turn.blocked = undefined;
  turn.producer.core.closing = true;
  if (state === 'IN_TRANSACTION' || state === 'ABORTABLE_ERROR') abortTransaction(turn);
}

export function isOutletClosed(turn: OutletTurn): boolean {
  const state = transactionState(turn);
  return !hasPending(turn.producer.core) && state !== 'ABORTING_TRANSACTION' && state !== 'COMMITTING_TRANSACTION';
}
