/** Becoming the controller, and ceasing to be (KafkaController.elect, onControllerFailover, onControllerResignation). */
import { addUpdateMetadata, flush, openChannel } from '#kafka/controller/zookeeper/controller/channel.ts';
import { allPartitions, movePartition, partitionsOn, readState, remember, replicasOf } from '#kafka/controller/zookeeper/controller/context.ts';
import { tryOnline } from '#kafka/controller/zookeeper/controller/elections.ts';
import type { Handlers } from '#kafka/controller/zookeeper/controller/engine.ts';
import { turnAway } from '#kafka/controller/zookeeper/controller/refusals.ts';
import { replicasOnline } from '#kafka/controller/zookeeper/controller/replicas.ts';
import {
  type Desk,
  fact,
  first,
  isLive,
  type LiveBroker,
  liveIds,
  newController,
  replicaKey,
  type Step,
} from '#kafka/controller/zookeeper/controller/state.ts';
import {
  BROKER_IDS,
  brokerPath,
  CONTROLLER,
  CONTROLLER_EPOCH,
  DELETE_TOPICS,
  ISR_CHANGES,
  TOPICS,
  topicConfigPath,
  topicPath,
} from '#kafka/controller/zookeeper/paths.ts';
import { boolConfig, intConfig } from '#kafka/metadata/config.ts';
import { type BrokerId, brokerName, type Tp } from '#kafka/protocol/names.ts';
import type { ZkOp, ZkResult } from '#kafka/protocol/zookeeper.ts';

/** Our epoch is over: somebody else is controller, or our session has ended. Everything is forgotten; whoever asked is turned away. */
export function resign(desk: Desk): void {
  const { id, epoch, ticket, correlation, active } = desk.c;
  turnAway(desk);
  if (active) fact(desk, { fact: 'ControllerResigned', node: brokerName(id), epoch, reason: 'deposed' });
  Object.assign(desk.c, newController(id), { ticket: ticket + 1, correlation });
  Object.assign(desk.c, { brokers: new Map(), topics: new Map(), leadership: new Map(), partitionStates: new Map(), replicaStates: new Map() });
  const { leaderAndIsr, updateMetadata, stopReplica } = desk.batch;
  for (const map of [leaderAndIsr, updateMetadata, stopReplica]) map.clear();
}

/** ControllerMovedException: a write found a newer controller epoch. */
export function moved(desk: Desk): void {
  resign(desk);
  first(desk, { step: 'ReadController' });
}

const read = (path: string, watch = false): ZkOp => ({ op: 'getData', path, watch });
const list = (path: string): ZkOp => ({ op: 'getChildren', path, watch: true });

function liveBroker(id: string, { data, stat }: ZkResult): LiveBroker[] {
  return data?.kind === 'broker' ? [{ id: Number(id), rack: data.rack, epoch: stat?.czxid ?? -1 }] : [];
}

export const liveBrokersOf = (ids: readonly string[], results: readonly ZkResult[]): LiveBroker[] => ids.flatMap((id, n) => liveBroker(id, results[n]));

/** A topic's assignment, watched, and its configuration. */
export const readTopic = (topic: string): ZkOp[] => [read(topicPath(topic), true), read(topicConfigPath(topic))];

export function rememberTopic({ c }: Desk, name: string, topic: ZkResult, config: ZkResult): void {
  if (topic.data?.kind !== 'topic') return;
  const { topicId, partitions } = topic.data;
  c.topics.set(name, { topicId, partitions, config: config.data?.kind === 'config' ? config.data.config : {} });
}

/** A restarted controller's first balance of leaders comes after five seconds. */
const FIRST_BALANCE_US = 5_000_000;

export function scheduleBalance({ io }: Desk, delayUs: number): void {
  if (boolConfig(io.config, 'auto.leader.rebalance.enable')) io.setTimer('auto-leader-rebalance', delayUs, { event: 'AutoPreferredReplicaLeaderElection' });
}

export const balanceIntervalUs = ({ io }: Desk): number => intConfig(io.config, 'leader.imbalance.check.interval.seconds') * 1_000_000;

export const failover: Pick<
  Handlers,
  'ReadController' | 'WatchController' | 'ReadEpoch' | 'Claim' | 'LoadChildren' | 'LoadData' | 'LoadStates' | 'StartMachines' | 'ErasePath' | 'TryOnline'
