/** Records in flight that were acquired together (InFlightBatch): one state for all of them while they share their fate, then one an offset. */
import type { Offset } from '#kafka/protocol/names.ts';
import type { Offsets } from '#kafka/protocol/share.ts';
import type { InFlightState } from '#kafka/share/state.ts';

export interface InFlightBatch {
  readonly firstOffset: Offset;
  readonly lastOffset: Offset;
  /** The one state of a whole batch, or one for each offset. */
  readonly states: readonly InFlightState[];
  readonly isWhole: boolean;
}

/** An inclusive stretch of offsets. */
export type Stretch = Offsets;

export const wholeBatch = (firstOffset: Offset, lastOffset: Offset, state: InFlightState): InFlightBatch => ({
  firstOffset,
  lastOffset,
  states: [state],
  isWhole: true,
});

export const sizeOf = ({ firstOffset, lastOffset }: Stretch): number => lastOffset - firstOffset + 1;

export const lies = (batch: Stretch, firstOffset: Offset, lastOffset: Offset): boolean => batch.firstOffset >= firstOffset && batch.lastOffset <= lastOffset;

/** maybeInitializeOffsetStateUpdate: from here on the offsets go their own ways. As in Kafka, an open transition is not carried over. */
export function splitUp(batch: InFlightBatch): InFlightBatch {
  if (!batch.isWhole) return batch;
  const [{ value, data }] = batch.states;
  const { deliveryCount, memberId, lockedUntilUs } = data;
  const own: InFlightState = { value, data: { deliveryCount, memberId, lockedUntilUs, open: undefined, isGone: false } };
  return { ...batch, states: new Array<InFlightState>(sizeOf(batch)).fill(own), isWhole: false };
}

/** Which offsets the state at `index` speaks for. */
export function stretchOf(batch: InFlightBatch, index: number): Stretch {
  return batch.isWhole ? batch : { firstOffset: batch.firstOffset + index, lastOffset: batch.firstOffset + index };
}

export function stateAt(batch: InFlightBatch, offset: Offset): InFlightState {
  return batch.states[batch.isWhole ? 0 : Math.min(offset, batch.lastOffset) - batch.firstOffset];
}

/** Every state that touches the stretch, changed; the same batch if none did. */
export function mapStates(batch: InFlightBatch, within: Stretch, change: (state: InFlightState, stretch: Stretch) => InFlightState): InFlightBatch {
  let states: InFlightState[] | undefined;
  for (let i = 0; i < batch.states.length; i++) {
    const stretch = stretchOf(batch, i);
    if (stretch.lastOffset < within.firstOffset) continue;
    if (stretch.firstOffset > within.lastOffset) break;
    const next = change(batch.states[i], stretch);
    if (next === batch.states[i]) continue;
    states ??= [...batch.states];
    states[i] = next;
  }
  return states === undefined ? batch : { ...batch, states };
}
