/** What may be seen of a queue, of who fills it and of who empties it. */
import { PUBLISHER_SETTINGS, type PublisherNode } from '#beside/queue/publisher.ts';
import type { Item, Queue } from '#beside/queue/queue.ts';
import { RABBITMQ_SETTINGS, type RabbitNode } from '#beside/queue/rabbitmq.ts';
import { REDIS_SETTINGS, type RedisNode } from '#beside/queue/redis.ts';
import { WORKER_SETTINGS, type WorkerNode } from '#beside/queue/worker.ts';
import { settled, textOf } from '#beside/settings.ts';
import type { QueuedFrame, QueueFrame, ServiceFrame } from '#kafka/frame.ts';

type Slice = Omit<ServiceFrame, 'node' | 'status' | 'connected' | 'service'>;

const queued = ({ message: { id, key }, redelivered }: Item): QueuedFrame => ({ id, key, redelivered });

const queueOf = ({ ready, out, deleted }: Queue): QueueFrame => ({
  ready: ready.map(queued),
  out: out.map(({ item, worker }) => ({ ...queued(item), worker })),
  deleted,
});

export const projectRabbit = ({ config, queue }: RabbitNode): Slice => ({ config: settled(RABBITMQ_SETTINGS, config), queue: queueOf(queue) });
export const projectRedis = ({ config, queue }: RedisNode): Slice => ({ config: settled(REDIS_SETTINGS, config), queue: queueOf(queue) });

export const projectPublisher = ({ config, sent, confirmed, pending }: PublisherNode): Slice => ({
  config: settled(PUBLISHER_SETTINGS, config),
  client: { queue: textOf(PUBLISHER_SETTINGS, config, 'queue'), sent, confirmed, pending: pending.length },
});

export const projectWorker = ({ config, held, workingUs, processed }: WorkerNode): Slice => ({
  config: settled(WORKER_SETTINGS, config),
  client: {
    queue: textOf(WORKER_SETTINGS, config, 'queue'),
    processed,
    held: held.map(({ message: { id, key }, redelivered }) => ({ id, key, redelivered })),
    working: workingUs !== undefined,
  },
});
