/** What becomes of a batch (Sender.completeBatch, canRetry, failBatch): acknowledged, put back for another attempt, expired or failed. */

import { exceptionOf, isInvalidMetadata } from '#kafka/clients/exceptions.ts';
import { patched, requestUpdate } from '#kafka/clients/metadata.ts';
import type { InFlight } from '#kafka/clients/network.ts';
import { advance, type Batch, idsOf, lastSequence } from '#kafka/clients/producer/batch.ts';
import { type Completion, type PartitionQueue, putQueue, queueWith, type SendError, type Turn } from '#kafka/clients/producer/core.ts';
import { closeGap, isNextSequence, requestEpochBump, startSequencesAgain, unresolved } from '#kafka/clients/producer/sequences.ts';
import { splitAndReenqueue } from '#kafka/clients/producer/split.ts';
import { failAbortably, failFatally } from '#kafka/clients/producer/txnRequests.ts';
import { tell } from '#kafka/facts.ts';
import { type ErrorName, isRetriable } from '#kafka/protocol/errors.ts';
import type { ProduceRequest, ProduceResponse, RejectedRecords } from '#kafka/protocol/messages.ts';
import type { Offset } from '#kafka/protocol/names.ts';

export function onProduced(turn: Turn, entry: InFlight, response: ProduceResponse): void {
  const { core } = turn;
  for (const result of response.results) {
    core.metadata = patched(core.metadata, result.tp, result.currentLeader);
    complete(turn, result.tp, entry, result.error, result.baseOffset, { rejected: result.rejected, logStart: result.logStart });
  }
}

/** The connection broke or the request timed out: every batch of the request is tried again, and the broker may have appended them. */
export function onProduceLost(turn: Turn, entry: InFlight, how: 'REQUEST_TIMED_OUT' | 'NETWORK_EXCEPTION'): void {
  const { disconnected } = turn.core.settings.words;
  const error = disconnected === 'tells-timeout' ? how : 'NETWORK_EXCEPTION';
  const message = `Disconnected from node ${entry.node.replace('kafka', '')}${error === 'REQUEST_TIMED_OUT' ? ' due to timeout' : ''}`;
  const detail = disconnected === 'plain' ? {} : { message };
  for (const { tp } of (entry.request as ProduceRequest).batches) complete(turn, tp, entry, error, -1, detail);
}

/** What came with an error: which records the broker rejects, where its log starts, or words of the client's own. */
interface Detail {
  readonly rejected?: RejectedRecords;
  readonly logStart?: Offset;
  readonly message?: string;
}

function complete(turn: Turn, tp: string, entry: InFlight, error: ErrorName, baseOffset: number, { rejected, logStart, message }: Detail = {}): void {
  const { core } = turn;
  const queue = core.queues.get(tp);
  const batch = queue?.inFlight.find(({ data }) => data.correlation === entry.correlation);
  // A batch that expired meanwhile has had its result.
  if (queue === undefined || batch === undefined) return;
  if (error === 'NONE' || error === 'DUPLICATE_SEQUENCE_NUMBER') return settleAcknowledged(turn, queue, batch, error === 'NONE' ? baseOffset : -1);
  if (error === 'MESSAGE_TOO_LARGE' && batch.data.records.length > 1) return tooLarge(turn, queue, batch, entry);
  if (isInvalidMetadata(error)) core.metadata = requestUpdate(core.metadata);
  if (error === 'UNKNOWN_PRODUCER_ID') return unknownProducer(turn, queue, batch, entry, logStart ?? -1);
  if (mayRetry(turn, queue, batch, error)) return putBack(turn, queue, batch, entry, error, message);
  const thrown = exceptionOf(error);
  fail(turn, queue, batch, { exception: thrown.exception, message: message ?? thrown.message, rejected }, batch.data.attempts < core.settings.retries);
}

/**
 * The broker knows nothing of this producer (TransactionManager.canRetry before 2.5). If what it had acknowledged was deleted that is no wonder, and the
 * sequences begin again; if not, records may be lost: the batch fails, and the producer takes another id.
 */
function unknownProducer(turn: Turn, queue: PartitionQueue, batch: Batch, entry: InFlight, logStart: number): void {
  const { core, env } = turn;
  const { attempts, createdUs, sequenceReset } = batch.data;
  const mayTry = attempts < core.settings.retries && env.nowUs - createdUs < core.settings.deliveryTimeoutMs * 1000;
  const wasDeleted = !sequenceReset && logStart >= 0 && queue.lastAckedOffset < logStart;
  if (mayTry && (sequenceReset || logStart < 0 || wasDeleted)) {
    putBack(turn, queue, batch, entry, 'UNKNOWN_PRODUCER_ID');
    if (wasDeleted) startSequencesAgain(core, queue.tp);
    return;
  }
  fail(turn, queue, batch, exceptionOf('UNKNOWN_PRODUCER_ID'), false);
  if (core.txn !== undefined) return;
  core.producerId = -1;
  core.producerEpoch = -1;
}

