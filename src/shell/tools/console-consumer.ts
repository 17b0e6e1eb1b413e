/** kafka-console-consumer.sh: ConsoleConsumerOptions. The process is a consumer of its own, in a group that it makes up unless one is given. */
import type { ConsoleConsumerLaunch, Printed } from '#kafka/clients/tool/program.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import { EPOCH_MS } from '#kafka/protocol/names.ts';
import { bootstrapProblem, readBootstrap } from '#shell/bootstrap.ts';
import { argumentOf, argumentsOf, has, type OptionProblem, type Options, readingProblem } from '#shell/jopt.ts';
import { logLine } from '#shell/log4j.ts';
import { conversionCause, FRAMES, joptClass, type Plan, type Refusal, refuse, uncaught, withUsage } from '#shell/outcome.ts';
import { helpOrVersion, type PlanContext, type Tool } from '#shell/tool.ts';
import { hostHint, warnings } from '#shell/tools/admin.ts';
import { missingRequired } from '#shell/tools/checks.ts';
import { isTrue, readProperties } from '#shell/tools/properties.ts';
import { err, out } from '#shell/turns.ts';
import { usage as text } from '#shell/usage/kafka-console-consumer.ts';
import { readUsage } from '#shell/usage.ts';

const usage = readUsage(text);

export const uncaughtProblem = (problem: OptionProblem): Refusal => {
  const refusal = uncaught(joptClass(problem), problem.message);
  return { ...refusal, stderr: [...refusal.stderr, ...conversionCause(problem)] };
};

function plan(options: Options, context: PlanContext): Plan {
  const problem = helpOrVersion({ usage }, options, context) ?? argumentProblem(options);
  if (problem) return { ...problem, stdout: [...(problem.exitCode === 0 || has(options, 'help') ? problem.stdout : deprecations(options, context))] };
  const bootstrap = readBootstrap(argumentOf(options, 'bootstrap-server') ?? '', context.spec);
  const cannot = bootstrapProblem(bootstrap);
  if (cannot === undefined) return { ok: true, launch: launchOf(options, bootstrap.nodes, context) };
  const stderr = [...warnings(bootstrap), ...unknownError('org.apache.kafka.common.KafkaException: Failed to construct kafka consumer', cannot)];
  return { ...refuse(stderr, 1, deprecations(options, context)), teaching: hostHint(bootstrap) };
}

/** ConsoleConsumer's main logs whatever else goes wrong. */
const unknownError = (thrown: string, cause: string): string[] => [
  logLine(EPOCH_MS, 'ERROR Unknown error when running consumer:  (org.apache.kafka.tools.consumer.ConsoleConsumer)'),
  thrown,
  FRAMES,
  `Caused by: org.apache.kafka.common.config.ConfigException: ${cause}`,
  FRAMES,
];

function argumentProblem(options: Options): Refusal | undefined {
  if (!has(options, 'bootstrap-server')) return missingRequired(usage, 'bootstrap-server');
  if (has(options, 'topic') === has(options, 'include')) return withUsage(usage, 'Exactly one of the following arguments is required: [topic], [include]');
  const misread = readingProblem(usage.options, options, ['topic', 'partition', 'offset', 'group', 'timeout-ms', 'max-messages']);
  if (misread) return uncaughtProblem(misread);
  return offsetProblem(options) ?? groupProblem(options) ?? formatterProblem(options);
}

function offsetProblem(options: Options): Refusal | undefined {
  if (has(options, 'partition') && !has(options, 'topic')) return withUsage(usage, 'The topic is required when partition is specified.');
  if (has(options, 'offset') && !has(options, 'partition')) return withUsage(usage, 'The partition is required when offset is specified.');
  if (has(options, 'from-beginning') && has(options, 'offset')) return withUsage(usage, 'Options from-beginning and offset cannot be specified together.');
  const offset = argumentOf(options, 'offset');
  const isValid = offset === undefined || /^(earliest|latest|\+?\d+)$/i.test(offset);
  return isValid
    ? undefined
    : withUsage(usage, `The provided offset value '${offset}' is incorrect. Valid values are 'earliest', 'latest', or a non-negative long.`);
}

