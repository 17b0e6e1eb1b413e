/** What faults of processes and of time do to a cluster, and what they must never do. Every invariant is asked after every event. */
import { describe, expect, it } from 'vitest';
import { EPOCH_MS } from '#kafka/protocol/names.ts';
import { committed, followersOf, give, highWatermark, idsOn, leaderOf, newWorld, of, parse, recordsOn, replica } from '#shell/faults.testkit.ts';
import { noOverlays } from '#sim/overlay.ts';
import { processOf } from '#sim/world.ts';

const acknowledgedIn = (facts: ReturnType<typeof give>): string[] => of(facts, 'RecordsAcknowledged').flatMap(({ ids }) => [...ids]);
const lost = (world: ReturnType<typeof newWorld>, facts: ReturnType<typeof give>): string[] => {
  const ids = idsOn(world, leaderOf(world));
  return acknowledgedIn(facts).filter((id) => !ids.includes(id));
};

describe('fault bounce-leader (F06)', () => {
  it('kills whoever leads, five times, and no acknowledged record is lost', () => {
    const world = newWorld({ config: { 'min.insync.replicas': '2' } });
    const facts = give(world, undefined, 2);
    facts.push(...give(world, 'fault bounce-leader orders-0 --times 5', 150), ...give(world, undefined, 60));
    expect(of(facts, 'ProcessKilled')).toHaveLength(5);
    expect(of(facts, 'ProcessStarted').filter(({ node }) => node.startsWith('kafka'))).toHaveLength(5);
    expect([...committed(world).isr].sort()).toEqual([1, 2, 3]);
    expect(lost(world, facts)).toEqual([]);
  });

  it('can do so in good order', () => {
    const world = newWorld();
    const facts = give(world, undefined, 2);
    facts.push(...give(world, 'fault bounce-leader orders-0 --times 2 --clean', 60));
    expect([of(facts, 'ProcessStopping').length, of(facts, 'ProcessKilled').length]).toEqual([2, 0]);
    expect(lost(world, facts)).toEqual([]);
  });
});

describe('fault slow-cpu (F08)', () => {
  it('makes a broker answer later, and keeps the order of each connection', () => {
    const world = newWorld();
    give(world, undefined, 2);
    const leader = leaderOf(world);
    const before = of(give(world, undefined, 10), 'RecordsAcknowledged').length;
    give(world, `fault slow-cpu kafka${leader} --factor 300`, 0);
    const slow = give(world, undefined, 10);
    expect(of(slow, 'RecordsAcknowledged').length).toBeLessThan(before);
    give(world, 'fault heal', 60);
    expect(world.overlays).toBe(noOverlays);
    const numbers = idsOn(world, leader).map((id) => Number(id.split('#')[1]));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect([...committed(world).isr].sort()).toEqual([1, 2, 3]);
  });
});

describe('a crash of everything at once (F09)', () => {
  it('by power loss takes what nobody had flushed, and says which records went', () => {
    const world = newWorld();
    const facts = give(world, undefined, 3);
    const acknowledged = acknowledgedIn(facts);
    const crash = give(world, 'fault power-loss kafka1 kafka2 kafka3', 0);
    expect(of(crash, 'PowerLost')).toHaveLength(3);
    const told = of(crash, 'LogTailLost').flatMap(({ ids }) => [...ids]);
    expect(acknowledged.filter((id) => !told.includes(id))).toEqual([]);
    give(world, 'docker start kafka1 kafka2 kafka3', 60);
    expect(highWatermark(world)).toBeGreaterThan(0);
  });

  it('by kill takes nothing that was acknowledged: the page cache outlives the processes', () => {
    const world = newWorld();
    const facts = give(world, undefined, 3);
    facts.push(...give(world, 'docker kill kafka1 kafka2 kafka3', 1), ...give(world, 'docker start kafka1 kafka2 kafka3', 60));
    expect(lost(world, facts)).toEqual([]);
  });
});

describe('docker rm (F10)', () => {
  it('leaves a partition under-replicated for ever, and the container cannot be started', () => {
    const world = newWorld();
    give(world, undefined, 2);
    const [broker] = followersOf(world);
    expect(of(give(world, `docker rm kafka${broker}`, 0), 'CommandFailed')).toHaveLength(1);
    expect(of(give(world, `docker rm -f kafka${broker}`, 40), 'ContainerRemoved')).toHaveLength(1);
    expect(processOf(world, `kafka${broker}`)?.status).toBe('down');
    expect(committed(world).isr).not.toContain(broker);
    expect(committed(world).replicas).toContain(broker);
    expect(of(give(world, `docker start kafka${broker}`, 5), 'CommandFailed')).toMatchObject([
      { message: `Error response from daemon: No such container: kafka${broker}` },
    ]);
  });
});

