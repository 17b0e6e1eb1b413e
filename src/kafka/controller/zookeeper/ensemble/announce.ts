/** What a committed write means for the Kafka cluster, told as facts: from this moment the znodes say so, whoever has heard of it. */
import { type Desk, fact } from '#kafka/controller/zookeeper/ensemble/state.ts';
import { BROKER_IDS, TOPICS } from '#kafka/controller/zookeeper/paths.ts';
import type { Tree } from '#kafka/controller/zookeeper/tree.ts';
import { topicInt } from '#kafka/metadata/config.ts';
import { type Image, registrationOf } from '#kafka/metadata/image.ts';
import { NO_LEADER, type Tp, tpOf } from '#kafka/protocol/names.ts';
import type { PartitionStateData, Txn, TxnOp, ZnodeData } from '#kafka/protocol/zookeeper.ts';

export function announce(desk: Desk, txn: Txn, was: Tree, before: Image): void {
  for (const op of txn.ops) {
    if (op.txn === 'createSession') fact(desk, { fact: 'SessionEstablished', node: op.client, session: txn.session });
    else if (op.txn === 'closeSession') {
      const node = was.sessions.get(txn.session)?.client ?? '';
      fact(desk, op.expired ? { fact: 'SessionExpired', node, session: txn.session } : { fact: 'SessionClosed', node, session: txn.session });
    } else announceChange(desk, op, txn, was, before);
  }
}

type Change = Extract<TxnOp, { path: string }>;

function announceChange(desk: Desk, op: Change, txn: Txn, was: Tree, before: Image): void {
  const node = was.sessions.get(txn.session)?.client ?? '';
  if (op.txn === 'create') fact(desk, { fact: 'ZnodeCreated', path: op.path, node, ephemeral: op.owner !== 0, ...writtenIn(op.data) });
  else if (op.txn === 'delete') fact(desk, { fact: 'ZnodeDeleted', path: op.path, node });
  else fact(desk, { fact: 'ZnodeChanged', path: op.path, node, version: (was.nodes.get(op.path)?.version ?? -1) + 1, ...writtenIn(op.data) });
  if (op.path.startsWith(`${BROKER_IDS}/`)) return announceBroker(desk, op, txn);
  if (!op.path.startsWith(`${TOPICS}/`)) return;
  const [, , , topic, , number, leaf] = op.path.split('/');
  if (number === undefined) announceTopic(desk, op, topic, before);
  else if (leaf === 'state' && op.txn !== 'delete' && op.data.kind === 'state') announceState(desk, tpOf(topic, Number(number)), op.data, before);
}

/** What a leader writes itself (before 2.7) names the epoch of the controller that it knows, which is not its own. */
function writtenIn(data: ZnodeData): { readonly controllerEpoch?: number } {
  if (data.kind === 'controller_epoch') return { controllerEpoch: data.epoch };
  const isByController = data.kind === 'state' && (data.note.by === 'controller' || data.note.through === 'controller');
  return isByController ? { controllerEpoch: data.controllerEpoch } : {};
}

function announceBroker(desk: Desk, op: Change, txn: Txn): void {
  const broker = Number(op.path.slice(BROKER_IDS.length + 1));
  if (op.txn === 'create') fact(desk, { fact: 'BrokerJoined', broker, brokerEpoch: txn.zxid });
  if (op.txn === 'delete') fact(desk, { fact: 'BrokerUnregistered', broker });
}

function announceTopic(desk: Desk, op: Change, topic: string, before: Image): void {
  if (op.path !== `${TOPICS}/${topic}`) return;
  if (op.txn === 'delete') fact(desk, { fact: 'TopicDeleted', topic });
  if (op.txn === 'delete' || op.data.kind !== 'topic') return;
  const { partitions } = op.data;
  if (op.txn !== 'create') return announceGrowth(desk, topic, partitions.length, before);
  fact(desk, { fact: 'TopicCreated', topic, partitions: partitions.length, replicationFactor: partitions[0]?.replicas.length ?? 0 });
}

/** Whoever adds partitions writes the topic's znode; the controller hears of it, and leads them, later. */
function announceGrowth(desk: Desk, topic: string, partitions: number, before: Image): void {
  const count = partitions - (before.topics.get(topic)?.partitions.length ?? partitions);
  if (count > 0) fact(desk, { fact: 'PartitionsAdded', topic, partitions, count });
}

/** Every write by the controller is a new leader epoch, also when the leader stays (`previousLeader` then equals `leader`). */
function announceState(desk: Desk, tp: Tp, now: PartitionStateData, before: Image): void {
  const was = registrationOf(before, tp);
  const { leader, leaderEpoch, isr, note } = now;
  const removed = was?.isr.filter((id) => !isr.includes(id)) ?? [];
  const added = was && was.isr.length > 0 ? isr.filter((id) => !was.isr.includes(id)) : [];
  if (removed.length > 0) fact(desk, { fact: 'IsrShrunk', tp, isr, removed, by: note.by });
  if (added.length > 0) fact(desk, { fact: 'IsrExpanded', tp, isr, added });
  const isElection = !was || was.leader !== leader || note.by === 'controller';
  if (isElection && leaderEpoch > (was?.leaderEpoch ?? -1)) {
    const { candidates, how } = note;
    fact(desk, { fact: 'LeaderElected', tp, leader, previousLeader: was?.leader ?? NO_LEADER, leaderEpoch, isr, candidates, how });
  }
  noteBelowMinIsr(desk, tp, was?.isr.length ?? isr.length, isr, before);
}

function noteBelowMinIsr(desk: Desk, tp: Tp, wasSize: number, isr: readonly number[], before: Image): void {
  const topic = before.topics.get(tp.slice(0, tp.lastIndexOf('-')));
  if (!topic) return;
  const replicas = registrationOf(before, tp)?.replicas.length ?? isr.length;
  const minInsyncReplicas = Math.min(topicInt(topic.config, desk.config, 'min.insync.replicas'), replicas);
  if (wasSize >= minInsyncReplicas && isr.length < minInsyncReplicas) fact(desk, { fact: 'BelowMinIsr', tp, isr, minInsyncReplicas });
}
