import { describe, expect, test } from 'vitest';
import { Run, type Setup } from '#kafka/clients/run.testkit.ts';
import type { Profile } from '#kafka/spec.ts';

const RACK_AWARE = 'org.apache.kafka.common.replica.RackAwareReplicaSelector';

interface Options {
  readonly rack?: string;
  readonly selector?: string;
  readonly profile?: Profile;
  readonly consumer?: Readonly<Record<string, string>>;
  readonly producer?: Partial<NonNullable<Setup['producers']>[number]>;
  readonly config?: Readonly<Record<string, string>>;
}

/** Brokers 1, 2 and 3 stand in the racks a, b and c, and broker 1 leads. */
function reading({ rack = 'b', selector = RACK_AWARE, profile, consumer, producer, config }: Options = {}): Run {
  return new Run({
    ...(profile ? { profile } : {}),
    racks: ['a', 'b', 'c'],
    config: { 'replica.selector.class': selector, 'offsets.topic.num.partitions': '1', ...config },
    producers: [{ name: 'p1', ...producer }],
    groups: [{ group: 'billing', config: { 'client.rack': rack, ...consumer } }],
  });
}

/** Brokers whose answers made poll() return records from `fromMs` on, each change once. */
function servers(run: Run, fromMs = -1e6): string[] {
  const found: string[] = [];
  for (const { node, name, from, facts, timeUs } of run.events) {
    if (timeUs < fromMs * 1000 || node !== 'billing-1' || name !== 'FetchResponse' || from === undefined) continue;
    if (facts.some(({ fact }) => fact === 'RecordsPolled') && found.at(-1) !== from) found.push(from);
  }
  return found;
}

/** Which broker does not lead orders-0, in the rack that its id gives it. */
const followersOf = (run: Run): number[] => [1, 2, 3].filter((id) => `kafka${id}` !== run.leader('orders-0'));
const rackOf = (id: number): string => ['a', 'b', 'c'][id - 1];
const leaderIn = (run: Run): number => Number(run.leader('orders-0').slice(5));

/** The racks of the leader and of one follower are not known before the run: a first look tells. */
const probe = (() => {
  const run = reading({ selector: '' });
  run.untilFact('PartitionsAssigned');
  return { leader: leaderIn(run), near: followersOf(run)[0] };
})();
const near = `kafka${probe.near}`;
const leader = `kafka${probe.leader}`;
const inRackOfFollower = (options: Options = {}): Run => reading({ rack: rackOf(probe.near), ...options });

