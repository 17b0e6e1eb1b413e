/** Everything that a run is made of: the Kafka model with the shell's programs and the commands of the fault catalogue, and what reads its World. */
import { services } from '#beside/catalog.ts';
import { projectServices } from '#beside/project.ts';
import { commands } from '#faults/catalog.ts';
import { invariants } from '#kafka/catalog.ts';
import { type Command, createCluster, createModel, INIT, type KafkaModel, type KafkaWorld, type NodeState } from '#kafka/cluster.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import type { Frame } from '#kafka/frame.ts';
import { projectFrame } from '#kafka/project.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import { terminalFiles } from '#shell/files.ts';
import { type Parsed, parseCommand, type ShellContext } from '#shell/parse.ts';
import { programs } from '#shell/tools/catalog.ts';
import type { Payload } from '#sim/event.ts';
import type { Checker } from '#sim/invariant.ts';

/** What the session needs of a simulated system. Tests give it a small one. */
export interface System {
  readonly model: KafkaModel;
  createWorld(spec: ClusterSpec): KafkaWorld;
  frame(world: KafkaWorld, spec: ClusterSpec): Frame;
  parse(line: string, world: KafkaWorld, spec: ClusterSpec): Parsed;
  /** Fresh checkers for one run. */
  checkers(): readonly Checker<NodeState>[];
}

/** A line of the timeline that the shell refuses when its moment has come still happens: as a failure, in the tool's own words. */
export interface RefusedLine extends Payload {
  readonly type: 'RefusedLine';
  readonly command: string;
  readonly message: string;
}

const refusedLine: Command = (_model, _world, payload, facts) => {
  const { command, message } = payload as RefusedLine;
  const fact: KafkaFact = { fact: 'CommandFailed', command, message };
  facts.push(fact);
};

/** Such a payload names the process that it will start. */
function startsTool(payload: Payload & { readonly node?: string }, world: KafkaWorld): boolean {
  const { node } = payload;
  return node !== undefined && /^tool-[0-9]+$/.test(node) && !world.index.has(node);
}

/** What a shell may know of a World. Tool processes are numbered from 1 in the order of their start. */
export function shellContext(world: KafkaWorld, spec: ClusterSpec, frame: Frame): ShellContext {
  const nodes = world.processes.map(({ name }) => name).filter((name) => name !== INIT);
  const groups = [
    ...new Set([...spec.groups.map(({ group }) => group), ...(spec.shareGroups ?? []).map(({ group }) => group), ...frame.groups.map(({ group }) => group)]),
  ];
  // Several lines may have their moment at once: a tool that is about to start has its number already.
  const starting = world.urgent.filter((payload) => startsTool(payload, world)).length;
  const nextTool = nodes.filter((name) => /^tool-[0-9]+$/.test(name)).length + starting + 1;
  const files = terminalFiles(spec, frame);
  return { spec, nodes, topics: frame.topics.map(({ name }) => name), groups, nextTool, files };
}

const model = createModel({ services, programs, commands: { ...commands, RefusedLine: refusedLine } });

const frameOf = (world: KafkaWorld, spec: ClusterSpec): Frame =>
  spec.services === undefined ? projectFrame(world, spec.profile) : { ...projectFrame(world, spec.profile), services: projectServices(world) };

export const kafkaSystem: System = {
  model,
  createWorld: (spec) => createCluster(model, spec, services),
  frame: frameOf,
  parse: (line, world, spec) => parseCommand(line, shellContext(world, spec, frameOf(world, spec))),
  checkers: () => invariants.map((fresh) => fresh()),
};

/** What a line does in this World: its payload, or its refusal as a payload. */
export function payloadOf(system: System, line: string, world: KafkaWorld, spec: ClusterSpec): Payload {
  const parsed = system.parse(line, world, spec);
  if (parsed.ok) return parsed.payload;
  const refused: RefusedLine = { type: 'RefusedLine', command: line, message: (parsed.stderr.length > 0 ? parsed.stderr : parsed.stdout).join('\n') };
  return refused;
}
