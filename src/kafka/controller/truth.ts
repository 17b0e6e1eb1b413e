/** What is true of the cluster, whoever has heard of it: the committed metadata log of the quorum, or the committed znodes of the ensemble. */
import { committedBy } from '#kafka/controller/kraft/project.ts';
import type { ZkNode } from '#kafka/controller/zookeeper/ensemble/state.ts';
import type { Image } from '#kafka/metadata/image.ts';
import type { Config } from '#kafka/spec.ts';
import type { World } from '#sim/world.ts';

export interface Truth {
  readonly committed: Image;
  readonly config: Config;
  readonly id: number;
}

interface Kinded {
  readonly kind: string;
}

/** The server that has committed most; its disk outlives its process. */
export function committedInEnsemble<N extends Kinded>(world: World<N>): ZkNode | undefined {
  let most: ZkNode | undefined;
  for (const { state } of world.processes) {
    if (state.kind !== 'zookeeper') continue;
    const node = state as unknown as ZkNode;
    if (!most || node.tree.zxid > most.tree.zxid) most = node;
  }
  return most;
}

export const truthOf = <N extends Kinded>(world: World<N>): Truth | undefined => committedBy(world) ?? committedInEnsemble(world);
