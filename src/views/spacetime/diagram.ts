/** One diagram, computed from the props: the stretch of time, the lifelines, the messages with their lines, the moments and the labels. */
import type { FactName } from '#kafka/facts.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { ViewProps, Words } from '../contract.ts';
import { textWidth } from '../marks/text.ts';
import { type Cones, conesOf } from './cones.ts';
import { apart, type Label, type Line, lineOf, messagePlaces, momentPlaces, placed, type SpaceTimeLayout, spaceTimeLayout } from './layout.ts';
import { type Life, livesOf, type Message, type Moment, messagesIn, momentsIn } from './model.ts';
import { naturalSpan, type Stretch, stretchOf, type Wish } from './window.ts';

/** Of the event at the playhead: on its chain of causes, among its effects, or neither. */
export type Tie = 'cause' | 'effect' | 'none';

export interface DrawnMessage extends Message {
  readonly line: Line;
  readonly tie: Tie;
  readonly future: boolean;
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
  readonly lives: readonly Life[];
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

type Input = Pick<ViewProps, 'frame' | 'trace' | 'nowUs' | 'untilUs' | 'width' | 'height' | 'words'>;

export function diagramOf({ frame, trace, nowUs, untilUs, width, height, words }: Input, wish: Wish): Diagram {
  const events = trace.events();
  const { cursor, length } = trace;
  const stretch = stretchOf(wish, naturalSpan(events, cursor, nowUs), nowUs, untilUs);
  const lives = livesOf(frame, events, length);
  const nodes = new Set(lives.map(({ node }) => node));
  const layout = spaceTimeLayout([...nodes], stretch, width, height);
  const cones = conesOf(events, length, cursor - 1);
  const tieOf = (step: number): Tie => (cones.causes.has(step) ? 'cause' : cones.effects.has(step) ? 'effect' : 'none');
  const messages = messagesIn(events, length, stretch, nodes).flatMap((message) => {
    const line = lineOf(message, layout);
    return line === null ? [] : [{ ...message, line, tie: tieOf(message.step), future: message.step >= cursor }];
  });
  const moments = apart(momentsIn(events, length, stretch, nodes), layout, 9).map((moment) => ({
    ...moment,
    x: Math.round(layout.scaleX(moment.timeUs) * 100) / 100,
    y: layout.rows.get(moment.node) ?? 0,
    tie: tieOf(moment.step),
    future: moment.step >= cursor,
    here: moment.step === cursor - 1,
  }));
  return { stretch, layout, lives, messages, moments, cones, here: events[cursor - 1], labels: labelsOf(messages, moments, lives, layout, words) };
}

function labelsOf(messages: readonly DrawnMessage[], moments: readonly DrawnMoment[], lives: readonly Life[], layout: SpaceTimeLayout, words: Words): Label[] {
  const names = lives.map(({ node }) => {
    const y = layout.rows.get(node) ?? 0;
    return layout.narrow ? { x: 0, y: y - 24, width: textWidth(node, 12, true) + 30, height: 18 } : { x: 0, y: y - 12, width: layout.left - 4, height: 24 };
  });
  const dots = moments.map(({ x, y }) => ({ x: x - 6, y: y - 6, width: 12, height: 12 }));
  const wanted = [
    ...moments
      .filter(({ fact, weight }) => fact !== null && weight >= 2 && NAMED.includes(fact))
      .map((moment) => ({
        weight: 10 + moment.weight + (moment.here ? 10 : 0),
        places: momentPlaces(`e${moment.step}${moment.node}`, words(`spacetime.fact.${moment.fact}`), moment.x, moment.y),
      })),
    ...messages
      .filter(({ line }) => Math.abs(line.y2 - line.y1) > 24)
      .map((message) => ({
        weight: message.weight + (message.tie === 'none' ? 0 : 8) - (message.future ? 4 : 0),
        places: messagePlaces(`m${message.step}`, shortName(message.name), message.line, message.tie === 'none' && (message.future || message.weight === 0)),
      })),
  ].sort((a, b) => b.weight - a.weight);
  return placed(
    wanted.slice(0, 80).map(({ places }) => places),
    [...names, ...dots],
    layout,
  );
}

/** An arrow shows which way it goes: `FetchRequest` and `FetchResponse` are both Fetch. */
export const shortName = (name: string): string => name.replace(/(?:Request|Response)$/, '');
