/** The status of a group (evaluateConsumerStatus): each partition judged, the worst one decides, with what is behind how far. */
import type { BurrowConfig } from '#beside/burrow/config.ts';
import { judge, type Rule, type Status, severity } from '#beside/burrow/evaluate.ts';
import { type Commit, type ConsumedGroup, type ConsumedPartition, currentLag, type Storage } from '#beside/burrow/storage.ts';

export interface PartitionStatus {
  readonly topic: string;
  readonly partition: number;
  readonly owner: string;
  readonly clientId: string;
  readonly status: Status;
  /** Which rule decided; Burrow's answers do not tell. */
  readonly rule: Rule;
  readonly asked: readonly Rule[];
  readonly start: Commit | undefined;
  readonly end: Commit | undefined;
  /** Records. */
  readonly currentLag: number;
  /** Filled share of the ring as a fraction: so many places of so many. */
  readonly filled: number;
  readonly intervals: number;
}

export interface GroupStatus {
  readonly cluster: string;
  readonly group: string;
  readonly status: Status;
  readonly partitions: readonly PartitionStatus[];
  readonly partitionCount: number;
  /** Partitions whose ring is full. */
  readonly completePartitions: number;
  /** The partition that is furthest behind; the first of several. */
  readonly maxlag: PartitionStatus | undefined;
  readonly totalLag: number;
}

type Evaluator = Pick<BurrowConfig, 'intervals' | 'minimumCompleteRatio' | 'allowedLag' | 'expireGroupS' | 'cluster'>;

function evaluatePartition(storage: Storage, topic: string, partition: number, consumed: ConsumedPartition, nowS: number, config: Evaluator): PartitionStatus {
  const { commits = [], owner, clientId } = consumed;
  const lag = currentLag(storage, topic, partition, consumed);
  // A ring that was made for an owner and holds no commit yet counts as one place filled: Burrow cuts the empty places off up to the last.
  const filled = consumed.commits === undefined ? 0 : Math.max(1, commits.length);
  const isEnough = filled / config.intervals >= config.minimumCompleteRatio;
  const brokerOffsets = storage.brokers.get(topic)?.[partition] ?? [];
  const verdict =
    commits.length === 0
      ? { status: 'OK' as const, rule: 'no-commits' as const, asked: [] }
      : isEnough
        ? judge({ commits, brokerOffsets, currentLag: lag }, nowS, config.allowedLag)
        : { status: 'OK' as const, rule: 'incomplete' as const, asked: [] };
  return {
    topic,
    partition,
    owner,
    clientId,
    status: verdict.status,
    rule: verdict.rule,
    asked: verdict.asked,
    start: commits[0],
    end: commits[commits.length - 1],
    currentLag: lag,
    filled,
    intervals: config.intervals,
  };
}

/** A group that has not committed for expire-group seconds is forgotten when somebody asks for it. */
export const isExpired = (group: ConsumedGroup, nowS: number, config: Pick<BurrowConfig, 'expireGroupS'>): boolean =>
  (nowS - config.expireGroupS) * 1000 > group.lastCommitMs;

/** undefined: there is no such group. `nowS` is the wall clock in whole seconds. Topics come by name, where Go's map has no order. */
export function evaluateGroup(storage: Storage, group: string, nowS: number, config: Evaluator): GroupStatus | undefined {
  const consumed = storage.groups.get(group);
  if (consumed === undefined || isExpired(consumed, nowS, config)) return undefined;
  const topics = [...consumed.topics].sort(([a], [b]) => (a < b ? -1 : 1));
  const partitions = topics.flatMap(([topic, list]) => list.map((one, i) => evaluatePartition(storage, topic, i, one, nowS, config)));
  const worst = partitions.reduce<Status>((most, { status }) => (severity(status) > severity(most) ? status : most), 'OK');
  return {
    cluster: config.cluster,
    group,
    status: severity(worst) > severity('ERR') ? 'ERR' : worst,
    partitions,
    partitionCount: partitions.length,
    completePartitions: partitions.filter(({ filled, intervals }) => filled === intervals).length,
    maxlag: partitions.reduce<PartitionStatus | undefined>((most, one) => (most === undefined || one.currentLag > most.currentLag ? one : most), undefined),
    totalLag: partitions.reduce((sum, one) => sum + one.currentLag, 0),
  };
}
