import { describe, expect, it } from 'vitest';
import type { ConsumerFrame, GroupFrame } from '#kafka/frame.ts';
import { consumer, frame, group, partition } from '../fixtures/build.ts';
import { groupsModel } from './model.ts';

const words = (key: string, params?: Readonly<Record<string, string | number>>): string => [key, ...Object.values(params ?? {})].join(' ');

/** The matrix of one group: for each member what it does with each partition, and which partitions nobody reads. */
function matrixOf(members: readonly ConsumerFrame[], change: (group: GroupFrame) => GroupFrame) {
  const partitions = ['orders-0', 'orders-1'].map((tp) => partition(tp, 1, [1], []));
  const [model] = groupsModel({
    frame: frame({
      partitions,
      consumers: members,
      groups: [change(group('billing', members, [{ tp: 'orders-0', committed: 1, hw: 3, owner: null, position: 1 }]))],
    }),
    changes: [],
    selection: null,
    spotlight: [],
    words,
    times: new Map(),
  });
  return {
    cells: model.members.map(({ cells }) => cells.map(({ holds }) => holds).join(' ')),
    orphans: model.columns.filter(({ owned }) => !owned).map(({ tp }) => tp),
    gathered: model.gathered,
  };
}

const given =
  (state: GroupFrame['state'], partitions: readonly (readonly string[])[], phases: readonly GroupFrame['members'][number]['phase'][] = []) =>
  (before: GroupFrame): GroupFrame => ({
    ...before,
    state,
    members: before.members.map((one, i) => ({ ...one, partitions: partitions[i], ...(phases[i] === undefined ? {} : { phase: phases[i] }) })),
  });

describe('The matrix of a classic group', () => {
  it('shows what a member goes on reading while the group gathers: the coordinator knows no assignment then, the member has one', () => {
    const members = [consumer('c1', 'billing', ['orders-0']), consumer('c2', 'billing', [])];
    const seen = matrixOf(members, given('PreparingRebalance', [[], []], ['joining', 'awaiting-join']));
    expect(seen.cells).toEqual(['owns none', 'none none']);
    expect(seen.orphans).toEqual(['orders-1']);
    expect(seen.gathered).toBe('groups.joined 1 2');
  });

  it('shows as to come what the group has given and the member has not heard of yet, and nobody reads it so long', () => {
    const members = [consumer('c1', 'billing', ['orders-0']), consumer('c2', 'billing', [])];
    const seen = matrixOf(members, given('Stable', [['orders-0'], ['orders-1']]));
    expect(seen.cells).toEqual(['owns none', 'none pending']);
    expect(seen.orphans).toEqual(['orders-1']);
    expect(seen.gathered).toBe('');
  });

  it('shows as given up what a cooperative member still reads and another is to get', () => {
    const members = [consumer('c1', 'billing', ['orders-0', 'orders-1']), consumer('c2', 'billing', [])];
    const seen = matrixOf(members, given('Stable', [['orders-0'], ['orders-1']]));
    expect(seen.cells).toEqual(['owns revoking', 'none pending']);
    expect(seen.orphans).toEqual([]);
  });

  it('keeps for a member whose process is dead what the group still holds for it', () => {
    const members = [consumer('c1', 'billing', [], { status: 'down' })];
    expect(matrixOf(members, given('Stable', [['orders-0', 'orders-1']])).cells).toEqual(['owns owns']);
  });
});
