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

/** What lag is measured against: the leader's high watermark. */
interface Measured {
  leader: number;
  /** By broker id. */
  readonly watermarks: number[];
  readonly series: Series[];
}

export interface Lags {
  readonly series: Series[];
  readonly partitions: Map<Tp, Measured>;
  /** By group: total lag now, and its records: ascending points where it was larger than ever before. */
  readonly totals: Map<string, number>;
  readonly peaks: Map<string, LagPoint[]>;
}

const noLags = (): Lags => ({ series: [], partitions: new Map(), totals: new Map(), peaks: new Map() });

function measuredOf(lags: Lags, tp: Tp): Measured {
  let measured = lags.partitions.get(tp);
  if (!measured) {
    measured = { leader: -1, watermarks: [], series: [] };
    lags.partitions.set(tp, measured);
  }
  return measured;
}

function noteLeaders(lags: Lags, frame: Frame): void {
  for (const { tp, leader, logs } of frame.partitions) {
    const measured = measuredOf(lags, tp);
    measured.leader = leader;
    for (const log of logs) measured.watermarks[log.broker] = log.highWatermark;
  }
}

export function emptyLags(frame: Frame): Lags {
  const lags = noLags();
  noteLeaders(lags, frame);
  for (const { group, offsets } of frame.groups) {
    for (const { tp, committed } of offsets) if (committed >= 0) commit(lags, group, tp, committed, 0, frame.timeUs);
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
    case 'HighWatermarkLowered': {
      const measured = measuredOf(lags, fact.tp);
      measured.watermarks[fact.broker] = fact.to;
      return measured.leader === fact.broker ? measure(lags, measured, cursor, timeUs) : undefined;
    }
    case 'LeaderElected': {
      if (fact.leader < 0) return undefined;
      const measured = measuredOf(lags, fact.tp);
      measured.leader = fact.leader;
      return measure(lags, measured, cursor, timeUs);
    }
  }
}

function seriesOf(lags: Lags, group: string, tp: Tp): Series {
  const measured = measuredOf(lags, tp);
  let series = measured.series.find((one) => one.group === group);
  if (!series) {
    series = { group, tp, points: [], committed: 0 };
    measured.series.push(series);
    lags.series.push(series);
  }
  return series;
}

function commit(lags: Lags, group: string, tp: Tp, offset: number, cursor: number, timeUs: number): void {
  const series = seriesOf(lags, group, tp);
  series.committed = offset;
  point(lags, measuredOf(lags, tp), series, cursor, timeUs);
}

function measure(lags: Lags, measured: Measured, cursor: number, timeUs: number): void {
  for (const series of measured.series) point(lags, measured, series, cursor, timeUs);
}

function point(lags: Lags, { watermarks, leader }: Measured, { points, committed, group }: Series, cursor: number, timeUs: number): void {
  const lagRecords = Math.max(0, (watermarks[leader] ?? 0) - committed);
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
  const copy = noLags();
  noteLeaders(copy, frame);
  for (const { group, tp, points, committed } of lags.series) {
    const kept = points.filter((p) => p.cursor <= cursor);
    if (kept.length === 0) continue;
    const series = seriesOf(copy, group, tp);
    series.points.push(...kept);
    series.committed = frame.groups.find((one) => one.group === group)?.offsets.find((one) => one.tp === tp)?.committed ?? committed;
    copy.totals.set(group, (copy.totals.get(group) ?? 0) + kept[kept.length - 1].lagRecords);
  }
  for (const [group, points] of lags.peaks)
    copy.peaks.set(
      group,
      points.filter((p) => p.cursor <= cursor),
    );
  return copy;
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
