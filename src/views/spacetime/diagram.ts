/** One diagram, computed from the props: the stretch of time, the lifelines, the messages with their lines, the moments and the labels. */
import type { FactName } from '#kafka/facts.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { ViewProps, Words } from '../contract.ts';
import { textWidth } from '../marks/text.ts';
import { bundled, NEAR_PX } from './bundles.ts';
import { type Cones, conesOf } from './cones.ts';
import { type FoldRow, type Row, rowsOf } from './folds.ts';
import {
  apart,
  COST,
  isNarrow,
  type Label,
  type Line,
  lineOf,
  messagePlaces,
  momentPlaces,
  placed,
  type SpaceTimeLayout,
  type Stroke,
  spaceFor,
  spaceTimeLayout,
} from './layout.ts';
import { type Life, type LifeClass, livesOf, type Message, type Moment, messagesIn, momentsIn, most, tellingIn } from './model.ts';
import { FOLLOW, naturalSpan, type Stretch, stretchOf, type Wish } from './window.ts';

/** Of the event at the playhead: on its chain of causes, among its effects, or neither. */
export type Tie = 'cause' | 'effect' | 'none';

export interface DrawnMessage extends Message {
  readonly line: Line;
  readonly tie: Tie;
  readonly future: boolean;
  /** Of a bundle: how many messages it is, under which names, from whom to whom. */
  readonly count: number;
  readonly names: readonly string[];
  readonly froms: readonly string[];
  readonly tos: readonly string[];
}

export interface DrawnMoment extends Moment {
  readonly x: number;
  readonly y: number;
  readonly tie: Tie;
  readonly future: boolean;
  readonly here: boolean;
}

export interface Diagram {
  readonly stretch: Stretch;
  readonly layout: SpaceTimeLayout;
  /** Lifelines with a row of their own. */
  readonly lives: readonly Life[];
  readonly folds: readonly FoldRow[];
  /** The process that is selected, if it has a lifeline. */
  readonly chosen: string | undefined;
  readonly messages: readonly DrawnMessage[];
  readonly moments: readonly DrawnMoment[];
  readonly labels: readonly Label[];
  readonly cones: Cones;
  /** The event at the playhead. */
  readonly here: TraceEvent | undefined;
}

/** Landmarks that have a word of their own in the picture. */
const NAMED: readonly FactName[] = [
  'ProcessKilled',
  'ProcessPaused',
  'ProcessResumed',
  'ProcessStarted',
  'NetworkDisconnected',
  'NetworkConnected',
  'BrokerFenced',
  'BrokerUnfenced',
  'ControllerElected',
  'ControllerResigned',
  'LeaderElected',
  'BecameLeader',
  'IsrShrunk',
  'IsrExpanded',
  'BelowMinIsr',
  'LogTruncated',
  'HighWatermarkAdvanced',
  'SessionExpired',
  'EnsembleLeaderElected',
  'VoteGranted',
];

type Input = Pick<ViewProps, 'frame' | 'trace' | 'nowUs' | 'untilUs' | 'width' | 'height' | 'words' | 'selection'>;

export interface Seen {
  readonly wish: Wish;
  /** Classes whose folded lifelines a person wants to see. */
  readonly unfolded: ReadonlySet<LifeClass>;
}

export const FIRST_LOOK: Seen = { wish: FOLLOW, unfolded: new Set() };

export function diagramOf({ frame, trace, nowUs, untilUs, width, height, words, selection }: Input, { wish, unfolded }: Seen): Diagram {
  const events = trace.events();
  const { cursor, length } = trace;
  const stretch = stretchOf(wish, naturalSpan(events, cursor, nowUs), nowUs, untilUs);
  const all = livesOf(frame, events, length);
  const nodes = new Set(all.map(({ node }) => node));
  const cones = conesOf(events, length, cursor - 1);
  const chosen = nodeOf(selection, frame);
  const rows = rowsOf(all, {
    // What has just left the stretch keeps its row a while: so rows do not come and go with every quarter.
    told: tellingIn(all, events, length, { ...stretch, fromUs: stretch.fromUs - (stretch.toUs - stretch.fromUs) }),
    kept: new Set([...causesWithin(cones, events, stretch), ...(chosen === undefined ? [] : [chosen])]),
    unfolded,
    spacePx: spaceFor(height),
    narrow: isNarrow(width),
  });
  const lives = rows.flatMap((row) => (row.kind === 'life' ? [row.life] : []));
  const folds = rows.filter((row) => row.kind === 'fold');
  const layout = spaceTimeLayout(rows, stretch, width, height);
  const messages = drawnMessages(messagesIn(events, length, stretch, nodes), layout, cones, cursor);
  const moments = drawnMoments(momentsIn(events, length, stretch, nodes), layout, cones, cursor);
  const labels = labelsOf({ messages, moments, rows, layout, nowUs, words });
  return { stretch, layout, lives, folds, chosen, messages, moments, cones, here: events[cursor - 1], labels };
}

/** A selected process, the broker of a selected replica or record, the sender of a selected message. */
function nodeOf(selection: ViewProps['selection'], { brokers, messages }: ViewProps['frame']): string | undefined {
  if (selection === null) return undefined;
  if ('node' in selection) return selection.node;
  if (selection.kind === 'message') return messages.find(({ id }) => id === selection.id)?.from;
  const id = selection.kind === 'broker' ? selection.id : 'broker' in selection ? selection.broker : undefined;
  return brokers.find((one) => one.id === id)?.node;
}

