/** kafka-share-groups.sh (KIP-932): the argument checks of ShareGroupCommandOptions, in its order and words. */
import { featuresOf } from '#kafka/metadata/features.ts';
import { readBootstrap } from '#shell/bootstrap.ts';
import { argumentOf, argumentsOf, has, type OptionProblem, type Options, readingProblem } from '#shell/jopt.ts';
import { conversionCause, joptClass, type Plan, type Refusal, refuse, trace, uncaught, withUsage } from '#shell/outcome.ts';
import { helpOrVersion, type PlanContext, type Tool } from '#shell/tool.ts';
import { adminPlan } from '#shell/tools/admin.ts';
import { invalidProblem, missingRequired } from '#shell/tools/checks.ts';
import { resetArgs } from '#shell/tools/groups-reset.ts';
import { type ShareGroupsArgs, shareGroupsProgram } from '#shell/tools/share-groups-program.ts';
import { usage as text } from '#shell/usage/kafka-share-groups.ts';
import { readUsage } from '#shell/usage.ts';

const usage = readUsage(text);

const ACTIONS = ['list', 'describe', 'delete', 'reset-offsets', 'delete-offsets'] as const;
const VIEWS = ['members', 'offsets', 'state'] as const;
const SCENARIOS = ['to-datetime', 'to-earliest', 'to-latest'] as const;
const GROUP_STATES = ['Dead', 'Empty', 'Stable'] as const;

/** jopt-simple's availableIf: options that exist only beside others. */
function unavailable(options: Options): OptionProblem | undefined {
  const alone = [
    ['members', ['describe']],
    ['offsets', ['describe']],
    ['verbose', ['describe']],
    ['state', ['describe', 'list']],
  ] as const;
  const found = alone.filter(([option, beside]) => has(options, option) && !beside.some((other) => has(options, other))).map(([option]) => option);
  if (found.length === 0) return undefined;
  return { exception: 'UnavailableOptionException', message: `Option(s) [${found.join(', ')}] are unavailable given other options on the command line` };
}

function argumentProblem(options: Options): Refusal | undefined {
  if (!has(options, 'bootstrap-server')) return missingRequired(usage, 'bootstrap-server');
  const message = describeProblem(options) ?? deleteProblem(options) ?? resetProblem(options);
  if (message !== undefined) return withUsage(usage, message);
  const clashes = SCENARIOS.map(
    (one) =>
      has(options, 'reset-offsets') &&
      invalidProblem(
        usage,
        options,
        one,
        SCENARIOS.filter((other) => other !== one),
      ),
  );
  return (
    (clashes.find((clash) => clash) || undefined) ??
    invalidProblem(usage, options, 'group', ['all-groups', 'list']) ??
    invalidProblem(usage, options, 'topic', ['list', 'describe'])
  );
}

function describeProblem(options: Options): string | undefined {
  if (!has(options, 'describe')) return undefined;
  if (!has(options, 'group') && !has(options, 'all-groups')) return 'Option [describe] takes one of these options: [all-groups], [group]';
  if (VIEWS.filter((view) => has(options, view)).length > 1) return 'Option [describe] takes at most one of these options: [members], [offsets], [state]';
  return argumentOf(options, 'state') === undefined ? undefined : 'Option [describe] does not take a value for [state]';
}

function deleteProblem(options: Options): string | undefined {
  const group = has(options, 'group');
  const all = has(options, 'all-groups');
  if (has(options, 'delete')) {
    if (!group && !all) return 'Option [delete] takes the options [group] or [all-groups]';
    if (group && all) return 'Option [delete] takes either [group] or [all-groups], not both.';
    if (has(options, 'topic')) return 'Option [delete] does not take the option: [topic]';
  }
  return has(options, 'delete-offsets') && !(group && has(options, 'topic'))
    ? 'Option [delete-offsets] takes the following options: [group], [topic]'
    : undefined;
}

