/**
 * What a client's metrics make of values over time (SampledStat with Max or Min, as in 4.3): samples that begin one after another, each over a window. A
 * sample counts until nothing in it is younger than all windows together, so that what is measured reaches back further than they do.
 */

export interface Windows {
  /** metrics.num.samples */
  readonly count: number;
  /** metrics.sample.window.ms */
  readonly ms: number;
}

interface Sample {
  readonly startMs: number;
  readonly lastMs: number;
  readonly value: number;
}

export interface Sampled {
  readonly current: number;
  readonly samples: readonly Sample[];
}

export const noSamples: Sampled = { current: 0, samples: [] };

/** Math.max or Math.min. */
type Pick = (...values: readonly number[]) => number;

export function recorded({ current, samples }: Sampled, windows: Windows, pick: Pick, value: number, nowMs: number): Sampled {
  const sample = samples[current];
  const isOver = sample !== undefined && nowMs - sample.startMs >= windows.ms;
  // One more than counts: a sample that overlaps the first window is kept beside the others.
  const at = isOver ? (current + 1) % (windows.count + 1) : current;
  const into = isOver ? undefined : sample;
  const next = into === undefined ? { startMs: nowMs, lastMs: nowMs, value } : { startMs: into.startMs, lastMs: nowMs, value: pick(into.value, value) };
  return { current: at, samples: at < samples.length ? samples.with(at, next) : [...samples, next] };
}

/** undefined where Kafka says NaN: no sample has a value that is young enough. */
export function measured({ samples }: Sampled, windows: Windows, pick: Pick, nowMs: number): number | undefined {
  const young = samples.filter(({ lastMs }) => nowMs - lastMs < windows.count * windows.ms);
  return young.length === 0 ? undefined : pick(...young.map(({ value }) => value));
}
