/**
 * Kafka's own metrics of a broker, controller, replica or client under their JMX names, as a first reading at this moment would find them: from the Frame, and
 * for a producer's totals from what it has told so far. Rates, averages and percentiles are not here.
 */
import type { BrokerState } from '#kafka/facts.ts';
import type { BrokerFrame, ControllerFrame, Frame, PartitionFrame, ReplicaFrame } from '#kafka/frame.ts';
import type { Thing } from '#session/asking.ts';
import { kafka, type Metric, yammer } from '#session/metric.ts';
import { consumerMetrics, producerMetrics } from '#session/metrics-clients.ts';
import { groupMetrics } from '#session/metrics-groups.ts';
import type { Timeline } from '#session/timeline.ts';

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

/** Its broker has been told of it: one that is starting has read the log, and no metadata yet. */
const isHosted = (log: ReplicaFrame | undefined): boolean => log !== undefined && log.role !== 'offline';

/** AssignmentState.replicationFactor: replicas that a reassignment brings do not count yet. */
const replicationFactor = ({ replicas, adding }: PartitionFrame): number => replicas.length - adding.length;

/** What a broker knows of a partition that it believes to lead: the ISR as it has it, not as the controller has it now. */
interface Led extends PartitionFrame {
  readonly inSync: number;
}

const ledBy = (partition: PartitionFrame, broker: number): Led | undefined => {
  const log = logOf(partition, broker);
  return log?.role === 'leader' ? { ...partition, inSync: (log.believedIsr ?? partition.isr).length } : undefined;
};

/** Partition.isUnderReplicated, isUnderMinIsr, isAtMinIsr */
const isUnderReplicated = (led: Led): boolean => replicationFactor(led) > led.inSync;
const isUnderMinIsr = ({ inSync, minInsyncReplicas }: Led): boolean => inSync < minInsyncReplicas;
const isAtMinIsr = ({ inSync, minInsyncReplicas }: Led): boolean => inSync === minInsyncReplicas;

function broker(timeline: Timeline, frame: Frame, { id, state, metadataOffset, controller }: BrokerFrame): Metric[] {
  const held = frame.partitions.filter((partition) => isHosted(logOf(partition, id)));
  const led = held.flatMap((partition) => ledBy(partition, id) ?? []);
  const lags = held.flatMap((partition) => {
    const [own, leader] = [logOf(partition, id), leaderLog(partition)];
    return own?.role === 'follower' && leader !== undefined ? [Math.max(0, leader.highWatermark - own.logEndOffset)] : [];
  });
  const manager = 'kafka.server:type=ReplicaManager,name=';
  return [
    yammer('kafka.server:type=KafkaServer,name=BrokerState', STATE_VALUES[state], STATE_VALUES.RUNNING),
    yammer(`${manager}UnderReplicatedPartitions`, led.filter(isUnderReplicated).length, 0),
    yammer(`${manager}UnderMinIsrPartitionCount`, led.filter(isUnderMinIsr).length, 0),
    yammer(`${manager}AtMinIsrPartitionCount`, led.filter(isAtMinIsr).length),
    yammer(`${manager}LeaderCount`, led.length),
    yammer(`${manager}PartitionCount`, held.length),
    yammer(`${manager}ReassigningPartitions`, led.filter(({ adding, removing }) => adding.length + removing.length > 0).length),
    yammer('kafka.server:type=ReplicaFetcherManager,name=MaxLag,clientId=Replica', Math.max(0, ...lags)),
    ...(controller === undefined ? [] : [yammer('kafka.controller:type=KafkaController,name=ActiveControllerCount', controller.active ? 1 : 0)]),
    ...(controller?.active === true ? cluster(frame) : []),
    ...(controller === undefined ? [kafka('kafka.server:type=broker-metadata-metrics', 'last-applied-record-offset', metadataOffset)] : []),
    ...groupMetrics(timeline, frame, id),
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
  if (log.files === undefined) return [];
  const of = `topic=${partition.topic},partition=${partition.partition}`;
  return [
    yammer(`kafka.log:type=Log,name=LogStartOffset,${of}`, log.logStart),
    yammer(`kafka.log:type=Log,name=LogEndOffset,${of}`, log.logEndOffset),
    yammer(`kafka.log:type=Log,name=NumLogSegments,${of}`, log.files.segments.length),
    ...(isHosted(log) ? partitionMetrics(partition, log, of) : []),
  ];
}

function partitionMetrics(partition: PartitionFrame, log: ReplicaFrame, of: string): Metric[] {
  const led = ledBy(partition, log.broker);
  const is = (holds: (one: Led) => boolean): number => (led !== undefined && holds(led) ? 1 : 0);
  return [
    yammer(`kafka.cluster:type=Partition,name=UnderReplicated,${of}`, is(isUnderReplicated), 0),
    yammer(`kafka.cluster:type=Partition,name=UnderMinIsr,${of}`, is(isUnderMinIsr), 0),
    yammer(`kafka.cluster:type=Partition,name=AtMinIsr,${of}`, is(isAtMinIsr)),
    yammer(`kafka.cluster:type=Partition,name=InSyncReplicasCount,${of}`, led?.inSync ?? 0),
    yammer(`kafka.cluster:type=Partition,name=ReplicasCount,${of}`, led === undefined ? 0 : replicationFactor(led)),
    yammer(`kafka.cluster:type=Partition,name=LastStableOffsetLag,${of}`, log.highWatermark - (log.stability?.lastStableOffset ?? log.highWatermark)),
  ];
}

/** Metrics of a thing, as its own process would show them: none while that process is down. */
export function metricsAt(timeline: Timeline, cursor: number, thing: Thing): readonly Metric[] {
  const frame = timeline.frameAt(cursor);
  const runs = (node: string): boolean =>
    [...frame.brokers, ...frame.controllers, ...frame.producers, ...frame.consumers].some((one) => one.node === node && one.status !== 'down');
  switch (thing.kind) {
    case 'broker': {
      const found = frame.brokers.find(({ id }) => id === thing.id);
      return found !== undefined && runs(found.node) ? broker(timeline, frame, found) : [];
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
      return found !== undefined && runs(found.node) ? producerMetrics(timeline, cursor, found) : [];
    }
    case 'consumer': {
      const found = frame.consumers.find(({ node }) => node === thing.node);
      return found !== undefined && runs(found.node) ? consumerMetrics(frame, found) : [];
    }
    default:
      return [];
  }
}
