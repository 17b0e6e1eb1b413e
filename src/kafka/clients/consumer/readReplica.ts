/** From which replica a consumer reads (AbstractFetch.selectReadReplica, SubscriptionState.updatePreferredReadReplica; KIP-392). */
import type { Turn } from '#kafka/clients/consumer/core.ts';
import { type PartitionState, withPosition } from '#kafka/clients/consumer/position.ts';
import { putPosition } from '#kafka/clients/consumer/positions.ts';
import { leaderOf, replicasOf, requestUpdate } from '#kafka/clients/metadata.ts';
import { type FactOf, tell } from '#kafka/facts.ts';
import { type BrokerId, brokerIdOf, brokerName, type NodeName, type Tp } from '#kafka/protocol/names.ts';

type Why = FactOf<'ReadReplicaCleared'>['why'];

/** The replica that the leader named, as long as its lease runs and we know it to be online; else the leader. */
export function readFrom(turn: Turn, state: PartitionState, leader: NodeName): NodeName {
  const { readReplica, tp } = state.data;
  if (readReplica === undefined) return leader;
  const { core, env } = turn;
  const { node, untilUs } = readReplica;
  if (readReplica.leader !== leader || readReplica.leaderEpoch !== core.metadata.partitions.get(tp)?.leaderEpoch) clear(turn, state, 'leader-changed');
  else if (env.nowUs > untilUs) clear(turn, state, 'lease-expired');
  else if (core.metadata.nodes.includes(node) && replicasOf(core.metadata, tp).includes(node)) return node;
  else {
    core.metadata = requestUpdate(core.metadata);
    clear(turn, state, 'offline');
  }
  return leader;
}

/** The leader says where to read; the lease is as long as metadata may be old. The same replica again does not make it longer. */
export function sentTo(turn: Turn, tp: Tp, replica: BrokerId): void {
  const { core, env } = turn;
  const state = core.partitions.get(tp);
  const leader = leaderOf(core.metadata, tp);
  const node = brokerName(replica);
  if (state === undefined || leader === undefined || state.data.readReplica?.node === node) return;
  const leaderEpoch = core.metadata.partitions.get(tp)?.leaderEpoch ?? -1;
  const untilUs = env.nowUs + core.settings.metadataMaxAgeMs * 1000;
  putPosition(turn, withPosition(state, { readReplica: { node, untilUs, leader, leaderEpoch } }));
  tell(env, { fact: 'ReadReplicaPreferred', group: core.group, node: env.self, tp, replica, leader: brokerIdOf(leader), rack: core.settings.rack });
}

/** Back to the leader. False when that is where we read anyway. */
export function backToLeader(turn: Turn, tp: Tp, why: Why): boolean {
  const state = turn.core.partitions.get(tp);
  if (state?.data.readReplica === undefined) return false;
  clear(turn, state, why);
  return true;
}

function clear(turn: Turn, state: PartitionState, why: Why): void {
  const { core, env } = turn;
  const { tp, readReplica } = state.data;
  putPosition(turn, withPosition(state, { readReplica: undefined }));
  if (readReplica) tell(env, { fact: 'ReadReplicaCleared', group: core.group, node: env.self, tp, replica: brokerIdOf(readReplica.node), why });
}
