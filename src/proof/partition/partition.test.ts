import { describe, expect, it } from 'vitest';
import { explore } from '#proof/explore.ts';
import { HUNTS, hunt } from '#proof/partition/planted.ts';
import { CRASH_SCOPE, partitionProtocol } from '#proof/partition/protocol.ts';

describe('the search of the partition protocol', () => {
  it('finds nothing wrong with a broker that loses everything once, in every order of two metadata changes', () => {
    const { violation, exhausted, states } = explore(partitionProtocol({ ...CRASH_SCOPE, partitionEpochs: 2 }));
    expect(violation).toBeUndefined();
    expect(exhausted).toBe(true);
    expect(states).toBeGreaterThan(10_000);
  }, 120_000);

  it.each(HUNTS)(
    'finds $id by itself: $title',
    (one) => {
      const { violation } = hunt(one);
      expect(violation?.message).toMatch(/^S(02|06|07|09|10):/);
      expect(violation?.path.length).toBeLessThan(15);
    },
    120_000,
  );
});
