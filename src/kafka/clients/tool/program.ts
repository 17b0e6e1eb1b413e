/**
 * A command-line tool as a program inside the simulation: a pure function from what it has learnt so far to what it does next.
 * The process stores only the arguments and the results, so a tool can be checkpointed and replayed like everything else.
 */
import type { AdminCall, CallResult } from '#kafka/clients/admin/call.ts';
import type { HttpMethod } from '#kafka/protocol/http.ts';
import type { NodeName } from '#kafka/protocol/names.ts';
import type { ZkOp, ZkResult } from '#kafka/protocol/zookeeper.ts';
import type { Config } from '#kafka/spec.ts';

export interface Line {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** What a program does next: prints lines, then makes a call or exits. */
export interface Turn {
  readonly print: readonly Line[];
  readonly next: { readonly call: AdminCall } | { readonly exit: number };
}

export interface Program {
  /** Called at the start with no results, and again after each call with one more. Pure and total. `nowMs` is the wall clock that log lines show. */
  turn(args: unknown, results: readonly CallResult[], nowMs: number): Turn;
}

/** What the program does next: prints, and then asks ZooKeeper (all at once, in this order), waits, or exits. */
export interface ZkTurn {
  readonly print: readonly Line[];
  readonly next: { readonly ops: readonly ZkOp[] } | { readonly exit: number };
}

/** `answers` holds the results of each asking so far. `draw(bound)` is a number below `bound`, drawn anew at every call. Pure but for the draws. */
export interface ZkProgram {
  turn(args: unknown, answers: readonly (readonly ZkResult[])[], nowMs: number, draw: (bound: number) => number): ZkTurn;
  /** No server has answered in time. */
  unreachable(args: unknown, nowMs: number): { readonly print: readonly Line[]; readonly exit: number };
}

export type Programs = Readonly<Record<string, Program | ZkProgram>>;

export function programOf(programs: Programs, name: string): Program {
  const found = programs[name];
  if (found === undefined || 'unreachable' in found) throw new Error(`There is no program ${name}.`);
  return found;
}

export function zkProgramOf(programs: Programs, name: string): ZkProgram {
  const found = programs[name];
  if (found === undefined || !('unreachable' in found)) throw new Error(`There is no program ${name}.`);
  return found;
}

/** How to start a tool's process. `bootstrap` are node names from --bootstrap-server. */
export type Launch =
  | { readonly kind: 'admin'; readonly program: string; readonly args: unknown; readonly bootstrap: readonly NodeName[]; readonly config: Config }
  | { readonly kind: 'zookeeper'; readonly program: string; readonly args: unknown; readonly servers: number; readonly sessionTimeoutMs: number }
  | ConsoleProducerLaunch
  | ConsoleConsumerLaunch
  | ConsoleShareConsumerLaunch
  | HttpLaunch;

/** curl: a request to a process that speaks HTTP. */
export interface HttpLaunch {
  readonly kind: 'http';
  readonly to: NodeName;
  readonly port: number;
  readonly method: HttpMethod;
  readonly url: string;
  readonly body: string | undefined;
  /** --max-time; undefined waits for ever. */
  readonly maxTimeMs: number | undefined;
  readonly silent: boolean;
}

export interface ConsoleProducerLaunch {
  readonly kind: 'console-producer';
  /** What the tool prints when its process starts, before anything else. */
  readonly banner?: readonly Line[];
  readonly topic: string;
  readonly bootstrap: readonly NodeName[];
  readonly config: Config;
  readonly parseKey: boolean;
  readonly keySeparator: string;
  /** A key or value of this text is null. */
  readonly nullMarker?: string;
  /** Lines piped in, followed by end of file; undefined reads what is typed. */
  readonly stdin: readonly string[] | undefined;
}

export interface ConsoleConsumerLaunch {
  readonly kind: 'console-consumer';
  /** What the tool prints when its process starts, before anything else. */
  readonly banner?: readonly Line[];
  readonly topic: string;
  /** undefined: a random `console-consumer-<n>` group, as the tool makes. */
  readonly group: string | undefined;
  readonly bootstrap: readonly NodeName[];
  readonly config: Config;
  readonly fromBeginning: boolean;
  /** Of the tool's release: Features.validatesPositions; absent: it does. */
  readonly validatesPositions?: boolean;
  /** --partition with --offset: assign() instead of subscribe(). */
  readonly partition: number | undefined;
  readonly offset: number | 'earliest' | 'latest' | undefined;
  readonly maxMessages: number | undefined;
  readonly timeoutMs: number | undefined;
  readonly print: Printed;
}

/** kafka-console-share-consumer.sh */
export interface ConsoleShareConsumerLaunch {
  readonly kind: 'console-share-consumer';
  readonly banner?: readonly Line[];
  readonly topic: string;
  readonly group: string;
  readonly bootstrap: readonly NodeName[];
  readonly config: Config;
  readonly maxMessages: number | undefined;
  readonly timeoutMs: number | undefined;
  /** What it says of each record that it has printed. */
  readonly acknowledge: 'ACCEPT' | 'RELEASE' | 'REJECT';
  readonly print: Printed;
}

/** What of a record is printed. */
export interface Printed {
  readonly key: boolean;
  readonly value: boolean;
  readonly partition: boolean;
  readonly offset: boolean;
  readonly timestamp: boolean;
  /** The how many-eth delivery of it: share groups count. */
  readonly delivery?: boolean;
  readonly keySeparator: string;
}
