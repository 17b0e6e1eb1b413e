/** Runs one case on a real cluster: topics, the timeline's command lines at their times, and a look at every beat; afterwards the cluster is as before. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDurationUs } from '#scenario/units.ts';
import { write } from '#shell/echo.ts';
import { tokenize } from '#shell/tokenize.ts';
import type { CaseDocument, CaseTopic, Moment, Observed, ObservedCommand } from '../case.ts';
import { normaliseLines } from '../normalise.ts';
import { type Driver, runTool } from './driver.ts';
import { docker, isUp, type Nodes, startNode } from './nodes.ts';
import { metadataOf, observe } from './observe.ts';

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const AT = ['--bootstrap-server', 'kafka1:9092'];
/** From the creation of the topics to time zero. */
const SETTLE_MS = 2500;

async function isHealthy(driver: Driver, nodes: Nodes): Promise<boolean> {
  try {
    const { brokers } = await metadataOf(driver, nodes);
    return nodes.brokers.every((name) => brokers[name.slice(5)]?.fenced === false);
  } catch {
    return false;
  }
}

/** A broker that starts again and reads of a topic, its end and its successor at once gives the successor the settings of the first: they are taken away before. */
async function withoutConfig(driver: Driver, { configured }: Nodes, topic: string): Promise<void> {
  const keys = [...(configured.get(topic) ?? [])];
  configured.delete(topic);
  for (const key of keys) await runTool(driver, ['kafka-configs.sh', ...AT, '--alter', '--topic', topic, '--delete-config', key], '');
}

/** Settings that a case gives its topics, in the document and on command lines. */
function noteConfig({ configured }: Nodes, { topics, timeline }: CaseDocument): void {
  const note = (topic: string, keys: readonly string[]): void => void configured.set(topic, new Set([...(configured.get(topic) ?? []), ...keys]));
  for (const [name, { config }] of Object.entries(topics ?? {})) note(name, Object.keys(config ?? {}));
  for (const { run } of timeline ?? []) {
    const found = /--alter --topic (\S+) --add-config ([a-z.]+)=/.exec(run);
    if (found) note(found[1], [found[2]]);
  }
}

/** Every node up, no pause left, every broker unfenced, no topic. */
export async function makeHealthy(driver: Driver, nodes: Nodes): Promise<void> {
  if (nodes.paused.size > 0) await docker(nodes, 'unpause', [...nodes.paused]);
  for (const name of [...nodes.controllers, ...nodes.brokers]) if (!isUp(nodes, name)) startNode(nodes, name);
  for (let tries = 0; !(await isHealthy(driver, nodes)); tries++) {
    if (tries > 90) throw new Error('The cluster does not become healthy.');
    await sleep(1000);
  }
  await sleep(1500);
  for (let tries = 0; tries < 5; tries++) {
    const { partitions } = await metadataOf(driver, nodes);
    const topics = [...new Set(Object.keys(partitions).map((tp) => tp.slice(0, tp.lastIndexOf('-'))))];
    if (topics.length === 0) return;
    for (const name of topics) await withoutConfig(driver, nodes, name);
    await runTool(driver, ['kafka-topics.sh', ...AT, '--delete', '--topic', topics.map((name) => name.replaceAll('.', '\\.')).join('|')], '');
    await sleep(2500);
  }
  throw new Error('Topics of the last case do not go away.');
}

/** Who leads is drawn by chance: at time zero it is controller1, with ZooKeeper the broker kafka1. */
export async function giveControl(driver: Driver, nodes: Nodes): Promise<void> {
  const wanted = nodes.release.metadata === 'zookeeper' ? 1 : 3001;
  for (let tries = 0; tries < 20; tries++) {
    const { controller } = await metadataOf(driver, nodes);
    if (controller?.id === wanted) return;
    if (wanted === 1) await driver.ask({ kind: 'metadata', zookeeper: 'zookeeper1:2181', resign: true });
    else if ((controller?.id ?? -1) > 0) await docker(nodes, 'restart', [`controller${(controller?.id ?? 3001) - 3000}`]);
    await sleep(wanted === 1 ? 2000 : 6000);
  }
  throw new Error('Control does not come to the first node.');
}

export function creation(name: string, topic: CaseTopic): string[] {
  const assignment = topic['replica-assignment']?.map((replicas) => replicas.join(':')).join(',');
  const size = ['--partitions', String(topic.partitions ?? 1), '--replication-factor', String(topic['replication-factor'] ?? 1)];
  const config = Object.entries(topic.config ?? {}).flatMap(([key, value]) => ['--config', `${key}=${value}`]);
  return ['kafka-topics.sh', ...AT, '--create', '--topic', name, ...(assignment ? ['--replica-assignment', assignment] : size), ...config];
}

const linesOf = (text: string): string[] => {
  const lines = text.split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  return lines;
};

/** `echo … > file`, with which a plan for kafka-reassign-partitions.sh is written. */
const REDIRECT = /^(echo .*) > ([a-z0-9.-]+)$/s;

function stagesOf(line: string): string[][] {
  const tokens = tokenize(line);
  if (!tokens.ok) throw new Error(`${line}: ${tokens.message}`);
  return tokens.stages.map((stage) => stage.map(({ text }) => text));
}

