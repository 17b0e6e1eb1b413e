/** Questions about the ledger's records: which match a filter, which are lost, duplicated, reordered, reprocessed or skipped. */
import type { GroupFrame } from '#kafka/frame.ts';
import { topicOf } from '#kafka/protocol/names.ts';

/** What the language needs to know of a record. The session's ledger entries have it all. */
export interface LedgerRecord {
  readonly id: string;
  readonly producer: string;
  readonly tp: string;
  readonly acknowledgedAt: number | undefined;
  readonly failedAt: number | undefined;
  readonly offsets: readonly number[];
  readonly visibleAt: number | undefined;
  readonly abortedAt: number | undefined;
  /** Id of the record that it was made of. */
  readonly origin: string | undefined;
  readonly lostAt: number | undefined;
  readonly processed: readonly { readonly group: string; readonly offset: number }[];
}

export interface LedgerLike {
  readonly entries: readonly LedgerRecord[];
}

/** `acked`, a producer, a topic or a topic-partition: every filter narrows. */
const passes = (record: LedgerRecord, filter: string | number): boolean =>
  filter === 'acked' ? record.acknowledgedAt !== undefined : filter === record.producer || filter === record.tp || filter === topicOf(record.tp);

export function matching(ledger: LedgerLike, filters: readonly (string | number)[]): readonly LedgerRecord[] {
  return filters.length === 0 ? ledger.entries : ledger.entries.filter((record) => filters.every((filter) => passes(record, filter)));
}

export const duplicated = (record: LedgerRecord): boolean => record.offsets.length > 1;

/** Entries come in the order of sending: a record is reordered when one of the same producer and partition that was sent later stands before it. */
export function reordered(records: readonly LedgerRecord[]): number {
  const least = new Map<string, number>();
  let found = 0;
  for (let i = records.length - 1; i >= 0; i--) {
    const { offsets, producer, tp } = records[i];
    if (offsets.length === 0) continue;
    const stream = `${producer}>${tp}`;
    const later = least.get(stream);
    if (later !== undefined && offsets[0] > later) found++;
    if (later === undefined || offsets[0] < later) least.set(stream, offsets[0]);
  }
  return found;
}

export const reprocessed = (record: LedgerRecord, group: string | number): boolean => record.processed.filter((one) => one.group === group).length > 1;

/** Stands in the log for those who read committed records. */
const counts = ({ offsets, abortedAt }: LedgerRecord): boolean => offsets.length > 0 && abortedAt === undefined;

/** How many of the records that count were made of each record, of those written to this topic. */
function made(records: readonly LedgerRecord[], topic: string | number): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const record of records) {
    if (record.origin === undefined || topicOf(record.tp) !== topic || !counts(record)) continue;
    found.set(record.origin, (found.get(record.origin) ?? 0) + record.offsets.length);
  }
  return found;
}

/** Records of which two or more were made in this topic: at-least-once's price. */
export const doubled = (records: readonly LedgerRecord[], topic: string | number): number =>
  [...made(records, topic).values()].reduce((sum, times) => sum + (times > 1 ? 1 : 0), 0);

/** Records that the group has committed past, and of which nothing was made in this topic. */
export function missing(records: readonly LedgerRecord[], group: GroupFrame | undefined, topic: string | number): number {
  const committed = new Map(group?.offsets.map(({ tp, committed }) => [tp, committed]));
  const found = made(records, topic);
  return records.filter((record) => counts(record) && record.offsets[0] < (committed.get(record.tp) ?? -1) && !found.has(record.id)).length;
}

/** Committed past without having been processed: at-most-once's price. */
export function skipped(records: readonly LedgerRecord[], group: GroupFrame | undefined): number {
  const committed = new Map(group?.offsets.map(({ tp, committed }) => [tp, committed]));
  return records.filter(
    ({ tp, offsets, processed }) => offsets.length > 0 && offsets[0] < (committed.get(tp) ?? -1) && !processed.some((one) => one.group === group?.group),
  ).length;
}
