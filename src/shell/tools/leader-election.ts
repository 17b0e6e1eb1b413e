/** kafka-leader-election.sh: LeaderElectionCommand, from its arguments to who was elected (4.3). */

import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Program, Turn } from '#kafka/clients/tool/program.ts';
import { type Features, featuresOf } from '#kafka/metadata/features.ts';
import type { ElectionType } from '#kafka/protocol/admin.ts';
import { type Tp, tpOf } from '#kafka/protocol/names.ts';
import { readBootstrap } from '#shell/bootstrap.ts';
import { exceptionOf, messageOf, qualified } from '#shell/exception.ts';
import { contentOf } from '#shell/files.ts';
import { argumentOf, has, type OptionProblem, type Options, readingProblem } from '#shell/jopt.ts';
import { absentField, field, items, readJson } from '#shell/json.ts';
import { conversionCause, FRAMES, joptClass, type Plan, type Refusal, refuse, thrownBy } from '#shell/outcome.ts';
import { helpOrVersion, type PlanContext, type Tool } from '#shell/tool.ts';
import { adminPlan } from '#shell/tools/admin.ts';
import { answer, ask, err, exitWith, out } from '#shell/turns.ts';
import { usage as text39 } from '#shell/usage/3.9/kafka-leader-election.ts';
import { usage as text } from '#shell/usage/kafka-leader-election.ts';
import { readUsage, type Usage } from '#shell/usage.ts';

const usage = readUsage(text);

/** Of 2.8 and 3.9 alike: without --command-config (KIP-1147). */
const usage39 = readUsage(text39);

interface ElectionArgs {
  readonly electionType: ElectionType;
  /** null: all partitions. */
  readonly partitions: readonly Tp[] | null;
  readonly release: Release;
}

/** How the release tells of what went wrong. */
type Release = Pick<Features, 'toolExceptions' | 'toolsInJava'>;

const program: Program = {
  turn(args, results) {
    const { electionType, partitions, release } = args as ElectionArgs;
    if (results.length === 0) return ask({ call: 'electLeaders', electionType, partitions });
    const last = results[results.length - 1];
    return last.ok ? told(electionType, release, results) : failed(last, release);
  },
};

function failed({ exception, message }: Extract<CallResult, { ok: false }>, release: Release): Turn {
  const cause = `${qualified(exception)}: ${message}`;
  if (exception !== 'TimeoutException') {
    return exitWith(1, err(...checked(release, 'java.util.concurrent.ExecutionException', cause, [`Caused by: ${cause}`])));
  }
  const text = 'Timeout waiting for election results';
  return exitWith(1, [...out(text), ...err(...thrownBy(release.toolsInJava, release.toolExceptions.failed, text, [`Caused by: ${cause}`]))]);
}

/** A checked exception is wrapped in Java; Scala has none. */
function checked({ toolsInJava }: Release, className: string, message: string, cause: readonly string[] = []): string[] {
  if (!toolsInJava) return thrownBy(false, className, message, cause);
  const wrapped = `${className}: ${message}`;
  return thrownBy(true, 'java.lang.RuntimeException', wrapped, [`Caused by: ${wrapped}`, FRAMES, ...cause]);
}

function told(electionType: ElectionType, { toolExceptions, toolsInJava }: Release, results: readonly CallResult[]): Turn {
  const { partitions } = answer(results, 0, 'electLeaders');
  const named = (chosen: typeof partitions): string => chosen.map(({ tp }) => tp).join(', ');
  const elected = partitions.filter(({ error }) => error === 'NONE');
  const noop = partitions.filter(({ error }) => error === 'ELECTION_NOT_NEEDED');
  const bad = partitions.filter(({ error }) => error !== 'NONE' && error !== 'ELECTION_NOT_NEEDED');
  const causes = bad.map(({ tp, error, message }) => ({ tp, cause: `${exceptionOf(error)}: ${messageOf(error, message)}` }));
  const stdout = out(
    ...(elected.length > 0 ? [`Successfully completed leader election (${electionType}) for partitions ${named(elected)}`] : []),
    // In Scala those that were elected are named here once more.
    ...(noop.length > 0 ? [`Valid replica already elected for partitions ${named(toolsInJava ? noop : elected)}`] : []),
    ...causes.map(({ tp, cause }) => `Error completing leader election (${electionType}) for partition: ${tp}: ${cause}`),
  );
  if (bad.length === 0) return exitWith(0, stdout);
  const text = `${bad.length} replica(s) could not be elected`;
  const suppressed = causes.map(({ cause }) => `\tSuppressed: ${cause}`);
  return exitWith(1, [...stdout, ...err(...thrownBy(toolsInJava, toolExceptions.failed, text, suppressed))]);
}

const complain = ({ toolsInJava }: Release, message: string, className: string, cause: readonly string[] = []): Refusal =>
  refuse(thrownBy(toolsInJava, className, message, cause));

