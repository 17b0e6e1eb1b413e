/** Frames made by hand, one for each thing a picture must be able to say. Golden pictures are drawn from them, and the gallery shows them. */
import type { BrokerFrame, ConsumerFrame, Frame, GroupFrame, MessageFrame, PartitionFrame, ProducerFrame, ReplicaFrame } from '#kafka/frame.ts';
import type { LagSeries, LostRecord, TimeMark } from './contract.ts';
import type { KafkaFact } from '#kafka/facts.ts';

export interface Fixture {
  readonly title: string;
  readonly frame: Frame;
  readonly previous: Frame | null;
  readonly changes: readonly KafkaFact[];
  readonly lost: readonly LostRecord[];
  readonly lag: readonly LagSeries[];
  readonly timeMarks: readonly TimeMark[];
  readonly untilUs: number;
  readonly nowUs: number;
  readonly focus: string;
}

type StoredRecord = ReplicaFrame['records']['tail'][number];

interface LogOptions extends Partial<Omit<ReplicaFrame, 'records'>> {
  readonly broker: number;
  /** One letter a record; `·` is a null key; `|` ends a batch. */
  readonly keys: string;
  readonly hw: number;
  readonly start?: number;
}

function records(keys: string, from: number, epochs: ReplicaFrame['epochs']): StoredRecord[] {
  const out: StoredRecord[] = [];
  let offset = from;
  for (const batch of keys.split('|')) {
    const letters = [...batch];
    const baseOffset = offset;
    for (const letter of letters) {
      const leaderEpoch = epochs.reduce((epoch, one) => (one.startOffset <= baseOffset ? one.epoch : epoch), 0);
      const header = { baseOffset, lastOffset: baseOffset + letters.length - 1, leaderEpoch, producer: 'p1', producerId: -1, producerEpoch: -1, baseSequence: -1, sizeBytes: 70 };
      out.push({ id: `p1#${offset}`, key: letter === '·' ? null : letter, value: `order ${offset}`, timestampMs: 1_700_000_000_000 + offset * 100, offset, batch: header });
      offset += 1;
    }
  }
  return out;
}

/** An append view of a plain array: chunks of 256 and a tail (sim/view.ts). */
function viewOf(items: readonly StoredRecord[]): ReplicaFrame['records'] {
  const whole = Math.floor(items.length / 256);
  return { chunks: Array.from({ length: whole }, (_, i) => items.slice(i * 256, i * 256 + 256)), tail: items.slice(whole * 256), length: items.length };
}

function log(tp: string, options: LogOptions): ReplicaFrame {
  const { keys, hw, start = 0, ...rest } = options;
  const epochs = options.epochs ?? [{ epoch: 0, startOffset: 0 }];
  const items = records(keys, start, epochs);
  return {
    tp, role: 'follower', leaderEpoch: epochs[epochs.length - 1].epoch, online: true, inIsr: true, logStart: start, highWatermark: hw,
    logEndOffset: start + items.length, lastCaughtUpUs: undefined, records: viewOf(items), ...rest, epochs,
  };
}

function partition(tp: string, leader: number, isr: readonly number[], logs: readonly LogOptions[], rest: Partial<PartitionFrame> = {}): PartitionFrame {
  const cut = tp.lastIndexOf('-');
  const leaderEpoch = rest.leaderEpoch ?? 0;
  return {
    tp, topic: tp.slice(0, cut), partition: Number(tp.slice(cut + 1)), internal: tp.startsWith('__'), replicas: logs.map((one) => one.broker), isr, elr: [],
    leader, leaderEpoch, partitionEpoch: 0, minInsyncReplicas: 1,
    logs: logs.map((one) => log(tp, { role: one.broker === leader ? 'leader' : 'follower', inIsr: isr.includes(one.broker), ...one })),
    ...rest,
  };
}

