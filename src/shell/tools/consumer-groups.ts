/** kafka-consumer-groups.sh: the argument checks of ConsumerGroupCommandOptions, in its order and words. */
import { featuresOf } from '#kafka/metadata/features.ts';
import { readBootstrap } from '#shell/bootstrap.ts';
import { argumentOf, argumentsOf, has, type OptionProblem, type Options, readingProblem } from '#shell/jopt.ts';
import { conversionCause, FRAMES, joptClass, notHere, type Plan, type Refusal, refuse, trace, uncaught, withUsage } from '#shell/outcome.ts';
import { helpOrVersion, type PlanContext, type Tool } from '#shell/tool.ts';
import { adminPlan } from '#shell/tools/admin.ts';
import { cantBeUsedWith, invalidProblem, missingRequired } from '#shell/tools/checks.ts';
import { type GroupsArgs, groupsProgram } from '#shell/tools/groups-program.ts';
import { resetArgs, SCENARIOS } from '#shell/tools/groups-reset.ts';
import { usage as text } from '#shell/usage/kafka-consumer-groups.ts';
import { readUsage } from '#shell/usage.ts';

const usage = readUsage(text);

const ACTIONS = ['list', 'describe', 'delete', 'reset-offsets', 'delete-offsets', 'validate-regex'] as const;
const VIEWS = ['members', 'offsets', 'state'] as const;
const GROUP_STATES = ['Stable', 'Dead', 'CompletingRebalance', 'PreparingRebalance', 'Empty', 'Reconciling', 'Assigning'];

const NO_ACTION =
  'WARN: No action will be performed as the --execute option is missing. In version 5.0, this command will require either --dry-run or --execute to be specified. You should add the --dry-run option explicitly if you are scripting this command and want to keep the current default behavior without prompting.';

const NO_SCENARIO =
  "Option '[reset-offsets]' requires one of the following scenarios: [[to-latest], [by-duration], [to-datetime], [from-file], [shift-by], [to-offset], [to-earliest], [to-current]]";

/** Options that the simulation does not carry out: said plainly, never imitated. */
const NOT_HERE = ['validate-regex'] as const;

/** jopt-simple's availableIf: options that exist only beside others. */
function unavailable(options: Options): OptionProblem | undefined {
  const alone = [
    ['members', ['describe']],
    ['offsets', ['describe']],
    ['verbose', ['describe']],
    ['state', ['describe', 'list']],
    ['type', ['list']],
  ] as const;
  const found = alone.filter(([option, beside]) => has(options, option) && !beside.some((other) => has(options, other))).map(([option]) => option);
  if (found.length === 0) return undefined;
  return { exception: 'UnavailableOptionException', message: `Option(s) [${found.join(', ')}] are unavailable given other options on the command line` };
}

function argumentProblem(options: Options): Refusal | undefined {
  if (!has(options, 'bootstrap-server') && !has(options, 'validate-regex')) return missingRequired(usage, 'bootstrap-server');
  if (has(options, 'describe')) {
    const problem = describeProblem(options);
    if (problem) return problem;
  }
  if (has(options, 'delete-offsets') && !(has(options, 'group') && has(options, 'topic'))) {
    return withUsage(usage, 'Option [delete-offsets] takes the following options: [group], [topic]');
  }
  const needsGroup = (['delete', 'reset-offsets'] as const).find((action) => has(options, action));
  if (needsGroup && !has(options, 'group') && !has(options, 'all-groups')) {
    return withUsage(usage, `Option [${needsGroup}] takes one of these options: [group], [all-groups]`);
  }
  if (has(options, 'delete') && has(options, 'topic')) {
    return withUsage(usage, 'The consumer does not support topic-specific offset deletion from a consumer group.');
  }
  if (has(options, 'reset-offsets')) {
    const problem = resetProblem(options);
    if (problem) return problem;
  }
  return (
    invalidProblem(usage, options, 'group', ['all-groups', 'list']) ??
    invalidProblem(usage, options, 'all-groups', ['list']) ??
    invalidProblem(usage, options, 'topic', ['list', 'describe'])
  );
}

function describeProblem(options: Options): Refusal | undefined {
  if (!has(options, 'group') && !has(options, 'all-groups')) return withUsage(usage, 'Option [describe] takes one of these options: [all-groups], [group]');
  const views = VIEWS.filter((view) => has(options, view));
  if (views.length > 1) return withUsage(usage, 'Option [describe] takes at most one of these options: [members], [offsets], [state]');
  return argumentOf(options, 'state') === undefined ? undefined : withUsage(usage, 'Option [describe] does not take a value for [state]');
}

function resetProblem(options: Options): Refusal | undefined {
  if (has(options, 'execute') && has(options, 'dry-run')) return withUsage(usage, 'Option [reset-offsets] only accepts one of [execute] and [dry-run]');
  const given = SCENARIOS.filter((scenario) => has(options, scenario));
  if (given.length > 1) return cantBeUsedWith(usage, given[0], given[1]);
  if (given.length === 0) return withUsage(usage, NO_SCENARIO);
  return has(options, 'topic') || has(options, 'all-topics') || has(options, 'from-file')
    ? undefined
    : withUsage(usage, 'One of the reset scopes should be defined: --all-topics, --topic.');
}

