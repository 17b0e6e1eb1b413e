/** What a terminal does to the simulation: starts a tool's process, types into it, interrupts it. */

import { toolNode } from '#kafka/clients/tool/node.ts';
import type { Launch } from '#kafka/clients/tool/program.ts';
import type { Command } from '#kafka/cluster.ts';
import { tell } from '#kafka/facts.ts';
import type { ServiceNode } from '#kafka/kind.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import type { Payload } from '#sim/event.ts';
import { signal, spawn } from '#sim/process.ts';

export interface StartToolPayload extends Payload {
  readonly type: 'StartTool';
  readonly command: string;
  /** Name of the process to start: `tool-<n>`. */
  readonly node: string;
  readonly launch: Launch;
  readonly spec: ClusterSpec;
}

export interface TypeLinePayload extends Payload {
  readonly type: 'StandardInput';
  readonly command: string;
  readonly node: string;
  /** undefined is end of file (Ctrl-D). */
  readonly line: string | undefined;
}

export interface InterruptPayload extends Payload {
  readonly type: 'SIGINT';
  readonly command: string;
  readonly node: string;
}

export const startTool: Command = (_model, world, payload, facts) => {
  const { command, node, launch, spec } = payload as StartToolPayload;
  tell({ facts }, { fact: 'CommandRun', command });
  spawn(world, node, toolNode(spec, command, launch, world.step));
};

export interface WriteFilePayload extends Payload {
  readonly type: 'WriteFile';
  readonly command: string;
  readonly node: string;
  readonly launch: Launch;
  readonly spec: ClusterSpec;
  /** Process whose files they are. */
  readonly owner: string;
  readonly file: string;
  readonly append: boolean;
  readonly text: string;
}

/** `echo … >> file`, where a process of the simulation works with that directory. It need not be up: the disk is there without it. */
export const writeFile: Command = (_model, world, payload, facts) => {
  const { command, node, launch, spec, owner, file, append, text } = payload as WriteFilePayload;
  tell({ facts }, { fact: 'CommandRun', command });
  spawn(world, node, toolNode(spec, command, launch, world.step));
  const index = world.index.get(owner);
  const process = index === undefined ? undefined : world.processes[index];
  if (index === undefined || process?.state.kind !== 'service') return;
  const state: ServiceNode = process.state;
  const { files = {} } = state;
  const before = append && Object.hasOwn(files, file) ? files[file] : '';
  world.processes[index] = { ...process, state: { ...state, files: { ...files, [file]: before + text } } };
};

export const typeLine: Command = (_model, world, payload) => {
  const { node, line } = payload as TypeLinePayload;
  const typed = { type: 'StandardInput' as const, line };
  signal(world, node, typed);
};

export const interrupt: Command = (_model, world, payload) => {
  const { node } = payload as InterruptPayload;
  signal(world, node, { type: 'SIGINT' });
};
