/** What a release does not do yet: requests and answers that a later KIP changed, each before and after. */
import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { FetchRequest, FetchResponse } from '#kafka/protocol/messages.ts';
import type { Profile } from '#kafka/spec.ts';

const orders = { name: 'orders', assignment: [[1, 2, 3]] };

const clusterOf = (profile: Profile): TestCluster =>
  profile === '4.3' ? new TestCluster({ topics: [orders] }) : new TestCluster({ profile, metadata: 'zookeeper', topics: [orders] });

/** The new leader has a record that its own high watermark does not know of: broker 3 is frozen, and tells it nothing. */
function failedOver(profile: Profile): TestCluster {
  const c = clusterOf(profile);
  c.produce('orders-0', ['a']);
  c.run({ ms: 2 });
  c.kill(1);
  c.run({ ms: 3000 });
  c.pause(3);
  c.runUntil(() => c.of('BecameLeader').some(({ leaderEpoch, broker }) => leaderEpoch > 0 && broker === 2));
  expect(c.marks(2, 'orders-0')).toEqual([1, 0]);
  return c;
}

describe('the latest offset of a leader whose high watermark is behind its epoch (KIP-207)', () => {
  const latest = (profile: Profile): unknown => {
    const c = failedOver(profile);
    const answer = c.ask(2, { type: 'ListOffsetsRequest', partitions: [{ tp: 'orders-0', timestamp: 'latest', currentLeaderEpoch: -1 }] });
    c.run({ ms: 10 });
    return answer();
  };

  it.each(['3.9', '2.8'] as const)('is not available in %s', (profile) => {
    expect(latest(profile)).toMatchObject({ partitions: [{ error: 'OFFSET_NOT_AVAILABLE' }] });
  });

  it.each(['2.1', '0.11'] as const)('is that high watermark in %s, which the last leader had left behind', (profile) => {
    expect(latest(profile)).toMatchObject({ partitions: [{ error: 'NONE', offset: 0 }] });
  });
});

function fetched(profile: Profile, replicaId: number, currentLeaderEpoch: number): string | undefined {
  const c = clusterOf(profile);
  const partitions = [{ tp: 'orders-0', fetchOffset: 0, logStart: 0, currentLeaderEpoch, lastFetchedEpoch: -1, maxBytes: 1000 }];
  const request = { type: 'FetchRequest', replicaId, replicaEpoch: -1, maxWaitMs: 0, minBytes: 1, partitions } satisfies Partial<FetchRequest>;
  const answer = c.ask(1, request);
  c.run({ ms: 10 });
  return (answer() as FetchResponse | undefined)?.partitions[0]?.error;
}

describe('a fetch of a broker that is no replica as far as the leader knows', () => {
  it.each([
    ['4.3', 0, 'UNKNOWN_LEADER_EPOCH'],
    ['3.9', 0, 'UNKNOWN_LEADER_EPOCH'],
    ['3.9', -1, 'NOT_LEADER_OR_FOLLOWER'],
    ['2.8', 0, 'NOT_LEADER_OR_FOLLOWER'],
    ['2.8', 5, 'UNKNOWN_LEADER_EPOCH'],
  ] as const)('in %s with leader epoch %i: %s', (profile, epoch, error) => {
    expect(fetched(profile, 9, epoch)).toBe(error);
  });
});

describe('the leader epoch of a consumer’s fetch (KIP-320)', () => {
  it.each([
    ['2.1', 'UNKNOWN_LEADER_EPOCH'],
    ['2.0', undefined],
  ] as const)('in %s: %s', (profile, error) => {
    expect(fetched(profile, -1, 7)).toBe(error ?? 'NONE');
  });
});

describe('an unclean election on ZooKeeper (KIP-704)', () => {
  it.each([
    ['3.9', 'RECOVERING'],
    ['2.8', 'RECOVERED'],
  ] as const)('in %s leaves the partition %s', (profile, state) => {
    const c = new TestCluster({ profile, metadata: 'zookeeper', topics: [{ ...orders, config: { 'unclean.leader.election.enable': 'true' } }] });
    c.kill(2);
    c.kill(3);
    c.run({ ms: 60_000 });
    expect(c.partition('orders-0').isr).toEqual([1]);
    c.kill(1);
    c.start(2);
    c.runUntil(() => c.of('LeaderElected').some(({ how }) => how === 'unclean'));
    expect(c.partition('orders-0')).toMatchObject({ leader: 2, leaderRecoveryState: state });
  });
});
