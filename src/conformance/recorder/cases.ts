/** Records the cases: `npm run conformance:record [-- --only <case>]`. Cases of one cluster follow each other on it, faults healed in between. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { CaseDocument } from '../case.ts';
import { runCase } from './case-run.ts';
import { type Driver, startDriver } from './driver.ts';
import { type Nodes, startNodes, stopNodes } from './nodes.ts';
import { printed } from './print.ts';
import { fetchRelease, RELEASES, type Release } from './release.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures');

interface Case {
  readonly name: string;
  readonly folder: string;
  readonly document: CaseDocument;
  readonly release: Release;
}

function casesOf(version: string, wanted: (name: string) => boolean): Case[] {
  const folder = join(fixtures, version);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => wanted(name) && existsSync(join(folder, name, 'scenario.yaml')));
  return names.sort().map((name) => {
    const document = parse(readFileSync(join(folder, name, 'scenario.yaml'), 'utf8')) as CaseDocument;
    return { name, folder: join(folder, name), document, release: { version, metadata: document.cluster.metadata ?? 'kraft' } };
  });
}

interface Running {
  readonly key: string;
  readonly nodes: Nodes;
  readonly driver: Driver;
}

const keyOf = ({ release, document }: Case): string => JSON.stringify([release, document.cluster]);

async function open(one: Case): Promise<Running> {
  fetchRelease(one.release);
  const nodes = await startNodes(one.release, one.document.cluster);
  return { key: keyOf(one), nodes, driver: startDriver(one.release, nodes.directory) };
}

async function close(running: Running | undefined): Promise<void> {
  if (!running) return;
  running.driver.stop();
  await stopNodes(running.nodes);
}

async function record(one: Case, running: Running): Promise<boolean> {
  try {
    const observed = await runCase(running.driver, running.nodes, one.document);
    writeFileSync(join(one.folder, 'observed.json'), `${printed(observed)}\n`);
    console.log(`${one.name}: ${observed.moments.length} moments, ${observed.commands.length} commands`);
    return true;
  } catch (thrown) {
    console.log(`${one.name}: NOT RECORDED: ${String(thrown)}`);
    return false;
  }
}

/** Ended by hand: the cluster ends too. */
function endWith(running: () => Running | undefined): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void close(running()).then(() => process.exit(130));
    });
}

export async function recordCases(wanted: (name: string, folder: string) => boolean): Promise<void> {
  const cases = Object.values(RELEASES).flatMap((version) => casesOf(version, (name) => wanted(name, join(fixtures, version, name))));
  const order = [...new Set(cases.map(keyOf))];
  let running: Running | undefined;
  endWith(() => running);
  try {
    for (const one of cases.sort((a, b) => order.indexOf(keyOf(a)) - order.indexOf(keyOf(b)))) {
      if (running?.key !== keyOf(one)) {
        await close(running);
        running = await open(one);
      }
      if (await record(one, running)) continue;
      await close(running);
      running = undefined;
    }
  } finally {
    await close(running);
    execFileSync('npx', ['biome', 'format', '--write', fixtures], { stdio: 'ignore' });
  }
}