const broker = (id: number, rest: Partial<BrokerFrame> = {}): BrokerFrame => ({
  node: `kafka${id}`, status: 'up', connected: true, id, state: 'RUNNING', rack: null, brokerEpoch: 10 + id, fenced: false, metadataOffset: 42, config: {}, ...rest,
});

const producer = (node: string, rest: Partial<ProducerFrame> = {}): ProducerFrame => ({
  node, status: 'up', connected: true, topic: 'orders', state: 'sending', config: { acks: '1' }, recordsSent: 5, recordsAcknowledged: 5, recordsFailed: 0,
  recordsPending: 0, retries: 0, lastError: null, believedLeaders: { 'orders-0': 1 }, ...rest,
});

const consumer = (node: string, group: string, assignment: readonly string[], rest: Partial<ConsumerFrame> = {}): ConsumerFrame => ({
  node, status: 'up', connected: true, group, memberId: `${node}-5f3a`, state: 'STABLE', config: { 'auto.offset.reset': 'earliest' }, assignment,
  positions: {}, processing: null, recordsProcessed: 2, ...rest,
});

type OffsetOptions = Omit<GroupFrame['offsets'][number], 'lagRecords'> & { readonly hw: number };

function group(name: string, members: readonly ConsumerFrame[], offsets: readonly OffsetOptions[], rest: Partial<GroupFrame> = {}): GroupFrame {
  return {
    group: name, state: 'Stable', generation: 3, protocol: 'range', coordinator: 2,
    members: members.map((one, i) => ({ memberId: one.memberId, node: one.node, leader: i === 0, partitions: one.assignment })),
    offsets: offsets.map(({ hw, ...one }) => ({ ...one, lagRecords: one.committed < 0 ? undefined : hw - one.committed })),
    ...rest,
  };
}

const typeOf = (label: string): string => (label.startsWith('Produce') ? 'ProduceRequest' : label.startsWith('ack') || label.startsWith('NOT_') ? 'ProduceResponse' : label.startsWith('Fetch') ? 'FetchRequest' : 'FetchResponse');

let messageId = 0;
const message = (from: string, to: string, label: string, category: MessageFrame['category'], rest: Partial<MessageFrame> = {}): MessageFrame => ({
  id: ++messageId, from, to, type: typeOf(label), connection: `${from}>${to}`, sentUs: 249_000, arrivesUs: 251_000, label, category, lost: false, tps: ['orders-0'], ...rest,
});

const controller = { node: 'controller1', status: 'up', connected: true, id: 3001, active: true, epoch: 1, metadataLogEndOffset: 42 } as const;

function frame(rest: Partial<Frame>): Frame {
  const partitions = rest.partitions ?? [];
  const topics = [...new Set(partitions.map((one) => one.topic))].map((name) => ({
    name, internal: name.startsWith('__'), partitions: partitions.filter((one) => one.topic === name).length, replicationFactor: 3, config: {},
  }));
  return {
    step: 41, timeUs: 250_000, profile: '4.3', brokers: [broker(1), broker(2), broker(3)], controllers: [controller], topics, partitions,
    producers: [], groups: [], consumers: [], tools: [], messages: [], ...rest,
  };
}

function fixture(title: string, now: Frame, rest: Partial<Fixture> = {}): Fixture {
  return { title, frame: now, previous: null, changes: [], lost: [], lag: [], timeMarks: [], untilUs: 20_000_000, nowUs: now.timeUs, focus: 'orders-0', ...rest };
}

const billing1 = consumer('billing-1', 'billing', ['orders-0']);
const offsetsTopic = partition('__consumer_offsets-7', 2, [2, 3, 1], [{ broker: 2, keys: 'ab', hw: 2 }, { broker: 3, keys: 'ab', hw: 2 }, { broker: 1, keys: 'ab', hw: 2 }]);

