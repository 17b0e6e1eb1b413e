/** Connections between nodes are reset (fault F27): what is on the wire is lost, what is in flight has an unknown outcome, and both ends know at once. */
import type { Command } from '#kafka/cluster.ts';
import { tell } from '#kafka/facts.ts';
import type { Payload } from '#sim/event.ts';
import { resetConnections } from '#sim/reset.ts';

export interface ResetPayload extends Payload {
  readonly type: 'ResetConnections';
  readonly command: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export const reset: Command = (_model, world, payload, facts) => {
  const { command, from, to } = payload as ResetPayload;
  tell({ facts }, { fact: 'CommandRun', command });
  for (const a of from) {
    for (const b of to) {
      if (a === b) continue;
      if (resetConnections(world, a, b) > 0) tell({ facts }, { fact: 'ConnectionsReset', from: a, to: b });
      else tell({ facts }, { fact: 'CommandFailed', command, message: `fault: ${a} and ${b} have no connection` });
    }
  }
};
