/** The disk of a KRaft voter is lost (fault F18): it comes back with an empty or shorter metadata log, and does not know whom it voted for. */

import type { Command } from '#kafka/cluster.ts';
import { withoutDisk } from '#kafka/controller/kraft/raft.ts';
import { tell } from '#kafka/facts.ts';
import type { Payload } from '#sim/event.ts';
import { end } from '#sim/process.ts';
import { processOf } from '#sim/world.ts';

export interface QuorumDiskLossPayload extends Payload {
  readonly type: 'QuorumDiskLoss';
  readonly command: string;
  readonly node: string;
  /** Entries at the beginning of the log that are still there. */
  readonly keep: number;
}

/** A process that runs does not survive its disk. It is started again like any stopped container. */
export const quorumDiskLoss: Command = (model, world, payload, facts) => {
  const { command, node, keep } = payload as QuorumDiskLossPayload;
  tell({ facts }, { fact: 'CommandRun', command });
  if (processOf(world, node)?.state.kind !== 'controller') {
    tell({ facts }, { fact: 'CommandFailed', command, message: `fault: ${node} is not a KRaft controller` });
    return;
  }
  if (processOf(world, node)?.status !== 'down') {
    end(model, world, node, 'power-loss');
    tell({ facts }, { fact: 'ProcessKilled', node });
  }
  const i = world.index.get(node) as number;
  const process = world.processes[i];
  if (process.state.kind !== 'controller') return;
  const state = withoutDisk(process.state, keep);
  world.processes[i] = { ...process, state };
  tell({ facts }, { fact: 'QuorumDiskLost', node, kept: state.logEndOffset });
};
