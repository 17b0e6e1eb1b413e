import { describe, expect, it } from 'vitest';
import { MUTATIONS } from '#proof/mutations/catalogue.ts';
import { withBug, withoutBug } from '#proof/mutations/judge.ts';

describe.each(MUTATIONS)('$id: $title', (mutation) => {
  it('is not our bug: every checker is content', () => {
    expect(withoutBug(mutation).first).toBeUndefined();
  });

  it(`is caught by ${mutation.caughtBy.join(', ')}`, () => {
    const { checkers, first } = withBug(mutation);
    expect([...checkers].sort(), first?.message).toEqual([...mutation.caughtBy].sort());
  });

  it('survives when those checkers are disabled, so nothing else caught it (M53)', () => {
    expect(withBug(mutation, mutation.caughtBy).first).toBeUndefined();
  });
});
