/** Every picture of every fixture: exact golden drawings, the same facts in picture and table, no word over another, nothing outside. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import enWords from '#app/i18n/en/catalog.ts';
import koWords from '#app/i18n/ko/catalog.ts';
import { views } from './catalog.ts';
import type { ViewProps } from './contract.ts';
import { type FixtureName, fixtures } from './fixtures.ts';
import { propsOf } from './gallery/props.ts';
import { factsIn, overlaps, textBoxes } from './gallery/read.ts';
import { wordsFrom } from './gallery/words.ts';
import { ghostOf } from './marks/ghost.ts';

await Promise.all(views.map(({ load }) => load()));

const WIDTHS = [320, 390, 720, 796, 1096];
const names = Object.keys(fixtures) as FixtureName[];
const english = wordsFrom(enWords.views);
const korean = wordsFrom(koWords.views);

function draw(id: string, name: FixtureName, width: number, rest: Partial<ViewProps> = {}): string {
  const view = views.find((one) => one.id === id);
  if (!view) throw new Error(`no view ${id}`);
  return renderToStaticMarkup(createElement(view.View, propsOf(fixtures[name], width, rest.words ?? english, rest)));
}

/** What goals ask for is drawn where a view has a place for it; the others show the same picture as without. */
const hasWord = (view: (typeof views)[number], name: FixtureName) => fixtures[name].wishes === undefined || view.draws !== undefined;

const offered = names.flatMap((name) =>
  views
    .filter((view) => !view.needsCharts && hasWord(view, name) && view.offered(fixtures[name].frame, fixtures[name].trace.length > 0))
    .map((view) => [view.id, name] as const),
);

