/** A kind of node: how it handles an event and what survives its process. One catalogue line each in `cluster.ts`. */
import type { Env } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

export interface NodeKind<S> {
  handle(state: S, event: NodeEvent, env: Env): S;
  crash(state: S, how: 'kill' | 'power-loss' | 'exit'): S;
}

/** SIGTERM: asks a process to end by itself (docker stop). */
export interface Sigterm {
  readonly type: 'SIGTERM';
}

/** SIGINT: Ctrl-C in a terminal. */
export interface Sigint {
  readonly type: 'SIGINT';
}

/** A line typed into, or piped to, a process that reads standard input; `line` undefined is end of file. */
export interface StandardInput {
  readonly type: 'StandardInput';
  readonly line: string | undefined;
}

/** A process beside Kafka (a lag monitor, a work queue) that another room brings along; `service` says which. */
export interface ServiceNode {
  readonly kind: 'service';
  readonly service: string;
  /** The directory in which it reads and writes, and the terminal with it: contents by name. They survive its process. */
  readonly files?: Readonly<Record<string, string>>;
}
