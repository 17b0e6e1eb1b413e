import { describe, expect, it } from 'vitest';
import { explore } from '#proof/explore.ts';
import { HUNTS, hunt } from '#proof/partition/planted.ts';
import { CRASH_SCOPE, DELTA_SCOPE, partitionProtocol } from '#proof/partition/protocol.ts';

describe('the search of the partition protocol', () => {
  it('finds nothing wrong with a broker that loses everything once, in every order of two metadata changes', () => {
    const { violation, exhausted, states } = explore(partitionProtocol({ ...CRASH_SCOPE, partitionEpochs: 2 }));
    expect(violation).toBeUndefined();
    expect(exhausted).toBe(true);
    expect(states).toBeGreaterThan(10_000);
  }, 120_000);

  it('finds what Kafka’s own reset of followers misses when leadership went away and came back within one delta', () => {
    // Replica.resetReplicaState keeps the log ends of followers for whoever "was leader before": here a follower has been with another leader in between.
    const { violation } = explore(partitionProtocol(DELTA_SCOPE));
    expect(violation?.message).toMatch(/^S06: .* may be elected without the committed record/);
    expect(violation?.path).toContain('the controller elects 3');
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
