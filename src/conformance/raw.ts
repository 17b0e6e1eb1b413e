/**
 * A client that keeps to no rules: single requests in words, such as `Produce orders-0 producerId=7 producerEpoch=0 baseSequence=3`, and what is answered.
 * `recorder/clients/Raw.java` sends the same to a real broker. A producer id and epoch that were given out are those of later requests which name none.
 */
import type { Service } from '#kafka/cluster.ts';
import type { NodeKind, ServiceNode } from '#kafka/kind.ts';
import type { Body, Request, Response } from '#kafka/protocol/messages.ts';
import { brokerName, EPOCH_MS, type NodeName, type Tp } from '#kafka/protocol/names.ts';
import type { NewBatch } from '#kafka/protocol/record.ts';
import type { TransactionVersion } from '#kafka/protocol/transactions.ts';
import { send } from '#sim/effect.ts';

export const RAW = 'raw';

/** The last version of Produce with names of topics, which speaks for transaction.version 2; EndTxn does with 5. */
const PRODUCE_OF_TWO = 12;
const END_OF_TWO = 5;

interface RawNode extends ServiceNode {
  readonly service: typeof RAW;
  /** Of the request that waits for its answer. */
  readonly correlation: number;
  /** undefined: not answered yet; null: the connection was closed. */
  readonly answer: Response | null | undefined;
}

interface Ask {
  readonly type: 'Ask';
  readonly to: NodeName;
  readonly body: Body<Request>;
}

const kind: NodeKind<RawNode> = {
  handle(node, event, env) {
    if (event.kind === 'signal') {
      const { to, body } = event.payload as Ask;
      const correlation = node.correlation + 1;
      send(env, to, { ...body, correlation } as Request, `raw-${correlation}`);
      return { ...node, correlation, answer: undefined };
    }
    if (event.kind === 'message' && (event.payload as Response).correlation === node.correlation) return { ...node, answer: event.payload as Response };
    return event.kind === 'closed' && node.answer === undefined ? { ...node, answer: null } : node;
  },
  crash: (node) => node,
};

const rawNode = (): RawNode => ({ kind: 'service', service: RAW, correlation: 0, answer: undefined });

export const rawService: Service = { node: rawNode, kind: kind as unknown as NodeKind<ServiceNode> };
export { rawNode };

/** Sends a request, runs on until it is answered, and hands out the answer. */
export type Exchange = (to: NodeName, body: Body<Request>) => Response | null;

export const askOf = (to: NodeName, body: Body<Request>): Ask => ({ type: 'Ask', to, body });
export const answerOf = (node: unknown): Response | null | undefined => (node as RawNode).answer;

interface Words {
  readonly api: string;
  readonly tp: Tp;
  readonly text: (name: string) => string | undefined;
  readonly number: (name: string, otherwise: number) => number;
}

function read(request: string): Words {
  const [api, ...words] = request.split(' ');
  const options = new Map(words.filter((word) => word.includes('=')).map((word) => word.split('=', 2) as [string, string]));
  return {
    api,
    tp: words.find((word) => !word.includes('=')) ?? '',
    text: (name) => options.get(name),
    number: (name, otherwise) => Number(options.get(name) ?? otherwise),
  };
}

/** Whom requests are from that name no producer. */
export interface Identity {
  producerId: number;
  producerEpoch: number;
}

/** One request; what comes back in the words of `Raw.java`. */
export function rawAnswer(request: string, own: Identity, nowMs: number, exchange: Exchange): string {
  const words = read(request);
  switch (words.api) {
    case 'Produce':
      return `Produce ${produce(words, own, nowMs, exchange)}`;
    case 'InitProducerId':
      return `InitProducerId ${init(words, own, exchange)}`;
    case 'AddPartitionsToTxn':
      return `AddPartitionsToTxn ${add(words, own, exchange)}`;
    case 'EndTxn':
      return `EndTxn ${finish(words, own, exchange)}`;
    default:
      throw new Error(request);
  }
}

