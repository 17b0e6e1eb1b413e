/** What kafka-configs.sh checks before it asks anybody (ConfigCommandOptions.checkArgs), in the words and the order of 2.8, 3.9 and 4.3. */
import type { Profile } from '#kafka/spec.ts';
import { argumentOf, argumentsOf, has, type Options } from '#shell/jopt.ts';
import { type Refusal, refuse, withUsage } from '#shell/outcome.ts';
import { cantBeUsedWith } from '#shell/tools/checks.ts';
import { usage as text28 } from '#shell/usage/2.8/kafka-configs.ts';
import { usage as text39 } from '#shell/usage/3.9/kafka-configs.ts';
import { usage as text } from '#shell/usage/kafka-configs.ts';
import { readUsage, type Usage } from '#shell/usage.ts';

/** What the tool of a release takes and says. */
export interface ConfigsRelease {
  readonly usage: Usage;
  /** Entity types for an address, as they are listed when another is given. */
  readonly typesAt: (options: Options) => { readonly types: readonly string[]; readonly listed: string };
  readonly addresses: readonly string[];
  readonly noAddress: string;
  readonly twoAddresses: string;
  /** Without an address nothing else is looked at. */
  readonly addressFirst: boolean;
  /** `an entity name must be specified …` */
  readonly article: 'an' | 'An';
  /** What an argument of --add-config without `=` is told. */
  readonly format: string;
}

const FORMAT = 'requirement failed: Invalid entity config: all configs to be added must be in the format "key=val"';

const TYPES_28 = ['topics', 'clients', 'users', 'brokers', 'ips'];
const TYPES_39 = [...TYPES_28, 'broker-loggers', 'client-metrics'];
const TYPES_43 = ['topics', 'clients', 'users', 'brokers', 'ips', 'client-metrics', 'groups', 'broker-loggers'];
const BY_ZOOKEEPER_39 = ['users', 'brokers'];

const toBrokers = (options: Options): boolean => has(options, 'bootstrap-server') || has(options, 'bootstrap-controller');
const AT_BROKERS = 'with a --bootstrap-server or --bootstrap-controller argument';

const now: ConfigsRelease = {
  usage: readUsage(text),
  typesAt: () => ({ types: TYPES_43, listed: `${TYPES_43.join(', ')} ${AT_BROKERS}` }),
  addresses: ['bootstrap-server', 'bootstrap-controller'],
  noAddress: 'Either --bootstrap-server or --bootstrap-controller must be specified.',
  twoAddresses: 'Only one of --bootstrap-server or --bootstrap-controller can be specified',
  addressFirst: true,
  article: 'An',
  format: `${FORMAT} or  "key=[val1,val2]" to group values which contain commas.`,
};

const RELEASES: Partial<Record<Profile, ConfigsRelease>> = {
  '2.8': {
    usage: readUsage(text28),
    typesAt(options) {
      const types = toBrokers(options) ? [...TYPES_28, 'broker-loggers'] : TYPES_28;
      return { types, listed: `${types.join(',')} with the --${toBrokers(options) ? 'bootstrap-server' : 'zookeeper'} argument` };
    },
    addresses: ['bootstrap-server', 'zookeeper'],
    noAddress: 'One of the required --bootstrap-server or --zookeeper arguments must be specified',
    twoAddresses: 'Only one of --bootstrap-server or --zookeeper must be specified',
    addressFirst: false,
    article: 'an',
    format: `${FORMAT}.`,
  },
  '3.9': {
    usage: readUsage(text39),
    typesAt(options) {
      const types = toBrokers(options) ? TYPES_39 : BY_ZOOKEEPER_39;
      return { types, listed: `${types.join(', ')} ${toBrokers(options) ? AT_BROKERS : 'with a --zookeeper argument'}` };
    },
    addresses: ['bootstrap-server', 'bootstrap-controller', 'zookeeper'],
    // So it is written there.
    noAddress: 'One of the required --bootstrap-server, --boostrap-controller, or --zookeeper arguments must be specified',
    twoAddresses: 'Only one of --bootstrap-server, --boostrap-controller, and --zookeeper can be specified',
    addressFirst: false,
    article: 'an',
    format: `${FORMAT}.`,
  },
};

export const configsRelease = (profile: Profile): ConfigsRelease => RELEASES[profile] ?? now;

