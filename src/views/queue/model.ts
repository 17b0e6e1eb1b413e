/** What a work queue holds and who has what of it: the words before any geometry. Picture and table read the same model. */
import type { QueuedFrame, ServiceFrame } from '#kafka/frame.ts';
import type { ViewProps, Words } from '../contract.ts';
import { keyFill, keyLetters } from '../marks/key.ts';

/** A message as it is seen: its key's letters and fill; the ring of one that was delivered before. */
export interface Token {
  readonly id: string;
  readonly letters: string;
  readonly fill: string;
  readonly redelivered: boolean;
  readonly fact: string;
}

export interface WorkerRow {
  readonly node: string;
  readonly state: string;
  readonly up: boolean;
  readonly held: readonly Token[];
  /** The first of `held` is being worked on. */
  readonly working: boolean;
  readonly processed: string;
  readonly fact: string;
}

export interface QueueModel {
  readonly node: string;
  readonly title: string;
  readonly kind: string;
  readonly up: boolean;
  readonly state: string;
  readonly ready: readonly Token[];
  readonly counts: string;
  readonly deleted: string;
  readonly fact: string;
  readonly deletedFact: string;
  readonly publishers: readonly { readonly node: string; readonly text: string; readonly fact: string }[];
  readonly workers: readonly WorkerRow[];
}

const token = (queue: string, where: string, { id, key, redelivered }: QueuedFrame): Token => ({
  id,
  letters: keyLetters(key),
  fill: keyFill(key),
  redelivered,
  fact: `queue ${queue} ${where} ${id}${redelivered ? ' again' : ''}`,
});

const stateOf = ({ status, connected }: ServiceFrame, words: Words): string =>
  status === 'up' && !connected ? words('queue.cut') : words(`queue.status.${status}`);

export function queueModels({ frame, words }: Pick<ViewProps, 'frame' | 'words'>): QueueModel[] {
  const services = frame.services ?? [];
  return services.flatMap((one) => (one.queue === undefined ? [] : [modelOf(one, services, words)]));
}

function modelOf(one: ServiceFrame, services: readonly ServiceFrame[], words: Words): QueueModel {
  const { node, service, status, queue = { ready: [], out: [], deleted: 0 } } = one;
  const clients = services.filter(({ client }) => client?.queue === node);
  return {
    node,
    title: node,
    kind: words(`queue.kind.${service}`),
    up: status === 'up',
    state: stateOf(one, words),
    ready: queue.ready.map((message) => token(node, 'ready', message)),
    counts: words('queue.counts', { ready: queue.ready.length, out: queue.out.length }),
    deleted: words('queue.deleted', { count: queue.deleted }),
    fact: `queue ${node} ${status} ready=${queue.ready.length} out=${queue.out.length}`,
    deletedFact: `queue ${node} deleted=${queue.deleted}`,
    publishers: clients.filter(({ service: image }) => image === 'publisher').map((client) => publisherOf(client, words)),
    workers: clients.filter(({ service: image }) => image === 'worker').map((client) => workerOf(node, client, words)),
  };
}

function publisherOf(one: ServiceFrame, words: Words): QueueModel['publishers'][number] {
  const { sent = 0, confirmed = 0 } = one.client ?? {};
  const state = one.status === 'up' && one.connected ? '' : ` · ${stateOf(one, words)}`;
  return { node: one.node, text: words('queue.sent', { sent, confirmed }) + state, fact: `publisher ${one.node} sent=${sent} confirmed=${confirmed}` };
}

function workerOf(queue: string, one: ServiceFrame, words: Words): WorkerRow {
  const { held = [], working = false, processed = 0 } = one.client ?? {};
  return {
    node: one.node,
    state: one.status === 'up' && one.connected ? words(working ? 'queue.working' : 'queue.idle') : stateOf(one, words),
    up: one.status === 'up',
    held: held.map((message) => token(queue, one.node, message)),
    working,
    processed: words('queue.processed', { count: processed }),
    fact: `worker ${one.node} ${one.status} processed=${processed}`,
  };
}
