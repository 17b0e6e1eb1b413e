/** kafka-console-share-consumer.sh: ConsoleShareConsumerOptions. It acknowledges explicitly, each record as it is printed. */
import { validateShareConsumerConfig } from '#kafka/clients/share/config.ts';
import type { ConsoleShareConsumerLaunch } from '#kafka/clients/tool/program.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import { EPOCH_MS } from '#kafka/protocol/names.ts';
import { bootstrapProblem, readBootstrap } from '#shell/bootstrap.ts';
import { argumentOf, has, type Options, readingProblem } from '#shell/jopt.ts';
import { logLine } from '#shell/log4j.ts';
import { FRAMES, type Plan, type Refusal, refuse, withUsage } from '#shell/outcome.ts';
import { helpOrVersion, type PlanContext, type Tool } from '#shell/tool.ts';
import { hostHint, warnings } from '#shell/tools/admin.ts';
import { missingRequired } from '#shell/tools/checks.ts';
import { consumerProperties, FORMATTERS, numberOf, printOf, uncaughtProblem } from '#shell/tools/console-consumer.ts';
import { out } from '#shell/turns.ts';
import { usage as text } from '#shell/usage/kafka-console-share-consumer.ts';
import { readUsage } from '#shell/usage.ts';

const usage = readUsage(text);

/** Old names of options, and what they are now. Those before the formatter's are told before it is made. */
const RENAMED = [
  ['consumer-property', 'command-property'],
  ['consumer-config', 'command-config'],
  ['property', 'formatter-property'],
] as const;

const CONFIG_EXCEPTION = 'org.apache.kafka.common.config.ConfigException';

function plan(options: Options, context: PlanContext): Plan {
  const problem = helpOrVersion({ usage }, options, context) ?? argumentProblem(options);
  if (problem) return problem;
  const deprecations = RENAMED.filter(([old]) => has(options, old)).map(
    ([old, now]) => `Option --${old} is deprecated and will be removed in a future version. Use --${now} instead.`,
  );
  const late = groupProblem(options) ?? formatterProblem(options);
  if (late) return { ...late, stdout: [...deprecations, ...late.stdout] };
  const bootstrap = readBootstrap(argumentOf(options, 'bootstrap-server') ?? '', context.spec);
  const cannot = bootstrapProblem(bootstrap);
  const launch = launchOf(options, bootstrap.nodes, deprecations);
  const wrong = validateShareConsumerConfig(launch.config);
  if (cannot === undefined && wrong === null) return { ok: true, launch };
  const stderr = [
    ...warnings(bootstrap),
    logLine(EPOCH_MS, 'ERROR Unknown error when running consumer:  (org.apache.kafka.tools.consumer.ConsoleShareConsumer)'),
    ...(wrong === null
      ? ['org.apache.kafka.common.KafkaException: Failed to construct Kafka share consumer', FRAMES, `Caused by: ${CONFIG_EXCEPTION}: ${cannot}`]
      : [`${CONFIG_EXCEPTION}: ${wrong}`]),
    FRAMES,
  ];
  return { ...refuse(stderr, 1, deprecations), ...(cannot === undefined ? {} : { teaching: hostHint(bootstrap) }) };
}

function argumentProblem(options: Options): Refusal | undefined {
  if (!has(options, 'topic')) return withUsage(usage, '--topic is a required argument');
  if (!has(options, 'bootstrap-server')) return missingRequired(usage, 'bootstrap-server');
  if (has(options, 'reject') && has(options, 'release')) return withUsage(usage, 'At most one of --reject and --release may be specified.');
  const twice = RENAMED.slice(0, 2).find(([old, now]) => has(options, old) && has(options, now));
  if (twice) return withUsage(usage, `Options --${twice[0]} and --${twice[1]} cannot be specified together.`);
  const misread = readingProblem(usage.options, options, ['timeout-ms', 'max-messages']);
  return misread && uncaughtProblem(misread);
}

const DEFAULT_GROUP = 'console-share-consumer';

const groupsOf = (options: Options): string[] => [
  ...new Set([argumentOf(options, 'group'), consumerProperties(options).get('group.id')].filter((group) => group !== undefined)),
];

function groupProblem(options: Options): Refusal | undefined {
  const groups = groupsOf(options);
  if (groups.length < 2) return undefined;
  const where = "(directly using '--group', via '--consumer-property', or via '--consumer-config')";
  return withUsage(
    usage,
    `The group ids provided in different places ${where} do not match. Detected group ids: ${groups.map((group) => `'${group}'`).join(', ')}`,
  );
}

function formatterProblem(options: Options): Refusal | undefined {
  const formatter = argumentOf(options, 'formatter');
  if (formatter !== undefined && !FORMATTERS.includes(formatter)) return withUsage(usage, formatter);
  return has(options, 'property') && has(options, 'formatter-property')
    ? withUsage(usage, 'Options --property and --formatter-property cannot be specified together.')
    : undefined;
}

function launchOf(options: Options, bootstrap: readonly string[], deprecations: readonly string[]): ConsoleShareConsumerLaunch {
  const [group = DEFAULT_GROUP] = groupsOf(options);
  const config = {
    'client.id': DEFAULT_GROUP,
    ...Object.fromEntries(consumerProperties(options)),
    'group.id': group,
    'share.acknowledgement.mode': 'explicit',
  };
  return {
    kind: 'console-share-consumer',
    banner: out(...deprecations),
    topic: argumentOf(options, 'topic') ?? '',
    group,
    bootstrap,
    config,
    maxMessages: numberOf(options, 'max-messages'),
    timeoutMs: numberOf(options, 'timeout-ms'),
    acknowledge: has(options, 'reject') ? 'REJECT' : has(options, 'release') ? 'RELEASE' : 'ACCEPT',
    print: printOf(options),
  };
}

export const consoleShareConsumer: Tool = {
  name: 'kafka-console-share-consumer.sh',
  usage,
  readsInput: false,
  plan,
  refuseOption: (problem) => withUsage(usage, problem.message),
  edition: ({ profile }) => (featuresOf(profile).shareGroups ? consoleShareConsumer : undefined),
};
