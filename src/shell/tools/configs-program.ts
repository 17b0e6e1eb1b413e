/** kafka-configs.sh as a program: ConfigCommand's describe and alter with --bootstrap-server, with the synonyms that DescribeConfigs tells. */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Program, Turn } from '#kafka/clients/tool/program.ts';
import type { ConfigSource } from '#kafka/protocol/messages.ts';
import type { Config } from '#kafka/spec.ts';
import { exceptionOf, messageOf, qualified } from '#shell/exception.ts';
import { FRAMES } from '#shell/outcome.ts';
import { answer, ask, err, exitWith, type Gives, out } from '#shell/turns.ts';

export interface ConfigsArgs {
  readonly action: 'describe' | 'alter';
  readonly kind: 'topic' | 'broker' | 'group';
  /** undefined: every one; '' is the default of all brokers. */
  readonly name: string | undefined;
  readonly all: boolean;
  readonly set: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
  /** The arguments as typed: the tool repeats them when it fails. */
  readonly commandLine: string;
  /** What is set on a broker is read first and written as a whole (until 3.9). */
  readonly whole: boolean;
  /** The words of 1.1 to 2.3, which knew nothing but brokers here. */
  readonly old: boolean;
}

export const configsProgram: Program = {
  turn(args, results) {
    const configs = args as ConfigsArgs;
    const last = results[results.length - 1];
    if (last && !last.ok) return configs.whole && results.length === 1 ? gaveUp(configs) : failed(configs, `${qualified(last.exception)}: ${last.message}`);
    if (configs.action === 'alter') return alter(configs, results);
    return configs.kind === 'group' ? describeGroups(configs, results) : describeConfigs(configs, results);
  },
};

function failed({ commandLine }: ConfigsArgs, cause: string): Turn {
  return exitWith(
    1,
    err(`Error while executing config command with args '${commandLine}'`, `java.util.concurrent.ExecutionException: ${cause}`, FRAMES, `Caused by: ${cause}`),
  );
}

/** The tool itself waits for 30 s, less than its client. */
const gaveUp = ({ commandLine }: ConfigsArgs): Turn =>
  exitWith(1, err(`Error while executing config command with args '${commandLine}'`, 'java.util.concurrent.TimeoutException', FRAMES));

function alter(args: ConfigsArgs, results: readonly CallResult[]): Turn {
  const { kind, set, remove } = args;
  const name = args.name ?? '';
  // Of a topic too what is taken away must be there.
  if (args.whole && results.length === 0) return ask({ call: 'describeConfigs', resources: [{ kind, name }] });
  const asked = args.whole ? 1 : 0;
  if (results.length === asked) {
    const found = args.whole ? answer(results, 0, 'describeConfigs').resources[0] : undefined;
    if (found?.error === 'UNKNOWN_TOPIC_OR_PARTITION') return failed(args, `${exceptionOf(found.error)}: `);
    const all = found ? wholeConfig(args, found) : set;
    return typeof all === 'string' ? exitWith(1, err(all)) : ask({ call: 'alterConfigs', resources: [{ kind, name, set: all, remove }] });
  }
  const outcome = answer(results, asked, 'alterConfigs').resources[0];
  if (outcome.error !== 'NONE') return failed(args, `${exceptionOf(outcome.error)}: ${messageOf(outcome.error, outcome.message)}`);
  return exitWith(0, out(completed(args, name)));
}

/** All that will be set then, or why not: what is not told cannot be written again. */
function wholeConfig({ set, remove, ...args }: ConfigsArgs, { name, entries }: Gives<'describeConfigs'>['resources'][number]): Config | string {
  const now = entries.filter(({ source }) => source === ownSource(args.kind, name));
  const absent = remove.filter((key) => !now.some((one) => one.key === key));
  if (absent.length > 0) return `Invalid config(s): ${absent.join(',')}`;
  if (args.kind === 'topic') return set;
  const kept = now.filter(({ key }) => !(key in set) && !remove.includes(key));
  const secret = kept.filter(({ sensitive }) => sensitive).map(({ key }) => key);
  if (secret.length > 0) return `All sensitive broker config entries must be specified for --alter, missing entries: Set(${secret.join(', ')})`;
  return { ...Object.fromEntries(kept.map(({ key, value }) => [key, value])), ...set };
}

