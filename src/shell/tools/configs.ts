/** kafka-configs.sh: from its arguments to what is asked of brokers, or of ZooKeeper (ConfigCommand), for topics, brokers and groups. */
import { featuresOf } from '#kafka/metadata/features.ts';
import type { Profile } from '#kafka/spec.ts';
import { readBootstrap } from '#shell/bootstrap.ts';
import { argumentOf, argumentsOf, has, type Options } from '#shell/jopt.ts';
import { notHere, type Plan, type Refusal, refuse, trace } from '#shell/outcome.ts';
import { helpOrVersion, type PlanContext, type Tool } from '#shell/tool.ts';
import { adminPlan } from '#shell/tools/admin.ts';
import { argumentProblem, configsRelease, entitiesOf } from '#shell/tools/configs-checks.ts';
import { type ConfigsArgs, configsProgram } from '#shell/tools/configs-program.ts';
import { byZookeeper, zkConfigs } from '#shell/tools/configs-zookeeper.ts';

/** `k1=v1,k2=[v1,v2]`: commas inside brackets belong to the value. */
export function additions(options: Options): Readonly<Record<string, string>> | undefined {
  const text = argumentsOf(options, 'add-config').join(',');
  if (text === '') return {};
  const pairs = (text.match(/[^,[]+(?:\[[^\]]*\])?[^,]*/g) ?? []).map((pair) => pair.split(/\s*=\s*/));
  if (pairs.some((pair) => pair.length !== 2)) return undefined;
  return Object.fromEntries(pairs.map(([key, value]) => [key.trim(), value.trim().replaceAll(/[[\]]/g, '')]));
}

const KINDS: Readonly<Record<string, ConfigsArgs['kind']>> = { topics: 'topic', brokers: 'broker', groups: 'group' };

function plan(options: Options, context: PlanContext): Plan {
  const { profile } = context.spec;
  const release = configsRelease(profile);
  const problem = helpOrVersion(release, options, context) ?? argumentProblem(release, options) ?? unsupported(options);
  if (problem) return problem;
  const set = additions(options);
  const { types, names } = entitiesOf(options);
  const change = { set: set ?? {}, remove: removals(options), commandLine: context.args.join(' ') };
  if (has(options, 'zookeeper')) return byZookeeper(types[0], names[0], set === undefined ? undefined : change, options, context);
  if (set === undefined) return refuse([release.format]);
  const args: ConfigsArgs = {
    action: has(options, 'alter') ? 'alter' : 'describe',
    kind: KINDS[types[0]] ?? 'topic',
    name: names[0],
    all: has(options, 'all'),
    ...change,
    whole: !featuresOf(profile).brokersAlteredIncrementally,
    old: false,
  };
  return configsPlan(args, options, context);
}

export const removals = (options: Options): readonly string[] =>
  argumentsOf(options, 'delete-config')
    .flatMap((keys) => keys.split(','))
    .map((key) => key.trim());

/** Starts the tool with --bootstrap-server. */
export function configsPlan(args: ConfigsArgs, options: Options, context: PlanContext): Plan {
  return adminPlan({
    bootstrap: readBootstrap(argumentOf(options, 'bootstrap-server') ?? '', context.spec),
    program: 'kafka-configs',
    args,
    config: {},
    cannotCreate: (cause) =>
      refuse([
        `Error while executing config command with args '${args.commandLine}'`,
        ...trace('org.apache.kafka.common.KafkaException', 'Failed to create new KafkaAdminClient', cause),
      ]),
  });
}

function unsupported(options: Options): Refusal | undefined {
  const [type] = entitiesOf(options).types;
  const isHere = type in KINDS;
  if (isHere && !has(options, 'bootstrap-controller') && !has(options, 'add-config-file')) return undefined;
  return notHere('kafka-configs.sh describes and alters topics, brokers and groups; the rest is not part of this simulation');
}

export const configs: Tool = {
  name: 'kafka-configs.sh',
  usage: configsRelease('4.3').usage,
  readsInput: false,
  program: { name: 'kafka-configs', program: configsProgram },
  plan,
  refuseOption: (problem) => refuse([problem.message]),
  edition: ({ profile }) => zkConfigs(profile) ?? EDITIONS[profile] ?? configs,
};

const EDITIONS: Partial<Record<Profile, Tool>> = {
  '2.8': { ...configs, usage: configsRelease('2.8').usage },
  '3.9': { ...configs, usage: configsRelease('3.9').usage },
};
