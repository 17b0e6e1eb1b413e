/** A command-line tool as a process of the simulation: an admin program, a console producer or a console consumer. */
import { type AdminProcess, adminProcess, runAdmin } from '#kafka/clients/tool/admin.ts';
import { type ConsoleConsumer, newConsoleConsumer, runConsoleConsumer } from '#kafka/clients/tool/console-consumer.ts';
import { type ConsoleProducer, newConsoleProducer, runConsoleProducer } from '#kafka/clients/tool/console-producer.ts';
import { type ConsoleShareConsumer, newConsoleShareConsumer, runConsoleShareConsumer } from '#kafka/clients/tool/console-share-consumer.ts';
import { type HttpProcess, newHttp, runHttp } from '#kafka/clients/tool/http.ts';
import { init } from '#kafka/clients/tool/init.ts';
import type { HttpLaunch, Launch, Line, Programs } from '#kafka/clients/tool/program.ts';
import { runZk, type ZkProcess, zkProcess } from '#kafka/clients/tool/zookeeper.ts';
import { tell } from '#kafka/facts.ts';
import type { NodeKind } from '#kafka/kind.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import { type Env, exit } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

/** What runs inside; made when the process starts. */
export type ToolProcess = AdminProcess | ZkProcess | ConsoleProducer | ConsoleConsumer | ConsoleShareConsumer | HttpProcess;

export interface ToolNode {
  readonly kind: 'tool';
  /** As it was typed. */
  readonly command: string;
  readonly launch: Launch;
  readonly process: ToolProcess | undefined;
  readonly lines: readonly Line[];
  readonly exitCode: number | undefined;
  /** Step of the command that started it, or of its own start. */
  readonly startedStep: number;
}

/** One handling of an event by a tool: what it prints, and the code with which it exits, if it does. */
export interface ToolTurn {
  readonly env: Env;
  readonly print: Line[];
  exitCode: number | undefined;
}

/** `startedStep` is the step of the command's input, if known. */
export const toolNode = (_spec: ClusterSpec, command: string, launch: Launch, startedStep = -1): ToolNode => ({
  kind: 'tool',
  command,
  launch,
  process: undefined,
  lines: [],
  exitCode: undefined,
  startedStep,
});

/** Exit code of a process that SIGINT ended, as a shell reports it. */
export const INTERRUPTED = 130;
const TERMINATED = 143;

export function toolKind(programs: Programs): NodeKind<ToolNode> {
  const all: Programs = { ...programs, init };
  return {
    handle(node, event, env) {
      if (node.exitCode !== undefined) return node;
      const turn: ToolTurn = { env, print: [], exitCode: undefined };
      if (event.kind === 'start') turn.print.push(...bannerOf(node.launch));
      const process = react(all, node, event, turn);
      for (const { stream, text } of turn.print) tell(env, { fact: 'OutputPrinted', node: env.self, stream, line: text });
      if (turn.exitCode !== undefined) {
        tell(env, { fact: 'ToolExited', node: env.self, code: turn.exitCode });
        exit(env);
      }
      const lines = turn.print.length > 0 ? [...node.lines, ...turn.print] : node.lines;
      const startedStep = event.kind === 'start' && node.startedStep < 0 ? (env.step ?? 0) : node.startedStep;
      return { kind: 'tool', command: node.command, launch: node.launch, process, lines, exitCode: turn.exitCode, startedStep };
    },
    // What was printed stays on the screen.
    crash: (node, how) => ({ ...node, process: undefined, exitCode: node.exitCode ?? (how === 'exit' ? 0 : 137) }),
  };
}

const bannerOf = (launch: Launch): readonly Line[] =>
  launch.kind === 'admin' || launch.kind === 'http' || launch.kind === 'zookeeper' ? [] : (launch.banner ?? []);

function react(programs: Programs, node: ToolNode, event: NodeEvent, turn: ToolTurn): ToolProcess | undefined {
  const { launch } = node;
  const process = node.process ?? start(launch, turn.env);
  if (event.kind === 'signal' && event.payload.type === 'SIGTERM' && process.kind !== 'console-consumer' && process.kind !== 'console-share-consumer') {
    turn.exitCode = TERMINATED;
    return process;
  }
  switch (process.kind) {
    case 'admin':
      return runAdmin(programs, launch as Extract<Launch, { kind: 'admin' }>, process, event, turn);
    case 'zookeeper':
      return runZk(programs, launch as Extract<Launch, { kind: 'zookeeper' }>, process, event, turn);
    case 'console-producer':
      return runConsoleProducer(launch as Extract<Launch, { kind: 'console-producer' }>, process, event, turn);
    case 'console-consumer':
      return runConsoleConsumer(launch as Extract<Launch, { kind: 'console-consumer' }>, process, event, turn);
    case 'console-share-consumer':
      return runConsoleShareConsumer(launch as Extract<Launch, { kind: 'console-share-consumer' }>, process, event, turn);
    case 'http':
      return runHttp(launch as HttpLaunch, process, event, turn);
  }
}

function start(launch: Launch, env: Env): ToolProcess {
  switch (launch.kind) {
    case 'admin':
      return adminProcess(launch);
    case 'zookeeper':
      return zkProcess(launch);
    case 'console-producer':
      return newConsoleProducer(launch);
    case 'console-consumer':
      return newConsoleConsumer(launch, env);
    case 'console-share-consumer':
      return newConsoleShareConsumer(launch);
    case 'http':
      return newHttp;
  }
}
