/** Records what the tools of each release print for the scripts of `admin/`: `npm run conformance:record -- admin [folder …] [script …]`. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { write } from '#shell/echo.ts';
import { tokenize } from '#shell/tokenize.ts';
import { RELEASES_UNDER_RECORD, type Under } from '../admin/dialect.ts';
import { adminScripts } from '../admin/scripts.ts';
import { normaliseLines, withoutWarnings } from '../normalise.ts';
import type { Fixture, Script, Step } from '../script.ts';
import { BACKGROUND_LIMIT_MS, type Clients, endClients, type Fresh, isClientStep, sendRaw, startClient, startTool } from './clients.ts';
import { docker, isUp, type Nodes, startNodes, stopNodes } from './nodes.ts';
import { fetchRelease } from './release.ts';
import { startTools, type ToolRun, type Tools } from './tools.ts';

const LIMIT_MS = 100_000;
const LOG_DIR = '/tmp/kraft-combined-logs';

interface Recording {
  readonly under: Under;
  readonly script: Script;
  readonly nodes: Nodes;
  readonly tools: Tools;
  readonly clients: Clients;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const linesOf = (text: string): string[] => {
  const lines = text.split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  return lines;
};

function stagesOf(command: string): string[][] {
  const tokens = tokenize(command);
  if (!tokens.ok) throw new Error(tokens.message);
  return tokens.stages.map((stage) => stage.map(({ text }) => text));
}

function textOf(words: readonly string[]): string {
  const written = write(words);
  if (!written.ok) throw new Error(words.join(' '));
  return written.lines.map((line) => `${line}\n`).join('');
}

function startFresh({ clients }: Recording, command: string, limitMs = LIMIT_MS): Fresh {
  const stages = stagesOf(command);
  const input = stages.length > 1 ? textOf(stages[0]) : '';
  return startTool(clients.nodes, command, stages[stages.length - 1], input, limitMs);
}

function save({ under, script }: Recording, id: string, command: string, run: ToolRun, anyOrder: boolean): void {
  const stdout = normaliseLines(linesOf(run.stdout));
  const fixture: Fixture = {
    kafka: under.version,
    command,
    stdout: anyOrder ? stdout.sort() : stdout,
    stderr: normaliseLines(linesOf(run.stderr)),
    exitCode: run.exitCode,
  };
  writeFileSync(join(folderOf(under, script), `${id}.json`), `${JSON.stringify(fixture, null, 2)}\n`);
  console.log(`${under.folder}/${script.name}/${id}: exit ${run.exitCode}`);
}

/** A recording that is only to be looked at goes elsewhere. */
const FIXTURES = process.env.FIXTURES ?? join(import.meta.dirname, '..', 'fixtures');
const folderOf = ({ folder }: Under, { name }: Script): string => join(FIXTURES, folder, 'cli', name);

/** `echo … > file` */
const REDIRECT = /^(echo .*) > ([a-z0-9.-]+)$/s;

async function perform(recording: Recording, step: Step): Promise<void> {
  const { nodes, tools, clients } = recording;
  const { background } = clients;
  if ('wait' in step) return sleep(step.wait);
  if ('transaction' in step) return;
  if (isClientStep(step)) return startClient(clients, step);
  if ('raw' in step) return saveRaw(recording, step);
  if ('finished' in step) {
    const fresh = background.get(step.finished) as Fresh;
    return save(recording, step.finished, fresh.command, { ...(await fresh.done), stderr: '' }, false);
  }
  if ('stop' in step) {
    const fresh = background.get(step.stop) as Fresh;
    fresh.child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await fresh.done;
    const said =
      step.warns === undefined
        ? stderr
        : withoutWarnings(linesOf(stderr))
            .map((line) => `${line}\n`)
            .join('');
    return save(recording, step.stop, fresh.command, { exitCode, stdout, stderr: said }, step.anyOrder === true);
  }
  if ('kill' in step) {
    const fresh = background.get(step.kill);
    fresh?.child.kill('SIGKILL');
    if (fresh !== undefined && step.isSaved) save(recording, step.kill, fresh.command, await fresh.done, false);
    return;
  }
  const exec = /^docker exec (kafka\d) (.*)$/.exec(step.run);
  if (exec) return inside(recording, step, exec[1], exec[2]);
  const redirect = REDIRECT.exec(step.run);
  if (redirect) return writeFileSync(join(nodes.directory, redirect[2]), textOf(stagesOf(redirect[1])[0]));
  const stages = stagesOf(step.run);
  const words = stages[stages.length - 1];
  if (words[0] === 'docker') {
    await docker(nodes, words[1], words.slice(2));
    return words[1] === 'start' ? returned(nodes, tools) : undefined;
  }
  if (step.background !== undefined) {
    background.set(step.background, startFresh(recording, step.run, BACKGROUND_LIMIT_MS));
    return;
  }
  const isConsole = words[0].startsWith('kafka-console');
  const run = isConsole || stages.length > 1 ? await startFresh(recording, step.run).done : await tools.run(words);
  if (step.id !== undefined) save(recording, step.id, step.run, run, step.anyOrder === true);
  else if (run.exitCode !== 0) console.log(`${step.run}: exit ${run.exitCode}\n${run.stdout}${run.stderr}`);
}

