/** What the leader of an epoch keeps of its voters and observers (LeaderState). Pure. */
import { nextHighWatermark } from '#kafka/controller/kraft/election.ts';
import type { Offset } from '#kafka/protocol/names.ts';

export interface ReplicaState {
  readonly id: number;
  readonly isVoter: boolean;
  /** Up to here it has fetched, and as a voter flushed; -1: it has not fetched in this epoch. */
  readonly endOffset: Offset;
  /** -1: never. */
  readonly lastFetchUs: number;
  readonly lastCaughtUpUs: number;
  readonly lastFetchLeaderLogEnd: Offset;
}

export interface LeaderState {
  readonly epochStart: Offset;
  /** -1 until an entry of this epoch is committed: a leader does not take over what it knew before. */
  readonly highWatermark: Offset;
  readonly replicas: readonly ReplicaState[];
  /** Voters that have fetched since the check-quorum timer was last reset. */
  readonly fetched: readonly number[];
}

export const UNKNOWN = -1;
/** No time: virtual time begins before zero. */
export const NEVER = Number.MIN_SAFE_INTEGER;

const fresh = (id: number, isVoter: boolean): ReplicaState => ({
  id,
  isVoter,
  endOffset: UNKNOWN,
  lastFetchUs: NEVER,
  lastCaughtUpUs: NEVER,
  lastFetchLeaderLogEnd: 0,
});

export const newLeaderState = (voters: readonly number[], epochStart: Offset): LeaderState => ({
  epochStart,
  highWatermark: UNKNOWN,
  replicas: voters.map((id) => fresh(id, true)),
  fetched: [],
});

function withReplica(leader: LeaderState, replica: ReplicaState): LeaderState {
  const known = leader.replicas.some(({ id }) => id === replica.id);
  const replicas = known ? leader.replicas.map((one) => (one.id === replica.id ? replica : one)) : [...leader.replicas, replica];
  return { epochStart: leader.epochStart, highWatermark: leader.highWatermark, replicas, fetched: leader.fetched };
}

/** The leader's own log has grown, and is flushed. */
export function withOwnEnd(leader: LeaderState, self: number, endOffset: Offset): LeaderState {
  const own = leader.replicas.find(({ id }) => id === self) ?? fresh(self, true);
  return withReplica(leader, { ...own, endOffset });
}

/** A replica's fetch acknowledges everything before its offset (updateFollowerState). */
export function withFetch(leader: LeaderState, id: number, fetchOffset: Offset, logEnd: Offset, nowUs: number): LeaderState {
  const known = leader.replicas.find((one) => one.id === id) ?? fresh(id, false);
  const caughtUpUs =
    fetchOffset >= logEnd
      ? nowUs
      : known.lastFetchLeaderLogEnd > 0 && fetchOffset >= known.lastFetchLeaderLogEnd
        ? Math.max(known.lastCaughtUpUs, known.lastFetchUs)
        : known.lastCaughtUpUs;
  return withReplica(leader, {
    id,
    isVoter: known.isVoter,
    endOffset: fetchOffset,
    lastFetchUs: nowUs,
    lastCaughtUpUs: caughtUpUs,
    lastFetchLeaderLogEnd: logEnd,
  });
}

/** The high watermark that the voters' ends allow now. */
export function highWatermarkOf({ replicas, epochStart, highWatermark }: LeaderState): Offset {
  const ends = replicas.filter(({ isVoter }) => isVoter).map(({ endOffset }) => endOffset);
  return nextHighWatermark(ends, epochStart, highWatermark);
}

/** An observer that has not fetched for so long is forgotten. */
const OBSERVER_SESSION_US = 300_000_000;

export function liveReplicas({ replicas }: LeaderState, nowUs: number): readonly ReplicaState[] {
  return replicas.filter(({ isVoter, lastFetchUs }) => isVoter || nowUs - lastFetchUs < OBSERVER_SESSION_US);
}

/** The other voters, those with the longest logs first (nonLeaderVotersByDescendingFetchOffset). */
export function successorsOf({ replicas }: LeaderState, self: number): readonly number[] {
  const others = replicas.filter(({ id, isVoter }) => isVoter && id !== self);
  return others.sort((a, b) => b.endOffset - a.endOffset || a.id - b.id).map(({ id }) => id);
}
