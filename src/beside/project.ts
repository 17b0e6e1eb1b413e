/** What may be seen of the processes beside Kafka. */
import { serviceOf } from '#beside/catalog.ts';
import type { KafkaWorld } from '#kafka/cluster.ts';
import type { ServiceFrame } from '#kafka/frame.ts';
import type { ServiceNode } from '#kafka/kind.ts';

export function projectServices(world: KafkaWorld): ServiceFrame[] {
  return world.processes.flatMap(({ name, status, state }) => {
    if (state.kind !== 'service') return [];
    const node: ServiceNode = state;
    const base = { node: name, status, connected: !world.network.cuts.has(name), service: node.service };
    return [{ ...base, ...serviceOf(node.service).project(node, world.nowUs) }];
  });
}
