import { describe, expect, test } from 'vitest';
import { Run } from '#kafka/clients/run.testkit.ts';

const shares = (run: Run, group = 'billing'): number[] =>
  Object.values(run.assignment(group))
    .map(({ length }) => length)
    .sort()
    .reverse();
const isStable = (run: Run, members: number) => () => run.facts('GroupStateChanged').at(-1)?.to === 'Stable' && run.group('billing').members.length === members;

describe('a group', () => {
  test('of three forms after group.initial.rebalance.delay.ms and gets a range assignment from its leader', () => {
    const run = new Run({ topics: { orders: 6 }, groups: [{ group: 'billing', members: 3 }] });
    run.until(isStable(run, 3));
    expect(run.facts('GroupStateChanged').map(({ from, to, generation }) => `${from} ${to} ${generation}`)).toEqual([
      'Empty PreparingRebalance 0',
      'PreparingRebalance CompletingRebalance 1',
      'CompletingRebalance Stable 1',
    ]);
    const { members } = run.group('billing');
    const inOrder = [...members].sort((a, b) => (a.memberId < b.memberId ? -1 : 1)).flatMap(({ partitions }) => partitions);
    expect(inOrder).toEqual(['orders-0', 'orders-1', 'orders-2', 'orders-3', 'orders-4', 'orders-5']);
    expect(members.every(({ memberId }) => /^consumer-billing-1-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(memberId))).toBe(
      true,
    );
    expect(run.violations).toEqual([]);
  });

  test('waits again while new members keep coming: joins at 0, 1 and 4 s make generation 1 at 9 s', () => {
    const run = new Run({ groups: [{ group: 'billing' }] });
    run.untilFact('MemberJoined');
    const firstMs = run.nowMs;
    const join = (afterMs: number, n: number) => {
      run.run({ untilMs: firstMs + afterMs });
      run.spawnMember('billing', n);
    };
    join(900, 2);
    join(3900, 3);
    run.untilFact('GroupStateChanged', ({ to }) => to === 'CompletingRebalance');
    expect(Math.round(run.nowMs - firstMs)).toBe(9000);
  });

  test.each([
    [2, [2, 2]],
    [4, [1, 1, 1, 1]],
    [5, [1, 1, 1, 1, 0]],
  ])('with %i members shares four partitions as %j', (members, expected) => {
    const run = new Run({ topics: { orders: 4 }, groups: [{ group: 'billing', members }] });
    run.until(isStable(run, members)).run({ ms: 1000 });
    expect(shares(run)).toEqual(expected);
    expect(run.violations).toEqual([]);
  });

  test('rebalances eagerly when a member joins: all give back everything before anything is assigned', () => {
    const run = new Run({ topics: { orders: 4 }, groups: [{ group: 'billing', members: 2 }] });
    run.until(isStable(run, 2));
    run.run({ ms: 2000 }).spawnMember('billing', 3);
    run.until(isStable(run, 3)).run({ ms: 100 });
    expect(shares(run)).toEqual([2, 1, 1]);
    const revoked = run.facts('PartitionsRevoked');
    expect(revoked.map(({ lost, partitions }) => `${lost} ${partitions.length}`)).toEqual(['false 2', 'false 2']);
    const assigned = run.facts('PartitionsAssigned').filter(({ generation }) => generation === 2);
    expect(Math.min(...assigned.map(({ atMs }) => atMs))).toBeGreaterThan(Math.max(...revoked.map(({ atMs }) => atMs)));
    expect(run.violations).toEqual([]);
  });

  test('notices a killed member only after session.timeout.ms', () => {
    const run = new Run({ topics: { orders: 4 }, groups: [{ group: 'billing', members: 2 }] });
    run.until(isStable(run, 2)).run({ ms: 5000 });
    const killedMs = run.nowMs;
    run.kill('billing-1').untilFact('MemberLeft');
    const [left] = run.facts('MemberLeft');
    expect(left).toMatchObject({ node: 'billing-1', reason: 'session-timeout' });
    expect(left.atMs - killedMs).toBeGreaterThan(41_000);
    expect(left.atMs - killedMs).toBeLessThanOrEqual(45_000);
    run.until(isStable(run, 1)).run({ ms: 100 });
    expect(shares(run)).toEqual([4]);
    expect(run.violations).toEqual([]);
  });

  test('learns at once of a member that closes: SIGTERM commits and leaves', () => {
    const run = new Run({ topics: { orders: 4 }, producers: [{ name: 'p1' }], groups: [{ group: 'billing', members: 2 }] });
    run.until(isStable(run, 2)).run({ ms: 1000 });
    const stoppedMs = run.nowMs;
    run.stop('billing-1').untilFact('MemberLeft');
    expect(run.facts('MemberLeft')[0]).toMatchObject({ node: 'billing-1', reason: 'left' });
    expect(run.nowMs - stoppedMs).toBeLessThan(20);
    run.run({ ms: 20 });
    expect(run.frame.consumers.find(({ node }) => node === 'billing-1')?.status).toBe('down');
    expect(run.facts('OffsetCommitted').length).toBeGreaterThan(0);
    expect(run.violations).toEqual([]);
  });

  test('loses a member whose poll() comes too late; it gets its partitions lost and joins again', () => {
    const run = new Run({
      producers: [{ name: 'p1', intervalUs: 50_000 }],
      groups: [{ group: 'billing', processingUs: 200_000, config: { 'max.poll.interval.ms': '5000', 'max.poll.records': '50' } }],
    });
    run.untilFact('MemberLeft', ({ reason }) => reason === 'poll-timeout');
    run.untilFact('PartitionsRevoked', ({ lost }) => lost);
    run.untilFact('PartitionsAssigned', ({ generation }) => generation > 1);
    expect(run.violations).toEqual([]);
  });

  test('assigns new partitions when its leader sees that a topic has grown', () => {
    const run = new Run({ topics: { orders: 2 }, groups: [{ group: 'billing', members: 2, config: { 'metadata.max.age.ms': '2000' } }] });
    run.until(isStable(run, 2));
    run.admin({ call: 'createPartitions', topics: [{ name: 'orders', count: 4 }] });
    run.untilFact('PartitionsAssigned', ({ generation }) => generation === 2).run({ ms: 100 });
    expect(shares(run)).toEqual([2, 2]);
    expect(run.violations).toEqual([]);
  });
});

