import { describe, expect, it } from 'vitest';
import { createCommand, deleteCommand } from '#app/topics/commands.ts';
import { partitionLines, recordPage, topicLines } from '#app/topics/model.ts';
import type { Frame, ReplicaFrame } from '#kafka/frame.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { validate } from '#scenario/validate.ts';
import { act, openSession } from '#session/session.ts';
import { tokenize } from '#shell/tokenize.ts';

function documentOf(scenario: object): ScenarioDocument {
  const document = validate({ highwater: 1, seed: 1, until: '30s', ...scenario });
  if (!document.ok) throw new Error(JSON.stringify(document.error));
  return document.value;
}

function framesOf(scenario: object, atUs: number): Frame {
  const session = openSession(documentOf(scenario));
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  const { timeline } = session.value.branches[0];
  timeline.extend({ untilUs: atUs });
  return timeline.frameAt(timeline.cursorAtTime(atUs));
}

const three = { cluster: { brokers: 3 }, topics: { orders: { partitions: 2, 'replication-factor': 3, config: { 'min.insync.replicas': '2' } } } };
const steady = framesOf({ ...three, clients: { p1: { producer: 'orders', rate: '20/s' } } }, 5_000_000);
const broken = framesOf({ ...three, clients: { p1: { producer: 'orders', rate: '20/s' } }, timeline: [{ at: '1s', run: 'docker kill kafka3' }] }, 20_000_000);

describe('The list of topics', () => {
  it('counts partitions, leaders and records of each topic', () => {
    const [orders] = topicLines(steady);
    expect(orders).toMatchObject({ name: 'orders', internal: false, partitions: 2, replicationFactor: 3, underReplicated: 0, leaderless: 0 });
    expect(orders.leaders.reduce((sum, { count }) => sum + count, 0)).toBe(2);
    expect(orders.records).toBe(steady.partitions.filter(({ topic }) => topic === 'orders').reduce((sum, { logs }) => sum + logs[0].logEndOffset, 0));
    expect(orders.bytes).toBeGreaterThan(0);
  });

  it('counts under-replicated partitions once a replica has left the ISR', () => {
    expect(topicLines(broken)[0].underReplicated).toBe(2);
    expect(partitionLines(broken, 'orders').every(({ problems }) => problems.includes('underReplicated'))).toBe(true);
  });
});

describe('A partition', () => {
  it('tells its offsets as its leader has them', () => {
    const [first] = partitionLines(steady, 'orders');
    const log = steady.partitions[0].logs.find(({ broker }) => broker === first.leader);
    expect(first).toMatchObject({ tp: 'orders-0', logStart: 0, highWatermark: log?.highWatermark, logEndOffset: log?.logEndOffset, problems: [] });
  });

  it('below its min.insync.replicas says so, too', () => {
    const two = framesOf(
      {
        ...three,
        clients: { p1: { producer: 'orders', rate: '5/s' } },
        timeline: [
          { at: '1s', run: 'docker kill kafka3' },
          { at: '1s', run: 'docker kill kafka2' },
        ],
      },
      25_000_000,
    );
    expect(partitionLines(two, 'orders')[0].problems).toEqual(['belowMinIsr', 'underReplicated']);
  });
});

const [{ logs: copies }] = framesOf(
  { ...three, topics: { orders: { 'replication-factor': 3 } }, clients: { p1: { producer: 'orders', rate: '20/s' } } },
  5_000_000,
).partitions;
const [log] = copies;

