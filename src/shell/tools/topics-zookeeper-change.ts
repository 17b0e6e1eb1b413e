/** What kafka-topics.sh --zookeeper writes, and why it refuses to: AdminUtils of 0.10, AdminZkClient since 1.1, in the words of each release. */
import { CONFIG_CHANGES, deletePath, topicConfigPath, topicEntity, topicPath } from '#kafka/controller/zookeeper/paths.ts';
import { assignReplicas, type PlacedBroker, type Start } from '#kafka/controller/zookeeper/placement.ts';
import { topicConfigError } from '#kafka/metadata/config.ts';
import { collides, topicNameError } from '#kafka/metadata/topicName.ts';
import { type BrokerId, CONSUMER_OFFSETS, isInternal } from '#kafka/protocol/names.ts';
import type { ReplicaAssignment, ZkOp } from '#kafka/protocol/zookeeper.ts';
import type { Config, Profile } from '#kafka/spec.ts';
import { ARRAY } from '#shell/tools/topics-create.ts';
import type { Found, FoundTopic, ZkTopicsArgs } from '#shell/tools/topics-zookeeper-program.ts';
import type { Thrown } from '#shell/tools/zookeeper.ts';

/** What is printed before it is written, what is written, and what is printed afterwards; or what is thrown instead. */
export interface Changed {
  readonly printed: readonly string[];
  readonly ops: readonly ZkOp[];
  readonly after: readonly string[];
  readonly problem: Thrown | undefined;
}

type Draw = (bound: number) => number;
type Placement = readonly (readonly BrokerId[])[] | Thrown;

const ERRORS = 'org.apache.kafka.common.errors.';
const refused = (exception: string, message: string): Thrown => ({ exception, message });
const protocol = (exception: string, message: string): Thrown => refused(ERRORS + exception, message);

const METRICS =
  "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore ('_') could collide. To avoid issues it is best to use either, but not both.";

/** Before 1.0 these sentences began with a small letter and had no full stop. */
const inWordsOf = (profile: Profile, text: string): string => (profile === '0.10' ? (text[0].toLowerCase() + text.slice(1)).replace(/\.$/, '') : text);

const isThrown = (value: object): value is Thrown => 'exception' in value;

export function createdTopic(args: ZkTopicsArgs, found: Found, draw: Draw): Changed {
  const name = args.topic ?? '';
  const config = configsOf(args);
  if (isThrown(config)) return { printed: [], ops: [], after: [], problem: config };
  const printed = /[._]/.test(name) ? [METRICS] : [];
  const partitions = args.assignment === undefined ? placed(args, found, draw) : parsedAssignment(args.assignment, 0);
  const problem = isThrown(partitions) ? partitions : nameProblem(args.profile, name, found.topics);
  if (problem || isThrown(partitions)) return { printed, ops: [], after: [], problem };
  const data = { kind: 'topic', topicId: topicIdFrom(draw), partitions: partitions.map(assignment) } as const;
  // updatePersistentPath: the settings of a topic of that name, which is just being deleted, may still be there.
  const ops: ZkOp[] = [
    { op: 'setData', path: topicConfigPath(name), data: { kind: 'config', config }, version: -1 },
    { op: 'create', path: topicConfigPath(name), data: { kind: 'config', config }, mode: 'PERSISTENT' },
    { op: 'create', path: topicPath(name), data, mode: 'PERSISTENT' },
  ];
  return { printed, ops, after: [], problem: undefined };
}

const assignment = (replicas: readonly BrokerId[]): ReplicaAssignment => ({ replicas, adding: [], removing: [] });

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Topics of old releases have no id; the simulation tells a topic from its successor by one. */
const topicIdFrom = (draw: Draw): string => Array.from({ length: 22 }, () => LETTERS[draw(64)]).join('');

function nameProblem(profile: Profile, name: string, known: readonly string[]): Thrown | undefined {
  const invalid = topicNameError(name, 'illegal');
  if (invalid !== undefined) return protocol('InvalidTopicException', nameText(profile, name, invalid));
  if (known.includes(name)) return protocol('TopicExistsException', `Topic '${name}' already exists.`);
  const other = known.filter((one) => collides(one, name));
  return other.length === 0 ? undefined : protocol('InvalidTopicException', `Topic '${name}' collides with existing topics: ${other.join(', ')}`);
}

