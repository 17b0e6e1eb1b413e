/** Records that a truncation removed, for the tray under the lane they fell from. */
import { indexOf, until } from '#app/run/facts.ts';
import { recordsBetween } from '#kafka/frame.ts';
import type { Timeline } from '#session/timeline.ts';
import type { LostRecord } from '#views/contract.ts';

interface Fallen {
  readonly cursor: number;
  readonly records: readonly LostRecord[];
}

interface Losses {
  readonly acknowledged: Set<string>;
  readonly fallen: Fallen[];
}

const losses = indexOf<Losses>(
  () => ({ acknowledged: new Set(), fallen: [] }),
  (index, { cursor, fact }, timeline) => {
    if (fact.fact === 'RecordsAcknowledged') for (const id of fact.ids) index.acknowledged.add(id);
    if (fact.fact !== 'LogTruncated' || fact.to >= fact.from) return;
    const log = timeline
      .frameAt(cursor - 1)
      .partitions.find(({ tp }) => tp === fact.tp)
      ?.logs.find(({ broker }) => broker === fact.broker);
    if (log === undefined) return;
    const records = recordsBetween(log, fact.to, fact.from).map(({ id, key, offset }) => ({
      id,
      tp: fact.tp,
      broker: fact.broker,
      offset,
      key,
      acknowledged: index.acknowledged.has(id),
      committed: offset < log.highWatermark,
    }));
    if (records.length > 0) index.fallen.push({ cursor, records });
  },
);

/** Everything that had fallen when the run stood at `cursor`. */
export function lostAt(timeline: Timeline, cursor: number): readonly LostRecord[] {
  const { fallen } = losses.read(timeline);
  const count = until(fallen, cursor);
  return count === 0 ? NONE : fallen.slice(0, count).flatMap(({ records }) => records);
}

const NONE: readonly LostRecord[] = [];
