import { describe, expect, it } from 'vitest';
import { quorumProtocol, SMALL_QUORUM } from '#proof/election/protocol.ts';
import { explore } from '#proof/explore.ts';

describe('every way in which three voters can elect, with restarts, late votes and lost answers', () => {
  it('keeps the promises of Raft', () => {
    const found = explore(quorumProtocol(SMALL_QUORUM));
    expect(found).toMatchObject({ violation: undefined, exhausted: true });
    expect(found.states).toBe(68_043);
  }, 120_000);

  it('would break them if a voter forgot its vote: two leaders in one epoch, or a second vote, in a few moves', () => {
    const { violation } = explore(quorumProtocol({ ...SMALL_QUORUM, forgets: true }));
    expect(violation?.message).toMatch(/^(R01|S18)/);
    expect(violation?.path.length).toBeLessThan(8);
  }, 60_000);

  it('keeps them as far as a longer search with three epochs gets', () => {
    expect(explore(quorumProtocol({ ...SMALL_QUORUM, epochs: 3, entries: 3 }), 20_000).violation).toBeUndefined();
  }, 60_000);
});
