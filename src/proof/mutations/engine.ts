/** Mistakes of the kernel itself, and of the metadata quorum's journal. */
import { document, ONE_PARTITION, ORDERS } from '#proof/mutations/document.ts';
import type { Mutation } from '#proof/mutations/mutation.ts';

export const engine: readonly Mutation[] = [
  {
    id: 'M12',
    kind: 'H',
    title: 'Voters acknowledge entries that they have not flushed',
    reference: 'KAFKA-10533, a72f0c1eac6',
    caughtBy: ['S19', 'R02', 'R03'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 1, controllers: 3 },
        topics: { orders: { partitions: 1, 'replication-factor': 1 } },
        timeline: [
          { at: '2s', run: 'docker network disconnect kafka controller1' },
          { at: '2s', run: 'fault power-loss controller2 controller3' },
          { at: '2.5s', run: 'docker start controller2 controller3' },
        ],
        until: '20s',
      }),
    },
  },
  {
    id: 'M13',
    kind: 'H',
    title: 'A voter truncates its log below the high watermark',
    reference: 'KAFKA-12460, c6a0f760737',
    caughtBy: ['S19'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 1, controllers: 3 },
        topics: { orders: { partitions: 1, 'replication-factor': 1 } },
        timeline: [
          { at: '1s', run: 'docker network disconnect kafka controller1' },
          { at: '1s', run: 'fault quorum-disk-loss controller2' },
          { at: '1s', run: 'fault quorum-disk-loss controller3' },
          { at: '1.1s', run: 'docker start controller2 controller3' },
          { at: '7s', run: 'docker restart controller2' },
          { at: '13s', run: 'docker restart controller3' },
          { at: '19s', run: 'docker network connect kafka controller1' },
        ],
        until: '30s',
      }),
    },
  },
  {
    id: 'M49',
    kind: 'E',
    title: 'Chance comes from a counter that outlives the run',
    reference: '—',
    caughtBy: ['E01'],
    directed: {
      how: 'twice',
      document: document({ cluster: { brokers: 3 }, network: { latency: '1ms..3ms' }, topics: ORDERS, until: '2s' }),
    },
  },
  {
    id: 'M51',
    kind: 'E',
    title: 'A timer runs on though the state that set it was left',
    reference: '—',
    caughtBy: ['E09'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 3 },
        topics: ORDERS,
        clients: { p1: { producer: 'orders', rate: '5/s', count: 5, keys: ['A'], config: { acks: 'all' } } },
        until: '3s',
      }),
    },
  },
  {
    id: 'M52',
    kind: 'E',
    title: 'Healing forgets one direction of a link',
    reference: '—',
    caughtBy: ['L03'],
    directed: {
      how: 'at the end',
      document: document({
        cluster: { brokers: 3 },
        topics: ORDERS,
        clients: { p1: { producer: 'orders', rate: '2/s', count: 20, keys: ['A'], config: { acks: 1 } } },
        timeline: [
          { at: '2s', run: 'docker network disconnect kafka kafka2' },
          { at: '4s', run: 'docker network connect kafka kafka2' },
        ],
        until: '60s',
      }),
    },
  },
  {
    id: 'M54',
    kind: 'E',
    title: 'The lag that is shown is one too many',
    reference: '—',
    caughtBy: ['E10'],
    directed: {
      how: 'shown',
      document: document({
        cluster: { brokers: 1, config: { 'offsets.topic.replication.factor': 1 } },
        topics: { orders: ONE_PARTITION },
        clients: {
          p1: { producer: 'orders', rate: '5/s', count: 10 },
          g1: { consumer: 'orders', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest' } },
        },
        until: '8s',
      }),
    },
  },
];
