/** The record ledger: for every record, what became of it, at the cursor for which the ledger was asked. Moments are virtual time, in µs. */
import type { Offset, Tp } from '#kafka/protocol/names.ts';

export interface LedgerEntry {
  /** `p1#7`: the seventh record that p1 sent. */
  readonly id: string;
  readonly producer: string;
  readonly tp: Tp;
  readonly key: string | null;
  readonly value: string | null;
  /** Id of the record that it was made of, where an application reads and writes on. */
  readonly origin: string | undefined;
  readonly sentAt: number;
  readonly acknowledgedAt: number | undefined;
  /** The producer was told that it failed (it may still be stored). */
  readonly failedAt: number | undefined;
  readonly failure: string | undefined;
  /** Offsets at which the leader's log holds it now: two or more mean a duplicate. */
  readonly offsets: readonly Offset[];
  /** Fully replicated: below the high watermark. */
  readonly visibleAt: number | undefined;
  /** Its transaction was aborted: it stands in the log, and nobody who reads committed records sees it. */
  readonly abortedAt: number | undefined;
  /** Truncated from the log, with no copy left on the leader. */
  readonly lostAt: number | undefined;
  readonly processed: readonly { readonly group: string; readonly node: string; readonly offset: Offset; readonly at: number }[];
}

export interface LedgerTotals {
  readonly sent: number;
  readonly acknowledged: number;
  readonly failed: number;
  readonly visible: number;
  readonly aborted: number;
  readonly lost: number;
  readonly acknowledgedButLost: number;
  readonly duplicated: number;
  readonly reordered: number;
}

export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  readonly totals: LedgerTotals;
}
