/** Consumer lag over the run: for each group and partition a step function, one point where it changes, from committed offset to high watermark. */
import { asKafkaFact, type KafkaFact } from '#kafka/facts.ts';
import type { Frame } from '#kafka/frame.ts';
import type { Tp } from '#kafka/protocol/names.ts';
import { countUpTo } from '#session/columns.ts';
import type { Fact } from '#sim/event.ts';

export interface LagPoint {
  readonly timeUs: number;
  readonly lagRecords: number;
  readonly cursor: number;
}

export interface LagSeries {
  readonly group: string;
  readonly tp: Tp;
  readonly points: readonly LagPoint[];
}

interface Series {
  readonly group: string;
  readonly tp: Tp;
  readonly points: LagPoint[];
  committed: number;
}

export interface Lags {
  readonly series: Series[];
  readonly leaders: Map<Tp, number>;
  /** By `tp/broker`. */
  readonly watermarks: Map<string, number>;
  /** By group: total lag now, and its records: ascending points where it was larger than ever before. */
  readonly totals: Map<string, number>;
  readonly peaks: Map<string, LagPoint[]>;
}

export function emptyLags(frame: Frame, cursor = 0): Lags {
  const lags: Lags = { series: [], leaders: new Map(), watermarks: new Map(), totals: new Map(), peaks: new Map() };
  for (const { tp, leader, logs } of frame.partitions) {
    lags.leaders.set(tp, leader);
    for (const log of logs) lags.watermarks.set(`${tp}/${log.broker}`, log.highWatermark);
  }
  for (const { group, offsets } of frame.groups) {
    for (const { tp, committed } of offsets) if (committed >= 0) commit(lags, group, tp, committed, cursor, frame.timeUs);
  }
  return lags;
}

export function lagFacts(lags: Lags, facts: readonly Fact[], cursor: number, timeUs: number): void {
  for (const fact of facts) lagFact(lags, asKafkaFact(fact), cursor, timeUs);
}

function lagFact(lags: Lags, fact: KafkaFact, cursor: number, timeUs: number): void {
  switch (fact.fact) {
    case 'OffsetCommitted':
      return commit(lags, fact.group, fact.tp, fact.offset, cursor, timeUs);
    case 'HighWatermarkAdvanced':
    case 'HighWatermarkLowered':
      lags.watermarks.set(`${fact.tp}/${fact.broker}`, fact.to);
      return lags.leaders.get(fact.tp) === fact.broker ? measure(lags, fact.tp, cursor, timeUs) : undefined;
    case 'LeaderElected':
      if (fact.leader < 0) return undefined;
      lags.leaders.set(fact.tp, fact.leader);
      return measure(lags, fact.tp, cursor, timeUs);
  }
}

function commit(lags: Lags, group: string, tp: Tp, offset: number, cursor: number, timeUs: number): void {
  let series = lags.series.find((one) => one.group === group && one.tp === tp);
  if (!series) {
    series = { group, tp, points: [], committed: offset };
    lags.series.push(series);
  }
  series.committed = offset;
  point(lags, series, cursor, timeUs);
}

function measure(lags: Lags, tp: Tp, cursor: number, timeUs: number): void {
  for (const series of lags.series) if (series.tp === tp) point(lags, series, cursor, timeUs);
}

function point(lags: Lags, series: Series, cursor: number, timeUs: number): void {
  const { points, tp, committed, group } = series;
  const highWatermark = lags.watermarks.get(`${tp}/${lags.leaders.get(tp) ?? -1}`) ?? 0;
  const lagRecords = Math.max(0, highWatermark - committed);
  const last = points[points.length - 1];
  if (last?.lagRecords === lagRecords) return;
  if (last?.cursor === cursor) points.pop();
  points.push({ timeUs, lagRecords, cursor });
  const total = (lags.totals.get(group) ?? 0) + lagRecords - (last?.lagRecords ?? 0);
  lags.totals.set(group, total);
  let peaks = lags.peaks.get(group);
  if (!peaks) {
    peaks = [];
    lags.peaks.set(group, peaks);
  }
  if (total > (peaks[peaks.length - 1]?.lagRecords ?? 0)) peaks.push({ timeUs, lagRecords: total, cursor });
}

/** The largest total lag that a group has had up to a cursor. */
export function peakLagAt(lags: Lags, group: string, cursor: number): number {
  const peaks = lags.peaks.get(group) ?? [];
  for (let i = peaks.length - 1; i >= 0; i--) if (peaks[i].cursor <= cursor) return peaks[i].lagRecords;
  return 0;
}

/** The lags as they were at a cursor; `frame` is what stood there. */
export function lagsUpTo(lags: Lags, cursor: number, frame: Frame): Lags {
  const now = emptyLags(frame, cursor);
  const series = lags.series.flatMap((one) => {
    const points = one.points.filter((p) => p.cursor <= cursor);
    const committed = frame.groups.find(({ group }) => group === one.group)?.offsets.find(({ tp }) => tp === one.tp)?.committed ?? one.committed;
    return points.length > 0 ? [{ group: one.group, tp: one.tp, points, committed }] : [];
  });
  const totals = new Map<string, number>();
  for (const { group, points } of series) totals.set(group, (totals.get(group) ?? 0) + points[points.length - 1].lagRecords);
  const peaks = new Map([...lags.peaks].map(([group, points]) => [group, points.filter((p) => p.cursor <= cursor)]));
  return { series, leaders: now.leaders, watermarks: now.watermarks, totals, peaks };
}

/** Lag of a series at a cursor; undefined before the first commit. */
export function lagAt({ points }: LagSeries, cursor: number): number | undefined {
  const count = countUpTo(
    points.map((p) => p.cursor),
    points.length,
    cursor,
  );
  return count === 0 ? undefined : points[count - 1].lagRecords;
}
