/** Where Kafka keeps what in ZooKeeper, and how it stands there (kafka.zk.ZkData). */
import { type BrokerId, partitionOf, type Tp, topicOf } from '#kafka/protocol/names.ts';
import type { ZnodeData } from '#kafka/protocol/zookeeper.ts';

export const CONTROLLER = '/controller';
export const CONTROLLER_EPOCH = '/controller_epoch';
export const BROKER_IDS = '/brokers/ids';
export const TOPICS = '/brokers/topics';
export const TOPIC_CONFIGS = '/config/topics';
export const BROKER_CONFIGS = '/config/brokers';
export const CONFIG_CHANGES = '/config/changes';
export const ISR_CHANGES = '/isr_change_notification';
export const DELETE_TOPICS = '/admin/delete_topics';
export const REASSIGN_PARTITIONS = '/admin/reassign_partitions';
export const PREFERRED_ELECTION = '/admin/preferred_replica_election';
export const PRODUCER_IDS = '/latest_producer_id_block';

export const brokerPath = (id: BrokerId): string => `${BROKER_IDS}/${id}`;
export const topicPath = (topic: string): string => `${TOPICS}/${topic}`;
export const partitionsPath = (topic: string): string => `${TOPICS}/${topic}/partitions`;
export const partitionPath = (tp: Tp): string => `${partitionsPath(topicOf(tp))}/${partitionOf(tp)}`;
export const statePath = (tp: Tp): string => `${partitionPath(tp)}/state`;
export const topicConfigPath = (topic: string): string => `${TOPIC_CONFIGS}/${topic}`;
/** '' is the default of all brokers (ConfigEntityName.Default). */
export const brokerConfigPath = (broker: string): string => `${BROKER_CONFIGS}/${broker === '' ? '<default>' : broker}`;
/** What a note in /config/changes speaks of. */
export const topicEntity = (topic: string): string => `topics/${topic}`;
export const brokerEntity = (broker: string): string => brokerConfigPath(broker).slice('/config/'.length);
export const deletePath = (topic: string): string => `${DELETE_TOPICS}/${topic}`;

const empty: ZnodeData = { kind: 'empty' };

/** Persistent znodes that every cluster has. */
export const TOP_LEVEL: readonly (readonly [string, ZnodeData])[] = [
  ['/admin', empty],
  [DELETE_TOPICS, empty],
  ['/brokers', empty],
  [BROKER_IDS, empty],
  [TOPICS, empty],
  ['/config', empty],
  [BROKER_CONFIGS, empty],
  [CONFIG_CHANGES, empty],
  [TOPIC_CONFIGS, empty],
  [CONTROLLER_EPOCH, { kind: 'controller_epoch', epoch: 0 }],
  [ISR_CHANGES, empty],
  [PRODUCER_IDS, { kind: 'producer_ids', broker: -1, next: 0 }],
];

const assignmentJson = (partitions: readonly { readonly replicas: readonly BrokerId[] }[]): string =>
  partitions.map(({ replicas }, n) => `"${n}":[${replicas.join(',')}]`).join(',');

/** A znode's content as `zookeeper-shell.sh get` shows it. */
export function znodeText(data: ZnodeData): string {
  switch (data.kind) {
    case 'empty':
      return 'null';
    case 'controller':
      return `{"version":1,"brokerid":${data.brokerid}}`;
    case 'controller_epoch':
      return String(data.epoch);
    case 'broker':
      return `{"version":5,"rack":${JSON.stringify(data.rack)}}`;
    case 'topic':
      return `{"version":3,"partitions":{${assignmentJson(data.partitions)}}}`;
    case 'state':
      return `{"controller_epoch":${data.controllerEpoch},"leader":${data.leader},"version":1,"leader_epoch":${data.leaderEpoch},"isr":[${data.isr.join(',')}]}`;
    case 'config':
      return JSON.stringify({ version: 1, config: data.config });
    case 'partitions':
      return `{"version":1,"partitions":[${data.partitions.map((tp) => `{"topic":"${topicOf(tp)}","partition":${partitionOf(tp)}}`).join(',')}]}`;
    case 'reassign':
      return `{"version":1,"partitions":[${data.partitions.map(({ tp, replicas }) => `{"topic":"${topicOf(tp)}","partition":${partitionOf(tp)},"replicas":[${replicas.join(',')}]}`).join(',')}]}`;
    case 'config_change':
      return `{"version":2,"entity_path":"${data.entity}"}`;
    case 'producer_ids':
      return `{"version":1,"broker":${data.broker},"block_start":"${data.next - 1000}","block_end":"${data.next - 1}"}`;
  }
}
