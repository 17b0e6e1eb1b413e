/** A slow processor (fault F08): whatever reaches the node waits its turn and takes a multiple of its usual time; nothing overtakes on a connection. */
import type { Command } from '#kafka/cluster.ts';
import { tell } from '#kafka/facts.ts';
import type { Payload } from '#sim/event.ts';
import { disturb, heal } from '#sim/overlay.ts';

export interface SlowCpuPayload extends Payload {
  readonly type: 'SlowCpu';
  readonly command: string;
  readonly nodes: readonly string[];
  readonly factor: number;
}

/** What a healthy node takes for a message when it is compared with a slow one; else handling takes no time in this simulation. */
export const SERVICE_US = 1000;

export const slowCpu: Command = (_model, world, payload, facts) => {
  const { command, nodes, factor } = payload as SlowCpuPayload;
  tell({ facts }, { fact: 'CommandRun', command });
  for (const node of nodes) {
    heal(world, (rule) => rule.fault === 'slow-cpu' && rule.to?.[0] === node);
    disturb(world, { fault: 'slow-cpu', from: undefined, to: [node], types: undefined, what: { kind: 'serve', serviceUs: SERVICE_US * factor } });
    tell({ facts }, { fact: 'CpuSlowed', node, factor });
  }
};
