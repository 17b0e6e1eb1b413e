/** Which processes are containers of the compose project, and as what. Tools that a terminal started are not. */
import type { Role } from '#faults/fault.ts';
import type { KafkaWorld } from '#kafka/cluster.ts';
import { processOf } from '#sim/world.ts';

export function roleOf(world: KafkaWorld, name: string): Role | undefined {
  const kind = processOf(world, name)?.state.kind;
  if (kind === 'tool' || world.overlays.removed.includes(name)) return undefined;
  return kind === 'share-consumer' ? 'consumer' : kind;
}