const healthy = fixture(
  'All replicas in sync',
  frame({
    partitions: [
      partition('orders-0', 1, [1, 2, 3], [{ broker: 1, keys: 'A|C|A', hw: 3 }, { broker: 2, keys: 'A|C|A', hw: 3 }, { broker: 3, keys: 'A|C|A', hw: 3 }], { minInsyncReplicas: 2 }),
      offsetsTopic,
    ],
    producers: [producer('p1', { config: { acks: 'all' }, recordsSent: 3, recordsAcknowledged: 3, state: 'idle' })],
    consumers: [billing1],
    groups: [group('billing', [billing1], [{ tp: 'orders-0', committed: 2, position: 3, owner: 'billing-1', hw: 3 }])],
  }),
);

/** The leader appended two records; nobody has fetched them yet, and broker 3 is out of the ISR. */
const earlyPartition = partition(
  'orders-0', 1, [1, 2],
  [
    { broker: 1, keys: 'A|C|A|BB', hw: 3, epochs: [{ epoch: 4, startOffset: 0 }, { epoch: 5, startOffset: 2 }] },
    { broker: 2, keys: 'A|C|A', hw: 3, epochs: [{ epoch: 4, startOffset: 0 }, { epoch: 5, startOffset: 2 }] },
    { broker: 3, keys: 'A', hw: 1, epochs: [{ epoch: 4, startOffset: 0 }] },
  ],
  { leaderEpoch: 5 },
);
const audit1 = consumer('audit-1', 'audit', ['orders-0'], { config: { 'auto.offset.reset': 'latest' } });
const behind = fixture(
  'The leader answers early (acks=1)',
  frame({
    partitions: [
      earlyPartition,
      partition('orders-1', 2, [2, 3, 1], [{ broker: 2, keys: 'DEDE', hw: 4 }, { broker: 3, keys: 'DEDE', hw: 4 }, { broker: 1, keys: 'DED', hw: 3 }]),
      partition('orders-2', 3, [3], [{ broker: 3, keys: 'FFAFF', hw: 2 }, { broker: 1, keys: 'FF', hw: 2 }, { broker: 2, keys: 'FF', hw: 2 }], { minInsyncReplicas: 2 }),
      offsetsTopic,
    ],
    producers: [producer('p1')],
    consumers: [billing1, audit1],
    groups: [
      group('billing', [billing1], [{ tp: 'orders-0', committed: 1, position: 2, owner: 'billing-1', hw: 3 }]),
      group('audit', [audit1], [{ tp: 'orders-0', committed: -1, position: 3, owner: 'audit-1', hw: 3 }]),
    ],
    messages: [
      message('kafka1', 'p1', 'ack @3', 'data', { sentUs: 248_600 }),
      message('kafka2', 'kafka1', 'Fetch @3', 'replication', { sentUs: 249_400 }),
      message('kafka3', 'kafka1', 'Fetch @1', 'replication', { sentUs: 248_900, arrivesUs: 250_800 }),
      message('billing-1', 'kafka1', 'Fetch @2', 'data'),
      message('kafka2', 'controller1', 'Heartbeat', 'control', { type: 'BrokerHeartbeatRequest', tps: [] }),
    ],
  }),
  {
    changes: [{ fact: 'RecordsAppended', tp: 'orders-0', broker: 1, role: 'leader', baseOffset: 3, lastOffset: 4, leaderEpoch: 5, ids: ['p1#3', 'p1#4'] }],
  },
);

