/** Messages in flight: which path they take, how far they are, and where they stand without covering anybody's words. */
import type { Frame, MessageFrame } from '#kafka/frame.ts';
import type { ViewProps } from '../contract.ts';
import { plainLabel } from '../marks/key.ts';
import { pillLabel, pillWidth, type Towards } from '../marks/MessagePill.tsx';
import { clamp, px } from '../marks/motion.ts';
import type { Box, ClusterLayout } from './layout.ts';

export interface Path {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly x3: number;
  readonly y3: number;
}

export const pathD = (p: Path): string => `M${px(p.x0)} ${px(p.y0)}C${px(p.x1)} ${px(p.y1)} ${px(p.x2)} ${px(p.y2)} ${px(p.x3)} ${px(p.y3)}`;

/** A point of the cubic at t. */
export function pointAt(p: Path, t: number): { readonly x: number; readonly y: number } {
  const u = 1 - t;
  const mix = (a: number, b: number, c: number, d: number) => u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
  return { x: mix(p.x0, p.x1, p.x2, p.x3), y: mix(p.y0, p.y1, p.y2, p.y3) };
}

type Side = 'left' | 'centre' | 'right';

function sideOf(box: Box, layout: ClusterLayout): Side {
  if (box.x + box.width <= layout.columns.leftEnd + 1) return 'left';
  return box.x >= layout.columns.right - 1 ? 'right' : 'centre';
}

/** Between columns a gentle S; inside the middle column an arc beside it: right between brokers, left to a controller. */
export function pathBetween(layout: ClusterLayout, from: string, to: string): Path | null {
  const a = layout.cards.get(from);
  const b = layout.cards.get(to);
  if (!a || !b) return null;
  const sideA = sideOf(a, layout);
  const sideB = sideOf(b, layout);
  const ya = a.y + a.height / 2;
  const yb = b.y + b.height / 2;
  if (sideA === sideB) return arc(layout, a, b, sideA, isController(from) || isController(to));
  const rightwards = a.x < b.x;
  const x0 = rightwards ? a.x + a.width : a.x;
  const x3 = rightwards ? b.x : b.x + b.width;
  const bend = (x3 - x0) / 2;
  return { x0, y0: ya, x1: x0 + bend, y1: ya, x2: x3 - bend, y2: yb, x3, y3: yb };
}

const isController = (node: string): boolean => node.startsWith('controller') || node.startsWith('zookeeper');

function arc(layout: ClusterLayout, a: Box, b: Box, side: Side, leftwards: boolean): Path {
  const out = side === 'centre' && leftwards ? -1 : side === 'right' ? -1 : 1;
  const gap = layout.columns.right - layout.columns.centreEnd;
  const bulge = out * Math.min(gap * 0.9, layout.compact ? 34 : 76 + Math.abs(b.y - a.y) * 0.08);
  const xa = out > 0 ? a.x + a.width : a.x;
  const xb = out > 0 ? b.x + b.width : b.x;
  const ya = a.y + a.height / 2;
  const yb = b.y + b.height / 2;
  return { x0: xa, y0: ya, x1: xa + bulge, y1: ya, x2: xb + bulge, y2: yb, x3: xb, y3: yb };
}

export interface Flight {
  readonly key: string;
  readonly message: MessageFrame;
  /** Messages that share this pill. */
  readonly count: number;
  readonly label: string;
  readonly path: Path;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly towards: Towards;
  readonly fact: string;
}

export interface Heartbeats {
  readonly key: string;
  readonly count: number;
  readonly path: Path;
  readonly x: number;
  readonly y: number;
  readonly fact: string;
}

/** Below the headings of the columns. */
const PILLS_TOP = 22;

/** More than this many on one edge become one pill. */
const STACK = 4;
export const PILL = { height: 24, compact: 26 } as const;

const isHeartbeat = (message: MessageFrame): boolean => /Heartbeat(Request|Response)$/.test(message.type) && message.category === 'control' && !message.lost;

type Input = Pick<ViewProps, 'frame' | 'nowUs' | 'reducedMotion'>;

export function flightsOf(input: Input, layout: ClusterLayout): { readonly flights: readonly Flight[]; readonly heartbeats: readonly Heartbeats[] } {
  const edges = new Map<string, MessageFrame[]>();
  const beats = new Map<string, MessageFrame[]>();
  for (const sent of input.frame.messages) {
    const message = { ...sent, label: plainLabel(sent.label) };
    const into = isHeartbeat(message) ? beats : edges;
    const key = into === beats ? [message.from, message.to].sort().join('|') : `${message.from}>${message.to}`;
    into.set(key, [...(into.get(key) ?? []), message]);
  }
  const flights: Flight[] = [];
  for (const [key, messages] of edges) {
    const shown = messages.length > STACK ? [messages[messages.length - 1]] : messages;
    for (const message of shown) {
      const flight = flightOf(message, messages.length > STACK ? messages.length : 1, key, input, layout);
      if (flight) flights.push(flight);
    }
  }
  return { flights: apart(flights, layout), heartbeats: heartbeatsOf(beats, layout) };
}