/** Short forms: `--topic orders` is `--entity-type topics --entity-name orders`. */
const FLAGS: readonly (readonly [string, string])[] = [
  ['topic', 'topics'],
  ['client', 'clients'],
  ['user', 'users'],
  ['broker', 'brokers'],
  ['broker-logger', 'broker-loggers'],
  ['ip', 'ips'],
  ['client-metrics', 'client-metrics'],
  ['group', 'groups'],
];
const DEFAULTS: readonly (readonly [string, string])[] = [
  ['client-defaults', 'clients'],
  ['user-defaults', 'users'],
  ['broker-defaults', 'brokers'],
  ['ip-defaults', 'ips'],
];

/** What is described or altered; the name '' is the default of all of that type. */
export interface Entities {
  readonly types: readonly string[];
  readonly names: readonly string[];
}

export function entitiesOf(options: Options): Entities {
  const flags = FLAGS.filter(([option]) => has(options, option));
  const defaults = DEFAULTS.filter(([option]) => has(options, option));
  return {
    types: [...argumentsOf(options, 'entity-type'), ...[...flags, ...defaults].map(([, type]) => type)],
    names: [
      ...argumentsOf(options, 'entity-name'),
      ...(has(options, 'entity-default') ? [''] : []),
      ...flags.map(([option]) => argumentOf(options, option) ?? ''),
      ...defaults.map(() => ''),
    ],
  };
}

export function argumentProblem(release: ConfigsRelease, options: Options): Refusal | undefined {
  const { usage } = release;
  if (has(options, 'describe') === has(options, 'alter')) return withUsage(usage, 'Command must include exactly one action: --describe, --alter');
  const stray = has(options, 'describe') ? ['add-config', 'delete-config'].find((option) => has(options, option)) : undefined;
  if (stray !== undefined) return cantBeUsedWith(usage, 'describe', stray);
  const message = entityProblem(release, options) ?? valueProblem(release, options);
  return message === undefined ? undefined : refuse([message]);
}

function entityProblem(release: ConfigsRelease, options: Options): string | undefined {
  const { types } = entitiesOf(options);
  const given = release.addresses.filter((option) => has(options, option));
  const twice = types.filter((type, n) => types.indexOf(type) !== n);
  if (twice.length > 0) return `Duplicate entity type(s) specified: ${twice.join(',')}`;
  if (release.addressFirst && given.length === 0) return release.noAddress;
  const allowed = release.typesAt(options);
  const unknown = types.find((type) => !allowed.types.includes(type));
  if (unknown !== undefined) return `Invalid entity type ${unknown}, the entity type must be one of ${allowed.listed}`;
  if (types.length === 0) return 'At least one entity type must be specified';
  if (types.length > 1 && types.some((type) => type !== 'users' && type !== 'clients'))
    return "Only 'users' and 'clients' entity types may be specified together";
  const isLong = ['entity-name', 'entity-type', 'entity-default'].some((option) => has(options, option));
  if (isLong && [...FLAGS, ...DEFAULTS].some(([option]) => has(options, option)))
    return '--entity-{type,name,default} should not be used in conjunction with specific entity flags';
  if (given.length === 0) return release.noAddress;
  if (given.length > 1) return release.twoAddresses;
  return has(options, 'all') && has(options, 'zookeeper') ? '--bootstrap-server must be specified for --all' : undefined;
}

const isBrokerId = (name: string): boolean => /^[+-]?\d{1,10}$/.test(name);

function valueProblem({ article, addressFirst }: ConfigsRelease, options: Options): string | undefined {
  const { types, names } = entitiesOf(options);
  const [type] = types;
  const hasName = names.some((name) => name !== '');
  const bad = type === 'brokers' || type === 'broker-loggers' ? names.find((name) => name !== '' && !isBrokerId(name)) : undefined;
  if (bad !== undefined) return `The entity name for ${type} must be a valid integer broker id, but it is: ${bad}`;
  const hasDefaults = ['users', 'clients', 'brokers', 'ips'].includes(type);
  if (has(options, 'describe')) {
    if (addressFirst && !hasDefaults && has(options, 'entity-default')) return `--entity-default must not be specified with --describe of ${types.join(',')}`;
    return type === 'broker-loggers' && !hasName ? `${article} entity name must be specified with --describe of ${types.join(',')}` : undefined;
  }
  if (hasDefaults && names.length === 0) return `${article} entity-name or default entity must be specified with --alter of users, clients, brokers or ips`;
  if (!hasDefaults && !hasName) return `${article} entity name must be specified with --alter of ${types.join(',')}`;
  const ways = ['add-config', 'add-config-file', 'delete-config'].filter((option) => has(options, option));
  if (ways.includes('add-config') && ways.includes('add-config-file')) return 'Only one of --add-config or --add-config-file must be specified';
  return ways.length === 0 ? 'At least one of --add-config, --add-config-file, or --delete-config must be specified with --alter' : undefined;
}
