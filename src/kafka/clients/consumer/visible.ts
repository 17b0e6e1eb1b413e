/** What a consumer hands out of a fetch (CompletedFetch): never markers, and with read_committed no records of transactions that were aborted. */
import type { FetchedPartition } from '#kafka/protocol/messages.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';

export interface Visible {
  readonly records: readonly StoredRecord[];
  /** Where the fetch ends, if its last records are not handed out. */
  readonly endOffset: Offset | undefined;
}

/** The very same records when none is hidden. */
export function visibleOf({ records, endOffset, aborted = [] }: FetchedPartition, isolation: 'read_committed' | undefined): Visible {
  if (!records.some(({ batch }) => batch.transactional)) return { records, endOffset };
  const shown = isolation === undefined ? records.filter(({ batch }) => batch.control === undefined) : committed(records, aborted);
  const last = records[records.length - 1];
  return { records: shown, endOffset: endOffset ?? (shown[shown.length - 1] === last ? undefined : last.offset + 1) };
}

/** A producer's records are dropped from the first offset of its aborted transaction to the marker that aborts it. */
function committed(records: readonly StoredRecord[], aborted: NonNullable<FetchedPartition['aborted']>): readonly StoredRecord[] {
  const waiting = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  const dropping = new Set<number>();
  return records.filter(({ batch }) => {
    while (waiting.length > 0 && waiting[0].firstOffset <= batch.lastOffset) dropping.add((waiting.shift() as { producerId: number }).producerId);
    if (batch.control === 'ABORT') dropping.delete(batch.producerId);
    if (batch.control !== undefined) return false;
    return !(batch.transactional && dropping.has(batch.producerId));
  });
}
