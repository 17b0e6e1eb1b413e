/** kafka-configs.sh as a program: ConfigCommand's describe and alter (4.3), with the synonyms that DescribeConfigs tells. */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Program, Turn } from '#kafka/clients/tool/program.ts';
import { TOPIC_CONFIG } from '#kafka/metadata/config.ts';
import { exceptionOf, messageOf, qualified } from '#shell/exception.ts';
import { FRAMES } from '#shell/outcome.ts';
import { answer, ask, err, exitWith, type Gives, out } from '#shell/turns.ts';

export interface ConfigsArgs {
  readonly action: 'describe' | 'alter';
  readonly kind: 'topic' | 'broker';
  /** undefined: every one. */
  readonly name: string | undefined;
  readonly all: boolean;
  readonly set: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
  /** The arguments as typed: the tool repeats them when it fails. */
  readonly commandLine: string;
}

export const configsProgram: Program = {
  turn(args, results) {
    const configs = args as ConfigsArgs;
    const last = results[results.length - 1];
    if (last && !last.ok) return failed(configs, `${qualified(last.exception)}: ${last.message}`);
    return configs.action === 'alter' ? alter(configs, results) : describeConfigs(configs, results);
  },
};

function failed({ commandLine }: ConfigsArgs, cause: string): Turn {
  return exitWith(
    1,
    err(`Error while executing config command with args '${commandLine}'`, `java.util.concurrent.ExecutionException: ${cause}`, FRAMES, `Caused by: ${cause}`),
  );
}

function alter(args: ConfigsArgs, results: readonly CallResult[]): Turn {
  const name = args.name ?? '';
  if (results.length === 0) return ask({ call: 'alterConfigs', resources: [{ kind: 'topic', name, set: args.set, remove: args.remove }] });
  const outcome = answer(results, 0, 'alterConfigs').resources[0];
  if (outcome.error !== 'NONE') return failed(args, `${exceptionOf(outcome.error)}: ${messageOf(outcome.error, outcome.message)}`);
  return exitWith(0, out(`Completed updating config for ${args.kind} ${name}.`));
}

/** Without a name every topic or broker is described, so their names are asked for first. */
function describeConfigs(args: ConfigsArgs, results: readonly CallResult[]): Turn {
  if (args.name === undefined && results.length === 0) return ask({ call: 'describeTopics', topics: args.kind === 'topic' ? null : [] });
  const names = args.name === undefined ? namesOf(args, answer(results, 0, 'describeTopics')) : [args.name];
  const asked = args.name === undefined ? 1 : 0;
  if (names.length === 0) return exitWith(0);
  if (results.length === asked) return ask({ call: 'describeConfigs', resources: names.map((name) => ({ kind: args.kind, name })) });
  return exitWith(0, out(...answer(results, asked, 'describeConfigs').resources.flatMap((resource) => lines(args, resource))));
}

const namesOf = (args: ConfigsArgs, metadata: Gives<'describeTopics'>): string[] =>
  args.kind === 'topic' ? metadata.topics.map(({ name }) => name).sort() : metadata.brokers.map(({ id }) => String(id)).sort();

type Entry = Gives<'describeConfigs'>['resources'][number]['entries'][number];

function lines(args: ConfigsArgs, { name, entries }: Gives<'describeConfigs'>['resources'][number]): string[] {
  const shown = [...entries].filter(({ source }) => args.all || source === 'DYNAMIC_TOPIC_CONFIG').sort((a, b) => (a.key < b.key ? -1 : 1));
  return [
    `${args.all ? 'All' : 'Dynamic'} configs for ${args.kind} ${name} are:`,
    ...shown.map((entry) => `  ${entry.key}=${entry.value} sensitive=false synonyms={${synonyms(args, entry)}}`),
  ];
}

/** Settings whose broker setting is derived from others (hours to milliseconds): DescribeConfigs tells no synonym for them. */
const DERIVED = new Set(['retention.ms', 'segment.ms', 'segment.jitter.ms', 'flush.ms']);

/** Names of broker settings that the simulation has no use for, so that its own table lacks them. */
const MORE_SYNONYMS: Readonly<Record<string, string>> = {
  'compression.gzip.level': 'compression.gzip.level',
  'compression.lz4.level': 'compression.lz4.level',
  'compression.zstd.level': 'compression.zstd.level',
  'delete.retention.ms': 'log.cleaner.delete.retention.ms',
  'file.delete.delay.ms': 'log.segment.delete.delay.ms',
  'index.interval.bytes': 'log.index.interval.bytes',
  'local.retention.bytes': 'log.local.retention.bytes',
  'local.retention.ms': 'log.local.retention.ms',
  'max.compaction.lag.ms': 'log.cleaner.max.compaction.lag.ms',
  'message.timestamp.after.max.ms': 'log.message.timestamp.after.max.ms',
  'message.timestamp.before.max.ms': 'log.message.timestamp.before.max.ms',
  'min.cleanable.dirty.ratio': 'log.cleaner.min.cleanable.ratio',
  'min.compaction.lag.ms': 'log.cleaner.min.compaction.lag.ms',
  preallocate: 'log.preallocate',
  'segment.index.bytes': 'log.index.size.max.bytes',
};

/** Where the value comes from, then what it would be without that. */
function synonyms(args: ConfigsArgs, { key, value, source }: Entry): string {
  const name = args.kind === 'broker' ? key : (TOPIC_CONFIG[key]?.synonym ?? MORE_SYNONYMS[key]);
  const chain: string[] = source === 'DYNAMIC_TOPIC_CONFIG' ? [`${source}:${key}=${value}`] : [];
  if (name === undefined || (args.kind === 'topic' && DERIVED.has(key))) return chain.join(', ');
  const fallback = args.kind === 'topic' ? (TOPIC_CONFIG[key]?.default ?? value) : value;
  if (source === 'STATIC_BROKER_CONFIG') chain.push(`${source}:${name}=${value}`);
  // With eligible leader replicas (KIP-966) the cluster has min.insync.replicas as a dynamic default of all brokers.
  if (key === 'min.insync.replicas' && args.kind === 'topic') chain.push(`DYNAMIC_DEFAULT_BROKER_CONFIG:${name}=${fallback}`);
  return [...chain, `DEFAULT_CONFIG:${name}=${fallback}`].join(', ');
}
