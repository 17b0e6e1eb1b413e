/** What a fault is: something that can go wrong, and the command line that does it to a real cluster as well. */
import type { ProcessStatus } from '#sim/world.ts';

export const ROLES = ['broker', 'controller', 'zookeeper', 'producer', 'consumer', 'service'] as const;
export type Role = (typeof ROLES)[number];

/** What a button is about: a process as it is now. */
export interface Target {
  readonly node: string;
  readonly role: Role;
  readonly status: ProcessStatus;
  /** False when unplugged from the network. */
  readonly connected: boolean;
  /** Faults that lie over it now, by the names that `fault` gives them; absent when there are none. */
  readonly overlays?: readonly string[];
  /** Of an application with a KafkaConsumer: whether it has paused any of its partitions. */
  readonly reads?: 'all' | 'paused';
}

export interface Fault<P> {
  readonly id: string;
  /** Key of the words that the app shows. */
  readonly title: string;
  /** True when it heals rather than harms. */
  readonly heals: boolean;
  /** Exactly what would be typed. */
  command(params: P): string;
  appliesTo(target: Target): boolean;
}

export interface Nodes {
  readonly nodes: readonly string[];
}