function argsOf(options: Options, context: PlanContext): GroupsArgs {
  return {
    action: ACTIONS.find((action) => has(options, action)) ?? 'list',
    groups: argumentsOf(options, 'group'),
    allGroups: has(options, 'all-groups'),
    view: VIEWS.find((view) => has(options, view)) ?? 'offsets',
    verbose: has(options, 'verbose'),
    state: has(options, 'state'),
    states: argumentsOf(options, 'state')
      .flatMap((value) => value.split(','))
      .map(stateOf),
    type: has(options, 'type'),
    types: argumentsOf(options, 'type')
      .flatMap((value) => value.split(','))
      .map((value) => value.trim().toLowerCase()),
    reset: resetArgs(options, context.files),
    topics: argumentsOf(options, 'topic'),
    partitionsApart: featuresOf(context.spec.profile).partitionsApart,
    groupColumn: featuresOf(context.spec.profile).groupColumn,
    looksForLeaders: featuresOf(context.spec.profile).groupsLookForLeaders,
  };
}

const stateOf = (text: string): string => GROUP_STATES.find((state) => state.toLowerCase() === text.trim().toLowerCase()) ?? '';

function valuesProblem(options: Options): Refusal | undefined {
  const misread = readingProblem(usage.options, options, ['bootstrap-server', 'timeout']);
  if (misread) {
    const refusal = uncaught(joptClass(misread), misread.message);
    return { ...refusal, stderr: [...refusal.stderr, ...conversionCause(misread)] };
  }
  const late = readingProblem(usage.options, options, ['to-offset', 'shift-by']);
  if (late) return readLate(late);
  const wanted = has(options, 'list') ? argumentOf(options, 'state') : undefined;
  if (wanted?.split(',').some((one) => stateOf(one) === '')) {
    return withUsage(usage, `Invalid state list '${wanted}'. Valid states are: ${GROUP_STATES.join(', ')}`);
  }
  const types = has(options, 'list') ? argumentOf(options, 'type') : undefined;
  if (types?.split(',').some((one) => !['consumer', 'classic'].includes(one.trim().toLowerCase()))) {
    return withUsage(usage, `Invalid types list '${types}'. Valid types are: Consumer, Classic`);
  }
  return undefined;
}

/** Values that the command itself reads: it tells of them as of any other failure. */
const readLate = (problem: OptionProblem): Refusal =>
  refuse([`${joptClass(problem)}: ${problem.message}`, FRAMES, ...conversionCause(problem)], 0, [
    '',
    `Error: Executing consumer group command failed due to ${problem.message}`,
  ]);

function plan(options: Options, context: PlanContext): Plan {
  const missing = unavailable(options);
  if (missing) return uncaught(joptClass(missing), missing.message);
  const help = helpOrVersion({ usage }, options, context);
  if (help) return help;
  const actions = ACTIONS.filter((action) => has(options, action));
  const early = argumentProblem(options);
  const announced = has(options, 'reset-offsets') && !has(options, 'dry-run') && !has(options, 'execute') ? [NO_ACTION] : [];
  if (early) return { ...early, stderr: [...announced, ...early.stderr] };
  if (actions.length !== 1) return withUsage(usage, `Command must include exactly one action: ${ACTIONS.map((action) => `--${action}`).join(', ')}`);
  const problem = valuesProblem(options) ?? unsupported(options);
  return problem ? { ...problem, stderr: [...announced, ...problem.stderr] } : launch(options, context, announced);
}

function unsupported(options: Options): Refusal | undefined {
  const missing = NOT_HERE.find((option) => has(options, option));
  if (missing === undefined) return undefined;
  return notHere(`kafka-consumer-groups.sh --${missing} exists in Kafka, but not in this simulation`);
}

function launch(options: Options, context: PlanContext, announced: readonly string[]): Plan {
  const message = 'Failed to create new KafkaAdminClient';
  return adminPlan({
    bootstrap: readBootstrap(argumentOf(options, 'bootstrap-server') ?? '', context.spec),
    program: 'kafka-consumer-groups',
    args: argsOf(options, context),
    config: { 'default.api.timeout.ms': argumentOf(options, 'timeout') ?? '30000' },
    announced,
    cannotCreate: (cause) =>
      refuse(trace('org.apache.kafka.common.KafkaException', message, cause), 0, ['', `Error: Executing consumer group command failed due to ${message}`]),
  });
}

export const consumerGroups: Tool = {
  name: 'kafka-consumer-groups.sh',
  usage,
  readsInput: false,
  program: { name: 'kafka-consumer-groups', program: groupsProgram },
  plan,
  refuseOption: (problem) => uncaught(joptClass(problem), problem.message),
};
