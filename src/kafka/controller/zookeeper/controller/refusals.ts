/** What whoever asked is told when nobody does what he asked for: this broker is not the controller, or has just ceased to be. */
import type { ControllerEvent, Desk, Step } from '#kafka/controller/zookeeper/controller/state.ts';

/** NOT_CONTROLLER to whoever asked. */
export function refuse({ io }: Desk, event: ControllerEvent): void {
  if (!('caller' in event)) return;
  if (event.event === 'ControlledShutdown') io.reply(event.caller, { type: 'ControlledShutdownResponse', error: 'NOT_CONTROLLER', remaining: [] });
  if (event.event === 'ElectLeaders') io.reply(event.caller, { type: 'ElectLeadersResponse', error: 'NOT_CONTROLLER', partitions: [] });
  if (event.event === 'Reassign') io.reply(event.caller, { type: 'AlterPartitionReassignmentsResponse', error: 'NOT_CONTROLLER', partitions: [] });
  if (event.event === 'AlterPartition') io.reply(event.caller, { type: 'AlterPartitionResponse', error: 'NOT_CONTROLLER', partitions: [] });
}

/** What was begun has thrown (ControllerMovedException, ZooKeeperClientExpiredException): the callbacks of KafkaController answer with that. */
export function breakOff({ io }: Desk, step: Step): void {
  const error = 'UNKNOWN_SERVER_ERROR';
  if (step.step === 'WriteIsr') io.reply(step.caller, { type: 'AlterPartitionResponse', error, partitions: [] });
  if (step.step === 'AnswerShutdown') io.reply(step.caller, { type: 'ControlledShutdownResponse', error, remaining: [] });
  if (step.step === 'AnswerElection') io.reply(step.caller, { type: 'ElectLeadersResponse', error, partitions: [] });
}

/** Everybody who waits for this controller. */
export function turnAway(desk: Desk): void {
  const { waiting, steps, events } = desk.c;
  for (const step of waiting ? [waiting.step, ...steps] : steps) breakOff(desk, step);
  for (const event of events) refuse(desk, event);
}
