/** A moment of a run as it is written down when the app is built: what the landing page shows before anybody acts, so that the engine need not come along. */
import type { KafkaFact } from '#kafka/facts.ts';
import type { Frame } from '#kafka/frame.ts';
import type { Ledger } from '#session/ledger.ts';
import type { Mark, StepSize, Timeline } from '#session/timeline.ts';
import type { TraceEvent } from '#sim/trace.ts';

/** Written by our own engine (prepare.ts), never by hand: plain JSON. */
export interface Written {
  readonly cursor: number;
  readonly end: number;
  readonly endUs: number;
  /** Cursor and time of each meaningful stop. */
  readonly stops: readonly (readonly [cursor: number, timeUs: number])[];
  readonly marks: readonly Mark[];
  /** The moment itself, and whatever an earlier fall is judged by; sorted by cursor. */
  readonly frames: readonly { readonly cursor: number; readonly frame: Frame }[];
  readonly falls: readonly { readonly event: number; readonly facts: readonly KafkaFact[] }[];
  readonly ledger: Ledger;
  readonly changes: readonly KafkaFact[];
}

const NOTHING: TraceEvent = { step: 0, timeUs: 0, node: '', kind: 'input', name: '', cause: -1, outcome: 'ignored', facts: [] };

/** Index of the last item, of those at the front, that fits. */
function lastBefore<T>(items: readonly T[], fits: (item: T) => boolean): number {
  let found = -1;
  for (let i = 0; i < items.length && fits(items[i]); i++) found = i;
  return found;
}

/** Reads what was written as a timeline. It knows one moment; whoever wants another one waits for the run itself. */
export function writtenTimeline(written: Written): Timeline {
  const { cursor: here, end, endUs, stops, marks, frames, falls, ledger, changes } = written;
  const stopsUpTo = (cursor: number): number => lastBefore(stops, ([at]) => at <= cursor) + 1;
  const timeAt = (cursor: number): number => (cursor >= end ? endUs : (stops[stopsUpTo(cursor) - 1]?.[1] ?? 0));
  const places = (size: StepSize, cursor: number): readonly number[] => {
    if (size === 'micro') return [Math.max(0, cursor - 1), Math.min(end, cursor + 1)];
    return size === 'meaningful' ? stops.map(([at]) => at) : marks.filter(({ kind }) => kind === 'beat').map((mark) => mark.cursor);
  };
  return {
    end,
    endUs,
    complete: true,
    violations: [],
    marks,
    lag: [],
    stops: stops.length,
    stopsUpTo,
    timeAt,
    ledgerAt: () => ledger,
    extend: () => false,
    frameAt: (cursor) =>
      frames[
        Math.max(
          0,
          lastBefore(frames, (one) => one.cursor <= cursor),
        )
      ].frame,
    eventAt: (cursor) => ({ ...NOTHING, step: cursor, timeUs: timeAt(cursor), facts: falls.find(({ event }) => event === cursor)?.facts ?? [] }),
    cursorAtTime: (timeUs) => stops[lastBefore(stops, ([, at]) => at <= timeUs)]?.[0] ?? 0,
    seek(cursor, size, direction) {
      const all = places(size, cursor);
      return (direction > 0 ? all.find((at) => at > cursor) : all.findLast((at) => at < cursor)) ?? cursor;
    },
    changesAt: (cursor) => (cursor === here ? changes : []),
    significanceAt: () => 0,
    peakLagAt: () => 0,
    revealAt: () => undefined,
    hashAt() {
      throw new Error('A picture has no hash: only a run proves itself.');
    },
  };
}
