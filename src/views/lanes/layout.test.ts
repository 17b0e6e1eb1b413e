import { describe, expect, it } from 'vitest';
import { type FixtureName, fixtures } from '../fixtures.ts';
import { CELL, lanesLayout, onTheWay, rightOf, xOf } from './layout.ts';
import { MANY_MINIS, type MiniBox, minisLayout } from './tiles.ts';
import { extentOf, PITCH, windowOf } from './window.ts';

const WIDTHS = [320, 390, 720, 796, 1096];
const names = Object.keys(fixtures) as FixtureName[];

function layoutOf(name: FixtureName, width: number) {
  const { frame, lost, focus } = fixtures[name];
  const partition = frame.partitions.find((one) => one.tp === focus) ?? frame.partitions[0];
  const { first, end } = extentOf(partition, lost);
  return lanesLayout(frame, partition, lost, windowOf(first, end, width, null, undefined), width);
}

/** One box of each row: tanks of a row stand side by side. */
const rowsOf = (boxes: readonly MiniBox[]): readonly MiniBox[] => boxes.filter((box, i) => i === 0 || boxes[i - 1].row !== box.row);

describe('the boundary rule', () => {
  it.each(WIDTHS)('puts x(offset n) on the left edge of cell n at %i px', (width) => {
    const layout = layoutOf('behind', width);
    for (let offset = 0; offset < 5; offset++) {
      expect(xOf(layout, offset + 1) - xOf(layout, offset)).toBe(PITCH);
      expect(xOf(layout, offset) + CELL.inset + CELL.width).toBeLessThan(xOf(layout, offset + 1));
    }
  });
});

describe.each(names)('the stage of "%s"', (name) => {
  it.each(WIDTHS)('stacks lanes, trays, gutters and small lanes without overlap at %i px', (width) => {
    const layout = layoutOf(name, width);
    const bands = [
      ...layout.lanes.map((lane) => [lane.y, lane.y + lane.height + lane.trayHeight] as const),
      ...layout.gutters.map((gutter) => [gutter.y, gutter.y + gutter.height] as const),
      ...rowsOf(layout.minis.boxes).map((mini) => [mini.y, mini.y + mini.height] as const),
    ].sort((a, b) => a[0] - b[0]);
    for (let i = 1; i < bands.length; i++) expect(bands[i][0]).toBeGreaterThanOrEqual(bands[i - 1][1]);
    expect(layout.height).toBeGreaterThanOrEqual(bands[bands.length - 1][1]);
  });

  it.each(WIDTHS)('keeps every cell and boundary inside %i px', (width) => {
    const layout = layoutOf(name, width);
    expect(xOf(layout, layout.window.start)).toBeGreaterThanOrEqual(0);
    expect(xOf(layout, layout.window.end)).toBeLessThanOrEqual(rightOf(layout) - 40);
  });
});

describe('gutters', () => {
  it("hang under the leader's lane", () => {
    const layout = layoutOf('behind', 796);
    expect(layout.gutters[0].y).toBeGreaterThan(layout.lanes[0].y);
    expect(layout.gutters[0].y).toBeLessThan(layout.lanes[1].y);
  });
});

describe('a layout on its way', () => {
  it('starts where the last one stood and ends where this one stands', () => {
    const from = layoutOf('healthy', 796);
    const to = layoutOf('behind', 796);
    expect(onTheWay(from, to, 0).lanes[1].y).toBe(from.lanes[1].y);
    expect(onTheWay(from, to, 1)).toBe(to);
    expect(onTheWay(null, to, 0.3)).toBe(to);
  });
});

describe('other partitions', () => {
  const { partitions } = fixtures.crowd.frame;

  it('are small lanes up to twenty, and tanks from there on', () => {
    expect(minisLayout(partitions.slice(0, MANY_MINIS), 0, 796, false, 178).topics).toEqual([]);
    expect(minisLayout(partitions.slice(0, MANY_MINIS + 1), 0, 796, false, 178).topics.length).toBe(1);
  });

  it.each(WIDTHS)('stand side by side as tanks, none on another, none outside of %i px', (width) => {
    const { boxes, topics, height } = minisLayout(partitions, 0, width, width < 640, 178);
    expect(topics.map(({ topic }) => topic)).toEqual(['orders', 'payments', 'clicks', 'mail']);
    expect(boxes.length).toBe(partitions.length);
    for (const [i, box] of boxes.entries()) {
      expect(box.x >= 0 && box.x + box.width <= width && box.y + box.height <= height).toBe(true);
      const next = boxes[i + 1];
      if (next !== undefined) expect(next.row > box.row ? next.y >= box.y + box.height : next.x >= box.x + box.width).toBe(true);
    }
  });
});
