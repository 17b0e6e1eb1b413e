/** The sender's pass (Sender.sendProducerData): which partitions are ready, drain one batch each per node, expire the old, send. */
import { backoffMs } from '#kafka/clients/backoff.ts';
import { leaderOf, requestUpdate, tend } from '#kafka/clients/metadata.ts';
import { ALWAYS, inFlightTo, ready, readyAtUs, request, requestAndForget } from '#kafka/clients/network.ts';
import { advance, type Batch, type BatchData, idsOf, isFull, withData } from '#kafka/clients/producer/batch.ts';
import { noteReady } from '#kafka/clients/producer/choose.ts';
import { type Draft, type PartitionQueue, type ProducerCore, putQueue, queueWith, type Turn } from '#kafka/clients/producer/core.ts';
import { abortBatches, expireBatches, succeed } from '#kafka/clients/producer/result.ts';
import { ensureProducerId, mayDrain, prepareSequences, requestEpochBump, resolveSequences, sequenced } from '#kafka/clients/producer/sequences.ts';
import { isCompleting, type TransactionManager } from '#kafka/clients/producer/transactions.ts';
import { failAbortably, tendTransaction } from '#kafka/clients/producer/txnRequests.ts';
import { tell } from '#kafka/facts.ts';
import type { NodeName } from '#kafka/protocol/names.ts';
import type { NewBatch } from '#kafka/protocol/record.ts';
import { copied } from '#sim/copy.ts';
import { cancelTimer, setTimer } from '#sim/effect.ts';

export const SENDER_TIMER = 'sender';

/** When and why the sender must look again. */
interface Wake {
  atUs: number;
  why: 'LingerExpired' | 'RetryBackoffExpired' | 'ReconnectBackoffExpired' | 'DeliveryTimeoutExpired';
}

const sooner = (wake: Wake, atUs: number, why: Wake['why']): void => {
  if (atUs >= wake.atUs) return;
  wake.atUs = atUs;
  wake.why = why;
};

/** One pass of the sender thread; called at the end of every event that may have changed something. */
export function runSender(turn: Turn, memoryExhausted = false): void {
  const { core, env } = turn;
  const wake: Wake = { atUs: Number.POSITIVE_INFINITY, why: 'LingerExpired' };
  if (core.settings.idempotence) {
    resolveSequences(turn, (tp) => (core.txn === undefined ? requestEpochBump(core, tp) : failAbortably(turn, UNACKNOWLEDGED, true)));
    sooner(wake, ensureProducerId(core, env), 'RetryBackoffExpired');
    if (core.txn !== undefined) runTransaction(turn, wake);
  }
  for (const node of readyNodes(turn, wake, memoryExhausted)) sendTo(turn, node);
  expireBatches(turn);
  if (core.txn !== undefined) sooner(wake, tendTransaction(turn), 'RetryBackoffExpired');
  noteExpiry(core, wake);
  const tended = tend(core.metadata, core.net, core.metadataArmedUs, core.settings, env);
  core.metadata = tended.metadata;
  core.net = tended.net;
  core.metadataArmedUs = tended.armedUs;
  arm(turn, wake);
}

const UNACKNOWLEDGED = {
  exception: 'KafkaException',
  message:
    "The client hasn't received acknowledgment for some previously sent messages and can no longer retry them. It is safe to abort the transaction and continue.",
};

/** Before data is sent: batches that will never go are given up, and the next transactional request goes out. */
function runTransaction(turn: Turn, wake: Wake): void {
  const { core } = turn;
  const { value, data } = core.txn as TransactionManager;
  if (value === 'FATAL_ERROR') abortBatches(turn, data.error ?? ABORTED, true);
  else if (value === 'ABORTING_TRANSACTION') abortBatches(turn, data.error ?? ABORTED, false);
  sooner(wake, tendTransaction(turn), 'RetryBackoffExpired');
}

