/** What may be seen of brokers and of the replicas on them. Partitions are as the metadata log says; each replica as its own broker believes. */
import type { BrokerNode } from '#kafka/broker/state.ts';
import { sessionsOf } from '#kafka/controller/sessions.ts';
import { committedInEnsemble, truthOf } from '#kafka/controller/truth.ts';
import { DELETE_TOPICS } from '#kafka/controller/zookeeper/paths.ts';
import type { BrokerFrame, LogFilesFrame, PartitionFrame, ReplicaFrame, SessionFrame, StabilityFrame, TransactionFrame } from '#kafka/frame.ts';
import { isDense, type Log, segmentsOf } from '#kafka/log/log.ts';
import { lastStableOffset } from '#kafka/log/transactions.ts';
import { BROKER_CONFIG, brokerValue, topicInt } from '#kafka/metadata/config.ts';
import { configInForce, emptyImage, type Image, type PartitionRegistration, type TopicImage } from '#kafka/metadata/image.ts';
import { type BrokerId, brokerName, isInternal, NO_LEADER, type Tp, tpOf } from '#kafka/protocol/names.ts';
import { type IsrState, isInflight } from '#kafka/replication/isr.ts';
import type { Partition } from '#kafka/replication/partition.ts';
import { fetchedSilently } from '#kafka/replication/replica.ts';
import type { Config } from '#kafka/spec.ts';
import { emptyView, viewAt } from '#sim/view.ts';
import { type Process, processOf, type World } from '#sim/world.ts';

interface Kinded {
  readonly kind: string;
}

function brokersOf<N extends Kinded>(world: World<N>): { process: Process<N>; node: BrokerNode }[] {
  return world.processes.filter(({ state }) => state.kind === 'broker').map((process) => ({ process, node: process.state as unknown as BrokerNode }));
}

const configs = new WeakMap<Config, Config>();

/** All broker settings that are simulated, as Kafka writes them. */
function effectiveConfig(config: Config): Config {
  let effective = configs.get(config);
  if (!effective) {
    effective = Object.fromEntries(Object.keys(BROKER_CONFIG).map((name) => [name, brokerValue(config, name)]));
    configs.set(config, effective);
  }
  return effective;
}

export function projectBrokers<N extends Kinded>(world: World<N>): BrokerFrame[] {
  const image = truthOf(world)?.committed ?? emptyImage;
  const sessions = sessionsOf(world);
  return brokersOf(world).map(({ process, node }) => ({
    node: process.name,
    status: process.status,
    connected: !world.network.cuts.has(process.name),
    id: node.id,
    state: node.lifecycle.value,
    rack: node.rack,
    brokerEpoch: node.lifecycle.data.brokerEpoch,
    // Fencing is KRaft's: a broker that ZooKeeper has given up is just not registered.
    fenced: node.zk === undefined && (image.brokers.get(node.id)?.fenced ?? true),
    ...sessionOf(sessions.get(process.name)),
    metadataOffset: node.image.offset,
    ...(node.zk ? { controller: { active: node.zk.controller.active, epoch: node.zk.controller.epoch } } : {}),
    config: effectiveConfig(configInForce(node.image, node.id, node.config)),
    ...diskFrame(node.storage),
  }));
}

const sessionOf = (session: SessionFrame | undefined): Pick<BrokerFrame, 'session'> => (session === undefined ? {} : { session });

const diskFrame = ({ full, latencyUs, lies }: BrokerNode['storage']): Pick<BrokerFrame, 'disk'> =>
  full || latencyUs > 0 || lies ? { disk: { full, latencyMs: latencyUs / 1000, lies } } : {};

/** In order of creation, internal topics last. */
export function topicsInOrder(image: Image): TopicImage[] {
  const topics = [...image.topics.values()];
  return [...topics.filter(({ name }) => !isInternal(name)), ...topics.filter(({ name }) => isInternal(name))];
}

/** `topics` limits the work to some topics; all by default. */
export function projectPartitions<N extends Kinded>(world: World<N>, topics?: readonly string[]): PartitionFrame[] {
  const controller = truthOf(world);
  if (!controller) return [];
  const wanted = topicsInOrder(controller.committed).filter(({ name }) => !topics || topics.includes(name));
  const config = configInForce(controller.committed, controller.id, controller.config);
  const marked = committedInEnsemble(world)?.tree.nodes.get(DELETE_TOPICS)?.children;
  const brokers = brokersOf(world);
  const states = brokers.find(({ node }) => node.zk?.controller.active)?.node.zk?.controller.partitionStates;
  const isCapped = brokers[0]?.node.zk?.features.minIsrCappedByReplicas ?? true;
  return wanted.flatMap((topic) =>
    topic.partitions.map((registration, number) => {
      const partition = partitionSeen(world, config, topic, number, registration, isCapped);
      const controllerState = states?.get(partition.tp);
      const isMarked = marked?.includes(topic.name) ?? false;
      if (controllerState === undefined && !isMarked) return partition;
      return {
        ...partition,
        ...(controllerState === undefined ? {} : { controllerState }),
        ...(isMarked ? { markedForDeletion: true as const } : {}),
      };
    }),
  );
}

