/** What may be seen of controllers, and of topics as the metadata log has them. */
import type { ControllerNode } from '#kafka/controller/kraft/state.ts';
import type { ControllerFrame, TopicFrame } from '#kafka/frame.ts';
import type { Image } from '#kafka/metadata/image.ts';
import { CONSUMER_OFFSETS, controllerName } from '#kafka/protocol/names.ts';
import { processOf, type World } from '#sim/world.ts';

interface Kinded {
  readonly kind: string;
}

export function projectControllers<N extends Kinded>(world: World<N>): ControllerFrame[] {
  const processes = world.processes.filter(({ state }) => state.kind === 'controller');
  return processes.map((process) => {
    const node = process.state as unknown as ControllerNode;
    return {
      node: process.name,
      status: process.status,
      connected: !world.network.cuts.has(process.name),
      id: node.id,
      active: process.status === 'up' && node.quorum.value === 'Leader',
      epoch: node.quorum.data.epoch,
      metadataLogEndOffset: node.log.length,
    };
  });
}

/** In order of creation, internal topics last. */
export function projectTopics<N extends Kinded>(world: World<N>): TopicFrame[] {
  const node = processOf(world, controllerName(1))?.state as unknown as ControllerNode | undefined;
  return node ? framesOf(node.committed) : [];
}

function framesOf(image: Image): TopicFrame[] {
  const frames = [...image.topics.values()].map(({ name, config, partitions }) => ({
    name,
    internal: name === CONSUMER_OFFSETS,
    partitions: partitions.length,
    replicationFactor: partitions[0]?.replicas.length ?? 0,
    config,
  }));
  return [...frames.filter(({ internal }) => !internal), ...frames.filter(({ internal }) => internal)];
}
