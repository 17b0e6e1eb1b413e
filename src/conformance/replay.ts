/** Gives a script to the simulated cluster, line by line as a terminal would, and collects what the tools print. */
import { services } from '#beside/catalog.ts';
import { streamsNode } from '#beside/streams/node.ts';
import { commands } from '#faults/catalog.ts';
import { producerNode } from '#kafka/clients/producer/node.ts';
import type { ToolNode } from '#kafka/clients/tool/node.ts';
import { createCluster, createModel, type KafkaModel, type KafkaWorld } from '#kafka/cluster.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import { exampleContext } from '#shell/example.ts';
import { filesAfter } from '#shell/files.ts';
import { parseCommand } from '#shell/parse.ts';
import { programs } from '#shell/tools/catalog.ts';
import { end, scheduleInput, spawn } from '#sim/process.ts';
import { nextTimeUs, step } from '#sim/step.ts';
import { RECORDED_POOLS } from './admin/dialect.ts';
import { normaliseLines, withoutWarnings } from './normalise.ts';
import type { Script, Step, Transaction, Transactor } from './script.ts';

export interface Printed {
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  readonly exitCode: number | undefined;
}

/** The broker that is started first is the first controller, as in the recordings: with ZooKeeper by the seed. */
const specOf = ({ under, seed = exampleContext.spec.seed, groupConfigs }: Script): ClusterSpec => {
  const spec: ClusterSpec = { ...exampleContext.spec, seed, topics: [], groups: [], ...(groupConfigs && { groupConfigs }) };
  return under === undefined
    ? spec
    : { ...spec, profile: under.profile, metadata: under.metadata, config: { ...featuresOf(under.profile).defaults, ...RECORDED_POOLS } };
};

/** A day. */
const FOREVER_US = 86_400_000_000;
/** Exit code of a process that SIGKILL ended, as a shell counts it. */
const KILLED = 137;
/** No tool takes longer: admin clients give up after 60 s. */
const TOOL_LIMIT_US = 90_000_000;

interface Replay {
  readonly model: KafkaModel;
  readonly world: KafkaWorld;
  readonly spec: ClusterSpec;
  readonly printed: Map<string, Printed>;
  /** What was given so far: lines that write files are remembered by it. */
  readonly lines: string[];
  /** Background tools by the name of their step. */
  readonly background: Map<string, string>;
}

/** What each step with an id printed, in normal form. */
export function replay(script: Script): ReadonlyMap<string, Printed> {
  const model = createModel({ programs, commands, services });
  const spec = specOf(script);
  const run: Replay = { model, spec, world: createCluster(model, spec), printed: new Map(), lines: [], background: new Map() };
  for (const one of script.steps) perform(run, one);
  return run.printed;
}

function perform(run: Replay, one: Step): void {
  if ('wait' in one) return advance(run, run.world.nowUs + one.wait * 1000, () => false);
  if ('stop' in one) {
    const node = run.background.get(one.stop) ?? '';
    give(run, `ctrl-c ${node}`);
    finish(run, one.stop, node, one.anyOrder === true);
    if (one.warns) quieten(run, one.stop);
    return;
  }
  if ('kill' in one) {
    const node = run.background.get(one.kill) ?? '';
    end(run.model, run.world, node, 'kill');
    if (one.isSaved) run.printed.set(one.kill, { ...printedOf(run, node), exitCode: KILLED });
    return;
  }
  if ('transaction' in one) return transact(run, one.transaction);
  if ('transactor' in one) return transactOnce(run, one.transactor);
  if ('streams' in one) return count(run, one.streams);
  if (one.realOnly) return;
  const node = give(run, one.run, one.id);
  if (node === undefined) return;
  if (one.background !== undefined) run.background.set(one.background, node);
  else finish(run, one.id ?? '', node, one.anyOrder === true);
}

function transact({ world, spec }: Replay, { id, topic }: Transaction): void {
  const config = { 'transactional.id': id, 'enable.idempotence': 'true', acks: 'all' };
  const transaction = { records: 1, pauseUs: 0, abortEvery: undefined };
  spawn(world, id, producerNode(spec, { name: id, topic, config, transaction, keys: [null], count: 1, startUs: world.nowUs, intervalUs: 1000 }));
}

/** `never` is a pause without end. */
function transactOnce({ world, spec, background }: Replay, { name, id, topic, records, end: how, pauseMs = 0, timeoutMs = 60_000 }: Transactor): void {
  const config = { 'transactional.id': id, 'transaction.timeout.ms': String(timeoutMs), 'linger.ms': '100' };
  const pauseUs = how === 'never' ? FOREVER_US : pauseMs * 1000;
  const transaction = { records, pauseUs, abortEvery: how === 'abort' ? 1 : undefined };
  spawn(world, name, producerNode(spec, { name, topic, config, transaction, keys: [null], count: records, startUs: world.nowUs, intervalUs: 1000 }));
  background.set(name, name);
}

function count({ world, spec, background }: Replay, { name, config }: Extract<Step, { streams: unknown }>['streams']): void {
  const written = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)]));
  spawn(world, name, streamsNode(spec, { name, service: 'streams-wordcount', config: written }));
  background.set(name, name);
}

/** The process that the line starts; a refusal is printed at once. */
function give(run: Replay, line: string, id?: string): string | undefined {
  const nodes = run.world.processes.map(({ name }) => name);
  const nextTool = nodes.filter((name) => name.startsWith('tool-')).length + 1;
  const parsed = parseCommand(line, { spec: run.spec, nodes, topics: [], groups: [], nextTool, files: filesAfter({}, run.lines) });
  run.lines.push(line);
  if (!parsed.ok) {
    if (id === undefined) throw new Error(`${line}: ${parsed.stderr.join('\n')}`);
    run.printed.set(id, { stdout: normaliseLines(parsed.stdout), stderr: normaliseLines(parsed.stderr), exitCode: parsed.exitCode });
    return undefined;
  }
  scheduleInput(run.world, run.world.nowUs, parsed.payload);
  advance(run, run.world.nowUs, () => false);
  return parsed.node;
}

function finish(run: Replay, id: string, node: string, anyOrder: boolean): void {
  const index = run.world.index.get(node) ?? -1;
  advance(run, run.world.nowUs + TOOL_LIMIT_US, () => run.world.processes[index].status === 'down');
  const { stdout, stderr, exitCode } = printedOf(run, node);
  run.printed.set(id, { stdout: anyOrder ? [...stdout].sort() : stdout, stderr, exitCode });
}

function quieten({ printed }: Replay, id: string): void {
  const said = printed.get(id);
  if (said !== undefined) printed.set(id, { ...said, stderr: withoutWarnings(said.stderr) });
}

function printedOf({ world }: Replay, node: string): Printed {
  const tool = world.processes[world.index.get(node) ?? -1].state as ToolNode;
  const linesOf = (stream: string): string[] => normaliseLines(tool.lines.filter((line) => line.stream === stream).map(({ text }) => text));
  return { stdout: linesOf('stdout'), stderr: linesOf('stderr'), exitCode: tool.exitCode };
}

function advance({ model, world }: Replay, untilUs: number, isDone: () => boolean): void {
  while (!isDone()) {
    const next = nextTimeUs(model, world);
    if (next === undefined || next > untilUs) {
      world.nowUs = Math.max(world.nowUs, untilUs);
      return;
    }
    step(model, world);
  }
}
