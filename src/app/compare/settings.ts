/** Settings that a what-if can change: for each client, group and topic, and for all brokers, those that a lesson's limits allow. */
import { choicesOf } from '#app/story/setting.ts';
import type { Frame } from '#kafka/frame.ts';
import type { ScenarioDocument } from '#scenario/document.ts';

export interface Owner {
  /** As changes name it: `p1`, `billing`, `topic:orders`, `cluster`. */
  readonly target: string;
  readonly kind: 'producer' | 'group' | 'topic' | 'cluster';
  readonly name: string;
  readonly settings: readonly { readonly key: string; readonly value: string; readonly choices: readonly string[] | undefined }[];
}

/** What decides how a cluster behaves when something breaks comes first. */
const KEYS: Readonly<Record<Owner['kind'], readonly string[]>> = {
  producer: [
    'acks',
    'enable.idempotence',
    'retries',
    'delivery.timeout.ms',
    'request.timeout.ms',
    'linger.ms',
    'batch.size',
    'max.in.flight.requests.per.connection',
    'retry.backoff.ms',
    'max.block.ms',
    'metadata.max.age.ms',
    'rate',
  ],
  group: [
    'members',
    'processing',
    'commit',
    'auto.offset.reset',
    'enable.auto.commit',
    'auto.commit.interval.ms',
    'max.poll.records',
    'max.poll.interval.ms',
    'session.timeout.ms',
    'heartbeat.interval.ms',
    'fetch.min.bytes',
    'fetch.max.wait.ms',
    'isolation.level',
    'partition.assignment.strategy',
    'group.protocol',
  ],
  topic: ['min.insync.replicas', 'unclean.leader.election.enable', 'partitions', 'replication-factor', 'cleanup.policy', 'retention.ms', 'segment.bytes'],
  cluster: [
    'replica.lag.time.max.ms',
    'broker.session.timeout.ms',
    'broker.heartbeat.interval.ms',
    'unclean.leader.election.enable',
    'min.insync.replicas',
    'auto.leader.rebalance.enable',
    'controlled.shutdown.enable',
    'replica.fetch.wait.max.ms',
    'replica.fetch.backoff.ms',
    'group.initial.rebalance.delay.ms',
    'offsets.topic.replication.factor',
  ],
};

const INHERITED: Readonly<Record<string, string>> = { 'cleanup.policy': 'log.cleanup.policy', 'segment.bytes': 'log.segment.bytes' };

type Values = (key: string) => string | undefined;

/** Fields of a client that are no configuration of Kafka's: only the document says what they are. */
const FIELDS = ['rate', 'processing', 'commit'];
const UNSAID: Readonly<Record<string, string>> = { processing: '0', commit: 'auto' };

function fieldIn(document: ScenarioDocument, client: string, key: string): string | undefined {
  const said = (document.clients?.[client] as Readonly<Record<string, unknown>> | undefined)?.[key] ?? UNSAID[key];
  return said === undefined ? undefined : String(said);
}

/** `allowed`: settings by their names, `p1.acks`; undefined allows all. */
export function ownersOf(frame: Frame, document: ScenarioDocument, allowed: readonly string[] | undefined): readonly Owner[] {
  const owner = (kind: Owner['kind'], name: string, target: string, valueFor: Values): Owner => ({
    target,
    kind,
    name,
    settings: KEYS[kind].flatMap((key) => {
      const value = valueFor(key);
      if (value === undefined || (allowed !== undefined && !allowed.includes(`${target}.${key}`))) return [];
      return [{ key, value, choices: choicesOf(key) }];
    }),
  });
  const cluster = frame.brokers[0]?.config ?? {};
  const groups = [...new Set(frame.consumers.map(({ group }) => group))];
  return [
    ...frame.producers.map(({ node, config }) => owner('producer', node, node, (key) => (FIELDS.includes(key) ? fieldIn(document, node, key) : config[key]))),
    ...groups.map((group) => {
      const members = frame.consumers.filter((one) => one.group === group);
      return owner('group', group, group, (key) => {
        if (key === 'members') return String(members.length);
        return FIELDS.includes(key) ? fieldIn(document, group, key) : members[0].config[key];
      });
    }),
    ...frame.topics
      .filter(({ internal }) => !internal)
      .map(({ name, config, partitions, replicationFactor }) =>
        owner('topic', name, `topic:${name}`, (key) => {
          const isPlaced = document.topics?.[name]?.['replica-assignment'] !== undefined;
          if (key === 'partitions') return isPlaced ? undefined : String(partitions);
          if (key === 'replication-factor') return isPlaced ? undefined : String(replicationFactor);
          return config[key] ?? cluster[INHERITED[key] ?? key];
        }),
      ),
    owner('cluster', '', 'cluster', (key) => cluster[key]),
  ].filter(({ settings }) => settings.length > 0);
}
