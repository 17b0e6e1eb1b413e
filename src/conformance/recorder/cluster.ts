/** A real cluster on loopback: one KRaft controller (3001) and three brokers, formatted, started, killed, paused and ended. */
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { java } from './jars.ts';

const CONTROLLER_PORT = 29093;
const BROKERS = 3;
export const brokerPort = (id: number): number => 19091 + id;

export interface RealCluster {
  readonly directory: string;
  readonly processes: Map<string, ChildProcess>;
}

const nodes = ['controller1', ...Array.from({ length: BROKERS }, (_, i) => `kafka${i + 1}`)];

function properties(name: string, directory: string): string {
  const id = name === 'controller1' ? 3001 : Number(name.slice(5));
  const isController = id === 3001;
  const listener = isController ? `CONTROLLER://localhost:${CONTROLLER_PORT}` : `PLAINTEXT://localhost:${brokerPort(id)}`;
  const lines = {
    'process.roles': isController ? 'controller' : 'broker',
    'node.id': id,
    'controller.quorum.voters': `3001@localhost:${CONTROLLER_PORT}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: listener,
    ...(isController ? {} : { 'advertised.listeners': listener }),
    'log.dirs': join(directory, name),
  };
  return Object.entries(lines)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

export async function startCluster(): Promise<RealCluster> {
  const directory = mkdtempSync(join(tmpdir(), 'highwater-kafka-'));
  const cluster: RealCluster = { directory, processes: new Map() };
  for (const name of nodes) {
    mkdirSync(join(directory, name));
    writeFileSync(join(directory, `${name}.properties`), properties(name, directory));
    await ended(java('kafka.tools.StorageTool', ['format', '-t', 'AAAAAAAAAAAAAAAAAAAAAQ', '-c', join(directory, `${name}.properties`)], 128, 'inherit'), 30_000);
    startNode(cluster, name);
  }
  return cluster;
}

export function startNode(cluster: RealCluster, name: string): void {
  const log = openSync(join(cluster.directory, `${name}.log`), 'a');
  cluster.processes.set(name, java('kafka.Kafka', [join(cluster.directory, `${name}.properties`)], 256, ['ignore', log, log]));
  closeSync(log);
}

export function signalNode(cluster: RealCluster, name: string, signal: NodeJS.Signals): void {
  cluster.processes.get(name)?.kill(signal);
}

/** Resolves with the exit code; -1 when a signal ended it. */
export function ended(child: ChildProcess, timeoutMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = timeoutMs > 0 ? setTimeout(() => child.kill('SIGKILL'), timeoutMs) : undefined;
    child.on('error', reject);
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(code ?? -1);
    });
  });
}

export async function stopCluster(cluster: RealCluster): Promise<void> {
  const children = [...cluster.processes.values()].filter((child) => child.exitCode === null && child.signalCode === null);
  const exits = children.map((child) => ended(child, 10_000));
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(exits);
  rmSync(cluster.directory, { recursive: true, force: true });
}
