/** Process kill (SIGKILL): memory is lost, the page cache and the disk are kept, nothing says goodbye (fault F01). */

import { containerId, forEachContainer } from '#faults/docker.ts';
import type { Fault, Nodes } from '#faults/fault.ts';
import { tell } from '#kafka/facts.ts';
import { end } from '#sim/process.ts';

export const kill: Fault<Nodes> = {
  id: 'kill',
  title: 'faults.kill',
  heals: false,
  command: ({ nodes }) => `docker kill ${nodes.join(' ')}`,
  appliesTo: ({ status }) => status !== 'down',
};

export const dockerKill = forEachContainer((model, world, name, process, facts) => {
  if (process.status === 'down') return `cannot kill container: ${name}: container ${containerId(name)} is not running`;
  end(model, world, name, 'kill');
  tell({ facts }, { fact: 'ProcessKilled', node: name });
  return undefined;
});