function nameText(profile: Profile, name: string, text: string): string {
  return profile === '0.10' && /ASCII alphanumerics/.test(text)
    ? `topic name ${name} is illegal, contains a character other than ASCII alphanumerics, '.', '_' and '-'`
    : inWordsOf(profile, text);
}

function placed(args: ZkTopicsArgs, { live }: Found, draw: Draw): Placement {
  return placement(args, live, { partitions: args.partitions ?? 0, factor: args.replicationFactor ?? 0 }, draw);
}

interface Sizes {
  readonly partitions: number;
  readonly factor: number;
}

const RACKLESS = 'Not all brokers have rack information. Add --disable-rack-aware in command line to make replica assignment without rack information.';

/** AdminUtils.assignReplicasToBrokers over the live brokers, after its own checks. */
function placement(args: ZkTopicsArgs, live: readonly PlacedBroker[], { partitions, factor }: Sizes, draw: Draw, start?: Start): Placement {
  const { profile, ignoresRacks } = args;
  const brokers = ignoresRacks ? live.map(({ id }) => ({ id, rack: null })) : live;
  const rackless = brokers.filter(({ rack }) => rack === null).length;
  if (rackless > 0 && rackless < brokers.length) return refused('kafka.admin.AdminOperationException', RACKLESS);
  if (partitions <= 0) return protocol('InvalidPartitionsException', inWordsOf(profile, 'Number of partitions must be larger than 0.'));
  if (factor <= 0) return protocol('InvalidReplicationFactorException', inWordsOf(profile, 'Replication factor must be larger than 0.'));
  if (factor > brokers.length) {
    const text = `Replication factor: ${factor} larger than available brokers: ${brokers.length}.`;
    return protocol('InvalidReplicationFactorException', inWordsOf(profile, text));
  }
  return assignReplicas(brokers, partitions, factor, draw, start);
}

/** `1:2,2:3`: the partitions from `first` on. */
function parsedAssignment(text: string, first: number): Placement {
  const lists = text
    .split(',')
    .slice(first)
    .map((list) => list.split(':').map((id) => Number(id.trim())));
  for (const [n, replicas] of lists.entries()) {
    const twice = [...new Set(replicas.filter((id, at) => replicas.indexOf(id) !== at))];
    if (twice.length > 0)
      return refused('kafka.common.AdminCommandFailedException', `Partition replica lists may not contain duplicate entries: ${twice.join(',')}`);
    if (replicas.length !== lists[0].length)
      return refused('kafka.admin.AdminOperationException', `Partition ${first + n} has different replication factor: ${ARRAY}`);
  }
  return lists;
}

function configsOf({ configs, profile }: Pick<ZkTopicsArgs, 'configs' | 'profile'>): Config | Thrown {
  const pairs = configs.map((one) => one.split(/\s*=\s*/));
  if (pairs.some(({ length }) => length !== 2)) {
    return refused('java.lang.IllegalArgumentException', 'requirement failed: Invalid topic config: all configs to be added must be in the format "key=val".');
  }
  const config = Object.fromEntries(pairs.map(([key, value]) => [key.trim(), value.trim()]));
  const invalid = topicConfigError(config);
  return invalid === undefined ? config : configProblem(profile, invalid);
}

/** LogConfig.validate: an unknown name is an error of the protocol, a bad value one of the configuration. */
export function configProblem(profile: Profile, invalid: string): Thrown {
  const unknown = /^Unknown topic config name: (.*)$/.exec(invalid);
  if (unknown) return protocol('InvalidConfigurationException', profile === '0.10' ? `Unknown Log configuration ${unknown[1]}.` : invalid);
  return refused('org.apache.kafka.common.config.ConfigException', invalid);
}

// ---- Changing --------------------------------------------------------------------------------------------------------------------

const DEPRECATED = [
  'WARNING: Altering topic configuration from this script has been deprecated and may be removed in future releases.',
  '         Going forward, please use kafka-configs.sh for this functionality',
];
const GROWING = 'WARNING: If partitions are increased for a topic that has a key, the partition logic or ordering of the messages will be affected';

