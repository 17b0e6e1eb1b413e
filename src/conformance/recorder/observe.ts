/** Looks at a real cluster at a quiet point: its metadata, the offsets that clients are told, and what every replica's files hold. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Moment, ObservedLog, ObservedPartition } from '../case.ts';
import type { Driver } from './driver.ts';
import { isUp, type Nodes } from './nodes.ts';

type Partition = Omit<ObservedPartition, 'earliest' | 'latest' | 'logs'>;

export interface Metadata {
  readonly brokers: Readonly<Record<string, { readonly fenced: boolean; readonly inControlledShutdown?: boolean }>>;
  readonly controller?: { readonly id: number; readonly epoch: number };
  readonly partitions: Readonly<Record<string, Partition>>;
}

const isAwake = (nodes: Nodes, name: string): boolean => isUp(nodes, name) && !nodes.paused.has(name);

interface QuorumState {
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

/** What controllers last wrote down of their quorum, the newest epoch first: no client needs to be answered for it. */
function quorumOf(nodes: Nodes): QuorumState | undefined {
  const states = nodes.controllers
    .filter((name) => isAwake(nodes, name))
    .map((name) => JSON.parse(readFileSync(join(nodes.directory, name, '__cluster_metadata-0', 'quorum-state'), 'utf8')) as QuorumState)
    .filter(({ leaderId }) => leaderId >= 0);
  return states.sort((a, b) => b.leaderEpoch - a.leaderEpoch)[0];
}

export async function metadataOf(driver: Driver, nodes: Nodes): Promise<Metadata> {
  if (nodes.release.metadata === 'zookeeper') return driver.ask({ kind: 'metadata', zookeeper: 'zookeeper1:2181' });
  const quorum = quorumOf(nodes);
  const leader = `controller${(quorum?.leaderId ?? 3001) - 3000}`;
  const metadata = await driver.ask<Metadata>({ kind: 'metadata', directory: join(nodes.directory, leader) });
  return { ...metadata, controller: quorum && { id: quorum.leaderId, epoch: quorum.leaderEpoch } };
}

function brokerStates(nodes: Nodes, { brokers }: Metadata): Moment['brokers'] {
  return Object.fromEntries(
    nodes.brokers.map((name) => {
      const broker = brokers[name.slice(5)];
      return [name.slice(5), broker === undefined ? 'gone' : broker.fenced ? 'fenced' : broker.inControlledShutdown ? 'shutting down' : 'unfenced'];
    }),
  );
}

async function offsetsOf(driver: Driver, nodes: Nodes, { partitions }: Metadata): Promise<Record<string, { earliest: number; latest: number }>> {
  const asked = Object.keys(partitions).filter((tp) => isAwake(nodes, `kafka${partitions[tp].leader}`));
  const server = nodes.brokers.find((name) => isAwake(nodes, name));
  return asked.length === 0 || server === undefined ? {} : driver.ask({ kind: 'offsets', server: `${server}:9092`, partitions: asked });
}

async function logsOf(driver: Driver, nodes: Nodes): Promise<Readonly<Record<string, Readonly<Record<string, ObservedLog>>>>> {
  const directories = Object.fromEntries(nodes.brokers.map((name) => [name.slice(5), join(nodes.directory, name)]));
  const { brokers } = await driver.ask<{ brokers: Record<string, Record<string, ObservedLog>> }>({ kind: 'logs', directories });
  return brokers;
}

export async function observe(driver: Driver, nodes: Nodes, id: string, at: string): Promise<Moment> {
  const metadata = await metadataOf(driver, nodes);
  const offsets = await offsetsOf(driver, nodes, metadata);
  const logs = await logsOf(driver, nodes);
  const partitions = Object.entries(metadata.partitions).map(([tp, partition]): [string, ObservedPartition] => {
    const held = nodes.brokers.map((name) => name.slice(5)).filter((broker) => logs[broker]?.[tp] !== undefined);
    return [tp, { ...partition, ...offsets[tp], logs: Object.fromEntries(held.map((broker) => [broker, logs[broker][tp]])) }];
  });
  return {
    id,
    at,
    brokers: brokerStates(nodes, metadata),
    controller: metadata.controller ?? { id: -1, epoch: -1 },
    partitions: Object.fromEntries(partitions),
  };
}