async function saveRaw(recording: Recording, { id, raw }: Extract<Step, { raw: readonly string[] }>): Promise<void> {
  const answers = await sendRaw(recording.clients, raw);
  save(recording, id, raw.join('; '), { exitCode: 0, stdout: answers.map((line) => `${line}\n`).join(''), stderr: '' }, false);
}

/** A tool that reads a broker's own files: they lie elsewhere here than in a container. */
async function inside(recording: Recording, { id = '', run }: Extract<Step, { run: string }>, container: string, command: string): Promise<void> {
  const real = join(recording.nodes.directory, container);
  const words = stagesOf(command)[0].map((word) => word.replaceAll(LOG_DIR, real));
  const printed = await recording.tools.run(words);
  const shown = (text: string): string => text.replaceAll(real, LOG_DIR);
  save(recording, id, run, { ...printed, stdout: shown(printed.stdout), stderr: shown(printed.stderr) }, false);
}

/** Every broker answers, which takes longest on a busy machine. */
async function settled(nodes: Nodes, tools: Tools): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    await sleep(2000);
    const ended = nodes.brokers.find((name) => !isUp(nodes, name));
    if (ended !== undefined) throw new Error(`${ended} has ended: ${readFileSync(join(nodes.directory, `${ended}.log`), 'utf8').slice(-3000)}`);
    const run = await tools.run(['kafka-broker-api-versions.sh', '--bootstrap-server', 'kafka1:9092,kafka2:9092,kafka3:9092']);
    const found = run.stdout.split('\n').filter((line) => /^kafka\d:9092 \(id: \d/.test(line)).length;
    if (found === 3) return sleep(3000);
  }
  throw new Error('The cluster does not become healthy.');
}

/** A broker that was started is a member again; on a busy machine that takes longer than a script waits. When none is missing all have caught up too. */
async function returned(nodes: Nodes, tools: Tools): Promise<void> {
  const up = nodes.brokers.filter((name) => isUp(nodes, name)).length;
  const at = ['--bootstrap-server', 'kafka1:9092'];
  for (let tries = 0; tries < 60; tries++) {
    const { stdout } = await tools.run(['kafka-broker-api-versions.sh', ...at]);
    const found = stdout.split('\n').filter((line) => /^kafka\d:9092 \(id: \d/.test(line)).length;
    if (found === up) break;
    await sleep(1000);
  }
  for (let tries = 0; up === nodes.brokers.length && tries < 30; tries++) {
    const { stdout } = await tools.run(['kafka-topics.sh', ...at, '--describe', '--under-replicated-partitions']);
    if (stdout.trim() === '') return;
    await sleep(1000);
  }
}

async function record(script: Script, under: Under): Promise<void> {
  const nodes = await startNodes(under, { brokers: 3, config: script.config ?? {} });
  const tools = startTools(under, nodes.directory);
  rmSync(folderOf(under, script), { recursive: true, force: true });
  mkdirSync(folderOf(under, script), { recursive: true });
  const recording: Recording = { under, script, nodes, tools, clients: { nodes, background: new Map(), proxy: undefined, raw: undefined } };
  try {
    await settled(nodes, tools);
    for (const step of script.steps) await perform(recording, step);
  } finally {
    endClients(recording.clients);
    tools.child.kill('SIGKILL');
    await stopNodes(nodes);
  }
}

export async function recordAdmin(wanted: readonly string[]): Promise<void> {
  const folders = RELEASES_UNDER_RECORD.map(({ folder }) => folder).filter((folder) => wanted.includes(folder));
  const names = wanted.filter((name) => !folders.includes(name));
  for (const script of adminScripts) {
    const { under } = script;
    if (under === undefined || (folders.length > 0 && !folders.includes(under.folder)) || (names.length > 0 && !names.includes(script.name))) continue;
    fetchRelease(under);
    await record(script, under).catch((error: unknown) => console.log(`${under.folder}/${script.name}: ${String(error)}`));
  }
}
