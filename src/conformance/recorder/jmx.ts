/**
 * Records the MBeans of every kind of process, and their values at the beats of `fixtures/jmx.yaml`: `npm run conformance:record -- jmx [release …]`.
 * Each process has the port of its remote JMX at an address of its own.
 */
import { type ChildProcess, execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseDurationUs } from '#scenario/units.ts';
import type { Under } from '../admin/dialect.ts';
import type { CaseDocument } from '../case.ts';
import { documentFor, isKept, JMX_RELEASES, type JmxMoment, KEPT_BEANS, KEPT_TYPES, type Values } from '../jmx.ts';
import { creation, type Due, giveControl, makeHealthy, msOf, noteStarts, perform, schedule, sleep, untilStarted } from './case-run.ts';
import { type Driver, runTool, startDriver } from './driver.ts';
import { listed, type Names, nameInGeneral } from './jmx-names.ts';
import { isUp, type Nodes, startNodes, stopNodes } from './nodes.ts';
import { printed } from './print.ts';
import { fetchRelease, home, launch, libsOf, networkOf, type Release } from './release.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures');
const PORT = 9999;
/** From the start of the clients' JVMs to time zero. */
const SETTLE_MS = 15_000;
/** When clients are made: the topic of the coordinator is there, which the new consumer would ask for. */
const MADE_MS = 4000;
/** A first look, which is not kept: connections take their time. */
const FIRST_LOOK_MS = 13_500;
const WARM_UP = 'warm-up';
/** The last number of the first client's address: those of the nodes end before. */
const FIRST_CLIENT = 101;

interface Client {
  readonly producer?: string;
  readonly consumer?: string;
  readonly rate?: string;
  readonly count?: number;
  readonly start?: string;
  readonly processing?: string;
  readonly config?: Readonly<Record<string, string | number>>;
}
type Document = CaseDocument & { readonly clients: Readonly<Record<string, Client>> };

interface Running {
  readonly nodes: Nodes;
  readonly driver: Driver;
  /** By the name of its process: a consumer is the first member of its group. */
  readonly clients: Map<string, ChildProcess>;
  /** Where their program is. */
  readonly classes: string;
}

const flagsOf = (name: string): string[] => [
  ...['port', 'rmi.port'].map((key) => `-Dcom.sun.management.jmxremote.${key}=${PORT}`),
  ...['authenticate', 'ssl'].map((key) => `-Dcom.sun.management.jmxremote.${key}=false`),
  `-Dcom.sun.management.jmxremote.host=${name}`,
  `-Djava.rmi.server.hostname=${name}`,
];

function compileMetered(release: Release): string {
  const classes = join(home(release), 'metered');
  mkdirSync(classes, { recursive: true });
  execFileSync('javac', ['-nowarn', '-d', classes, '-cp', join(libsOf(release), '*'), join(import.meta.dirname, 'jmx', 'Metered.java')], { stdio: 'inherit' });
  return classes;
}

const MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000 };
const intervalMs = (rate: string): number => (MS[rate.slice(-1)] ?? 0) / Number.parseInt(rate, 10);

function argumentsOf(name: string, { producer, consumer, rate = '1/s', count = 0, processing = '0ms', config = {} }: Client): string[] {
  const settings = Object.entries(config).map(([key, value]) => `${key}=${value}`);
  if (producer !== undefined) return ['producer', producer, String(count), String(intervalMs(rate)), ...settings];
  return ['consumer', consumer ?? '', String((parseDurationUs(processing) ?? 0) / 1000), `group.id=${name}`, ...settings];
}

const processOf = (name: string, { consumer }: Client): string => (consumer === undefined ? name : `${name}-1`);

/** A JVM for each client of the scenario, which waits to be told. */
function startClients({ nodes, clients, classes }: Running, document: Document): void {
  Object.entries(document.clients).forEach(([name, client], n) => {
    const process = processOf(name, client);
    appendFileSync(join(nodes.directory, 'hosts'), `${networkOf()}.${FIRST_CLIENT + n} ${process}\n`);
    const args = argumentsOf(name, client);
    const how = { mainClass: 'Metered', args, heapMb: 64, classes, flags: flagsOf(process), cwd: nodes.directory };
    clients.set(process, launch(nodes.release, { ...how, stdio: ['pipe', 'ignore', 'inherit'] }));
  });
}

const isAlive = ({ nodes, clients }: Running, name: string): boolean => {
  const child = clients.get(name);
  return child === undefined ? isUp(nodes, name) : child.exitCode === null && child.signalCode === null;
};

const ask = async <B>({ driver }: Running, name: string, wanted?: string): Promise<B> =>
  (await driver.ask<{ readonly beans: B }>({ kind: 'jmx', server: `${name}:${PORT}`, ...(wanted === undefined ? {} : { wanted, queries: KEPT_TYPES }) })).beans;

