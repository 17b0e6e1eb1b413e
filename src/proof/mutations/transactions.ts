/** Bugs of transactions: of the coordinator, of partition leaders that let in or give out too much, and of what is left of a marker. */
import { document, ONE_PARTITION, ORDERS, TRANSACTIONAL } from '#proof/mutations/document.ts';
import type { Mutation } from '#proof/mutations/mutation.ts';

const COMMITTED = { consumer: 'orders', commit: 'none', config: { 'auto.offset.reset': 'earliest', 'isolation.level': 'read_committed' } } as const;

export const transactions: readonly Mutation[] = [
  {
    id: 'M19',
    kind: 'H',
    title: 'The last stable offset is computed from two readings of the high watermark',
    reference: 'KAFKA-9807, d4eb406f01e',
    caughtBy: ['T03'],
    instead:
      'the answer of the fetch names what was aborted, so T02 has nothing to see: what is given out too early is not decided for those who have no marker',
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 3, config: TRANSACTIONAL },
        topics: ORDERS,
        clients: { p1: { producer: 'orders', rate: '10/s', count: 5, keys: ['A'], transaction: { records: 5, pause: '1s' } }, g1: COMMITTED },
        // Everybody has the records; the marker comes when a follower is silent.
        timeline: [
          { at: '1s', run: 'docker pause kafka2' },
          { at: '5s', run: 'docker unpause kafka2' },
        ],
        until: '8s',
      }),
    },
  },
  {
    id: 'M25',
    kind: 'H',
    title: 'A leader takes the first record of a transaction without asking the coordinator',
    reference: 'KIP-890 part 1, KAFKA-14402, ea0bb001262',
    caughtBy: ['L05'],
    instead: 'T03 holds: nobody is given what hangs, and nothing after it',
    directed: {
      how: 'at the end',
      document: document({
        kafka: '3.9',
        cluster: { brokers: 3, config: TRANSACTIONAL },
        topics: { orders: { 'replica-assignment': [[2, 3]], config: { 'min.insync.replicas': 1 } } },
        clients: {
          p1: {
            producer: 'orders',
            rate: '5/s',
            count: 5,
            keys: ['A'],
            transaction: { records: 5 },
            config: { 'linger.ms': 0, 'request.timeout.ms': 1500, 'delivery.timeout.ms': 1500 },
          },
        },
        // The producer gives up and aborts; its last records come long after the marker.
        timeline: [{ at: '700ms', run: 'fault delay --from p1 --to kafka2 --api Produce --latency 10s' }],
        until: '100s',
      }),
    },
  },
  {
    id: 'M26',
    kind: 'H',
    title: 'The end of a transaction does not bump the epoch of its producer',
    reference: 'KIP-890 part 2, KAFKA-14562, ede0c94aaae',
    caughtBy: ['T07'],
    instead: 'the shortest way needs no late EndTxn: the next transaction writes before the marker of the last one, with the same epoch',
    directed: {
      how: 'transaction path',
      scope: { mode: 'bumping', transactions: [2], failovers: 0, timeouts: 0, late: 1, lateMarkers: 0 },
      path: [
        'A asks for an id',
        '__transaction_state is replicated',
        'A begins with t-0',
        'A sends A1-0',
        '__transaction_state is replicated',
        "t-0's leader hears NONE",
        'A asks for a commit',
        '__transaction_state is replicated',
        'A begins with t-0',
        'A sends A2-0',
      ],
    },
  },
  {
    id: 'M27',
    kind: 'H',
    title: 'The cleaner takes a marker away because a record has the same key',
    reference: 'KAFKA-14055, 0bc8da7aec8',
    caughtBy: ['T04'],
    instead: 'T04 sees the marker go; T01 would have to wait for a reader who begins there',
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 1, config: { ...TRANSACTIONAL, 'log.cleaner.backoff.ms': 1000 } },
        topics: { orders: { ...ONE_PARTITION, config: { 'cleanup.policy': 'compact', 'segment.ms': 1000, 'min.cleanable.dirty.ratio': 0.01 } } },
        clients: {
          p1: { producer: 'orders', rate: '10/s', count: 20, keys: ['A', 'B', 'C', 'D', 'E'], transaction: { records: 5 } },
          p2: { producer: 'orders', start: '3s', rate: '10/s', count: 30, keys: ['COMMIT', 'x', 'y'] },
        },
        until: '8s',
      }),
    },
  },
  {
    id: 'M29',
    kind: 'H',
    title: 'A leader forgets which coordinator wrote the last marker',
    reference: 'KAFKA-9144, dbc9cd638f3',
    caughtBy: ['T05', 'T01'],
    instead: 'S14 looks at replicas and brokers; the epoch of a transaction coordinator is T05’s affair',
    directed: {
      how: 'scenario',
      document: document({
        kafka: '3.9',
        cluster: {
          brokers: 3,
          config: { ...TRANSACTIONAL, 'transaction.state.log.replication.factor': 2, 'broker.session.timeout.ms': 1500, 'broker.heartbeat.interval.ms': 400 },
        },
        topics: { orders: { 'replica-assignment': [[3]] } },
        clients: {
          p1: {
            producer: 'orders',
            rate: '10/s',
            count: 100,
            keys: ['A'],
            transaction: { records: 5, 'abort-every': 2 },
            config: { 'request.timeout.ms': 2000 },
          },
        },
        // The marker of the first transaction is on its way for six seconds; its coordinator is silent, and the next one has ended the transaction.
        timeline: [
          { at: '500ms', run: 'fault delay --from kafka1 --to kafka3 --api WriteTxnMarkers --latency 6s' },
          { at: '1s', run: 'fault heal' },
          { at: '1s', run: 'docker pause kafka1' },
        ],
        until: '12s',
      }),
    },
  },
  {
    id: 'M30',
    kind: 'H',
    title: 'Offsets come into a transaction whatever their sender’s generation',
    reference: 'KIP-447, KAFKA-9365, ed7c071e07f',
    caughtBy: ['T06'],
    instead: 'offsets of a transaction name no member when they count, so C09 cannot tell whose they were; T06 finds the work done twice',
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 1, config: TRANSACTIONAL },
        topics: { orders: { partitions: 2, 'replication-factor': 1 }, paid: ONE_PARTITION },
        clients: {
          p1: { producer: 'orders', rate: '10/s', count: 300 },
          g1: {
            consumer: 'orders',
            members: 2,
            processing: '300ms',
            commit: 'in-transaction',
            produces: 'paid',
            config: { 'auto.offset.reset': 'earliest', 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 1000, 'max.poll.records': 4 },
          },
        },
        // Taken for dead in the middle of a transaction, it goes on where it stood, and others have done its work.
        timeline: [
          { at: '10s', run: 'docker pause g1-1' },
          { at: '25s', run: 'docker unpause g1-1' },
        ],
        until: '30s',
      }),
    },
  },
];
