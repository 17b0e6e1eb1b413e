/** The broker's life as a machine, under the names of org.apache.kafka.metadata.BrokerState, moved by what the controller answers (BrokerLifecycleManager). */

import { setup } from 'xstate';
import type { BrokerState } from '#kafka/facts.ts';
import type { Env } from '#sim/effect.ts';
import { act, type Box, type Occurrence, type Plain, perform } from '#sim/machine.ts';

export interface Life {
  /** Offset of our registration in the metadata log; -1 before we are registered. */
  readonly brokerEpoch: number;
  /** The log is loaded and the metadata applied: the controller may unfence us. */
  readonly readyToUnfence: boolean;
  /** Listeners are open: clients and followers may connect. */
  readonly serving: boolean;
  /** The controller has once said that we may not shut down yet. */
  readonly gotControlledShutdownResponse: boolean;
}

export type Lifecycle = Plain<Life, BrokerState>;

interface LifeEvent extends Occurrence {
  readonly type: 'ProcessStarted' | 'Registered' | 'CaughtUp' | 'Unfenced' | 'BeginControlledShutdown' | 'MustStay' | 'BeginShutdown';
  readonly brokerEpoch: number;
}

const unborn: Life = { brokerEpoch: -1, readyToUnfence: false, serving: false, gotControlledShutdownResponse: false };

export const notRunning: Lifecycle = { value: 'NOT_RUNNING', data: unborn };

const shutdown = { BeginShutdown: 'SHUTTING_DOWN' } as const;

/** After its ZooKeeper session expired a running broker registers anew, in a new broker epoch. */
const reregistered = { Registered: { actions: act((life: Life, event: LifeEvent): Life => ({ ...life, brokerEpoch: event.brokerEpoch })) } } as const;

export const machine = setup({ types: { context: {} as Box<Life>, events: {} as LifeEvent } }).createMachine({
  id: 'broker',
  initial: 'NOT_RUNNING',
  context: { data: unborn },
  states: {
    NOT_RUNNING: { on: { ProcessStarted: { target: 'STARTING', actions: act(() => unborn) } } },
    STARTING: {
      on: {
        Registered: { actions: act((life: Life, event: LifeEvent): Life => ({ ...life, brokerEpoch: event.brokerEpoch })) },
        CaughtUp: { target: 'RECOVERY', actions: act((life: Life): Life => ({ ...life, readyToUnfence: true })) },
        ...shutdown,
      },
    },
    RECOVERY: { on: { Unfenced: { target: 'RUNNING', actions: act((life: Life): Life => ({ ...life, serving: true })) }, ...shutdown } },
    RUNNING: { on: { BeginControlledShutdown: 'PENDING_CONTROLLED_SHUTDOWN', ...reregistered, ...shutdown } },
    PENDING_CONTROLLED_SHUTDOWN: {
      on: { MustStay: { actions: act((life: Life): Life => ({ ...life, gotControlledShutdownResponse: true })) }, ...shutdown },
    },
    SHUTTING_DOWN: {},
  },
});

export function live(lifecycle: Lifecycle, env: Env, type: LifeEvent['type'], brokerEpoch = lifecycle.data.brokerEpoch): Lifecycle {
  return perform(machine, lifecycle, { type, env, brokerEpoch } satisfies LifeEvent);
}
