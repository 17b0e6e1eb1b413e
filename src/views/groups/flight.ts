/** What a share group has in flight, as the groups view says it: for each partition where it begins, and each record with its state and deliveries. Pure. */
import type { GroupFrame, SHARE_RECORD_STATES } from '#kafka/frame.ts';
import type { Words } from '../contract.ts';

export interface FlightCell {
  readonly offset: number;
  readonly state: (typeof SHARE_RECORD_STATES)[number];
  readonly deliveryCount: number;
  readonly node: string | null;
  readonly fact: string;
}

export interface FlightRow {
  readonly tp: string;
  /** In words: where it begins, and how many are in which state. */
  readonly summary: string;
  readonly cells: readonly FlightCell[];
  readonly fact: string;
}

export function flightOf({ group, share }: Pick<GroupFrame, 'group' | 'share'>, words: Words): readonly FlightRow[] | undefined {
  return share?.map(({ tp, startOffset, records }) => {
    const count = (...states: readonly FlightCell['state'][]): number => records.filter(({ state }) => states.includes(state)).length;
    const [acquired, available, done] = [count('ACQUIRED'), count('AVAILABLE'), count('ACKNOWLEDGED', 'ARCHIVED')];
    return {
      tp,
      summary: startOffset < 0 ? words('groups.flight.unknown') : words('groups.flight.summary', { start: startOffset, acquired, available, done }),
      fact: `flight ${group} ${tp} start=${startOffset} acquired=${acquired} available=${available} done=${done}`,
      cells: records.map(({ offset, state, deliveryCount, node }) => ({
        offset,
        state,
        deliveryCount,
        node,
        fact: `${state} ${group} ${tp}@${offset} deliveries=${deliveryCount} ${node ?? ''}`,
      })),
    };
  });
}

/** How many records a member of the group has now. */
export const heldBy = ({ share }: Pick<GroupFrame, 'share'>, node: string): number =>
  (share ?? []).reduce((sum, { records }) => sum + records.filter((one) => one.node === node).length, 0);