/** The new settings and a note of it for every broker (AdminUtils.changeTopicConfig). */
export const configOps = (topic: string, config: Config): ZkOp[] => [
  { op: 'setData', path: topicConfigPath(topic), data: { kind: 'config', config }, version: -1 },
  { op: 'create', path: `${CONFIG_CHANGES}/config_change_`, data: { kind: 'config_change', entity: topicEntity(topic) }, mode: 'PERSISTENT_SEQUENTIAL' },
];

export function alteration(args: ZkTopicsArgs, topic: FoundTopic, found: Found, draw: Draw): Changed {
  const printed: string[] = [];
  const ops: ZkOp[] = [];
  const after: string[] = [];
  if (args.configs.length + args.deleteConfigs.length > 0) {
    const added = configsOf(args);
    const is28 = args.profile === '2.8';
    const unknown = is28 ? args.deleteConfigs.map((key) => topicConfigError({ [key]: '' })).find((error) => error?.startsWith('Unknown')) : undefined;
    const problem = isThrown(added) ? added : unknown === undefined ? undefined : configProblem(args.profile, unknown);
    // 2.8 has read what it is given before it warns.
    if (!is28 || problem === undefined) printed.push(...DEPRECATED);
    if (problem || isThrown(added)) return { printed, ops: [], after: [], problem };
    const kept = Object.entries({ ...topic.config, ...added }).filter(([key]) => !args.deleteConfigs.includes(key));
    ops.push(...configOps(topic.name, Object.fromEntries(kept)));
    after.push(`Updated config for topic ${is28 ? topic.name : `"${topic.name}"`}.`);
  }
  if (args.partitions === undefined) return { printed, ops, after, problem: undefined };
  const grown = growth(args, topic, found, draw);
  const isRefused = isFixed(args.profile, topic.name);
  if (isThrown(grown)) return { printed: [...printed, ...after, ...(isRefused ? [] : [GROWING])], ops: [], after: [], problem: grown };
  const data = { kind: 'topic', topicId: topic.topicId, partitions: [...topic.partitions, ...grown.map(assignment)] } as const;
  ops.push({ op: 'setData', path: topicPath(topic.name), data, version: -1 });
  return { printed: [...printed, GROWING], ops, after: [...after, 'Adding partitions succeeded!'], problem: undefined };
}

/** Topics of Kafka's own that are left as they are: before 2.8 only those of groups. */
const isFixed = (profile: Profile, name: string): boolean => (profile === '2.8' ? isInternal(name) : name === CONSUMER_OFFSETS);

function growth(args: ZkTopicsArgs, topic: FoundTopic, { live }: Found, draw: Draw): Placement {
  const { profile, partitions = 0, assignment: written } = args;
  const existing = topic.partitions.length;
  if (isFixed(profile, topic.name)) {
    const which = profile === '2.8' ? `internal topic ${topic.name}` : 'offsets topic';
    return refused('java.lang.IllegalArgumentException', `The number of partitions for the ${which} cannot be changed.`);
  }
  if (partitions <= existing) {
    const text = 'The number of partitions for a topic can only be increased';
    if (profile === '0.10') return refused('kafka.admin.AdminOperationException', text);
    return protocol('InvalidPartitionsException', `${text}. Topic ${topic.name} currently has ${existing} partitions, ${partitions} would not be an increase.`);
  }
  if (written !== undefined) return parsedAssignment(written, existing);
  const [first] = topic.partitions[0].replicas;
  const index = Math.max(
    0,
    live.findIndex(({ id }) => id >= first),
  );
  return placement(args, live, { partitions: partitions - existing, factor: topic.partitions[0].replicas.length }, draw, { index, partition: existing });
}

export function deletion(profile: Profile, { name }: FoundTopic, { marked }: Found): Changed {
  if (isFixed(profile, name)) {
    const message = `Topic ${name} is a kafka internal topic and is not allowed to be marked for deletion.`;
    return { printed: [], ops: [], after: [], problem: refused('kafka.admin.AdminOperationException', message) };
  }
  if (marked.includes(name)) return { printed: [`Topic ${name} is already marked for deletion.`], ops: [], after: [], problem: undefined };
  const after = [`Topic ${name} is marked for deletion.`, 'Note: This will have no impact if delete.topic.enable is not set to true.'];
  return { printed: [], ops: [{ op: 'create', path: deletePath(name), data: { kind: 'empty' }, mode: 'PERSISTENT' }], after, problem: undefined };
}
