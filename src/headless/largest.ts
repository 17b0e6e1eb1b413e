/** The load of the pictures: as many brokers, partitions and clients as a scenario may hold, and a broker that dies. */
import type { ScenarioDocument } from '#scenario/document.ts';
import { LIMITS } from '#scenario/limits.ts';
import { writeLink } from '#scenario/link/write.ts';

const TOPICS = ['orders', 'payments', 'clicks', 'mail'];
const GROUPS = LIMITS.groups;
const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);

export function largestDocument(): ScenarioDocument {
  const topic = { partitions: LIMITS.partitionsPerTopic, 'replication-factor': LIMITS.replicas / TOPICS.length / LIMITS.partitionsPerTopic };
  const producers = upTo(LIMITS.producers).map((i) => [`p${i + 1}`, { producer: TOPICS[i % 4], rate: '34/s', keys: [...'ABCDEFGH'], config: { acks: 'all' } }]);
  const groups = upTo(GROUPS).map((i) => [`g${i + 1}`, { consumer: TOPICS[i % 4], members: LIMITS.consumers / GROUPS, processing: '1ms' }]);
  return {
    highwater: 1,
    title: 'As much as a scenario may hold',
    seed: 7,
    cluster: { brokers: LIMITS.brokers, controllers: LIMITS.controllers, racks: upTo(LIMITS.brokers).map((i) => `rack-${'abcde'[i % LIMITS.racks]}`) },
    network: { latency: '1ms..3ms' },
    topics: Object.fromEntries(TOPICS.map((name) => [name, topic])),
    clients: Object.fromEntries([...producers, ...groups]),
    timeline: [
      { at: '5s', run: 'docker kill kafka4' },
      { at: '15s', run: 'docker start kafka4' },
    ],
    until: '30s',
  };
}

/** About three hundred marks in the cluster view: what a large lesson shows at once. */
export function threeHundredMarks(): ScenarioDocument {
  const producers = upTo(14).map((i) => [`p${i + 1}`, { producer: TOPICS[i % 4], rate: '5/s', keys: [...'ABCDEFGH'], config: { acks: 'all' } }]);
  const groups = upTo(4).map((i) => [`g${i + 1}`, { consumer: TOPICS[i], members: 4, processing: '1ms' }]);
  return {
    highwater: 1,
    title: 'Three hundred marks',
    seed: 7,
    cluster: { brokers: 15 },
    network: { latency: '1ms..3ms' },
    topics: Object.fromEntries(TOPICS.map((name) => [name, { partitions: 10, 'replication-factor': 3 }])),
    clients: Object.fromEntries([...producers, ...groups]),
    until: '30s',
  };
}

export const linkTo = (document: ScenarioDocument): string =>
  writeLink({ route: { kind: 'scenario', document }, acts: { changes: [], inputs: [] }, playhead: undefined, hash: undefined, engine: undefined });
