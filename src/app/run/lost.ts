/**
 * Copies that a truncation cut off, for the tray under the lane they fell from. A copy is judged by its record's ledger: a retry may have committed
 * the record elsewhere, and then cutting off the old copy loses nothing.
 */

import { recordsBetween } from '#kafka/frame.ts';
import type { LedgerEntry } from '#session/ledger.ts';
import type { Timeline } from '#session/timeline.ts';
import { indexOf, until } from '#session/told.ts';
import type { LostRecord } from '#views/contract.ts';

/** A cut copy as the log held it. */
interface Copy {
  readonly id: string;
  readonly tp: string;
  readonly broker: number;
  readonly offset: number;
  readonly epoch: number;
  readonly key: string | null;
  readonly belowHighWatermark: boolean;
}

interface Fallen {
  readonly cursor: number;
  readonly copies: readonly Copy[];
}

const falls = indexOf<Fallen[]>(
  () => [],
  (fallen, { cursor, fact }, timeline) => {
    if (fact.fact !== 'LogTruncated' || fact.to >= fact.from) return;
    const log = timeline
      .frameAt(cursor - 1)
      .partitions.find(({ tp }) => tp === fact.tp)
      ?.logs.find(({ broker }) => broker === fact.broker);
    if (log === undefined) return;
    const copies = recordsBetween(log, fact.to, fact.from).map(({ id, key, offset, batch }) => ({
      id,
      tp: fact.tp,
      broker: fact.broker,
      offset,
      epoch: batch.leaderEpoch,
      key,
      belowHighWatermark: offset < log.highWatermark,
    }));
    if (copies.length > 0) fallen.push({ cursor, copies });
  },
);

/** What the ledger makes of a copy. Records of internal topics are in no ledger: for them only the log speaks. */
function judged({ id, tp, broker, offset, epoch, key, belowHighWatermark }: Copy, entry: LedgerEntry | undefined): LostRecord {
  const lost = entry === undefined || entry.lostAt !== undefined;
  return {
    id,
    tp,
    broker,
    offset,
    epoch,
    key,
    acknowledged: entry !== undefined && lost && entry.acknowledgedAt !== undefined,
    committed: lost && belowHighWatermark,
    keptAt: lost ? null : (entry.offsets[0] ?? null),
  };
}

function judgedAt(timeline: Timeline, fallen: readonly Fallen[], cursor: number): readonly LostRecord[] {
  const copies = fallen.flatMap((one) => one.copies);
  const ids = new Set(copies.map(({ id }) => id));
  const entries = new Map<string, LedgerEntry>();
  for (const entry of timeline.ledgerAt(cursor).entries) if (ids.has(entry.id)) entries.set(entry.id, entry);
  return copies.map((copy) => judged(copy, entries.get(copy.id)));
}

const last = new WeakMap<Timeline, { readonly cursor: number; readonly lost: readonly LostRecord[] }>();

/** Everything that had fallen when the run stood at `cursor`, as it is to be judged there. */
export function lostAt(timeline: Timeline, cursor: number): readonly LostRecord[] {
  const fallen = falls.read(timeline);
  const count = until(fallen, cursor);
  if (count === 0) return NONE;
  const known = last.get(timeline);
  if (known?.cursor === cursor) return known.lost;
  const lost = judgedAt(timeline, fallen.slice(0, count), cursor);
  last.set(timeline, { cursor, lost });
  return lost;
}

const NONE: readonly LostRecord[] = [];
