/** From the controller to the brokers (ControllerChannelManager, ControllerBrokerRequestBatch): what a step collected leaves together, one request in flight a broker. */
import { type Batch, type Channel, type ControlBody, type Desk, isLive, liveIds } from '#kafka/controller/zookeeper/controller/state.ts';
import { type ControlRequest, type ControlResponse, LEADER_DURING_DELETE, type PartitionStateEntry, type TopicConfigs } from '#kafka/protocol/controller.ts';
import { type BrokerId, type Tp, topicOf } from '#kafka/protocol/names.ts';

export const newBatch = (): Batch => ({ leaderAndIsr: new Map(), updateMetadata: new Map(), stopReplica: new Map() });

function add(map: Map<BrokerId, Set<Tp>>, broker: BrokerId, tps: readonly Tp[]): void {
  const known = map.get(broker) ?? new Set<Tp>();
  for (const tp of tps) known.add(tp);
  map.set(broker, known);
}

/** To the replicas of a partition; everybody else hears of it by UpdateMetadata. */
export function addLeaderAndIsr(desk: Desk, brokers: readonly BrokerId[], tp: Tp): void {
  for (const broker of brokers) if (isLive(desk, broker)) add(desk.batch.leaderAndIsr, broker, [tp]);
  addUpdateMetadata(desk, liveIds(desk), [tp]);
}

export function addUpdateMetadata(desk: Desk, brokers: readonly BrokerId[], tps: readonly Tp[]): void {
  for (const broker of brokers) if (isLive(desk, broker)) add(desk.batch.updateMetadata, broker, tps);
}

export function addStopReplica(desk: Desk, broker: BrokerId, tp: Tp, deletePartition: boolean): void {
  if (!isLive(desk, broker)) return;
  const known = desk.batch.stopReplica.get(broker) ?? new Map<Tp, boolean>();
  known.set(tp, deletePartition || known.get(tp) === true);
  desk.batch.stopReplica.set(broker, known);
}

/** sendRequestsToBrokers: LeaderAndIsr, then UpdateMetadata, then StopReplica. */
export function flush(desk: Desk): void {
  const { leaderAndIsr, updateMetadata, stopReplica } = desk.batch;
  for (const [broker, tps] of inOrder(leaderAndIsr)) enqueue(desk, broker, leaderAndIsrBody(desk, broker, [...tps]));
  for (const [broker, tps] of inOrder(updateMetadata)) enqueue(desk, broker, updateMetadataBody(desk, broker, [...tps]));
  for (const [broker, tps] of inOrder(stopReplica)) enqueue(desk, broker, stopReplicaBody(desk, broker, tps));
  leaderAndIsr.clear();
  updateMetadata.clear();
  stopReplica.clear();
}

const inOrder = <T>(map: ReadonlyMap<BrokerId, T>): [BrokerId, T][] => [...map].sort(([a], [b]) => a - b);

const command = ({ c, io }: Desk, broker: BrokerId) => ({
  controllerId: c.id,
  controllerEpoch: c.epoch,
  brokerEpoch: io.features.brokerEpochInControlRequests ? (c.brokers.get(broker)?.epoch ?? -1) : -1,
});

/** Clients are told that a topic which is queued for deletion is gone; its replicas go on until they are stopped. */
function entries({ c }: Desk, tps: readonly Tp[], forClients: boolean): PartitionStateEntry[] {
  return tps.flatMap((tp) => {
    const state = c.leadership.get(tp);
    const topic = c.topics.get(topicOf(tp));
    if (!state || !topic) return [];
    const { replicas } = topic.partitions[Number(tp.slice(tp.lastIndexOf('-') + 1))] ?? { replicas: [] };
    const { leaderEpoch, isr, zkVersion, recovering } = state;
    const leader = forClients && c.deleting.includes(topicOf(tp)) ? LEADER_DURING_DELETE : state.leader;
    return [{ tp, topicId: topic.topicId, leader, leaderEpoch, isr, zkVersion, replicas, recovering }];
  });
}

