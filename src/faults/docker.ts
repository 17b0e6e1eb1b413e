/** What the Docker daemon answers, and what the handlers of its verbs share. Error texts are those of Docker Engine 28. */
import { roleOf } from '#faults/role.ts';
import type { KafkaModel, KafkaWorld } from '#kafka/cluster.ts';
import { tell } from '#kafka/facts.ts';
import type { Fact, Payload } from '#sim/event.ts';
import { hashString, mix } from '#sim/hash.ts';
import { type Process, processOf } from '#sim/world.ts';

/** A docker verb over containers. `command` is the line as it was given. */
export interface ContainersPayload extends Payload {
  readonly command: string;
  readonly nodes: readonly string[];
}

/** What a verb does to one container: undefined when it worked, else the daemon's error. */
export type Verb = (model: KafkaModel, world: KafkaWorld, name: string, process: Process<unknown>, facts: Fact[]) => string | undefined;

/** Does a verb to each container in turn, as the docker client does: an error on one does not stop the next. */
export const forEachContainer =
  (verb: Verb) =>
  (model: KafkaModel, world: KafkaWorld, payload: Payload, facts: Fact[]): void => {
    const { command, nodes } = payload as ContainersPayload;
    tell({ facts }, { fact: 'CommandRun', command });
    for (const name of nodes) {
      const process = processOf(world, name);
      const error = process && roleOf(world, name) ? verb(model, world, name, process, facts) : `No such container: ${name}`;
      if (error !== undefined) tell({ facts }, { fact: 'CommandFailed', command, message: `Error response from daemon: ${error}` });
    }
  };

/** A container's id: 64 hexadecimal digits that depend on its name alone. */
export function containerId(name: string): string {
  let id = '';
  for (let i = 0; i < 8; i++) id += (mix(hashString(name), i) >>> 0).toString(16).padStart(8, '0');
  return id;
}