describe('A page of records', () => {
  it('begins where it is asked to, and leads to the next and back', () => {
    const first = recordPage(log, 0, 5);
    expect(first.lines.map((line) => line.kind === 'record' && line.offset)).toEqual([0, 1, 2, 3, 4]);
    expect([first.previous, first.next]).toEqual([null, 5]);
    const second = recordPage(log, 5, 5);
    expect([second.previous, second.next]).toEqual([0, 10]);
  });

  it('ends at the log end offset, whatever is asked', () => {
    expect(recordPage(log, 1_000_000, 5)).toMatchObject({ lines: [], next: null });
    expect(recordPage(log, -3, 1).lines[0]).toMatchObject({ offset: 0 });
    const last = recordPage(log, log.logEndOffset - 2, 5);
    expect(last.lines).toHaveLength(2);
    expect(last.next).toBeNull();
  });

  it('says which records no consumer is given yet', () => {
    const behind: ReplicaFrame = { ...log, highWatermark: 3 };
    expect(recordPage(behind, 2, 2).lines.map((line) => line.kind === 'record' && line.seen)).toEqual(['all', 'aboveHighWatermark']);
  });

  it('numbers each record of an idempotent batch by its own sequence', () => {
    const [line] = recordPage(log, 3, 1).lines;
    if (line.kind !== 'record') throw new Error('no record');
    expect(line.numbered).toMatchObject({ epoch: 0, sequence: 3 });
  });

  it('tells offsets that compaction removed as one gap, wherever they lie', () => {
    const kept = [2, 3, 6].map((offset) => ({ ...log.records.tail[0], offset }));
    const holes: ReplicaFrame = { ...log, logStart: 0, logEndOffset: 9, highWatermark: 9, records: { chunks: [], tail: kept, length: 3 } };
    expect(recordPage(holes, 0).lines.map((line) => (line.kind === 'gap' ? `${line.from}-${line.to}` : line.offset))).toEqual(['0-1', 2, 3, '4-5', 6, '7-8']);
  });
});

describe('Records of transactions', () => {
  const frame = framesOf(
    {
      cluster: { brokers: 3 },
      topics: { orders: { 'replication-factor': 3 } },
      clients: { p1: { producer: 'orders', rate: '20/s', transaction: { records: 4, 'abort-every': 2 } } },
    },
    8_000_000,
  );
  const leader = frame.partitions[0].logs[0];
  const seen = recordPage(leader, 0, 100).lines.flatMap((line) => (line.kind === 'record' ? [line] : []));

  it('are given to nobody when they are markers, and not to read_committed when they were aborted', () => {
    expect([...new Set(seen.map((line) => line.seen))]).toEqual(expect.arrayContaining(['all', 'aborted', 'marker']));
    expect(seen.filter(({ control }) => control !== null).every((line) => line.seen === 'marker')).toBe(true);
  });
});

describe('The command line', () => {
  const topic = { name: 'pay ments', partitions: '3', replicationFactor: '2', configs: 'min.insync.replicas=2\n\n retention.ms=1000 ' };

  it('is what a person would type, quoted where a shell needs it', () => {
    const line = createCommand(topic, steady);
    expect(line).toBe(
      "kafka-topics.sh --bootstrap-server kafka1:9092 --create --topic 'pay ments' --partitions 3 --replication-factor 2 --config min.insync.replicas=2 --config retention.ms=1000",
    );
    expect(tokenize(line)).toMatchObject({ ok: true });
  });

  it('asks a broker that lives', () => {
    const dead: Frame = { ...steady, brokers: steady.brokers.map((broker, i) => (i === 0 ? { ...broker, status: 'down' } : broker)) };
    expect(deleteCommand('orders', dead)).toBe('kafka-topics.sh --bootstrap-server kafka2:9092 --delete --topic orders');
  });

  it('speaks to ZooKeeper where the tool of that time did', () => {
    const old = framesOf({ kafka: '2.0', cluster: { brokers: 1 }, topics: { orders: {} } }, 100_000);
    expect(deleteCommand('orders', old)).toMatch(/^kafka-topics\.sh --zookeeper zookeeper1:2181 --delete/);
  });

  it('means a dot as a dot', () => {
    expect(deleteCommand('a.b', steady)).toContain("--topic 'a\\.b'");
  });

  it('makes the topic and takes it away, as a person at the prompt would', () => {
    const opened = openSession(documentOf(three));
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    const { timeline } = opened.value.branches[0];
    timeline.extend({ untilUs: 1_000_000 });
    const created = act(opened.value, timeline.end, createCommand({ ...topic, name: 'pay.ments' }, timeline.frameAt(timeline.end)));
    if (!created.ok) throw new Error(created.stderr.join());
    timeline.extend({ untilUs: 5_000_000 });
    const there = timeline.frameAt(timeline.end);
    expect(topicLines(there).find(({ name }) => name === 'pay.ments')).toMatchObject({ partitions: 3, replicationFactor: 2 });
    const deleted = act(created.session, timeline.end, deleteCommand('pay.ments', there));
    if (!deleted.ok) throw new Error(deleted.stderr.join());
    timeline.extend({ untilUs: 9_000_000 });
    expect(topicLines(timeline.frameAt(timeline.end)).map(({ name }) => name)).toEqual(['orders']);
  });
});
