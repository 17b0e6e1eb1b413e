/** Bugs of brokers and of the KRaft controller, each in the smallest cluster that shows it. */
import { document, ORDERS } from '#proof/mutations/document.ts';
import type { Mutation } from '#proof/mutations/mutation.ts';

/** Acknowledged by its leader alone. */
const fast = (rate: string, count: number) => ({ producer: 'orders', rate, count, keys: ['A'], config: { acks: 1 } });

export const replication: readonly Mutation[] = [
  {
    id: 'M07',
    kind: 'H',
    title: 'A fenced replica may join the ISR',
    reference: 'KIP-841, KAFKA-13916, f83d95d9a28',
    caughtBy: ['S15', 'S17'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 3, config: { 'broker.session.timeout.ms': 1500, 'broker.heartbeat.interval.ms': 400 } },
        network: { latency: '2ms', links: { 'kafka2>controller1': { latency: '60ms' } } },
        topics: ORDERS,
        timeline: [
          { at: '1s', run: 'docker kill kafka2' },
          { at: '4s', run: 'docker start kafka2' },
        ],
        until: '8s',
      }),
    },
  },
  {
    id: 'M08',
    kind: 'H',
    title: 'A change of the ISR counts though a member has registered again since',
    reference: 'KIP-903, KAFKA-15221, d46781d4db3',
    caughtBy: ['S06', 'S17'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 3 },
        topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 2 } } },
        clients: { p1: { producer: 'orders', rate: '5/s', count: 20, keys: ['A'], config: { acks: 'all' } } },
        timeline: [
          { at: '1s', run: 'docker kill kafka3' },
          { at: '13s', run: 'fault delay --from kafka1 --to controller1 --api AlterPartition --latency 20s' },
          { at: '14s', run: 'docker start kafka3' },
          // The request to take it back is on its way when it loses everything, and arrives when its next life has been registered.
          { at: '16s', run: 'fault power-loss kafka3' },
          { at: '16s', run: 'fault cut --from kafka3 --to kafka1' },
          { at: '17s', run: 'docker start kafka3' },
        ],
        until: '40s',
      }),
    },
  },
  {
    id: 'M11',
    kind: 'H',
    title: 'A follower takes over the high watermark before it truncates',
    reference: 'KAFKA-14704, bd32d98bd7c',
    caughtBy: ['S09'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 3 },
        topics: ORDERS,
        clients: { p1: { producer: 'orders', rate: '10/s', count: 200, keys: ['A'], config: { acks: 1, 'request.timeout.ms': 2000 } } },
        timeline: [
          { at: '1s', run: 'docker pause kafka2 kafka3' },
          { at: '2s', run: 'docker pause kafka1' },
          { at: '2.1s', run: 'docker unpause kafka2 kafka3' },
          { at: '20s', run: 'docker unpause kafka1' },
        ],
        until: '25s',
      }),
    },
  },
  {
    id: 'M16',
    kind: 'H',
    title: 'The high watermark does not move when the controller agrees to an ISR',
    reference: 'KAFKA-13091, 26ee78f3923',
    caughtBy: ['L03'],
    directed: {
      how: 'at the end',
      document: document({
        cluster: { brokers: 3 },
        topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 3 } } },
        clients: { p1: fast('10/s', 40) },
        timeline: [
          { at: '1s', run: 'docker kill kafka2' },
          { at: '15s', run: 'docker start kafka2' },
        ],
        until: '60s',
      }),
    },
  },
  {
    id: 'M17',
    kind: 'H',
    title: 'The high watermark moves while the ISR is below min.insync.replicas',
    reference: 'KAFKA-15583, KIP-966, edc7e10a745',
    caughtBy: ['S09', 'S05', 'S11'],
    instead:
      'nobody acknowledges with acks=all below min.insync.replicas, so S12 has nothing to miss; what consumers were shown is gone with the last replica standing (F42), which S05 and S11 see',
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 3 },
        topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 2 } } },
        clients: { p1: { ...fast('2/s', 200), config: { acks: 1, 'request.timeout.ms': 2000 } } },
        timeline: [
          { at: '1s', run: 'docker pause kafka3' },
          { at: '12s', run: 'docker pause kafka2' },
          { at: '26s', run: 'docker kill kafka1' },
          { at: '38s', run: 'docker unpause kafka2' },
        ],
        until: '50s',
      }),
    },
  },
  {
    id: 'M37',
    kind: 'H',
    title: 'A new leader tells the latest offset before it knows it',
    reference: 'KIP-207, KAFKA-2334, 152292994e4',
    caughtBy: ['C16'],
    directed: {
      how: 'scenario',
      document: document({
        // The group's coordinator is broker 4, which nothing happens to.
        cluster: { brokers: 4, config: { 'offsets.topic.num.partitions': 1, 'offsets.topic.replication.factor': 1, 'group.initial.rebalance.delay.ms': 0 } },
        seed: 1,
        topics: ORDERS,
        network: { latency: '2ms', links: { 'kafka3>kafka2': { latency: '30s' } } },
        clients: {
          p1: fast('10/s', 30),
          billing: { consumer: 'orders', members: 1, commit: 'none', config: { 'auto.offset.reset': 'latest', 'request.timeout.ms': 500 } },
        },
        timeline: [
          { at: '1s', run: 'docker stop billing-1' },
          { after: 'hw(orders-0@29)', run: 'docker network disconnect kafka kafka2' },
          { after: 'hw(orders-0@29)', run: 'docker network disconnect kafka kafka3' },
          { after: 'hw(orders-0@29)', run: 'docker start billing-1' },
          { at: '9s', run: 'docker kill kafka1' },
          { at: '9.1s', run: 'docker network connect kafka kafka2' },
          { at: '9.1s', run: 'docker network connect kafka kafka3' },
          { at: '20s', run: 'docker restart billing-1' },
        ],
        until: '30s',
      }),
    },
  },
  {
    id: 'M43',
    kind: 'E',
    title: 'Consumers read to the end of the log',
    reference: '—',
    caughtBy: ['C01'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1, 'group.initial.rebalance.delay.ms': 0 } },
        topics: ORDERS,
        clients: {
          p1: fast('10/s', 80),
          billing: { consumer: 'orders', members: 1, commit: 'none', config: { 'auto.offset.reset': 'earliest' } },
        },
        timeline: [{ at: '3s', run: 'docker pause kafka2' }],
        until: '8s',
      }),
    },
  },
  {
    id: 'M48',
    kind: 'E',
    title: 'An election does not ask for the ISR',
    reference: '—',
    caughtBy: ['S05', 'S16'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 3, config: { 'replica.lag.time.max.ms': 2000 } },
        topics: ORDERS,
        clients: { p1: fast('10/s', 100) },
        timeline: [
          { at: '1s', run: 'fault slow-disk kafka2 --latency 60s' },
          { at: '6s', run: 'docker kill kafka1' },
        ],
        until: '20s',
      }),
    },
  },
];
