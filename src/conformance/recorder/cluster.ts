/** A real cluster on loopback: one KRaft controller (3001) and three brokers at 127.0.0.1 to 127.0.0.3, formatted, started, killed and ended. */
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended, java } from './jars.ts';

export interface RealCluster {
  readonly directory: string;
  readonly processes: Map<string, ChildProcess>;
}

const CONTROLLER = 'controller1:9093';
const NODES = ['controller1', 'kafka1', 'kafka2', 'kafka3'];

function properties(name: string, directory: string): string {
  const isController = name === 'controller1';
  const listener = isController ? `CONTROLLER://${CONTROLLER}` : `PLAINTEXT://${name}:9092`;
  const lines = {
    'process.roles': isController ? 'controller' : 'broker',
    'node.id': isController ? 3001 : Number(name.slice(5)),
    'controller.quorum.voters': `3001@${CONTROLLER}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: listener,
    'log.dirs': join(directory, name),
  };
  return Object.entries(lines)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** Formats and starts everything, and waits until the brokers have had time to register. */
export async function startCluster(): Promise<RealCluster> {
  const directory = mkdtempSync(join(tmpdir(), 'highwater-kafka-'));
  const cluster: RealCluster = { directory, processes: new Map() };
  for (const name of NODES) {
    const file = join(directory, `${name}.properties`);
    writeFileSync(file, properties(name, directory));
    await ended(java('kafka.tools.StorageTool', ['format', '-t', 'AAAAAAAAAAAAAAAAAAAAAQ', '-c', file], 128, 'ignore'), 60_000);
    startNode(cluster, name);
  }
  await new Promise((resolve) => setTimeout(resolve, 12_000));
  return cluster;
}

export function startNode(cluster: RealCluster, name: string): void {
  const log = openSync(join(cluster.directory, `${name}.log`), 'a');
  cluster.processes.set(name, java('kafka.Kafka', [join(cluster.directory, `${name}.properties`)], 256, ['ignore', log, log]));
  closeSync(log);
}

/** `docker kill|stop|start|pause|unpause <nodes>` on the real processes. */
export function docker(cluster: RealCluster, verb: string, names: readonly string[]): void {
  const signals: Readonly<Record<string, NodeJS.Signals>> = { kill: 'SIGKILL', stop: 'SIGTERM', pause: 'SIGSTOP', unpause: 'SIGCONT' };
  for (const name of names) {
    if (verb === 'start') startNode(cluster, name);
    else cluster.processes.get(name)?.kill(signals[verb]);
  }
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

export async function stopCluster(cluster: RealCluster): Promise<void> {
  const children = [...cluster.processes.values()].filter(isRunning);
  const exits = children.map((child) => ended(child, 10_000));
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(exits);
  rmSync(cluster.directory, { recursive: true, force: true });
}
