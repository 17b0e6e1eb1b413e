/** What the znodes say about the cluster, as a metadata image: the truth that the Frame shows and the checkers read. */
import { BROKER_CONFIGS, BROKER_IDS, TOPICS, topicConfigPath } from '#kafka/controller/zookeeper/paths.ts';
import { parentOf, type Tree, type Znode } from '#kafka/controller/zookeeper/tree.ts';
import { type BrokerRegistration, emptyImage, type Image, type PartitionRegistration, type TopicImage } from '#kafka/metadata/image.ts';
import { NO_LEADER } from '#kafka/protocol/names.ts';
import type { ReplicaAssignment, Txn, ZnodeData } from '#kafka/protocol/zookeeper.ts';
import type { Config } from '#kafka/spec.ts';

const noConfig: Config = {};

/** Does this transaction touch what the image shows? */
const isSeen = (txn: Txn): boolean =>
  txn.ops.some((op) => 'path' in op && (op.path.startsWith(BROKER_IDS) || op.path.startsWith(TOPICS) || op.path.startsWith('/config/')));

/** The image after a transaction; the very same when it changes nothing of it. */
export const imageAfter = (image: Image, tree: Tree, txn: Txn): Image => (isSeen(txn) ? imageOf(tree) : image);

export function imageOf(tree: Tree): Image {
  const brokers = new Map<number, BrokerRegistration>();
  const topics = new Map<string, TopicImage>();
  const names = new Map<string, string>();
  const brokerConfigs = new Map<string, Config>();
  for (const [path, znode] of tree.nodes) {
    const { data } = znode;
    if (data.kind === 'broker') brokers.set(Number(path.slice(BROKER_IDS.length + 1)), registrationOf(path, znode, data));
    if (data.kind === 'config' && parentOf(path) === BROKER_CONFIGS) brokerConfigs.set(brokerOf(path), data.config);
    if (data.kind !== 'topic' || parentOf(path) !== TOPICS) continue;
    const name = path.slice(TOPICS.length + 1);
    topics.set(name, topicOf(tree, name, data));
    names.set(data.topicId, name);
  }
  return { ...emptyImage, offset: tree.zxid, brokers, topics, names, brokerConfigs };
}

function brokerOf(path: string): string {
  const name = path.slice(BROKER_CONFIGS.length + 1);
  return name === '<default>' ? '' : name;
}

function registrationOf(path: string, znode: Znode, { rack, incarnation }: Extract<ZnodeData, { kind: 'broker' }>): BrokerRegistration {
  const id = Number(path.slice(BROKER_IDS.length + 1));
  return { id, epoch: znode.czxid, incarnation, rack, fenced: false, inControlledShutdown: false };
}

function topicOf(tree: Tree, name: string, { topicId, partitions }: Extract<ZnodeData, { kind: 'topic' }>): TopicImage {
  const data = tree.nodes.get(topicConfigPath(name))?.data;
  const config = data?.kind === 'config' ? data.config : noConfig;
  return { name, id: topicId, config, partitions: partitions.map((one, n) => partitionIn(tree, `${TOPICS}/${name}/partitions/${n}/state`, one)) };
}

function partitionIn(tree: Tree, path: string, assignment: ReplicaAssignment): PartitionRegistration {
  const znode = tree.nodes.get(path);
  const state = znode?.data.kind === 'state' ? znode.data : undefined;
  const { replicas, adding, removing } = assignment;
  return {
    replicas,
    adding,
    removing,
    isr: state?.isr ?? [],
    elr: [],
    lastKnownElr: [],
    leader: state?.leader ?? NO_LEADER,
    leaderEpoch: state?.leaderEpoch ?? -1,
    partitionEpoch: znode?.version ?? -1,
    leaderRecoveryState: state?.recovering ? 'RECOVERING' : 'RECOVERED',
  };
}
