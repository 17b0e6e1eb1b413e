import { describe, expect, it } from 'vitest';
import { MUTATIONS, UNPROVEN } from '#proof/mutations/catalogue.ts';
import { withBug, withoutBug } from '#proof/mutations/judge.ts';
import { HUNTS } from '#proof/partition/planted.ts';
import { planted } from '#sim/planted.ts';

describe.each(MUTATIONS)('$id: $title', (mutation) => {
  it('is not our bug: every checker is content', () => {
    expect(withoutBug(mutation).first).toBeUndefined();
  });

  it(`is caught by ${mutation.caughtBy.join(', ')}`, () => {
    const { checkers, first } = withBug(mutation);
    expect(checkers, first?.message).toEqual(expect.arrayContaining([...mutation.caughtBy]));
  });

  it('survives when the checkers that object are disabled, so it was they who caught it (M53)', () => {
    const { checkers } = withBug(mutation);
    expect(withBug(mutation, checkers).first).toBeUndefined();
    for (const id of mutation.caughtBy) expect(withBug(mutation, [id]).checkers).not.toContain(id);
  });
});

describe('the loss budget', () => {
  it.each(MUTATIONS.filter(({ kind }) => kind === 'C'))('excuses what $excusedBy may lose ($id), and only the budget does', (mutation) => {
    expect(mutation.excusedBy).toBeDefined();
    expect(withoutBug(mutation).checkers).toEqual([]);
    expect(withBug(mutation).checkers).toContain(mutation.caughtBy[0]);
  });
});

it('every switch of the engine is in the table, found by the search, or said to be without a case', () => {
  const ids = [...MUTATIONS, ...HUNTS].map(({ id }) => id);
  expect([...new Set([...ids, ...UNPROVEN])].sort()).toEqual(Object.keys(planted).sort());
});
