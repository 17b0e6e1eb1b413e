/** Makes a consumer application call its consumer: pause(), resume(), seek(). As a line to its operator's own endpoint would; Kafka has no command for it. */
import { type ConsumerCall, callAsked } from '#kafka/clients/consumer/calls.ts';
import type { Command } from '#kafka/cluster.ts';
import { tell } from '#kafka/facts.ts';
import type { Payload } from '#sim/event.ts';
import { signal } from '#sim/process.ts';
import { processOf } from '#sim/world.ts';

export interface CallConsumerPayload extends Payload {
  readonly type: 'CallConsumer';
  readonly command: string;
  readonly nodes: readonly string[];
  readonly calls: readonly ConsumerCall[];
}

/** A frozen application hears of it when it goes on; one that is down never does. */
export const callConsumer: Command = (_model, world, payload, facts) => {
  const { command, nodes, calls } = payload as CallConsumerPayload;
  tell({ facts }, { fact: 'CommandRun', command });
  for (const node of nodes) {
    const status = processOf(world, node)?.status;
    if (status === undefined || status === 'down') tell({ facts }, { fact: 'CommandFailed', command, message: `app: ${node} is not running` });
    else for (const call of calls) signal(world, node, callAsked(call));
  }
};
