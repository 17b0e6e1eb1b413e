/**
 * A run being computed: steps the World, gives it its inputs when their moment has come, and writes down everything that a timeline tells later.
 * Inputs are written down with the step before which they came (injections), so that any part can be computed again without looking at triggers.
 */
import type { KafkaWorld, NodeState } from '#kafka/cluster.ts';
import type { Frame } from '#kafka/frame.ts';
import type { Scenario } from '#scenario/compile.ts';
import type { Evidence } from '#scenario/expression/functions.ts';
import type { Expression } from '#scenario/expression.ts';
import type { Input } from '#scenario/input.ts';
import { LIMITS } from '#scenario/limits.ts';
import { type Chronicle, chronicleFacts, chronicleUpTo, emptyChronicle, ledgerAt } from '#session/chronicle.ts';
import { type Columns, columnsUpTo, emptyColumns, record } from '#session/columns.ts';
import { emptyLags, type Lags, lagFacts, lagsUpTo, peakLagAt } from '#session/lag.ts';
import { emptyMarks, type Marks, markEvent, markMoment, marksUpTo } from '#session/marks.ts';
import { cut, emptyStops, type Stops, significanceOf, stopsUpToCursor } from '#session/steps.ts';
import { payloadOf, type System } from '#session/system.ts';
import { concerns, look, type Purpose, type Watch, watchesOf, watchUpTo } from '#session/watch.ts';
import type { Fact, Payload } from '#sim/event.ts';
import { type Checker, checkAll, type Violation } from '#sim/invariant.ts';
import { nextTimeUs, settle, step } from '#sim/step.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { copyWorld } from '#sim/world.ts';

/** Steps from one checkpoint to the next: few enough that any moment is a few milliseconds away. */
export const CHECKPOINT_STEPS = 256;

/** An input as it was given, before step `step` at a time: `strike` comes before the effects of the last event, `settled` after they have left. */
export interface Injection {
  readonly step: number;
  readonly how: 'strike' | 'settled';
  readonly atUs: number;
  readonly payload: Payload;
  /** Which of the run's inputs. */
  readonly input: Input;
}

export interface RunOptions {
  readonly system: System;
  /** Check the invariants after every event. */
  readonly invariants: boolean;
}

export interface Run {
  readonly options: RunOptions;
  readonly scenario: Scenario;
  readonly inputs: Input[];
  readonly world: KafkaWorld;
  readonly firstHash: readonly [number, number];
  readonly checkpoints: KafkaWorld[];
  readonly injections: Injection[];
  readonly columns: Columns;
  readonly stops: Stops;
  readonly marks: Marks;
  readonly chronicle: Chronicle;
  readonly lags: Lags;
  readonly watches: Watch[];
  /** Watches whose moment has not come, by what they wait for: looked through after every event. */
  waiting: Waiting;
  readonly checkers: readonly Checker<NodeState>[];
  readonly violations: Violation[];
  /** The checkers know all that happened before: not so in a fork that has just begun. */
  taught: boolean;
  complete: boolean;
}

interface Waiting {
  /** Ascending by time, then by order in the scenario. */
  readonly times: Watch[];
  readonly steps: Watch[];
  readonly predicates: Watch[];
  readonly points: Watch[];
}

function sortWatches(watches: readonly Watch[]): Waiting {
  const open = watches.filter(({ fired }) => fired === undefined);
  const times = open.filter(({ atUs }) => atUs !== undefined);
  return {
    times: times.sort((a, b) => (a.atUs as number) - (b.atUs as number) || times.indexOf(a) - times.indexOf(b)),
    steps: open.filter(({ atStep }) => atStep !== undefined),
    predicates: open.filter(({ predicate }) => predicate !== undefined),
    points: open.filter(({ point }) => point !== undefined),
  };
}

export function startRun(scenario: Scenario, inputs: readonly Input[], options: RunOptions): Run {
  const { system } = options;
  const world = system.createWorld(scenario.spec);
  const frame = system.frame(world, scenario.spec);
  const watches = watchesOf(scenario, inputs);
  const run: Run = {
    options,
    scenario,
    inputs: [...inputs],
    world,
    firstHash: [world.hashA, world.hashB],
    checkpoints: [copyWorld(world)],
    injections: [],
    columns: emptyColumns(),
    stops: emptyStops(),
    marks: emptyMarks(),
    chronicle: emptyChronicle(frame),
    lags: emptyLags(frame),
    watches,
    waiting: sortWatches(watches),
    checkers: options.invariants ? system.checkers() : [],
    violations: [],
    taught: true,
    complete: false,
  };
  lookAt(run, run.waiting.predicates, undefined);
  return run;
}