const ABORTED = { exception: 'TransactionAbortedException', message: 'Failing batch since transaction was aborted' };

function arm({ core, env }: Turn, wake: Wake): void {
  if (wake.atUs === core.senderArmedUs) return;
  if (wake.atUs === Number.POSITIVE_INFINITY) cancelTimer(env, SENDER_TIMER);
  else setTimer(env, SENDER_TIMER, Math.max(0, wake.atUs - env.nowUs), { type: wake.why });
  core.senderArmedUs = wake.atUs;
}

/** Batches in flight are watched by their request's timer; only those that wait here need their own. */
function noteExpiry(core: ProducerCore, wake: Wake): void {
  for (const queue of core.queues.values()) {
    if (queue.waiting.length > 0) sooner(wake, queue.waiting[0].data.createdUs + core.settings.deliveryTimeoutMs * 1000, 'DeliveryTimeoutExpired');
  }
}

/**
 * Leaders of partitions whose first batch is ripe, connected and able to take a request, in order of first such partition. Batches for a leader that
 * cannot be reached stay where they are: a connection that is refused is no attempt.
 */
function readyNodes(turn: Turn, wake: Wake, memoryExhausted: boolean): readonly NodeName[] {
  const { core, env } = turn;
  const nodes: NodeName[] = [];
  for (const queue of core.queues.values()) {
    if (queue.waiting.length === 0) continue;
    const leader = leaderOf(core.metadata, queue.tp);
    const ripeUs = ripeAtUs(core, queue, wake, memoryExhausted, env.nowUs);
    if (ripeUs > env.nowUs) continue;
    if (leader === undefined) core.metadata = requestUpdate(core.metadata);
    else if (!nodes.includes(leader)) nodes.push(leader);
  }
  return nodes.filter((node) => {
    const connection = ready(core.net, core.settings, env, node);
    core.net = connection.net;
    const mayWrite = connection.ready && inFlightTo(core.net, node) < core.settings.maxInFlight;
    noteReady(turn, node, mayWrite);
    if (connection.ready) return mayWrite;
    const readyUs = readyAtUs(core.net, node);
    if (readyUs > env.nowUs) sooner(wake, readyUs, 'ReconnectBackoffExpired');
    return false;
  });
}

/** When the first batch of this partition may go; Infinity while the partition is muted. Notes the waiting time in `wake`. */
function ripeAtUs(core: ProducerCore, queue: PartitionQueue, wake: Wake, memoryExhausted: boolean, nowUs: number): number {
  if (isMuted(core, queue)) return Number.POSITIVE_INFINITY;
  const first = queue.waiting[0].data;
  const backoffUs = retryAtUs(core, queue);
  if (backoffUs > nowUs) {
    sooner(wake, backoffUs, 'RetryBackoffExpired');
    return backoffUs;
  }
  if (
    core.closing ||
    memoryExhausted ||
    (core.txn !== undefined && isCompleting(core.txn)) ||
    queue.waiting.length > 1 ||
    isFull(first, core.settings.batchSize)
  )
    return ALWAYS;
  const lingersUntilUs = first.lastAttemptUs + core.settings.lingerMs * 1000;
  if (lingersUntilUs > nowUs) sooner(wake, lingersUntilUs, 'LingerExpired');
  return lingersUntilUs;
}

/** With one request in flight a partition is muted until its answer, which keeps the order (guaranteeMessageOrder). */
const isMuted = (core: ProducerCore, queue: PartitionQueue): boolean => core.settings.maxInFlight === 1 && queue.inFlight.length > 0;

/** End of the first batch's retry backoff; long past when it has none. A leader that changed since the failed attempt ends it (KIP-951). */
function retryAtUs(core: ProducerCore, queue: PartitionQueue): number {
  const { attempts, lastAttemptUs, leaderEpoch } = queue.waiting[0].data;
  if (attempts === 0) return ALWAYS;
  const known = core.metadata.partitions.get(queue.tp);
  if (leaderEpoch >= 0 && known !== undefined && known.leaderEpoch > leaderEpoch) return ALWAYS;
  return lastAttemptUs + backoffMs(core.settings.retryBackoffMs, core.settings.retryBackoffMaxMs, attempts - 1) * 1000;
}

