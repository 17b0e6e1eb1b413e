import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';

const topics = [
  {
    name: 't',
    assignment: [
      [1, 2, 3],
      [2, 3, 1],
    ],
  },
];

describe('controlled shutdown (SIGTERM)', () => {
  const c = new TestCluster({ topics });
  c.produce('t-0', ['a']);
  c.run({ ms: 1000 });
  const t0 = c.nowMs;
  c.stop(1);
  c.run({ ms: 10_000 });

  it('goes through PENDING_CONTROLLED_SHUTDOWN and SHUTTING_DOWN, then the process ends', () => {
    const states = c.of('BrokerStateChanged').filter(({ broker, timeMs }) => broker === 1 && timeMs >= t0);
    expect(states.map(({ to }) => to)).toEqual(['PENDING_CONTROLLED_SHUTDOWN', 'SHUTTING_DOWN']);
    expect(c.world.processes.find(({ name }) => name === 'kafka1')?.status).toBe('down');
  });

  it('moves the leaders first, at once, so that nobody waits for a session timeout', () => {
    const [moved] = c.of('LeaderElected').filter(({ how }) => how !== 'created');
    expect(moved).toMatchObject({ tp: 't-0', leader: 2, previousLeader: 1, isr: [2, 3] });
    expect(moved.timeMs - t0).toBeLessThan(100);
  });

  it('lets it go only when every other broker has read that far in the metadata log', () => {
    const ended = c.of('BrokerStateChanged').at(-1)?.timeMs ?? 0;
    expect(ended - t0).toBeGreaterThan(1900);
    expect(ended - t0).toBeLessThan(6500);
    expect(c.of('BrokerFenced').at(-1)).toMatchObject({ broker: 1, reason: 'shutdown' });
  });

  it('asks again after 50 ms, then with every broker.heartbeat.interval.ms', () => {
    const asked = c.events.filter(
      ({ name, node, from, timeUs }) => name === 'BrokerHeartbeatRequest' && node === 'controller1' && from === 'kafka1' && timeUs >= t0 * 1000,
    );
    const gapsMs = asked.slice(1).map(({ timeUs }, i) => Math.floor((timeUs - (asked[i]?.timeUs ?? 0)) / 1000));
    expect(gapsMs[0]).toBeGreaterThanOrEqual(50);
    expect(gapsMs[0]).toBeLessThan(100);
    expect(gapsMs.length).toBeGreaterThan(1);
    for (const gapMs of gapsMs.slice(1)) expect(gapMs).toBeGreaterThanOrEqual(2000);
  });

  it('leaves everything flushed', () => {
    c.start(1);
    c.run({ ms: 15_000 });
    expect(c.of('BrokerStateChanged').at(-1)).toMatchObject({ broker: 1, to: 'RUNNING' });
    expect(c.marks(1, 't-0')).toEqual([1, 1]);
    expect(c.partition('t-0')).toMatchObject({ leader: 2, isr: [1, 2, 3] });
    expect(c.violations).toEqual([]);
  });
});

describe('a broker started again right after its controlled shutdown', () => {
  it('is refused as a duplicate until its old session is over, broker.session.timeout.ms after its last heartbeat', () => {
    const c = new TestCluster({ topics });
    c.run({ ms: 1000 });
    c.stop(1);
    c.runUntil(() => c.broker(1).lifecycle.value === 'NOT_RUNNING');
    const t0 = c.nowMs;
    c.start(1);
    c.run({ ms: 8000 });
    expect(c.broker(1).lifecycle.value).toBe('STARTING');
    c.run({ ms: 4000 });
    expect(c.broker(1).lifecycle.value).toBe('RUNNING');
    expect((c.of('BrokerRegistered').at(-1)?.timeMs ?? 0) - t0).toBeGreaterThan(8900);
    expect(c.violations).toEqual([]);
  });

  it('registers at once when the session is over', () => {
    const c = new TestCluster({ topics });
    c.stop(1);
    c.run({ ms: 20_000 });
    const t0 = c.nowMs;
    c.start(1);
    c.run({ ms: 1000 });
    expect(c.of('BrokerStateChanged').at(-1)).toMatchObject({ broker: 1, to: 'RUNNING' });
    expect((c.of('BrokerStateChanged').at(-1)?.timeMs ?? 0) - t0).toBeLessThan(300);
  });
});

describe('a broker that leads nothing', () => {
  it('may go with the first answer', () => {
    const c = new TestCluster({ topics: [{ name: 't', assignment: [[2, 1]] }] });
    c.stop(3);
    c.run({ ms: 200 });
    expect(c.broker(3).lifecycle.value).toBe('NOT_RUNNING');
    expect(c.controller.committed.brokers.get(3)?.fenced).toBe(true);
  });
});

describe('stopping all brokers one after the other', () => {
  it('takes the last one’s partitions offline, and the clean stop keeps it eligible', () => {
    const c = new TestCluster({ topics });
    c.produce('t-0', ['a']);
    c.run({ ms: 1000 });
    for (const id of [1, 2, 3]) {
      c.stop(id);
      c.run({ ms: 15_000 });
    }
    expect(c.partition('t-0')).toMatchObject({ leader: -1, isr: [], elr: [3] });
    c.start(3);
    c.run({ ms: 2000 });
    expect(c.partition('t-0')).toMatchObject({ leader: 3, isr: [3], elr: [] });
    expect(c.values(3, 't-0')).toEqual(['a']);
    expect(c.of('LeaderElected').at(-1)?.how).toBe('elr');
    expect(c.violations).toEqual([]);
  });
});

describe('a broker without controller', () => {
  it('ends by itself when it could not register for initial.broker.registration.timeout.ms', () => {
    const c = new TestCluster({ topics });
    c.kill(1);
    c.killController();
    c.run({ ms: 1000 });
    c.start(1);
    c.run({ ms: 59_000 });
    expect(c.broker(1).lifecycle.value).toBe('STARTING');
    c.run({ ms: 2000 });
    expect(c.broker(1).lifecycle.value).toBe('NOT_RUNNING');
    expect(c.of('BrokerStateChanged').at(-1)).toMatchObject({ broker: 1, to: 'SHUTTING_DOWN' });
  });

  it('goes on serving what it leads, and ends five minutes after SIGTERM', () => {
    const c = new TestCluster({ topics });
    c.killController();
    c.stop(1);
    c.run({ ms: 290_000 });
    const answer = c.produce('t-0', ['a'], { to: 1 });
    c.run({ ms: 100 });
    expect(answer()?.error).toBe('NONE');
    c.run({ ms: 11_000 });
    expect(c.broker(1).lifecycle.value).toBe('NOT_RUNNING');
  });
});
