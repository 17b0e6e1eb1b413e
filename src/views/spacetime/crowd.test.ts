import { describe, expect, it } from 'vitest';
import en from '#app/i18n/en/views.ts';
import type { Selection } from '../contract.ts';
import { fixtures } from '../fixtures.ts';
import { wordsFrom } from '../gallery/words.ts';
import { type Diagram, diagramOf, FIRST_LOOK, type Seen } from './diagram.ts';
import { foldTitle, type Row, rowsOf } from './folds.ts';
import { spaceTimeHits } from './hits.ts';
import type { Life, LifeClass } from './model.ts';

const words = wordsFrom(en);
const { frame, trace, nowUs, untilUs } = fixtures.crowd;
const SIZES = [
  [320, 420],
  [390, 556],
  [796, 556],
  [1096, 760],
] as const;

const drawn = (width: number, height: number, selection: Selection | null = null, seen: Seen = FIRST_LOOK): Diagram =>
  diagramOf({ frame, trace, nowUs, untilUs, width, height, words, selection }, seen);

const titles = ({ folds }: Diagram): string[] => folds.map((fold) => foldTitle(fold, words));
const has = ({ lives }: Diagram, node: string): boolean => lives.some((life) => life.node === node);
const unfolded = (...classes: readonly LifeClass[]): Seen => ({ ...FIRST_LOOK, unfolded: new Set(classes) });

describe('a crowd of lifelines', () => {
  it('folds into a row a class who tells nothing, and counts them', () => {
    const diagram = drawn(796, 556);
    expect(titles(diagram)).toEqual(['148 quiet clients', '8 quiet brokers', '4 quiet voters']);
    expect(diagram.lives.length + diagram.folds.reduce((sum, { nodes }) => sum + nodes.length, 0)).toBe(150 + 15 + 5);
  });

  it('keeps open who has a part in the causes of the event at the playhead, and who is selected', () => {
    const chain = ['kafka8', 'controller1', 'kafka11'];
    for (const [width, height] of SIZES) for (const node of chain) expect(has(drawn(width, height), node)).toBe(true);
    expect(has(drawn(796, 556), 'g7-3')).toBe(false);
    expect(has(drawn(796, 556, { kind: 'consumer', node: 'g7-3' }), 'g7-3')).toBe(true);
    expect(has(drawn(796, 556, { kind: 'replica', tp: 'orders-0', broker: 6 }), 'kafka6')).toBe(true);
  });

  it.each(SIZES)('has its rows in the order of their classes, apart from each other and within its height, at %i × %i', (width, height) => {
    const { layout, lives, folds } = drawn(width, height);
    const ys = [...lives.map(({ node }) => layout.rows.get(node) ?? 0), ...folds.map(({ of }) => layout.folds.get(of) ?? 0)].sort((a, b) => a - b);
    expect(Math.min(...ys.slice(1).map((y, i) => y - ys[i]))).toBeGreaterThanOrEqual(24);
    expect(ys[0]).toBeGreaterThan(24);
    expect(ys[ys.length - 1]).toBeLessThanOrEqual(layout.height - 12);
    const row = (node: string): number => layout.rows.get(node) ?? 0;
    expect(row('p1')).toBeLessThan(row('kafka1'));
    expect(row('kafka15')).toBeLessThan(row('controller1'));
  });

  it.each([SIZES[2], SIZES[3]])('fits its stage of %i × %i', (width, height) => {
    expect(drawn(width, height).layout.height).toBeLessThanOrEqual(height);
  });

  it.each(SIZES)('puts no label over another or over a name at %i × %i', (width, height) => {
    const { labels } = drawn(width, height);
    expect(labels.length).toBeGreaterThan(3);
    labels.forEach((a, i) => {
      for (const b of labels.slice(i + 1))
        expect([a.text, b.text, a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height]).toContain(false);
    });
  });

  it('joins messages that lie on each other, and counts them', () => {
    const { messages } = drawn(796, 556);
    const beats = messages.filter(({ names }) => names.includes('BrokerHeartbeatRequest'));
    expect(beats.reduce((sum, { count }) => sum + count, 0)).toBe(14);
    expect(Math.max(...beats.map(({ count }) => count))).toBeGreaterThan(5);
    expect(messages.filter(({ tie, count }) => tie !== 'none' && count > 1)).toEqual([]);
  });

  it('unfolds by a press on the row, and every lifeline glides from the place of its fold', () => {
    const pressed: LifeClass[] = [];
    const nothing = () => {};
    const chosen = { frame, trace, words, tell: () => '', onSeek: nothing, onSelect: nothing, say: () => '', onFold: (of: LifeClass) => pressed.push(of) };
    const hit = spaceTimeHits(drawn(796, 556), chosen).find(({ key }) => key === 'fold broker');
    expect(hit?.name).toContain('8 quiet brokers: kafka2, kafka3');
    hit?.onPress(null);
    expect(pressed).toEqual(['broker']);
    const [before, after] = [drawn(796, 556), drawn(796, 556, null, unfolded('broker'))];
    expect(after.lives.filter(({ kind }) => kind === 'broker').length).toBe(15);
    expect(before.layout.rows.get('kafka2')).toBe(before.layout.folds.get('broker'));
    expect(after.layout.rows.get('kafka2')).toBeGreaterThan(after.layout.folds.get('broker') ?? 0);
  });
});