function flightOf(message: MessageFrame, count: number, edge: string, { frame, nowUs, reducedMotion }: Input, layout: ClusterLayout): Flight | null {
  const path = pathBetween(layout, message.from, message.to);
  if (!path) return null;
  const label = layout.compact ? '' : labelOf(message.label, count, aisleOf(path, layout));
  const width = layout.compact ? PILL.compact : pillWidth(label);
  const height = layout.compact ? PILL.compact : PILL.height;
  const elapsed = clamp((nowUs - message.sentUs) / Math.max(1, message.arrivesUs - message.sentUs), 0, 1);
  const t = message.lost ? Math.min(elapsed, wallAt(frame, message)) : reducedMotion ? 0.5 : elapsed;
  const point = pointAt(path, t);
  return {
    key: `${message.id}`,
    message,
    count,
    label,
    path,
    width,
    height,
    x: px(keepClear(point.x - width / 2, width, path, layout)),
    y: px(point.y - height / 2),
    towards: towardsOf(path),
    fact: count > 1 ? `wire ${edge} ×${count}` : `wire ${edge} ${message.label}${message.lost ? ' lost' : ''}`,
  };
}

/** Along an aisle up or down, across it left or right. */
function towardsOf(path: Path): Towards {
  if (Math.abs(path.x3 - path.x0) < 1) return path.y3 > path.y0 ? 'down' : 'up';
  return path.x3 > path.x0 ? 'right' : 'left';
}

/** A message that will not arrive stops at the wall: at its sender's when that is cut off, else at its receiver's; a dropped packet dies half way. */
function wallAt(frame: Frame, message: MessageFrame): number {
  const nodes = [...frame.brokers, ...frame.controllers, ...frame.producers, ...frame.consumers, ...frame.tools, ...(frame.services ?? [])];
  const cutOff = (node: string) => nodes.some((one) => one.node === node && (!one.connected || one.status === 'down'));
  if (cutOff(message.from)) return 0.06;
  return cutOff(message.to) ? 0.94 : 0.5;
}

/** The aisle that a path runs in: left or right of the middle column. */
function aisleOf(path: Path, layout: ClusterLayout): readonly [number, number] {
  const { leftEnd, centre, centreEnd, right } = layout.columns;
  const air = layout.compact ? 2 : 10;
  return (path.x1 + path.x2) / 2 < (centre + centreEnd) / 2 ? [leftEnd + air, centre - air] : [centreEnd + air, right - air];
}

/** A pill is at most 134 px wide, and never wider than its aisle. */
function labelOf(label: string, count: number, [low, high]: readonly [number, number]): string {
  const room = Math.min(108, high - low - pillWidth(''));
  return count > 1 ? `${pillLabel(label, room - 26)} ×${count}` : pillLabel(label, room);
}

/** Pills stay in the aisles between the columns. */
function keepClear(x: number, width: number, path: Path, layout: ClusterLayout): number {
  const [low, high] = aisleOf(path, layout);
  return high - low < width ? (low + high - width) / 2 : clamp(x, low, high - width);
}

/** Overlapping pills are pushed apart up and down: a little at a time, so that motion stays smooth. */
function apart(flights: readonly Flight[], layout: ClusterLayout): Flight[] {
  const ys = flights.map((flight) => flight.y);
  const air = 4;
  for (let round = 0; round < 40; round++) {
    for (let i = 0; i < flights.length; i++) {
      for (let j = i + 1; j < flights.length; j++) {
        const [a, b] = [flights[i], flights[j]];
        if (a.x + a.width + air <= b.x || b.x + b.width + air <= a.x) continue;
        const overlap = a.height + air - Math.abs(ys[i] - ys[j]);
        if (overlap <= 0) continue;
        const push = (ys[i] <= ys[j] ? 1 : -1) * (overlap / 2);
        ys[i] -= push;
        ys[j] += push;
      }
    }
    for (const [i, flight] of flights.entries()) ys[i] = clamp(ys[i], PILLS_TOP, layout.height - flight.height - 2);
  }
  return flights.map((flight, i) => ({ ...flight, y: px(ys[i]) }));
}

function heartbeatsOf(beats: ReadonlyMap<string, readonly MessageFrame[]>, layout: ClusterLayout): Heartbeats[] {
  const out: Heartbeats[] = [];
  for (const [key, messages] of beats) {
    const [from, to] = key.split('|');
    const path = pathBetween(layout, from, to);
    if (!path) continue;
    const { x, y } = pointAt(path, 0.5);
    out.push({ key, count: messages.length, path, x: px(x), y: px(y), fact: `heartbeats ${key} ×${messages.length}` });
  }
  return out;
}
