/** What a lane shows of transactions: which records are in an open or aborted one, the markers that end them, and where read_committed consumers stop. */
import type { ReplicaFrame, recordsBetween } from '#kafka/frame.ts';
import type { Words } from '../contract.ts';

type Stored = ReturnType<typeof recordsBetween>[number];

/** `open`: its transaction has no marker yet. A committed record looks like any other. */
export type InTransaction = 'open' | 'aborted' | null;

export function inTransaction({ offset, batch }: Stored, { stability }: Pick<ReplicaFrame, 'stability'>): InTransaction {
  if (stability === undefined || !batch.transactional || batch.control !== undefined) return null;
  const ended = stability.completed.find(
    ({ producerId, firstOffset, lastOffset }) => producerId === batch.producerId && firstOffset <= offset && offset < lastOffset,
  );
  if (ended !== undefined) return ended.aborted ? 'aborted' : null;
  return stability.open.some(({ producerId, firstOffset }) => producerId === batch.producerId && firstOffset <= offset) ? 'open' : null;
}

/** The name of a marker: which transaction it ends here. */
export function markerName({ offset, batch }: Stored, { broker, stability }: ReplicaFrame, words: Words): string {
  const ended = stability?.completed.find(({ lastOffset }) => lastOffset === offset);
  const control = batch.control ?? '';
  return ended === undefined
    ? words('lanes.name.bareMarker', { broker, offset, control })
    : words('lanes.name.marker', { broker, offset, control, from: ended.firstOffset });
}

/** Where read_committed consumers stop, if that is below the high watermark. */
export const lastStableOf = ({ stability, highWatermark }: ReplicaFrame): number | null =>
  stability === undefined || stability.lastStableOffset >= highWatermark ? null : stability.lastStableOffset;
