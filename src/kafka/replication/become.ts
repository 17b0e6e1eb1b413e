/** Becoming leader or follower when the metadata log says so (Partition.makeLeader, makeFollower). The log is never cut on becoming leader. */
import { assignEpoch } from '#kafka/log/epochs.ts';
import type { BrokerId } from '#kafka/protocol/names.ts';
import { committedIsr } from '#kafka/replication/isr.ts';
import type { Partition, PartitionMeta } from '#kafka/replication/partition.ts';
import { type Replica, resetFor, unknownReplica } from '#kafka/replication/replica.ts';
import { type Assigned, changeRole, type RoleState } from '#kafka/replication/role.ts';
import type { Env } from '#sim/effect.ts';

/** Applies a registration. The very same object when it is not newer. */
export function become(partition: Partition, env: Env, self: BrokerId, registration: Assigned): Partition {
  const role = changeRole(partition.meta.role, env, self, registration, partition.log.logEnd);
  if (role === partition.meta.role) return reassigned(partition, registration, self);
  return role.value === 'leader' ? lead(partition, env, role, registration, self) : follow(partition, role, registration, self);
}

/** The leader hears of its own ISR change first: other replicas that came with it, because it completed a reassignment, only the metadata log tells. */
function reassigned(partition: Partition, registration: Assigned, self: BrokerId): Partition {
  const { replicas, role } = partition.meta;
  const isSame = replicas.length === registration.replicas.length && replicas.every((id, n) => id === registration.replicas[n]);
  if (isSame || registration.partitionEpoch !== role.data.partitionEpoch) return partition;
  return { ...partition, meta: { ...partition.meta, replicas: registration.replicas }, remotes: remotesOf(partition, registration, self) };
}

function metaOf(partition: Partition, role: RoleState, registration: Assigned): PartitionMeta {
  return { ...partition.meta, replicas: registration.replicas, role, isr: committedIsr(role.value === 'leader' ? registration.isr : []) };
}

function lead(partition: Partition, env: Env, role: RoleState, registration: Assigned, self: BrokerId): Partition {
  const meta = metaOf(partition, role, registration);
  const { leaderEpoch, epochStart } = role.data;
  // In the same epoch nothing is reset; a reassignment may have brought or taken replicas.
  if (leaderEpoch === partition.meta.role.data.leaderEpoch) return { ...partition, meta, remotes: remotesOf(partition, registration, self) };
  const epochs = assignEpoch(partition.log.epochs, leaderEpoch, epochStart);
  const sameLeader = partition.meta.role.value === 'leader';
  const remotes = remotesOf(partition, registration, self).map((replica) =>
    resetFor(replica, registration.isr.includes(replica.broker), sameLeader, epochStart, env.nowUs),
  );
  return { ...partition, meta, log: { ...partition.log, epochs }, remotes };
}

function follow(partition: Partition, role: RoleState, registration: Assigned, self: BrokerId): Partition {
  return { ...partition, meta: metaOf(partition, role, registration), remotes: remotesOf(partition, registration, self) };
}

/** Known replicas keep their place in their fetch session, so that what they have parked with us can be answered. */
function remotesOf(partition: Partition, registration: Assigned, self: BrokerId): Replica[] {
  return registration.replicas.filter((id) => id !== self).map((id) => partition.remotes.find(({ broker }) => broker === id) ?? unknownReplica(id));
}
