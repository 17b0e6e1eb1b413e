/** The two futures on stage: which branch is A, which is B, and which of them the slider leads; and what comparing them gives, once both are computed. */
import { useMemo } from 'react';
import { computedWhole } from '#app/run/compute.ts';
import { mayCompute } from '#app/run/heavy.ts';
import { current, type Snapshot, useRun } from '#app/run/holder.ts';
import { useStore } from '#app/store.ts';
import type { Side } from '#session/compare/differences.ts';
import { partingOf } from '#session/compare/parting.ts';
import { type Strip, stripOf } from '#session/compare/strip.ts';
import type { Branch } from '#session/session.ts';

export interface Futures {
  /** The one that was there first. */
  readonly a: Branch;
  readonly b: Branch;
  /** The one whose steps the slider counts: the current branch. */
  readonly lead: Side;
}

export function futuresOf({ open, branch }: Snapshot, beside: number | null): Futures | null {
  const other = open?.session.branches.find(({ id }) => id === beside);
  if (branch === null || other === undefined || other.id === branch.id) return null;
  return other.id < branch.id ? { a: other, b: branch, lead: 'b' } : { a: branch, b: other, lead: 'a' };
}

export function useFutures(): Futures | null {
  const run = useRun();
  const beside = useStore((state) => state.beside);
  const futures = futuresOf(run, beside);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same two branches are the same futures, however far they are computed
  return useMemo(() => futures, [futures?.a, futures?.b, futures?.lead]);
}

export interface Compared {
  /** From when on at least the timing is another. */
  readonly timingUs: number | undefined;
  readonly strip: Strip;
}

/** Null until both have come to their end: what is missing would look like a difference. */
export function useCompared({ a, b }: Futures): Compared | null {
  useRun();
  const complete = a.timeline.complete && b.timeline.complete;
  return useMemo(() => (complete ? { timingUs: partingOf(a.timeline, b.timeline)?.timeUs, strip: stripOf(a.timeline, b.timeline) } : null), [a, b, complete]);
}

/** Computes both to their end, a slice at a time. */
export async function computeBoth({ a, b }: Pick<Futures, 'a' | 'b'>): Promise<void> {
  await mayCompute(current().open);
  for (const { timeline } of [a, b]) await computedWhole(timeline);
}
