/** Changing the ISR before AlterPartition (ZkPartitionStateStore): the leader writes the state znode itself, if nobody else has, and tells the controller later. */
import { advanceHighWatermark, markDirty } from '#kafka/broker/advance.ts';
import { once, partitionAt, putPartition, type Work } from '#kafka/broker/work.ts';
import { askZk } from '#kafka/broker/zookeeper/host.ts';
import { type BrokerReminder, zkOf } from '#kafka/broker/zookeeper/state.ts';
import { ISR_CHANGES, statePath } from '#kafka/controller/zookeeper/paths.ts';
import type { PartitionStateData, ZkResult } from '#kafka/protocol/zookeeper.ts';
import { become } from '#kafka/replication/become.ts';
import { isInflight, isrRejected } from '#kafka/replication/isr.ts';
import { isLeader, type Partition, withMeta } from '#kafka/replication/partition.ts';
import type { Assigned } from '#kafka/replication/role.ts';

/** All changes that have not been written. Each is its own conditional write. */
export function writeIsrChanges(work: Work): void {
  const changes = work.isrChanges;
  work.isrChanges = [];
  for (const i of changes) {
    const partition = work.partitions[i];
    if (!partition || !isLeader(partition) || !isInflight(partition.meta.isr)) continue;
    const data = stateOf(work, partition);
    const version = partition.meta.role.data.partitionEpoch;
    askZk(work, { op: 'setData', path: statePath(partition.tp), data, version }, { of: 'isr', tp: partition.tp, data, version });
  }
}

function stateOf(work: Work, { meta }: Partition): PartitionStateData {
  const isr = meta.isr.data.asked;
  const note = { how: 'isr', by: 'leader', candidates: isr } as const;
  const { leaderEpoch } = meta.role.data;
  return { kind: 'state', leader: work.id, leaderEpoch, isr, controllerEpoch: work.zk?.controllerEpoch ?? 0, recovering: false, note };
}

type Asked = Omit<Extract<BrokerReminder, { of: 'isr' | 'isr-check' }>, 'of'>;

/** ReplicationUtils.checkLeaderAndIsrZkData: a write that was sent again after its connection was lost may find itself there. */
export function isrAnswered(work: Work, { tp, data, version }: Asked, result: ZkResult): void {
  if (result.error === 'OK') return isrWritten(work, { tp, data, version }, version + 1);
  if (result.error !== 'BADVERSION') return isrNotWritten(work, { tp, data, version });
  askZk(work, { op: 'getData', path: statePath(tp), watch: false }, { of: 'isr-check', tp, data, version });
}

export function isrChecked(work: Work, asked: Asked, { data, stat }: ZkResult): void {
  if (data?.kind === 'state' && stat && isSameState(data, asked.data)) return isrWritten(work, asked, stat.version);
  isrNotWritten(work, asked);
}

const isSameState = (a: PartitionStateData, b: PartitionStateData): boolean =>
  a.leader === b.leader &&
  a.leaderEpoch === b.leaderEpoch &&
  a.controllerEpoch === b.controllerEpoch &&
  a.isr.length === b.isr.length &&
  a.isr.every((id, n) => id === b.isr[n]);

/** Its place among our partitions, if the change still waits; newer metadata may have replaced it. */
function placeOf(work: Work, { tp, version }: Asked): number | undefined {
  const i = work.index.get(tp);
  const partition = work.partitions[i ?? -1];
  return partition && isInflight(partition.meta.isr) && partition.meta.role.data.partitionEpoch === version ? i : undefined;
}

/** "Cached zkVersion not equal to that in zookeeper, skip updating ISR": somebody knows better, and will tell us. */
function isrNotWritten(work: Work, asked: Asked): void {
  const i = placeOf(work, asked);
  if (i !== undefined) reject(work, i, partitionAt(work, i));
}

function reject(work: Work, i: number, partition: Partition): void {
  putPartition(work, i, withMeta(partition, { ...partition.meta, isr: isrRejected(partition.meta.isr, work.env, []) }));
  markDirty(work, partition, i);
}

/** Our session has ended, and with it what we wrote: the change is given up (conditionalUpdatePath throws), and tried again when the ISR is next looked at. */
export function unansweredIsrs(work: Work): void {
  if (work.zk?.features.alterPartition) return;
  work.partitions.forEach((partition, i) => {
    if (partition && isInflight(partition.meta.isr)) reject(work, i, partition);
  });
}

function isrWritten(work: Work, asked: Asked, version: number): void {
  const i = placeOf(work, asked);
  if (i === undefined) return;
  const partition = partitionAt(work, i);
  const next = become(partition, work.env, work.id, registrationAfter(partition, asked.data, version));
  putPartition(work, i, next);
  once(work.advanced, i);
  markDirty(work, next, i);
  advanceHighWatermark(work, i);
  const zk = zkOf(work);
  zk.isrChanged = [...zk.isrChanged.filter((one) => one !== asked.tp), asked.tp];
  zk.isrChangedUs = work.env.nowUs;
}

const registrationAfter = ({ meta }: Partition, { leader, leaderEpoch, isr }: PartitionStateData, partitionEpoch: number): Assigned => ({
  replicas: meta.replicas,
  isr,
  leader,
  leaderEpoch,
  partitionEpoch,
});

/** IsrChangePropagationBlackOut, IsrChangePropagationInterval */
const BLACKOUT_US = 5_000_000;
const LONGEST_US = 60_000_000;

/** Once changes have calmed down, or for a minute at the longest, the controller is notified of them all. */
export function propagateIsrChanges(work: Work): void {
  const { nowUs } = work.env;
  const known = work.zk;
  if (!known || known.isrChanged.length === 0) return;
  if (nowUs - known.isrChangedUs < BLACKOUT_US && nowUs - known.notifiedUs < LONGEST_US) return;
  const data = { kind: 'partitions', partitions: known.isrChanged } as const;
  askZk(work, { op: 'create', path: `${ISR_CHANGES}/isr_change_`, data, mode: 'PERSISTENT_SEQUENTIAL' }, { of: 'nothing' });
  const zk = zkOf(work);
  zk.isrChanged = [];
  zk.notifiedUs = nowUs;
}
