/** kafka-leader-election.sh: LeaderElectionCommand, from its arguments to who was elected (4.3). */

import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Program, Turn } from '#kafka/clients/tool/program.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import type { ElectionType } from '#kafka/protocol/admin.ts';
import { type Tp, tpOf } from '#kafka/protocol/names.ts';
import { readBootstrap } from '#shell/bootstrap.ts';
import { exceptionOf, messageOf, qualified } from '#shell/exception.ts';
import { contentOf } from '#shell/files.ts';
import { argumentOf, has, type OptionProblem, type Options, readingProblem } from '#shell/jopt.ts';
import { field, items, readJson } from '#shell/json.ts';
import { conversionCause, FRAMES, joptClass, messageAndTrace, type Plan, type Refusal, refuse } from '#shell/outcome.ts';
import { helpOrVersion, type PlanContext, type Tool } from '#shell/tool.ts';
import { adminPlan } from '#shell/tools/admin.ts';
import { answer, ask, err, exitWith, out } from '#shell/turns.ts';
import { usage as text } from '#shell/usage/kafka-leader-election.ts';
import { readUsage } from '#shell/usage.ts';

const usage = readUsage(text);

interface ElectionArgs {
  readonly electionType: ElectionType;
  /** null: all partitions. */
  readonly partitions: readonly Tp[] | null;
}

const FAILED = 'org.apache.kafka.tools.AdminCommandFailedException';
const UNREADABLE = 'org.apache.kafka.tools.AdminOperationException';

const program: Program = {
  turn(args, results) {
    const { electionType, partitions } = args as ElectionArgs;
    if (results.length === 0) return ask({ call: 'electLeaders', electionType, partitions });
    const last = results[results.length - 1];
    return last.ok ? told(electionType, results) : failed(last);
  },
};

function failed({ exception, message }: Extract<CallResult, { ok: false }>): Turn {
  const cause = `${qualified(exception)}: ${message}`;
  if (exception !== 'TimeoutException') {
    const wrapped = `java.util.concurrent.ExecutionException: ${cause}`;
    return exitWith(1, err(wrapped, `java.lang.RuntimeException: ${wrapped}`, FRAMES, `Caused by: ${wrapped}`, FRAMES, `Caused by: ${cause}`, ''));
  }
  const text = 'Timeout waiting for election results';
  return exitWith(1, [...out(text), ...err(text, `${FAILED}: ${text}`, FRAMES, `Caused by: ${cause}`, '')]);
}

function told(electionType: ElectionType, results: readonly CallResult[]): Turn {
  const { partitions } = answer(results, 0, 'electLeaders');
  const named = (chosen: typeof partitions): string => chosen.map(({ tp }) => tp).join(', ');
  const elected = partitions.filter(({ error }) => error === 'NONE');
  const noop = partitions.filter(({ error }) => error === 'ELECTION_NOT_NEEDED');
  const bad = partitions.filter(({ error }) => error !== 'NONE' && error !== 'ELECTION_NOT_NEEDED');
  const causes = bad.map(({ tp, error, message }) => ({ tp, cause: `${exceptionOf(error)}: ${messageOf(error, message)}` }));
  const stdout = out(
    ...(elected.length > 0 ? [`Successfully completed leader election (${electionType}) for partitions ${named(elected)}`] : []),
    ...(noop.length > 0 ? [`Valid replica already elected for partitions ${named(noop)}`] : []),
    ...causes.map(({ tp, cause }) => `Error completing leader election (${electionType}) for partition: ${tp}: ${cause}`),
  );
  if (bad.length === 0) return exitWith(0, stdout);
  const text = `${bad.length} replica(s) could not be elected`;
  const suppressed = causes.map(({ cause }) => `\tSuppressed: ${cause}`);
  return exitWith(1, [...stdout, ...err(text, `${FAILED}: ${text}`, FRAMES, ...suppressed, '')]);
}

const complain = (message: string, className = FAILED, cause: readonly string[] = []): Refusal => refuse(messageAndTrace(className, message, cause));

