/** kafka-reassign-partitions.sh as a program: ReassignPartitionsCommand's flow of admin calls, and the lines it prints (4.3). */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Line, Program, Turn } from '#kafka/clients/tool/program.ts';
import { assignReplicas } from '#kafka/controller/zookeeper/placement.ts';
import type { Features } from '#kafka/metadata/features.ts';
import type { PartitionOutcome } from '#kafka/protocol/admin.ts';
import { type Tp, topicOf } from '#kafka/protocol/names.ts';
import { exceptionOf, messageOf, qualified } from '#shell/exception.ts';
import { FRAMES } from '#shell/outcome.ts';
import { byPartition, formatMoves, type Move } from '#shell/tools/reassign-json.ts';
import { clearing, throttles } from '#shell/tools/reassign-throttles.ts';
import { answer, ask, exitWith, out } from '#shell/turns.ts';
import { finish, mix } from '#sim/hash.ts';

export type ReassignArgs = { readonly exceptions: Features['toolExceptions']; readonly inScala: Features['toolsInScala'] } & (
  | { readonly action: 'list' }
  | {
      readonly action: 'generate';
      readonly topics: readonly string[];
      readonly brokers: readonly number[];
      readonly rackAware: boolean;
      readonly logDir: string;
    }
  | { readonly action: 'verify' | 'cancel'; readonly moves: readonly Move[]; readonly preserveThrottles: boolean }
  | {
      readonly action: 'execute';
      readonly moves: readonly Move[];
      readonly additional: boolean;
      /** B/s; negative: none. */
      readonly throttle: number;
      readonly mayResize: boolean;
      /** What the way back says of log directories. */
      readonly logDir: string;
    }
);

type Check = Extract<ReassignArgs, { preserveThrottles: boolean }>;
type Args<A extends ReassignArgs['action']> = Extract<ReassignArgs, { action: A }>;

export const reassignProgram: Program = {
  turn(args, results, nowMs) {
    const reassign = args as ReassignArgs;
    const last = results[results.length - 1];
    if (last && !last.ok) return executionFailed(`${qualified(last.exception)}: ${last.message}`);
    switch (reassign.action) {
      case 'list':
        return list(results);
      case 'generate':
        return generate(reassign, results, nowMs);
      case 'execute':
        return execute(reassign, results);
      case 'verify':
        return verify(reassign, results);
      case 'cancel':
        return cancel(reassign, results);
    }
  },
};

/** Everything goes to standard output, the stack trace too. */
const failed = (message: string, ...trace: string[]): Turn => exitWith(1, out(`Error: ${message}`, ...trace, ''));
const executionFailed = (cause: string): Turn => failed(cause, `java.util.concurrent.ExecutionException: ${cause}`, FRAMES, `Caused by: ${cause}`);
const commandFailed = (message: string, exception: string): Turn => failed(message, `${exception}: ${message}`, FRAMES);
/** Exceptions of the protocol have no frames. */
const apiFailed = (message: string, exception: string): Turn => failed(message, `${exception}: ${message}`);

const topicsOf = (moves: readonly Move[]): string[] => [...new Set(moves.map(({ tp }) => topicOf(tp)))].sort();

function list(results: readonly CallResult[]): Turn {
  if (results.length === 0) return ask({ call: 'listReassignments', partitions: null });
  const { partitions } = answer(results, 0, 'listReassignments');
  if (partitions.length === 0) return exitWith(0, out('No partition reassignments found.'));
  const lines = byPartition(partitions).map(({ tp, replicas, adding, removing }) => {
    const added = adding.length > 0 ? ` adding: ${adding.join(',')}.` : '';
    const removed = removing.length > 0 ? ` removing: ${removing.join(',')}.` : '';
    return `${tp}: replicas: ${replicas.join(',')}.${added}${removed}`;
  });
  return exitWith(0, out('Current partition reassignments:', ...lines));
}

