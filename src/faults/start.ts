/** Start of a stopped container: a broker recovers its log, registers again and catches up. */

import { forEachContainer } from '#faults/docker.ts';
import type { Fault, Nodes } from '#faults/fault.ts';
import { tell } from '#kafka/facts.ts';
import { start as startProcess } from '#sim/process.ts';

export const start: Fault<Nodes> = {
  id: 'start',
  title: 'faults.start',
  heals: true,
  command: ({ nodes }) => `docker start ${nodes.join(' ')}`,
  appliesTo: ({ status }) => status === 'down',
};

/** Starting what runs is no error. */
export const dockerStart = forEachContainer((_model, world, name, process, facts) => {
  if (process.status === 'paused') return 'cannot start a paused container, try unpause instead';
  if (process.status === 'up') return undefined;
  startProcess(world, name);
  tell({ facts }, { fact: 'ProcessStarted', node: name });
  return undefined;
});