function produce({ tp, text, number }: Words, own: Identity, nowMs: number, exchange: Exchange): string {
  const transactionalId = text('transactionalId');
  const timestampMs = EPOCH_MS + nowMs - number('ageMs', 0);
  const records = Array.from({ length: number('records', 1) }, (_, n) => ({
    id: `${RAW}@${nowMs}#${n + 1}`,
    key: null,
    value: `record-${n + 1}`,
    timestampMs,
  }));
  const producer = { producerId: number('producerId', own.producerId), producerEpoch: number('producerEpoch', own.producerEpoch) };
  const plain: NewBatch = { ...producer, baseSequence: number('baseSequence', -1), records };
  const version: TransactionVersion = number('version', PRODUCE_OF_TWO) >= PRODUCE_OF_TWO ? 2 : 0;
  const transactional = transactionalId === undefined ? {} : { transactionalId, version };
  const batch: NewBatch = transactionalId === undefined ? plain : { ...plain, transactional: true };
  const acks = number('acks', -1) as 0 | 1 | -1;
  const response = exchange(text('to') ?? 'kafka1', { type: 'ProduceRequest', acks, timeoutMs: 30_000, batches: [{ tp, batch }], ...transactional });
  if (response?.type !== 'ProduceResponse') return 'closed';
  const [{ error, baseOffset }] = response.results;
  return `${error} baseOffset=${baseOffset}`;
}

function init({ text, number }: Words, own: Identity, exchange: Exchange): string {
  const transactionalId = text('transactionalId');
  const known = text('producerEpoch') === undefined ? {} : { producerId: own.producerId, producerEpoch: number('producerEpoch', -1) };
  const body = { type: 'InitProducerIdRequest' as const, transactionalId, transactionTimeoutMs: number('timeoutMs', 60_000), ...known };
  const response = exchange(coordinator(transactionalId, exchange), body);
  if (response?.type !== 'InitProducerIdResponse') return 'closed';
  take(own, response);
  return `${response.error} producerEpoch=${response.producerEpoch}`;
}

function add({ tp, text, number }: Words, own: Identity, exchange: Exchange): string {
  const transactionalId = text('transactionalId') ?? '';
  const identity = { transactionalId, producerId: own.producerId, producerEpoch: number('producerEpoch', own.producerEpoch) };
  const body = { type: 'AddPartitionsToTxnRequest' as const, ...identity, partitions: [tp], verifyOnly: false, version: 0 as const };
  const response = exchange(coordinator(transactionalId, exchange), body);
  return response?.type === 'AddPartitionsToTxnResponse' ? response.results[0].error : 'closed';
}

function finish({ text, number }: Words, own: Identity, exchange: Exchange): string {
  const transactionalId = text('transactionalId') ?? '';
  const version: TransactionVersion = number('version', END_OF_TWO) >= END_OF_TWO ? 2 : 0;
  const identity = { transactionalId, producerId: own.producerId, producerEpoch: number('producerEpoch', own.producerEpoch) };
  const committed = text('committed') !== 'false';
  const response = exchange(coordinator(transactionalId, exchange), { type: 'EndTxnRequest', ...identity, committed, version });
  if (response?.type !== 'EndTxnResponse') return 'closed';
  if (version === 0) return response.error;
  if (response.error === 'NONE') take(own, response);
  return `${response.error} producerEpoch=${response.producerEpoch}`;
}

function take(own: Identity, { producerId, producerEpoch }: Identity): void {
  own.producerId = producerId;
  own.producerEpoch = producerEpoch;
}

/** Its broker; the first time its topic is made. */
function coordinator(transactionalId: string | undefined, exchange: Exchange): NodeName {
  if (transactionalId === undefined) return 'kafka1';
  for (let tries = 0; tries < 1000; tries++) {
    const found = exchange('kafka1', { type: 'FindCoordinatorRequest', group: transactionalId, keyType: 'transaction' });
    if (found?.type === 'FindCoordinatorResponse' && found.error === 'NONE') return brokerName(found.coordinator);
  }
  throw new Error(`Nobody coordinates ${transactionalId}.`);
}
