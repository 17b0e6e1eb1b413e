import { describe, expect, it } from 'vitest';
import { lostAt } from '#app/run/lost.ts';
import { lessons } from '#lessons/catalog.ts';
import type { Lesson } from '#lessons/lesson.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { goalsAt } from '#session/goals.ts';
import { type Branch, branchOf, openSession } from '#session/session.ts';

const lesson = lessons.find(({ slug }) => slug === 'acks-1') as Lesson;

function runOf(scenario: ScenarioDocument, acks?: string): Branch {
  const changes = acks === undefined ? [] : [{ target: 'p1', key: 'acks', value: acks }];
  const opened = openSession(scenario, { changes, inputs: [] });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const branch = branchOf(opened.value);
  branch.timeline.extend({});
  return branch;
}

const cutsOf = ({ timeline }: Branch) =>
  Array.from({ length: timeline.end }, (_, at) => ({ cursor: at + 1, facts: timeline.eventAt(at).facts }))
    .filter(({ facts }) => facts.some(({ fact }) => fact === 'LogTruncated'))
    .map(({ cursor }) => cursor);

describe('The tray under a lane', () => {
  it('calls a record lost that was acknowledged with acks=1 and stands on no leader any more', () => {
    const branch = runOf(lesson.scenario);
    const [cut] = cutsOf(branch);
    expect(lostAt(branch.timeline, cut - 1)).toEqual([]);
    for (const cursor of [cut, branch.timeline.end])
      expect(lostAt(branch.timeline, cursor)).toMatchObject([
        { id: 'p1#4', broker: 1, offset: 3, epoch: 0, acknowledged: true, committed: false, keptAt: null },
        { id: 'p1#5', broker: 1, offset: 4, epoch: 0, acknowledged: true, committed: false, keptAt: null },
      ]);
  });

  it('calls nothing lost in a challenge won with acks=all: the retry committed the record, only its old copy is cut off', () => {
    const branch = runOf(lesson.challenge.scenario, 'all');
    const { timeline } = branch;
    expect(goalsAt(branch, timeline.end).every(({ met }) => met)).toBe(true);
    expect(timeline.ledgerAt(timeline.end).totals).toMatchObject({ lost: 0, acknowledgedButLost: 0 });
    expect(lostAt(timeline, timeline.end)).toMatchObject([{ id: 'p1#4', broker: 1, offset: 3, epoch: 0, acknowledged: false, committed: false, keptAt: 3 }]);
  });

  it('agrees with the ledger at every cursor of both runs', () => {
    for (const branch of [runOf(lesson.scenario), runOf(lesson.challenge.scenario), runOf(lesson.challenge.scenario, 'all')]) {
      const { timeline } = branch;
      for (let cursor = cutsOf(branch)[0] ?? timeline.end; cursor <= timeline.end; cursor++) {
        const { entries } = timeline.ledgerAt(cursor);
        for (const { id, acknowledged } of lostAt(timeline, cursor)) {
          const entry = entries.find((one) => one.id === id);
          expect([cursor, id, acknowledged]).toEqual([cursor, id, entry?.lostAt !== undefined && entry.acknowledgedAt !== undefined]);
        }
      }
    }
  });
});