/** The run as it stood after `cursor` events, in a world of its own, with other inputs to come. */
export function forkRun(run: Run, cursor: number, world: KafkaWorld, inputs: readonly Input[]): Run {
  const frame = run.options.system.frame(world, run.scenario.spec);
  const watches = watchesOf(run.scenario, inputs).map((watch) => watchUpTo(twinOf(run, watch, inputs) ?? watch, cursor));
  const injections = run.injections.filter((injection) => injection.step <= cursor && inputs.includes(injection.input));
  const fork: Run = {
    options: run.options,
    scenario: run.scenario,
    inputs: [...inputs],
    world,
    firstHash: run.firstHash,
    checkpoints: run.checkpoints.slice(0, Math.floor(cursor / CHECKPOINT_STEPS) + 1),
    injections,
    columns: columnsUpTo(run.columns, cursor),
    stops: stopsUpToCursor(run.stops, cursor),
    marks: marksUpTo(run.marks, cursor),
    chronicle: chronicleUpTo(run.chronicle, cursor),
    lags: lagsUpTo(run.lags, cursor, frame),
    watches,
    waiting: sortWatches(watches),
    checkers: run.options.invariants ? run.options.system.checkers() : [],
    violations: run.violations.filter((violation) => violation.step < cursor),
    taught: !run.options.invariants || cursor === 0,
    complete: false,
  };
  for (const injection of injections) if (injection.step === cursor) inject(fork, world, injection);
  const evidence = evidenceNow(fork);
  for (const watch of fork.waiting.predicates) look(watch, evidence, true);
  return fork;
}

/** The watch of the parent run that waits for the same thing, under the number that it has in the fork. */
function twinOf(run: Run, watch: Watch, inputs: readonly Input[]): Watch | undefined {
  const { purpose } = watch;
  const same = (other: Purpose): boolean => {
    if (purpose.for === 'run') return other.for === 'run' && run.inputs[other.input] === inputs[purpose.input];
    return other.for === purpose.for && other.id === purpose.id;
  };
  const twin = run.watches.find((one) => same(one.purpose));
  return twin && { ...twin, purpose };
}

/** Adds an input to a run that has not gone past its moment. */
export function addInput(run: Run, input: Input): void {
  run.inputs.push(input);
  const [watch] = watchesOf(run.scenario, run.inputs).slice(run.inputs.length - 1);
  run.watches.push(watch);
  run.waiting = sortWatches(run.watches);
  run.complete = false;
}

function evidenceNow(run: Run): Evidence {
  let frame: Frame | undefined;
  return {
    timeUs: run.world.nowUs,
    frame: () => (frame ??= run.options.system.frame(run.world, run.scenario.spec)),
    ledger: () => ledgerAt(run.chronicle, run.world.step),
    peakLag: (group) => peakLagAt(run.lags, group, run.world.step),
  };
}

/** Performs an injection on any world that stands before its step. */
export function inject(run: Run, world: KafkaWorld, injection: Injection): void {
  if (injection.how === 'settled') settle(run.options.system.model, world);
  world.nowUs = Math.max(world.nowUs, injection.atUs);
  world.urgent = [...world.urgent, injection.payload];
}

function fire(run: Run, watch: Watch, how: Injection['how']): void {
  const { world } = run;
  watch.fired = world.step;
  const { purpose } = watch;
  if (purpose.for === 'beat' || purpose.for === 'question') markMoment(run.marks, purpose.for, purpose.id, world.step, watch.atUs ?? world.nowUs);
  if (purpose.for !== 'run') return;
  if (how === 'settled') settle(run.options.system.model, world);
  const payload = payloadOf(run.options.system, purpose.run, world, run.scenario.spec);
  const injection: Injection = { step: world.step, how, atUs: watch.atUs ?? world.nowUs, payload, input: run.inputs[purpose.input] };
  run.injections.push(injection);
  inject(run, world, injection);
}

/** Looks at predicates after these facts; undefined: after anything may have happened. */
function lookAt(run: Run, watches: readonly Watch[], facts: readonly Fact[] | undefined): void {
  if (watches.length === 0) return;
  const evidence = evidenceNow(run);
  const fired = watches.filter((watch) => {
    const changed = facts === undefined || concerns(watch.predicate as Expression, facts);
    return (changed || watch.predicate?.timed) && look(watch, evidence, changed);
  });
  if (fired.length === 0) return;
  for (const watch of fired) fire(run, watch, 'settled');
  forget(run);
}