describe('docker rm of what is about to come back', () => {
  it('is for good: neither docker restart nor a bounce starts it again', () => {
    for (const line of ['docker restart kafka1', 'fault bounce-leader orders-0']) {
      const world = newWorld();
      give(world, undefined, 2);
      const leader = leaderOf(world);
      give(world, line.replace('kafka1', `kafka${leader}`), 0);
      expect(of(give(world, `docker rm -f kafka${leader}`, 30), 'ProcessStarted')).toEqual([]);
    }
  });
});

describe('fault clock (F80)', () => {
  it('moves the timestamps that a producer writes, and nothing else: no election, no change of ISR', () => {
    const world = newWorld();
    give(world, undefined, 2);
    const facts = give(world, 'fault clock p1 --skew -1h', 3);
    const { records } = replica(world, leaderOf(world)).log;
    expect(records.length).toBeGreaterThan(5);
    expect(of(facts, 'ClockSkewed')).toMatchObject([{ node: 'p1', skewMs: -3_600_000 }]);
    expect([...of(facts, 'LeaderElected'), ...of(facts, 'IsrShrunk'), ...of(facts, 'SendFailed')]).toEqual([]);
    const last = of(facts, 'RecordsAcknowledged').at(-1)?.ids.at(-1);
    expect(timestamps(world).get(last ?? '')).toBeLessThan(EPOCH_MS - 3_000_000);
    give(world, 'fault heal p1', 2);
    expect(Math.max(...timestamps(world).values())).toBeGreaterThan(EPOCH_MS);
  });

  it('of a broker that is days ahead, its time retention deletes what is young; of one that is behind, nothing happens', () => {
    const config = { 'log.retention.check.interval.ms': '1000', 'log.retention.ms': '604800000' };
    const world = newWorld({ config });
    give(world, undefined, 3);
    const leader = leaderOf(world);
    expect(of(give(world, `fault clock kafka${leader} --skew -5s`, 5), 'SegmentsDeleted')).toEqual([]);
    const facts = give(world, `fault clock kafka${leader} --skew 8d`, 5);
    expect(of(facts, 'SegmentsDeleted').filter(({ broker, tp }) => broker === leader && tp === 'orders-0').length).toBeGreaterThan(0);
    expect(replica(world, leader).log.logStart).toBeGreaterThan(0);
    expect(of(facts, 'LeaderElected')).toEqual([]);
    expect(leaderOf(world)).toBe(leader);
  });
});

describe('fault timer-jitter (F81)', () => {
  it('lets a broker live with late heartbeats, the same way each time', () => {
    const run = () => {
      const world = newWorld();
      const facts = give(world, 'fault timer-jitter kafka1 --percent 50', 30);
      expect(of(facts, 'BrokerFenced')).toEqual([]);
      return [world.hashA, world.hashB, world.step];
    };
    expect(run()).toEqual(run());
  });
});

describe('fault tie-shuffle (F82)', () => {
  const run = (seed: number) => {
    const world = newWorld({ seed });
    const facts = give(world, 'fault tie-shuffle', 5);
    facts.push(...give(world, `docker kill kafka${leaderOf(world)}`, 30));
    expect(lost(world, facts)).toEqual([]);
    return [world.hashA, world.hashB, world.step];
  };

  it('is safe in any order, and has one hash for one seed', () => {
    for (const seed of [1, 2, 3]) expect(run(seed)).toEqual(run(seed));
  });
});

describe('the words about processes and time', () => {
  const world = newWorld();

  it('refuse what makes no sense', () => {
    expect(parse(world, 'fault clock kafka1 --skew soon')).toMatchObject({ ok: false, stderr: ['fault: clock needs --skew, such as 5s, -5s or 8d'] });
    expect(parse(world, 'fault slow-cpu kafka1')).toMatchObject({ ok: false });
    expect(parse(world, 'fault freeze-metadata kafka1')).toMatchObject({ ok: false, stderr: ['fault: kafka1 is not a client'] });
    expect(parse(world, 'fault bounce-leader nowhere-0')).toMatchObject({ ok: false, stderr: ['fault: no partition is called nowhere-0'] });
    expect(parse(world, 'fault timer-jitter kafka1 --percent 0')).toMatchObject({ ok: false });
  });
});

/** Timestamp by record id on the leader. */
function timestamps(world: ReturnType<typeof newWorld>): Map<string, number> {
  return new Map(recordsOn(world, leaderOf(world)).map(({ id, timestampMs }) => [id, timestampMs]));
}
