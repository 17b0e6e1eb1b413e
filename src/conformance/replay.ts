/** Gives a script to the simulated cluster, line by line as a terminal would, and collects what the tools print. */
import { services } from '#beside/catalog.ts';
import { commands } from '#faults/catalog.ts';
import type { ToolNode } from '#kafka/clients/tool/node.ts';
import { createCluster, createModel, type KafkaModel, type KafkaWorld } from '#kafka/cluster.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import { exampleContext } from '#shell/example.ts';
import { filesAfter } from '#shell/files.ts';
import { parseCommand } from '#shell/parse.ts';
import { programs } from '#shell/tools/catalog.ts';
import { end, scheduleInput, signal, spawn } from '#sim/process.ts';
import { nextTimeUs, step } from '#sim/step.ts';
import { RECORDED_POOLS } from './admin/dialect.ts';
import { normaliseLines, withoutWarnings } from './normalise.ts';
import { answerOf, askOf, type Exchange, type Identity, RAW, rawAnswer, rawNode, rawService } from './raw.ts';
import { count, type Said, sendSteadily, share, transact, transactOnce } from './replay-clients.ts';
import type { Script, Step } from './script.ts';

export interface Printed {
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  readonly exitCode: number | undefined;
}

/** The broker that is started first is the first controller, as in the recordings: with ZooKeeper by the seed. */
const specOf = ({ under, seed = exampleContext.spec.seed, groupConfigs, config = {} }: Script): ClusterSpec => {
  const spec: ClusterSpec = { ...exampleContext.spec, seed, topics: [], groups: [], ...(groupConfigs && { groupConfigs }) };
  return under === undefined
    ? spec
    : { ...spec, profile: under.profile, metadata: under.metadata, config: { ...featuresOf(under.profile).defaults, ...RECORDED_POOLS, ...config } };
};

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
  /** What clients have said that are no tools. */
  readonly said: Map<string, Said>;
  /** Of the raw client. */
  readonly own: Identity;
}

/** What each step with an id printed, in normal form. */
export function replay(script: Script): ReadonlyMap<string, Printed> {
  const model = createModel({ programs, commands, services: { ...services, [RAW]: rawService } });
  const spec = specOf(script);
  const own: Identity = { producerId: -1, producerEpoch: -1 };
  const run: Replay = { model, spec, world: createCluster(model, spec), printed: new Map(), lines: [], background: new Map(), said: new Map(), own };
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
    const said = run.said.get(one.kill);
    if (one.isSaved) run.printed.set(one.kill, { ...(said ? { stdout: said.lines, stderr: [] } : printedOf(run, node)), exitCode: KILLED });
    return;
  }
  if ('raw' in one) return sendRaw(run, one);
  if ('finished' in one) {
    ended(run, one.finished);
    run.printed.set(one.finished, { stdout: normaliseLines(run.said.get(one.finished)?.lines ?? []), stderr: [], exitCode: 0 });
    return;
  }
  if (!('run' in one)) return begin(run, one);
  if (one.realOnly) return;
  const node = give(run, one.run, one.id);
  if (node === undefined) return;
  if (one.background !== undefined) run.background.set(one.background, node);
  else finish(run, one.id ?? '', node, one.anyOrder === true);
}

function begin(run: Replay, one: Exclude<Step, { run: string } | { wait: number }>): void {
  if ('transaction' in one) transact(run, one.transaction);
  if ('sender' in one) listen(run, one.sender.name, sendSteadily(run, one.sender));
  if ('sharer' in one) listen(run, one.sharer.name, share(run, one.sharer));
  if ('mute' in one) give(run, one.mute ? 'fault drop --from all --to all --api Produce --percent 100 --response' : 'fault heal');
  if ('transactor' in one) {
    transactOnce(run, one.transactor);
    run.background.set(one.transactor.name, one.transactor.name);
  }
  if ('streams' in one) {
    count(run, one.streams);
    run.background.set(one.streams.name, one.streams.name);
  }
}

/** Clients that say something are heard at every step. */
function listen(run: Replay, name: string, said: Said): void {
  run.said.set(name, said);
  run.background.set(name, name);
}

/** `Exchange` of the raw client: its process is there from the first request on. */
function sendRaw(run: Replay, { id, raw }: Extract<Step, { raw: readonly string[] }>): void {
  const { world, own } = run;
  if (!world.index.has(RAW)) spawn(world, RAW, rawNode());
  const state = (): unknown => world.processes[world.index.get(RAW) ?? -1].state;
  const exchange: Exchange = (to, body) => {
    advance(run, world.nowUs, () => false);
    signal(world, RAW, askOf(to, body));
    step(run.model, world);
    advance(run, world.nowUs + TOOL_LIMIT_US, () => answerOf(state()) !== undefined);
    return answerOf(state()) ?? null;
  };
  const stdout = raw.map((request) => rawAnswer(request, own, Math.floor(world.nowUs / 1000), exchange));
  run.printed.set(id, { stdout, stderr: [], exitCode: 0 });
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

function ended(run: Replay, node: string): void {
  const index = run.world.index.get(node) ?? -1;
  advance(run, run.world.nowUs + TOOL_LIMIT_US, () => run.world.processes[index].status === 'down');
}

function finish(run: Replay, id: string, node: string, anyOrder: boolean): void {
  ended(run, node);
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

function advance({ model, world, said }: Replay, untilUs: number, isDone: () => boolean): void {
  while (!isDone()) {
    const next = nextTimeUs(model, world);
    if (next === undefined || next > untilUs) {
      world.nowUs = Math.max(world.nowUs, untilUs);
      return;
    }
    const event = step(model, world);
    if (event) for (const { hear } of said.values()) hear(world, event);
  }
}
