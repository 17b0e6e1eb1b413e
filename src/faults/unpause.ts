/** Unpause (SIGCONT): what waited is handled now; a leader that was deposed meanwhile is a zombie until it learns the new epoch. */

import { containerId, forEachContainer } from '#faults/docker.ts';
import type { Fault, Nodes } from '#faults/fault.ts';
import { tell } from '#kafka/facts.ts';
import { resume } from '#sim/process.ts';

export const unpause: Fault<Nodes> = {
  id: 'unpause',
  title: 'faults.unpause',
  heals: true,
  command: ({ nodes }) => `docker unpause ${nodes.join(' ')}`,
  appliesTo: ({ status }) => status === 'paused',
};

export const dockerUnpause = forEachContainer((_model, world, name, process, facts) => {
  if (process.status !== 'paused') return `container ${containerId(name)} is not paused`;
  resume(world, name);
  tell({ facts }, { fact: 'ProcessResumed', node: name });
  return undefined;
});
