import { describe, expect, it } from 'vitest';
import { examplesOf } from '#app/find/examples.ts';
import { lessons } from '#lessons/catalog.ts';
import { examples } from '#lessons/examples/catalog.ts';
import { compileExpression } from '#scenario/expression.ts';
import { branchOf, openSession } from '#session/session.ts';

describe('Predicates to begin with', () => {
  it.each([...lessons, ...examples].map(({ slug, scenario }) => [slug, scenario] as const))('are understood in %s', (_, scenario) => {
    const session = openSession(scenario);
    if (!session.ok) throw new Error(JSON.stringify(session.error));
    const { timeline, scenario: compiled } = branchOf(session.value);
    const predicates = examplesOf(timeline.frameAt(0));
    for (const text of predicates) expect([text, compileExpression(text, compiled.names, 'predicate').ok]).toEqual([text, true]);
    expect(predicates.length).toBeGreaterThan(0);
  });
});
