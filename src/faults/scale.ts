/** How many members a group's service has: `docker compose` creates, starts or stops its containers. Scaling is no fault, but it heals lag. */

import type { Fault } from '#faults/fault.ts';
import { roleOf } from '#faults/role.ts';
import { terminate } from '#faults/stop.ts';
import { consumerNode } from '#kafka/clients/consumer/node.ts';
import { shareConsumerNode } from '#kafka/clients/share/node.ts';
import type { Command, KafkaWorld, NodeState } from '#kafka/cluster.ts';
import { tell } from '#kafka/facts.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import type { Fact, Payload } from '#sim/event.ts';
import { spawn, start } from '#sim/process.ts';
import { processOf } from '#sim/world.ts';

export interface Scale {
  readonly group: string;
  readonly members: number;
}

export const scale: Fault<Scale> = {
  id: 'scale',
  title: 'faults.scale',
  heals: true,
  command: ({ group, members }) => `docker compose up -d --scale ${group}=${members}`,
  appliesTo: ({ role }) => role === 'consumer',
};

export interface ComposeUpPayload extends Payload {
  readonly type: 'DockerComposeUp';
  readonly command: string;
  readonly scale: readonly Scale[];
  /** `docker compose up` also starts whatever else of the project is stopped; `docker compose scale` does not. */
  readonly everything: boolean;
  readonly spec: ClusterSpec;
}

export const dockerComposeUp: Command = (_model, world, payload, facts) => {
  const { command, scale: wanted, everything, spec } = payload as ComposeUpPayload;
  tell({ facts }, { fact: 'CommandRun', command });
  for (const { group, members } of wanted) {
    const found = spec.groups.find((one) => one.group === group);
    const shared = spec.shareGroups?.find((one) => one.group === group);
    if (found) scaleGroup(world, group, members, (n) => consumerNode(spec, found, n), facts);
    else if (shared) scaleGroup(world, group, members, (n) => shareConsumerNode(spec, shared, n), facts);
  }
  if (everything) startStopped(world, wanted, facts);
};

function scaleGroup(world: KafkaWorld, group: string, members: number, memberOf: (n: number) => NodeState, facts: Fact[]): void {
  for (let n = 1; n <= members; n++) {
    const name = `${group}-${n}`;
    const process = processOf(world, name);
    if (process && process.status !== 'down') continue;
    if (process) start(world, name);
    else spawn(world, name, memberOf(n));
    tell({ facts }, { fact: 'ProcessStarted', node: name });
  }
  for (let n = members + 1; ; n++) {
    const name = `${group}-${n}`;
    const process = processOf(world, name);
    if (!process) break;
    if (process.status !== 'down') terminate(world, name, process, facts);
  }
}

/** Members above the wanted number stay down: compose has removed their containers. */
function startStopped(world: KafkaWorld, wanted: readonly Scale[], facts: Fact[]): void {
  for (const { name, status } of [...world.processes]) {
    const surplus = wanted.some(({ group, members }) => name.startsWith(`${group}-`) && Number(name.slice(group.length + 1)) > members);
    if (status !== 'down' || surplus || !roleOf(world, name)) continue;
    start(world, name);
    tell({ facts }, { fact: 'ProcessStarted', node: name });
  }
}
