/**
 * The leader's ISR as a machine (PartitionState, KIP-497): committed, or waiting for the controller to agree to a change. While it waits,
 * the maximal ISR counts: the larger of the old and the new set, so that a pending change is always treated in the stricter way.
 */

import { setup } from 'xstate';
import type { BrokerId } from '#kafka/protocol/names.ts';
import type { Env } from '#sim/effect.ts';
import { act, type Box, type Occurrence, type Plain, perform } from '#sim/machine.ts';

export interface Isr {
  /** Committed in the metadata log. */
  readonly isr: readonly BrokerId[];
  readonly maximal: readonly BrokerId[];
  /** What the controller was asked for; the committed set when nothing is pending. */
  readonly asked: readonly BrokerId[];
}

export type IsrValue = 'CommittedPartitionState' | 'PendingExpandIsr' | 'PendingShrinkIsr';
export type IsrState = Plain<Isr, IsrValue>;

interface IsrEvent extends Occurrence {
  readonly type: 'PrepareIsrExpand' | 'PrepareIsrShrink' | 'IsrCommitted' | 'IsrRejected';
  readonly isr: readonly BrokerId[];
}

export const committedIsr = (isr: readonly BrokerId[]): IsrState => ({ value: 'CommittedPartitionState', data: { isr, maximal: isr, asked: isr } });

const expand = (data: Isr, event: IsrEvent): Isr => ({ isr: data.isr, maximal: event.isr, asked: event.isr });
const shrink = (data: Isr, event: IsrEvent): Isr => ({ isr: data.isr, maximal: data.isr, asked: event.isr });
const commit = (_: Isr, event: IsrEvent): Isr => ({ isr: event.isr, maximal: event.isr, asked: event.isr });
const reject = (data: Isr): Isr => ({ isr: data.isr, maximal: data.isr, asked: data.isr });

const settled = {
  IsrCommitted: { target: 'CommittedPartitionState', actions: act(commit) },
  IsrRejected: { target: 'CommittedPartitionState', actions: act(reject) },
} as const;

export const machine = setup({ types: { context: {} as Box<Isr>, events: {} as IsrEvent } }).createMachine({
  id: 'isr',
  initial: 'CommittedPartitionState',
  context: { data: { isr: [], maximal: [], asked: [] } },
  states: {
    CommittedPartitionState: {
      on: {
        PrepareIsrExpand: { target: 'PendingExpandIsr', actions: act(expand) },
        PrepareIsrShrink: { target: 'PendingShrinkIsr', actions: act(shrink) },
        IsrCommitted: settled.IsrCommitted,
      },
    },
    PendingExpandIsr: { on: settled },
    PendingShrinkIsr: { on: settled },
  },
});

const change =
  (type: IsrEvent['type']) =>
  (state: IsrState, env: Env, isr: readonly BrokerId[]): IsrState =>
    perform(machine, state, { type, env, isr } satisfies IsrEvent);

export const prepareIsrExpand = change('PrepareIsrExpand');
export const prepareIsrShrink = change('PrepareIsrShrink');
export const isrCommitted = change('IsrCommitted');
export const isrRejected = change('IsrRejected');

export const isInflight = (state: IsrState): boolean => state.value !== 'CommittedPartitionState';
