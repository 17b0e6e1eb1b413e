/** A timeline over a run: everything that it tells is a pure function of the cursor. */
import type { KafkaWorld } from '#kafka/cluster.ts';
import { asKafkaFact, type KafkaFact, SIGNIFICANCE } from '#kafka/facts.ts';
import type { Frame } from '#kafka/frame.ts';
import { ledgerAt } from '#session/chronicle.ts';
import { type Chunks, emptyChunks, eventAgain, stepAgain, worldSeen } from '#session/chunks.ts';
import { countUpTo } from '#session/columns.ts';
import { peakLagAt } from '#session/lag.ts';
import { beatCursors } from '#session/marks.ts';
import { advance, check, type Run } from '#session/run.ts';
import type { StepSize, Timeline } from '#session/timeline.ts';
import { hex } from '#sim/hash.ts';
import { checkAll } from '#sim/invariant.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { copyWorld } from '#sim/world.ts';

const KEPT_FRAMES = 64;
/** Events computed last, by step modulo this: who reads along with the run need not have each computed again. */
const KEPT_EVENTS = 16_384;
/** Events of the past that a fork's checkers are shown each time that it is computed on: a few milliseconds. */
const LESSON_EVENTS = 512;

/** Frames that were looked at lately: the same cursor gives the same object, so views redraw only what changed. */
type Frames = Map<number, Frame>;

interface Recorded {
  readonly run: Run;
  readonly chunks: Chunks;
  readonly frames: Frames;
  readonly lately: TraceEvent[];
  readonly pupil: Pupil | null;
}

const recordings = new WeakMap<Timeline, Recorded>();

/** The run behind a timeline made here, for forks. */
export function runOf(timeline: Timeline): Run {
  const recorded = recordings.get(timeline);
  if (!recorded) throw new Error('This timeline was not made by recordRun.');
  return recorded.run;
}

/** The chunks behind a timeline made here, for forks. */
export const chunksOf = (timeline: Timeline): Chunks => (recordings.get(timeline) as Recorded).chunks;

export function recordRun(run: Run): Timeline {
  const recorded: Recorded = { run, chunks: emptyChunks(), frames: new Map(), lately: [], pupil: pupilOf(run) };
  const within = (cursor: number): number => Math.max(0, Math.min(Math.floor(cursor), run.columns.length));
  const timeline: Timeline = {
    get end() {
      return run.columns.length;
    },
    get endUs() {
      return run.complete ? Math.max(run.scenario.untilUs, timeAt(run, run.columns.length)) : timeAt(run, run.columns.length);
    },
    get complete() {
      return run.complete;
    },
    get violations() {
      return run.violations;
    },
    get marks() {
      return run.marks.list;
    },
    get stops() {
      return run.stops.cursors.length;
    },
    get lag() {
      return run.lags.series;
    },
    extend: ({ steps = Number.POSITIVE_INFINITY, untilUs = run.scenario.untilUs }) => extend(recorded, steps, untilUs),
    frameAt: (cursor) => frameAt(recorded, within(cursor)),
    eventAt: (cursor) => eventAt(recorded, cursor),
    timeAt: (cursor) => timeAt(run, within(cursor)),
    hashAt: (cursor) => hashAt(run, within(cursor)),
    ledgerAt: (cursor) => ledgerAt(run.chronicle, within(cursor)),
    cursorAtTime: (timeUs) => countUpTo(run.columns.timeUs, run.columns.length, timeUs),
    seek: (cursor, size, direction) => seek(run, within(cursor), size, direction),
    stopsUpTo: (cursor) => countUpTo(run.stops.cursors, run.stops.cursors.length, cursor),
    changesAt: (cursor) => changesAt(recorded, within(cursor)),
    significanceAt: (cursor) => run.columns.significance[cursor] ?? 0,
    peakLagAt: (group, cursor) => peakLagAt(run.lags, group, cursor),
    revealAt: (id) => run.watches.find(({ purpose }) => purpose.for === 'reveal' && purpose.id === id)?.fired,
  };
  recordings.set(timeline, recorded);
  return timeline;
}

