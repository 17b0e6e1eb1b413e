import { describe, expect, it } from 'vitest';
import { canGrantVote, isUpToDate, nextHighWatermark, outcomeOf } from '#kafka/controller/kraft/election.ts';
import { divergence, endOffsetForEpoch, truncationOffset } from '#kafka/controller/kraft/metadataLog.ts';
import { initialize, move, type QuorumMove, type QuorumState, type QuorumValue } from '#kafka/controller/kraft/quorum.ts';
import type { MetadataEntry } from '#kafka/protocol/metadata.ts';
import type { Env } from '#sim/effect.ts';
import { appended, emptyView, type View } from '#sim/view.ts';

const env: Env = { self: 'controller1', nowUs: 0, effects: [], facts: [], random: () => 0 };
const ME = 3001;
const OTHER = 3002;

const state = (value: QuorumValue, epoch = 5, leaderId = -1, votedId = -1): QuorumState => ({ value, data: { epoch, leaderId, votedId } });
const moved = (from: QuorumState, type: QuorumMove, { preVote = true, epoch = from.data.epoch, id = -1 } = {}) =>
  move(from, { env, self: ME, preVote }, type, epoch, id);

describe('the states of a voter (QuorumState)', () => {
  const all: readonly QuorumValue[] = ['Unattached', 'Prospective', 'Candidate', 'Leader', 'Follower', 'Resigned'];

  it.each(all)('%s enters a higher epoch unattached, or behind its leader, and its vote is free again', (value) => {
    const from = state(value, 5, value === 'Leader' || value === 'Resigned' ? ME : -1, OTHER);
    expect(moved(from, 'EpochLearned', { epoch: 6 })).toEqual(state('Unattached', 6));
    expect(moved(from, 'EpochLearned', { epoch: 6, id: OTHER })).toEqual(state('Follower', 6, OTHER));
    expect(moved(from, 'EpochLearned', { epoch: 5, id: OTHER })).toBe(from);
    expect(moved(from, 'EpochLearned', { epoch: 4 })).toBe(from);
  });

  it.each(['Unattached', 'Prospective', 'Candidate'] as const)('%s follows the leader of its epoch as soon as it knows it, and keeps its vote', (value) => {
    expect(moved(state(value, 5, -1, 3003), 'LeaderLearned', { id: OTHER })).toEqual(state('Follower', 5, OTHER, 3003));
  });

  it.each(['Unattached', 'Prospective'] as const)('%s votes and stays', (value) => {
    expect(moved(state(value), 'Voted', { id: OTHER })).toEqual(state(value, 5, -1, OTHER));
  });

  it('an election begins with pre-votes, in the same epoch (KIP-996)', () => {
    expect(moved(state('Unattached'), 'ElectionTimeoutExpired')).toEqual(state('Prospective'));
    expect(moved(state('Follower', 5, OTHER), 'FetchTimeoutExpired')).toEqual(state('Prospective', 5, OTHER));
    expect(moved(state('Candidate', 5, -1, ME), 'ElectionTimeoutExpired')).toEqual(state('Prospective', 5, -1, ME));
  });

  it('before 4.0 it begins with the next epoch and a vote of one’s own', () => {
    const candidate = state('Candidate', 6, -1, ME);
    expect(moved(state('Unattached'), 'ElectionTimeoutExpired', { preVote: false })).toEqual(candidate);
    expect(moved(state('Follower', 5, OTHER), 'FetchTimeoutExpired', { preVote: false })).toEqual(candidate);
    expect(moved(state('Candidate', 5, -1, ME), 'ElectionTimeoutExpired', { preVote: false })).toEqual(candidate);
    expect(moved(state('Resigned', 5, ME), 'ElectionTimeoutExpired', { preVote: false })).toEqual(candidate);
  });

  it('pre-votes won make a candidate; lost ones lead back to the leader that is known, or to nobody', () => {
    expect(moved(state('Prospective', 5, OTHER), 'PreVotesGranted')).toEqual(state('Candidate', 6, -1, ME));
    expect(moved(state('Prospective', 5, OTHER), 'PreVotesRejected')).toEqual(state('Follower', 5, OTHER));
    expect(moved(state('Prospective', 5, -1, 3003), 'ElectionTimeoutExpired')).toEqual(state('Unattached', 5, -1, 3003));
  });

  it('votes won make a leader, who can only resign; a resigned one moves on to an epoch without leader', () => {
    const leader = moved(state('Candidate', 6, -1, ME), 'VotesGranted');
    expect(leader).toEqual(state('Leader', 6, ME, ME));
    expect(moved(leader, 'ElectionTimeoutExpired')).toBe(leader);
    const resigned = moved(leader, 'Resign');
    expect(resigned).toEqual(state('Resigned', 6, ME, ME));
    expect(moved(resigned, 'ElectionTimeoutExpired')).toEqual(state('Unattached', 7));
  });
});

describe('starting from the quorum-state file', () => {
  it('who led resigns, who stood stands again, who followed follows, who voted keeps its vote', () => {
    expect(initialize({ epoch: 5, leaderId: ME, votedId: ME }, 5, ME).value).toBe('Resigned');
    expect(initialize({ epoch: 5, leaderId: -1, votedId: ME }, 4, ME).value).toBe('Candidate');
    expect(initialize({ epoch: 5, leaderId: OTHER, votedId: ME }, 4, ME).value).toBe('Follower');
    expect(initialize({ epoch: 5, leaderId: -1, votedId: OTHER }, 4, ME)).toEqual(state('Unattached', 5, -1, OTHER));
  });

  it('a log that is ahead of the file is believed: the file was lost', () => {
    expect(initialize({ epoch: 0, leaderId: -1, votedId: -1 }, 5, ME)).toEqual(state('Unattached', 5));
  });
});

