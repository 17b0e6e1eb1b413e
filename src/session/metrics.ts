/**
 * Kafka's own metrics of a broker, controller, replica or client under their JMX names, as a first reading at this moment would find them: from the Frame, and
 * for a producer's totals from what it has told so far. Rates, averages and percentiles are not here.
 */
import type { BrokerState, KafkaFact } from '#kafka/facts.ts';
import type { BrokerFrame, ConsumerFrame, ControllerFrame, Frame, PartitionFrame, ProducerFrame, ReplicaFrame } from '#kafka/frame.ts';
import type { Thing } from '#session/asking.ts';
import type { Timeline } from '#session/timeline.ts';
import { indexOf, until } from '#session/told.ts';

export interface Metric {
  /** Object name of the MBean: `kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions`. */
  readonly mbean: string;
  /** `Value` of Yammer's gauges; Kafka's own metrics have one attribute each. */
  readonly attribute: string;
  /** How people call it: the gauge's name, or the attribute. */
  readonly name: string;
  readonly value: number | string;
  /** What an operator wants to see, where that is one value. */
  readonly wanted: number | undefined;
}

const yammer = (mbean: string, value: number, wanted?: number): Metric => {
  const name = /name=([^,]+)/.exec(mbean)?.[1] ?? mbean;
  return { mbean, attribute: 'Value', name, value, wanted };
};
const kafka = (mbean: string, attribute: string, value: number | string, wanted?: number): Metric => ({ mbean, attribute, name: attribute, value, wanted });

/** org.apache.kafka.metadata.BrokerState */
const STATE_VALUES: Readonly<Record<BrokerState, number>> = {
  NOT_RUNNING: 0,
  STARTING: 1,
  RECOVERY: 2,
  RUNNING: 3,
  PENDING_CONTROLLED_SHUTDOWN: 6,
  SHUTTING_DOWN: 7,
};

const logOf = ({ logs }: PartitionFrame, broker: number): ReplicaFrame | undefined => logs.find((log) => log.broker === broker);
const leaderLog = (partition: PartitionFrame): ReplicaFrame | undefined => logOf(partition, partition.leader);

/** AssignmentState.replicationFactor: replicas that a reassignment brings do not count yet. */
const replicationFactor = ({ replicas, adding }: PartitionFrame): number => replicas.length - adding.length;

/** Partition.isUnderReplicated, of the broker that leads. */
const isUnderReplicated = (partition: PartitionFrame): boolean => replicationFactor(partition) > partition.isr.length;

function broker(frame: Frame, { id, state, metadataOffset, controller }: BrokerFrame): Metric[] {
  const held = frame.partitions.filter((partition) => logOf(partition, id) !== undefined);
  const led = held.filter((partition) => logOf(partition, id)?.role === 'leader');
  const lags = held.flatMap((partition) => {
    const [own, leader] = [logOf(partition, id), leaderLog(partition)];
    return own?.role === 'follower' && leader !== undefined ? [Math.max(0, leader.highWatermark - own.logEndOffset)] : [];
  });
  const groups = frame.groups.filter(({ coordinator, targetEpoch }) => coordinator === id && targetEpoch === undefined);
  const inState = (name: string): number => groups.filter((group) => group.state === name).length;
  const manager = 'kafka.server:type=ReplicaManager,name=';
  const coordinator = 'kafka.coordinator.group:type=GroupMetadataManager,name=';
  return [
    yammer('kafka.server:type=KafkaServer,name=BrokerState', STATE_VALUES[state], STATE_VALUES.RUNNING),
    yammer(`${manager}UnderReplicatedPartitions`, led.filter(isUnderReplicated).length, 0),
    yammer(`${manager}UnderMinIsrPartitionCount`, led.filter(({ isr, minInsyncReplicas }) => isr.length < minInsyncReplicas).length, 0),
    yammer(`${manager}AtMinIsrPartitionCount`, led.filter(({ isr, minInsyncReplicas }) => isr.length === minInsyncReplicas).length),
    yammer(`${manager}LeaderCount`, led.length),
    yammer(`${manager}PartitionCount`, held.length),
    yammer(`${manager}ReassigningPartitions`, led.filter(({ adding, removing }) => adding.length + removing.length > 0).length),
    yammer('kafka.server:type=ReplicaFetcherManager,name=MaxLag,clientId=Replica', Math.max(0, ...lags)),
    ...(controller === undefined ? [] : [yammer('kafka.controller:type=KafkaController,name=ActiveControllerCount', controller.active ? 1 : 0)]),
    ...(controller?.active === true ? cluster(frame) : []),
    ...(controller === undefined ? [kafka('kafka.server:type=broker-metadata-metrics', 'last-applied-record-offset', metadataOffset)] : []),
    ...(groups.length === 0
      ? []
      : [
          yammer(`${coordinator}NumGroups`, groups.length),
          yammer(`${coordinator}NumGroupsStable`, inState('Stable')),
          yammer(`${coordinator}NumGroupsPreparingRebalance`, inState('PreparingRebalance')),
          yammer(`${coordinator}NumGroupsCompletingRebalance`, inState('CompletingRebalance')),
          yammer(`${coordinator}NumGroupsEmpty`, inState('Empty')),
        ]),
  ];
}

