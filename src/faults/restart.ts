/** Restart: stop, and start as soon as the process is gone. Quicker than a session timeout, it is a case of its own (fault F05). */

import { forEachContainer } from '#faults/docker.ts';
import type { Fault, Nodes } from '#faults/fault.ts';
import { roleOf } from '#faults/role.ts';
import { terminate } from '#faults/stop.ts';
import type { Command, KafkaWorld } from '#kafka/cluster.ts';
import { tell } from '#kafka/facts.ts';
import type { Fact, Payload } from '#sim/event.ts';
import { scheduleInput, start } from '#sim/process.ts';
import { processOf } from '#sim/world.ts';

export const restart: Fault<Nodes> = {
  id: 'restart',
  title: 'faults.restart',
  heals: false,
  command: ({ nodes }) => `docker restart ${nodes.join(' ')}`,
  appliesTo: () => true,
};

/** How often the daemon looks whether the container has stopped. */
const LOOK_US = 250_000;

interface RestartAwaited extends Payload {
  readonly type: 'RestartAwaited';
  readonly node: string;
  /** Incarnation that is being stopped. */
  readonly incarnation: number;
}

export const dockerRestart = forEachContainer((_model, world, name, process, facts) => {
  if (process.status === 'down') {
    begin(world, name, facts);
    return undefined;
  }
  terminate(world, name, process, facts);
  lookLater(world, name, process.incarnation);
  return undefined;
});

export const restartAwaited: Command = (_model, world, payload, facts) => {
  const { node, incarnation } = payload as RestartAwaited;
  const process = processOf(world, node);
  // It may have been removed meanwhile.
  if (!process || roleOf(world, node) === undefined) return;
  if (process.status === 'down') begin(world, node, facts);
  else if (process.incarnation === incarnation) lookLater(world, node, incarnation);
};

function lookLater(world: KafkaWorld, node: string, incarnation: number): void {
  const awaited: RestartAwaited = { type: 'RestartAwaited', node, incarnation };
  scheduleInput(world, world.nowUs + LOOK_US, awaited);
}

function begin(world: KafkaWorld, node: string, facts: Fact[]): void {
  start(world, node);
  tell({ facts }, { fact: 'ProcessStarted', node });
}