/** Broker 1 is dead, broker 2 has been elected, broker 3 has not heard yet. */
const election = fixture(
  'The leader is dead, broker 2 is elected',
  frame({
    timeUs: 9_350_000,
    brokers: [broker(1, { status: 'down', state: 'NOT_RUNNING', fenced: true }), broker(2), broker(3)],
    partitions: [
      partition(
        'orders-0', 2, [2, 3],
        [
          { broker: 1, keys: 'A|C|A|BB', hw: 3, role: 'offline', online: false },
          { broker: 2, keys: 'A|C|A', hw: 3, role: 'follower' },
          { broker: 3, keys: 'A|C', hw: 2, role: 'follower' },
        ],
        { leaderEpoch: 1, minInsyncReplicas: 2 },
      ),
    ],
    producers: [producer('p1', { state: 'backing-off', recordsSent: 7, recordsAcknowledged: 5, recordsPending: 2, retries: 3, lastError: 'NOT_LEADER_OR_FOLLOWER' })],
    messages: [
      message('p1', 'kafka1', 'Produce B×2', 'data', { lost: true, sentUs: 9_348_000, arrivesUs: 9_352_000 }),
      message('controller1', 'kafka2', 'Metadata', 'control', { sentUs: 9_349_000, arrivesUs: 9_351_000, type: 'FetchResponse', tps: [] }),
      message('kafka3', 'p1', 'NOT_LEADER_OR_FOLLOWER', 'error', { sentUs: 9_349_000, arrivesUs: 9_352_000 }),
    ],
  }),
  { changes: [{ fact: 'LeaderElected', tp: 'orders-0', leader: 2, previousLeader: 1, leaderEpoch: 1, isr: [2, 3], candidates: [2, 3], how: 'isr' }] },
);

/** Broker 1 came back, truncated two acknowledged records, and follows. */
const lossFrame = (keys: string): Frame =>
  frame({
    timeUs: 12_400_000,
    partitions: [
      partition(
        'orders-0', 2, [2, 3],
        [
          { broker: 1, keys, hw: 3, epochs: [{ epoch: 0, startOffset: 0 }] },
          { broker: 2, keys: 'A|C|A|D|A', hw: 5, epochs: [{ epoch: 0, startOffset: 0 }, { epoch: 1, startOffset: 3 }] },
          { broker: 3, keys: 'A|C|A|D|A', hw: 4, epochs: [{ epoch: 0, startOffset: 0 }, { epoch: 1, startOffset: 3 }] },
        ],
        { leaderEpoch: 1 },
      ),
    ],
    producers: [producer('p1', { recordsSent: 7, recordsAcknowledged: 7, believedLeaders: { 'orders-0': 2 } })],
  });
const lost: LostRecord[] = [3, 4].map((offset) => ({ id: `p1#${offset}`, tp: 'orders-0', broker: 1, offset, key: 'B', acknowledged: true, committed: false }));
const loss = fixture('Two acknowledged records are lost', lossFrame('A|C|A'), {
  previous: lossFrame('A|C|A|BB'),
  lost,
  changes: [{ fact: 'LogTruncated', tp: 'orders-0', broker: 1, from: 5, to: 3, ids: ['p1#3', 'p1#4'] }],
});

/** Unclean election: wet cells fall. */
const dataLoss = fixture(
  'Committed records are lost (unclean election)',
  frame({
    timeUs: 15_000_000,
    partitions: [
      partition('orders-0', 3, [3], [
        { broker: 1, keys: 'A|C', hw: 2 },
        { broker: 2, keys: '', hw: 0, role: 'offline', online: false },
        { broker: 3, keys: 'A|C', hw: 2, epochs: [{ epoch: 0, startOffset: 0 }, { epoch: 2, startOffset: 2 }] },
      ], { leaderEpoch: 2, minInsyncReplicas: 2, elr: [1] }),
    ],
    brokers: [broker(1), broker(2, { status: 'down', state: 'NOT_RUNNING', fenced: true }), broker(3)],
  }),
  {
    lost: [
      { id: 'p1#2', tp: 'orders-0', broker: 1, offset: 2, key: 'A', acknowledged: true, committed: true },
      { id: 'p1#3', tp: 'orders-0', broker: 1, offset: 3, key: 'B', acknowledged: true, committed: true },
      { id: 'p1#4', tp: 'orders-0', broker: 1, offset: 4, key: null, acknowledged: false, committed: false },
    ],
  },
);

