/** What became of a run, in the measures by which two futures are weighed: from the ledger, the facts and the lag. */
import { outageUs } from '#session/compare/outage.ts';
import type { LedgerEntry } from '#session/ledger.ts';
import type { Timeline } from '#session/timeline.ts';

/** In the order of the table. */
export const MEASURES = [
  'sent',
  'acknowledged',
  'survived',
  'acknowledgedButLost',
  'duplicated',
  'failed',
  'latencyMedianUs',
  'latencyMostUs',
  'unavailableUs',
  'processed',
  'processedAgain',
  'peakLag',
] as const;
export type Measure = (typeof MEASURES)[number];

/** Only of runs in which somebody consumes. */
const OF_GROUPS: ReadonlySet<Measure> = new Set<Measure>(['processed', 'processedAgain', 'peakLag']);

/** Which way is better; the rest are only other. */
const BETTER: Readonly<Partial<Record<Measure, 'more' | 'less'>>> = {
  acknowledged: 'more',
  survived: 'more',
  acknowledgedButLost: 'less',
  duplicated: 'less',
  failed: 'less',
  latencyMedianUs: 'less',
  latencyMostUs: 'less',
  unavailableUs: 'less',
  processed: 'more',
  processedAgain: 'less',
  peakLag: 'less',
};

/** Undefined: there is nothing of which it could be measured. */
export type Outcome = Readonly<Record<Measure, number | undefined>>;

export interface Row {
  readonly measure: Measure;
  readonly a: number | undefined;
  readonly b: number | undefined;
  /** Which future is better off; undefined when they are equal, or when neither is better. */
  readonly better: 'a' | 'b' | undefined;
  readonly differs: boolean;
}

/** The value below which half of them lie, as a nearest rank. */
const median = (sorted: readonly number[]): number | undefined => (sorted.length === 0 ? undefined : sorted[Math.ceil(sorted.length / 2) - 1]);

const processedAgain = ({ processed }: LedgerEntry): number => {
  const groups = new Set(processed.map(({ group }) => group));
  return processed.length - groups.size;
};

export function outcomeAt(timeline: Timeline, cursor: number): Outcome {
  const { entries, totals } = timeline.ledgerAt(cursor);
  const groups = timeline.frameAt(cursor).groups.map(({ group }) => group);
  const untilUs = cursor >= timeline.end ? timeline.endUs : timeline.timeAt(cursor);
  const waits = entries.flatMap(({ sentAt, acknowledgedAt }) => (acknowledgedAt === undefined ? [] : [acknowledgedAt - sentAt])).sort((x, y) => x - y);
  return {
    sent: totals.sent,
    acknowledged: totals.acknowledged,
    survived: entries.filter(({ offsets }) => offsets.length > 0).length,
    acknowledgedButLost: totals.acknowledgedButLost,
    duplicated: totals.duplicated,
    failed: totals.failed,
    latencyMedianUs: median(waits),
    latencyMostUs: waits.at(-1),
    unavailableUs: outageUs(timeline, untilUs),
    processed: entries.filter(({ processed }) => processed.length > 0).length,
    processedAgain: entries.reduce((sum, entry) => sum + processedAgain(entry), 0),
    peakLag: groups.length === 0 ? undefined : Math.max(...groups.map((group) => timeline.peakLagAt(group, cursor))),
  };
}

function rowOf(measure: Measure, a: number | undefined, b: number | undefined): Row {
  const differs = a !== b;
  const way = BETTER[measure];
  const better = !differs || way === undefined || a === undefined || b === undefined ? undefined : a < b === (way === 'less') ? 'a' : 'b';
  return { measure, a, b, better, differs };
}

/** The table. `hasGroups`: somebody consumes in one of the two. */
export function rowsOf(a: Outcome, b: Outcome): readonly Row[] {
  const hasGroups = a.peakLag !== undefined || b.peakLag !== undefined;
  return MEASURES.filter((measure) => hasGroups || !OF_GROUPS.has(measure)).map((measure) => rowOf(measure, a[measure], b[measure]));
}

/** What is worth a sentence, gravest first: a loss before a delay, a delay before a count. */
const TELLING: readonly Measure[] = [
  'acknowledgedButLost',
  'duplicated',
  'processedAgain',
  'failed',
  'unavailableUs',
  'latencyMostUs',
  'latencyMedianUs',
  'peakLag',
  'acknowledged',
  'survived',
  'processed',
  'sent',
];

/** A delay that nobody would notice makes no news: less than a tenth, and less than a millisecond. */
function isNoticed({ measure, a, b, differs }: Row): boolean {
  if (!differs) return false;
  if (!measure.endsWith('Us') || a === undefined || b === undefined) return true;
  return Math.abs(a - b) >= Math.max(1000, Math.max(a, b) / 10);
}

export const newsOf = (rows: readonly Row[], most = 3): readonly Row[] =>
  TELLING.flatMap((measure) => rows.filter((row) => row.measure === measure && isNoticed(row))).slice(0, most);
