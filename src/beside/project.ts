/** What may be seen of the processes beside Kafka. */
import type { BurrowNode } from '#beside/burrow/node.ts';
import { projectBurrow } from '#beside/burrow/project.ts';
import type { KafkaWorld } from '#kafka/cluster.ts';
import type { ServiceFrame } from '#kafka/frame.ts';
import type { ServiceNode } from '#kafka/kind.ts';

export function projectServices(world: KafkaWorld): ServiceFrame[] {
  return world.processes.flatMap(({ name, status, state }) => {
    if (state.kind !== 'service') return [];
    const node = state as ServiceNode;
    const base = { node: name, status, connected: !world.network.cuts.has(name), service: node.service };
    return [{ ...base, ...projectBurrow(node as BurrowNode, world.nowUs) }];
  });
}
