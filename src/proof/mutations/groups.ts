/** Bugs of group coordinators, assignors and consumers. */
import { document } from '#proof/mutations/document.ts';
import type { Mutation } from '#proof/mutations/mutation.ts';

const TWO: NonNullable<ReturnType<typeof document>['topics']> = { orders: { partitions: 2, 'replication-factor': 1 } };

const FEW = { 'offsets.topic.num.partitions': 1, 'offsets.topic.replication.factor': 1, 'group.initial.rebalance.delay.ms': 0 };

const WRITER = { producer: 'orders', rate: '10/s', count: 100 };

/** Commits what it was given, once: without auto commit an idle consumer has nothing to say. */
const READER = { consumer: 'orders', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest' } } as const;

export const groups: readonly Mutation[] = [
  {
    id: 'M31',
    kind: 'H',
    title: 'What lies in the fetch buffer is committed as consumed',
    reference: 'KAFKA-2942, 13e483adeee',
    caughtBy: ['C05'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 1, config: FEW },
        topics: TWO,
        clients: {
          p1: { ...WRITER, rate: '50/s' },
          g1: {
            consumer: 'orders',
            processing: '300ms',
            commit: 'auto',
            config: { 'max.poll.records': 1, 'auto.commit.interval.ms': 500, 'auto.offset.reset': 'earliest' },
          },
        },
        until: '10s',
      }),
    },
  },
  {
    id: 'M32',
    kind: 'H',
    title: 'Offsets expire as if nobody had ever been in the group',
    reference: 'KAFKA-13636, 78a37894965',
    caughtBy: ['C06'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 1, config: { ...FEW, 'offsets.retention.minutes': 1 } },
        topics: TWO,
        clients: { p1: { ...WRITER, count: 20 }, g1: READER },
        // Nothing has been committed for a while, because nothing came; the group has been empty for some seconds only.
        timeline: [{ at: '590s', run: 'docker stop g1-1' }],
        until: '605s',
      }),
    },
  },
  {
    id: 'M33',
    kind: 'H',
    title: 'A coordinator that has loaded a group does not know since when it is empty',
    reference: 'KAFKA-8069, 44be5d2221c',
    caughtBy: ['C06'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 1, config: { ...FEW, 'offsets.retention.minutes': 15 } },
        topics: TWO,
        clients: { p1: { ...WRITER, count: 20 }, g1: READER },
        timeline: [
          { at: '500s', run: 'docker stop g1-1' },
          { at: '510s', run: 'docker restart kafka1' },
        ],
        until: '1150s',
      }),
    },
  },
  {
    id: 'M46',
    kind: 'E',
    title: 'A commit is taken whatever its generation',
    reference: '—',
    caughtBy: ['C09'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 1, config: FEW },
        topics: TWO,
        clients: {
          p1: { ...WRITER, count: 600 },
          g1: {
            consumer: 'orders',
            members: 2,
            processing: '100ms',
            commit: 'after-processing',
            config: { 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 2000, 'auto.offset.reset': 'earliest' },
          },
        },
        timeline: [
          { at: '10s', run: 'docker pause g1-1' },
          { at: '25s', run: 'docker unpause g1-1' },
        ],
        until: '40s',
      }),
    },
  },
  {
    id: 'M47',
    kind: 'E',
    title: 'A partition is given on before its owner has given it up (KIP-848)',
    reference: '—',
    caughtBy: ['C13'],
    directed: {
      how: 'scenario',
      document: document({
        cluster: { brokers: 1, config: FEW },
        topics: TWO,
        clients: {
          p1: WRITER,
          g1: {
            consumer: 'orders',
            members: 2,
            processing: '1s',
            commit: 'auto',
            config: { 'group.protocol': 'consumer', 'auto.offset.reset': 'earliest' },
          },
        },
        timeline: [
          { at: '100ms', run: 'docker stop g1-2' },
          { at: '15s', run: 'docker start g1-2' },
        ],
        until: '40s',
      }),
    },
  },
  {
    id: 'M34',
    kind: 'H',
    title: 'Of two that claim a partition in the same generation both keep it',
    reference: 'KAFKA-12984, 37d086fa2aa; KAFKA-14639, c6ad151ac3b',
    caughtBy: ['E09'],
    instead:
      'with two claims the cooperative sticky assignor runs out of consumers and throws (KAFKA-12984), before anybody is given the partition (C07, C12, C13)',
    directed: {
      how: 'group path',
      scope: { protocol: 'cooperative', departures: 0, expiries: 1, failovers: 0, late: 0 },
      path: [
        'A joins',
        'A joins',
        'B joins',
        'InitialRebalanceDelayExpired',
        'A syncs',
        '__consumer_offsets is replicated',
        'B joins',
        "A's heartbeat is answered",
        'the session of A-00000001-0000-4002-8000-000300000004 ends',
        'A joins',
        'A joins',
        'B syncs',
        '__consumer_offsets is replicated',
        'A joins',
        "B's heartbeat is answered",
        'B joins',
        'B syncs',
        '__consumer_offsets is replicated',
        'B joins',
        'A syncs',
        'A joins',
        'B syncs',
      ],
    },
  },
  {
    id: 'M35',
    kind: 'H',
    title: 'A new member that is gone before it was told its id waits for ever',
    reference: 'KAFKA-9752, ef1cd3490a5',
    caughtBy: ['L06'],
    directed: {
      how: 'at the end',
      document: document({
        cluster: { brokers: 1, config: FEW },
        topics: TWO,
        clients: {
          p1: { ...WRITER, count: 20 },
          g1: { ...READER, members: 2, processing: '400s', config: { ...READER.config, 'max.poll.interval.ms': 320_000, 'max.poll.records': 1 } },
        },
        // The first member works on one record until it is put out; the second joins meanwhile, and dies.
        timeline: [
          { at: '100ms', run: 'docker stop g1-2' },
          { at: '10s', run: 'docker start g1-2' },
          { at: '20s', run: 'docker kill g1-2' },
        ],
        until: '350s',
      }),
    },
  },
  {
    id: 'M36',
    kind: 'H',
    title: 'A leader that never assigns is waited for as long as its session lasts',
    reference: 'KAFKA-12890, d294b946ca7',
    caughtBy: ['L06'],
    directed: {
      how: 'at the end',
      document: document({
        cluster: { brokers: 1, config: FEW },
        topics: TWO,
        clients: {
          p1: { ...WRITER, count: 20 },
          g1: { ...READER, members: 2, config: { ...READER.config, 'session.timeout.ms': 300_000, 'max.poll.interval.ms': 20_000 } },
        },
        timeline: [
          { at: '5s', run: 'docker stop g1-2' },
          { at: '10s', run: 'docker start g1-2' },
          { when: 'state(g1) == CompletingRebalance and time() > 8s', run: 'docker kill g1-1' },
        ],
        until: '100s',
      }),
    },
  },
];
