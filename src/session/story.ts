/** The story of one record: everything that became of it, each stamped with the first cursor at which it had happened, so that it can be told up to any moment. */
import type { LedgerEntry } from '#session/ledger.ts';

export interface Stamp {
  readonly cursor: number;
  readonly timeUs: number;
}

/** Until when a record stands that still stands: a small integer, which costs no memory of its own. */
export const STANDING = 0x3fffffff;

/** The record stood at an offset of a broker's log from one cursor until another. */
export interface Placement {
  readonly story: Story;
  readonly broker: number;
  readonly offset: number;
  readonly from: number;
  until: number;
}

export interface Story {
  readonly id: string;
  readonly producer: string;
  readonly tp: string;
  readonly key: string | null;
  readonly value: string | null;
  /** Of the record that it was made of. */
  readonly origin: string | undefined;
  readonly sent: Stamp;
  acknowledged: Stamp | undefined;
  /** Acknowledged by nobody but the socket (acks=0). */
  unasked: boolean;
  failed: (Stamp & { readonly error: string }) | undefined;
  placements: readonly Placement[];
  visible: Stamp | undefined;
  /** Its transaction was aborted: nobody who reads committed records sees it. */
  aborted: Stamp | undefined;
  /** Lost, found again, lost …: ascending. */
  losses: readonly (Stamp & { readonly lost: boolean })[];
  processed: readonly (Stamp & { readonly group: string; readonly node: string; readonly offset: number })[];
  /** Cursor of the last thing that happened to it, a change of leader included. */
  changed: number;
  /** What is told at and after `changed`. */
  told: LedgerEntry | undefined;
}

/** Most stories never have any: they share one. */
export const NONE: readonly never[] = [];

export const isLost = (story: Story): boolean => story.losses.length > 0 && story.losses[story.losses.length - 1].lost;

const upTo = <S extends Stamp>(stamp: S | undefined, cursor: number): S | undefined => (stamp !== undefined && stamp.cursor <= cursor ? stamp : undefined);

function offsetsAt(story: Story, cursor: number, leader: number): number[] {
  const offsets: number[] = [];
  for (const place of story.placements) if (place.broker === leader && place.from <= cursor && cursor < place.until) offsets.push(place.offset);
  return offsets.sort((a, b) => a - b);
}

function tellNow(story: Story, cursor: number, leader: number): LedgerEntry {
  const loss = story.losses.filter((one) => one.cursor <= cursor).at(-1);
  const failed = upTo(story.failed, cursor);
  return {
    id: story.id,
    producer: story.producer,
    tp: story.tp,
    key: story.key,
    value: story.value,
    origin: story.origin,
    sentAt: story.sent.timeUs,
    acknowledgedAt: upTo(story.acknowledged, cursor)?.timeUs,
    failedAt: failed?.timeUs,
    failure: failed?.error,
    offsets: offsetsAt(story, cursor, leader),
    visibleAt: upTo(story.visible, cursor)?.timeUs,
    abortedAt: upTo(story.aborted, cursor)?.timeUs,
    lostAt: loss?.lost ? loss.timeUs : undefined,
    processed: story.processed.filter((one) => one.cursor <= cursor).map(({ group, node, offset, timeUs }) => ({ group, node, offset, at: timeUs })),
  };
}

/** What is known of the record at a cursor. `leader` is the broker that leads its partition there. */
export function tell(story: Story, cursor: number, leader: number): LedgerEntry {
  if (cursor < story.changed) return tellNow(story, cursor, leader);
  story.told ??= tellNow(story, cursor, leader);
  return story.told;
}

/** The story as it was at a cursor, for a fork. */
export function storyUpTo(story: Story, cursor: number): Story {
  const before = (stamp: Stamp): boolean => stamp.cursor <= cursor;
  const acknowledged = upTo(story.acknowledged, cursor);
  const copy: Story = {
    id: story.id,
    producer: story.producer,
    tp: story.tp,
    key: story.key,
    value: story.value,
    origin: story.origin,
    sent: story.sent,
    acknowledged,
    unasked: story.unasked && acknowledged !== undefined,
    failed: upTo(story.failed, cursor),
    placements: NONE,
    visible: upTo(story.visible, cursor),
    aborted: upTo(story.aborted, cursor),
    losses: story.losses.filter(before),
    processed: story.processed.filter(before),
    changed: Math.min(story.changed, cursor),
    told: undefined,
  };
  copy.placements = story.placements
    .filter(({ from }) => from <= cursor)
    .map(({ broker, offset, from, until }) => ({ story: copy, broker, offset, from, until: until > cursor ? STANDING : until }));
  return copy;
}