/** What a controller says of the whole cluster (ControllerMetadataMetrics; in a ZooKeeper cluster KafkaController). */
function cluster({ brokers, topics, partitions }: Frame): Metric[] {
  const controller = 'kafka.controller:type=KafkaController,name=';
  const isKRaft = brokers.every((one) => one.controller === undefined);
  return [
    yammer(`${controller}OfflinePartitionsCount`, partitions.filter(({ leader }) => leader < 0).length, 0),
    yammer(`${controller}PreferredReplicaImbalanceCount`, partitions.filter(({ leader, replicas }) => leader !== replicas[0]).length, 0),
    yammer(`${controller}GlobalTopicCount`, topics.length),
    yammer(`${controller}GlobalPartitionCount`, partitions.length),
    ...(isKRaft
      ? [
          yammer(`${controller}ActiveBrokerCount`, brokers.filter(({ fenced }) => !fenced).length),
          yammer(`${controller}FencedBrokerCount`, brokers.filter(({ fenced }) => fenced).length, 0),
        ]
      : []),
  ];
}

function controllerNode(frame: Frame, { active, quorum, ensemble }: ControllerFrame): Metric[] {
  // A ZooKeeper server is no controller.
  if (ensemble !== undefined) return [];
  const raft = 'kafka.server:type=raft-metrics';
  return [
    yammer('kafka.controller:type=KafkaController,name=ActiveControllerCount', active ? 1 : 0),
    ...cluster(frame),
    ...(quorum === undefined
      ? []
      : [
          kafka(raft, 'current-state', quorum.state.toLowerCase()),
          kafka(raft, 'current-leader', quorum.leader),
          kafka(raft, 'current-vote', quorum.votedFor),
          kafka(raft, 'current-epoch', quorum.epoch),
          kafka(raft, 'high-watermark', quorum.highWatermark),
          kafka(raft, 'log-end-offset', quorum.logEndOffset),
        ]),
  ];
}

function replica(partition: PartitionFrame, log: ReplicaFrame): Metric[] {
  const { topic, partition: number, isr, minInsyncReplicas } = partition;
  const of = `topic=${topic},partition=${number}`;
  const leads = log.role === 'leader';
  return [
    yammer(`kafka.log:type=Log,name=LogStartOffset,${of}`, log.logStart),
    yammer(`kafka.log:type=Log,name=LogEndOffset,${of}`, log.logEndOffset),
    ...(log.files === undefined ? [] : [yammer(`kafka.log:type=Log,name=NumLogSegments,${of}`, log.files.segments.length)]),
    yammer(`kafka.cluster:type=Partition,name=UnderReplicated,${of}`, leads && isUnderReplicated(partition) ? 1 : 0, 0),
    yammer(`kafka.cluster:type=Partition,name=UnderMinIsr,${of}`, leads && isr.length < minInsyncReplicas ? 1 : 0, 0),
    yammer(`kafka.cluster:type=Partition,name=InSyncReplicasCount,${of}`, leads ? isr.length : 0),
    yammer(`kafka.cluster:type=Partition,name=ReplicasCount,${of}`, leads ? replicationFactor(partition) : 0),
    yammer(`kafka.cluster:type=Partition,name=LastStableOffsetLag,${of}`, log.highWatermark - (log.stability?.lastStableOffset ?? log.highWatermark)),
  ];
}

