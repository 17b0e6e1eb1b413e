/** Replication throttles on a broker (KIP-73): only replicas that are listed and not in sync wait, but whatever listed replicas move is counted. */
import type { Fetcher } from '#kafka/broker/state.ts';
import { fact, type Work } from '#kafka/broker/work.ts';
import { bytesOf } from '#kafka/log/read.ts';
import type { FetchedPartition } from '#kafka/protocol/messages.ts';
import { type BrokerId, partitionOf } from '#kafka/protocol/names.ts';
import type { Partition, Throttled } from '#kafka/replication/partition.ts';
import { isThrottledReplica, rateOf, recorded } from '#kafka/replication/quota.ts';
import type { Config } from '#kafka/spec.ts';

type Side = keyof Throttled;

/** What the topic's lists say of this replica (ConfigHandler.parseThrottledPartitions); undefined: it is in none. */
export function throttledOf(config: Config, tp: string, broker: BrokerId): Throttled | undefined {
  const on = (side: Side): boolean => isThrottledReplica(config[`${side}.replication.throttled.replicas`] ?? '', partitionOf(tp), broker);
  const throttled = { leader: on('leader'), follower: on('follower') };
  return throttled.leader || throttled.follower ? throttled : undefined;
}

export const isSameThrottle = (a: Throttled | undefined, b: Throttled | undefined): boolean => a?.leader === b?.leader && a?.follower === b?.follower;

/** Bytes a second, by the dynamic settings alone: there is no such setting in a file. */
function boundOf({ image, id }: Work, side: Side): number {
  const name = `${side}.replication.throttled.rate`;
  const rate = image.brokerConfigs.get(String(id))?.[name] ?? image.brokerConfigs.get('')?.[name];
  return rate === undefined ? Number.POSITIVE_INFINITY : Number(rate);
}

const msOf = ({ env }: Work): number => Math.floor(env.nowUs / 1000);

const isQuotaExceeded = (work: Work, side: Side): boolean => rateOf(work.quotas[side], work.settings.replicationQuota, msOf(work)) > boundOf(work, side);

export function record(work: Work, side: Side, bytes: number): void {
  if (bytes === 0) return;
  const samples = recorded(work.quotas[side], bytes, work.settings.replicationQuota, msOf(work));
  work.quotas = side === 'leader' ? { leader: samples, follower: work.quotas.follower } : { leader: work.quotas.leader, follower: samples };
}

/** ReplicaManager.shouldLeaderThrottle */
const shouldLeaderThrottle = (work: Work, { meta }: Partition, follower: BrokerId): boolean =>
  meta.throttled?.leader === true && !meta.isr.data.isr.includes(follower) && isQuotaExceeded(work, 'leader');

/** RemoteLeaderEndPoint.shouldFollowerThrottle */
export const shouldFollowerThrottle = (work: Work, { meta }: Partition, { caughtUp }: Pick<Fetcher, 'caughtUp'>, i: number): boolean =>
  meta.throttled?.follower === true && !caughtUp.includes(i) && isQuotaExceeded(work, 'follower');

export const isHeldBack = (work: Work, partition: Partition, follower: BrokerId, read: FetchedPartition): boolean =>
  read.records.length > 0 && shouldLeaderThrottle(work, partition, follower);

/** What a follower gets of a partition that it may not have more of for now: high watermark and log start, and no records. */
export function withoutRecords({ tp, error, highWatermark, logStart }: FetchedPartition): FetchedPartition {
  return { tp, error, highWatermark, logStart, records: [] };
}

/** KafkaApis.sizeOfThrottledPartitions: in sync or not, what listed partitions send counts. */
export function recordSent(work: Work, reads: readonly FetchedPartition[]): void {
  for (const { tp, records } of reads) {
    const partition = work.partitions[work.index.get(tp) ?? -1];
    if (records.length > 0 && partition?.meta.throttled?.leader) record(work, 'leader', bytesOf(records));
  }
}

export function noteThrottled(work: Work, tp: string, follower: BrokerId, side: Side): void {
  fact(work, { fact: 'ReplicationThrottled', tp, broker: work.id, follower, side, bytesPerSecond: boundOf(work, side) });
}