> = {
  ReadController: {
    begin: () => [read(CONTROLLER, true)],
    finish(desk, _, [found]) {
      const holder = found.data?.kind === 'controller' ? found.data.brokerid : -1;
      if (desk.c.active && holder !== desk.c.id) resign(desk);
      desk.c.activeId = holder;
      if (found.error === 'NONODE') first(desk, { step: 'ReadEpoch' });
      // Our own, of a claim whose answer was lost: begin again with a clean one.
      else if (holder === desk.c.id && !desk.c.active) first(desk, { step: 'ErasePath', paths: [CONTROLLER] }, { step: 'ReadController' });
    },
  },
  ReadEpoch: {
    begin: () => [read(CONTROLLER_EPOCH)],
    finish(desk, _, [found]) {
      if (found.data?.kind === 'controller_epoch') first(desk, { step: 'Claim', epoch: found.data.epoch + 1, version: found.stat?.version ?? 0 });
    },
  },
  /** One multi: /controller is ours and the epoch is one higher, or neither. */
  Claim: {
    begin: ({ c }, { epoch, version }) => [
      {
        op: 'multi',
        ops: [
          { op: 'create', path: CONTROLLER, data: { kind: 'controller', brokerid: c.id }, mode: 'EPHEMERAL' },
          { op: 'setData', path: CONTROLLER_EPOCH, data: { kind: 'controller_epoch', epoch }, version },
        ],
      },
    ],
    finish(desk, { epoch, version }, [result]) {
      if (result.error !== 'OK') return first(desk, { step: 'ReadController' });
      Object.assign(desk.c, { active: true, activeId: desk.c.id, epoch, epochVersion: version + 1 });
      fact(desk, { fact: 'ControllerElected', node: brokerName(desk.c.id), epoch });
      first(desk, { step: 'WatchController' }, { step: 'LoadChildren' });
    },
  },
  WatchController: { begin: () => [read(CONTROLLER, true)] },
  LoadChildren: {
    begin: () => [list(BROKER_IDS), list(TOPICS), list(DELETE_TOPICS), list(ISR_CHANGES)],
    finish(desk, _, [ids, topics, deletions, isrChanges]) {
      // Where deletion is not allowed nothing is being deleted; ReadDeletions erases what was asked.
      desk.c.deleting = boolConfig(desk.io.config, 'delete.topic.enable') ? (deletions.children ?? []) : [];
      const stale = (isrChanges.children ?? []).map((child) => `${ISR_CHANGES}/${child}`);
      first(desk, { step: 'ErasePath', paths: stale }, { step: 'LoadData', brokers: ids.children ?? [], topics: topics.children ?? [] });
    },
  },
  LoadData: {
    begin: (_, { brokers, topics }) => [...brokers.map((id) => read(brokerPath(Number(id)))), ...topics.flatMap(readTopic)],
    finish(desk, { brokers, topics }, results) {
      for (const broker of liveBrokersOf(brokers, results)) desk.c.brokers.set(broker.id, broker);
      for (const id of liveIds(desk)) openChannel(desk, id);
      topics.forEach((name, n) => {
        rememberTopic(desk, name, results[brokers.length + 2 * n], results[brokers.length + 2 * n + 1]);
      });
      const rest: Step[] = [{ step: 'StartMachines' }, { step: 'ReadReassignments', resume: true }, { step: 'ReadPreferred' }, { step: 'ReadDeletions' }];
      first(desk, { step: 'LoadStates', tps: allPartitions(desk) }, ...rest);
    },
  },
  LoadStates: {
    begin: (_, { tps }) => tps.map(readState),
    finish(desk, { tps }, results) {
      tps.forEach((tp, n) => {
        remember(desk, tp, results[n]);
      });
    },
  },
  StartMachines: { finish: startMachines },
  TryOnline: { finish: tryOnline },
  ErasePath: { begin: (_, { paths }) => paths.map((path) => ({ op: 'delete', path, version: -1 })) },
};

/** All brokers hear who is alive and what there is; then replicas and partitions take their states, and what has no leader gets one. */
function startMachines(desk: Desk): void {
  addUpdateMetadata(desk, liveIds(desk), allPartitions(desk));
  flush(desk);
  const offline = new Map<BrokerId, Tp[]>();
  for (const tp of allPartitions(desk)) for (const id of replicasOf(desk, tp)) place(desk, tp, id, offline);
  for (const id of liveIds(desk)) replicasOnline(desk, id, partitionsOn(desk, id));
  for (const tp of allPartitions(desk)) startPartition(desk, tp);
  tryOnline(desk);
  first(desk, ...[...offline].map(([broker, tps]): Step => ({ step: 'ReplicasOffline', broker, tps, stop: false })));
  scheduleBalance(desk, FIRST_BALANCE_US);
}

function place(desk: Desk, tp: Tp, id: BrokerId, offline: Map<BrokerId, Tp[]>): void {
  const isUp = isLive(desk, id);
  desk.c.replicaStates.set(replicaKey(tp, id), isUp ? 'OnlineReplica' : 'OfflineReplica');
  if (!isUp) offline.set(id, [...(offline.get(id) ?? []), tp]);
}

function startPartition(desk: Desk, tp: Tp): void {
  const known = desk.c.leadership.get(tp);
  movePartition(desk, tp, 'NewPartition');
  if (known) movePartition(desk, tp, isLive(desk, known.leader) ? 'OnlinePartition' : 'OfflinePartition');
}