describe('the event at the playhead', () => {
  it.each(['takeover', 'crowd'] as const)('has its button wherever the playhead of "%s" stands, so that a press on it does not lose the focus', (name) => {
    const one = fixtures[name];
    const events = one.trace.events();
    const nothing = () => {};
    const missing = events.flatMap(({ node, timeUs, kind, facts, outcome }, step) => {
      const seen = { ...one.trace, cursor: step + 1 };
      const diagram = diagramOf({ ...one, trace: seen, nowUs: timeUs, width: 320, height: 420, words, selection: null }, FIRST_LOOK);
      const isDrawn = node !== '' && (facts.length > 0 || (kind === 'message' && outcome === 'handled'));
      const hits = spaceTimeHits(diagram, { ...one, trace: seen, words, tell: () => '', onSeek: nothing, onSelect: nothing, say: () => '', onFold: nothing });
      return isDrawn && !hits.some(({ key, pressed }) => pressed === true && key.startsWith(`${step} `)) ? [step] : [];
    });
    expect(missing).toEqual([]);
  });
});

describe('semantic zoom', () => {
  const lives = (clients: number, brokers: number): Life[] => [
    ...Array.from({ length: clients }, (_, i): Life => ({ node: `p${i}`, kind: 'client', glyph: 'producer', spells: [] })),
    ...Array.from({ length: brokers }, (_, i): Life => ({ node: `kafka${i}`, kind: 'broker', glyph: 'broker', spells: [] })),
    { node: 'controller1', kind: 'controller', glyph: 'controller', spells: [] },
  ];
  const folding = { told: new Set<string>(), kept: new Set<string>(), unfolded: new Set<LifeClass>(), spacePx: 500, narrow: false };
  const folds = (rows: readonly Row[]) => rows.flatMap((row) => (row.kind === 'fold' ? [`${row.of} ${row.nodes.length} ${row.quiet}`] : []));

  it('folds nothing as long as every lifeline has room', () => {
    expect(folds(rowsOf(lives(2, 3), folding))).toEqual([]);
  });

  it('folds all who are quiet in a crowd, but no one alone', () => {
    const rows = rowsOf(lives(20, 15), { ...folding, told: new Set(['kafka3', 'p1']) });
    expect(folds(rows)).toEqual(['client 19 true', 'broker 14 true']);
    expect(rows.filter(({ kind }) => kind === 'life').length).toBe(3);
  });

  it('has as many rows as the stage, when more than that tell something', () => {
    const crowd = lives(20, 15);
    const rows = rowsOf(crowd, { ...folding, told: new Set(crowd.map(({ node }) => node)) });
    expect(folds(rows)).toEqual(['client 17 false', 'broker 5 false']);
  });
});