interface PartitionSeen {
  readonly topic: TopicImage;
  readonly config: Config;
  readonly isCapped: boolean;
  readonly frame: PartitionFrame;
}

const partitionsSeen = new WeakMap<PartitionRegistration, PartitionSeen>();

/** The same object as long as nothing of it has changed: who draws it need not look into it. */
function partitionSeen<N extends Kinded>(
  world: World<N>,
  config: Config,
  topic: TopicImage,
  number: number,
  registration: PartitionRegistration,
  isCapped: boolean,
): PartitionFrame {
  const tp = tpOf(topic.name, number);
  const logs = registration.replicas.map((id) => replicaSeen(world, tp, topic.id, id, registration));
  const known = partitionsSeen.get(registration);
  const isSame = known !== undefined && known.topic === topic && known.config === config && known.isCapped === isCapped && known.frame.tp === tp;
  if (isSame && known.frame.logs.every((log, i) => log === logs[i])) return known.frame;
  const frame = projectPartition(config, topic, number, registration, isCapped, logs);
  partitionsSeen.set(registration, { topic, config, isCapped, frame });
  return frame;
}

function projectPartition(
  config: Config,
  topic: TopicImage,
  number: number,
  registration: PartitionRegistration,
  isCapped: boolean,
  logs: readonly ReplicaFrame[],
): PartitionFrame {
  const { replicas, isr, elr, lastKnownElr, adding, removing, leaderRecoveryState, leader, leaderEpoch, partitionEpoch } = registration;
  const minInsyncReplicas = Math.min(topicInt(topic.config, config, 'min.insync.replicas'), isCapped ? replicas.length : Number.MAX_SAFE_INTEGER);
  return {
    tp: tpOf(topic.name, number),
    topic: topic.name,
    partition: number,
    internal: isInternal(topic.name),
    replicas,
    isr,
    elr,
    lastKnownElr,
    adding,
    removing,
    leaderRecoveryState,
    leader,
    leaderEpoch,
    partitionEpoch,
    minInsyncReplicas,
    logs,
  };
}

const nothing = emptyView<never>();

interface ReplicaSeen {
  readonly registration: PartitionRegistration;
  readonly online: boolean;
  readonly frame: ReplicaFrame;
}

const replicasSeen = new WeakMap<Partition, ReplicaSeen>();

/** Most replicas are at one moment as they were at the moment before. */
function replicaSeen<N extends Kinded>(world: World<N>, tp: Tp, topicId: string, id: BrokerId, registration: PartitionRegistration): ReplicaFrame {
  const process = processOf(world, brokerName(id));
  const node = process?.state as unknown as BrokerNode | undefined;
  const found = node?.partitions[node.index.get(tp) ?? -1];
  const partition = found?.meta.topicId === topicId ? found : undefined;
  const online = process?.status === 'up';
  if (!partition) return replicaAbsent(tp, id, online, registration);
  const lastCaughtUpUs = lastCaughtUp(world, tp, id, registration.leader);
  const known = replicasSeen.get(partition);
  if (known?.registration === registration && known.online === online && known.frame.lastCaughtUpUs === lastCaughtUpUs) return known.frame;
  const frame = projectReplica(partition, tp, id, online, registration, lastCaughtUpUs);
  replicasSeen.set(partition, { registration, online, frame });
  return frame;
}

/** The broker has no log of it. */
const replicaAbsent = (tp: Tp, broker: BrokerId, online: boolean, { isr }: PartitionRegistration): ReplicaFrame => ({
  tp,
  broker,
  role: 'offline',
  leaderEpoch: -1,
  online,
  inIsr: isr.includes(broker),
  logStart: 0,
  highWatermark: 0,
  logEndOffset: 0,
  epochs: [],
  lastCaughtUpUs: undefined,
  records: nothing,
});

function projectReplica(
  partition: Partition,
  tp: Tp,
  id: BrokerId,
  online: boolean,
  registration: PartitionRegistration,
  lastCaughtUpUs: number | undefined,
): ReplicaFrame {
  const { log, meta, highWatermark } = partition;
  return {
    tp,
    broker: id,
    role: meta.role.value,
    leaderEpoch: meta.role.data.leaderEpoch,
    online,
    inIsr: registration.isr.includes(id),
    logStart: log.logStart,
    highWatermark,
    logEndOffset: log.logEnd,
    epochs: log.epochs,
    lastCaughtUpUs,
    records: log.records,
    files: projectFiles(partition),
    ...(meta.role.value === 'leader' ? isrOf(meta.isr, registration.isr) : {}),
    ...stabilityOf(partition),
  };
}