describe('when its coordinator dies, a group', () => {
  test('moves with its offsets partition, keeps members and generation, and every acknowledged commit', () => {
    const run = new Run({
      topics: { orders: 4 },
      latencyUs: [500, 1500],
      producers: [{ name: 'p1' }],
      groups: [{ group: 'billing', members: 3, commit: 'after-processing', processingUs: 1000 }],
    });
    run.until(isStable(run, 3)).run({ ms: 5000 });
    const before = run.group('billing');
    run.kill(`kafka${before.coordinator}`).untilFact('CoordinatorLoaded').run({ ms: 20_000 });
    const after = run.group('billing');
    expect(after.coordinator).not.toBe(before.coordinator);
    expect(after.generation).toBe(1);
    expect(after.members.map(({ memberId }) => memberId)).toEqual(before.members.map(({ memberId }) => memberId));
    for (const { tp, committed } of before.offsets) expect(after.offsets.find((one) => one.tp === tp)?.committed).toBeGreaterThanOrEqual(committed);
    expect(after.offsets.reduce((sum, { committed }) => sum + committed, 0)).toBeGreaterThan(before.offsets.reduce((sum, { committed }) => sum + committed, 0));
    expect(run.violations).toEqual([]);
  });

  test('that was rebalancing starts over at its last stored generation', () => {
    const run = new Run({ topics: { orders: 4 }, groups: [{ group: 'billing', members: 2 }] });
    run.until(isStable(run, 2)).run({ ms: 500 });
    run.spawnMember('billing', 3);
    run.untilFact('GroupStateChanged', ({ to }) => to === 'PreparingRebalance');
    run.kill(`kafka${run.group('billing').coordinator}`);
    run.untilFact('CoordinatorLoaded').until(isStable(run, 3), 400_000).run({ ms: 100 });
    expect(shares(run)).toEqual([2, 1, 1]);
    expect(run.violations).toEqual([]);
  });
});
