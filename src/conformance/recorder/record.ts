/**
 * Records the cases (`cases.ts`), or what Apache Kafka's own tools print for the scripts of `scripts.ts`: `npm run conformance:record -- cli [script …]`.
 * Needs Java 17, Maven and Maven Central; takes some minutes and about 1.5 GB of memory.
 */
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { write } from '#shell/echo.ts';
import { tokenize } from '#shell/tokenize.ts';
import { normaliseLines } from '../normalise.ts';
import type { Fixture, Script, Step } from '../script.ts';
import { scripts } from '../scripts.ts';
import { recordCases } from './cases.ts';
import { recordClasses } from './classes.ts';
import { recordAdmin } from './cli.ts';
import { isClientStep } from './clients.ts';
import { docker, type RealCluster, startCluster, stopCluster } from './cluster.ts';
import { ended, fetchJars, java, KAFKA_VERSION, MAIN_CLASS } from './jars.ts';
import { recordJmx } from './jmx.ts';
import { recordUsage } from './usage-texts.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures', KAFKA_VERSION, 'cli');
/** A background tool may go on for longer than any other takes. */
const BACKGROUND_LIMIT_MS = 300_000;
/** `echo … > file`, beside the cluster's own files. */
const REDIRECT = /^(echo .*) > ([a-z0-9.-]+)$/s;

interface Running {
  readonly command: string;
  readonly child: ChildProcess;
  readonly stdout: string[];
  readonly stderr: string[];
  readonly exit: Promise<number>;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The stages of a command line, split by the same rules as in the terminal. */
function stagesOf(command: string): readonly (readonly string[])[] {
  const tokens = tokenize(command);
  if (!tokens.ok) throw new Error(tokens.message);
  return tokens.stages.map((stage) => stage.map(({ text }) => text));
}

function launch(command: string, directory: string | undefined): Running {
  const stages = stagesOf(command);
  const [tool, ...args] = stages[stages.length - 1];
  const child = java(MAIN_CLASS[tool], args, 128, ['pipe', 'pipe', 'pipe'], directory);
  const written = stages.length > 1 ? write(stages[0]) : undefined;
  if (written?.ok) child.stdin?.write(written.lines.map((line) => `${line}\n`).join(''));
  child.stdin?.end();
  const stdout: string[] = [];
  const stderr: string[] = [];
  child.stdout?.on('data', (data: Buffer) => stdout.push(data.toString()));
  child.stderr?.on('data', (data: Buffer) => stderr.push(data.toString()));
  return { command, child, stdout, stderr, exit: ended(child, BACKGROUND_LIMIT_MS) };
}

const linesOf = (chunks: readonly string[]): string[] => {
  const lines = chunks.join('').split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  return lines;
};

async function save(script: Script, id: string, running: Running, anyOrder: boolean): Promise<void> {
  const exitCode = await running.exit;
  const stdout = normaliseLines(linesOf(running.stdout));
  const fixture: Fixture = {
    kafka: KAFKA_VERSION,
    command: running.command,
    stdout: anyOrder ? stdout.sort() : stdout,
    stderr: normaliseLines(linesOf(running.stderr)),
    exitCode,
  };
  writeFileSync(join(fixtures, script.name, `${id}.json`), `${JSON.stringify(fixture, null, 2)}\n`);
  console.log(`${script.name}/${id}: exit ${exitCode}`);
}

async function perform(script: Script, step: Step, cluster: RealCluster | undefined, background: Map<string, Running>): Promise<void> {
  if ('wait' in step) return sleep(step.wait);
  if ('transaction' in step || 'raw' in step || 'finished' in step || isClientStep(step)) return;
  if ('stop' in step) {
    const running = background.get(step.stop);
    if (!running) throw new Error(`Nothing is called ${step.stop}.`);
    running.child.kill('SIGINT');
    return save(script, step.stop, running, step.anyOrder === true);
  }
  if ('kill' in step) {
    background.get(step.kill)?.child.kill('SIGKILL');
    return;
  }
  const file = REDIRECT.exec(step.run);
  if (file) {
    const text = write(stagesOf(file[1])[0]);
    if (cluster && text.ok) writeFileSync(join(cluster.directory, file[2]), text.lines.map((line) => `${line}\n`).join(''));
    return;
  }
  const [[first, verb, ...names]] = stagesOf(step.run);
  if (first === 'docker') return docker(cluster as RealCluster, verb, names);
  const running = launch(step.run, cluster?.directory);
  if (step.background !== undefined) background.set(step.background, running);
  else if (step.id !== undefined) await save(script, step.id, running, step.anyOrder === true);
  else await running.exit;
}

async function record(script: Script): Promise<void> {
  rmSync(join(fixtures, script.name), { recursive: true, force: true });
  mkdirSync(join(fixtures, script.name), { recursive: true });
  const cluster = script.cluster ? await startCluster() : undefined;
  const background = new Map<string, Running>();
  try {
    for (const step of script.steps) await perform(script, step, cluster, background);
  } finally {
    for (const { child } of background.values()) child.kill('SIGKILL');
    if (cluster) await stopCluster(cluster);
  }
}

async function main(): Promise<void> {
  const [what, ...wanted] = process.argv.slice(2);
  if (what === undefined) return recordCases(() => true);
  if (what === '--only') return recordCases((name) => wanted.includes(name));
  if (what === '--missing')
    return recordCases((name, folder) => !existsSync(join(folder, 'observed.json')) && (wanted.length === 0 || wanted.some((start) => name.startsWith(start))));
  if (what === 'classes') return recordClasses();
  if (what === 'admin') return recordAdmin(wanted);
  if (what === 'jmx') return recordJmx(wanted);
  if (what !== 'cli' && what !== 'usage')
    throw new Error(
      'npm run conformance:record [-- --only <case> … | --missing [<start of name> …] | cli [script …] | admin [folder …] [script …] | usage | classes | jmx [folder …]]',
    );
  fetchJars();
  if (what === 'usage') return recordUsage();
  for (const script of scripts) if (wanted.length === 0 || wanted.includes(script.name)) await record(script);
}

void main();
