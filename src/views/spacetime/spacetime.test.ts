import { describe, expect, it } from 'vitest';
import en from '#app/i18n/en/views.ts';
import { fixtures } from '../fixtures.ts';
import { wordsFrom } from '../gallery/words.ts';
import { conesOf } from './cones.ts';
import { diagramOf, FIRST_LOOK } from './diagram.ts';
import type { Row } from './folds.ts';
import { lineOf, spaceTimeLayout, tickText } from './layout.ts';
import { livesOf, messagesIn } from './model.ts';
import { FOLLOW, naturalSpan, panned, roundSpan, stretchOf, zoomed } from './window.ts';

const { trace, frame, untilUs } = fixtures.takeover;
const events = trace.events();
const { length } = trace;

const rowsFor = (nodes: ReadonlySet<string>): Row[] =>
  livesOf(frame, events, length)
    .filter(({ node }) => nodes.has(node))
    .map((life) => ({ kind: 'life', life }));

describe('the stretch of time', () => {
  it('is round, and as wide as the last events ask for', () => {
    expect([1, 2_000, 2_100, 49_000, 51_000].map(roundSpan)).toEqual([2_000, 2_000, 5_000, 50_000, 100_000]);
    expect(naturalSpan(events, 17, 235_200)).toBe(50_000);
  });

  it('follows the playhead a quarter at a time', () => {
    const starts = new Set(Array.from({ length: 20 }, (_, i) => stretchOf(FOLLOW, 100_000, 500_000 + i * 1_000, 10_000_000).fromUs));
    expect(starts.size).toBe(1);
    const { fromUs, toUs } = stretchOf(FOLLOW, 100_000, 512_000, 10_000_000);
    expect(fromUs).toBeLessThan(512_000);
    expect(toUs).toBeGreaterThan(512_000);
  });

  it('keeps the moment under the hand in its place when it is zoomed, and stays within the run', () => {
    const wish = zoomed({ fromUs: 100, toUs: 100_100 }, 0.5, 50_100, untilUs);
    const stretch = stretchOf(wish, 0, 0, untilUs);
    expect((50_100 - stretch.fromUs) / (stretch.toUs - stretch.fromUs)).toBeCloseTo(0.5);
    expect(panned({ fromUs: 0, toUs: 1_000 }, -500, untilUs).fromUs).toBe(0);
    expect(stretchOf(panned({ fromUs: 200_000, toUs: 240_000 }, 99_000_000, untilUs), 0, 0, untilUs).toUs).toBe(untilUs);
  });

  it('is told in as many digits as it needs', () => {
    expect([tickText(203_000, 50_000), tickText(9_275_000, 50_000), tickText(20_000_000, 5_000_000)]).toEqual(['203 ms', '9.275 s', '20 s']);
  });
});

describe('cause and effect', () => {
  it('lead from an acknowledgement back to the send', () => {
    expect([...conesOf(events, length, 6).causes].map((step) => events[step].name)).toEqual([
      'ProduceResponse',
      'FetchRequest',
      'FetchResponse',
      'ProduceRequest',
      'SendDue',
    ]);
  });

  it('lead from an election on to the new leader', () => {
    const { effects, futureUs } = conesOf(events, length, 15);
    expect(effects.has(16)).toBe(true);
    expect(futureUs.get('kafka2')).toBe(235_200);
    expect(futureUs.has('kafka3')).toBe(false);
  });

  it('tell what a node can have known: a lost message tells nobody', () => {
    const { pastUs } = conesOf(events, length, 6);
    expect(pastUs.get('kafka3')).toBe(204_400);
    expect(pastUs.has('controller1')).toBe(false);
    expect(conesOf(events, length, -1).causes.size).toBe(0);
  });
});

describe('the picture', () => {
  const nodes = new Set(['p1', 'kafka1', 'kafka2', 'kafka3', 'controller1']);
  const stretch = { fromUs: 200_000, toUs: 252_000 };
  const layout = spaceTimeLayout(rowsFor(nodes), stretch, 796, 500);

  it('slants a message from its sender, when it was sent, to its receiver, when it arrived', () => {
    const [first] = messagesIn(events, length, stretch, nodes);
    const line = lineOf(first, layout);
    expect(first).toMatchObject({ from: 'p1', to: 'kafka1', fate: 'arrived' });
    expect(line).toMatchObject({ y1: layout.rows.get('p1'), y2: layout.rows.get('kafka1'), arrives: true });
    expect(line?.x2).toBeGreaterThan(line?.x1 ?? 0);
  });

  it('ends a lost message on its way', () => {
    const lost = messagesIn(events, length, stretch, nodes).find((message) => message.fate === 'lost');
    const line = lost && lineOf(lost, layout);
    expect(line?.y2).toBeGreaterThan(layout.rows.get('kafka1') ?? 0);
    expect(line?.y2).toBeLessThan(layout.rows.get('kafka3') ?? 0);
  });

  it('cuts at its edges what began before it', () => {
    const [first] = messagesIn(events, length, { fromUs: 201_000, toUs: 252_000 }, nodes);
    const cut = spaceTimeLayout(rowsFor(nodes), { fromUs: 201_000, toUs: 252_000 }, 796, 500);
    expect(lineOf(first, cut)?.x1).toBe(cut.left);
  });

  it('has a lifeline for each process, with the time that it was down or cut off', () => {
    const lives = livesOf(frame, events, length);
    expect(lives.find(({ node }) => node === 'kafka1')?.spells).toEqual([{ fromUs: 224_000, toUs: undefined, condition: 'down' }]);
    expect(lives.find(({ node }) => node === 'kafka3')?.spells).toEqual([{ fromUs: 212_000, toUs: undefined, condition: 'cut' }]);
  });

  it('ends, while a question is open, where the question stands', () => {
    const closed = { ...trace, length: 17, cursor: 17 };
    const diagram = diagramOf({ frame, trace: closed, nowUs: 235_200, untilUs, width: 796, height: 500, words: wordsFrom(en), selection: null }, FIRST_LOOK);
    expect(Math.max(...diagram.messages.map(({ step }) => step))).toBeLessThan(17);
  });
});