function configs({ c }: Desk, tps: readonly Tp[]): TopicConfigs {
  const names = [...new Set(tps.map(topicOf))];
  return Object.fromEntries(names.flatMap((name) => (c.topics.has(name) ? [[name, c.topics.get(name)?.config ?? {}]] : [])));
}

const leaderAndIsrBody = (desk: Desk, broker: BrokerId, tps: readonly Tp[]): ControlBody => ({
  type: 'LeaderAndIsrRequest',
  ...command(desk, broker),
  partitions: entries(desk, tps, false),
  liveLeaders: liveIds(desk),
  configs: configs(desk, tps),
});

const updateMetadataBody = (desk: Desk, broker: BrokerId, tps: readonly Tp[]): ControlBody => ({
  type: 'UpdateMetadataRequest',
  ...command(desk, broker),
  partitions: entries(desk, tps, true),
  liveBrokers: liveIds(desk).flatMap((id) => desk.c.brokers.get(id) ?? []),
  configs: configs(desk, tps),
});

const stopReplicaBody = (desk: Desk, broker: BrokerId, tps: ReadonlyMap<Tp, boolean>): ControlBody => ({
  type: 'StopReplicaRequest',
  ...command(desk, broker),
  partitions: [...tps].map(([tp, deletePartition]) => ({ tp, leaderEpoch: desk.c.leadership.get(tp)?.leaderEpoch ?? -1, deletePartition })),
});

// ---- Channels --------------------------------------------------------------------------------------------------------------------

export function openChannel({ c }: Desk, broker: BrokerId): void {
  c.channels = [...c.channels.filter((one) => one.broker !== broker), { broker, queue: [], inFlight: undefined, waiting: false }];
}

/** The broker is gone: what was on its way to it is forgotten. */
export function closeChannel({ c }: Desk, broker: BrokerId): void {
  c.channels = c.channels.filter((one) => one.broker !== broker);
}

const channelOf = ({ c }: Desk, broker: BrokerId): Channel | undefined => c.channels.find((one) => one.broker === broker);

function put({ c }: Desk, channel: Channel): void {
  c.channels = c.channels.map((one) => (one.broker === channel.broker ? channel : one));
}

function enqueue(desk: Desk, broker: BrokerId, body: ControlBody): void {
  const channel = channelOf(desk, broker);
  if (!channel) return;
  put(desk, { ...channel, queue: [...channel.queue, body] });
  pump(desk, broker);
}

function pump(desk: Desk, broker: BrokerId): void {
  const channel = channelOf(desk, broker);
  if (!channel || channel.inFlight || channel.waiting || channel.queue.length === 0) return;
  const [request, ...queue] = channel.queue;
  dispatch(desk, { ...channel, queue }, request);
}

function dispatch(desk: Desk, channel: Channel, request: ControlBody): void {
  const correlation = ++desk.c.correlation;
  put(desk, { ...channel, waiting: false, inFlight: { correlation, request } });
  desk.io.send(channel.broker, { ...request, correlation } as ControlRequest);
}

/** The request that this response answers; undefined when it is not waited for any more. */
export function answered(desk: Desk, broker: BrokerId, response: ControlResponse): ControlBody | undefined {
  const channel = channelOf(desk, broker);
  if (channel?.inFlight?.correlation !== response.correlation) return undefined;
  const { request } = channel.inFlight;
  put(desk, { ...channel, inFlight: undefined });
  pump(desk, broker);
  return request;
}

/** The connection broke, or nothing came back: the same request again, for as long as the broker counts as alive. */
export function sendFailed(desk: Desk, broker: BrokerId): void {
  const channel = channelOf(desk, broker);
  if (!channel?.inFlight) return;
  put(desk, { ...channel, queue: [channel.inFlight.request, ...channel.queue], inFlight: undefined, waiting: true });
  desk.io.retryLater(broker);
}

export function sendAgain(desk: Desk, broker: BrokerId): void {
  const channel = channelOf(desk, broker);
  if (!channel?.waiting) return;
  put(desk, { ...channel, waiting: false });
  pump(desk, broker);
}
