import { describe, expect, it } from 'vitest';
import { quorumProtocol, SMALL_QUORUM } from '#proof/election/protocol.ts';
import { explore } from '#proof/explore.ts';
import { replayPath } from '#proof/mutations/paths.ts';
import { withPlanted } from '#sim/planted.ts';

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

  it('would break them if voters acknowledged what they have not flushed: somebody is elected without a committed entry (M12)', () => {
    const path = [
      '0 stands in epoch 1',
      '1 votes for 0 in epoch 1',
      '0 is elected in epoch 1',
      '1 stands in epoch 2',
      '2 hears that 0 leads epoch 1',
      '2 fetches from 0',
      '2 fetches, and the answer is lost',
      '2 restarts',
      '2 votes for 1 in epoch 2',
      '1 is elected in epoch 2',
    ];
    expect(replayPath(quorumProtocol(SMALL_QUORUM), path)).toBeUndefined();
    expect(withPlanted('M12', () => replayPath(quorumProtocol(SMALL_QUORUM), path))).toMatchObject({ checker: 'R02', steps: path.length });
  });

  it('keeps them as far as a longer search with three epochs gets', () => {
    expect(explore(quorumProtocol({ ...SMALL_QUORUM, epochs: 3, entries: 3 }), 20_000).violation).toBeUndefined();
  }, 60_000);
});