/** LeaderElectionCommandOptions.validate */
function argumentProblem(options: Options): Refusal | undefined {
  const missing = ['bootstrap-server', 'election-type'].filter((name) => !has(options, name));
  if (missing.length > 0) return complain(`Missing required option(s): ${missing.join(', ')}`);
  const ways = ['topic', 'all-topic-partitions', 'path-to-json-file'];
  if (ways.filter((name) => has(options, name)).length !== 1) return complain(`One and only one of the following options is required: ${ways.join(', ')}`);
  if (has(options, 'topic') && !has(options, 'partition')) return complain('Missing required option(s): partition');
  if (!has(options, 'topic') && has(options, 'partition')) return complain('Option partition is only allowed if topic is used');
  const unreadable = readingProblem(usage.options, options, ['election-type', 'path-to-json-file', 'topic', 'partition']);
  return unreadable && complain(unreadable.message, joptClass(unreadable), conversionCause(unreadable));
}

const TYPES: readonly ElectionType[] = ['PREFERRED', 'UNCLEAN'];

function typeOf(written: string): ElectionType | Refusal {
  const found = TYPES.find((type) => type === written.toUpperCase());
  if (found) return found;
  const cause = `Caused by: joptsimple.ValueConversionException: Value [${written}] is not one of [[PREFERRED,UNCLEAN]]`;
  return complain(`Cannot parse argument '${written}' of option election-type`, 'joptsimple.OptionArgumentConversionException', [cause, FRAMES]);
}

/** `{"partitions": [{"topic": "orders", "partition": 0}]}` */
function partitionsIn(path: string, context: PlanContext): readonly Tp[] | Refusal {
  const content = contentOf(context.files, path);
  if (content === undefined) {
    const cause = `java.io.IOException: Unable to read file ${path}`;
    const frames = [`Caused by: ${cause}`, FRAMES, `Caused by: java.nio.file.NoSuchFileException: ${path}`, FRAMES];
    return complain(cause, 'java.lang.RuntimeException', frames);
  }
  const json = readJson(content);
  if (!json.ok) return complain('Replica election data is empty', UNREADABLE);
  const listed = field(json.value, 'partitions');
  if (listed === undefined) return complain('Replica election data is missing "partitions" field', UNREADABLE);
  const tps = items(listed).map((one) => tpOf(String(field(one, 'topic') ?? ''), Number(field(one, 'partition') ?? -1)));
  const twice = [...new Set(tps.filter((tp, n) => tps.indexOf(tp) !== n))];
  return twice.length > 0 ? complain(`Replica election data contains duplicate partitions: [${twice.join(', ')}]`, UNREADABLE) : tps;
}

function plan(options: Options, context: PlanContext): Plan {
  const problem = helpOrVersion({ usage }, options, context) ?? argumentProblem(options);
  if (problem) return problem;
  const electionType = typeOf(argumentOf(options, 'election-type') ?? '');
  if (typeof electionType !== 'string') return electionType;
  const path = argumentOf(options, 'path-to-json-file');
  const topic = argumentOf(options, 'topic');
  const partitions = path !== undefined ? partitionsIn(path, context) : topic !== undefined ? [tpOf(topic, Number(argumentOf(options, 'partition')))] : null;
  if (partitions !== null && 'ok' in partitions) return partitions;
  return adminPlan({
    bootstrap: readBootstrap(argumentOf(options, 'bootstrap-server') ?? '', context.spec),
    program: 'kafka-leader-election',
    args: { electionType, partitions } satisfies ElectionArgs,
    config: { 'default.api.timeout.ms': '30000', 'request.timeout.ms': '15000' },
    cannotCreate: (cause) => complain('Failed to create new KafkaAdminClient', 'org.apache.kafka.common.KafkaException', cause),
  });
}

export const leaderElection: Tool = {
  name: 'kafka-leader-election.sh',
  usage,
  readsInput: false,
  program: { name: 'kafka-leader-election', program },
  plan,
  refuseOption: (problem: OptionProblem) => complain(problem.message, joptClass(problem)),
  edition: ({ profile }) => (featuresOf(profile).leaderElectionTool ? leaderElection : undefined),
};
