import { describe, expect, test } from 'vitest';
import type { ConsumerNode } from '#kafka/clients/consumer/node.ts';
import { Run, type Setup } from '#kafka/clients/run.testkit.ts';
import type { Config, Profile } from '#kafka/spec.ts';

/** Two replicas, of which one falls behind while the other is read; then an unclean election makes it the leader. */
const setup = (config: Config = {}, profile: Profile = '4.3'): Setup => ({
  profile,
  config: { 'unclean.leader.election.enable': 'true', 'replica.lag.time.max.ms': '2000', 'broker.session.timeout.ms': '4000' },
  topics: { orders: { partitions: 1, replicationFactor: 2 } },
  producers: [{ name: 'p1', config: { acks: '1', 'enable.idempotence': 'false' } }],
  groups: [{ group: 'billing', config }],
});

const replicasOf = (run: Run): readonly string[] => (run.frame.partitions.find(({ tp }) => tp === 'orders-0')?.replicas ?? []).map((id) => `kafka${id}`);

/** Until the new leader leads: it lacks what was written in the last two seconds at least. */
function losing(run: Run): { readonly run: Run; readonly leader: string; readonly follower: string } {
  run.untilFact('RecordsPolled').run({ ms: 1000 });
  const leader = run.leader('orders-0');
  const follower = replicasOf(run).find((name) => name !== leader) ?? '';
  const between = [`${leader}|${follower}`, `${follower}|${leader}`];
  run.disconnect(...between).run({ ms: 6000 });
  run.kill(leader).connect(...between);
  run.until(() => run.leader('orders-0') === follower);
  return { run, leader, follower };
}

const asked = (run: Run, to: string): number => run.events.filter(({ node, name }) => node === to && name === 'OffsetsForLeaderEpochRequest').length;

describe('a position is validated when its partition has a new leader (KIP-320)', { timeout: 120_000 }, () => {
  test('which knows what was read: reading goes on there, and nothing is read twice', () => {
    const run = new Run({ ...setup(), topics: { orders: { partitions: 1, replicationFactor: 3 } } });
    run.untilFact('RecordsPolled').run({ ms: 1000 });
    const before = run.leader('orders-0');
    run
      .kill(before)
      .until(() => run.leader('orders-0') !== before)
      .run({ ms: 8000 });
    expect(asked(run, run.leader('orders-0'))).toBeGreaterThan(0);
    expect(run.facts('TruncationDetected')).toEqual([]);
    const read = run.facts('RecordsPolled').filter(({ tp }) => tp === 'orders-0');
    expect(read.every(({ baseOffset }, n) => n === 0 || baseOffset === read[n - 1].lastOffset + 1)).toBe(true);
    expect(run.violations).toEqual([]);
  });

  test('which lacks what was read: the position goes back to where the logs part, whatever the reset policy', () => {
    const { run } = losing(new Run(setup({ 'auto.offset.reset': 'latest' })));
    run.untilFact('TruncationDetected').run({ ms: 3000 });
    const [{ position, divergence, leaderEpoch }] = run.facts('TruncationDetected');
    expect(divergence).toBeGreaterThanOrEqual(0);
    expect(divergence).toBeLessThan(position);
    expect(leaderEpoch).toBe(0);
    const at = run.facts('TruncationDetected')[0].atMs;
    expect(run.facts('RecordsPolled').find(({ atMs }) => atMs > at)?.baseOffset).toBe(divergence);
  });

  test('with auto.offset.reset=none that is a LogTruncationException, which ends the application', () => {
    const run = new Run({ ...setup(), groups: [{ group: 'billing', startUs: 2_000_000, config: { 'auto.offset.reset': 'none' } }] });
    run.run({ untilMs: 500 });
    expect(run.admin({ call: 'alterGroupOffsets', group: 'billing', offsets: [{ tp: 'orders-0', offset: 0 }] })).toMatchObject({ ok: true });
    losing(run);
    const error = (): string | null => (run.world.processes[run.world.index.get('billing-1') ?? -1].state as ConsumerNode).app.lastError;
    run.untilFact('TruncationDetected').until(() => error() !== null);
    const [{ divergence }] = run.facts('TruncationDetected');
    expect(error()).toBe(
      `LogTruncationException: Truncated partitions detected with divergent offsets {orders-0=OffsetAndMetadata{offset=${divergence}, leaderEpoch=0, metadata=''}}`,
    );
  });

  test('before 2.3 nobody asks: what was lost shows as an offset out of range, or not at all', () => {
    const { run, follower } = losing(new Run({ ...setup({}, '2.1'), config: { ...setup().config, 'zookeeper.session.timeout.ms': '4000' } }));
    run.run({ ms: 8000 });
    expect(asked(run, follower)).toBe(0);
    expect(run.facts('TruncationDetected')).toEqual([]);
  });
});
