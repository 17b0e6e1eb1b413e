/** Pause (SIGSTOP): nothing is handled, timers stand still, messages queue up, while the clock of everyone else goes on (fault F07). */

import { containerId, forEachContainer } from '#faults/docker.ts';
import type { Fault, Nodes } from '#faults/fault.ts';
import { tell } from '#kafka/facts.ts';
import { pause as pauseProcess } from '#sim/process.ts';

export const pause: Fault<Nodes> = {
  id: 'pause',
  title: 'faults.pause',
  heals: false,
  command: ({ nodes }) => `docker pause ${nodes.join(' ')}`,
  appliesTo: ({ status }) => status === 'up',
};

export const dockerPause = forEachContainer((_model, world, name, process, facts) => {
  if (process.status === 'down') return `container ${containerId(name)} is not running`;
  if (process.status === 'paused') return `container ${containerId(name)} is already paused`;
  pauseProcess(world, name);
  tell({ facts }, { fact: 'ProcessPaused', node: name });
  return undefined;
});
