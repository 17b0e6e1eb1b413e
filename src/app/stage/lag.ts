/** How far a group is behind at a moment, and whether that grows: for those who do not see the curve. */
import type { LagSeries } from '#session/lag.ts';
import type { Timeline } from '#session/timeline.ts';
import type { LagGoal } from '#views/contract.ts';

export type Trend = 'growing' | 'falling' | 'steady';

export interface GroupLag {
  readonly lagRecords: number;
  readonly trend: Trend;
}

/** It grows when it was less on average in the window before this one. Longer than from one commit to the next, and short enough to notice a turn. */
const WINDOW_US = 2_500_000;
const SAMPLES = 10;
/** Less than this is how a group that keeps up breathes. */
const BREATH = 3;

/** The last point at or before a moment that has happened at `cursor`. */
function lagAt(series: LagSeries, timeUs: number, cursor: number): number {
  const { points } = series;
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle].timeUs <= timeUs && points[middle].cursor <= cursor) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : points[low - 1].lagRecords;
}

export function groupLag(timeline: Timeline, group: string, cursor: number): GroupLag {
  const own = timeline.lag.filter((series) => series.group === group);
  const total = (timeUs: number): number => own.reduce((sum, series) => sum + lagAt(series, timeUs, cursor), 0);
  const nowUs = timeline.timeAt(cursor);
  const mean = (fromUs: number): number => {
    let sum = 0;
    for (let n = 1; n <= SAMPLES; n++) sum += total(fromUs + (WINDOW_US * n) / SAMPLES);
    return sum / SAMPLES;
  };
  const change = mean(nowUs - WINDOW_US) - mean(nowUs - 2 * WINDOW_US);
  return { lagRecords: total(nowUs), trend: change > BREATH ? 'growing' : change < -BREATH ? 'falling' : 'steady' };
}

/** A group whose lag became another one between two moments. */
export const lagChanged = (timeline: Timeline, from: number, to: number): string | undefined =>
  timeline.lag.find(({ points }) => points.some(({ cursor }) => cursor > from && cursor <= to))?.group;

/** `lag(billing) <= 20` as a line to stay under; what else a challenge asks for is told in words. */
const ASKED = /^lag\(([\w.-]+)\)\s*(<=?)\s*(\d+)$/;

export const lagGoalsOf = (goals: readonly { readonly check: string }[]): readonly LagGoal[] =>
  goals.flatMap(({ check }) => {
    const asked = ASKED.exec(check.trim());
    return asked === null ? [] : [{ group: asked[1], records: Number(asked[3]), below: asked[2] === '<' }];
  });
