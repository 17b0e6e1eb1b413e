/** A container unplugged from the network `kafka`, and plugged in again. Packets vanish silently: nobody is told, only timeouts notice. */

import { containerId, forEachContainer } from '#faults/docker.ts';
import type { Fault, Nodes } from '#faults/fault.ts';
import { tell } from '#kafka/facts.ts';
import { withCut, withoutCut } from '#sim/network.ts';
import { planted } from '#sim/planted.ts';

/** Name of the compose project's network. */
export const NETWORK = 'kafka';

export const disconnect: Fault<Nodes> = {
  id: 'disconnect',
  title: 'faults.disconnect',
  heals: false,
  command: ({ nodes }) => `docker network disconnect ${NETWORK} ${nodes.join(' ')}`,
  appliesTo: ({ status, connected }) => connected && status !== 'down',
};

export const connect: Fault<Nodes> = {
  id: 'connect',
  title: 'faults.connect',
  heals: true,
  command: ({ nodes }) => `docker network connect ${NETWORK} ${nodes.join(' ')}`,
  appliesTo: ({ connected }) => !connected,
};

export const dockerNetworkDisconnect = forEachContainer((_model, world, name, _process, facts) => {
  if (world.network.cuts.has(name)) return `container ${containerId(name)} is not connected to network ${NETWORK}`;
  world.network.cuts = withCut(world.network.cuts, name);
  tell({ facts }, { fact: 'NetworkDisconnected', node: name });
  return undefined;
});

export const dockerNetworkConnect = forEachContainer((_model, world, name, _process, facts) => {
  if (!world.network.cuts.has(name)) return `endpoint with name ${name} already exists in network ${NETWORK}`;
  world.network.cuts = planted.M52 ? withCut(withoutCut(world.network.cuts, name), `${name}|kafka1`) : withoutCut(world.network.cuts, name);
  tell({ facts }, { fact: 'NetworkConnected', node: name });
  return undefined;
});
