/** Settings that may lose what was acknowledged: legal, so the loss budget excuses them; without it the checkers object. */
import { document, ONE_PARTITION, ORDERS } from '#proof/mutations/document.ts';
import type { Mutation } from '#proof/mutations/mutation.ts';

export const configuration: readonly Mutation[] = [
  {
    id: 'M38',
    kind: 'C',
    title: 'The leader dies with what only it had acknowledged',
    reference: 'acks=1',
    caughtBy: ['S12'],
    excusedBy: 'acks=1',
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 3 },
        topics: ORDERS,
        clients: { p1: { producer: 'orders', rate: '10/s', count: 20, keys: ['A'], config: { acks: 1 } } },
        timeline: [
          { at: '1s', run: 'docker pause kafka2 kafka3' },
          { at: '1.5s', run: 'docker kill kafka1' },
          { at: '2s', run: 'docker unpause kafka2 kafka3' },
        ],
        until: '20s',
      }),
    },
  },
  {
    id: 'M39',
    kind: 'C',
    title: 'A replica leads that was not in sync',
    reference: 'unclean.leader.election.enable=true',
    caughtBy: ['S11'],
    excusedBy: 'unclean.leader.election.enable=true',
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 3 },
        topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'unclean.leader.election.enable': true } } },
        clients: { p1: { producer: 'orders', rate: '2/s', count: 30, keys: ['A'], config: { acks: 'all' } } },
        timeline: [
          { at: '2s', run: 'docker pause kafka2 kafka3' },
          { at: '13.5s', run: 'docker kill kafka1' },
          { at: '14s', run: 'docker unpause kafka2 kafka3' },
        ],
        until: '30s',
      }),
    },
  },
  {
    id: 'M40',
    kind: 'C',
    title: 'The only replica loses its power',
    reference: 'replication factor 1',
    caughtBy: ['S11'],
    excusedBy: 'replication.factor=1',
    directed: {
      how: 'scenario',
      document: document({
        kafka: '3.9',
        cluster: { brokers: 1 },
        topics: { orders: { partitions: 1, 'replication-factor': 1 } },
        clients: { p1: { producer: 'orders', rate: '10/s', count: 20, keys: ['A'], config: { acks: 'all' } } },
        timeline: [
          { at: '1s', run: 'fault power-loss kafka1' },
          { at: '2s', run: 'docker start kafka1' },
        ],
        until: '20s',
      }),
    },
  },
  {
    id: 'M41',
    kind: 'C',
    title: 'A producer sends again what is in flight, in whatever order',
    reference: 'enable.idempotence=false, five in flight',
    caughtBy: ['P02', 'P03'],
    excusedBy: 'enable.idempotence=false',
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 1 },
        network: { latency: '2ms', links: { 'kafka1>p1': { latency: '60ms' } } },
        topics: { orders: ONE_PARTITION },
        clients: {
          p1: {
            producer: 'orders',
            rate: '50/s',
            count: 100,
            keys: ['A'],
            config: { acks: 'all', 'linger.ms': 0, 'request.timeout.ms': 1000, 'enable.idempotence': false, 'max.in.flight.requests.per.connection': 5 },
          },
        },
        timeline: [
          { at: '400ms', run: 'fault drop --from p1 --to kafka1 --api Produce --count 1' },
          { at: '3s', run: 'fault reset --from p1 --to kafka1' },
        ],
        until: '8s',
      }),
    },
  },
  {
    id: 'M42',
    kind: 'C',
    title: 'A group commits what it has not worked on yet',
    reference: 'commit before processing',
    caughtBy: ['C10'],
    excusedBy: 'commit: before-processing',
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 1, config: { 'offsets.topic.replication.factor': 1 } },
        topics: { orders: ONE_PARTITION },
        clients: {
          p1: { producer: 'orders', rate: '5/s', count: 20 },
          g1: { consumer: 'orders', commit: 'before-processing', processing: '100ms', config: { 'auto.offset.reset': 'earliest' } },
        },
        timeline: [{ at: '6s', run: 'docker kill g1-1' }],
        until: '8s',
      }),
    },
  },
];
