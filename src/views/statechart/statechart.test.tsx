import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import en from '#app/i18n/en/views-charts.ts';
import ko from '#app/i18n/ko/views-charts.ts';
import type { Chart } from '#sim/chart.ts';
import type { StatedChart } from '../contract.ts';
import { fixtures } from '../fixtures.ts';
import { propsOf } from '../gallery/props.ts';
import { factsIn, overlaps, textBoxes } from '../gallery/read.ts';
import { wordsFrom } from '../gallery/words.ts';
import { CARD, chartLayout } from './layout.ts';
import { StatechartView } from './View.tsx';

const move = (event: string, to: string | null, guarded = false) => ({ event, to, guarded });
const chart: Chart = {
  initial: 'NOT_RUNNING',
  states: [
    { name: 'NOT_RUNNING', final: false, moves: [move('ProcessStarted', 'STARTING')] },
    { name: 'STARTING', final: false, moves: [move('Registered', null), move('CaughtUp', 'RUNNING', true), move('BeginShutdown', 'SHUTTING_DOWN')] },
    { name: 'RUNNING', final: false, moves: [move('BeginControlledShutdown', 'PENDING_CONTROLLED_SHUTDOWN'), move('BeginShutdown', 'SHUTTING_DOWN')] },
    { name: 'PENDING_CONTROLLED_SHUTDOWN', final: false, moves: [move('MustStay', null), move('BeginShutdown', 'SHUTTING_DOWN')] },
    { name: 'SHUTTING_DOWN', final: true, moves: [] },
  ],
};
const stated: StatedChart = { of: 'BrokerState', chart, state: 'RUNNING' };
const WIDTHS = [320, 390, 720, 796, 1096];
const draw = (width: number, rest: object = {}, words: typeof en | typeof ko = en): string =>
  renderToStaticMarkup(createElement(StatechartView, propsOf(fixtures.healthy, width, wordsFrom(words), { charts: [stated], ...rest })));

describe('The chart of a machine', () => {
  it.each(WIDTHS)('lays no card on another and none outside, at %i px', (width) => {
    const { cards, height } = chartLayout(chart, width);
    expect(cards).toHaveLength(chart.states.length);
    for (const a of cards) {
      expect(a.x + CARD.width).toBeLessThanOrEqual(width);
      expect(a.y + a.height).toBeLessThanOrEqual(height);
      for (const b of cards) {
        if (a === b) continue;
        const apart = a.x + CARD.width <= b.x || b.x + CARD.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect([a.state.name, b.state.name, apart]).toEqual([a.state.name, b.state.name, true]);
      }
    }
  });

  it('begins at the left, and has a line for every move to another state', () => {
    const { cards, lines } = chartLayout(chart, 1096);
    expect(cards.filter(({ initial }) => initial).map(({ state, x }) => [state.name, x])).toEqual([['NOT_RUNNING', 8]]);
    expect(lines).toHaveLength(chart.states.flatMap(({ moves }) => moves).filter(({ to }) => to !== null).length);
  });

  it.each(WIDTHS)('writes no word over another at %i px, in both languages', (width) => {
    for (const words of [en, ko]) {
      const boxes = textBoxes(draw(width, {}, words));
      expect(boxes.length).toBeGreaterThan(10);
      expect(boxes.filter((box) => box.x < 0 || box.x + box.width > width + 0.5).map(({ text }) => text)).toEqual([]);
      expect(
        boxes.flatMap((a, i) =>
          boxes
            .slice(i + 1)
            .filter((b) => overlaps(a, b))
            .map((b) => [a.text, b.text]),
        ),
      ).toEqual([]);
    }
  });

  it('lights the present state and what it takes, and nothing when it is in none', () => {
    const markup = draw(796);
    expect(markup.match(/data-now="true"/g)).toHaveLength(1);
    expect(markup.match(/data-lit="true"/g)).toHaveLength(2);
    expect(markup).toContain('It is RUNNING. From here: BeginControlledShutdown to PENDING_CONTROLLED_SHUTDOWN');
    expect(draw(796, { charts: [{ ...stated, state: null }] })).not.toMatch(/data-(?:now|lit)/);
  });

  it('tells in its table what it draws', () => {
    expect(factsIn(draw(796, { asTable: true }))).toEqual(factsIn(draw(796)));
    expect(draw(796, { asTable: true })).toContain('CaughtUp to RUNNING (if allowed)');
  });

  it.each([
    [{ kind: 'broker', id: 1 }, 'Broker 1', '브로커 1'],
    [{ kind: 'replica', tp: 'orders-0', broker: 2 }, 'Replica orders-0 on broker 2', '브로커 2의 복제본 orders-0'],
    [{ kind: 'producer', node: 'p1' }, 'Producer p1', '프로듀서 p1'],
    [{ kind: 'consumer', node: 'billing-1' }, 'Consumer billing-1, member of group billing', '컨슈머 billing-1, 그룹 billing의 멤버'],
    [{ kind: 'group', group: 'billing' }, 'Group billing, at its coordinator, broker 2', '그룹 billing, 코디네이터는 브로커 2'],
    [{ kind: 'controller', node: 'controller1' }, 'Controller controller1', '컨트롤러 controller1'],
  ] as const)('says whose states they are above each chart and in each table: %o', (selection, inEnglish, inKorean) => {
    const plain = (markup: string) => markup.replace(/<[^>]*>/g, '');
    const [replica, isr] = ['kafka.cluster.Partition', 'PartitionState'].map((of) => ({ ...stated, of }));
    for (const [words, text] of [
      [en, inEnglish],
      [ko, inKorean],
    ] as const) {
      const markup = draw(796, { selection, charts: [replica, isr] }, words);
      expect([...markup.matchAll(/<h3[^>]*>(.*?)<\/h3>/g)].map(([, heading]) => plain(heading))).toEqual([text, text]);
      expect(plain(markup)).toContain(`${text} ${replica.of}`);
      expect(plain(draw(796, { selection, charts: [stated], asTable: true }, words))).toContain(text);
    }
  });

  it('says so when what is selected has none', () => {
    expect(draw(796, { charts: [] })).toContain('has no machine of its own');
  });
});