function resetProblem(options: Options): string | undefined {
  if (!has(options, 'reset-offsets')) return undefined;
  const execute = has(options, 'execute');
  const dryRun = has(options, 'dry-run');
  if (dryRun && execute) return 'Option [reset-offsets] only accepts one of [execute] and [dry-run]';
  if (!dryRun && !execute) return 'Option [reset-offsets] takes the option: [execute] or [dry-run]';
  if (!has(options, 'group')) return 'Option [reset-offsets] takes the option: [group]';
  if (!has(options, 'topic') && !has(options, 'all-topics')) return 'Option [reset-offsets] takes one of these options: [all-topics], [topic]';
  return SCENARIOS.some((scenario) => has(options, scenario))
    ? undefined
    : 'Option [reset-offsets] takes one of these options: [to-datetime], [to-earliest], [to-latest]';
}

const stateOf = (text: string): string => GROUP_STATES.find((state) => state.toLowerCase() === text.trim().toLowerCase()) ?? '';

function valuesProblem(options: Options): Refusal | undefined {
  const misread = readingProblem(usage.options, options, ['timeout']);
  if (misread) {
    const refusal = uncaught(joptClass(misread), misread.message);
    return { ...refusal, stderr: [...refusal.stderr, ...conversionCause(misread)] };
  }
  const wanted = has(options, 'list') ? argumentOf(options, 'state') : undefined;
  if (!wanted?.split(',').some((one) => stateOf(one) === '')) return undefined;
  return withUsage(usage, `Invalid state list '${wanted}'. Valid states are: ${GROUP_STATES.join(', ')}`);
}

function argsOf(options: Options, context: PlanContext): ShareGroupsArgs {
  return {
    action: ACTIONS.find((action) => has(options, action)) ?? 'list',
    groups: argumentsOf(options, 'group'),
    allGroups: has(options, 'all-groups'),
    view: VIEWS.find((view) => has(options, view)) ?? 'offsets',
    verbose: has(options, 'verbose'),
    state: has(options, 'state'),
    states: (argumentOf(options, 'state') ?? '')
      .split(',')
      .map(stateOf)
      .filter((state) => state !== ''),
    topics: argumentsOf(options, 'topic'),
    reset: resetArgs(options, context.files),
    partitionsApart: featuresOf(context.spec.profile).partitionsApart,
  };
}

function plan(options: Options, context: PlanContext): Plan {
  const missing = unavailable(options);
  if (missing) return withUsage(usage, missing.message);
  const help = helpOrVersion({ usage }, options, context);
  if (help) return help;
  const early = argumentProblem(options);
  if (early) return early;
  if (ACTIONS.filter((action) => has(options, action)).length !== 1)
    return withUsage(usage, `Command must include exactly one action: ${ACTIONS.map((action) => `--${action}`).join(', ')}.`);
  return valuesProblem(options) ?? launch(options, context);
}

function launch(options: Options, context: PlanContext): Plan {
  const message = 'Failed to create new KafkaAdminClient';
  return adminPlan({
    bootstrap: readBootstrap(argumentOf(options, 'bootstrap-server') ?? '', context.spec),
    program: 'kafka-share-groups',
    args: argsOf(options, context),
    config: { 'default.api.timeout.ms': argumentOf(options, 'timeout') ?? '30000' },
    cannotCreate: (cause) =>
      refuse(trace('org.apache.kafka.common.KafkaException', message, cause), 0, ['', `Error: Executing share group command failed due to ${message}`]),
  });
}

export const shareGroups: Tool = {
  name: 'kafka-share-groups.sh',
  usage,
  readsInput: false,
  program: { name: 'kafka-share-groups', program: shareGroupsProgram },
  plan,
  refuseOption: (problem) => uncaught(joptClass(problem), problem.message),
  edition: ({ profile }) => (featuresOf(profile).shareGroups ? shareGroups : undefined),
};