function tooLarge(turn: Turn, queue: PartitionQueue, batch: Batch, entry: InFlight): void {
  const left = turn.core.settings.retries - batch.data.attempts;
  const { tp } = batch.data;
  splitAndReenqueue(turn, queue, batch);
  turn.warnings.push(
    `Got error produce response in correlation id ${entry.correlation} on topic-partition ${tp}, splitting and retrying (${left} attempts left). Error: MESSAGE_TOO_LARGE`,
  );
  tell(turn.env, { fact: 'SendRetried', node: turn.env.self, tp, ids: idsOf(batch.data), error: 'MESSAGE_TOO_LARGE', attempt: batch.data.attempts });
}

function settleAcknowledged(turn: Turn, queue: PartitionQueue, batch: Batch, baseOffset: number): void {
  const inFlight = queue.inFlight.filter((one) => one !== batch);
  const isCurrent = batch.data.producerId === queue.producerId && batch.data.producerEpoch === queue.producerEpoch;
  const moves = isCurrent && turn.core.settings.idempotence;
  const acked = moves ? Math.max(queue.lastAckedSequence, lastSequence(batch.data)) : queue.lastAckedSequence;
  const end = baseOffset < 0 ? -1 : baseOffset + batch.data.records.length - 1;
  putQueue(turn.core, queueWith(queue, queue.waiting, inFlight, queue.nextSequence, acked, Math.max(queue.lastAckedOffset, end)));
  succeed(turn, batch, baseOffset);
}

/** Futures complete, callbacks run in record order, the memory is returned. */
export function succeed(turn: Turn, batch: Batch, baseOffset: number): void {
  const { core, env } = turn;
  const done = advance(batch, { type: 'ACKNOWLEDGED' }).data;
  core.usedBytes -= done.allocatedBytes;
  turn.done.push({ tp: done.tp, records: done.records, error: undefined });
  tell(env, { fact: 'RecordsAcknowledged', node: env.self, tp: done.tp, ids: idsOf(done), baseOffset, acks: core.settings.acks });
}

function mayRetry(turn: Turn, queue: PartitionQueue, batch: Batch, error: ErrorName): boolean {
  const { core, env } = turn;
  const { attempts, createdUs, sequenceReset, baseSequence } = batch.data;
  if (attempts >= core.settings.retries || env.nowUs - createdUs >= core.settings.deliveryTimeoutMs * 1000) return false;
  if (core.settings.idempotence && error === 'OUT_OF_ORDER_SEQUENCE_NUMBER') {
    const earlierFailed = queue.unresolvedSequence < 0 && (sequenceReset || !isNextSequence(queue, baseSequence));
    if (core.txn !== undefined) return earlierFailed;
    // While an expired batch leaves its sequence open, only the batch right behind it may close the gap.
    const mayBump = queue.unresolvedSequence < 0 || baseSequence === queue.unresolvedSequence;
    if (!earlierFailed && mayBump) requestEpochBump(core, queue.tp);
    return true;
  }
  return isRetriable(error);
}

/** Back to the front of the queue, or in order of sequence with idempotence (RecordAccumulator.reenqueue). */
function putBack(turn: Turn, queue: PartitionQueue, batch: Batch, entry: InFlight, error: ErrorName, message?: string): void {
  const { core, env } = turn;
  const again = advance(batch, { type: 'RETRIABLE_ERROR', nowUs: env.nowUs });
  let index = 0;
  if (core.settings.idempotence) {
    while (index < queue.waiting.length && queue.waiting[index].data.baseSequence >= 0 && queue.waiting[index].data.baseSequence < batch.data.baseSequence)
      index++;
  }
  const waiting = [...queue.waiting.slice(0, index), again, ...queue.waiting.slice(index)];
  putQueue(
    core,
    queueWith(
      queue,
      waiting,
      queue.inFlight.filter((one) => one !== batch),
    ),
  );
  core.retries++;
  core.lastError = error;
  tell(env, { fact: 'SendRetried', node: env.self, tp: batch.data.tp, ids: idsOf(batch.data), error, attempt: again.data.attempts });
  turn.warnings.push(warningOf(turn, entry, batch, message === undefined ? error : `${error}. Error Message: ${message}`));
}

function warningOf(turn: Turn, entry: InFlight, batch: Batch, detail: string): string {
  const left = turn.core.settings.retries - batch.data.attempts - 1;
  return `Got error produce response with correlation id ${entry.correlation} on topic-partition ${batch.data.tp}, retrying (${left} attempts left). Error: ${detail}`;
}

/** Asked of every partition at every event. */
function anyOlder(batches: readonly Batch[], limitUs: number): boolean {
  for (let i = 0; i < batches.length; i++) if (batches[i].data.createdUs <= limitUs) return true;
  return false;
}

/** delivery.timeout.ms has passed since the batch was created, in the queue or in flight. */
export function expireBatches(turn: Turn): void {
  const { core, env } = turn;
  const limitUs = env.nowUs - core.settings.deliveryTimeoutMs * 1000;
  for (const { tp, inFlight, waiting } of core.queues.values()) {
    if (!anyOlder(inFlight, limitUs) && !anyOlder(waiting, limitUs)) continue;
    for (;;) {
      const queue = core.queues.get(tp);
      const old = queue?.inFlight.find(({ data }) => data.createdUs <= limitUs) ?? queue?.waiting.find(({ data }) => data.createdUs <= limitUs);
      if (queue === undefined || old === undefined) break;
      expire(turn, queue, old);
    }
  }
}

