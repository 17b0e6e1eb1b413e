/** What a client believes of leaders, against the truth of the metadata log. */
import type { Frame } from '#kafka/frame.ts';

/** Partitions of which this client has the wrong leader. */
export function staleOf(frame: Frame, believed: Readonly<Record<string, number>> | undefined): string[] {
  if (believed === undefined) return [];
  return frame.partitions.filter(({ tp, leader }) => (believed[tp] ?? -1) >= 0 && believed[tp] !== leader).map(({ tp }) => tp);
}
