/** Asking the controller to change ISRs (AlterPartitionManager, KIP-497): one request in flight per broker, tried again every 50 ms until it is answered. */
import { advanceHighWatermark, markDirty } from '#kafka/broker/advance.ts';
import { ALTER_PARTITION, call, isCalling, later } from '#kafka/broker/calls.ts';
import { once, partitionAt, putPartition, type Work } from '#kafka/broker/work.ts';
import { writeIsrChanges } from '#kafka/broker/zookeeper/isr.ts';
import type { AlterPartitionRequest, AlterPartitionResponse } from '#kafka/protocol/messages.ts';
import { become } from '#kafka/replication/become.ts';
import { isInflight, isrRejected } from '#kafka/replication/isr.ts';
import { isLeader, type Partition, withMeta } from '#kafka/replication/partition.ts';
import { planted } from '#sim/planted.ts';

const RETRY_US = 50_000;

/** Sends all ISR changes that have not been sent, unless a request is in flight or waits to be tried again. */
export function propagateIsrChanges(work: Work): void {
  if (work.zk && !work.zk.features.alterPartition) return writeIsrChanges(work);
  if (work.isrChanges.length === 0 || work.alterBackoff || isCalling(work, ALTER_PARTITION)) return;
  const pending = work.isrChanges.filter((i) => {
    const partition = work.partitions[i];
    return partition && isLeader(partition) && isInflight(partition.meta.isr);
  });
  work.isrChanges = [];
  if (pending.length === 0) return;
  const partitions = pending.map((i) => asked(work, partitionAt(work, i)));
  call(
    work,
    ALTER_PARTITION,
    { type: 'AlterPartitionRequest', broker: work.id, brokerEpoch: work.lifecycle.data.brokerEpoch, partitions },
    { timeoutUs: work.settings.controllerSocketTimeoutUs },
  );
}

function asked(work: Work, { tp, meta, remotes }: Partition): AlterPartitionRequest['partitions'][number] {
  const epochOf = (broker: number): number =>
    broker === work.id ? work.lifecycle.data.brokerEpoch : (remotes.find((remote) => remote.broker === broker)?.brokerEpoch ?? -1);
  const newIsr = meta.isr.data.asked.map((broker) => ({ broker, brokerEpoch: epochOf(broker) }));
  return { tp, topicId: meta.topicId, leaderEpoch: meta.role.data.leaderEpoch, partitionEpoch: meta.role.data.partitionEpoch, newIsr };
}

/** Nothing came back, or the request as a whole failed: the same changes are sent again. */
export function alterFailed(work: Work, request: AlterPartitionRequest): void {
  for (const { tp } of request.partitions) retry(work, tp);
  backOff(work);
}

function backOff(work: Work): void {
  work.alterBackoff = true;
  later(work, ALTER_PARTITION, RETRY_US, { type: 'AlterPartitionDue' });
}

export function alterAgain(work: Work): void {
  work.alterBackoff = false;
  propagateIsrChanges(work);
}

function retry(work: Work, tp: string): void {
  const i = work.index.get(tp);
  if (i !== undefined && !work.isrChanges.includes(i)) work.isrChanges = [...work.isrChanges, i];
}

export function handleAlterPartition(work: Work, request: AlterPartitionRequest, response: AlterPartitionResponse): void {
  if (response.error !== 'NONE') return alterFailed(work, request);
  let again = false;
  for (const result of response.partitions) {
    const sent = request.partitions.find(({ tp }) => tp === result.tp);
    const i = work.index.get(result.tp);
    if (!sent || i === undefined) continue;
    again = settle(work, i, sent.partitionEpoch, result) || again;
  }
  if (again) backOff(work);
}

/** True when the change must be asked for again. */
function settle(work: Work, i: number, sentEpoch: number, result: AlterPartitionResponse['partitions'][number]): boolean {
  const partition = partitionAt(work, i);
  // Newer metadata came first and replaced the state: a late answer means nothing.
  if (!isInflight(partition.meta.isr) || partition.meta.role.data.partitionEpoch !== sentEpoch) return false;
  switch (result.error) {
    case 'NONE':
      commit(work, i, partition, result);
      return false;
    case 'INELIGIBLE_REPLICA':
    case 'OPERATION_NOT_ATTEMPTED':
      putPartition(work, i, withMeta(partition, { ...partition.meta, isr: isrRejected(partition.meta.isr, work.env, []) }));
      markDirty(work, partition, i);
      return false;
    case 'FENCED_LEADER_EPOCH':
    case 'INVALID_UPDATE_VERSION':
    case 'INVALID_REQUEST':
    case 'UNKNOWN_TOPIC_OR_PARTITION':
    case 'UNKNOWN_TOPIC_ID':
    case 'NEW_LEADER_ELECTED':
      // Somebody knows better: stay strict until the metadata log brings it.
      return false;
    default:
      retry(work, partition.tp);
      return true;
  }
}

function commit(work: Work, i: number, partition: Partition, result: AlterPartitionResponse['partitions'][number]): void {
  if (result.leaderEpoch !== partition.meta.role.data.leaderEpoch) return;
  const { leader, leaderEpoch, isr, partitionEpoch } = result;
  const next = become(partition, work.env, work.id, { replicas: partition.meta.replicas, leader, leaderEpoch, isr, partitionEpoch });
  putPartition(work, i, next);
  once(work.advanced, i);
  markDirty(work, next, i);
  if (!planted.M16) advanceHighWatermark(work, i);
}
