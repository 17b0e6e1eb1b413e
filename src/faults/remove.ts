/** Permanent removal (fault F10): the container is gone and never returns. Its partitions stay under-replicated until they are reassigned. */
import { forEachContainer } from '#faults/docker.ts';
import { tell } from '#kafka/facts.ts';
import type { Payload } from '#sim/event.ts';
import { overlay } from '#sim/overlay.ts';
import { end } from '#sim/process.ts';

export interface RemovePayload extends Payload {
  readonly type: 'DockerRm' | 'DockerRmForce';
  readonly command: string;
  readonly nodes: readonly string[];
}

const removal = (force: boolean) =>
  forEachContainer((model, world, name, process, facts) => {
    if (process.status !== 'down' && !force)
      return `cannot remove container "${name}": container is ${process.status === 'paused' ? 'paused and must be unpaused first' : 'running: stop the container before removing or force remove'}`;
    if (process.status !== 'down') end(model, world, name, 'kill');
    overlay(world, { removed: [...world.overlays.removed, name] });
    tell({ facts }, { fact: 'ContainerRemoved', node: name });
    return undefined;
  });

export const dockerRm = removal(false);
export const dockerRmForce = removal(true);
