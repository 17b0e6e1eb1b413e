/**
 * Settings of topics and brokers in ZooKeeper: written by the broker that is asked (ZkAdminManager, AdminZkClient), read by every broker when a note in
 * /config/changes says so (DynamicConfigManager, DynamicBrokerConfig; KIP-226).
 */
import { brokerChangeError } from '#kafka/broker/alterConfigs.ts';
import { reconfigureBroker, reconfigureTopic } from '#kafka/broker/publish.ts';
import type { Work } from '#kafka/broker/work.ts';
import { completeAdmin, hold, note, pending, type Refusal, refused, settled } from '#kafka/broker/zookeeper/admin.ts';
import { askZk } from '#kafka/broker/zookeeper/host.ts';
import { type BrokerReminder, zkOf } from '#kafka/broker/zookeeper/state.ts';
import { brokerConfigPath, brokerEntity, CONFIG_CHANGES, topicConfigPath, topicEntity } from '#kafka/controller/zookeeper/paths.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { topicConfigError } from '#kafka/metadata/config.ts';
import type { IncrementalAlterConfigsRequest } from '#kafka/protocol/messages.ts';
import type { ZkResult } from '#kafka/protocol/zookeeper.ts';
import type { Config } from '#kafka/spec.ts';

type Resource = IncrementalAlterConfigsRequest['resources'][number];

const LIMIT_MS = 30_000;

export function handleAlterConfigs(work: Work, caller: Caller, request: IncrementalAlterConfigsRequest): void {
  const id = hold(work, caller, 'IncrementalAlterConfigsResponse', LIMIT_MS);
  for (const resource of request.resources) {
    const { kind, name } = resource;
    const before = kind === 'topic' ? work.image.topics.get(name)?.config : work.image.brokerConfigs.get(name);
    const config = changed(before ?? {}, resource);
    const no = kind === 'topic' ? topicRefusal(work, name, before, config) : brokerRefusal(work, resource);
    note(work, id, no ? settled(name, no) : pending(name, 0));
    if (no) continue;
    if (kind === 'topic') writeTopicConfig(work, id, name, config);
    else writeBrokerConfig(work, { of: 'broker-config', admin: id, broker: name, config, op: before ? 'setData' : 'create' });
  }
  completeAdmin(work);
}

const changed = (before: Config, { set, remove }: Resource): Config =>
  Object.fromEntries(Object.entries({ ...before, ...set }).filter(([key]) => !remove.includes(key)));

/** A value that is wrong is told with the topic that it is for; a name that nobody knows is not. */
function topicRefusal(work: Work, name: string, before: Config | undefined, config: Config): Refusal | undefined {
  if (!before) return refused('UNKNOWN_TOPIC_OR_PARTITION', `The topic '${name}' does not exist.`);
  const invalid = topicConfigError(config);
  if (invalid === undefined) return undefined;
  if (!invalid.startsWith('Invalid value')) return refused('INVALID_CONFIG', invalid);
  const { namesResource } = work.settings.release.dynamicConfigs;
  return refused(
    namesResource ? 'INVALID_REQUEST' : 'INVALID_CONFIG',
    `Invalid config value for resource ConfigResource(type=TOPIC, name='${name}'): ${invalid}`,
  );
}

/** A broker changes what concerns itself, or all. */
function brokerRefusal(work: Work, resource: Resource): Refusal | undefined {
  const { name } = resource;
  if (name !== '' && name !== String(work.id)) return refused('INVALID_REQUEST', `Unexpected broker id, expected ${work.id}, but received ${name}`);
  const invalid = brokerChangeError(work, resource);
  return invalid === undefined ? undefined : refused('INVALID_REQUEST', invalid);
}

function writeTopicConfig(work: Work, admin: number, topic: string, config: Config): void {
  askZk(work, { op: 'setData', path: topicConfigPath(topic), data: { kind: 'config', config }, version: -1 }, { of: 'topic', admin, topic, last: false });
  tellChange(work, admin, topic, topicEntity(topic));
}

