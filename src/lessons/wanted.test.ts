import { describe, expect, it } from 'vitest';
import { lessons } from '#lessons/catalog.ts';
import { branchOf, openSession } from '#session/session.ts';
import { wantedAt } from '#session/wanted.ts';

describe.each(lessons.map(({ slug, challenge }) => [slug, challenge.scenario] as const))('The goals of %s', (_, scenario) => {
  const session = openSession(scenario);
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  const branch = branchOf(session.value);
  branch.timeline.extend({});
  const { end } = branch.timeline;

  it('want nothing that has no picture, from the first event to the last', () => {
    for (let cursor = 0; cursor <= end; cursor += Math.max(1, Math.floor(end / 50)))
      for (const { text, wishes } of wantedAt(branch, cursor)) expect(wishes, text).not.toEqual([]);
  });

  it('want after their time what they wanted then', () => {
    for (const { id, byUs } of scenario.lesson?.goals === undefined ? [] : branch.scenario.lesson.goals) {
      if (byUs === undefined) continue;
      const of = (cursor: number) => wantedAt(branch, cursor).filter(({ goal }) => goal === id);
      expect(of(end)).toEqual(of(branch.timeline.cursorAtTime(byUs)));
    }
  });
});
