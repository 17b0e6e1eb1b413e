/** Our own glyphs, drawn as paths in a box of 16: they stand for the same thing wherever the word appears. */
import type { SVGProps } from 'react';

/** Groups are told apart by shape, not colour: triangle, diamond, square, circle. */
export const GROUP_SHAPES = ['M8 1.6 15 14H1Z', 'M8 .8 15.2 8 8 15.2.8 8Z', 'M2 2H14V14H2Z', 'M8 1.2A6.8 6.8 0 1 1 8 14.8 6.8 6.8 0 1 1 8 1.2Z'] as const;

export const groupShape = (index: number): string => GROUP_SHAPES[index % GROUP_SHAPES.length];

export const GLYPHS = {
  /** Two drives in a rack. */
  broker: 'M2 2.5h12v4.6H2zM2 8.9h12v4.6H2zM4.6 4.8h.01M4.6 11.2h.01',
  /** A hexagon with a hub: the one that decides. */
  controller: 'M8 1 14.2 4.5v7L8 15 1.8 11.5v-7ZM8 5.9A2.1 2.1 0 1 1 8 10.1 2.1 2.1 0 1 1 8 5.9Z',
  /** Out of the box, to the right. */
  producer: 'M6.5 3H2.5v10h4M6 8h8M11 4.8 14.2 8 11 11.2',
  /** Into the box, from the left. */
  consumer: 'M9.5 3h4v10h-4M1.8 8H10M7 4.8 10.2 8 7 11.2',
  /** A stream: three waves. */
  streams: 'M1.5 4.6q1.6-1.7 3.25 0t3.25 0t3.25 0t3.25 0M1.5 8.3q1.6-1.7 3.25 0t3.25 0t3.25 0t3.25 0M1.5 12q1.6-1.7 3.25 0t3.25 0t3.25 0t3.25 0',
  /** A box between two pipes. */
  connect: 'M1.2 8h3.3M11.5 8h3.3M4.5 4h7v8h-7ZM7 6.3 8.8 8 7 9.7',
  /** A gauge. */
  monitor: 'M2.4 12.4a6.2 6.2 0 1 1 11.2 0M8 10.4 11 6.6M5 12.4h6',
  /** What waits in a row. */
  queue: 'M1.5 4h13M1.5 12h13M3.6 6.6h2v2.8h-2ZM7 6.6h2v2.8H7ZM10.4 6.6h2v2.8h-2Z',
  tool: 'M2 3h12v10H2zM4.5 6.2 6.8 8 4.5 9.8M8.3 10.2h3',
  star: 'M8 1.6 9.9 5.8 14.4 6.3 11 9.3 12 13.8 8 11.5 4 13.8 5 9.3 1.6 6.3 6.1 5.8Z',
  warn: 'M8 2 15 13.8H1ZM8 6.4v3.4M8 11.8v.01',
  lock: 'M4 7.2h8v6.3H4zM5.6 7.2V5a2.4 2.4 0 0 1 4.8 0v2.2',
  pause: 'M5.2 3v10M10.8 3v10',
  cross: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  dot: 'M8 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5z',
  unplugged: 'M6.4 9.6 3.2 12.8M12.8 3.2 9.6 6.4M5 6.6 9.4 11 8 12.4A3.1 3.1 0 0 1 3.6 8ZM11 9.4 6.6 5 8 3.6A3.1 3.1 0 0 1 12.4 8Z',
  check: 'M3 8.5 6.5 12 13 4.5',
  power: 'M8 1.8v6M4.6 4.2a5.2 5.2 0 1 0 6.8 0',
  heart: 'M8 13.6 2.6 8.2A3.2 3.2 0 0 1 7.1 3.6L8 4.5l.9-.9a3.2 3.2 0 0 1 4.5 4.6Z',
  rebalance: 'M13.6 6.6A5.8 5.8 0 0 0 3 5.2M2.4 9.4A5.8 5.8 0 0 0 13 10.8M3 2v3.4h3.4M13 14v-3.4H9.6',
  rewind: 'M8 3 2.5 8 8 13ZM14 3 8.5 8 14 13Z',
  /** Something is folded here, or was. */
  folded: 'M5.5 2.5 11 8l-5.5 5.5',
  unfolded: 'M2.5 5.5 8 11l5.5-5.5',
  inSync: 'M8 1.5A6.5 6.5 0 1 1 8 14.5 6.5 6.5 0 1 1 8 1.5ZM8 5A3 3 0 1 1 8 11 3 3 0 1 1 8 5Z',
} as const;

export type GlyphName = keyof typeof GLYPHS;

/** Of a process beside Kafka, by its image. */
const OF_SERVICE: Readonly<Record<string, GlyphName>> = {
  burrow: 'monitor',
  rabbitmq: 'queue',
  redis: 'queue',
  publisher: 'producer',
  worker: 'consumer',
  'streams-wordcount': 'streams',
  'connect-standalone': 'connect',
};

export const glyphOfService = (service: string): GlyphName => OF_SERVICE[service] ?? 'tool';

interface GlyphProps extends Omit<SVGProps<SVGPathElement>, 'd' | 'path'> {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly shape: string;
}

/** Any shape of the box of 16, centred on x, y. */
export function Shape({ x, y, size, shape, ...rest }: GlyphProps) {
  const scale = size / 16;
  return (
    <path {...rest} d={shape} transform={`translate(${round(x - size / 2)} ${round(y - size / 2)}) scale(${round(scale)})`} vectorEffect="non-scaling-stroke" />
  );
}

const round = (n: number) => Math.round(n * 1000) / 1000;

/** The same glyph inside HTML text, as tall as the letters. */
export function InlineGlyph({ name, filled = false }: { readonly name: GlyphName; readonly filled?: boolean }) {
  return (
    <svg aria-hidden="true" width="14" height="14" viewBox="0 0 16 16" style={{ verticalAlign: '-0.14em', flex: 'none' }}>
      <path d={GLYPHS[name]} fill={filled ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