function tellChange(work: Work, admin: number, name: string, entity: string): void {
  const data = { kind: 'config_change', entity } as const;
  askZk(work, { op: 'create', path: `${CONFIG_CHANGES}/config_change_`, data, mode: 'PERSISTENT_SEQUENTIAL' }, { of: 'topic', admin, topic: name, last: true });
}

type BrokerConfigWrite = Extract<BrokerReminder, { of: 'broker-config' }>;

/** KafkaZkClient.setOrCreateEntityConfigs */
function writeBrokerConfig(work: Work, write: BrokerConfigWrite): void {
  const [path, data] = [brokerConfigPath(write.broker), { kind: 'config', config: write.config } as const];
  askZk(work, write.op === 'create' ? { op: 'create', path, data, mode: 'PERSISTENT' } : { op: 'setData', path, data, version: -1 }, write);
}

/** Another broker may have made the znode of all brokers meanwhile. */
export function brokerConfigWritten(work: Work, write: BrokerConfigWrite, { error }: ZkResult): void {
  if (error === 'OK') tellChange(work, write.admin, write.broker, brokerEntity(write.broker));
  else if (error === 'NONODE' || error === 'NODEEXISTS') writeBrokerConfig(work, { ...write, op: error === 'NONODE' ? 'create' : 'setData' });
}

// ---- Reading -------------------------------------------------------------------------------------------------------------------

/** At the start, and when the session is a new one: what was set meanwhile. */
export function readConfigs(work: Work): void {
  readConfigChanges(work);
  for (const broker of [...(zkOf(work).features.dynamicDefaults ? [''] : []), String(work.id)]) readBrokerConfig(work, broker);
}

export const readConfigChanges = (work: Work): void => askZk(work, { op: 'getChildren', path: CONFIG_CHANGES, watch: true }, { of: 'config-children' });

const readBrokerConfig = (work: Work, broker: string): void =>
  askZk(work, { op: 'getData', path: brokerConfigPath(broker), watch: false }, { of: 'broker-config-read', broker });

type ConfigReminder = Extract<BrokerReminder, { of: 'config-children' | 'config-change' | 'topic-config' | 'broker-config-read' }>;

export function configAnswered(work: Work, reminder: ConfigReminder, result: ZkResult): void {
  if (reminder.of === 'config-children') return newChanges(work, result.children ?? []);
  if (reminder.of === 'config-change') return result.data?.kind === 'config_change' ? readEntity(work, result.data.entity) : undefined;
  if (result.data?.kind !== 'config') return;
  const { config } = result.data;
  if (reminder.of === 'broker-config-read') return reconfigureBroker(work, reminder.broker, config);
  const zk = zkOf(work);
  zk.configs = new Map(zk.configs).set(reminder.topic, config);
  reconfigureTopic(work, reminder.topic, config);
}

function readEntity(work: Work, entity: string): void {
  const name = entity.slice(entity.indexOf('/') + 1);
  if (entity === topicEntity(name)) return askZk(work, { op: 'getData', path: topicConfigPath(name), watch: false }, { of: 'topic-config', topic: name });
  if (entity === brokerEntity('')) return readBrokerConfig(work, '');
  if (name === String(work.id)) readBrokerConfig(work, name);
}

const numberOf = (child: string): number => Number(child.slice(child.lastIndexOf('_') + 1));

/** What happened before we came has been read with the topics themselves. */
function newChanges(work: Work, children: readonly string[]): void {
  const zk = zkOf(work);
  const last = Math.max(-1, ...children.map(numberOf));
  const isFirst = zk.configChange === -2;
  const news = isFirst ? [] : children.filter((child) => numberOf(child) > zk.configChange);
  zk.configChange = last;
  for (const child of news) askZk(work, { op: 'getData', path: `${CONFIG_CHANGES}/${child}`, watch: false }, { of: 'config-change' });
}