/** Replicas of the topics of the n-th call; the first topic that is not there ends the tool. */
function assignments(results: readonly CallResult[], n: number): { readonly moves: readonly Move[]; readonly unknown: string | undefined } {
  const { topics } = answer(results, n, 'describeTopics');
  const unknown = topics.find(({ error }) => error === 'UNKNOWN_TOPIC_OR_PARTITION')?.name;
  return { moves: topics.flatMap((topic) => topic.partitions.map(({ tp, replicas }) => ({ tp, replicas }))), unknown };
}

const notFound = ({ inScala }: ReassignArgs, topic: string): Turn =>
  executionFailed(`${exceptionOf('UNKNOWN_TOPIC_OR_PARTITION')}: ${inScala ? messageOf('UNKNOWN_TOPIC_OR_PARTITION', null) : `Topic ${topic} not found.`}`);

function generate(args: Args<'generate'>, results: readonly CallResult[], nowMs: number): Turn {
  if (results.length === 0) return ask({ call: 'describeTopics', topics: args.topics });
  const { moves, unknown } = assignments(results, 0);
  if (unknown !== undefined) return notFound(args, unknown);
  if (results.length === 1) return ask({ call: 'describeTopics', topics: [] });
  const found = answer(results, 1, 'describeTopics').brokers.filter(({ id }) => args.brokers.includes(id));
  const brokers = found.map(({ id, rack }) => ({ id, rack: args.rackAware ? rack : null }));
  const rackless = brokers.filter(({ rack }) => rack === null).length;
  if (rackless !== 0 && rackless !== brokers.length) {
    const message = 'Not all brokers have rack information. Add --disable-rack-aware in command line to make replica assignment without rack information.';
    return commandFailed(message, args.exceptions.operation);
  }
  const proposed = propose(moves, brokers, args.logDir !== 'any', nowMs);
  if (typeof proposed === 'string') return apiFailed(proposed, exceptionOf('INVALID_REPLICATION_FACTOR'));
  return exitWith(
    0,
    out('Current partition replica assignment', formatMoves(moves, args.logDir), '', 'Proposed partition reassignment configuration', formatMoves(proposed)),
  );
}

/** The words of StripedReplicaPlacer, which the tool of 4.3 asks. */
const tooFewStriped = (factor: number, brokers: number): string =>
  brokers === 0
    ? 'All brokers are currently fenced, or have all their log directories cordoned.'
    : `The target replication factor of ${factor} cannot be reached because only ${brokers} broker(s) are registered.`;

/** AdminUtils.assignReplicasToBrokers for each topic, as if it were new. What the tool draws by lot is drawn from the clock here. */
export function propose(
  moves: readonly Move[],
  brokers: readonly { readonly id: number; readonly rack: string | null }[],
  isStriped: boolean,
  nowMs: number,
): readonly Move[] | string {
  let draws = 0;
  const draw = (bound: number): number => (finish(mix(nowMs | 0, ++draws)) >>> 0) % bound;
  const proposed: Move[] = [];
  for (const topic of topicsOf(moves)) {
    const own = byPartition(moves.filter(({ tp }) => topicOf(tp) === topic));
    const factor = own[0].replicas.length;
    if (factor > brokers.length)
      return isStriped ? tooFewStriped(factor, brokers.length) : `Replication factor: ${factor} larger than available brokers: ${brokers.length}.`;
    const placed = assignReplicas(brokers, own.length, factor, draw);
    own.forEach(({ tp }, n) => {
      proposed.push({ tp, replicas: placed[n] });
    });
  }
  return proposed;
}

export const EXISTING =
  'Cannot execute because there is an existing partition assignment.  Use --additional to override this and create a new partition assignment in addition to the existing one. The --additional flag can also be used to change the throttle by resubmitting the current reassignment.';
const VERIFY = 'Warning: You must run --verify periodically, until the reassignment completes, to ensure the throttle is removed.';

