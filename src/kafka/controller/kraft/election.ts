/**
 * The rules of an election, as pure functions (KafkaRaftClient, EpochElection, the canGrantVote of each state): who may be voted for, who has won,
 * and what is committed. The quorum runs on them, and so does the exhaustive search.
 */
import type { QuorumValue } from '#kafka/controller/kraft/quorum.ts';
import type { Offset } from '#kafka/protocol/names.ts';

export const NOBODY = -1;

/** Where a log ends: the epoch of its last entry, and its end. */
export interface Position {
  readonly epoch: number;
  readonly offset: Offset;
}

/** A log may lead if its last epoch is newer, or as new and it is at least as long. */
export const isUpToDate = (candidate: Position, own: Position): boolean =>
  candidate.epoch > own.epoch || (candidate.epoch === own.epoch && candidate.offset >= own.offset);

/** What a voter knows when it is asked for its vote in its own epoch. */
export interface Ballot {
  readonly state: QuorumValue;
  readonly leaderId: number;
  readonly votedId: number;
  /** As follower: its leader has answered a fetch, so it has reason to believe in it. */
  readonly hasFetchedFromLeader: boolean;
}

/** A vote binds for its epoch; a pre-vote (KIP-996) binds nobody, and is refused by those who have a leader that answers. */
export function canGrantVote(ballot: Ballot, candidate: number, upToDate: boolean, preVote: boolean): boolean {
  switch (ballot.state) {
    case 'Unattached':
    case 'Prospective':
      if (preVote) return upToDate;
      if (ballot.votedId !== NOBODY) return ballot.votedId === candidate;
      return ballot.leaderId === NOBODY && upToDate;
    case 'Follower':
      return preVote && upToDate && !ballot.hasFetchedFromLeader;
    case 'Candidate':
    case 'Resigned':
      return preVote && upToDate;
    case 'Leader':
      return false;
  }
}

export const majorityOf = (voters: number): number => Math.floor(voters / 2) + 1;

/** EpochElection: won with a majority granted, lost when a majority can no longer be reached. */
export function outcomeOf(voters: number, granted: number, rejected: number): 'won' | 'lost' | 'open' {
  if (granted >= majorityOf(voters)) return 'won';
  return voters - rejected < majorityOf(voters) ? 'lost' : 'open';
}

/** The end up to which a majority of these logs reaches. */
export function majorityOffset(ends: readonly Offset[]): Offset {
  const descending = [...ends].sort((a, b) => b - a);
  return descending[Math.floor(ends.length / 2)];
}

/** A leader commits up to what a majority holds, but nothing before an entry of its own epoch is (LeaderState.maybeUpdateHighWatermark). */
export function nextHighWatermark(ends: readonly Offset[], epochStart: Offset, known: Offset): Offset {
  const reached = majorityOffset(ends);
  return reached > epochStart && reached > known ? reached : known;
}
