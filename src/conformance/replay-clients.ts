/** The clients of a script that are no tools, as processes of the simulated cluster, and what they say: `recorder/clients/` are their like on a real one. */
import { streamsNode } from '#beside/streams/node.ts';
import { producerNode } from '#kafka/clients/producer/node.ts';
import { type ShareApplication, type ShareConsumerNode, shareConsumerNode } from '#kafka/clients/share/node.ts';
import { numbered } from '#kafka/clients/values.ts';
import type { KafkaWorld } from '#kafka/cluster.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import { spawn } from '#sim/process.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Sender, Sharer, Step, Transaction, Transactor } from './script.ts';

/** A day. */
const FOREVER_US = 86_400_000_000;

interface Where {
  readonly world: KafkaWorld;
  readonly spec: ClusterSpec;
}

export function transact({ world, spec }: Where, { id, topic }: Transaction): void {
  const config = { 'transactional.id': id, 'enable.idempotence': 'true', acks: 'all' };
  const transaction = { records: 1, pauseUs: 0, abortEvery: undefined };
  spawn(world, id, producerNode(spec, { name: id, topic, config, transaction, keys: [null], count: 1, startUs: world.nowUs, intervalUs: 1000 }));
}

/** `never` is a pause without end. */
export function transactOnce({ world, spec }: Where, { name, id, topic, records, end: how, pauseMs = 0, timeoutMs = 60_000 }: Transactor): void {
  const config = { 'transactional.id': id, 'transaction.timeout.ms': String(timeoutMs), 'linger.ms': '100' };
  const pauseUs = how === 'never' ? FOREVER_US : pauseMs * 1000;
  const transaction = { records, pauseUs, abortEvery: how === 'abort' ? 1 : undefined };
  spawn(world, name, producerNode(spec, { name, topic, config, transaction, keys: [null], count: records, startUs: world.nowUs, intervalUs: 1000 }));
}

export function count({ world, spec }: Where, { name, config }: Extract<Step, { streams: unknown }>['streams']): void {
  const written = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)]));
  spawn(world, name, streamsNode(spec, { name, service: 'streams-wordcount', config: written }));
}

/** What a client has said so far. */
export interface Said {
  readonly lines: readonly string[];
  /** Of what it said when this happened in the cluster. */
  readonly hear: (world: KafkaWorld, event: TraceEvent) => void;
}

export function sendSteadily({ world, spec }: Where, { name, topic, records, intervalMs, config }: Sender): Said {
  spawn(world, name, producerNode(spec, { name, topic, config, keys: [null], count: records, startUs: world.nowUs, intervalUs: intervalMs * 1000 }));
  const lines: string[] = [];
  const textOf = (id: string): string => numbered(topic, Number(id.slice(id.lastIndexOf('#') + 1)));
  const hear: Said['hear'] = (_world, { node, facts }) => {
    if (node !== name) return;
    for (const fact of facts as readonly KafkaFact[]) {
      if (fact.fact === 'RecordsAcknowledged') for (const [n, id] of fact.ids.entries()) lines.push(`${textOf(id)} ${fact.baseOffset + n}`);
      if (fact.fact === 'SendFailed') for (const id of fact.ids) lines.push(`${textOf(id)} ${fact.error}`);
    }
  };
  return { lines, hear };
}

export function share({ world, spec }: Where, { name, group, topic, workMs, renewMs, config = {} }: Sharer): Said {
  const renewUs = renewMs === undefined ? undefined : renewMs * 1000;
  const own = {
    group,
    topics: [topic],
    members: 1,
    processingUs: workMs * 1000,
    commit: 'sync' as const,
    release: [],
    reject: [],
    renewUs,
    startUs: world.nowUs,
  };
  spawn(world, name, shareConsumerNode(spec, { ...own, config: { ...config, 'share.acknowledgement.mode': 'explicit' } }, 1));
  const lines: string[] = [];
  let before = applicationOf(world, name);
  let error = 'NONE';
  let tp = '';
  const hear: Said['hear'] = (_world, { node, facts }) => {
    if (node !== name) return;
    const now = applicationOf(world, name);
    for (const fact of facts as readonly KafkaFact[]) if (fact.fact === 'AcknowledgementFailed' && before.thread === 'committing') error = fact.error;
    if (before.thread === 'committing' && now.thread !== 'committing') {
      lines.push(`${tp} ${error}`);
      error = 'NONE';
    }
    const one = now.thread === 'processing' && (now.batch !== before.batch || now.index !== before.index) ? now.batch[now.index] : undefined;
    if (one !== undefined) {
      lines.push(`${one.record.value} delivery=${one.deliveryCount}`);
      tp = one.tp;
    }
    before = now;
  };
  return { lines, hear };
}

const applicationOf = (world: KafkaWorld, name: string): ShareApplication => (world.processes[world.index.get(name) ?? -1].state as ShareConsumerNode).app;
