import { describe, expect, it } from 'vitest';
import { explore } from '#proof/explore.ts';
import { groupProtocol } from '#proof/groups/protocol.ts';
import type { Scope } from '#proof/groups/state.ts';
import { replayPath } from '#proof/mutations/paths.ts';
import { withPlanted } from '#sim/planted.ts';

const scopeOf = (protocol: Scope['protocol'], change: Partial<Scope>): Scope => ({
  protocol,
  departures: 0,
  expiries: 0,
  failovers: 0,
  late: 0,
  ...change,
});

const search = (protocol: Scope['protocol'], change: Partial<Scope> = {}) => explore(groupProtocol(scopeOf(protocol, change)));

describe('every way in which two members can share two partitions', () => {
  it.each([
    ['eager', { expiries: 1 }, 18_207],
    ['eager', { failovers: 1 }, 7_912],
    ['eager', { bounces: 1 }, 6_170],
    ['cooperative', { departures: 1 }, 2_789],
    ['cooperative', { failovers: 1 }, 14_506],
    ['consumer', { departures: 1, failovers: 1 }, 5_871],
    ['consumer', { late: 1 }, 4_223],
  ] as const)(
    'gives no partition two owners and leaves none without, and refuses old commits: %s %o',
    (protocol, change, states) => {
      expect(search(protocol, change)).toMatchObject({ violation: undefined, exhausted: true, states });
    },
    180_000,
  );

  it.each([
    ['M46', 'eager', { expiries: 1 }, 'C09: a commit of A in generation 1 is accepted'],
    ['M47', 'consumer', {}, 'C07: t-1 is given to two members'],
  ] as const)('finds the planted bug %s', (id, protocol, change, message) => {
    expect(withPlanted(id, () => search(protocol, change)).violation?.message).toBe(message);
  });
});

describe('what the search finds in Kafka itself', () => {
  it('a cooperative member that is told UNKNOWN_MEMBER_ID when it joins reads on, until its next assignment takes the rest away', () => {
    // AbstractCoordinator.needsJoinPrepare is cleared before the JoinGroup, and only a completed one sets it again: nobody calls onPartitionsLost.
    const { violation } = search('cooperative', { expiries: 1, judgesLost: true });
    expect(violation?.message).toBe('C07: t-0 belongs to A and to B');
    expect(violation?.path.slice(9, 13)).toEqual(['A joins', 'A joins', 'B syncs', '__consumer_offsets is replicated']);
  }, 180_000);

  it('a member of a consumer group takes on a target that its own last heartbeat has given away', () => {
    // After an error HeartbeatState sends currentAssignment, without the target that is being reconciled: the coordinator takes it for a revocation.
    const { violation } = search('consumer', { failovers: 1, judgesLost: true });
    expect(violation?.message).toBe('C07: t-1 belongs to A and to B');
    expect(violation?.path).toContain('another broker coordinates');
  });

  it('a static cooperative leader that is restarted between its assignment and its next join leaves a partition to nobody', () => {
    // Whoever must give t-1 up would join again for it; its successor has nothing to give up, and its JoinGroup in Stable starts no rebalance
    // (GroupMetadataManager.updateStaticMemberThenRebalanceOrCompleteJoin, ConsumerCoordinator.onLeaderElected with skipAssignment).
    const path = [
      'A joins',
      'InitialRebalanceDelayExpired',
      'A syncs',
      '__consumer_offsets is replicated',
      'B joins',
      "A's heartbeat is answered",
      'A joins',
      'A syncs',
      "A's process is restarted",
      'B syncs',
      '__consumer_offsets is replicated',
      'A joins',
      '__consumer_offsets is replicated',
      'A syncs',
    ];
    const found = replayPath(groupProtocol(scopeOf('cooperative', { bounces: 1 })), path);
    expect(found).toEqual({ checker: 'C08', message: 'C08: the group is stable, and nobody has t-1', steps: path.length });
    expect(replayPath(groupProtocol(scopeOf('eager', { bounces: 1 })), path)).toBeUndefined();
  });

  it('two generations of one number: what was not stored before a failover is counted again, and an old leader may assign for the new one', () => {
    const { violation } = search('eager', { failovers: 1, late: 1 });
    expect(violation?.message).toBe('C08: the group is stable, and nobody has t-1');
    expect(violation?.path).toContain('a late JoinGroupRequest of A arrives');
  }, 180_000);
});
