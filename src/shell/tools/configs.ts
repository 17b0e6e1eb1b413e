/** kafka-configs.sh: the argument checks of ConfigCommand.ConfigCommandOptions, for topics and brokers. */
import { featuresOf } from '#kafka/metadata/features.ts';
import { readBootstrap } from '#shell/bootstrap.ts';
import { argumentOf, argumentsOf, has, type Options } from '#shell/jopt.ts';
import { notHere, type Plan, type Refusal, refuse, trace, withUsage } from '#shell/outcome.ts';
import { helpOrVersion, type PlanContext, type Tool } from '#shell/tool.ts';
import { adminPlan } from '#shell/tools/admin.ts';
import { type ConfigsArgs, configsProgram } from '#shell/tools/configs-program.ts';
import { zkConfigs } from '#shell/tools/configs-zookeeper.ts';
import { usage as text } from '#shell/usage/kafka-configs.ts';
import { readUsage } from '#shell/usage.ts';

const usage = readUsage(text);

const TYPES = ['topics', 'clients', 'users', 'brokers', 'ips', 'client-metrics', 'groups', 'broker-loggers'];

/** Of 3.9. */
const OLD_TYPES = ['topics', 'clients', 'users', 'brokers', 'ips', 'broker-loggers', 'client-metrics'];

/** Short forms: `--topic orders` is `--entity-type topics --entity-name orders`. */
const SHORT: readonly (readonly [string, string])[] = [
  ['topic', 'topics'],
  ['broker', 'brokers'],
  ['client', 'clients'],
  ['user', 'users'],
  ['ip', 'ips'],
  ['group', 'groups'],
];

interface Entity {
  readonly type: string | undefined;
  readonly name: string | undefined;
}

function entityOf(options: Options): Entity {
  const short = SHORT.find(([option]) => has(options, option));
  if (short) return { type: short[1], name: argumentOf(options, short[0]) };
  if (has(options, 'broker-defaults')) return { type: 'brokers', name: '' };
  return { type: argumentOf(options, 'entity-type'), name: has(options, 'entity-default') ? '' : argumentOf(options, 'entity-name') };
}

function argumentProblem(options: Options, { type, name }: Entity, { spec }: PlanContext): Refusal | undefined {
  const isNew = featuresOf(spec.profile).brokersAlteredIncrementally;
  if (has(options, 'describe') === has(options, 'alter')) return withUsage(usage, 'Command must include exactly one action: --describe, --alter');
  if (!has(options, 'bootstrap-server') && !has(options, 'bootstrap-controller'))
    return refuse(['Either --bootstrap-server or --bootstrap-controller must be specified.']);
  if (type === undefined) return refuse(['At least one entity type must be specified']);
  if (!TYPES.includes(type)) {
    return refuse([
      `Invalid entity type ${type}, the entity type must be one of ${(isNew ? TYPES : OLD_TYPES).join(', ')} with a --bootstrap-server or --bootstrap-controller argument`,
    ]);
  }
  if (type === 'brokers' && name !== undefined && name !== '' && !/^[+-]?\d{1,10}$/.test(name))
    return refuse([`The entity name for brokers must be a valid integer broker id, ${has(options, 'alter') ? 'but it is' : 'found'}: ${name}`]);
  if (has(options, 'describe')) return undefined;
  if (name === undefined && type === 'brokers')
    return refuse([`${isNew ? 'An' : 'an'} entity-name or default entity must be specified with --alter of users, clients, brokers or ips`]);
  if (name === undefined) return refuse([`${isNew ? 'An' : 'an'} entity name must be specified with --alter of ${type}`]);
  if (!has(options, 'add-config') && !has(options, 'add-config-file') && !has(options, 'delete-config')) {
    return refuse(['At least one of --add-config, --add-config-file, or --delete-config must be specified with --alter']);
  }
  return additions(options) ? undefined : refuse([isNew ? `${FORMAT}${GROUPED}` : `${FORMAT}.`]);
}

const FORMAT = 'requirement failed: Invalid entity config: all configs to be added must be in the format "key=val"';
const GROUPED = ' or  "key=[val1,val2]" to group values which contain commas.';

/** `k1=v1,k2=[v1,v2]`: commas inside brackets belong to the value. */
export function additions(options: Options): Readonly<Record<string, string>> | undefined {
  const text = argumentsOf(options, 'add-config').join(',');
  if (text === '') return {};
  const pairs = (text.match(/[^,[]+(?:\[[^\]]*\])?[^,]*/g) ?? []).map((pair) => pair.split(/\s*=\s*/));
  if (pairs.some((pair) => pair.length !== 2)) return undefined;
  return Object.fromEntries(pairs.map(([key, value]) => [key.trim(), value.trim().replaceAll(/[[\]]/g, '')]));
}

function plan(options: Options, context: PlanContext): Plan {
  const entity = entityOf(options);
  const problem = helpOrVersion({ usage }, options, context) ?? argumentProblem(options, entity, context) ?? unsupported(options, entity);
  if (problem) return problem;
  const commandLine = context.args.join(' ');
  const args: ConfigsArgs = {
    action: has(options, 'alter') ? 'alter' : 'describe',
    kind: entity.type === 'brokers' ? 'broker' : 'topic',
    name: entity.name,
    all: has(options, 'all'),
    set: additions(options) ?? {},
    remove: argumentsOf(options, 'delete-config')
      .flatMap((keys) => keys.split(','))
      .map((key) => key.trim()),
    commandLine,
    whole: !featuresOf(context.spec.profile).brokersAlteredIncrementally,
    old: false,
  };
  return configsPlan(args, options, context);
}

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

function unsupported(options: Options, { type }: Entity): Refusal | undefined {
  const isHere = type === 'topics' || type === 'brokers';
  if (isHere && !has(options, 'bootstrap-controller') && !has(options, 'add-config-file')) return undefined;
  return notHere('kafka-configs.sh describes and alters topics and brokers; the rest is not part of this simulation');
}

export const configs: Tool = {
  name: 'kafka-configs.sh',
  usage,
  readsInput: false,
  program: { name: 'kafka-configs', program: configsProgram },
  plan,
  refuseOption: (problem) => refuse([problem.message]),
  edition: ({ profile }) => zkConfigs(profile) ?? configs,
};
