/** What may stand beside Kafka in a scenario, by the image that a document names. */
import { BURROW_SETTINGS } from '#beside/burrow/config.ts';
import { burrowKind, burrowNode } from '#beside/burrow/node.ts';
import { projectBurrow } from '#beside/burrow/project.ts';
import { CONNECT_SETTINGS } from '#beside/connect/config.ts';
import { connectKind, connectNode } from '#beside/connect/node.ts';
import { projectConnect } from '#beside/connect/project.ts';
import { projectPublisher, projectRabbit, projectRedis, projectWorker } from '#beside/queue/project.ts';
import { PUBLISHER_SETTINGS, publisherKind, publisherNode } from '#beside/queue/publisher.ts';
import { RABBITMQ_SETTINGS, rabbitKind, rabbitNode } from '#beside/queue/rabbitmq.ts';
import { REDIS_SETTINGS, redisKind, redisNode } from '#beside/queue/redis.ts';
import { WORKER_SETTINGS, workerKind, workerNode } from '#beside/queue/worker.ts';
import type { Settings } from '#beside/settings.ts';
import { STREAMS_SETTINGS } from '#beside/streams/config.ts';
import { streamsKind, streamsNode } from '#beside/streams/node.ts';
import { projectStreams } from '#beside/streams/project.ts';
import type { Service } from '#kafka/cluster.ts';
import type { ServiceFrame } from '#kafka/frame.ts';
import type { ServiceNode } from '#kafka/kind.ts';

/** A service: what a scenario may write about it, and what may be seen of it. */
export interface ServiceEntry extends Service {
  readonly settings: Settings;
  /** Where it listens for HTTP; absent when it does not. */
  readonly httpPort?: number;
  /** It works with the files of the terminal's directory. */
  readonly sharesFiles?: true;
  project(node: ServiceNode, nowUs: number): Omit<ServiceFrame, 'node' | 'status' | 'connected' | 'service'>;
}

/** `project` of a service is only ever given that service's own nodes. */
const own =
  <N extends ServiceNode>(project: (node: N, nowUs: number) => ReturnType<ServiceEntry['project']>): ServiceEntry['project'] =>
  (node, nowUs) =>
    project(node as N, nowUs);

export const services = {
  burrow: { node: burrowNode, kind: burrowKind, settings: BURROW_SETTINGS, httpPort: 8000, project: own(projectBurrow) },
  rabbitmq: { node: rabbitNode, kind: rabbitKind, settings: RABBITMQ_SETTINGS, project: own(projectRabbit) },
  redis: { node: redisNode, kind: redisKind, settings: REDIS_SETTINGS, project: own(projectRedis) },
  publisher: { node: publisherNode, kind: publisherKind, settings: PUBLISHER_SETTINGS, project: own(projectPublisher) },
  worker: { node: workerNode, kind: workerKind, settings: WORKER_SETTINGS, project: own(projectWorker) },
  'streams-wordcount': { node: streamsNode, kind: streamsKind, settings: STREAMS_SETTINGS, project: own(projectStreams) },
  'connect-standalone': { node: connectNode, kind: connectKind, settings: CONNECT_SETTINGS, sharesFiles: true, project: own(projectConnect) },
} as const satisfies Readonly<Record<string, ServiceEntry>>;

export type ServiceId = keyof typeof services;
export const SERVICE_IDS = Object.keys(services) as readonly ServiceId[];

export const serviceOf = (id: string): ServiceEntry => services[id as ServiceId];
export const sharesFiles = (id: string): boolean => serviceOf(id).sharesFiles === true;