function completed({ kind, old }: ConfigsArgs, name: string): string {
  if (name === '') return `Completed updating default config for brokers in the cluster${old ? ',' : '.'}`;
  return old ? `Completed updating config for ${kind}: ${name}.` : `Completed updating config for ${kind} ${name}.`;
}

const ownSource = (kind: ConfigsArgs['kind'], name: string): ConfigSource =>
  kind === 'topic'
    ? 'DYNAMIC_TOPIC_CONFIG'
    : kind === 'group'
      ? 'DYNAMIC_GROUP_CONFIG'
      : name === ''
        ? 'DYNAMIC_DEFAULT_BROKER_CONFIG'
        : 'DYNAMIC_BROKER_CONFIG';

/** Without a name every topic or broker is described, so their names are asked for first. */
function describeConfigs(args: ConfigsArgs, results: readonly CallResult[]): Turn {
  if (args.name === undefined && results.length === 0) return ask({ call: 'describeTopics', topics: args.kind === 'topic' ? null : [] });
  const names = args.name === undefined ? namesOf(args, answer(results, 0, 'describeTopics')) : [args.name];
  const asked = args.name === undefined ? 1 : 0;
  if (names.length === 0) return exitWith(0);
  if (results.length === asked) return ask({ call: 'describeConfigs', resources: names.map((name) => ({ kind: args.kind, name })) });
  const found = answer(results, asked, 'describeConfigs').resources;
  const unknown = found.find(({ error }) => error === 'UNKNOWN_TOPIC_OR_PARTITION');
  if (args.whole && unknown) {
    const { print, next } = failed(args, `${exceptionOf(unknown.error)}: `);
    return { print: [...out(header(args, unknown.name)), ...print], next };
  }
  return exitWith(0, out(...names.flatMap((name) => found.filter((one) => one.name === name).flatMap((resource) => lines(args, resource)))));
}

/** Which groups there are and which have settings is asked first, but of one with --all: a group need not be there to be described whole. */
function describeGroups(args: ConfigsArgs, results: readonly CallResult[]): Turn {
  const looks = args.name === undefined || !args.all;
  if (looks && results.length === 0) return ask({ call: 'listGroups' });
  if (looks && results.length === 1) return ask({ call: 'listConfigResources' });
  const known = looks
    ? [...new Set([...answer(results, 0, 'listGroups').groups.map(({ group }) => group), ...answer(results, 1, 'listConfigResources').names])]
    : [];
  if (args.name !== undefined && looks && !known.includes(args.name))
    return exitWith(0, out(`The group '${args.name}' doesn't exist and doesn't have dynamic config.`));
  const names = args.name === undefined ? known.sort() : [args.name];
  const asked = looks ? 2 : 0;
  if (names.length === 0) return exitWith(0);
  if (results.length === asked) return ask({ call: 'describeConfigs', resources: names.map((name) => ({ kind: 'group', name })) });
  const { resources } = answer(results, asked, 'describeConfigs');
  return exitWith(0, out(...resources.flatMap((resource) => lines(args, resource))));
}

const namesOf = (args: ConfigsArgs, metadata: Gives<'describeTopics'>): string[] =>
  args.kind === 'topic' ? metadata.topics.map(({ name }) => name).sort() : [...metadata.brokers.map(({ id }) => String(id)).sort(), ''];

function lines(args: ConfigsArgs, { name, entries }: Gives<'describeConfigs'>['resources'][number]): string[] {
  const own = ownSource(args.kind, name);
  const shown = [...entries].filter(({ source }) => args.all || source === own).sort((a, b) => (a.key < b.key ? -1 : 1));
  return [header(args, name), ...shown.map(line)];
}

function header({ kind, all, old }: ConfigsArgs, name: string): string {
  if (name === '') return `Default config${old ? '' : 's'} for brokers in the cluster are:`;
  return old ? `Configs for ${kind} ${name} are:` : `${all ? 'All' : 'Dynamic'} configs for ${kind} ${name} are:`;
}

function line({ key, value, sensitive, synonyms }: Gives<'describeConfigs'>['resources'][number]['entries'][number]): string {
  const places = synonyms.map(({ source, name, value: there }) => `${source}:${name}=${there}`).join(', ');
  return `  ${key}=${value} sensitive=${sensitive === true} synonyms={${places}}`;
}
