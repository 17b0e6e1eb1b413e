/** What a client asks for that its release does not have yet: a real client of that release would not know the setting, or a broker the request. */
import type { Features } from '#kafka/metadata/features.ts';
import type { Config } from '#kafka/spec.ts';
import { type Path, problem, type Said, type ScenarioError, say } from '#scenario/error.ts';

interface Since {
  readonly key: string;
  /** Values that need it; any when absent. */
  readonly asks?: (value: string) => boolean;
  readonly feature: keyof Features;
  readonly text: Said;
}

export const NO_SHARE_GROUPS: Said = say('There are share groups since Kafka 4.2 (in preview since 4.0): choose a newer kafka, or consumer.', {});

export const NO_TRANSACTIONS: Said = say('There are transactions since Kafka 0.11: choose a newer kafka, or leave this out.', {});

const PRODUCERS: readonly Since[] = [
  {
    key: 'enable.idempotence',
    asks: (value) => value.toLowerCase() === 'true',
    feature: 'idempotence',
    text: say('Producers are idempotent since Kafka 0.11: choose a newer kafka, or leave this out.', {}),
  },
  { key: 'transactional.id', feature: 'idempotence', text: NO_TRANSACTIONS },
];

const CONSUMERS: readonly Since[] = [
  {
    key: 'group.protocol',
    asks: (value) => value.toLowerCase() === 'consumer',
    feature: 'consumerGroupProtocol',
    text: say('Groups may use the consumer protocol since Kafka 4.0: choose a newer kafka, or classic.', {}),
  },
  {
    key: 'group.instance.id',
    feature: 'staticMembership',
    text: say('Members may be static since Kafka 2.3: choose a newer kafka, or leave this out.', {}),
  },
  {
    key: 'client.rack',
    asks: (value) => value !== '',
    feature: 'followerReads',
    text: say('Consumers may read from a follower since Kafka 2.4: choose a newer kafka, or leave this out.', {}),
  },
  {
    key: 'auto.offset.reset',
    asks: (value) => value.startsWith('by_duration'),
    feature: 'resetsByDuration',
    text: say('Positions are reset by duration since Kafka 4.0: choose a newer kafka, or earliest or latest.', {}),
  },
  {
    key: 'partition.assignment.strategy',
    asks: (value) => value.includes('CooperativeSticky'),
    feature: 'cooperativeRebalance',
    text: say('Groups may rebalance cooperatively since Kafka 2.4: choose a newer kafka, or another assignor.', {}),
  },
];

const tooEarly = (all: readonly Since[], config: Config, features: Features, path: Path, place = 'config'): ScenarioError[] =>
  all
    .filter(({ key, asks = () => true, feature }) => config[key] !== undefined && asks(config[key]) && features[feature] === false)
    .map(({ key, text }) => problem('U15', [...path, place, key], text));

export const consumerTooEarly = (config: Config, features: Features, path: Path): ScenarioError[] => tooEarly(CONSUMERS, config, features, path);

/** `transaction:` stands for a transactional.id. */
export function producerTooEarly(config: Config, inTransactions: boolean, features: Features, path: Path, place = 'config'): ScenarioError[] {
  const errors = tooEarly(PRODUCERS, config, features, path, place);
  return inTransactions && !features.idempotence ? [problem('U15', [...path, 'transaction'], NO_TRANSACTIONS), ...errors] : errors;
}
