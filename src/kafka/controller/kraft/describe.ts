/** DescribeQuorum, as kafka-metadata-quorum.sh asks for it: what the leader knows of its voters and observers (KIP-595). */
import { liveReplicas, NEVER, type ReplicaState } from '#kafka/controller/kraft/leaderState.ts';
import { type Desk, reply } from '#kafka/controller/kraft/state.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { wallClockMs } from '#kafka/protocol/names.ts';
import type { QuorumReplica } from '#kafka/protocol/raft.ts';

const timestamp = (us: number): number => (us === NEVER ? -1 : wallClockMs(us));

export function describeQuorum(desk: Desk, caller: Caller): void {
  const { leader } = desk;
  const { leaderId, epoch } = desk.quorum.data;
  const { nowUs } = desk.env;
  const replicas = leader ? liveReplicas(leader, nowUs) : [];
  /** The leader itself is caught up, and has just fetched, at any time. */
  const describe = ({ id, endOffset, lastFetchUs, lastCaughtUpUs }: ReplicaState): QuorumReplica => ({
    id,
    logEndOffset: endOffset,
    lastFetchTimestamp: timestamp(id === desk.id ? nowUs : lastFetchUs),
    lastCaughtUpTimestamp: timestamp(id === desk.id ? nowUs : lastCaughtUpUs),
  });
  const byId = (a: QuorumReplica, b: QuorumReplica): number => a.id - b.id;
  reply(desk, caller, {
    type: 'DescribeQuorumResponse',
    error: leader ? 'NONE' : 'NOT_LEADER_OR_FOLLOWER',
    leaderId,
    leaderEpoch: epoch,
    highWatermark: leader?.highWatermark ?? -1,
    voters: replicas
      .filter(({ isVoter }) => isVoter)
      .map(describe)
      .sort(byId),
    observers: replicas
      .filter(({ isVoter }) => !isVoter)
      .map(describe)
      .sort(byId),
  });
}
