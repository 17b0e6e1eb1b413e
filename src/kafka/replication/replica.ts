/** What a leader knows of one follower (org.apache.kafka Replica): from its fetches alone, because a follower acknowledges nothing else. */
import type { BrokerId, LeaderEpoch, Offset } from '#kafka/protocol/names.ts';

/** Long before any run begins. */
export const NEVER_US = -1_000_000_000_000_000;
export const UNKNOWN_OFFSET: Offset = -1;

export interface Replica {
  readonly broker: BrokerId;
  readonly logStart: Offset;
  /** Its log end offset: the offset of its last fetch. -1 until it has fetched in this leader epoch. */
  readonly logEndOffset: Offset;
  readonly lastFetchUs: number;
  /** Our log end offset when it last fetched. */
  readonly lastFetchLeaderLogEnd: Offset;
  readonly lastCaughtUpUs: number;
  readonly brokerEpoch: number;
  /** Fetch session (KIP-227) to which the four fields below belong; 0: the partition is in none. */
  readonly session: number;
  readonly fetchOffset: Offset;
  readonly currentLeaderEpoch: LeaderEpoch;
  readonly lastFetchedEpoch: LeaderEpoch;
  /** The high watermark that it was last told. */
  readonly sentHighWatermark: Offset;
  /** The log start offset that it was last told. */
  readonly sentLogStart: Offset;
}

export const unknownReplica = (broker: BrokerId): Replica => ({
  broker,
  logStart: UNKNOWN_OFFSET,
  logEndOffset: UNKNOWN_OFFSET,
  lastFetchUs: NEVER_US,
  lastFetchLeaderLogEnd: 0,
  lastCaughtUpUs: NEVER_US,
  brokerEpoch: -1,
  session: 0,
  fetchOffset: UNKNOWN_OFFSET,
  currentLeaderEpoch: -1,
  lastFetchedEpoch: -1,
  sentHighWatermark: UNKNOWN_OFFSET,
  sentLogStart: UNKNOWN_OFFSET,
});

/** A fetch at `nowUs` (Replica.updateFetchState): caught up if it asks for our end, or for what was our end when it last asked. */
export function fetched(replica: Replica, offset: Offset, logStart: Offset, brokerEpoch: number, leaderLogEnd: Offset, nowUs: number): Replica {
  let caughtUpUs = replica.lastCaughtUpUs;
  if (offset >= leaderLogEnd) caughtUpUs = Math.max(caughtUpUs, nowUs);
  else if (offset >= replica.lastFetchLeaderLogEnd) caughtUpUs = Math.max(caughtUpUs, replica.lastFetchUs);
  return {
    broker: replica.broker,
    logStart,
    logEndOffset: offset,
    lastFetchUs: nowUs,
    lastFetchLeaderLogEnd: Math.max(leaderLogEnd, replica.lastFetchLeaderLogEnd),
    lastCaughtUpUs: caughtUpUs,
    brokerEpoch,
    session: replica.session,
    fetchOffset: replica.fetchOffset,
    currentLeaderEpoch: replica.currentLeaderEpoch,
    lastFetchedEpoch: replica.lastFetchedEpoch,
    sentHighWatermark: replica.sentHighWatermark,
    sentLogStart: replica.sentLogStart,
  };
}

/**
 * An incremental fetch fetches every partition of its session, also those that it does not mention because nothing changed. Their followers ask
 * for our end each time, so all that such a fetch would change is the time; it is written down only when our end is about to move.
 */
export function fetchedSilently(replica: Replica, leaderLogEnd: Offset, sessionFetchUs: number): Replica {
  if (replica.logEndOffset !== leaderLogEnd || replica.lastFetchUs >= sessionFetchUs) return replica;
  return fetched(replica, replica.logEndOffset, replica.logStart, replica.brokerEpoch, leaderLogEnd, sessionFetchUs);
}

/** A new leader epoch begins (Replica.resetReplicaState). A leader that is elected again keeps what it knew of log ends. */
export function resetFor(replica: Replica, inIsr: boolean, sameLeader: boolean, epochStart: Offset, nowUs: number): Replica {
  const caughtUpUs = inIsr ? nowUs : NEVER_US;
  return {
    ...replica,
    logStart: sameLeader ? replica.logStart : UNKNOWN_OFFSET,
    logEndOffset: sameLeader ? replica.logEndOffset : UNKNOWN_OFFSET,
    lastFetchLeaderLogEnd: sameLeader ? epochStart : 0,
    lastFetchUs: sameLeader ? caughtUpUs : NEVER_US,
    lastCaughtUpUs: caughtUpUs,
    brokerEpoch: sameLeader ? replica.brokerEpoch : -1,
  };
}

export const isCaughtUp = (replica: Replica, leaderLogEnd: Offset, nowUs: number, maxLagUs: number): boolean =>
  replica.logEndOffset === leaderLogEnd || nowUs - replica.lastCaughtUpUs <= maxLagUs;