function extend({ run, lately, pupil }: Recorded, steps: number, untilUs: number): boolean {
  let computed = 0;
  for (; computed < steps; computed++) {
    const event = advance(run, untilUs);
    if (event === undefined) break;
    lately[event.step % KEPT_EVENTS] = event;
  }
  if (pupil !== null && !run.taught) teach(run, pupil, Number.isFinite(steps) ? LESSON_EVENTS : steps);
  return computed > 0;
}

/** A world that runs behind a fork, from the beginning of the run on, so that the fork's checkers see all that happened. */
interface Pupil {
  readonly world: KafkaWorld;
  /** Where the fork begins: what was broken before is known. */
  readonly from: number;
}

const pupilOf = (run: Run): Pupil | null => (run.taught ? null : { world: copyWorld(run.checkpoints[0]), from: run.columns.length });

/** Shows the checkers at most so many events more, or all when the run is whole; from there on they see each event when it is computed. */
function teach(run: Run, { world, from }: Pupil, events: number): void {
  const most = run.complete ? Number.POSITIVE_INFINITY : events;
  for (let shown = 0; shown < most && world.step < run.columns.length; shown++) {
    const event = stepAgain(run, world);
    if (event.step < from) checkAll(run.checkers, world, event);
    else check(run, world, event, world.step);
  }
  run.taught = world.step === run.columns.length;
}

function eventAt({ run, chunks, lately }: Recorded, step: number): TraceEvent {
  const kept = lately[step % KEPT_EVENTS];
  return kept?.step === step ? kept : eventAgain(chunks, run, step);
}

const timeAt = ({ columns }: Run, cursor: number): number => (cursor === 0 ? 0 : columns.timeUs[cursor - 1]);

const hashAt = ({ columns, firstHash }: Run, cursor: number): string =>
  cursor === 0 ? hex(...firstHash) : hex(columns.hashA[cursor - 1], columns.hashB[cursor - 1]);

function frameAt({ run, chunks, frames }: Recorded, cursor: number): Frame {
  const known = frames.get(cursor);
  if (known) {
    frames.delete(cursor);
    frames.set(cursor, known);
    return known;
  }
  const frame = run.options.system.frame(worldSeen(chunks, run, cursor), run.scenario.spec);
  // The end's frame may still change: an input can be given there.
  if (cursor < run.columns.length) frames.set(cursor, frame);
  const [oldest] = frames.keys();
  if (frames.size > KEPT_FRAMES) frames.delete(oldest);
  return frame;
}

function seek(run: Run, cursor: number, size: StepSize, direction: 1 | -1): number {
  if (size === 'micro') return Math.max(0, Math.min(run.columns.length, cursor + direction));
  const cursors = size === 'meaningful' ? run.stops.cursors : beatCursors(run.marks, run.scenario.lesson.beats.length > 0);
  const upTo = countUpTo(cursors, cursors.length, direction === 1 ? cursor : cursor - 1);
  if (direction === 1) return cursors[upTo] ?? cursor;
  return upTo === 0 ? 0 : cursors[upTo - 1];
}

/** A stop tells what happened since the stop before it; any other cursor tells its own event. */
function changesAt(recorded: Recorded, cursor: number): readonly KafkaFact[] {
  if (cursor === 0) return [];
  const { run } = recorded;
  const stops = run.stops.cursors;
  const i = countUpTo(stops, stops.length, cursor) - 1;
  const isStop = i >= 0 && stops[i] === cursor;
  const from = isStop ? (i === 0 ? 0 : stops[i - 1]) : cursor - 1;
  const facts: KafkaFact[] = [];
  for (let step = from; step < cursor; step++) {
    if (run.columns.significance[step] === 0) continue;
    for (const each of eventAt(recorded, step).facts) {
      const fact = asKafkaFact(each);
      if (SIGNIFICANCE[fact.fact] > 0) facts.push(fact);
    }
  }
  return facts;
}
