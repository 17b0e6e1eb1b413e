/** Settings of topics and brokers, each with every place where it stands (ConfigHelper.describeConfigs, KIP-226). */
import { reply, type Work } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { BROKER_CONFIG, brokerValue, TOPIC_CONFIG, topicValue } from '#kafka/metadata/config.ts';
import { configInForce } from '#kafka/metadata/image.ts';
import { synonymOf } from '#kafka/metadata/synonyms.ts';
import type { ConfigSource, DescribeConfigsRequest, DescribeConfigsResponse, DescribedConfig } from '#kafka/protocol/messages.ts';
import type { Config } from '#kafka/spec.ts';

type Described = DescribeConfigsResponse['resources'][number];
type Synonym = DescribedConfig['synonyms'][number];

export function handleDescribeConfigs(work: Work, caller: Caller, request: DescribeConfigsRequest): void {
  reply(work, caller, {
    type: 'DescribeConfigsResponse',
    resources: request.resources.map(({ kind, name }) => (kind === 'topic' ? topicConfigs(work, name) : brokerConfigs(work, name))),
  });
}

/** Where a broker's setting stands, the place that counts first. */
function places(work: Work, name: string, own: string): Synonym[] {
  const { brokerConfigs: dynamic } = work.image;
  const layers: readonly (readonly [ConfigSource, Config | undefined])[] = [
    ['DYNAMIC_BROKER_CONFIG', dynamic.get(own)],
    ['DYNAMIC_DEFAULT_BROKER_CONFIG', dynamic.get('')],
    ['STATIC_BROKER_CONFIG', work.config],
  ];
  return layers.flatMap(([source, config]) => (config?.[name] === undefined ? [] : [{ name, value: config[name], source }]));
}

function described(key: string, value: string, synonyms: readonly Synonym[]): DescribedConfig {
  const first = synonyms[0];
  return { key, value, source: first?.source ?? 'DEFAULT_CONFIG', synonyms };
}

function topicConfigs(work: Work, name: string): Described {
  const topic = work.image.topics.get(name);
  if (!topic) return { kind: 'topic', name, error: 'UNKNOWN_TOPIC_OR_PARTITION', entries: [] };
  const config = configInForce(work.image, work.id, work.config);
  const entries = Object.values(TOPIC_CONFIG).map((key): DescribedConfig => {
    const set = topic.config[key.name];
    const own: Synonym[] = set === undefined ? [] : [{ name: key.name, value: set, source: 'DYNAMIC_TOPIC_CONFIG' }];
    const inherited = key.synonym === undefined ? [] : places(work, key.synonym, String(work.id));
    const broker = synonymOf(key);
    const fallback: Synonym[] = broker === undefined ? [] : [{ name: broker, value: key.default, source: 'DEFAULT_CONFIG' }];
    return described(key.name, topicValue(topic.config, config, key.name), [...own, ...inherited, ...fallback]);
  });
  return { kind: 'topic', name, error: 'NONE', entries };
}

/** Of itself a broker tells everything, of all brokers together what is set dynamically. */
function brokerConfigs(work: Work, name: string): Described {
  if (name === '') {
    const everywhere = Object.entries(work.image.brokerConfigs.get('') ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    const entries = everywhere.map(([key, value]) => described(key, value, [{ name: key, value, source: 'DYNAMIC_DEFAULT_BROKER_CONFIG' }]));
    return { kind: 'broker', name, error: 'NONE', entries };
  }
  if (name !== String(work.id)) return { kind: 'broker', name, error: 'INVALID_REQUEST', entries: [] };
  const dynamic = [...work.image.brokerConfigs.entries()].filter(([owner]) => owner === '' || owner === name).flatMap(([, config]) => Object.keys(config));
  const names = [...new Set([...Object.keys(BROKER_CONFIG), ...dynamic])].sort();
  const entries = names.map((key) => {
    const fallback: Synonym[] = BROKER_CONFIG[key] ? [{ name: key, value: brokerValue({}, key), source: 'DEFAULT_CONFIG' }] : [];
    const synonyms = [...places(work, key, name), ...fallback];
    return described(key, synonyms[0]?.value ?? '', synonyms);
  });
  return { kind: 'broker', name, error: 'NONE', entries };
}
