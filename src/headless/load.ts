/** The load of the measurements: 3 brokers, 6 partitions with 3 replicas, 2 producers, a group of 3, and a fault every ten seconds. */
import type { ScenarioDocument } from '#scenario/document.ts';

const FAULTS = [
  ['docker kill kafka2', 'docker start kafka2'],
  ['docker pause kafka3', 'docker unpause kafka3'],
  ['docker network disconnect kafka kafka1', 'docker network connect kafka kafka1'],
  ['docker kill billing-2', 'docker start billing-2'],
] as const;

/** Each fault lasts ten seconds; ten quiet seconds follow. */
function faultsFor(seconds: number): ScenarioDocument['timeline'] {
  const timeline: { at: string; run: string }[] = [];
  for (let at = 10, i = 0; at + 10 < seconds && timeline.length < 1000; at += 20, i++) {
    const [harm, heal] = FAULTS[i % FAULTS.length];
    timeline.push({ at: `${at}s`, run: harm }, { at: `${at + 10}s`, run: heal });
  }
  return timeline;
}

export function loadDocument(seconds: number): ScenarioDocument {
  return {
    highwater: 1,
    title: 'Steady load with faults',
    seed: 20_260_101,
    cluster: { brokers: 3 },
    network: { latency: '1ms..3ms' },
    topics: { orders: { partitions: 6, 'replication-factor': 3, config: { 'min.insync.replicas': 2 } } },
    clients: {
      p1: { producer: 'orders', rate: '100/s', keys: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'], config: { acks: 'all' } },
      p2: { producer: 'orders', rate: '100/s', config: { acks: 1, 'enable.idempotence': false } },
      billing: { consumer: 'orders', members: 3, processing: '2ms', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest' } },
    },
    timeline: faultsFor(seconds),
    until: `${seconds}s`,
  };
}
