/** Bugs of leaders that append: sequences of producers, and what a disk or an index did not take. Of the producer, too, which counts the sequences. */
import { document, ONE_PARTITION, ORDERS, TRANSACTIONAL } from '#proof/mutations/document.ts';
import type { Mutation } from '#proof/mutations/mutation.ts';

export const appends: readonly Mutation[] = [
  {
    id: 'M20',
    kind: 'H',
    title: 'The end of the log stays where it was when the transaction index could not be written',
    reference: 'KAFKA-7866, 6964c356aa0',
    caughtBy: ['S01'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 1, config: TRANSACTIONAL },
        topics: { orders: ONE_PARTITION },
        clients: { p1: { producer: 'orders', rate: '20/s', count: 20, keys: ['A'], transaction: { records: 5, 'abort-every': 2 } } },
        until: '3s',
      }),
    },
  },
  {
    id: 'M21',
    kind: 'H',
    title: 'A leader goes on appending after its disk refused a write',
    reference: 'KAFKA-10778, bf55afecdab',
    caughtBy: ['S20'],
    instead: 'what a full disk takes has no shape for S01 to object to',
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 2 },
        topics: { orders: { 'replica-assignment': [[1, 2]] } },
        clients: { p1: { producer: 'orders', rate: '10/s', count: 20, keys: ['A'], config: { acks: 1 } } },
        timeline: [{ at: '1s', run: 'fault disk-full kafka1' }],
        until: '3s',
      }),
    },
  },
  {
    id: 'M22',
    kind: 'H',
    title: 'A batch that is refused is in the producer’s state all the same',
    reference: 'KAFKA-6683, fcf87816028',
    caughtBy: ['P04', 'P05'],
    instead: 'what is sent again counts as a duplicate and is written nowhere, so P02 has nothing to see: P05 misses the record, P04 its sequence',
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 3, config: { 'replica.lag.time.max.ms': 1000 } },
        topics: { orders: { ...ORDERS.orders, config: { 'min.insync.replicas': 2 } } },
        clients: {
          p0: { producer: 'orders', rate: '5/s', count: 100, keys: ['A'], config: { acks: 1, 'request.timeout.ms': 2000 } },
          p1: { producer: 'orders', rate: '5/s', count: 20, keys: ['A'], config: { acks: 'all' } },
        },
        timeline: [
          { at: '900ms', run: 'docker pause p1' },
          { at: '1s', run: 'docker pause kafka2 kafka3' },
          { at: '4s', run: 'docker unpause p1' },
          { at: '8s', run: 'docker unpause kafka2 kafka3' },
        ],
        until: '20s',
      }),
    },
  },
  {
    id: 'M23',
    kind: 'H',
    title: 'A leader remembers only the last batch of a producer that has five in flight',
    reference: 'KAFKA-5494, 5d2422258cb',
    caughtBy: ['P03'],
    instead: 'the batch that was not recognised comes again under a new epoch and a new sequence, so P02 sees two batches; P03 sees the record a second time',
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 1 },
        network: { latency: '2ms', links: { 'kafka1>p1': { latency: '60ms' } } },
        topics: { orders: ONE_PARTITION },
        clients: { p1: { producer: 'orders', rate: '50/s', count: 100, keys: ['A'], config: { acks: 'all', 'linger.ms': 0 } } },
        timeline: [{ at: '1s', run: 'fault reset --from p1 --to kafka1' }],
        until: '4s',
      }),
    },
  },
  {
    id: 'M24',
    kind: 'H',
    title: 'A new epoch goes on with the old sequences where nothing is in flight',
    reference: 'KAFKA-12152, eb026fcf82d',
    caughtBy: ['L04'],
    directed: {
      how: 'at the end',
      document: document({
        cluster: { brokers: 1 },
        topics: { orders: { partitions: 2, 'replication-factor': 1 } },
        clients: { p1: { producer: 'orders', rate: '5/s', count: 40, keys: ['A', 'B', 'C', 'D'], config: { acks: 'all', 'linger.ms': 0 } } },
        // One record is refused for certain, because of its timestamp: the producer begins a new epoch.
        timeline: [
          { at: '1.1s', run: 'fault clock p1 --skew 3h' },
          { at: '1.3s', run: 'fault clock p1 --skew 0s' },
        ],
        until: '60s',
      }),
    },
  },
  {
    id: 'M28',
    kind: 'H',
    title: 'What is not committed pushes out what was, when the log is cleaned',
    reference: 'KAFKA-13194, 64b8e178272',
    caughtBy: ['S06'],
    instead: 'the record is gone from a leader that could be elected again, which S06 sees at once; S11 and C02 would have to wait for that election',
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 3, config: { 'log.cleaner.backoff.ms': 500 } },
        topics: {
          orders: {
            ...ORDERS.orders,
            config: { 'cleanup.policy': 'compact', 'segment.ms': 1000, 'min.cleanable.dirty.ratio': 0.01, 'min.insync.replicas': 1 },
          },
        },
        clients: { p1: { producer: 'orders', rate: '10/s', count: 60, keys: ['A', 'B', 'C'], config: { acks: 1, 'request.timeout.ms': 2000 } } },
        timeline: [{ at: '2s', run: 'docker pause kafka2 kafka3' }],
        until: '10s',
      }),
    },
  },
];