describe('who gets a vote', () => {
  const ballot = (value: QuorumValue, votedId = -1, leaderId = -1, hasFetchedFromLeader = false) => ({ state: value, votedId, leaderId, hasFetchedFromLeader });

  it('a candidate whose log is as long, of those who have neither voted for another nor know a leader', () => {
    expect(canGrantVote(ballot('Unattached'), OTHER, true, false)).toBe(true);
    expect(canGrantVote(ballot('Unattached'), OTHER, false, false)).toBe(false);
    expect(canGrantVote(ballot('Unattached', OTHER), OTHER, true, false)).toBe(true);
    expect(canGrantVote(ballot('Unattached', 3003), OTHER, true, false)).toBe(false);
    expect(canGrantVote(ballot('Prospective', -1, 3003), OTHER, true, false)).toBe(false);
    for (const value of ['Candidate', 'Leader', 'Follower', 'Resigned'] as const) expect(canGrantVote(ballot(value), OTHER, true, false)).toBe(false);
  });

  it('a pre-vote, also of those who have voted, but not of a leader or of who hears from one', () => {
    expect(canGrantVote(ballot('Unattached', 3003), OTHER, true, true)).toBe(true);
    expect(canGrantVote(ballot('Candidate', ME), OTHER, true, true)).toBe(true);
    expect(canGrantVote(ballot('Resigned', ME, ME), OTHER, true, true)).toBe(true);
    expect(canGrantVote(ballot('Leader', ME, ME), OTHER, true, true)).toBe(false);
    expect(canGrantVote(ballot('Follower', -1, 3003, false), OTHER, true, true)).toBe(true);
    expect(canGrantVote(ballot('Follower', -1, 3003, true), OTHER, true, true)).toBe(false);
    expect(canGrantVote(ballot('Unattached'), OTHER, false, true)).toBe(false);
  });

  it('a log is compared by its last epoch first, then by its length', () => {
    expect(isUpToDate({ epoch: 3, offset: 1 }, { epoch: 2, offset: 9 })).toBe(true);
    expect(isUpToDate({ epoch: 2, offset: 9 }, { epoch: 2, offset: 9 })).toBe(true);
    expect(isUpToDate({ epoch: 2, offset: 8 }, { epoch: 2, offset: 9 })).toBe(false);
  });

  it('an election is won with a majority, and lost when none can be reached any more', () => {
    expect([outcomeOf(3, 1, 0), outcomeOf(3, 2, 0), outcomeOf(3, 1, 1), outcomeOf(3, 1, 2)]).toEqual(['open', 'won', 'open', 'lost']);
    expect([outcomeOf(5, 3, 1), outcomeOf(5, 2, 3), outcomeOf(1, 1, 0)]).toEqual(['won', 'lost', 'won']);
  });
});

describe('what is committed', () => {
  it('reaches as far as a majority, but not before an entry of the leader’s own epoch', () => {
    expect(nextHighWatermark([10, 8, 5], 7, -1)).toBe(8);
    expect(nextHighWatermark([10, 8, 5], 8, -1)).toBe(-1);
    expect(nextHighWatermark([10, -1, -1], 3, 4)).toBe(4);
    expect(nextHighWatermark([10, 9, 9, 2, 2], 3, 4)).toBe(9);
  });
});

describe('where two metadata logs part', () => {
  const logOf = (...epochs: number[]): View<MetadataEntry> =>
    epochs.reduce<View<MetadataEntry>>((log, epoch, offset) => appended(log, { offset, epoch, record: { type: 'NoOpRecord' } }), emptyView());
  const leader = logOf(1, 1, 1, 3, 3);

  it('is told by the end of the largest epoch that the leader has up to the follower’s', () => {
    expect(divergence(leader, 5, { epoch: 3, offset: 5 })).toBeUndefined();
    expect(divergence(leader, 5, { epoch: 1, offset: 2 })).toBeUndefined();
    expect(divergence(leader, 5, { epoch: 0, offset: 0 })).toBeUndefined();
    expect(divergence(leader, 5, { epoch: 1, offset: 4 })).toEqual({ epoch: 1, offset: 3 });
    expect(divergence(leader, 5, { epoch: 2, offset: 4 })).toEqual({ epoch: 1, offset: 3 });
    expect(endOffsetForEpoch(leader, 5, 9)).toEqual({ epoch: 3, offset: 5 });
  });

  it('is where the follower cuts, or where its own epoch ends, if that is earlier', () => {
    expect(truncationOffset(logOf(1, 1, 1, 1), 4, { epoch: 1, offset: 3 })).toBe(3);
    expect(truncationOffset(logOf(1, 1, 2, 2), 4, { epoch: 1, offset: 3 })).toBe(2);
    expect(truncationOffset(logOf(2, 2), 2, { epoch: 1, offset: 3 })).toBe(0);
    expect(truncationOffset(logOf(1, 1), 2, { epoch: 0, offset: 0 })).toBe(0);
  });
});
