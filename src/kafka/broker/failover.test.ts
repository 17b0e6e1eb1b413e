import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';

const orders = { name: 'orders', assignment: [[1, 2, 3]] };

describe('the leader of [1, 2, 3] is killed (golden timeline, all defaults)', () => {
  const c = new TestCluster({ topics: [orders] });
  c.produce('orders-0', ['a', 'b']);
  c.run({ ms: 1000 });
  const t0 = c.nowMs;
  c.kill(1);
  c.run({ ms: 6900 });

  it('for seven seconds nothing moves: ISR and leader stay as they were', () => {
    expect(c.partition('orders-0')).toMatchObject({ leader: 1, isr: [1, 2, 3], leaderEpoch: 0 });
  });

  it('broker.session.timeout.ms after its last heartbeat it is fenced, leaves the ISR, and the next in assignment order leads, all in one batch', () => {
    c.run({ ms: 5000 });
    const [elected] = c.of('LeaderElected').filter(({ how }) => how !== 'created');
    expect(elected).toMatchObject({ leader: 2, previousLeader: 1, leaderEpoch: 1, isr: [2, 3], candidates: [2, 3], how: 'isr' });
    expect(c.of('IsrShrunk')[0]).toMatchObject({ isr: [2, 3], removed: [1], by: 'controller', timeMs: elected.timeMs });
    expect(c.of('BrokerFenced')[0]).toMatchObject({ broker: 1, reason: 'session-timeout', timeMs: elected.timeMs });
    expect(elected.timeMs - t0).toBeGreaterThan(7000);
    expect(elected.timeMs - t0).toBeLessThan(10_200);
    expect(c.partition('orders-0')).toMatchObject({ leader: 2, leaderEpoch: 1, partitionEpoch: 1 });
  });

  it('both survivors apply it when they have pulled it from the metadata log', () => {
    const elected = c.of('LeaderElected').at(-1)?.timeMs ?? 0;
    expect(c.of('BecameLeader').at(-1)).toMatchObject({ broker: 2, leaderEpoch: 1, logEndOffset: 2, timeMs: elected + 1 });
    expect(c.of('BecameFollower').at(-1)).toMatchObject({ broker: 3, leader: 2, timeMs: elected + 1 });
  });

  it('the new leader serves: acks=all waits for the ISR of two', () => {
    const answer = c.produce('orders-0', ['c']);
    c.run({ ms: 100 });
    expect(answer()).toMatchObject({ error: 'NONE', baseOffset: 2 });
    expect(c.marks(2, 'orders-0')).toEqual([3, 3]);
  });

  it('the old leader comes back as a follower, catches up and joins the ISR; leadership returns only with the preferred election after 300 s', () => {
    c.start(1);
    c.run({ ms: 3000 });
    expect(c.partition('orders-0')).toMatchObject({ leader: 2, isr: [1, 2, 3], leaderEpoch: 1 });
    expect(c.values(1, 'orders-0')).toEqual(['a', 'b', 'c']);
    c.run({ ms: 300_000 });
    expect(c.partition('orders-0')).toMatchObject({ leader: 1, leaderEpoch: 2 });
    expect(c.of('LeaderElected').at(-1)?.how).toBe('preferred');
    expect(c.violations).toEqual([]);
  });
});

describe('a record that only the leader had (acks=1)', () => {
  const c = new TestCluster({ topics: [orders] });
  c.produce('orders-0', ['a']);
  c.run({ ms: 600 });
  c.cut(['kafka1', 'kafka2'], ['kafka1', 'kafka3']);
  const answer = c.produce('orders-0', ['lost'], { acks: 1 });
  c.run({ ms: 50 });

  it('is acknowledged as soon as the leader has it', () => {
    expect(answer()).toMatchObject({ error: 'NONE', baseOffset: 1 });
    expect(c.marks(1, 'orders-0')).toEqual([2, 1]);
  });

  it('is cut off when the old leader comes back: its log parted from the new leader’s at the epoch’s end', () => {
    c.kill(1);
    c.heal(['kafka1', 'kafka2'], ['kafka1', 'kafka3']);
    c.run({ ms: 12_000 });
    const next = c.produce('orders-0', ['b']);
    c.run({ ms: 100 });
    expect(next()).toMatchObject({ error: 'NONE', baseOffset: 1 });
    c.start(1);
    c.run({ ms: 2000 });
    expect(c.of('LogTruncated')).toMatchObject([{ tp: 'orders-0', broker: 1, from: 2, to: 1, ids: [expect.stringContaining('client#')] }]);
    for (const id of [1, 2, 3]) expect(c.values(id, 'orders-0')).toEqual(['a', 'b']);
    expect(c.violations).toEqual([]);
  });
});

