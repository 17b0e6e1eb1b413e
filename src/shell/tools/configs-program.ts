/** kafka-configs.sh as a program: ConfigCommand's describe and alter (4.3), with the synonyms that DescribeConfigs tells. */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Program, Turn } from '#kafka/clients/tool/program.ts';
import { exceptionOf, messageOf, qualified } from '#shell/exception.ts';
import { FRAMES } from '#shell/outcome.ts';
import { answer, ask, err, exitWith, type Gives, out } from '#shell/turns.ts';

export interface ConfigsArgs {
  readonly action: 'describe' | 'alter';
  readonly kind: 'topic' | 'broker';
  /** undefined: every one; '' is the default of all brokers. */
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
  if (results.length === 0) return ask({ call: 'alterConfigs', resources: [{ kind: args.kind, name, set: args.set, remove: args.remove }] });
  const outcome = answer(results, 0, 'alterConfigs').resources[0];
  if (outcome.error !== 'NONE') return failed(args, `${exceptionOf(outcome.error)}: ${messageOf(outcome.error, outcome.message)}`);
  return exitWith(
    0,
    out(name === '' ? 'Completed updating default config for brokers in the cluster.' : `Completed updating config for ${args.kind} ${name}.`),
  );
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
  args.kind === 'topic' ? metadata.topics.map(({ name }) => name).sort() : [...metadata.brokers.map(({ id }) => String(id)).sort(), ''];

function lines(args: ConfigsArgs, { name, entries }: Gives<'describeConfigs'>['resources'][number]): string[] {
  const own = args.kind === 'topic' ? 'DYNAMIC_TOPIC_CONFIG' : name === '' ? 'DYNAMIC_DEFAULT_BROKER_CONFIG' : 'DYNAMIC_BROKER_CONFIG';
  const shown = [...entries].filter(({ source }) => args.all || source === own).sort((a, b) => (a.key < b.key ? -1 : 1));
  return [
    name === '' ? 'Default configs for brokers in the cluster are:' : `${args.all ? 'All' : 'Dynamic'} configs for ${args.kind} ${name} are:`,
    ...shown.map(
      (entry) =>
        `  ${entry.key}=${entry.value} sensitive=false synonyms={${entry.synonyms.map(({ source, name: place, value }) => `${source}:${place}=${value}`).join(', ')}}`,
    ),
  ];
}
