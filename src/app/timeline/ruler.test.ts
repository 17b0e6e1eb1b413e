import { describe, expect, it } from 'vitest';
import { clearPixels, cursorOfStop, gapLabels, gapsOf, labelsOf, pixelsOf, signsOf, snapped, type Tick, ticksOf } from '#app/timeline/ruler.ts';
import { lessonOf } from '#lessons/catalog.ts';
import { openSession } from '#session/session.ts';
import type { Timeline } from '#session/timeline.ts';

function whole(slug: string): Timeline {
  const session = openSession(lessonOf(slug)?.scenario as never);
  if (!session.ok) throw new Error('The lesson does not open.');
  const { timeline } = session.value.branches[0];
  while (timeline.extend({ steps: 1000 }));
  return timeline;
}

const beat = (at: number, id = 'b'): Tick => ({ kind: 'beat', id, cursor: 0, at });

describe('The ruler', () => {
  const timeline = whole('acks-1');

  it('finds the cursor of every step', () => {
    for (let stop = 1; stop <= timeline.stops; stop++) {
      const cursor = cursorOfStop(timeline, stop);
      expect(timeline.stopsUpTo(cursor)).toBe(stop);
      expect(timeline.stopsUpTo(cursor - 1)).toBe(stop - 1);
    }
  });

  it('keeps every mark on the line', () => {
    for (const { at } of ticksOf(timeline)) expect(at >= 0 && at <= 1).toBe(true);
  });

  it('marks gaps of more than a second, and only those', () => {
    const gaps = gapsOf(timeline);
    expect(gaps.length).toBeGreaterThan(0);
    for (const { us } of gaps) expect(us).toBeGreaterThan(1_000_000);
  });

  it('has no more marks of acknowledgements than pixels, however many there are', () => {
    const acknowledged = Array.from({ length: 10_000 }, (_, i): Tick => ({ kind: 'acknowledged', id: `${i}`, cursor: i, at: i / 10_000 }));
    const pixels = pixelsOf([...acknowledged, beat(0.5)], 'acknowledged', 300);
    expect(pixels.length).toBe(301);
    expect(pixels).toEqual([...new Set(pixels)].sort((a, b) => a - b));
  });

  it('keeps labels apart and on the line, each pointing at its moment', () => {
    const labels = labelsOf([beat(0.5, 'a'), beat(0.501, 'b'), beat(1, 'c'), beat(1, 'd')], 400);
    const xs = labels.map(({ x }) => x);
    for (let i = 1; i < xs.length; i++) expect(xs[i] - xs[i - 1]).toBeGreaterThanOrEqual(20);
    expect(Math.max(...xs)).toBeLessThanOrEqual(400);
    for (const { tick, x, toMoment } of labels) expect(x + toMoment).toBeCloseTo(tick.at * 400);
  });

  it('knows how much room a label has for the title of a chapter', () => {
    const labels = labelsOf([beat(0, 'a'), beat(0.25, 'b'), beat(0.26, 'c'), beat(0.5, 'd')], 400);
    expect(labels.map(({ room }) => room)).toEqual([78, -2, 58, 188]);
  });

  it('makes one sign of faults and losses that would stand on each other, and says how many faults', () => {
    const fault = (at: number): Tick => ({ kind: 'fault', id: '', cursor: 0, at });
    const lost = (at: number): Tick => ({ kind: 'lost', id: '', cursor: 0, at });
    const ticks = [fault(0.1), fault(0.102), fault(0.5), lost(0.501), fault(0.9), { kind: 'landmark', id: '', cursor: 0, at: 0.2 } as const];
    expect(signsOf(ticks, 400).map(({ faults, grave }) => [faults, grave])).toEqual([
      [2, null],
      [0, null],
      [1, 'lost'],
      [1, null],
    ]);
    expect(signsOf([fault(0.1), fault(0.102)], 40_000)).toHaveLength(2);
  });

  it('keeps the signs of every lesson apart on the narrowest phone', () => {
    for (const slug of ['acks-1', 'high-watermark', 'consumer-lag']) {
      const signs = signsOf(ticksOf(whole(slug)), 288);
      for (let i = 1; i < signs.length; i++) expect(signs[i].x - signs[i - 1].x, slug).toBeGreaterThan(4);
    }
  });

  it('tells gaps side by side as one', () => {
    const told = gapLabels(
      [
        { at: 0.5, us: 1_000_000 },
        { at: 0.51, us: 2_000_000 },
        { at: 0.9, us: 3_000_000 },
      ],
      400,
      [],
    );
    expect(told.map(({ us }) => us)).toEqual([3_000_000, 3_000_000]);
    expect(told.every((gap) => gap.told)).toBe(true);
  });

  it('draws no command through a sign, and writes no gap over a command', () => {
    const command = (at: number): Tick => ({ kind: 'command', id: '', cursor: 0, at });
    const ticks: Tick[] = [{ kind: 'fault', id: '', cursor: 0, at: 0.5 }, command(0.5), command(0.505), command(0.6)];
    expect(clearPixels(ticks, 'command', 400)).toEqual([240]);
    expect(gapLabels([{ at: 0.61, us: 2_000_000 }], 400, ticks).map(({ told }) => told)).toEqual([false]);
    expect(gapLabels([{ at: 0.9, us: 2_000_000 }], 400, ticks).map(({ told }) => told)).toEqual([true]);
  });

  it('lets a pointer hit a beat that is near, but no dot', () => {
    const dot: Tick = { kind: 'acknowledged', id: '', cursor: 0, at: 0.3 };
    expect(snapped([beat(0.3), dot], 0.302, 0.005)?.kind).toBe('beat');
    expect(snapped([dot], 0.3, 0.005)).toBeNull();
    expect(snapped([beat(0.3)], 0.31, 0.005)).toBeNull();
  });
});
