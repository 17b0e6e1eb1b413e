/** A slow disk (fault F11): every write waits. A follower falls behind and leaves the ISR; a leader stays leader and answers late. */
import { type ConditionPayload, overBrokers, withStorage } from '#faults/disk.ts';
import type { Fault, Nodes } from '#faults/fault.ts';
import { tell } from '#kafka/facts.ts';

export interface SlowDisk extends Nodes {
  readonly latencyMs: number;
}

export const slowDisk: Fault<SlowDisk> = {
  id: 'slow-disk',
  title: 'faults.slow-disk',
  heals: false,
  command: ({ nodes, latencyMs }) => `fault slow-disk ${nodes.join(' ')} --latency ${latencyMs}ms`,
  appliesTo: ({ role }) => role === 'broker',
};

export interface SlowDiskPayload extends ConditionPayload {
  readonly latencyUs: number;
}

export const slowDown = overBrokers<SlowDiskPayload>(({ world, name, broker, payload, facts }) => {
  withStorage(world, name, { latencyUs: payload.heal ? 0 : payload.latencyUs });
  tell({ facts }, payload.heal ? { fact: 'DiskHealed', broker, fault: 'slow-disk' } : { fact: 'DiskSlowed', broker, latencyMs: payload.latencyUs / 1000 });
  return undefined;
});