function groupProblem(options: Options): Refusal | undefined {
  const properties = consumerProperties(options);
  const reset = properties.get('auto.offset.reset');
  if (has(options, 'from-beginning') && reset !== undefined && reset !== 'earliest') {
    return refuse([`Can't simultaneously specify --from-beginning and 'auto.offset.reset=${reset}', please remove one option`]);
  }
  const groups = [...new Set([argumentOf(options, 'group'), properties.get('group.id')].filter((group) => group !== undefined))];
  if (groups.length > 1) {
    const where = `(directly using '--group', via '--consumer-property', or via '--consumer.config')`;
    return withUsage(
      usage,
      `The group ids provided in different places ${where} do not match. Detected group ids: ${groups.map((group) => `'${group}'`).join(', ')}`,
    );
  }
  return groups.length > 0 && has(options, 'partition') ? withUsage(usage, 'Options group and partition cannot be specified together.') : undefined;
}

export const FORMATTERS = ['org.apache.kafka.tools.consumer.DefaultMessageFormatter'];

function formatterProblem(options: Options): Refusal | undefined {
  const formatter = argumentOf(options, 'formatter');
  return formatter === undefined || FORMATTERS.includes(formatter) ? undefined : withUsage(usage, formatter);
}

export const consumerProperties = (options: Options) =>
  readProperties([...argumentsOf(options, 'consumer-property'), ...argumentsOf(options, 'command-property')]);

function deprecations(options: Options, { spec }: PlanContext): string[] {
  if (!featuresOf(spec.profile).toolOptionsByPurpose) return [];
  const renamed = [
    ['consumer-property', 'command-property'],
    ['property', 'formatter-property'],
    ['consumer.config', 'command-config'],
  ] as const;
  return renamed
    .filter(([old]) => has(options, old))
    .map(([old, now]) => `Option --${old} is deprecated and will be removed in a future version. Use --${now} instead.`);
}

/** KIP-848's invitation to whoever joins a group with the classic protocol. */
const protocolHint = (properties: ReadonlyMap<string, string>): string[] =>
  properties.get('group.protocol')?.toLowerCase() === 'consumer'
    ? []
    : [
        'The consumer rebalance protocol (KIP-848) is production-ready! Set group.protocol=consumer to try it out. See https://kafka.apache.org/documentation/#consumer_rebalance_protocol',
      ];

function launchOf(options: Options, bootstrap: readonly string[], context: PlanContext): ConsoleConsumerLaunch {
  const properties = consumerProperties(options);
  const group = argumentOf(options, 'group') ?? properties.get('group.id');
  const fromBeginning = has(options, 'from-beginning');
  const config: Record<string, string> = {
    'client.id': 'console-consumer',
    'auto.offset.reset': fromBeginning ? 'earliest' : 'latest',
    ...Object.fromEntries(properties),
  };
  if (group === undefined) config['enable.auto.commit'] ??= 'false';
  if (has(options, 'isolation-level')) config['isolation.level'] = argumentOf(options, 'isolation-level') ?? 'read_uncommitted';
  return {
    kind: 'console-consumer',
    banner: [...out(...deprecations(options, context)), ...err(...(has(options, 'partition') ? [] : protocolHint(properties)))],
    topic: argumentOf(options, 'topic') ?? argumentOf(options, 'include') ?? '',
    group,
    bootstrap,
    config,
    fromBeginning,
    validatesPositions: featuresOf(context.spec.profile).validatesPositions,
    partition: numberOf(options, 'partition'),
    offset: offsetOf(options),
    maxMessages: numberOf(options, 'max-messages'),
    timeoutMs: numberOf(options, 'timeout-ms'),
    print: printOf(options),
  };
}

export function numberOf(options: Options, name: string): number | undefined {
  const value = argumentOf(options, name);
  return value === undefined ? undefined : Number(value);
}

/** With a partition and no offset, consumption starts at its end. */
function offsetOf(options: Options): number | 'earliest' | 'latest' | undefined {
  if (!has(options, 'partition')) return undefined;
  const offset = (argumentOf(options, 'offset') ?? (has(options, 'from-beginning') ? 'earliest' : 'latest')).toLowerCase();
  return offset === 'earliest' || offset === 'latest' ? offset : Number(offset);
}

export function printOf(options: Options): Printed {
  const properties = readProperties([...argumentsOf(options, 'property'), ...argumentsOf(options, 'formatter-property')]);
  return {
    key: isTrue(properties, 'print.key'),
    value: !properties.has('print.value') || isTrue(properties, 'print.value'),
    partition: isTrue(properties, 'print.partition'),
    offset: isTrue(properties, 'print.offset'),
    timestamp: isTrue(properties, 'print.timestamp'),
    delivery: isTrue(properties, 'print.delivery'),
    keySeparator: properties.get('key.separator') ?? '\t',
  };
}

export const consoleConsumer: Tool = {
  name: 'kafka-console-consumer.sh',
  usage,
  readsInput: false,
  plan,
  refuseOption: (problem) => withUsage(usage, problem.message),
};
