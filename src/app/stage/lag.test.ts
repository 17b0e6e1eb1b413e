import { expect, it } from 'vitest';
import { lagGoalsOf } from '#app/stage/lag.ts';
import { lessonOf } from '#lessons/catalog.ts';

it('A goal about the lag of a group is a line to stay under; other goals are none', () => {
  const goals = lessonOf('consumer-lag')?.challenge.scenario.lesson?.goals ?? [];
  expect(goals.map(({ check }) => check)).toContain('lag(billing) <= 20');
  expect(lagGoalsOf(goals)).toEqual([{ group: 'billing', records: 20, below: false }]);
  expect(lagGoalsOf([{ check: 'lag(mail) < 5' }, { check: 'lost(acked) == 0' }, { check: 'lag(a) + lag(b) < 3' }])).toEqual([
    { group: 'mail', records: 5, below: true },
  ]);
});