/** A paused leader wakes and still believes that it leads. */
const zombie = fixture(
  'A zombie still believes that it leads',
  frame({
    timeUs: 11_000_000,
    brokers: [broker(1, { connected: false }), broker(2), broker(3, { status: 'paused' })],
    partitions: [
      partition('orders-0', 2, [2, 3], [
        { broker: 1, keys: 'A|C|A|B|B', hw: 3, role: 'leader', leaderEpoch: 5, epochs: [{ epoch: 5, startOffset: 0 }] },
        { broker: 2, keys: 'A|C|A|D', hw: 3, role: 'leader', epochs: [{ epoch: 5, startOffset: 0 }, { epoch: 6, startOffset: 3 }] },
        { broker: 3, keys: 'A|C|A', hw: 3, leaderEpoch: 5, epochs: [{ epoch: 5, startOffset: 0 }] },
      ], { leaderEpoch: 6 }),
    ],
    producers: [producer('p1', { believedLeaders: { 'orders-0': 1 } })],
    consumers: [billing1],
    groups: [group('billing', [billing1], [{ tp: 'orders-0', committed: 3, position: 3, owner: 'billing-1', hw: 3 }])],
    messages: [
      message('p1', 'kafka1', 'Produce B', 'data', { sentUs: 10_999_000, arrivesUs: 11_001_000 }),
      message('kafka1', 'controller1', 'Heartbeat', 'control', { lost: true, type: 'BrokerHeartbeatRequest', sentUs: 10_999_000, arrivesUs: 11_001_000 }),
      message('kafka1', 'kafka2', 'Fetch @5', 'replication', { lost: true, sentUs: 10_999_500, arrivesUs: 11_000_500 }),
    ],
  }),
);

const LETTERS = 'ABCADEFBCA';
const many = (n: number): string => Array.from({ length: n }, (_, i) => LETTERS[i % 10]).join('|');
const members = [1, 2, 3, 4, 5].map((n) => consumer(`billing-${n}`, 'billing', n <= 3 ? [`orders-${n - 1}`] : [], { recordsProcessed: n <= 3 ? 20 + n : 0, processing: n === 1 ? { tp: 'orders-0', offset: 31, untilUs: 8_260_000 } : null }));
const lagSeries = (tp: string, seed: number): LagSeries => ({
  group: 'billing', tp,
  points: Array.from({ length: 80 }, (_, i) => ({ timeUs: i * 250_000, lagRecords: Math.max(0, Math.round(((i % 17) * seed) / 2 + (i > 40 ? (60 - i) * seed * 0.3 : i * seed * 0.3))), cursor: i * 10 })),
});

