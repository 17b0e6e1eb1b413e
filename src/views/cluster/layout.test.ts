import { describe, expect, it } from 'vitest';
import en from '#app/i18n/en/views.ts';
import { type FixtureName, fixtures } from '../fixtures.ts';
import { wordsFrom } from '../gallery/words.ts';
import { flightsOf, pathBetween, pointAt } from './flights.ts';
import { type Box, clusterLayout } from './layout.ts';
import { clusterModel } from './model.ts';

const WIDTHS = [320, 390, 720, 796, 1096];
const words = wordsFrom(en);
const names = Object.keys(fixtures) as FixtureName[];

function stageOf(name: FixtureName, width: number, nowUs = fixtures[name].nowUs) {
  const { frame } = fixtures[name];
  const layout = clusterLayout(clusterModel({ frame, changes: [], selection: null, spotlight: [], words }), width);
  return { layout, ...flightsOf({ frame, nowUs, reducedMotion: false }, layout) };
}

const apart = (a: Box, b: Box): boolean => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

describe.each(names)('the cluster of "%s"', (name) => {
  it.each(WIDTHS)('puts no card over another, and none outside, at %i px', (width) => {
    const { layout } = stageOf(name, width);
    const cards = [...layout.cards.values()];
    cards.forEach((a, i) => {
      expect(a.x).toBeGreaterThanOrEqual(0);
      expect(a.x + a.width).toBeLessThanOrEqual(width);
      expect(a.y + a.height).toBeLessThanOrEqual(layout.height);
      for (const b of cards.slice(i + 1)) expect(apart(a, b)).toBe(true);
    });
  });

  it.each([720, 796, 1096])('keeps messages in the aisles, apart from each other, at %i px', (width) => {
    const { layout, flights } = stageOf(name, width);
    flights.forEach((flight, i) => {
      for (const card of layout.cards.values()) expect(apart(flight, card)).toBe(true);
      for (const other of flights.slice(i + 1)) expect(apart(flight, other)).toBe(true);
    });
  });
});

describe('a message in flight', () => {
  it('moves from its sender to its receiver as time passes', () => {
    const [early, late] = [249_100, 250_900].map((nowUs) => stageOf('behind', 1096, nowUs).flights.find((one) => one.message.label === 'Fetch @2'));
    expect(early?.x).toBeGreaterThan(late?.x ?? Number.POSITIVE_INFINITY);
  });

  it('stops at the wall when it is lost', () => {
    const { flights, layout } = stageOf('zombie', 1096, 12_000_000);
    const fetch = flights.find((one) => one.message.label === 'Fetch @5');
    const sender = layout.cards.get('kafka1');
    const receiver = layout.cards.get('kafka2');
    expect(fetch?.message.lost).toBe(true);
    expect(Math.abs((fetch?.y ?? 0) - (sender?.y ?? 0))).toBeLessThan(Math.abs((fetch?.y ?? 0) - ((receiver?.y ?? 0) + 40)));
  });

  it('stacks when more than four share an edge', () => {
    const { flights } = stageOf('groupLag', 796);
    expect(flights.map((flight) => flight.count)).toEqual([6]);
  });

  it('is a counter when it is a heartbeat', () => {
    const { heartbeats, flights } = stageOf('behind', 796);
    expect(heartbeats.map((one) => one.count)).toEqual([1]);
    expect(flights.every((flight) => !flight.message.type.includes('Heartbeat'))).toBe(true);
  });
});

describe('a wire', () => {
  it('begins at one card and ends at the other', () => {
    const { layout } = stageOf('behind', 796);
    const path = pathBetween(layout, 'p1', 'kafka1');
    const from = layout.cards.get('p1');
    const to = layout.cards.get('kafka1');
    if (!path || !from || !to) throw new Error('p1 and kafka1 are on the stage');
    expect(pointAt(path, 0).x).toBe(from.x + from.width);
    expect(pointAt(path, 1).x).toBe(to.x);
  });
});