/** LeaderElectionCommandOptions.validate */
function argumentProblem(usage: Usage, options: Options, release: Release): Refusal | undefined {
  const { failed: className } = release.toolExceptions;
  const missing = ['bootstrap-server', 'election-type'].filter((name) => !has(options, name));
  if (missing.length > 0) return complain(release, `Missing required option(s): ${missing.join(', ')}`, className);
  const ways = ['topic', 'all-topic-partitions', 'path-to-json-file'];
  if (ways.filter((name) => has(options, name)).length !== 1)
    return complain(release, `One and only one of the following options is required: ${ways.join(', ')}`, className);
  if (has(options, 'topic') && !has(options, 'partition')) return complain(release, 'Missing required option(s): partition', className);
  if (!has(options, 'topic') && has(options, 'partition')) return complain(release, 'Option partition is only allowed if topic is used', className);
  const unreadable = readingProblem(usage.options, options, ['election-type', 'path-to-json-file', 'topic', 'partition']);
  return unreadable && complain(release, unreadable.message, joptClass(unreadable), conversionCause(unreadable));
}

const TYPES: readonly ElectionType[] = ['PREFERRED', 'UNCLEAN'];

function typeOf(written: string, release: Release): ElectionType | Refusal {
  const found = TYPES.find((type) => type === written.toUpperCase());
  if (found) return found;
  const cause = `Caused by: joptsimple.ValueConversionException: Value [${written}] is not one of [[PREFERRED,UNCLEAN]]`;
  return complain(release, `Cannot parse argument '${written}' of option election-type`, 'joptsimple.OptionArgumentConversionException', [cause, FRAMES]);
}

/** `{"partitions": [{"topic": "orders", "partition": 0}]}` */
function partitionsIn(path: string, context: PlanContext, release: Release): readonly Tp[] | Refusal {
  const { operation } = release.toolExceptions;
  const content = contentOf(context.files, path);
  if (content === undefined)
    return refuse(checked(release, 'java.io.IOException', `Unable to read file ${path}`, [`Caused by: java.nio.file.NoSuchFileException: ${path}`, FRAMES]));
  const json = readJson(content);
  if (!json.ok) return complain(release, 'Replica election data is empty', operation);
  const listed = field(json.value, 'partitions');
  if (listed === undefined) return complain(release, 'Replica election data is missing "partitions" field', operation);
  const missing = absentField(items(listed), ['topic', 'partition']);
  if (missing !== undefined) return refuse(checked(release, 'com.fasterxml.jackson.databind.JsonMappingException', `No such field exists: \`${missing}\``));
  const tps = items(listed).map((one) => tpOf(String(field(one, 'topic')), Number(field(one, 'partition'))));
  const twice = [...new Set(tps.filter((tp, n) => tps.indexOf(tp) !== n))];
  if (twice.length === 0) return tps;
  const named = release.toolsInJava ? `[${twice.join(', ')}]` : twice.join(', ');
  return complain(release, `Replica election data contains duplicate partitions: ${named}`, operation);
}

function releaseOf({ spec }: PlanContext): Release {
  const { toolExceptions, toolsInJava } = featuresOf(spec.profile);
  return { toolExceptions, toolsInJava };
}

function plan(usage: Usage, options: Options, context: PlanContext): Plan {
  const release = releaseOf(context);
  const problem = helpOrVersion({ usage }, options, context) ?? argumentProblem(usage, options, release);
  if (problem) return problem;
  const electionType = typeOf(argumentOf(options, 'election-type') ?? '', release);
  if (typeof electionType !== 'string') return electionType;
  const path = argumentOf(options, 'path-to-json-file');
  const topic = argumentOf(options, 'topic');
  const partitions =
    path !== undefined ? partitionsIn(path, context, release) : topic !== undefined ? [tpOf(topic, Number(argumentOf(options, 'partition')))] : null;
  if (partitions !== null && 'ok' in partitions) return partitions;
  return adminPlan({
    bootstrap: readBootstrap(argumentOf(options, 'bootstrap-server') ?? '', context.spec),
    program: 'kafka-leader-election',
    args: { electionType, partitions, release } satisfies ElectionArgs,
    config: { 'default.api.timeout.ms': '30000', 'request.timeout.ms': '15000' },
    cannotCreate: (cause) => complain(release, 'Failed to create new KafkaAdminClient', 'org.apache.kafka.common.KafkaException', cause),
  });
}

export const leaderElection: Tool = {
  name: 'kafka-leader-election.sh',
  usage,
  readsInput: false,
  program: { name: 'kafka-leader-election', program },
  plan: (options, context) => plan(usage, options, context),
  refuseOption: (problem: OptionProblem, context) => complain(releaseOf(context), problem.message, joptClass(problem)),
  edition({ profile }) {
    const { leaderElectionTool, toolOptionsByPurpose } = featuresOf(profile);
    if (!leaderElectionTool) return undefined;
    return toolOptionsByPurpose ? leaderElection : leaderElection39;
  },
};

const leaderElection39: Tool = { ...leaderElection, usage: usage39, plan: (options, context) => plan(usage39, options, context) };
