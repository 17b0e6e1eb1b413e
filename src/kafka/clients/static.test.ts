import { describe, expect, test } from 'vitest';
import { Run } from '#kafka/clients/run.testkit.ts';

const INSTANCE = { 'group.instance.id': 'i-$' + '{hostname}', 'session.timeout.ms': '20000' };
/** Looks only where something of a group has just happened: a Frame costs more than a step. */
const near = (run: Run, holds: () => boolean) => () => run.events.at(-1)?.facts.some(({ fact }) => /^(Group|Partitions|Member)/.test(fact)) === true && holds();
const stable = (run: Run, members: number) => near(run, () => run.group('billing').state === 'Stable' && run.group('billing').members.length === members);
const isOwned = (run: Run, partitions: number) => () => Object.values(run.assignment('billing')).flat().length === partitions;

describe('a static member', { timeout: 300_000 }, () => {
  test('that is back within its session takes its old place: nobody rebalances, and the old member id is fenced', () => {
    const run = new Run({ topics: { orders: 4 }, groups: [{ group: 'billing', members: 2, config: INSTANCE }] });
    run.until(stable(run, 2)).run({ ms: 2000 });
    const before = run.assignment('billing');
    const { generation } = run.group('billing');
    run.kill('billing-1').run({ ms: 5000 }).start('billing-1').untilFact('StaticMemberReplaced').until(isOwned(run, 4)).run({ ms: 1000 });
    expect(run.group('billing').generation).toBe(generation);
    expect(run.assignment('billing')).toEqual(before);
    expect(run.facts('PartitionsRevoked')).toEqual([]);
    expect(run.facts('StaticMemberReplaced')[0].replaced).toMatch(/^i-billing-1-/);
    expect(run.violations).toEqual([]);
  });

  test('that stays away longer than its session is out', () => {
    const run = new Run({ topics: { orders: 4 }, groups: [{ group: 'billing', members: 2, config: INSTANCE }] });
    run.until(stable(run, 2)).run({ ms: 2000 });
    run.kill('billing-1').untilFact('MemberLeft', ({ reason }) => reason === 'session-timeout');
    run.until(stable(run, 1)).run({ ms: 1000 });
    expect(run.assignment('billing')['billing-2']).toHaveLength(4);
    expect(run.violations).toEqual([]);
  });

  test('sends no LeaveGroup when it is closed', () => {
    const run = new Run({ topics: { orders: 2 }, groups: [{ group: 'billing', config: INSTANCE }] });
    run.until(stable(run, 1)).run({ ms: 1000 }).stop('billing-1').run({ ms: 2000 });
    expect(run.facts('MemberLeft')).toEqual([]);
    expect(run.group('billing').members).toHaveLength(1);
  });

  test('whose poll() comes too late does not leave either, and fences itself when it comes back', () => {
    const config = { ...INSTANCE, 'max.poll.interval.ms': '5000', 'max.poll.records': '50' };
    const run = new Run({ producers: [{ name: 'p1', intervalUs: 50_000 }], groups: [{ group: 'billing', processingUs: 200_000, config }] });
    run.untilFact('StaticMemberReplaced');
    expect(run.facts('MemberLeft')).toEqual([]);
    run.untilFact('PartitionsRevoked', ({ lost }) => lost);
  });

  test('dies with FencedInstanceIdException when another process has its group.instance.id', () => {
    const run = new Run({ topics: { orders: 2 }, groups: [{ group: 'billing', members: 2, config: { 'group.instance.id': 'one' } }] });
    run.untilFact('StaticMemberReplaced').untilFact('ProcessExited');
    const [gone] = run.facts('ProcessExited');
    const left = run.facts('StaticMemberReplaced').at(-1)?.node;
    expect(gone.node).not.toBe(left);
    run.until(isOwned(run, 2));
    expect(run.violations).toEqual([]);
  });
});

describe('with cooperative-sticky', { timeout: 300_000 }, () => {
  const config = { 'partition.assignment.strategy': 'cooperative-sticky' };

  test('a member that joins takes partitions in two rebalances, and nobody gives back what stays', () => {
    const run = new Run({ topics: { orders: 6 }, producers: [{ name: 'p1' }], groups: [{ group: 'billing', members: 2, config }] });
    run.until(stable(run, 2)).until(isOwned(run, 6)).run({ ms: 2000 });
    const { generation } = run.group('billing');
    run.spawnMember('billing', 3);
    run.until(() => (run.assignment('billing')['billing-3'] ?? []).length === 2).run({ ms: 500 });
    expect(run.group('billing').generation).toBe(generation + 2);
    expect(run.facts('PartitionsRevoked').map(({ partitions, lost }) => `${partitions.length} ${lost}`)).toEqual(['1 false', '1 false']);
    expect(Object.values(run.assignment('billing')).map(({ length }) => length)).toEqual([2, 2, 2]);
    expect(run.violations).toEqual([]);
  });

  test('members read on while the group rebalances', () => {
    const run = new Run({ topics: { orders: 4 }, producers: [{ name: 'p1', intervalUs: 20_000 }], groups: [{ group: 'billing', members: 2, config }] });
    run.until(stable(run, 2)).until(isOwned(run, 4)).run({ ms: 4000 });
    run.spawnMember('billing', 3).untilFact('GroupStateChanged', ({ to }) => to === 'PreparingRebalance');
    const fromMs = run.nowMs;
    run.untilFact('PartitionsRevoked');
    const during = run.facts('RecordProcessed').filter(({ atMs }) => atMs > fromMs && atMs < run.nowMs);
    expect(during.length).toBeGreaterThan(5);
    expect(run.violations).toEqual([]);
  });
});

test('sticky remembers: when a member joins, only what must move moves', () => {
  const run = new Run({ topics: { orders: 6 }, groups: [{ group: 'billing', members: 2, config: { 'partition.assignment.strategy': 'sticky' } }] });
  run.until(stable(run, 2)).until(isOwned(run, 6)).run({ ms: 1000 });
  const before = run.assignment('billing');
  run.spawnMember('billing', 3);
  run.until(stable(run, 3)).until(isOwned(run, 6)).run({ ms: 100 });
  const after = run.assignment('billing');
  for (const name of ['billing-1', 'billing-2']) expect(after[name].filter((tp) => before[name].includes(tp))).toHaveLength(2);
  expect(run.violations).toEqual([]);
});
