/** The scenario document, version 1: what an instructor writes as YAML, a link carries as JSON, and `compile.ts` turns into a cluster with inputs. */
import * as z from 'zod';
import { SERVICE_IDS, type ServiceId } from '#beside/catalog.ts';
import { METADATA_MODES, PROFILES, SHARE_COMMITS } from '#kafka/spec.ts';
import { LIMITS } from '#scenario/limits.ts';
import { listed, named } from '#scenario/named.ts';

// Compiling validators at run time needs `new Function`, which the page's policy forbids.
z.config({ jitless: true });

export const DOCUMENT_VERSION = 1;
/** The views that a document may open or allow, in the order of their tabs: every view of the catalogue. */
export const VIEW_NAMES = ['lanes', 'cluster', 'spacetime', 'groups', 'lag', 'monitor', 'queue', 'metadata', 'statechart', 'events'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];
export const COMMIT_WORDS = ['auto', 'before-processing', 'after-processing', 'async', 'in-transaction', 'none'] as const;

const DURATION = /^[0-9]{1,12}(\.[0-9]{1,6})?(us|ms|s|m|h)$/;
const RATE = /^[0-9]{1,9}\/(s|m|h)$/;
const RANGE = /^[0-9]{1,12}(\.[0-9]{1,6})?(us|ms|s|m|h)(\.\.[0-9]{1,12}(\.[0-9]{1,6})?(us|ms|s|m|h))?$/;
const PERCENT = /^[0-9]{1,3}(\.[0-9]{1,4})?%$/;

const duration = z.union([z.string().regex(DURATION), z.literal(0)], { error: 'expected a duration such as 250ms or 2s' });
const percent = z.string({ error: 'expected a share such as 1% or 0.05%' }).regex(PERCENT, { error: 'expected a share such as 1% or 0.05%' });
const count = (min: number, max: number) =>
  z
    .int({ error: `expected a whole number from ${min} to ${max}` })
    .min(min)
    .max(max);
const line = z.string().min(1).max(LIMITS.commandChars);
const expression = z.string().min(1).max(LIMITS.expressionChars);
const id = z.string().min(1).max(LIMITS.nameChars);
const words = (max: number) =>
  z.union([z.string().max(max), z.strictObject({ en: z.string().max(max), ko: z.string().max(max) })], { error: 'expected a text, or { en: …, ko: … }' });

/** Kafka's own keys; a value is written as in a properties file, so `1`, `"1"` and `true` are all welcome. */
const config = named(
  z.union([z.string().max(LIMITS.valueChars), z.number(), z.boolean()], { error: 'expected a text, a number, true or false' }),
  LIMITS.configKeys,
);

const link = {
  latency: z
    .string({ error: 'expected a duration or a range such as 1ms..3ms' })
    .regex(RANGE, { error: 'expected a duration or a range such as 1ms..3ms' })
    .optional(),
  loss: percent.optional(),
  duplicate: percent.optional(),
};

/** The content of a file: a text, or the JSON itself. */
const content = z.union([z.string().max(LIMITS.fileChars), z.array(z.unknown()), z.record(z.string(), z.unknown())], {
  error: 'expected a text, a mapping or a list',
});

const clusterSchema = z.strictObject({
  brokers: count(1, LIMITS.brokers),
  /** By default what the release has: KRaft, or ZooKeeper before 3.3. */
  metadata: z.enum(METADATA_MODES).optional(),
  /** Voters of the quorum: an odd number, for an even one can lose no more of them. */
  controllers: z.literal([1, 3, 5], { error: 'expected 1, 3 or 5 controllers: a majority of them must be able to agree' }).optional(),
  /** In the order of the brokers. */
  racks: z.array(id).max(LIMITS.brokers).optional(),
  config: config.optional(),
  /** Feature levels other than the release's own: `eligible.leader.replicas.version: 0`. */
  features: named(count(0, 100), LIMITS.configKeys).optional(),
  /** By node name: `kafka2: { … }`. */
  'broker-config': named(config, LIMITS.brokers).optional(),
});

