/** kafka-console-producer.sh: ConsoleProducerOptions. Each line of standard input becomes a record; the process is a producer of its own. */
import type { ConsoleProducerLaunch } from '#kafka/clients/tool/program.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import { bootstrapProblem, readBootstrap } from '#shell/bootstrap.ts';
import { argumentOf, argumentsOf, has, type Options, readingProblem } from '#shell/jopt.ts';
import { FRAMES, joptClass, type Plan, refuse, uncaught, withUsage } from '#shell/outcome.ts';
import { helpOrVersion, type PlanContext, type Tool } from '#shell/tool.ts';
import { hostHint, warnings } from '#shell/tools/admin.ts';
import { missingRequired } from '#shell/tools/checks.ts';
import { isTrue, readProperties } from '#shell/tools/properties.ts';
import { out } from '#shell/turns.ts';
import { usage as text } from '#shell/usage/kafka-console-producer.ts';
import { readUsage } from '#shell/usage.ts';

const usage = readUsage(text);

/** Option, producer config, default: set when given, or when no property says otherwise (maybeMergeOptions). */
const MERGED: readonly (readonly [string, string, string])[] = [
  ['timeout', 'linger.ms', '1000'],
  ['request-required-acks', 'acks', '-1'],
  ['request-timeout-ms', 'request.timeout.ms', '1500'],
  ['message-send-max-retries', 'retries', '3'],
  ['retry-backoff-ms', 'retry.backoff.ms', '100'],
  ['max-memory-bytes', 'buffer.memory', '33554432'],
  ['batch-size', 'batch.size', '16384'],
  ['metadata-expiry-ms', 'metadata.max.age.ms', '300000'],
  ['max-block-ms', 'max.block.ms', '60000'],
];

function plan(options: Options, context: PlanContext): Plan {
  const help = helpOrVersion({ usage }, options, context);
  if (help) return help;
  if (!has(options, 'topic')) return missingRequired(usage, 'topic');
  if (!has(options, 'bootstrap-server')) return withUsage(usage, 'Error while validating the bootstrap address\n');
  const misread = readingProblem(usage.options, options, ['topic', 'bootstrap-server', ...MERGED.map(([option]) => option)]);
  if (misread) return uncaught(joptClass(misread), misread.message);
  const bootstrap = readBootstrap(argumentOf(options, 'bootstrap-server') ?? '', context.spec);
  if (bootstrap.invalid !== undefined)
    return { ...withUsage(usage, 'Please provide valid host:port like host1:9091,host2:9092\n'), teaching: hostHint(bootstrap) };
  const cannot = bootstrapProblem(bootstrap) ?? acksProblem(options);
  if (cannot !== undefined)
    return { ...constructionFailure(cannot, [...warnings(bootstrap)]), teaching: bootstrap.nodes.length === 0 ? hostHint(bootstrap) : '' };
  return { ok: true, launch: launchOf(options, bootstrap.nodes, context) };
}

function acksProblem(options: Options): string | undefined {
  const acks = configOf(options)['acks'];
  return ['all', '-1', '0', '1'].includes(acks) ? undefined : `Invalid value ${acks} for configuration acks: String must be one of: all, -1, 0, 1`;
}

/** ConsoleProducer prints the stack trace of whatever its producer's constructor throws. */
function constructionFailure(message: string, before: readonly string[]) {
  const cause = `org.apache.kafka.common.config.ConfigException: ${message}`;
  if (message.startsWith('Invalid value')) return refuse([...before, cause, FRAMES]);
  return refuse([...before, 'org.apache.kafka.common.KafkaException: Failed to construct kafka producer', FRAMES, `Caused by: ${cause}`, FRAMES]);
}

function deprecations(options: Options, { spec }: PlanContext): string[] {
  if (!featuresOf(spec.profile).toolOptionsByPurpose) return [];
  const renamed = [
    ['property', 'reader-property'],
    ['producer-property', 'command-property'],
    ['producer.config', 'command-config'],
  ] as const;
  return renamed
    .filter(([old]) => has(options, old))
    .map(([old, now]) => `Warning: --${old} is deprecated and will be removed in a future version. Use --${now} instead.`);
}

function configOf(options: Options): Readonly<Record<string, string>> {
  const properties = readProperties([...argumentsOf(options, 'producer-property'), ...argumentsOf(options, 'command-property')]);
  const config: Record<string, string> = { 'client.id': 'console-producer', ...Object.fromEntries(properties) };
  if (has(options, 'compression-codec')) config['compression.type'] = argumentOf(options, 'compression-codec') ?? 'gzip';
  for (const [option, key, fallback] of MERGED) {
    if (has(options, option) || config[key] === undefined) config[key] = argumentOf(options, option) ?? fallback;
  }
  return config;
}

function launchOf(options: Options, bootstrap: readonly string[], context: PlanContext): ConsoleProducerLaunch {
  const reader = readProperties([...argumentsOf(options, 'property'), ...argumentsOf(options, 'reader-property')]);
  return {
    kind: 'console-producer',
    banner: out(...deprecations(options, context)),
    topic: argumentOf(options, 'topic') ?? '',
    bootstrap,
    config: configOf(options),
    parseKey: isTrue(reader, 'parse.key'),
    keySeparator: reader.get('key.separator') ?? '\t',
    ...(reader.has('null.marker') ? { nullMarker: reader.get('null.marker') } : {}),
    stdin: context.stdin,
  };
}

export const consoleProducer: Tool = {
  name: 'kafka-console-producer.sh',
  usage,
  readsInput: true,
  plan,
  refuseOption: (problem) => withUsage(usage, problem.message),
};