function expire(turn: Turn, queue: PartitionQueue, batch: Batch): void {
  const { data } = batch;
  const ageMs = Math.floor((turn.env.nowUs - data.createdUs) / 1000);
  const why = turn.core.settings.words.explainsExpiry ? '. The request has not been sent, or no server response has been received yet.' : '';
  const message = `Expiring ${data.records.length} record(s) for ${data.tp}:${ageMs} ms has passed since batch creation${why}`;
  const wasSent = turn.core.settings.idempotence && data.baseSequence >= 0;
  fail(turn, wasSent ? unresolved(queue, data) : queue, batch, { exception: 'TimeoutException', message }, false);
}

interface Failure extends SendError {
  readonly rejected?: RejectedRecords;
}

/** Every record's future gets the exception. If the broker said no for certain, the sequence it leaves open is closed by an epoch bump. */
function fail(turn: Turn, queue: PartitionQueue, batch: Batch, error: Failure, adjustSequences: boolean): void {
  const { core, env } = turn;
  const isOther = (one: Batch): boolean => one !== batch;
  const done = advance(batch, { type: 'FAILED' }).data;
  putQueue(core, queueWith(queue, queue.waiting.filter(isOther), queue.inFlight.filter(isOther)));
  if (core.txn !== undefined) {
    failedInTransaction(turn, error);
    if (adjustSequences) closeGap(core, queue.tp, batch);
  } else if (core.settings.idempotence && adjustSequences) requestEpochBump(core, queue.tp);
  core.usedBytes -= done.allocatedBytes;
  core.lastError = error.exception;
  for (const { records, error: thrown } of shares(done.records, error)) {
    turn.done.push({ tp: done.tp, records, error: thrown });
    tell(env, { fact: 'SendFailed', node: env.self, tp: done.tp, ids: records.map(({ id }) => id), error: `${thrown.exception}: ${thrown.message}` });
  }
}

/** maybeTransitionToErrorState: a transaction that lost a batch can only be aborted. */
function failedInTransaction(turn: Turn, error: SendError): void {
  if (FATAL.has(error.exception)) return failFatally(turn, error, true);
  const isRepeatable = RETRIABLE.has(error.exception);
  failAbortably(turn, isRepeatable ? EXHAUSTED : error, true);
}

const FATAL: ReadonlySet<string> = new Set(['ProducerFencedException', 'InvalidPidMappingException']);
const RETRIABLE: ReadonlySet<string> = new Set(['TimeoutException', 'NotEnoughReplicasException', 'InvalidTxnStateException']);
const EXHAUSTED: SendError = { exception: 'TransactionAbortableException', message: 'Transaction Request was aborted after exhausting retries.' };

/** Batches that are not on their way fail with the transaction; with `all`, those that are too. */
export function abortBatches(turn: Turn, error: SendError, all: boolean): void {
  for (const { tp } of turn.core.queues.values()) {
    for (;;) {
      const queue = turn.core.queues.get(tp);
      const batch = queue?.waiting.find(({ data }) => all || data.baseSequence < 0) ?? (all ? queue?.inFlight[0] : undefined);
      if (queue === undefined || batch === undefined) break;
      giveUp(turn, queue, batch, error);
    }
  }
}

function giveUp(turn: Turn, queue: PartitionQueue, batch: Batch, error: SendError): void {
  const isOther = (one: Batch): boolean => one !== batch;
  const done = advance(batch, { type: 'FAILED' }).data;
  putQueue(turn.core, queueWith(queue, queue.waiting.filter(isOther), queue.inFlight.filter(isOther)));
  turn.core.usedBytes -= done.allocatedBytes;
  turn.done.push({ tp: done.tp, records: done.records, error });
  tell(turn.env, { fact: 'SendFailed', node: turn.env.self, tp: done.tp, ids: idsOf(done), error: `${error.exception}: ${error.message}` });
}

/** What records get that were well, in a batch that was refused for others. */
const INNOCENT: SendError = {
  exception: 'KafkaException',
  message: 'Failed to append record because it was part of a batch which had one more more invalid records',
};

type Records = Completion['records'];

/** One exception for all, or each record its own when the broker said which of them it rejects (KIP-467). */
function shares(records: Records, { exception, message, rejected }: Failure): readonly { readonly records: Records; readonly error: SendError }[] {
  if (rejected === undefined || rejected.recordErrors.length === 0) return [{ records, error: { exception, message } }];
  const { recordErrors } = rejected;
  // Only with a single record error does the batch's error code say of what kind it is.
  const kind = recordErrors.length === 1 ? exception : 'InvalidRecordException';
  return records.map((record, n) => {
    const own = recordErrors.find(({ batchIndex }) => batchIndex === n);
    return { records: [record], error: own === undefined ? INNOCENT : { exception: kind, message: own.message } };
  });
}
