/** Clients of `clients/` and WordCountDemo, each in a JVM of its own: background tools by the name of their step. */
import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Sender, Sharer, Step, Transactor } from '../script.ts';
import { ended } from './jars.ts';
import type { Nodes } from './nodes.ts';
import { startProxy, type Wire } from './proxy.ts';
import { compileClients, launch } from './release.ts';
import { mainOf, type ToolRun } from './tools.ts';

/** A tool in a JVM of its own: it reads its input, or is interrupted. */
export interface Fresh {
  readonly command: string;
  readonly child: ChildProcess;
  readonly done: Promise<ToolRun>;
}

/** A tool in the background may go on for longer. */
export const BACKGROUND_LIMIT_MS = 600_000;
/** A transaction that pauses for longer is looked at while it is open. */
const LONG_PAUSE_MS = 5000;

/** What has been started for a script besides its cluster. */
export interface Clients {
  readonly nodes: Nodes;
  readonly background: Map<string, Fresh>;
  proxy: Wire | undefined;
  raw: { readonly child: ChildProcess; readonly answers: Interface } | undefined;
}

export function endClients({ background, proxy, raw }: Clients): void {
  for (const { child } of background.values()) child.kill('SIGKILL');
  raw?.child.kill('SIGKILL');
  proxy?.close();
}

function collect(command: string, child: ChildProcess, limitMs: number): Fresh {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  child.stdout?.on('data', (data: Buffer) => stdout.push(data.toString()));
  child.stderr?.on('data', (data: Buffer) => stderr.push(data.toString()));
  const done = ended(child, limitMs).then((exitCode) => ({ exitCode, stdout: stdout.join(''), stderr: stderr.join('') }));
  return { command, child, done };
}

/** The command of a tool, and what is written to its standard input. */
export function startTool(nodes: Nodes, command: string, words: readonly string[], input: string, limitMs: number): Fresh {
  const { main, args } = mainOf(nodes.release, words);
  const child = launch(nodes.release, { mainClass: main, args, heapMb: 128, stdio: ['pipe', 'pipe', 'pipe'], cwd: nodes.directory });
  child.stdin?.write(input);
  child.stdin?.end();
  return collect(command, child, limitMs);
}

type ClientStep = Extract<Step, { transactor: unknown } | { streams: unknown } | { sender: unknown } | { sharer: unknown } | { mute: unknown }>;

const WORDS = ['transactor', 'streams', 'sender', 'sharer', 'mute'];
export const isClientStep = (step: Step): step is ClientStep => WORDS.some((word) => word in step);

/** Starts what the step wants in the background, or changes the network of it. */
export async function startClient(clients: Clients, step: ClientStep): Promise<void> {
  if ('transactor' in step) clients.background.set(step.transactor.name, await startTransactor(clients, step.transactor));
  else if ('streams' in step) clients.background.set(step.streams.name, startStreams(clients, step.streams.name, step.streams.config));
  else if ('sender' in step) clients.background.set(step.sender.name, await startSender(clients, step.sender));
  else if ('sharer' in step) clients.background.set(step.sharer.name, startSharer(clients, step.sharer));
  else {
    clients.proxy ??= await startProxy(clients.nodes.directory, clients.nodes.brokers);
    clients.proxy.isMuted = step.mute;
  }
}

/** `clients/Transactor.java`: has written its records when this returns, and has ended its transaction if it does that at once. */
async function startTransactor({ nodes }: Clients, { id, topic, records, end, pauseMs = 0, timeoutMs = 60_000 }: Transactor): Promise<Fresh> {
  const args = ['kafka1:9092', id, topic, String(records), end, String(pauseMs), String(timeoutMs)];
  const classes = compileClients(nodes.release);
  const child = launch(nodes.release, { mainClass: 'Transactor', args, heapMb: 96, stdio: ['ignore', 'pipe', 'inherit'], classes, cwd: nodes.directory });
  const done = ended(child, BACKGROUND_LIMIT_MS).then((exitCode) => ({ exitCode, stdout: '', stderr: '' }));
  const said = new Promise<void>((resolve) => child.stdout?.on('data', (data: Buffer) => data.toString().includes('sent') && resolve()));
  await (end === 'never' || pauseMs > LONG_PAUSE_MS ? said : done);
  return { command: id, child, done };
}

/** `clients/Sender.java`: has sent its first record when this returns. */
async function startSender(clients: Clients, { topic, records, intervalMs, config }: Sender): Promise<Fresh> {
  const { release, directory } = clients.nodes;
  const settings = Object.entries(config).map(([key, value]) => `${key}=${value}`);
  const args = ['kafka1:9092', topic, String(records), String(intervalMs), ...settings];
  const cwd = clients.proxy?.directory ?? directory;
  const child = launch(release, { mainClass: 'Sender', args, heapMb: 96, stdio: ['ignore', 'pipe', 'pipe'], classes: compileClients(release), cwd });
  const fresh = collect(`Sender ${args.slice(1).join(' ')}`, child, BACKGROUND_LIMIT_MS);
  await new Promise<void>((resolve) => child.stderr?.on('data', (data: Buffer) => data.toString().includes('sending') && resolve()));
  return fresh;
}

/** `clients/Sharer.java` */
function startSharer({ nodes: { release, directory } }: Clients, { group, topic, workMs, renewMs = 0, config = {} }: Sharer): Fresh {
  const settings = Object.entries(config).map(([key, value]) => `${key}=${value}`);
  const args = ['kafka1:9092', group, topic, String(workMs), String(renewMs), ...settings];
  const classes = compileClients(release);
  const child = launch(release, { mainClass: 'Sharer', args, heapMb: 96, stdio: ['ignore', 'pipe', 'ignore'], classes, cwd: directory });
  return collect(`Sharer ${args.slice(1).join(' ')}`, child, BACKGROUND_LIMIT_MS);
}

/** WordCountDemo itself; each instance has a state directory of its own. */
function startStreams({ nodes }: Clients, name: string, config: Readonly<Record<string, number>>): Fresh {
  const { directory } = nodes;
  const properties = { 'bootstrap.servers': 'kafka1:9092', 'state.dir': join(directory, name), ...config };
  const file = join(directory, `${name}.properties`);
  writeFileSync(
    file,
    Object.entries(properties)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  );
  const command = `kafka-run-class.sh org.apache.kafka.streams.examples.wordcount.WordCountDemo ${file}`;
  return startTool(nodes, command, command.split(' '), '', BACKGROUND_LIMIT_MS);
}

/** One after the other: the answer to each is there before the next is sent. */
export async function sendRaw(clients: Clients, requests: readonly string[]): Promise<string[]> {
  clients.raw ??= startRaw(clients.nodes);
  const { child, answers } = clients.raw;
  const printed: string[] = [];
  for (const request of requests) {
    const answer = new Promise<string>((resolve, reject) => {
      answers.once('line', resolve);
      child.once('exit', () => reject(new Error(`Raw.java has ended at: ${request}`)));
    });
    child.stdin?.write(`${request}\n`);
    printed.push(await answer);
  }
  return printed;
}

/** `clients/Raw.java` */
function startRaw({ release, directory }: Nodes): NonNullable<Clients['raw']> {
  const classes = compileClients(release);
  const child = launch(release, { mainClass: 'Raw', args: [], heapMb: 96, stdio: ['pipe', 'pipe', 'inherit'], classes, cwd: directory });
  return { child, answers: createInterface({ input: child.stdout as NodeJS.ReadableStream }) };
}