function execute(args: Args<'execute'>, results: readonly CallResult[]): Turn {
  const { moves, additional } = args;
  if (results.length === 0) return ask({ call: 'listReassignments', partitions: null });
  if (results.length === 1 && !additional && answer(results, 0, 'listReassignments').partitions.length > 0) return exitWith(1, out(EXISTING));
  if (results.length === 1) return ask({ call: 'describeTopics', topics: [] });
  const known = answer(results, 1, 'describeTopics').brokers.map(({ id }) => id);
  const stranger = moves.flatMap(({ replicas }) => replicas).find((id) => !known.includes(id));
  if (stranger !== undefined) return commandFailed(`Unknown broker id ${stranger}`, args.exceptions.failed);
  if (results.length === 2) return ask({ call: 'describeTopics', topics: topicsOf(moves) });
  const { moves: now, unknown } = assignments(results, 2);
  if (unknown !== undefined) return notFound(args, unknown);
  const missing = moves.filter(({ tp }) => !now.some((one) => one.tp === tp)).map(({ tp }) => tp);
  // In Scala it was left to the controller to refuse these.
  if (missing.length > 0 && !args.inScala)
    return executionFailed(`${exceptionOf('UNKNOWN_TOPIC_OR_PARTITION')}: Unable to find partition: ${missing.join(', ')}`);
  return start(args, now, results);
}

/** Prints the way back, sets the throttles, and begins. */
function start(args: Args<'execute'>, now: readonly Move[], results: readonly CallResult[]): Turn {
  const { moves, throttle, mayResize } = args;
  const limits = throttle >= 0 ? throttles(answer(results, 0, 'listReassignments').partitions, moves, now, throttle) : [];
  const done = results.length - 3;
  const begin = { call: 'alterReassignments', partitions: byPartition(moves), allowReplicationFactorChange: mayResize } as const;
  const said = done === 0 ? wayBack(moves, now, args.logDir, throttle >= 0) : [];
  if (done < limits.length) return ask({ call: 'alterConfigs', resources: limits[done] }, said);
  const limited = limits.length > 0 && done === limits.length ? out(`The inter-broker throttle limit was set to ${throttle} B/s`) : [];
  if (done === limits.length) return ask(begin, [...said, ...limited]);
  return ended(moves, answer(results, results.length - 1, 'alterReassignments').partitions);
}

const messagesOf = (bad: readonly PartitionOutcome[]): string[] => byPartition(bad).map(({ tp, error, message }) => `${tp}: ${messageOf(error, message)}`);

export function wayBack(moves: readonly Move[], now: readonly Move[], logDir: string, isThrottled: boolean): Line[] {
  const planned = moves.flatMap(({ tp }) => now.find((one) => one.tp === tp) ?? []);
  return out(
    'Current partition replica assignment',
    '',
    formatMoves(planned, logDir),
    '',
    'Save this to use as the --reassignment-json-file option during rollback',
    ...(isThrottled ? [VERIFY] : []),
  );
}

export function started(moves: readonly Move[]): string {
  const names = byPartition(moves).map(({ tp }) => tp);
  return `Successfully started partition reassignment${moves.length === 1 ? '' : 's'} for ${names.join(',')}`;
}

function ended(moves: readonly Move[], outcomes: readonly PartitionOutcome[]): Turn {
  const bad = outcomes.filter(({ error }) => error !== 'NONE');
  if (bad.length > 0) return exitWith(1, out('Error reassigning partition(s):', ...messagesOf(bad)));
  return exitWith(0, out(started(moves)));
}

function verify(args: Check, results: readonly CallResult[]): Turn {
  const { moves } = args;
  if (results.length === 0) return ask({ call: 'listReassignments', partitions: null });
  const ongoing = answer(results, 0, 'listReassignments').partitions;
  const settled = moves.filter(({ tp }) => !ongoing.some((one) => one.tp === tp));
  if (results.length === 1) return ask({ call: 'describeTopics', topics: topicsOf(settled) });
  const { moves: now } = assignments(results, 1);
  const lines = byPartition(moves).map((move) => statusLine(args, move, settled.includes(move), now));
  const status = out('Status of partition reassignment:', ...lines, '');
  if (ongoing.length > 0 || args.preserveThrottles) return exitWith(0, results.length === 2 ? status : []);
  return clear(moves, results, 2, status);
}