/** A tall stage shows the picture larger: its own coordinates are then fewer. */
const viewWidth = (markup: string): number => Number(/viewBox="0 0 (\d+)/.exec(markup.replace(/viewBox="0 0 (?:16 16|24 24)"/g, ''))?.[1] ?? 0);

describe('a golden picture is compared exactly', () => {
  for (const [id, name] of offered) {
    for (const width of id === 'lanes' ? [390, 796] : [796]) {
      it(`${name}, ${id}, ${width} px`, async () => {
        await expect(draw(id, name, width).replaceAll('><', '>\n<')).toMatchFileSnapshot(`golden/${name}-${id}-${width}.txt`);
      });
    }
  }
});

describe.each(offered)('%s of "%s"', (id, name) => {
  it('tells in its table exactly the facts that it draws', () => {
    for (const width of [320, 796]) expect(factsIn(draw(id, name, width))).toEqual(factsIn(draw(id, name, width, { asTable: true })));
  });

  it('has no two tables of one name, in either language', () => {
    for (const words of [english, korean]) {
      const captions = [...draw(id, name, 796, { asTable: true, words }).matchAll(/<caption[^>]*>(.*?)<\/caption>/g)].map(([, caption]) => caption);
      expect(new Set(captions).size).toBe(captions.length);
    }
  });

  it('is drawn the same twice', () => {
    expect(draw(id, name, 796)).toBe(draw(id, name, 796));
  });

  it.each(WIDTHS)('writes no word over another, and none outside, at %i px in both languages', (width) => {
    for (const words of [english, korean]) {
      const markup = draw(id, name, width, { words });
      const boxes = textBoxes(markup);
      const outside = boxes.filter((box) => box.x < 0 || box.x + box.width > viewWidth(markup) + 0.5);
      expect(outside.map((box) => box.text)).toEqual([]);
      const clashes = boxes.flatMap((a, i) =>
        boxes
          .slice(i + 1)
          .filter((b) => overlaps(a, b, 0.5))
          .map((b) => `${a.text} / ${b.text}`),
      );
      expect(clashes).toEqual([]);
    }
  });

  it('has a target of at least 24 px for whatever can be pressed, inside its picture', () => {
    for (const width of WIDTHS) {
      for (const [, left, top, w, h] of draw(id, name, width).matchAll(/left:([-\d.]+)(?:px)?;top:([-\d.]+)(?:px)?;width:([\d.]+)px;height:([\d.]+)px/g)) {
        expect(Number(w)).toBeGreaterThanOrEqual(24);
        expect(Number(h)).toBeGreaterThanOrEqual(24);
        expect(Number(left)).toBeGreaterThanOrEqual(0);
        expect(Number(left) + Number(w)).toBeLessThanOrEqual(width + 1);
        expect(Number(top)).toBeGreaterThanOrEqual(-12);
      }
    }
  });
});

describe('what a goal asks for', () => {
  it.each(names.filter((name) => fixtures[name].wishes !== undefined))(
    'is drawn by the lanes of "%s" exactly where they say that they have a place for it',
    (name) => {
      const { wishes = [], frame, focus } = fixtures[name];
      const lanes = views.find(({ id }) => id === 'lanes');
      const facts = factsIn(draw('lanes', name, 796));
      for (const wish of wishes) expect([wish, facts.includes(ghostOf(wish, english).fact)]).toEqual([wish, lanes?.draws?.(wish, frame, focus)]);
      expect(facts.some((fact) => fact.startsWith('goal '))).toBe(true);
      for (const wish of wishes) expect(ghostOf(wish, korean).text).not.toMatch(/ghost\./);
    },
  );

  it('is no more in the picture when it is so', () => {
    expect(draw('lanes', 'wished', 796, { wishes: [] })).toBe(draw('lanes', 'behind', 796, { changes: [], previous: null, lag: [], timeMarks: [] }));
  });
});

describe('a stage that has no size yet, or is hidden', () => {
  it.each(offered)('%s of "%s" draws no negative length', (id, name) => {
    for (const width of [0, 100, ...WIDTHS])
      for (const height of [0, 600])
        expect([width, height, draw(id, name, width, { height }).match(/ (?:width|height|r|rx)="-[^"]*"/g)]).toEqual([width, height, null]);
  });
});

describe('motion', () => {
  it('ends at the frame: phase 1 is the frame without a past', () => {
    expect(draw('lanes', 'rising', 796, { phase: 1 })).toBe(draw('lanes', 'rising', 796, { previous: null }).replace('<del', '<del'));
  });

  it('begins at the frame before: at phase 0 the water stands where it stood', () => {
    const surface = /M[\d.]+ [\d.]+H([\d.]+)Q/;
    const before = surface.exec(draw('lanes', 'behind', 796))?.[1];
    expect(surface.exec(draw('lanes', 'rising', 796, { phase: 0 }))?.[1]).toBe(before);
    expect(Number(surface.exec(draw('lanes', 'rising', 796, { phase: 0.5 }))?.[1])).toBeGreaterThan(Number(before));
  });
});

describe('a tall stage', () => {
  it.each(['lanes', 'cluster'])('shows the %s larger, with every target exactly over its mark', (id) => {
    const markup = draw(id, 'healthy', 1096, { height: 900 });
    const scale = 1096 / viewWidth(markup);
    expect(scale).toBeGreaterThan(1.1);
    const small = [...draw(id, 'healthy', viewWidth(markup), { height: 100 }).matchAll(/left:([\d.]+)/g)].map(([, left]) => Number(left));
    const large = [...markup.matchAll(/left:([\d.]+)/g)].map(([, left]) => Number(left));
    for (const [i, left] of small.entries()) expect(Math.abs(large[i] - left * scale)).toBeLessThanOrEqual(1.5);
  });
});

describe('a selected lane', () => {
  it('has its outline under the flag of the high watermark, whose words it would cross', () => {
    const flagsAbove = fixtures.takeover.frame.partitions[0].logs
      .filter(({ online }) => online)
      .map(({ tp, broker }) => draw('lanes', 'takeover', 796, { selection: { kind: 'replica', tp, broker } }).split('laneSelected'))
      .map(([, after]) => after.split('class="flag"').length - 1);
    // Also of the lane that is drawn last its own is above.
    expect(Math.min(...flagsAbove)).toBe(1);
  });
});
