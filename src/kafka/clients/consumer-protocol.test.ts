import { describe, expect, test } from 'vitest';
import { Run } from '#kafka/clients/run.testkit.ts';

const config = { 'group.protocol': 'consumer' };
const owned = (run: Run): number[] =>
  Object.values(run.assignment('billing'))
    .map(({ length }) => length)
    .sort()
    .reverse();
/** Looks only where something of a group has just happened: a Frame costs more than a step. */
const near = (run: Run, holds: () => boolean) => () => run.events.at(-1)?.facts.some(({ fact }) => /^(Group|Partitions|Member)/.test(fact)) === true && holds();
const settles = (run: Run, shares: readonly number[]) => near(run, () => run.group('billing').state === 'Stable' && owned(run).join() === shares.join());
const believed = (run: Run): number => run.frame.consumers.reduce((sum, { assignment }) => sum + assignment.length, 0);

describe('a group of the consumer protocol (KIP-848)', { timeout: 300_000 }, () => {
  test('needs no initial delay: the first member has everything with its first heartbeats', () => {
    const run = new Run({ topics: { orders: 6 }, groups: [{ group: 'billing', config }] });
    run.until(settles(run, [6]), 10_000).run({ ms: 20 });
    expect(run.group('billing')).toMatchObject({ generation: 2, targetEpoch: 2, protocol: 'uniform' });
    expect(run.violations).toEqual([]);
  });

  test('gives partitions to a member that joins only when they were given up, and nobody stops reading the rest', () => {
    const run = new Run({ topics: { orders: 6 }, producers: [{ name: 'p1' }], groups: [{ group: 'billing', config }] });
    run
      .until(settles(run, [6]))
      .run({ ms: 3000 })
      .spawnMember('billing', 2);
    run.until(settles(run, [3, 3])).run({ ms: 20 });
    expect(run.facts('PartitionsRevoked').map(({ node, partitions, lost }) => `${node} ${partitions.length} ${lost}`)).toEqual(['billing-1 3 false']);
    expect(run.group('billing').members.map(({ epoch }) => epoch)).toEqual([3, 3]);
    expect(run.violations).toEqual([]);
  });

  test('takes back what a member had that closes, and after its session what one had that crashed', () => {
    const run = new Run({ topics: { orders: 6 }, groups: [{ group: 'billing', members: 3, config }] });
    run
      .until(settles(run, [2, 2, 2]))
      .run({ ms: 1000 })
      .stop('billing-3')
      .untilFact('MemberLeft', ({ reason }) => reason === 'left');
    run.until(settles(run, [3, 3]));
    const killedMs = run.nowMs;
    run.kill('billing-2').untilFact('MemberLeft', ({ reason }) => reason === 'session-timeout');
    expect(run.nowMs - killedMs).toBeLessThanOrEqual(45_000);
    run.until(settles(run, [6])).run({ ms: 20 });
    expect(run.violations).toEqual([]);
  });

  test('keeps the place of a static member that is away, and gives it to nobody else while its process lives', () => {
    const run = new Run({
      topics: { orders: 4 },
      groups: [{ group: 'billing', members: 2, config: { ...config, 'group.instance.id': 'i-$' + '{hostname}' } }],
    });
    run.until(settles(run, [2, 2])).run({ ms: 6000 });
    const { generation } = run.group('billing');
    const revoked = run.facts('PartitionsRevoked').length;
    run.stop('billing-1').untilFact('ProcessExited').run({ ms: 5000 }).start('billing-1').untilFact('StaticMemberReplaced');
    run.untilFact('PartitionsAssigned').run({ ms: 20 });
    expect(owned(run)).toEqual([2, 2]);
    expect(run.group('billing').generation).toBe(generation);
    expect(run.facts('PartitionsRevoked')).toHaveLength(revoked);
    expect(run.violations).toEqual([]);
  });

  test('refuses a second process with the same group.instance.id: the newer one fails with UNRELEASED_INSTANCE_ID', () => {
    const run = new Run({ topics: { orders: 2 }, groups: [{ group: 'billing', members: 2, config: { ...config, 'group.instance.id': 'one' } }] });
    run.untilFact('ProcessExited').run({ ms: 6000 });
    expect(believed(run)).toBe(2);
    expect(run.group('billing').members).toHaveLength(1);
    expect(run.violations).toEqual([]);
  });

  test('comes back from its log when the coordinator dies, with members, epochs and commits', () => {
    const run = new Run({ topics: { orders: 4 }, producers: [{ name: 'p1' }], groups: [{ group: 'billing', members: 2, commit: 'after-processing', config }] });
    run.until(settles(run, [2, 2])).run({ ms: 8000 });
    const before = run.group('billing');
    run.kill(`kafka${before.coordinator}`).untilFact('CoordinatorLoaded').run({ ms: 20_000 });
    const after = run.group('billing');
    expect(after.coordinator).not.toBe(before.coordinator);
    // Sessions are no part of it: they start over in full.
    const lasting = ({ members }: typeof after) => members.map(({ session: _, ...rest }) => rest);
    expect(lasting(after)).toEqual(lasting(before));
    expect(after).toMatchObject({ state: 'Stable', generation: before.generation, targetEpoch: before.targetEpoch });
    for (const { tp, committed } of before.offsets) expect(after.offsets.find((one) => one.tp === tp)?.committed).toBeGreaterThanOrEqual(committed);
    expect(run.violations).toEqual([]);
  });

  test('a member whose poll() comes too late leaves, loses its partitions and joins again', () => {
    const slow = { ...config, 'max.poll.interval.ms': '5000', 'max.poll.records': '50' };
    const run = new Run({ producers: [{ name: 'p1', intervalUs: 50_000 }], groups: [{ group: 'billing', processingUs: 200_000, config: slow }] });
    run.untilFact('PartitionsRevoked', ({ lost }) => lost).untilFact('PartitionsAssigned');
    expect(run.facts('MemberLeft')[0].reason).toBe('left');
    expect(run.violations).toEqual([]);
  });

  test('assigns new partitions at the next heartbeat', () => {
    const run = new Run({ topics: { orders: 2 }, groups: [{ group: 'billing', members: 2, config }] });
    run.until(settles(run, [1, 1]));
    run.admin({ call: 'createPartitions', topics: [{ name: 'orders', count: 4 }] });
    run.until(settles(run, [2, 2]), 20_000);
    expect(run.violations).toEqual([]);
  });
});