/** Lag and lead are those of the consumer's last looks at what it has fetched: of what is in the log and not fetched it knows nothing. */
function consumer({ config, assignment, fetching }: ConsumerFrame): Metric[] {
  const client = `client-id=${config['client.id']}`;
  const manager = `kafka.consumer:type=consumer-fetch-manager-metrics,${client}`;
  const of = (tp: string): string => `${manager},topic=${tp.slice(0, tp.lastIndexOf('-'))},partition=${tp.slice(tp.lastIndexOf('-') + 1)}`;
  return [
    kafka(`kafka.consumer:type=consumer-coordinator-metrics,${client}`, 'assigned-partitions', assignment.length),
    ...(fetching === undefined
      ? []
      : [
          kafka(manager, 'records-lag-max', fetching.recordsLagMax ?? Number.NaN),
          kafka(manager, 'records-lead-min', fetching.recordsLeadMin ?? Number.NaN),
          ...Object.entries(fetching.recordsLag).map(([tp, lag]) => kafka(of(tp), 'records-lag', lag)),
        ]),
  ];
}

interface Totals {
  readonly cursor: number;
  readonly sent: number;
  readonly retried: number;
}

/** Records in batches that a producer sent, and that it had to send again (SenderMetrics counts each attempt). */
const totals = indexOf<Map<string, Totals[]>>(
  () => new Map(),
  (byNode, { cursor, fact }) => {
    if (fact.fact !== 'BatchSent' && fact.fact !== 'SendRetried') return;
    const list = byNode.get(fact.node) ?? [];
    const last = list.at(-1) ?? { sent: 0, retried: 0 };
    list.push({ cursor, ...added(last, fact) });
    byNode.set(fact.node, list);
  },
);

const added = ({ sent, retried }: Pick<Totals, 'sent' | 'retried'>, fact: KafkaFact & { readonly ids: readonly string[] }) =>
  fact.fact === 'BatchSent' ? { sent: sent + fact.ids.length, retried } : { sent, retried: retried + fact.ids.length };

function producer(timeline: Timeline, cursor: number, { node, config, recordsFailed }: ProducerFrame): Metric[] {
  const list = totals.read(timeline).get(node) ?? [];
  const { sent, retried } = list[until(list, cursor) - 1] ?? { sent: 0, retried: 0 };
  const mbean = `kafka.producer:type=producer-metrics,client-id=${config['client.id']}`;
  return [kafka(mbean, 'record-send-total', sent), kafka(mbean, 'record-retry-total', retried), kafka(mbean, 'record-error-total', recordsFailed, 0)];
}

/** Metrics of a thing, as its own process would show them: none while that process is down. */
export function metricsAt(timeline: Timeline, cursor: number, thing: Thing): readonly Metric[] {
  const frame = timeline.frameAt(cursor);
  const runs = (node: string): boolean =>
    [...frame.brokers, ...frame.controllers, ...frame.producers, ...frame.consumers].some((one) => one.node === node && one.status !== 'down');
  switch (thing.kind) {
    case 'broker': {
      const found = frame.brokers.find(({ id }) => id === thing.id);
      return found !== undefined && runs(found.node) ? broker(frame, found) : [];
    }
    case 'controller': {
      const found = frame.controllers.find(({ node }) => node === thing.node);
      return found !== undefined && runs(found.node) ? controllerNode(frame, found) : [];
    }
    case 'replica': {
      const partition = frame.partitions.find(({ tp }) => tp === thing.tp);
      const log = partition === undefined ? undefined : logOf(partition, thing.broker);
      return partition !== undefined && log?.online ? replica(partition, log) : [];
    }
    case 'producer': {
      const found = frame.producers.find(({ node }) => node === thing.node);
      return found !== undefined && runs(found.node) ? producer(timeline, cursor, found) : [];
    }
    case 'consumer': {
      const found = frame.consumers.find(({ node }) => node === thing.node);
      return found !== undefined && runs(found.node) ? consumer(found) : [];
    }
    default:
      return [];
  }
}
