/** What `npm run -s replay` prints: a summary for people, one JSON object for programs, a trace with a column for every node. */

import type { Proof } from '#headless/replay.ts';
import { asKafkaFact } from '#kafka/facts.ts';
import type { Frame } from '#kafka/frame.ts';
import type { Scenario } from '#scenario/compile.ts';
import { ENGINE_VERSION } from '#session/engine.ts';
import type { GoalState } from '#session/goals.ts';
import type { Timeline } from '#session/timeline.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { isView, viewSlice } from '#sim/view.ts';

export interface Replayed {
  readonly scenario: Scenario;
  readonly timeline: Timeline;
  readonly cursor: number;
  readonly goals: readonly GoalState[];
  readonly proof: Proof;
}

/** Append views become arrays: outside the simulation nobody knows them. */
const plain = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && isView(value) ? viewSlice(value, 0, value.length) : value;

export function printJson({ timeline, cursor, goals, proof }: Replayed): string {
  const all = {
    version: ENGINE_VERSION,
    hash: timeline.hashAt(cursor),
    step: cursor,
    timeMs: timeline.timeAt(cursor) / 1000,
    frame: timeline.frameAt(cursor),
    ledger: timeline.ledgerAt(cursor),
    violations: timeline.violations.filter(({ step }) => step < cursor),
    goals,
    ...(proof === 'none' ? {} : { proof }),
  };
  return JSON.stringify(all, plain, 2);
}

const thousands = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

const PROOFS: Readonly<Record<Proof, string | undefined>> = {
  none: undefined,
  same: 'proof       the link gives the hash that it promises',
  different: 'proof       THE LINK PROMISES ANOTHER HASH: this engine computes another run',
  engine: 'proof       the link was made by another version of the engine; hashes cannot be compared',
};

export function printSummary(replayed: Replayed): string {
  const { scenario, timeline, cursor, goals, proof } = replayed;
  const { totals } = timeline.ledgerAt(cursor);
  const violations = timeline.violations.filter(({ step }) => step < cursor);
  const title = typeof scenario.title === 'string' ? scenario.title : scenario.title.en;
  return [
    ...(title === '' ? [] : [title]),
    `time        ${(timeline.timeAt(cursor) / 1_000_000).toFixed(6)} s of ${(scenario.untilUs / 1_000_000).toFixed(0)} s`,
    `events      ${thousands(cursor)} (${thousands(timeline.stopsUpTo(cursor))} meaningful steps)`,
    `records     sent ${totals.sent}, acknowledged ${totals.acknowledged}, failed ${totals.failed}, visible ${totals.visible}`,
    `            lost ${totals.lost}, acknowledged but lost ${totals.acknowledgedButLost}, duplicated ${totals.duplicated}, reordered ${totals.reordered}`,
    ...goals.map(
      ({ id, met, check, value }) => `goal        ${met ? 'met    ' : 'NOT MET'}  ${id}: ${check}${typeof value === 'number' ? `  (now ${value})` : ''}`,
    ),
    ...(violations.length === 0
      ? ['invariants  all held']
      : violations.slice(0, 20).map(({ invariant, step, message }) => `INVARIANT   ${invariant} broke at step ${step}: ${message}`)),
    ...(PROOFS[proof] === undefined ? [] : [PROOFS[proof] as string]),
    `hash        ${timeline.hashAt(cursor)} (engine ${ENGINE_VERSION})`,
  ].join('\n');
}

const CELL = 16;
const cell = (text: string): string => (text.length > CELL ? `${text.slice(0, CELL - 1)}…` : text.padEnd(CELL));

/** Nodes in the order of the picture: brokers, controllers, clients. */
const columnsOf = (frame: Frame): string[] => [...frame.brokers, ...frame.controllers, ...frame.producers, ...frame.consumers].map(({ node }) => node);

const SKIPPED = new Set(['fact', 'ids', 'candidates', 'topic']);

/** `LeaderElected tp=orders-0 leader=2 …` */
function factText(fact: object): string {
  const fields = Object.entries(fact).filter(([key]) => !SKIPPED.has(key));
  return [asKafkaFact(fact as never).fact, ...fields.map(([key, value]) => `${key}=${Array.isArray(value) ? `[${value.join(',')}]` : String(value)}`)].join(
    ' ',
  );
}

export function traceHeader(timeline: Timeline): string {
  return `${'ms'.padStart(11)} ${'step'.padStart(7)} ${columnsOf(timeline.frameAt(0)).map(cell).join(' ')} what changed`;
}

const arrow = ({ from, name, outcome }: TraceEvent): string =>
  `${outcome === 'handled' ? '' : `(${outcome}) `}${name.replace(/Request$/, '').replace(/Response$/, '✓')}${from === undefined ? '' : `<${from}`}`;

export function traceLine(event: TraceEvent, columns: readonly string[]): string {
  const place = columns.indexOf(event.node);
  const cells = columns.map((_, i) => cell(i === place ? arrow(event) : '·')).join(' ');
  const elsewhere = place < 0 ? `${event.node === '' ? '' : `${event.node}: `}${arrow(event)} ` : '';
  return `${(event.timeUs / 1000).toFixed(3).padStart(11)} ${String(event.step).padStart(7)} ${cells} ${elsewhere}${event.facts.map(factText).join(' · ')}`.trimEnd();
}

export function* traceLines(timeline: Timeline, cursor: number): Generator<string> {
  const columns = columnsOf(timeline.frameAt(0));
  yield traceHeader(timeline);
  for (let step = 0; step < cursor; step++) yield traceLine(timeline.eventAt(step), columns);
}
