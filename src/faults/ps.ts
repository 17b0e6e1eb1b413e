/** `docker ps`: what the daemon sees of the containers at this instant, printed by a process like every other answer of the terminal. */

import { containerId } from '#faults/docker.ts';
import { roleOf } from '#faults/role.ts';
import { toolNode } from '#kafka/clients/tool/node.ts';
import type { Command, KafkaWorld } from '#kafka/cluster.ts';
import { tell } from '#kafka/facts.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import type { Payload } from '#sim/event.ts';
import { spawn } from '#sim/process.ts';
import type { ProcessStatus } from '#sim/world.ts';

export interface PsPayload extends Payload {
  readonly type: 'DockerPs';
  readonly command: string;
  readonly node: string;
  /** `-a`: stopped containers too. */
  readonly all: boolean;
  readonly spec: ClusterSpec;
}

const STATUS: Readonly<Record<ProcessStatus, string>> = { up: 'Up', paused: 'Up (Paused)', down: 'Exited' };
const HEADERS = ['CONTAINER ID', 'IMAGE', 'STATUS', 'PORTS', 'NAMES'];

export const dockerPs: Command = (_model, world, payload, facts) => {
  const { command, node, all, spec } = payload as PsPayload;
  tell({ facts }, { fact: 'CommandRun', command });
  const lines = table([HEADERS, ...rowsOf(world, all)]);
  spawn(world, node, toolNode(spec, command, { kind: 'admin', program: 'print', args: { lines }, bootstrap: [], config: {} }, world.step));
};

function rowsOf(world: KafkaWorld, all: boolean): string[][] {
  const rows: string[][] = [];
  for (const { name, status } of world.processes) {
    const role = roleOf(world, name);
    if (!role || (status === 'down' && !all)) continue;
    const server = role === 'broker' || role === 'controller';
    rows.push([
      containerId(name).slice(0, 12),
      server ? 'apache/kafka' : 'client',
      STATUS[status],
      role === 'broker' && status !== 'down' ? '9092/tcp' : '',
      name,
    ]);
  }
  return rows;
}

/** Columns as wide as their widest cell, three blanks apart. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADERS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('   ')
      .trimEnd(),
  );
}