describe('a broker that is killed and started again within its session', () => {
  it('is refused as a duplicate until the old session is over, and keeps its log', () => {
    const c = new TestCluster({ topics: [orders] });
    c.produce('orders-0', ['a']);
    c.run({ ms: 1000 });
    c.kill(1);
    c.run({ ms: 100 });
    c.start(1);
    const t0 = c.nowMs;
    c.run({ ms: 6000 });
    expect(c.broker(1).lifecycle.value).toBe('STARTING');
    expect(c.partition('orders-0').leader).toBe(1);
    c.run({ ms: 14_000 });
    expect(c.broker(1).lifecycle.value).toBe('RUNNING');
    const registered = c.of('BrokerRegistered').at(-1)?.timeMs ?? 0;
    expect(registered - t0).toBeGreaterThan(7000);
    const asked = c.events.filter(
      ({ name, node, from, timeUs }) => name === 'BrokerRegistrationRequest' && node === 'controller1' && from === 'kafka1' && timeUs >= t0 * 1000,
    );
    const gapsMs = asked.slice(1).map(({ timeUs }, i) => (timeUs - (asked[i]?.timeUs ?? 0)) / 1000);
    expect(gapsMs.length).toBeGreaterThan(2);
    // broker.heartbeat.interval.ms after each refusal, and the way there and back.
    expect(new Set(gapsMs)).toEqual(new Set([2002]));
    expect(c.values(1, 'orders-0')).toEqual(['a']);
    expect(c.partition('orders-0')).toMatchObject({ leader: 2, isr: [1, 2, 3] });
    expect(c.violations).toEqual([]);
  });
});

describe('two brokers whose sessions end together', () => {
  it('are fenced by two checks, 10 ms apart: after one was fenced the next check comes at once', () => {
    const c = new TestCluster({ topics: [orders] });
    c.run({ ms: 1000 });
    c.kill(2);
    c.kill(3);
    c.run({ ms: 15_000 });
    const [first, second] = c.of('BrokerFenced').filter(({ reason }) => reason === 'session-timeout');
    expect(new Set([first?.broker, second?.broker])).toEqual(new Set([2, 3]));
    expect((second?.timeMs ?? 0) - (first?.timeMs ?? 0)).toBeLessThan(100);
    const checks = c.events.filter(({ name }) => name === 'MaybeFenceStaleBroker');
    const gapsUs = checks.slice(1).map(({ timeUs }, i) => timeUs - (checks[i]?.timeUs ?? 0));
    expect(gapsUs.filter((gapUs) => gapUs !== 1_125_000)).toEqual([10_000, 10_000]);
    expect(c.violations).toEqual([]);
  });
});

describe('ListOffsets after a failover (KIP-207)', () => {
  it('is OFFSET_NOT_AVAILABLE until the new leader’s high watermark has reached its epoch', () => {
    const d = new TestCluster({ topics: [orders] });
    d.produce('orders-0', ['a']);
    d.run({ ms: 2 });
    d.kill(1);
    d.run({ ms: 6000 });
    d.pause(3);
    d.runUntil(() => d.of('BecameLeader').some(({ leaderEpoch }) => leaderEpoch === 1));
    expect(d.marks(2, 'orders-0')).toEqual([1, 0]);
    const latest = d.ask(2, { type: 'ListOffsetsRequest', partitions: [{ tp: 'orders-0', timestamp: 'latest', currentLeaderEpoch: -1 }] });
    d.run({ ms: 10 });
    expect(latest()).toMatchObject({ partitions: [{ error: 'OFFSET_NOT_AVAILABLE' }] });
    d.resume(3);
    d.run({ ms: 20_000 });
    const again = d.ask(2, { type: 'ListOffsetsRequest', partitions: [{ tp: 'orders-0', timestamp: 'latest', currentLeaderEpoch: -1 }] });
    d.run({ ms: 10 });
    expect(again()).toMatchObject({ partitions: [{ error: 'NONE', offset: 1 }] });
  });
});
