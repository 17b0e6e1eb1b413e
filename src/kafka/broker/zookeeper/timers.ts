/** Clocks that only a broker of a ZooKeeper cluster has. */
import type { Work } from '#kafka/broker/work.ts';
import { adminTimedOut } from '#kafka/broker/zookeeper/admin.ts';
import {
  type ControllerEventDue,
  type ControlRequestDue,
  type ControlRequestTimedOut,
  controllerEvent,
  controlTimedOut,
  ISR_PROPAGATION_US,
  sendControlAgain,
} from '#kafka/broker/zookeeper/host.ts';
import { propagateIsrChanges } from '#kafka/broker/zookeeper/isr.ts';
import { askControlledShutdown } from '#kafka/broker/zookeeper/shutdown.ts';
import { setTimer } from '#sim/effect.ts';

export type ZkBrokerTimer =
  | ControllerEventDue
  | ControlRequestDue
  | ControlRequestTimedOut
  | { readonly type: 'IsrChangePropagationDue' | 'ControlledShutdownRetryDue' }
  | { readonly type: 'AdminRequestTimedOut'; readonly id: number };

export function zkBrokerTimer(work: Work, payload: ZkBrokerTimer): void {
  switch (payload.type) {
    case 'ControllerEventDue':
      return controllerEvent(work, payload.event);
    case 'ControlRequestDue':
      return sendControlAgain(work, payload.broker);
    case 'ControlRequestTimedOut':
      return controlTimedOut(work, payload);
    case 'IsrChangePropagationDue':
      setTimer(work.env, 'isr-change-propagation', ISR_PROPAGATION_US, payload);
      return propagateIsrChanges(work);
    case 'AdminRequestTimedOut':
      return adminTimedOut(work, payload.id);
    case 'ControlledShutdownRetryDue':
      return askControlledShutdown(work);
  }
}