/** What the leader has asked for, and what it believes, where that is not the truth. */
function isrOf(state: IsrState, truth: readonly BrokerId[]): Pick<ReplicaFrame, 'pendingIsr' | 'believedIsr'> {
  const { isr, asked } = state.data;
  const same = isr.length === truth.length && isr.every((id) => truth.includes(id));
  return { ...(isInflight(state) ? { pendingIsr: asked } : {}), ...(same ? {} : { believedIsr: isr }) };
}

/** Nothing is said of logs without transactions. */
function stabilityOf({ log, highWatermark }: Partition): { readonly stability?: StabilityFrame } {
  const open = log.producers.filter(({ txnFirstOffset }) => txnFirstOffset >= 0);
  if (open.length === 0 && log.completed.length === 0) return {};
  return {
    stability: {
      lastStableOffset: lastStableOffset(log, highWatermark),
      open: open.map(({ producerId, producerEpoch, txnFirstOffset }) => ({ producerId, producerEpoch, firstOffset: txnFirstOffset })),
      completed: log.completed,
    },
  };
}

/** Transactional ids, as the brokers that are up coordinate them. */
export function projectTransactions<N extends Kinded>(world: World<N>): TransactionFrame[] {
  const frames: TransactionFrame[] = [];
  for (const { state, status } of world.processes) {
    const node = state as unknown as BrokerNode;
    if (node.kind !== 'broker' || status === 'down') continue;
    for (const shard of node.transactions.coordinator.shards.values()) {
      for (const { value, data } of shard.transactions.values()) {
        const { transactionalId, producerId, producerEpoch, partitions, timeoutMs } = data;
        frames.push({ transactionalId, state: value, producerId, producerEpoch, coordinator: node.id, partitions, timeoutMs });
      }
    }
  }
  return frames.sort((a, b) => (a.transactionalId < b.transactionalId ? -1 : a.transactionalId > b.transactionalId ? 1 : a.coordinator - b.coordinator));
}

const sparse = new WeakMap<Log, Pick<LogFilesFrame, 'holes' | 'tombstones'>>();
const WHOLE: Pick<LogFilesFrame, 'holes' | 'tombstones'> = { holes: [], tombstones: [] };

/** Of a log that has not changed: most have not from one frame to the next. */
const files = new WeakMap<Log, { readonly compacted: boolean; readonly frame: LogFilesFrame }>();

function projectFiles(partition: Partition): LogFilesFrame {
  const { log, meta, disk } = partition;
  const known = files.get(log);
  if (known?.compacted === meta.compacted && known.frame.flushedTo === disk.flushedTo && known.frame.cleanedTo === disk.files.cleanedTo) return known.frame;
  const frame = filesFrame(partition);
  files.set(log, { compacted: meta.compacted, frame });
  return frame;
}

function filesFrame({ log, meta, disk }: Partition): LogFilesFrame {
  const segments = segmentsOf(log).map(({ baseOffset, sizeBytes, largestTimestampMs }) => ({ baseOffset, sizeBytes, largestTimestampMs }));
  const { holes, tombstones } = meta.compacted || !isDense(log) ? sparseness(log) : WHOLE;
  return { segments, flushedTo: disk.flushedTo, cleanedTo: disk.files.cleanedTo, holes, tombstones, damaged: log.remains.damaged };
}

function sparseness(log: Log): Pick<LogFilesFrame, 'holes' | 'tombstones'> {
  const known = sparse.get(log);
  if (known) return known;
  const holes: { from: number; to: number }[] = [];
  const tombstones: number[] = [];
  let next = log.logStart;
  for (let i = 0; i < log.records.length; i++) {
    const { offset, key, value } = viewAt(log.records, i);
    if (offset > next) holes.push({ from: next, to: offset });
    if (key !== null && value === null) tombstones.push(offset);
    next = offset + 1;
  }
  if (log.logEnd > next) holes.push({ from: next, to: log.logEnd });
  const found = { holes, tombstones };
  sparse.set(log, found);
  return found;
}

/** As the leader of the metadata log sees this follower. */
function lastCaughtUp<N extends Kinded>(world: World<N>, tp: Tp, follower: BrokerId, leader: BrokerId): number | undefined {
  if (leader === NO_LEADER || leader === follower) return undefined;
  const node = processOf(world, brokerName(leader))?.state as unknown as BrokerNode | undefined;
  const partition: Partition | undefined = node?.partitions[node.index.get(tp) ?? -1];
  const remote = partition?.remotes.find(({ broker }) => broker === follower);
  if (!node || !partition || !remote || partition.meta.role.value !== 'leader') return undefined;
  const session = node.sessions.find((one) => one.follower === follower && one.id === remote.session);
  const known = session ? fetchedSilently(remote, partition.log.logEnd, session.lastFetchUs) : remote;
  return known.lastCaughtUpUs < -1_000_000_000_000 ? undefined : known.lastCaughtUpUs;
}