const groupLag = fixture(
  'Five members, three partitions',
  frame({
    timeUs: 8_250_000,
    partitions: [
      partition('orders-0', 1, [1, 2, 3], [{ broker: 1, keys: many(61), hw: 60 }, { broker: 2, keys: many(60), hw: 60 }, { broker: 3, keys: many(60), hw: 59 }]),
      partition('orders-1', 2, [2, 3, 1], [{ broker: 2, keys: many(44), hw: 44 }, { broker: 3, keys: many(44), hw: 44 }, { broker: 1, keys: many(44), hw: 44 }]),
      partition('orders-2', 3, [3, 1, 2], [{ broker: 3, keys: many(17), hw: 17 }, { broker: 1, keys: many(17), hw: 17 }, { broker: 2, keys: many(17), hw: 17 }]),
      offsetsTopic,
    ],
    producers: [producer('p1', { config: { acks: 'all' }, recordsSent: 122, recordsAcknowledged: 121, believedLeaders: { 'orders-0': 1, 'orders-1': 2, 'orders-2': 3 } }), producer('p2', { state: 'waiting' })],
    consumers: members,
    groups: [group('billing', members, [
      { tp: 'orders-0', committed: 31, position: 51, owner: 'billing-1', hw: 60 },
      { tp: 'orders-1', committed: 40, position: 44, owner: 'billing-2', hw: 44 },
      { tp: 'orders-2', committed: 17, position: 17, owner: 'billing-3', hw: 17 },
    ])],
    tools: [{ node: 'tool-1', status: 'up', connected: true, command: 'kafka-console-consumer.sh --topic orders', lines: [], exitCode: undefined, interactive: false, startedStep: 12 }],
    messages: [1, 2, 3, 4, 5, 6].map((n) => message('p1', 'kafka1', 'Produce A', 'data', { sentUs: 8_247_000 + n * 400, arrivesUs: 8_251_000 + n * 400 })),
  }),
  {
    lag: [lagSeries('orders-0', 3), lagSeries('orders-1', 1), { group: 'billing', tp: 'orders-2', points: [{ timeUs: 0, lagRecords: 0, cursor: 0 }] }],
    timeMarks: [
      { timeUs: 3_000_000, kind: 'fault', label: 'docker kill kafka1' },
      { timeUs: 3_400_000, kind: 'rebalance', label: 'billing: PreparingRebalance' },
      { timeUs: 5_000_000, kind: 'commit', label: 'billing committed 12' },
      { timeUs: 10_000_000, kind: 'command', label: 'docker compose up -d --scale billing=5' },
      { timeUs: 10_100_000, kind: 'rebalance', label: 'billing: PreparingRebalance' },
    ],
  },
);

/** The network cable of broker 2 is out. */
const cut = fixture(
  'Broker 2 is cut off from the network',
  frame({
    timeUs: 6_000_000,
    brokers: [broker(1), broker(2, { connected: false }), broker(3)],
    partitions: [partition('orders-0', 1, [1, 2, 3], [{ broker: 1, keys: 'A|C|A|B', hw: 3 }, { broker: 2, keys: 'A|C|A', hw: 3 }, { broker: 3, keys: 'A|C|A|B', hw: 3 }])],
    producers: [producer('p1', { config: { acks: 'all' }, state: 'waiting', recordsPending: 1 })],
    consumers: [billing1],
    groups: [group('billing', [billing1], [{ tp: 'orders-0', committed: 0, position: -1, owner: null, hw: 3 }], { state: 'PreparingRebalance' })],
    messages: [
      message('kafka2', 'kafka1', 'Fetch @3', 'replication', { lost: true, sentUs: 5_999_000, arrivesUs: 6_001_000 }),
      message('kafka3', 'kafka1', 'Fetch @4', 'replication', { sentUs: 5_999_500, arrivesUs: 6_000_500 }),
      message('kafka1', 'kafka3', 'records B', 'replication', { sentUs: 5_999_200, arrivesUs: 6_001_500 }),
    ],
  }),
);

/** A follower's fetch moved the high watermark: the water is on its way. */
const rising = fixture('The water rises', frame({ partitions: [partition('orders-0', 1, [1, 2], [{ broker: 1, keys: 'A|C|A|BB', hw: 5 }, { broker: 2, keys: 'A|C|A|BB', hw: 3 }, { broker: 3, keys: 'A', hw: 1 }], { leaderEpoch: 5 })] }), {
  previous: frame({ partitions: [earlyPartition] }),
  changes: [{ fact: 'HighWatermarkAdvanced', tp: 'orders-0', broker: 1, role: 'leader', from: 3, to: 5 }],
});

const empty = fixture('An empty log', frame({ partitions: [partition('orders-0', 1, [1, 2, 3], [{ broker: 1, keys: '', hw: 0 }, { broker: 2, keys: '', hw: 0 }, { broker: 3, keys: '', hw: 0 }])] }));

export const fixtures = { healthy, behind, rising, election, loss, dataLoss, zombie, groupLag, cut, empty } as const;
export type FixtureName = keyof typeof fixtures;
