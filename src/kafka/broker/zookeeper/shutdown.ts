/** Leaving in good order (KafkaServer.controlledShutdown): the controller moves our leaders first, asked up to three times; then the session is closed. */
import { CONTROLLED_SHUTDOWN, call } from '#kafka/broker/calls.ts';
import { shutDown } from '#kafka/broker/heartbeats.ts';
import type { Work } from '#kafka/broker/work.ts';
import { zkOf } from '#kafka/broker/zookeeper/state.ts';
import { zookeeperInt } from '#kafka/metadata/zookeeperConfig.ts';
import type { ControlledShutdownResponse } from '#kafka/protocol/controller.ts';
import { setTimer } from '#sim/effect.ts';

export function askControlledShutdown(work: Work): void {
  const zk = zkOf(work);
  if (zk.shutdownTries >= zookeeperInt(work.config, 'controlled.shutdown.max.retries')) return shutDown(work);
  zk.shutdownTries++;
  const brokerEpoch = zk.features.brokerEpochInControlRequests ? work.lifecycle.data.brokerEpoch : -1;
  call(work, CONTROLLED_SHUTDOWN, { type: 'ControlledShutdownRequest', broker: work.id, brokerEpoch }, { timeoutUs: work.settings.controllerSocketTimeoutUs });
}

export function handleControlledShutdown(work: Work, { error, remaining }: ControlledShutdownResponse): void {
  if (error === 'NONE' && remaining.length === 0) return shutDown(work);
  controlledShutdownFailed(work);
}

export function controlledShutdownFailed(work: Work): void {
  const delayUs = zookeeperInt(work.config, 'controlled.shutdown.retry.backoff.ms') * 1000;
  setTimer(work.env, 'controlled-shutdown', delayUs, { type: 'ControlledShutdownRetryDue' });
}
