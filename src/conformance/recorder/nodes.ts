/** Nodes of a real cluster on loopback as a scenario describes it: their configuration, their processes, and docker's verbs as signals. */
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RECORDED_POOLS } from '../admin/dialect.ts';
import type { CaseCluster } from '../case.ts';
import { ended } from './jars.ts';
import { hostsText, launch, type Release } from './release.ts';

export interface Nodes {
  readonly release: Release;
  readonly cluster: CaseCluster;
  readonly directory: string;
  readonly brokers: readonly string[];
  /** KRaft controllers, or the server of ZooKeeper. */
  readonly controllers: readonly string[];
  readonly processes: Map<string, ChildProcess>;
  readonly paused: Set<string>;
  /** Settings that cases gave to topics. */
  readonly configured: Map<string, ReadonlySet<string>>;
  /** More of the JVM's own for each node. */
  readonly flagsOf: (name: string) => readonly string[];
}

/** Only to be easy on the machine: nothing that a scenario observes. */
const SMALL = {
  ...RECORDED_POOLS,
  'log.cleaner.dedupe.buffer.size': 4_194_304,
  // Retention and the cleaner begin after 30 s otherwise: a cluster under record has always been running.
  'log.initial.task.delay.ms': 1000,
};

function quorumOf({ controllers }: Pick<Nodes, 'controllers'>): string {
  return controllers.map((name) => `${3000 + Number(name.slice(10))}@${name}:9093`).join(',');
}

function propertiesOf(nodes: Nodes, name: string): Readonly<Record<string, unknown>> {
  const { cluster, directory, release } = nodes;
  const isBroker = name.startsWith('kafka');
  const common = { 'log.dirs': join(directory, name), ...SMALL, ...cluster.config };
  const rack = isBroker ? cluster.racks?.[Number(name.slice(5)) - 1] : undefined;
  const own = { ...(rack === undefined ? {} : { 'broker.rack': rack }), ...cluster['broker-config']?.[name] };
  if (release.metadata === 'zookeeper')
    return { ...common, 'broker.id': Number(name.slice(5)), 'zookeeper.connect': 'zookeeper1:2181', listeners: `PLAINTEXT://${name}:9092`, ...own };
  return {
    ...common,
    'process.roles': isBroker ? 'broker' : 'controller',
    'node.id': isBroker ? Number(name.slice(5)) : 3000 + Number(name.slice(10)),
    'controller.quorum.voters': quorumOf(nodes),
    'controller.listener.names': 'CONTROLLER',
    listeners: isBroker ? `PLAINTEXT://${name}:9092` : `CONTROLLER://${name}:9093`,
    ...own,
  };
}

const asFile = (properties: Readonly<Record<string, unknown>>): string =>
  Object.entries(properties)
    .map(([key, value]) => `${key}=${String(value)}\n`)
    .join('');

function writeConfigs(nodes: Nodes): void {
  const { directory, controllers, brokers, release } = nodes;
  const kafka = release.metadata === 'kraft' ? [...controllers, ...brokers] : brokers;
  for (const name of kafka) writeFileSync(join(directory, `${name}.properties`), asFile(propertiesOf(nodes, name)));
  if (release.metadata === 'kraft') return;
  const zoo = { dataDir: join(directory, 'zookeeper1'), clientPort: 2181, clientPortAddress: 'zookeeper1', tickTime: 2000, 'admin.enableServer': false };
  mkdirSync(zoo.dataDir);
  writeFileSync(join(directory, 'zookeeper1.properties'), asFile(zoo));
}

async function format(nodes: Nodes): Promise<void> {
  for (const name of [...nodes.controllers, ...nodes.brokers]) {
    const file = join(nodes.directory, `${name}.properties`);
    const args = ['format', '-t', 'AAAAAAAAAAAAAAAAAAAAAQ', '-c', file];
    await ended(launch(nodes.release, { mainClass: 'kafka.tools.StorageTool', args, heapMb: 96, stdio: 'ignore', cwd: nodes.directory }), 60_000);
  }
}

export async function startNodes(release: Release, cluster: CaseCluster, flagsOf: Nodes['flagsOf'] = () => []): Promise<Nodes> {
  const brokers = Array.from({ length: cluster.brokers }, (_, n) => `kafka${n + 1}`);
  const controllers = release.metadata === 'kraft' ? Array.from({ length: cluster.controllers ?? 1 }, (_, n) => `controller${n + 1}`) : ['zookeeper1'];
  const directory = mkdtempSync(join(tmpdir(), 'highwater-kafka-'));
  writeFileSync(join(directory, 'hosts'), hostsText());
  const nodes: Nodes = { release, cluster, directory, brokers, controllers, processes: new Map(), paused: new Set(), configured: new Map(), flagsOf };
  writeConfigs(nodes);
  if (release.metadata === 'kraft') await format(nodes);
  for (const name of [...controllers, ...brokers]) startNode(nodes, name);
  return nodes;
}

export const isUp = ({ processes }: Nodes, name: string): boolean => {
  const child = processes.get(name);
  return child !== undefined && child.exitCode === null && child.signalCode === null;
};

export function startNode(nodes: Nodes, name: string): void {
  if (isUp(nodes, name)) return;
  const log = openSync(join(nodes.directory, `${name}.log`), 'a');
  const file = join(nodes.directory, `${name}.properties`);
  const mainClass = name.startsWith('zookeeper') ? 'org.apache.zookeeper.server.quorum.QuorumPeerMain' : 'kafka.Kafka';
  nodes.processes.set(
    name,
    launch(nodes.release, {
      mainClass,
      args: [file],
      heapMb: name.startsWith('kafka') ? 200 : 128,
      stdio: ['ignore', log, log],
      flags: nodes.flagsOf(name),
      cwd: nodes.directory,
    }),
  );
  closeSync(log);
}

/** `docker kill|stop|start|restart|pause|unpause <nodes>` on the real processes. */
export async function docker(nodes: Nodes, verb: string, names: readonly string[]): Promise<void> {
  const signals: Readonly<Record<string, NodeJS.Signals>> = { kill: 'SIGKILL', stop: 'SIGTERM', restart: 'SIGTERM', pause: 'SIGSTOP', unpause: 'SIGCONT' };
  for (const name of names) {
    const child = nodes.processes.get(name);
    if (signals[verb]) child?.kill(signals[verb]);
    if (verb === 'pause') nodes.paused.add(name);
    else nodes.paused.delete(name);
    if ((verb === 'restart' || verb === 'start') && child && isUp(nodes, name)) await ended(child, 60_000);
    if (verb === 'start' || verb === 'restart') startNode(nodes, name);
  }
}

export async function stopNodes(nodes: Nodes): Promise<void> {
  const children = [...nodes.processes.entries()].filter(([name]) => isUp(nodes, name)).map(([, child]) => child);
  const exits = children.map((child) => ended(child, 10_000));
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(exits);
  rmSync(nodes.directory, { recursive: true, force: true });
}
