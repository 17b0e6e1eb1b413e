/** Graceful stop: SIGTERM, so that a broker does a controlled shutdown and a consumer leaves its group; SIGKILL after ten seconds (fault F04). */

import { forEachContainer } from '#faults/docker.ts';
import type { Fault, Nodes } from '#faults/fault.ts';
import type { Command, KafkaWorld } from '#kafka/cluster.ts';
import { tell } from '#kafka/facts.ts';
import type { Fact, Payload } from '#sim/event.ts';
import { end, resume, scheduleInput, signal } from '#sim/process.ts';
import { type Process, processOf } from '#sim/world.ts';

export const stop: Fault<Nodes> = {
  id: 'stop',
  title: 'faults.stop',
  heals: false,
  command: ({ nodes }) => `docker stop ${nodes.join(' ')}`,
  appliesTo: ({ status }) => status !== 'down',
};

/** Docker's default grace period. */
export const STOP_GRACE_US = 10_000_000;

/** The grace period of one `docker stop` is over. */
interface GracePeriodEnded extends Payload {
  readonly type: 'GracePeriodEnded';
  readonly node: string;
  readonly incarnation: number;
}

/** SIGTERM now, and a look at the process when its grace period is over. A paused container is resumed first, as Docker does. */
export function terminate(world: KafkaWorld, name: string, process: Process<unknown>, facts: Fact[]): void {
  if (process.status === 'paused') {
    resume(world, name);
    tell({ facts }, { fact: 'ProcessResumed', node: name });
  }
  signal(world, name, { type: 'SIGTERM' });
  tell({ facts }, { fact: 'ProcessStopping', node: name });
  const ended: GracePeriodEnded = { type: 'GracePeriodEnded', node: name, incarnation: process.incarnation };
  scheduleInput(world, world.nowUs + STOP_GRACE_US, ended);
}

/** Stopping what is stopped is no error. */
export const dockerStop = forEachContainer((_model, world, name, process, facts) => {
  if (process.status !== 'down') terminate(world, name, process, facts);
  return undefined;
});

export const gracePeriodEnded: Command = (model, world, payload, facts) => {
  const { node, incarnation } = payload as GracePeriodEnded;
  const process = processOf(world, node);
  if (!process || process.status === 'down' || process.incarnation !== incarnation) return;
  end(model, world, node, 'kill');
  tell({ facts }, { fact: 'ProcessKilled', node });
};
