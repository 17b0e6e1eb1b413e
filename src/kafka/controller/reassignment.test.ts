import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completedReassignment, isReassigning, originalReplicas, reassignment, revert } from '#kafka/controller/reassignment.ts';

describe('reassigning replicas', () => {
  it('keeps the old replicas behind the new ones until the new ones are in sync', () => {
    expect(reassignment([1, 2, 3], [3, 4])).toEqual({ replicas: [3, 4, 1, 2], removing: [1, 2], adding: [4] });
  });

  it('of the same brokers has nothing to add or remove', () => {
    expect(isReassigning(reassignment([1, 2, 3], [3, 2, 1]))).toBe(false);
  });

  it('completes when all targets are in the ISR, not some (3.8, KAFKA-14190)', () => {
    const move = reassignment([1, 2], [3, 4]);
    expect(completedReassignment(move, [1, 2, 3])).toBeUndefined();
    expect(completedReassignment(move, [1, 3, 4])).toEqual({ replicas: [3, 4], isr: [3, 4] });
  });

  it('is taken back to what it was', () => {
    expect(revert(reassignment([1, 2], [3, 2]), [1, 2, 3])).toEqual({ replicas: [2, 1], isr: [1, 2], unclean: false });
  });

  it('is taken back uncleanly when only new replicas are in sync', () => {
    expect(revert(reassignment([1, 2], [3, 4]), [3])).toEqual({ replicas: [1, 2], isr: [1], unclean: true });
  });

  it('never forgets a replica before it is done', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(ids, ids, (from, to) => {
        const move = reassignment(from, to);
        expect([...move.replicas].sort()).toEqual([...new Set([...from, ...to])].sort());
        expect(originalReplicas(move).sort()).toEqual([...from].sort());
        if (isReassigning(move)) expect(completedReassignment(move, move.replicas)?.replicas).toEqual(to);
      }),
    );
  });
});
