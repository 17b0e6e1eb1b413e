/** What may be seen of a ZooKeeper ensemble: roles, sessions and znodes, each server as it is. */
import type { ZkNode } from '#kafka/controller/zookeeper/ensemble/state.ts';
import { znodeText } from '#kafka/controller/zookeeper/paths.ts';
import type { Tree } from '#kafka/controller/zookeeper/tree.ts';
import type { ControllerFrame, EnsembleFrame, ZnodeFrame } from '#kafka/frame.ts';
import type { Process, World } from '#sim/world.ts';

interface Kinded {
  readonly kind: string;
}

const known = new WeakMap<Tree, readonly ZnodeFrame[]>();

/** Many frames show the same tree. */
function znodesOf(tree: Tree): readonly ZnodeFrame[] {
  const shown =
    known.get(tree) ??
    [...tree.nodes].map(([path, { data, version, ephemeralOwner }]) => ({
      path,
      text: znodeText(data),
      version,
      ephemeralOwner: ephemeralOwner === 0 ? null : (tree.sessions.get(ephemeralOwner)?.client ?? null),
    }));
  known.set(tree, shown);
  return shown;
}

function ensembleOf({ state, serving, currentEpoch, tree, connections }: ZkNode): EnsembleFrame {
  return {
    role: state,
    serving,
    epoch: currentEpoch,
    sessions: [...tree.sessions].map(([session, { client, timeoutMs }]) => ({ session, client, timeoutMs })),
    connections: connections.filter(({ session }) => session !== 0).map(({ client }) => client),
    znodes: znodesOf(tree),
  };
}

/** Servers stand where controllers stand: the same hands break and mend them. */
export function projectEnsemble<N extends Kinded>(world: World<N>): ControllerFrame[] {
  return world.processes.filter(({ state }) => state.kind === 'zookeeper').map((process) => frameOf(world, process));
}

function frameOf<N extends Kinded>(world: World<N>, process: Process<N>): ControllerFrame {
  const node = process.state as unknown as ZkNode;
  return {
    node: process.name,
    status: process.status,
    connected: !world.network.cuts.has(process.name),
    id: node.id,
    active: process.status !== 'down' && node.state === 'LEADING' && node.serving,
    epoch: node.currentEpoch,
    metadataLogEndOffset: node.log.length,
    ensemble: ensembleOf(node),
  };
}