/** One ProduceRequest with at most one batch of every partition that this node leads, ripe or not. */
function sendTo(turn: Turn, node: NodeName): void {
  const { core, env } = turn;
  const drained = drain(turn, node);
  if (drained.length === 0) return;
  const { acks, requestTimeoutMs } = core.settings;
  const batches = drained.map(({ data }) => ({ tp: data.tp, batch: onWire(core, data) }));
  const plain = { type: 'ProduceRequest' as const, acks, timeoutMs: requestTimeoutMs, batches };
  const body = core.txn === undefined ? plain : { ...plain, transactionalId: core.txn.data.transactionalId, version: core.txn.data.version };
  for (const { data } of drained) tell(env, { fact: 'BatchSent', node: env.self, tp: data.tp, ids: idsOf(data), attempt: data.attempts + 1, acks });
  if (acks !== 0) {
    core.net = request(core.net, env, node, body, requestTimeoutMs);
    return;
  }
  core.net = requestAndForget(core.net, env, node, body);
  for (const batch of drained) succeed(turn, batch, -1);
}

function onWire({ txn }: ProducerCore, { producerId, producerEpoch, baseSequence, records }: BatchData): NewBatch {
  return txn === undefined ? { producerId, producerEpoch, baseSequence, records } : { producerId, producerEpoch, baseSequence, records, transactional: true };
}

/** Walks the node's partitions round robin from where the last walk ended (RecordAccumulator.drainBatchesForOneNode). */
function drain(turn: Turn, node: NodeName): Batch[] {
  const { core, env } = turn;
  const led: PartitionQueue[] = [];
  for (const queue of core.queues.values()) if (leaderOf(core.metadata, queue.tp) === node) led.push(queue);
  const start = (core.drainIndex.get(node) ?? 0) % led.length;
  const drained: Batch[] = [];
  let sizeBytes = 0;
  let last = start;
  for (let i = 0; i < led.length; i++) {
    last = (start + i) % led.length;
    const queue = led[last];
    const first = queue.waiting[0];
    if (first === undefined || isMuted(core, queue) || retryAtUs(core, queue) > env.nowUs) continue;
    if (sizeBytes + first.data.sizeBytes > core.settings.maxRequestSize && drained.length > 0) break;
    if (!mayDrain(core, queue, first.data)) continue;
    sizeBytes += first.data.sizeBytes;
    drained.push(takeFirst(core, queue));
  }
  if (core.drainIndex.get(node) !== last) core.drainIndex = copied(core.drainIndex).set(node, last);
  return drained;
}

/** Moves the first batch of a partition into flight, with its sequence if it has none yet. */
function takeFirst(core: Draft<ProducerCore>, queue: PartitionQueue): Batch {
  const first = queue.waiting[0];
  const ready = core.settings.idempotence ? prepareSequences(core, queue) : queue;
  const sequence = core.settings.idempotence ? sequenced(core, ready, first.data) : { producerId: -1, producerEpoch: -1, baseSequence: -1, nextSequence: 0 };
  const leaderEpoch = core.metadata.partitions.get(queue.tp)?.leaderEpoch ?? -1;
  const sent = advance(withData(first, { leaderEpoch }), { type: 'DRAINED', ...sequence, correlation: core.net.nextCorrelation });
  const inFlight = core.settings.acks === 0 ? queue.inFlight : [...queue.inFlight, sent];
  putQueue(core, queueWith(ready, queue.waiting.slice(1), inFlight, core.settings.idempotence ? sequence.nextSequence : ready.nextSequence));
  return sent;
}