const networkSchema = z.strictObject({
  ...link,
  /** By direction: `kafka1>kafka2: { latency: 50ms }`. */
  links: named(z.strictObject(link), LIMITS.links).optional(),
});

const topicSchema = z.strictObject({
  partitions: count(1, LIMITS.partitionsPerTopic).optional(),
  'replication-factor': count(1, LIMITS.brokers).optional(),
  /** Broker ids of each partition, the preferred leader first, as in kafka-topics.sh --replica-assignment. */
  'replica-assignment': z
    .array(z.array(count(1, LIMITS.brokers)).min(1))
    .min(1)
    .max(LIMITS.partitionsPerTopic)
    .optional(),
  config: config.optional(),
});

const producerSchema = z.strictObject({
  producer: z.string().min(1),
  rate: z.string({ error: 'expected a rate such as 10/s' }).regex(RATE, { error: 'expected a rate such as 10/s' }).optional(),
  /** Used in turn; null is a record without key. */
  keys: z
    .array(z.union([z.string().max(LIMITS.valueChars), z.int(), z.null()]))
    .min(1)
    .max(LIMITS.keys)
    .optional(),
  count: count(0, LIMITS.records).optional(),
  start: duration.optional(),
  /** The application writes in transactions: so many records each, a pause before the end, every so many aborted. */
  transaction: z
    .strictObject({ records: count(1, LIMITS.records).optional(), pause: duration.optional(), 'abort-every': count(1, LIMITS.records).optional() })
    .optional(),
  config: config.optional(),
});

const topicOrTopics = z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(LIMITS.topics)], { error: 'expected a topic, or a list of topics' });

const consumerSchema = z.strictObject({
  consumer: topicOrTopics,
  members: count(0, LIMITS.consumers).optional(),
  processing: duration.optional(),
  commit: z.enum(COMMIT_WORDS).optional(),
  /** The work is done by a thread of its own, while poll() goes on. */
  'hand-off': z.boolean().optional(),
  start: duration.optional(),
  config: config.optional(),
  /** The application writes on: one record to this topic for every record that it has processed. */
  produces: z.string().min(1).optional(),
  /** Of its producer. */
  'producer-config': config.optional(),
});

const recordKeys = z
  .array(z.union([z.string().max(LIMITS.valueChars), z.int()]))
  .min(1)
  .max(LIMITS.keys);

/** A share group (KIP-932): its members share partitions, and acknowledge record by record. */
const shareConsumerSchema = z.strictObject({
  'share-consumer': topicOrTopics,
  members: count(0, LIMITS.consumers).optional(),
  processing: duration.optional(),
  /** Acknowledgements go with the next poll(), or by commitSync() after each batch. */
  commit: z.enum(SHARE_COMMITS).optional(),
  /** Keys of records that it releases, and rejects, instead of accepting them. */
  release: recordKeys.optional(),
  reject: recordKeys.optional(),
  /** It renews the lock of the record that it works on so often. */
  renew: duration.optional(),
  start: duration.optional(),
  config: config.optional(),
  /** What kafka-configs.sh --entity-type groups would have set. */
  'group-config': config.optional(),
});

/** What stands beside Kafka, as in a compose file. */
const serviceSchema = z.strictObject({
  image: z.enum(SERVICE_IDS as readonly [ServiceId, ...ServiceId[]]),
  /** So many processes, called `<name>-1`, `<name>-2`, …; without it one that has the name itself. */
  scale: count(1, LIMITS.servicesOfOne).optional(),
  config: config.optional(),
});

const inputSchema = z.union([
  z.strictObject({ at: duration, run: line }),
  z.strictObject({ when: expression, run: line }),
  z.strictObject({ after: expression, run: line }),
]);

