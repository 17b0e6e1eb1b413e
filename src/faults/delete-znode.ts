/** A znode is deleted by hand, as `zookeeper-shell.sh … delete` does: without /controller the brokers elect another controller, and the old one hears of it late. */

import type { Command } from '#kafka/cluster.ts';
import { tell } from '#kafka/facts.ts';
import type { Payload } from '#sim/event.ts';
import { signal } from '#sim/process.ts';

export interface DeleteZnodePayload extends Payload {
  readonly type: 'DeleteZnode';
  readonly command: string;
  readonly path: string;
}

/** Any server that serves clients will do; it asks the leader like for every write. */
export const deleteZnode: Command = (_, world, payload, facts) => {
  const { command, path } = payload as DeleteZnodePayload;
  tell({ facts }, { fact: 'CommandRun', command });
  const server = world.processes.find(({ state, status }) => state.kind === 'zookeeper' && status === 'up' && state.serving);
  if (server) return signal(world, server.name, { type: 'DeleteZnode', path } as Payload);
  const isEnsemble = world.processes.some(({ state }) => state.kind === 'zookeeper');
  tell({ facts }, { fact: 'CommandFailed', command, message: isEnsemble ? 'KeeperErrorCode = ConnectionLoss' : 'fault: this cluster has no ZooKeeper' });
};