/** Values of a process that are kept, by `mbean attribute`. */
async function valuesOf(running: Running, name: string): Promise<Values[string]> {
  const beans = await ask<Readonly<Record<string, Values[string]>>>(running, name, KEPT_BEANS);
  const values = Object.entries(beans).flatMap(([mbean, attributes]) => Object.entries(attributes).map(([key, value]) => [`${mbean} ${key}`, value] as const));
  return Object.fromEntries(values.filter(([key]) => isKept(key)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function look(running: Running, { id = '', at }: Due): Promise<JmxMoment> {
  const values: Record<string, Values[string]> = {};
  for (const name of [...running.clients.keys(), ...running.nodes.brokers.toReversed(), ...running.nodes.controllers])
    if (name !== 'zookeeper1' && isAlive(running, name)) Object.assign(values, await shownBy(running, name));
  return { id, at, values };
}

/** Nothing of a client that ends just now. */
async function shownBy(running: Running, name: string): Promise<Values> {
  try {
    return { [name]: await valuesOf(running, name) };
  } catch (thrown) {
    await sleep(1000);
    if (isAlive(running, name)) throw thrown;
    return {};
  }
}

/** Names of all MBeans take a while to read: there is time after these moments, at which kafka3 coordinates, follows and leads. */
const NAMED_AT: Readonly<Record<string, readonly string[]>> = {
  'all-given': ['kafka3', 'controller1', 'controller2', 'zookeeper1', 'slow', 'audit-1', 'billing-1'],
  'below-min-isr': ['kafka3', 'refused'],
};

const kindOf = (name: string, { clients }: Running): string => {
  if (name.startsWith('kafka')) return 'broker';
  return clients.has(name) ? (name.endsWith('-1') ? 'consumer' : 'producer') : name.slice(0, -1);
};

async function readNames(running: Running, names: Names, processes: readonly string[]): Promise<void> {
  for (const name of processes.filter((one) => isAlive(running, one))) {
    const kind = kindOf(name, running);
    const known = names.get(kind) ?? new Map<string, Set<string>>();
    names.set(kind, known);
    for (const [mbean, attributes] of Object.entries(await ask<Readonly<Record<string, readonly string[]>>>(running, name))) {
      const general = nameInGeneral(mbean, kind);
      known.set(general, new Set([...(known.get(general) ?? []), ...attributes]));
    }
  }
}

const tell = (client: ChildProcess | undefined): void => void client?.stdin?.write('\n');

/** Clients begin with what else is due at their time. */
function dues(running: Running, document: Document): (Due & { readonly begin?: () => void })[] {
  const starts = Object.entries(document.clients).map(([name, client]) => {
    const at = client.start ?? '0s';
    return { at, ms: msOf(at), begin: () => tell(running.clients.get(processOf(name, client))) };
  });
  const warmUp = { at: `${FIRST_LOOK_MS}ms`, ms: FIRST_LOOK_MS, id: WARM_UP };
  const made = { at: `${MADE_MS}ms`, ms: MADE_MS, begin: () => running.clients.forEach(tell) };
  return [...schedule(document), made, warmUp, ...starts].sort((a, b) => a.ms - b.ms);
}

async function play(running: Running, document: Document, names: Names): Promise<JmxMoment[]> {
  const { driver, nodes } = running;
  const moments: JmxMoment[] = [];
  const started = new Map<string, number>();
  let zero = Date.now();
  for (const due of dues(running, document)) {
    await sleep(Math.max(0, zero + due.ms - Date.now()));
    const waiting = Date.now();
    await untilStarted(driver, nodes, started, due.ms);
    zero += Date.now() - waiting;
    noteStarts(started, due);
    due.begin?.();
    if (due.id !== undefined) moments.push(await look(running, due));
    await readNames(running, names, NAMED_AT[due.id ?? ''] ?? []);
    if (due.run !== undefined) console.log((await perform(driver, nodes, due.at, due.run))?.stdout.join('\n') ?? due.run);
    console.log(`${due.at} ${due.id ?? due.run ?? 'client'}: until ${Date.now() - zero} ms`);
  }
  return moments.filter(({ id }) => id !== WARM_UP);
}

async function run(release: Release, document: Document, names: Names): Promise<JmxMoment[]> {
  const nodes = await startNodes(release, document.cluster, flagsOf);
  const driver = startDriver(release, nodes.directory);
  const clients = new Map<string, ChildProcess>();
  const classes = compileMetered(release);
  try {
    await makeHealthy(driver, nodes);
    await giveControl(driver, nodes);
    for (const [name, topic] of Object.entries(document.topics ?? {})) await runTool(driver, creation(name, topic), '');
    const running: Running = { nodes, driver, clients, classes };
    startClients(running, document);
    await sleep(SETTLE_MS);
    return await play(running, document, names);
  } finally {
    for (const child of clients.values()) child.kill('SIGKILL');
    driver.stop();
    await stopNodes(nodes);
  }
}

export async function recordJmx(folders: readonly string[]): Promise<void> {
  for (const under of JMX_RELEASES.filter(({ folder }) => folders.length === 0 || folders.includes(folder))) await recordRelease(under);
}

async function recordRelease(under: Under): Promise<void> {
  const release: Release = { version: under.version, metadata: under.metadata };
  fetchRelease(release);
  const document = documentFor(parse(readFileSync(join(FIXTURES, 'jmx.yaml'), 'utf8')) as Document, under);
  const names: Names = new Map();
  const moments = await run(release, document, names);
  const folder = join(process.env.FIXTURES ?? FIXTURES, under.folder, 'jmx');
  mkdirSync(folder, { recursive: true });
  const command = `npm run conformance:record -- jmx ${under.folder}`;
  writeFileSync(join(folder, 'names.txt'), `# Apache Kafka ${under.version}, fixtures/jmx.yaml, ${command}\n${listed(names)}`);
  writeFileSync(join(folder, 'values.json'), `${printed({ kafka: under.version, command, moments })}\n`);
  console.log(`${under.folder}: ${moments.length} moments`);
}