/** A moment of the run: a time, or the first time that a predicate holds or a protocol point is passed. */
const moment = z.union([z.strictObject({ at: duration }), z.strictObject({ when: expression }), z.strictObject({ after: expression })]);
const anchor = { at: duration.optional(), when: expression.optional(), after: expression.optional() };

const beatSchema = z.strictObject({
  id: id.optional(),
  ...anchor,
  title: words(LIMITS.titleChars).optional(),
  text: words(LIMITS.noteChars).optional(),
  /** A chapter begins here, with this title; in a lesson, with the words under this id. */
  chapter: words(LIMITS.titleChars).optional(),
  focus: z
    .string()
    .max(LIMITS.nameChars * 2)
    .optional(),
  view: z.enum(VIEW_NAMES).optional(),
});

const questionSchema = z.strictObject({
  id: id.optional(),
  ...anchor,
  kind: z.enum(['choice', 'number']),
  ask: words(LIMITS.noteChars).optional(),
  /** The right option is the one whose check holds at the reveal. */
  options: z
    .array(z.strictObject({ id, text: words(LIMITS.titleChars).optional(), check: expression }))
    .min(2)
    .max(8)
    .optional(),
  /** The right number, computed at the reveal. */
  value: expression.optional(),
  reveal: moment,
  why: words(LIMITS.noteChars).optional(),
});

const goalSchema = z.strictObject({ id: id.optional(), check: expression, text: words(LIMITS.noteChars).optional(), by: duration.optional() });

const limitsSchema = z.strictObject({
  commands: z.array(z.string().max(LIMITS.nameChars)).max(50).optional(),
  /** `p1.acks`, `topic:orders.min.insync.replicas`, `cluster.replica.lag.time.max.ms`. */
  settings: z
    .array(z.string().max(LIMITS.nameChars * 2))
    .max(50)
    .optional(),
  views: z.array(z.enum(VIEW_NAMES)).min(1).optional(),
  budget: count(0, 1000).optional(),
});

const lessonSchema = z.strictObject({
  beats: listed(beatSchema, LIMITS.beats).optional(),
  questions: listed(questionSchema, LIMITS.beats).optional(),
  goals: listed(goalSchema, LIMITS.beats).optional(),
  limits: limitsSchema.optional(),
});

export const documentSchema = z.strictObject({
  highwater: z.literal(DOCUMENT_VERSION),
  title: words(LIMITS.titleChars).optional(),
  description: words(LIMITS.noteChars).optional(),
  kafka: z.enum(PROFILES).optional(),
  seed: count(0, 0xffffffff).optional(),
  cluster: clusterSchema,
  network: networkSchema.optional(),
  topics: named(topicSchema, LIMITS.topics).optional(),
  clients: named(z.union([producerSchema, consumerSchema, shareConsumerSchema]), LIMITS.producers + LIMITS.groups).optional(),
  services: named(serviceSchema, LIMITS.services).optional(),
  /** Files for tools that read one: `reassign.json: { version: 1, partitions: […] }`. */
  files: named(content, LIMITS.files).optional(),
  timeline: listed(inputSchema, LIMITS.timeline).optional(),
  until: duration.optional(),
  lesson: lessonSchema.optional(),
});

export type ScenarioDocument = z.infer<typeof documentSchema>;
export type TopicDocument = z.infer<typeof topicSchema>;
export type ProducerDocument = z.infer<typeof producerSchema>;
export type ConsumerDocument = z.infer<typeof consumerSchema>;
export type ShareConsumerDocument = z.infer<typeof shareConsumerSchema>;
export type InputDocument = z.infer<typeof inputSchema>;
export type MomentDocument = z.infer<typeof moment>;
export type BeatDocument = z.infer<typeof beatSchema>;
export type QuestionDocument = z.infer<typeof questionSchema>;
export type GoalDocument = z.infer<typeof goalSchema>;
export type LimitsDocument = z.infer<typeof limitsSchema>;
/** A text for people: one language, or both. */
export type Text = string | { readonly en: string; readonly ko: string };