/** Nodes on the chain of causes, as far as it lies in the picture. */
function causesWithin({ causes }: Cones, events: readonly TraceEvent[], { fromUs }: Stretch): string[] {
  const found: string[] = [];
  for (const step of causes) {
    const { timeUs, node, from, sentUs } = events[step];
    if (timeUs < fromUs) break;
    found.push(node, ...(from === undefined || (sentUs ?? timeUs) < fromUs ? [] : [from]));
  }
  return found;
}

const tieOf = ({ causes, effects }: Cones, step: number): Tie => (causes.has(step) ? 'cause' : effects.has(step) ? 'effect' : 'none');

function drawnMessages(messages: readonly Message[], layout: SpaceTimeLayout, cones: Cones, cursor: number): DrawnMessage[] {
  const drawn = messages.flatMap((message): DrawnMessage[] => {
    const { step, name, from, to } = message;
    // Between two lifelines that are folded into one row it has no way to go.
    const line = layout.rows.get(from) === layout.rows.get(to) ? null : lineOf(message, layout);
    return line === null ? [] : [{ ...message, line, tie: tieOf(cones, step), future: step >= cursor, count: 1, names: [name], froms: [from], tos: [to] }];
  });
  return [...most(bundled(drawn, NEAR_PX[layout.folds.size > 0 ? 'crowd' : 'few']), cursor, ({ tie, fate }) => tie !== 'none' || fate === 'lost')];
}

function drawnMoments(moments: readonly Moment[], layout: SpaceTimeLayout, cones: Cones, cursor: number): DrawnMoment[] {
  const shown = most(moments, cursor, ({ fault, step }) => fault !== null || step === cursor - 1);
  return apart(shown, layout, layout.folds.size > 0 ? 12 : 9, cursor - 1).map((moment) => ({
    ...moment,
    x: Math.round(layout.scaleX(moment.timeUs) * 100) / 100,
    y: layout.rows.get(moment.node) ?? 0,
    tie: tieOf(cones, moment.step),
    future: moment.step >= cursor,
    here: moment.step === cursor - 1,
  }));
}

interface Labelled {
  readonly messages: readonly DrawnMessage[];
  readonly moments: readonly DrawnMoment[];
  readonly rows: readonly Row[];
  readonly layout: SpaceTimeLayout;
  readonly nowUs: number;
  readonly words: Words;
}

/** So many labels are looked for a place. */
const MOST_LABELS = 60;

function labelsOf({ messages, moments, rows, layout, nowUs, words }: Labelled): Label[] {
  const lifelines = [...new Set(layout.rows.values())];
  const dots = moments.map(({ x, y, fault }) => around(x, y, fault === null ? 6 : 11));
  const crosses = messages.filter(({ fate }) => fate === 'lost').map(({ line }) => around(line.x2, line.y2, 7));
  const strokes: Stroke[] = [
    ...messages.map(({ line, step, weight, tie }) => ({ ...line, key: `m${step}`, cost: weight > 0 || tie !== 'none' ? COST.strong : COST.faint })),
    ...lifelines.map((y) => ({ x1: layout.left, y1: y, x2: layout.right, y2: y, cost: COST.strong })),
    { x1: layout.scaleX(nowUs), y1: 0, x2: layout.scaleX(nowUs), y2: layout.height, cost: COST.playhead },
  ];
  const wanted = [
    ...moments
      .filter(({ fact, weight }) => fact !== null && weight >= 2 && NAMED.includes(fact))
      .map((moment) => ({
        weight: 10 + moment.weight + (moment.here ? 10 : 0),
        places: momentPlaces(`e${moment.step}${moment.node}`, words(`spacetime.fact.${moment.fact}`), moment.x, moment.y, moment.fault === null ? 10 : 15),
      })),
    ...messages
      .filter(({ line }) => Math.abs(line.y2 - line.y1) > 24)
      .map((message) => ({
        weight: message.weight + (message.tie === 'none' ? 0 : 8) - (message.future ? 4 : 0),
        places: messagePlaces(
          `m${message.step}`,
          messageLabel(message),
          message.line,
          message.tie === 'none' && (message.future || message.weight === 0),
          lifelines,
        ),
      })),
  ].sort((a, b) => b.weight - a.weight);
  return placed(
    wanted.slice(0, MOST_LABELS).map(({ places }) => places),
    [...rows.map((row) => nameBox(row, layout)), ...dots, ...crosses],
    strokes,
    layout,
  );
}

const around = (x: number, y: number, radius: number) => ({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius });

function nameBox(row: Row, { rows, folds, narrow, left }: SpaceTimeLayout) {
  const y = (row.kind === 'life' ? rows.get(row.life.node) : folds.get(row.of)) ?? 0;
  if (!narrow) return { x: 0, y: y - 12, width: left - 4, height: 24 };
  return { x: 0, y: y - 24, width: row.kind === 'life' ? textWidth(row.life.node, 12, true) + 30 : 240, height: 18 };
}

/** What a message and its bundle are called; several names are only counted. */
export function messageLabel({ names, count }: Pick<DrawnMessage, 'names' | 'count'>): string {
  const kinds = [...new Set(names.map(shortName))];
  return [...(kinds.length === 1 ? kinds : []), ...(count > 1 ? [`×${count}`] : [])].join(' ');
}

/** An arrow shows which way it goes: `FetchRequest` and `FetchResponse` are both Fetch. */
const shortName = (name: string): string => name.replace(/(?:Request|Response)$/, '');

export const messageFact = ({ step, from, to, name, fate, count }: DrawnMessage): string =>
  `message ${step} ${from}>${to} ${name} ${fate}${count > 1 ? ` ×${count}` : ''}`;

export const foldFact = ({ of, nodes, quiet, open }: FoldRow): string => `fold ${of}${quiet ? ' quiet' : ''}${open ? ' open' : ''} ${nodes.join(' ')}`;