function written(words: readonly string[]): string {
  const text = write(words);
  if (!text.ok) throw new Error(words.join(' '));
  return text.lines.map((line) => `${line}\n`).join('');
}

export async function perform(driver: Driver, nodes: Nodes, at: string, line: string): Promise<ObservedCommand | undefined> {
  const redirect = REDIRECT.exec(line);
  if (redirect) {
    writeFileSync(join(nodes.directory, redirect[2]), written(stagesOf(redirect[1])[0]));
    return undefined;
  }
  const stages = stagesOf(line);
  const words = stages[stages.length - 1];
  if (words[0] === 'docker') {
    await docker(nodes, words[1], words.slice(2));
    return undefined;
  }
  const { stdout, stderr, exitCode } = await runTool(driver, words, stages.length > 1 ? written(stages[0]) : '');
  return { at, run: line, exitCode, stdout: normaliseLines(linesOf(stdout)), stderr: normaliseLines(linesOf(stderr)) };
}

export interface Due {
  readonly at: string;
  readonly ms: number;
  readonly run?: string;
  readonly id?: string;
}

export const msOf = (at: string): number => (parseDurationUs(at) ?? 0) / 1000;

/** Command lines come before a look at the same time. */
export function schedule({ timeline, lesson }: CaseDocument): Due[] {
  const lines = (timeline ?? []).map(({ at, run }) => ({ at, ms: msOf(at), run }));
  const beats = lesson.beats.map(({ at, id }) => ({ at, ms: msOf(at), id }));
  return [...lines, ...beats].sort((a, b) => a.ms - b.ms);
}

/** How long a scenario gives a broker to start. A real one may take longer: then the timeline waits until it is unfenced, and its replicas have caught up. */
const START_MS = 7000;

/** Until the brokers are in the ISR of all their partitions, if they ever are. */
async function untilCaughtUp(driver: Driver, nodes: Nodes, names: readonly string[]): Promise<void> {
  const ids = names.map((name) => Number(name.slice(5)));
  for (let tries = 0; tries < 12; tries++) {
    const partitions = Object.values((await metadataOf(driver, nodes)).partitions);
    if (ids.every((id) => partitions.every(({ replicas, isr }) => !replicas.includes(id) || isr.includes(id)))) break;
    await sleep(1000);
  }
  await sleep(1000);
}

export async function untilStarted(driver: Driver, nodes: Nodes, started: Map<string, number>, ms: number): Promise<void> {
  const expected = [...started].filter(([, at]) => ms - at >= START_MS).map(([name]) => name);
  if (expected.length === 0) return;
  for (const name of expected) started.delete(name);
  for (let tries = 0; tries < 60; tries++) {
    const { brokers } = await metadataOf(driver, nodes);
    if (expected.every((name) => brokers[name.slice(5)]?.fenced === false)) return untilCaughtUp(driver, nodes, expected);
    await sleep(1000);
  }
  throw new Error(`${expected.join(', ')} did not start.`);
}

/** Brokers on their way up, with the time of their start. */
export function noteStarts(started: Map<string, number>, { run = '', ms }: Due): void {
  const [first, verb, ...names] = run.split(' ');
  if (first !== 'docker') return;
  for (const name of names) {
    if (verb === 'start' && name.startsWith('kafka')) started.set(name, ms);
    else started.delete(name);
  }
}

export async function runCase(driver: Driver, nodes: Nodes, document: CaseDocument): Promise<Observed> {
  await makeHealthy(driver, nodes);
  await giveControl(driver, nodes);
  noteConfig(nodes, document);
  for (const [name, topic] of Object.entries(document.topics ?? {})) {
    const { exitCode, stdout, stderr } = await runTool(driver, creation(name, topic), '');
    if (exitCode !== 0) throw new Error(`${stdout}${stderr}`);
  }
  await sleep(SETTLE_MS);
  let zero = Date.now();
  const commands: Promise<ObservedCommand | undefined>[] = [];
  const moments: Moment[] = [];
  const started = new Map<string, number>();
  for (const due of schedule(document)) {
    await sleep(Math.max(0, zero + due.ms - Date.now()));
    const waiting = Date.now();
    // On a busy machine a tool may not be done where the scenario expects it to be, unless a paused broker keeps it waiting.
    if (nodes.paused.size === 0) await Promise.all(commands);
    await untilStarted(driver, nodes, started, due.ms);
    zero += Date.now() - waiting;
    noteStarts(started, due);
    if (due.id !== undefined) {
      const began = Date.now();
      moments.push(await observe(driver, nodes, due.id, due.at));
      // A look may have to wait for brokers that are paused: the timeline waits with it.
      zero += Date.now() - began;
    }
    // A tool that waits for a paused broker must not hold up the next fault; the driver runs tools one after the other, and looks after them.
    if (due.run !== undefined) commands.push(perform(driver, nodes, due.at, due.run));
  }
  const printed = (await Promise.all(commands)).filter((command): command is ObservedCommand => command !== undefined);
  return { kafka: nodes.release.version, commands: printed, moments };
}