describe('a consumer with client.rack', () => {
  test('is sent by the leader to the follower in its rack, and all records come from there', () => {
    const run = inRackOfFollower().untilFact('ReadReplicaPreferred').run({ ms: 5000 });
    expect(run.facts('ReadReplicaPreferred')).toMatchObject([{ node: 'billing-1', tp: 'orders-0', replica: probe.near, leader: probe.leader }]);
    expect(servers(run)).toEqual([near]);
    expect(run.frame.consumers[0].readReplicas).toEqual({ 'orders-0': probe.near });
    expect(run.facts('RecordProcessed').length).toBeGreaterThan(20);
    expect(run.violations).toEqual([]);
  });

  test('stays with the leader when that is in its rack, when nobody is, without a rack, and without a selector', () => {
    for (const options of [{ rack: rackOf(probe.leader) }, { rack: 'd' }, { rack: '' }, { rack: rackOf(probe.near), selector: '' }]) {
      const run = reading(options).untilFact('RecordsPolled').run({ ms: 3000 });
      expect(servers(run)).toEqual([leader]);
      expect(run.facts('ReadReplicaPreferred')).toEqual([]);
    }
  });

  test('is not sent to followers by a release that cannot do it (before 2.4)', () => {
    const run = inRackOfFollower({ profile: '2.1' }).untilFact('RecordsPolled').run({ ms: 3000 });
    expect(run.facts('ReadReplicaPreferred')).toEqual([]);
    expect(servers(run)).toEqual([leader]);
  });

  test('reads what the follower knows to be committed, which is a round behind what the leader knows', () => {
    const run = inRackOfFollower({ producer: { intervalUs: 2_000_000, config: { acks: 'all' } } })
      .untilFact('ReadReplicaPreferred')
      .run({ ms: 20_000 });
    const delays = run
      .facts('RecordsPolled')
      .slice(2)
      .map(({ tp, lastOffset, atMs }) => {
        const known = run.facts('HighWatermarkAdvanced').find((one) => one.tp === tp && one.role === 'leader' && one.to > lastOffset);
        const heard = run.facts('HighWatermarkAdvanced').find((one) => one.tp === tp && one.broker === probe.near && one.to > lastOffset);
        expect(atMs).toBeGreaterThanOrEqual(heard?.atMs ?? Number.POSITIVE_INFINITY);
        return atMs - (known?.atMs ?? Number.NEGATIVE_INFINITY);
      });
    // With nothing to append the leader tells its high watermark when the follower's fetch has waited for replica.fetch.wait.max.ms.
    expect(delays.length).toBeGreaterThan(5);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(2);
    expect(delays.filter((ms) => ms > 400).length).toBeGreaterThan(delays.length / 2);
    expect(run.violations).toEqual([]);
  });

  test('asks the leader again after metadata.max.age.ms, and is sent back', () => {
    const run = inRackOfFollower({ consumer: { 'metadata.max.age.ms': '3000' } })
      .untilFact('ReadReplicaPreferred')
      .run({ ms: 8000 });
    expect(run.facts('ReadReplicaCleared').map(({ why }) => why)).toEqual(['lease-expired', 'lease-expired']);
    const times = run.facts('ReadReplicaPreferred').map(({ atMs }) => atMs);
    expect(times.length).toBe(3);
    expect(times[1] - times[0]).toBeGreaterThan(3000);
    expect(times[1] - times[0]).toBeLessThan(4200);
    expect(servers(run)).toEqual([near]);
  });

  test('is sent to a dead follower as long as that is not fenced and so in the ISR; then the leader serves, and nothing is read twice', () => {
    const run = inRackOfFollower().untilFact('ReadReplicaPreferred').run({ ms: 3000 });
    const killedMs = run.nowMs;
    run.kill(near).run({ ms: 20_000 });
    const fencedMs = run.facts('BrokerFenced').find(({ broker }) => broker === probe.near)?.atMs ?? 0;
    expect(fencedMs).toBeGreaterThan(killedMs + 5000);
    const times = (name: 'ReadReplicaPreferred' | 'RecordsPolled'): number[] => run.facts(name).flatMap(({ atMs }) => (atMs > killedMs + 10 ? [atMs] : []));
    expect(Math.max(...times('ReadReplicaPreferred'))).toBeLessThan(fencedMs + 500);
    expect(Math.min(...times('RecordsPolled'))).toBeGreaterThan(fencedMs);
    expect(run.facts('ReadReplicaCleared').some(({ why }) => why === 'disconnected')).toBe(true);
    expect(servers(run, killedMs + 10)).toEqual([leader]);
    const ids = run.facts('RecordProcessed').map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(run.violations).toEqual([]);
  });

  test('is not sent to a follower that has left the ISR, and is once it is back', () => {
    const run = inRackOfFollower({ config: { 'replica.lag.time.max.ms': '2000' } })
      .untilFact('ReadReplicaPreferred')
      .run({ ms: 2000 });
    run.disconnect(near).run({ ms: 15_000 });
    const outMs = run.nowMs;
    expect(run.facts('IsrShrunk').some(({ removed }) => removed.includes(probe.near))).toBe(true);
    expect(run.facts('ReadReplicaPreferred')).toHaveLength(1);
    run.connect(near).run({ ms: 20_000 });
    const back = run.facts('IsrExpanded').find(({ atMs }) => atMs > outMs);
    const sent = run.facts('ReadReplicaPreferred')[1];
    expect(sent.atMs).toBeGreaterThan(back?.atMs ?? Number.POSITIVE_INFINITY);
    expect(run.violations).toEqual([]);
  });

  test('leaves a follower that its metadata calls offline, though that still answers', () => {
    const run = inRackOfFollower({ consumer: { 'metadata.max.age.ms': '20000' } })
      .untilFact('ReadReplicaPreferred')
      .run({ ms: 2000 });
    // It is cut off from its controller alone, which fences it: clients hear of that with their next metadata.
    run.disconnect(`${near}|controller1`, `controller1|${near}`).run({ ms: 25_000 });
    const fenced = run.facts('BrokerFenced').find(({ broker }) => broker === probe.near);
    const [cleared] = run.facts('ReadReplicaCleared');
    expect(cleared).toMatchObject({ replica: probe.near, why: 'offline' });
    expect(cleared.atMs).toBeGreaterThan(fenced?.atMs ?? Number.POSITIVE_INFINITY);
    expect(servers(run)).toEqual([near, leader]);
    expect(run.facts('ReadReplicaPreferred')).toHaveLength(1);
    const ids = run.facts('RecordProcessed').map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(run.violations).toEqual([]);
  });

  test('leaves a follower that is none any more: it refuses, and the leader sends it nowhere else', () => {
    const run = inRackOfFollower().untilFact('ReadReplicaPreferred').run({ ms: 2000 });
    const partitions = [{ tp: 'orders-0', replicas: [1, 2, 3].filter((id) => id !== probe.near) }];
    run.admin({ call: 'alterReassignments', partitions, allowReplicationFactorChange: true });
    run.run({ ms: 5000 });
    expect(run.facts('ReadReplicaCleared')).toMatchObject([{ replica: probe.near, why: 'error' }]);
    expect(servers(run)).toEqual([near, leader]);
    expect(run.facts('ReadReplicaPreferred')).toHaveLength(1);
    const ids = run.facts('RecordProcessed').map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(run.violations).toEqual([]);
  });

  test('goes to the new leader after a failover, which sends it on again', () => {
    const run = inRackOfFollower().untilFact('ReadReplicaPreferred').run({ ms: 2000 });
    run.kill(leader).run({ ms: 30_000 });
    const next = leaderIn(run);
    expect(next).not.toBe(probe.leader);
    expect(servers(run).at(-1)).toBe(near);
    expect(run.facts('RecordProcessed').length).toBeGreaterThan(100);
    expect(run.violations).toEqual([]);
  });

  test('reads committed transactions from the follower too', () => {
    const run = inRackOfFollower({ consumer: { 'isolation.level': 'read_committed' } })
      .untilFact('ReadReplicaPreferred')
      .run({ ms: 3000 });
    expect(servers(run)).toEqual([near]);
    expect(run.violations).toEqual([]);
  });
});