function statusLine({ inScala }: Check, { tp, replicas }: Move, isSettled: boolean, now: readonly Move[]): string {
  if (!isSettled) return `Reassignment of partition ${tp} is still in progress.`;
  const current = now.find((one) => one.tp === tp)?.replicas ?? [];
  return current.join(',') === replicas.join(',')
    ? `Reassignment of partition ${tp} is ${inScala ? 'complete' : 'completed'}.`
    : `There is no active reassignment of partition ${tp}, but replica set is ${current.join(',')} rather than ${replicas.join(',')}.`;
}

/** Printed without an end of line since it is in Java: what follows stands right behind it. */
const NO_MOVES = 'None of the specified partition moves are active.';

/** clearAllThrottles: of all brokers, because nobody remembers which of them took part. */
function clear(moves: readonly Move[], results: readonly CallResult[], asked: number, said: Turn['print'], unended = ''): Turn {
  if (results.length === asked) return ask({ call: 'describeTopics', topics: [] }, said);
  const live = answer(results, asked, 'describeTopics').brokers.map(({ id }) => id);
  const brokers = [...new Set([...live, ...moves.flatMap(({ replicas }) => replicas)])].sort((a, b) => a - b);
  const topics = topicsOf(moves);
  if (results.length === asked + 1) {
    const text = `${unended}Clearing broker-level throttles on broker${brokers.length === 1 ? '' : 's'} ${brokers.join(',')}`;
    return ask({ call: 'alterConfigs', resources: clearing.brokers(brokers) }, out(text));
  }
  if (results.length === asked + 2) {
    const text = `Clearing topic-level throttles on topic${topics.length === 1 ? '' : 's'} ${topics.join(',')}`;
    return notAltered(results, asked + 1) ?? ask({ call: 'alterConfigs', resources: clearing.topics(topics) }, out(text));
  }
  return notAltered(results, asked + 2) ?? exitWith(0);
}

/** incrementalAlterConfigs(…).all().get(): one resource that is refused ends the tool. */
function notAltered(results: readonly CallResult[], n: number): Turn | undefined {
  const refused = answer(results, n, 'alterConfigs').resources.find(({ error }) => error !== 'NONE');
  return refused && executionFailed(`${exceptionOf(refused.error)}: ${messageOf(refused.error, refused.message)}`);
}

function cancel(args: Check, results: readonly CallResult[]): Turn {
  const tps: readonly Tp[] = args.moves.map(({ tp }) => tp);
  if (results.length === 0) return ask({ call: 'listReassignments', partitions: tps });
  const active = byPartition(answer(results, 0, 'listReassignments').partitions).map(({ tp }) => tp);
  const nothing = active.length === 0;
  if (!nothing && results.length === 1) {
    return ask({ call: 'alterReassignments', partitions: active.map((tp) => ({ tp, replicas: null })), allowReplicationFactorChange: true });
  }
  const asked = nothing ? 1 : 2;
  const bad = nothing ? [] : answer(results, 1, 'alterReassignments').partitions.filter(({ error }) => error !== 'NONE');
  if (bad.length > 0) return exitWith(1, out(`Error cancelling partition reassignment${bad.length === 1 ? '' : 's'} for:`, ...messagesOf(bad)));
  const first = nothing
    ? 'None of the specified partition reassignments are active.'
    : `Successfully cancelled partition reassignment${active.length === 1 ? '' : 's'} for: ${active.join(',')}`;
  if (args.preserveThrottles) return exitWith(0, out(first, NO_MOVES));
  if (args.inScala) return clear(args.moves, results, asked, out(first, NO_MOVES));
  return clear(args.moves, results, asked, out(first), NO_MOVES);
}