function forget(run: Run): void {
  const open = (watches: readonly Watch[]): Watch[] => watches.filter(({ fired }) => fired === undefined);
  run.waiting = { times: open(run.waiting.times), steps: open(run.waiting.steps), predicates: open(run.waiting.predicates), points: open(run.waiting.points) };
}

/** Gives what is due before the next event, and tells that event's time. */
function prepare(run: Run, untilUs: number): number | undefined {
  const { world, waiting } = run;
  if (waiting.steps.length > 0) {
    const due = waiting.steps.filter(({ atStep }) => atStep === world.step);
    for (const watch of due) fire(run, watch, 'settled');
    if (due.length > 0) forget(run);
  }
  let next = nextTimeUs(run.options.system.model, world);
  while (run.waiting.times.length > 0) {
    const [watch] = run.waiting.times;
    const atUs = watch.atUs as number;
    // What only marks a moment waits until everything of that time has happened; a command comes before what else is due at its time.
    const due = atUs <= untilUs && (next === undefined || (watch.purpose.for === 'run' ? next >= atUs : next > atUs));
    if (!due || world.urgent.length > 0) break;
    fire(run, watch, 'settled');
    run.waiting.times.shift();
    next = nextTimeUs(run.options.system.model, world);
  }
  return next;
}

/** So many events at one instant are a loop that would go on for ever: the run stops rather than freezing whoever watches. */
const LIVELOCK_EVENTS = 50_000;

const isLivelocked = ({ columns, world }: Run): boolean =>
  columns.length >= LIVELOCK_EVENTS && columns.timeUs[columns.length - LIVELOCK_EVENTS] === world.nowUs;

function stopLivelock(run: Run): void {
  const { world } = run;
  run.complete = true;
  run.violations.push({
    invariant: 'E08',
    step: world.step - 1,
    message: `${LIVELOCK_EVENTS} events at one instant (${world.nowUs} µs): the run would never go on, and was stopped.`,
  });
  markMoment(run.marks, 'violation', 'E08', world.step, world.nowUs);
}

/** Computes one event. undefined when nothing is left before `untilUs`. */
export function advance(run: Run, untilUs: number): TraceEvent | undefined {
  const { world } = run;
  if (world.step % CHECKPOINT_STEPS === 0 && isLivelocked(run)) {
    if (!run.complete) stopLivelock(run);
    return undefined;
  }
  const nextUs = prepare(run, untilUs);
  if (nextUs === undefined || nextUs > untilUs || world.step >= LIMITS.cost) {
    run.complete = nextUs === undefined || nextUs > run.scenario.untilUs || world.step >= LIMITS.cost;
    return undefined;
  }
  const event = step(run.options.system.model, world);
  if (!event) return undefined;
  if (world.step % CHECKPOINT_STEPS === 0) run.checkpoints.push(copyWorld(world));
  writeDown(run, event);
  return event;
}

function writeDown(run: Run, event: TraceEvent): void {
  const { world } = run;
  const cursor = world.step;
  const significance = significanceOf(event);
  record(run.columns, event.timeUs, world.hashA, world.hashB, significance);
  if (run.taught && run.checkers.length > 0) check(run, world, event, cursor);
  if (event.facts.length > 0) writeFacts(run, event, cursor, significance);
  trigger(run, event);
}

function writeFacts(run: Run, event: TraceEvent, cursor: number, significance: number): void {
  chronicleFacts(run.chronicle, event.facts, cursor, event.timeUs);
  lagFacts(run.lags, event.facts, cursor, event.timeUs);
  if (significance >= 2) {
    cut(run.stops, cursor, event, significance);
    markEvent(run.marks, event, cursor, run.chronicle);
  }
}

/** Asks every checker about an event, and keeps what is broken. `world` stands right after it. */
export function check(run: Run, world: KafkaWorld, event: TraceEvent, cursor: number): void {
  for (const violation of checkAll(run.checkers, world, event)) {
    run.violations.push(violation);
    markMoment(run.marks, 'violation', violation.invariant, cursor, event.timeUs);
  }
}

function trigger(run: Run, event: TraceEvent): void {
  const { points, predicates } = run.waiting;
  const struck = event.facts.length === 0 ? [] : points.filter(({ point }) => point?.passes(event.facts));
  for (const watch of struck) fire(run, watch, 'strike');
  if (struck.length > 0) forget(run);
  if (predicates.length > 0)
    lookAt(
      run,
      predicates.filter(({ fired }) => fired === undefined),
      event.facts,
    );
}
