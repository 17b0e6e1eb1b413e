import { describe, expect, it } from 'vitest';
import { decimated, SPARK, sparksOf } from './spark.ts';

const series = (group: string, tp: string, ...points: [timeUs: number, lagRecords: number][]) => ({
  group,
  tp,
  points: points.map(([timeUs, lagRecords], cursor) => ({ timeUs, lagRecords, cursor })),
});

describe('A sparkline of lag', () => {
  const billing = series('billing', 'orders-0', [0, 0], [10, 12], [20, 5], [40, 30]);

  it('ends at the playhead, with the lag there and the highest so far', () => {
    expect(sparksOf([billing], ['billing'], 'orders-0', 30)).toMatchObject([{ group: 'billing', now: 5, highest: 12 }]);
    const [{ path }] = sparksOf([billing], ['billing'], 'orders-0', 20);
    expect(path).toBe('M0,16.5L36,16.5L36,1.5L72,1.5L72,10.25L72,10.25L72,10.25');
  });

  it('is there for each group that reads the partition, and for none that has not committed yet', () => {
    const audit = series('audit', 'orders-0', [25, 1]);
    expect(sparksOf([billing, audit], ['audit', 'billing'], 'orders-0', 24).map(({ group }) => group)).toEqual(['billing']);
    expect(sparksOf([billing, audit], ['audit', 'billing'], 'orders-0', 25).map(({ group }) => group)).toEqual(['audit', 'billing']);
    expect(sparksOf([billing, audit], ['audit', 'billing'], 'orders-1', 25)).toEqual([]);
  });

  it('is as high as the highest of its group, so that partitions can be compared', () => {
    const other = series('billing', 'orders-1', [0, 24]);
    const top = ({ path }: { readonly path: string }) => Math.min(...[...path.matchAll(/,([\d.]+)/g)].map(([, y]) => Number(y)));
    const [alone] = sparksOf([billing], [], 'orders-0', 20);
    const [beside] = sparksOf([billing, other], [], 'orders-0', 20);
    expect(top(alone)).toBe(SPARK.edge);
    expect(top(beside)).toBe(9);
  });

  it('has two points a column at most, and keeps every peak', () => {
    const busy = Array.from({ length: 10_000 }, (_, i) => ({ timeUs: i, lagRecords: i === 4321 ? 999 : i % 7 }));
    const kept = decimated(busy, (timeUs) => Math.floor((timeUs / 10_000) * SPARK.width));
    expect(kept.length).toBeLessThanOrEqual(2 * SPARK.width);
    expect(kept).toContainEqual({ timeUs: 4321, lagRecords: 999 });
    expect(kept[kept.length - 1]).toEqual(busy[9_999]);
    expect(kept.map(({ timeUs }) => timeUs)).toEqual(kept.map(({ timeUs }) => timeUs).sort((a, b) => a - b));
  });
});
