/** Clients that write in transactions, and groups that are static, cooperative, of KIP-848 or share groups: a part of the composed ones becomes such, where the release has them. */
import { type Features, featuresOf } from '#kafka/metadata/features.ts';
import type { Profile } from '#kafka/spec.ts';
import { type Dice, diceOf } from '#proof/swarm/dice.ts';
import type { ScenarioDocument } from '#scenario/document.ts';

type Client = NonNullable<ScenarioDocument['clients']>[string];
type Producer = Extract<Client, { producer: string }>;
type Consumer = Extract<Client, { consumer: unknown }>;
type ShareConsumer = Extract<Client, { 'share-consumer': unknown }>;

/** Each member by the name of its container, as in a compose file. */
const HOSTNAME = '$' + '{hostname}';

const COOPERATIVE = 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor';

function inTransactions(dice: Dice, client: Producer): Producer {
  const { acks: _, 'enable.idempotence': __, ...config } = client.config ?? {};
  const transaction = {
    records: dice.pick([1, 3, 10]),
    ...(dice.chance(40) ? { pause: dice.pick(['50ms', '500ms', '3s']) } : {}),
    ...(dice.chance(50) ? { 'abort-every': dice.pick([2, 3]) } : {}),
  };
  // A transaction may end before its producer has given a batch up.
  return { ...client, transaction, config: { ...config, ...(dice.chance(50) ? { 'transaction.timeout.ms': dice.pick([2000, 8000]) } : {}) } };
}

type Config = NonNullable<Consumer['config']>;

/** Settings that the consumer protocol knows as the broker's, not the client's. */
function modern(dice: Dice, config: Config): Config {
  const { 'session.timeout.ms': _, 'heartbeat.interval.ms': __, 'partition.assignment.strategy': ___, ...rest } = config;
  return { ...rest, 'group.protocol': 'consumer', ...(dice.chance(40) ? { 'group.remote.assignor': 'range' } : {}) };
}

function grouped(dice: Dice, { consumerGroupProtocol, cooperativeRebalance, staticMembership }: Features, client: Consumer): Consumer {
  let config: Config = client.config ?? {};
  if (consumerGroupProtocol && dice.chance(35)) config = modern(dice, config);
  else if (cooperativeRebalance && dice.chance(35)) config = { ...config, 'partition.assignment.strategy': COOPERATIVE };
  if (staticMembership && dice.chance(25)) config = { ...config, 'group.instance.id': HOSTNAME };
  if (dice.chance(40)) config = { ...config, 'isolation.level': 'read_committed' };
  return { ...client, config };
}

/** The same topics, members and pace in a share group; the group begins where the consumer would have. */
function shared(dice: Dice, { consumer, members, processing, config }: Consumer): ShareConsumer {
  const { 'request.timeout.ms': request, 'default.api.timeout.ms': api } = config ?? {};
  return {
    'share-consumer': consumer,
    members,
    processing,
    commit: dice.pick(['with-poll', 'sync'] as const),
    config: { ...(request === undefined ? {} : { 'request.timeout.ms': request }), ...(api === undefined ? {} : { 'default.api.timeout.ms': api }) },
    'group-config': { 'share.auto.offset.reset': config?.['auto.offset.reset'] ?? 'latest' },
  };
}

const FEW = { 'transaction.state.log.num.partitions': 1, 'transaction.abort.timed.out.transaction.cleanup.interval.ms': 1000 };

/** Where the group's progress is kept: few partitions, and as many replicas as there are brokers for them. */
const shareLog = (brokers: number): Config => ({
  'share.coordinator.state.topic.num.partitions': 1,
  'share.coordinator.state.topic.replication.factor': Math.min(3, brokers),
  'share.coordinator.state.topic.min.isr': Math.min(2, brokers),
});

const transactionLog = (brokers: number): Config => ({
  ...FEW,
  'transaction.state.log.replication.factor': Math.min(3, brokers),
  'transaction.state.log.min.isr': Math.min(2, brokers),
});

function variedClient(dice: Dice, features: Features, client: Client): Client {
  if ('producer' in client) return features.idempotence && dice.chance(25) ? inTransactions(dice, client as Producer) : client;
  if (!('consumer' in client)) return client;
  return features.shareGroups && dice.chance(20) ? shared(dice, client as Consumer) : grouped(dice, features, client as Consumer);
}

/** The same document, with clients of other kinds. */
export function varied(seed: number, document: ScenarioDocument): ScenarioDocument {
  const features = featuresOf((document.kafka ?? '4.3') as Profile);
  const dice = diceOf(seed, 'variants');
  const clients = Object.entries(document.clients ?? {}).map(([name, client]): [string, Client] => [name, variedClient(dice, features, client)]);
  const { brokers = 3 } = document.cluster;
  const config = {
    ...document.cluster.config,
    ...(clients.some(([, client]) => 'transaction' in client) ? transactionLog(brokers) : {}),
    ...(clients.some(([, client]) => 'share-consumer' in client) ? shareLog(brokers) : {}),
  };
  return { ...document, cluster: { ...document.cluster, config }, clients: Object.fromEntries(clients) };
}
