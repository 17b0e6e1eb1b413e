import { describe, expect, it } from 'vitest';
import { lessons } from '#lessons/catalog.ts';
import type { Attempt, Lesson } from '#lessons/lesson.ts';
import type { Input } from '#scenario/input.ts';
import { parseDurationUs } from '#scenario/units.ts';
import { goalsAt } from '#session/goals.ts';
import { mayChange, refusalOf } from '#session/limits.ts';
import { type Branch, branchOf, openSession } from '#session/session.ts';

const nothing: Attempt = { name: 'nothing', change: [], inputs: [] };

const inputOf = (input: Attempt['inputs'][number]): Input => ('when' in input ? input : { atUs: parseDurationUs(input.at) ?? 0, run: input.run });

/** The challenge, attempted from time zero to its end. */
function attempted({ challenge }: Lesson, { change, inputs }: Attempt): Branch {
  const opened = openSession(challenge.scenario, { changes: change, inputs: inputs.map(inputOf) });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const branch = branchOf(opened.value);
  branch.timeline.extend({});
  return branch;
}

const told = (branch: Branch) => goalsAt(branch, branch.timeline.end).map(({ id, met, value }) => `${id} ${met ? 'met' : 'missed'} (${JSON.stringify(value)})`);
const won = (branch: Branch) => goalsAt(branch, branch.timeline.end).every(({ met }) => met);

describe.each(lessons.map((lesson) => [lesson.slug, lesson] as const))('The challenge of %s', (_, lesson) => {
  it('is not won at the start, nor by doing nothing', () => {
    const branch = attempted(lesson, nothing);
    expect(goalsAt(branch, 0).every(({ met }) => met)).toBe(false);
    expect(won(branch), told(branch).join(', ')).toBe(false);
    expect(branch.timeline.violations).toEqual([]);
  });

  it.each(lesson.challenge.solutions.map((attempt) => [attempt.name, attempt] as const))('is won by %s', (_name, attempt) => {
    const branch = attempted(lesson, attempt);
    expect(won(branch), told(branch).join(', ')).toBe(true);
    expect(branch.timeline.violations).toEqual([]);
  });

  it.each(lesson.challenge.wrong.map((attempt) => [attempt.name, attempt] as const))('is not won by %s', (_name, attempt) => {
    const branch = attempted(lesson, attempt);
    expect(won(branch), told(branch).join(', ')).toBe(false);
    expect(branch.timeline.marks.filter(({ fact }) => fact?.fact === 'CommandFailed')).toEqual([]);
  });

  it('allows what its attempts do', () => {
    const branch = attempted(lesson, nothing);
    for (const { name, change, inputs } of [...lesson.challenge.solutions, ...lesson.challenge.wrong]) {
      for (const one of change) expect(mayChange(branch.scenario.lesson.limits, one), name).toBe(true);
      for (const { run } of inputs) expect(refusalOf(branch, run), `${name}: ${run}`).toBeUndefined();
    }
  });
});
