/** Settings of topics, brokers and groups, each with every place where it stands (ConfigHelper.describeConfigs, KIP-226). */
import { reply, type Work } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { BROKER_CONFIG, type TopicKey, topicValue } from '#kafka/metadata/config.ts';
import { isKnown } from '#kafka/metadata/dynamic.ts';
import { brokerSynonymOf, GROUP_CONFIG, groupValue } from '#kafka/metadata/groupConfig.ts';
import { configInForce } from '#kafka/metadata/image.ts';
import { brokerSynonyms, synonymOf } from '#kafka/metadata/synonyms.ts';
import { topicKeysOf } from '#kafka/metadata/topicSettings.ts';
import type { ConfigSource, DescribeConfigsRequest, DescribeConfigsResponse, DescribedConfig } from '#kafka/protocol/messages.ts';

type Described = DescribeConfigsResponse['resources'][number];
type Synonym = DescribedConfig['synonyms'][number];

export function handleDescribeConfigs(work: Work, caller: Caller, request: DescribeConfigsRequest): void {
  reply(work, caller, {
    type: 'DescribeConfigsResponse',
    resources: request.resources.map(({ kind, name }) => DESCRIBED[kind](work, name)),
  });
}

/** What a release has by default stands in no file, though a simulated broker has it in its own. */
const inFile = ({ config, settings }: Work, name: string): string | undefined => (settings.release.defaults[name] === config[name] ? undefined : config[name]);

/** `null` is no default. */
function defaultOf({ settings }: Work, name: string): string | undefined {
  const value = settings.release.defaults[name] ?? BROKER_CONFIG[name]?.default;
  return value === 'null' ? undefined : value;
}

/**
 * Where a broker's setting stands, the place that counts first (ConfigHelper.configSynonyms): under each name that it may have, and by default. What stands
 * before its own name does not count.
 */
function places(work: Work, name: string): Synonym[] {
  const { brokerConfigs: dynamic } = work.image;
  const layers: readonly (readonly [ConfigSource, (key: string) => string | undefined])[] = [
    ['DYNAMIC_BROKER_CONFIG', (key) => dynamic.get(String(work.id))?.[key]],
    ['DYNAMIC_DEFAULT_BROKER_CONFIG', (key) => dynamic.get('')?.[key]],
    ['STATIC_BROKER_CONFIG', (key) => inFile(work, key)],
    ['DEFAULT_CONFIG', (key) => defaultOf(work, key)],
  ];
  const all = layers.flatMap(([source, valueIn]) =>
    brokerSynonyms(name).flatMap((key): Synonym[] => {
      const value = valueIn(key);
      return value === undefined ? [] : [{ name: key, value, source }];
    }),
  );
  const own = all.findIndex((one) => one.name === name);
  return own < 0 ? [] : all.slice(own);
}

function described(key: string, value: string, synonyms: readonly Synonym[]): DescribedConfig {
  return { key, value, source: synonyms[0]?.source ?? 'DEFAULT_CONFIG', synonyms };
}

function topicConfigs(work: Work, name: string): Described {
  const topic = work.image.topics.get(name);
  if (!topic) return { kind: 'topic', name, error: 'UNKNOWN_TOPIC_OR_PARTITION', entries: [] };
  const config = configInForce(work.image, work.id, work.config);
  const entries = topicKeysOf(work.settings.release.topicSettings).map((key): DescribedConfig => {
    const set = topic.config[key.name];
    const own: Synonym[] = set === undefined ? [] : [{ name: key.name, value: set, source: 'DYNAMIC_TOPIC_CONFIG' }];
    return described(key.name, topicValue(topic.config, config, key), [...own, ...inherited(work, key)]);
  });
  return { kind: 'topic', name, error: 'NONE', entries };
}

function inherited(work: Work, key: TopicKey): Synonym[] {
  const broker = synonymOf(key);
  if (broker === undefined) return [];
  return BROKER_CONFIG[broker] ? places(work, broker) : [{ name: broker, value: key.default, source: 'DEFAULT_CONFIG' }];
}

/** Of itself a broker tells everything, of all brokers together what is set dynamically. */
function brokerConfigs(work: Work, name: string): Described {
  if (name === '') {
    const everywhere = Object.entries(work.image.brokerConfigs.get('') ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    const entries = everywhere.map(([key, value]) => shown(key, [{ name: key, value, source: 'DYNAMIC_DEFAULT_BROKER_CONFIG' }]));
    return { kind: 'broker', name, error: 'NONE', entries };
  }
  if (name !== String(work.id)) return { kind: 'broker', name, error: 'INVALID_REQUEST', entries: [] };
  const dynamic = [...work.image.brokerConfigs.entries()].filter(([owner]) => owner === '' || owner === name).flatMap(([, config]) => Object.keys(config));
  const open = Object.keys(BROKER_CONFIG).filter((name) => BROKER_CONFIG[name].internal !== true);
  const names = [...new Set([...open, ...dynamic])].sort();
  return { kind: 'broker', name, error: 'NONE', entries: names.map((key) => shown(key, places(work, key))) };
}

/** Of a group everything, whether there is such a group or not (ConfigHelper.createGroupConfigEntry). */
function groupConfigs(work: Work, name: string): Described {
  if (name === '') return { kind: 'group', name, error: 'INVALID_REQUEST', entries: [] };
  const set = work.image.groupConfigs.get(name) ?? {};
  const inForce = configInForce(work.image, work.id, work.config);
  const entries = Object.values(GROUP_CONFIG).map((key): DescribedConfig => {
    const own: Synonym[] = set[key.name] === undefined ? [] : [{ name: key.name, value: set[key.name], source: 'DYNAMIC_GROUP_CONFIG' }];
    const synonym = brokerSynonymOf(key.name);
    const elsewhere = synonym !== undefined && BROKER_CONFIG[synonym] ? places(work, synonym) : [];
    const last: Synonym = { name: synonym ?? key.name, value: key.default, source: 'DEFAULT_CONFIG' };
    return described(key.name, groupValue(key.name, set, inForce), [...own, ...(elsewhere.length > 0 ? elsewhere : [last])]);
  });
  return { kind: 'group', name, error: 'NONE', entries };
}

const DESCRIBED: Readonly<Record<Described['kind'], (work: Work, name: string) => Described>> = {
  topic: topicConfigs,
  broker: brokerConfigs,
  group: groupConfigs,
};

/** Groups that have settings of their own. */
export function handleListConfigResources(work: Work, caller: Caller): void {
  reply(work, caller, { type: 'ListConfigResourcesResponse', names: [...work.image.groupConfigs.keys()].sort() });
}

/** A setting that is not defined might be a password. */
function shown(key: string, synonyms: readonly Synonym[]): DescribedConfig {
  if (isKnown(key)) return described(key, synonyms[0]?.value ?? 'null', synonyms);
  const hidden = synonyms.map((one) => ({ ...one, value: 'null' }));
  return { ...described(key, 'null', hidden), sensitive: true };
}
