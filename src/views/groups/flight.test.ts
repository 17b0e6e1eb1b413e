import { expect, test } from 'vitest';
import type { GroupFrame } from '#kafka/frame.ts';
import { flightOf, heldBy } from './flight.ts';

const record = { deliveryCount: 1, node: null, untilUs: null, isWritten: true } as const;
const group: Pick<GroupFrame, 'group' | 'share'> = {
  group: 'workers',
  share: [
    {
      tp: 'orders-0',
      leader: 1,
      startOffset: 3,
      endOffset: 7,
      lagRecords: 4,
      records: [
        { offset: 3, ...record, state: 'ACQUIRED', node: 'workers-1', untilUs: 9 },
        { offset: 4, ...record, state: 'ACKNOWLEDGED' },
        { offset: 5, ...record, state: 'AVAILABLE', deliveryCount: 2 },
        { offset: 6, ...record, state: 'ARCHIVED' },
      ],
    },
    { tp: 'orders-1', leader: 2, startOffset: -1, endOffset: -1, records: [], lagRecords: undefined },
  ],
};
const words = (key: string, params?: Readonly<Record<string, string | number>>): string => [key, ...Object.values(params ?? {})].join(' ');

test('What a share group has in flight is told partition by partition: where it begins, what a member has, what is free, what is done', () => {
  const rows = flightOf(group, words);
  expect(rows?.map(({ tp, summary }) => `${tp} ${summary}`)).toEqual(['orders-0 groups.flight.summary 3 1 1 2', 'orders-1 groups.flight.unknown']);
  expect(rows?.[0].cells.map(({ offset, state, deliveryCount }) => `${offset} ${state} ${deliveryCount}`)).toEqual([
    '3 ACQUIRED 1',
    '4 ACKNOWLEDGED 1',
    '5 AVAILABLE 2',
    '6 ARCHIVED 1',
  ]);
});

test('A member has as many records as it has acquired, and a group that is none has nothing in flight', () => {
  expect(heldBy(group, 'workers-1')).toBe(1);
  expect(heldBy(group, 'workers-2')).toBe(0);
  expect(flightOf({ group: 'billing' }, words)).toBeUndefined();
});
