/** A release of Apache Kafka under record: its jars, and how its processes are started. */
import { type ChildProcess, execFileSync, type StdioOptions, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;

export interface Release {
  /** As in Maven Central: 4.3.1. */
  readonly version: string;
  readonly metadata: 'kraft' | 'zookeeper';
}

/** By profile of a scenario. 4.3.1 was the newest 4.3, 3.9.2 the newest release that knows ZooKeeper. */
export const RELEASES: Readonly<Record<string, string>> = { '4.3': '4.3.1', '3.9': '3.9.2' };

const home = ({ version }: Release): string => join(here, '..', '..', '..', '.cache', `kafka-${version}`);
export const libsOf = (release: Release): string => join(home(release), 'libs');
export const isThree = ({ version }: Release): boolean => version.startsWith('3.');

export function fetchRelease(release: Release): void {
  if (existsSync(join(libsOf(release), `kafka-tools-${release.version}.jar`))) return;
  const pom = join(here, isThree(release) ? 'pom-3.xml' : 'pom.xml');
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${libsOf(release)}`, `-Dkafka.version=${release.version}`];
  execFileSync('mvn', ['-q', '-B', '-f', pom, ...goal], { stdio: 'inherit' });
}

/** Compiles the driver against the release's own classes. */
export function compileDriver(release: Release): string {
  const sources = join(home(release), 'driver', release.metadata);
  const classes = join(sources, 'classes');
  mkdirSync(classes, { recursive: true });
  const files = [join(here, 'driver'), join(here, 'driver', release.metadata)].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.java'))
      .map((name) => join(folder, name)),
  );
  const copies = files.map((file) => {
    const copy = join(sources, file.slice(file.lastIndexOf('/') + 1));
    const text = readFileSync(file, 'utf8');
    // The records of a log moved to another package in 4.2.
    writeFileSync(copy, isThree(release) ? text.replaceAll('common.record.internal.', 'common.record.') : text);
    return copy;
  });
  execFileSync('javac', ['-nowarn', '-d', classes, '-cp', join(libsOf(release), '*'), ...copies], { stdio: 'inherit' });
  return classes;
}

export interface Launch {
  readonly mainClass: string;
  readonly args: readonly string[];
  readonly heapMb: number;
  readonly stdio: StdioOptions;
  readonly classes?: string;
  /** Where the process runs; the file `hosts` there is all the names it knows. */
  readonly cwd: string;
}

/** Names of nodes on loopback. Each recorder has a network of its own, so that several may work side by side. */
export function hostsText(): string {
  const network = (process.pid % 250) + 2;
  const names = ['kafka1', 'kafka2', 'kafka3', 'kafka4', 'kafka5', 'kafka6', 'controller1', 'controller2', 'controller3', 'zookeeper1', 'localhost'];
  return names.map((name, n) => `127.0.${network}.${n + 1} ${name}\n`).join('');
}

export function launch(release: Release, { mainClass, args, heapMb, stdio, classes, cwd }: Launch): ChildProcess {
  const logging = isThree(release)
    ? `-Dlog4j.configuration=file:${join(here, 'driver-log4j.properties')}`
    : `-Dlog4j2.configurationFile=${join(here, 'driver-log4j2.yaml')}`;
  const flags = [`-Xmx${heapMb}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto', '-Duser.timezone=UTC', logging];
  const path = [...(classes === undefined ? [] : [classes]), join(libsOf(release), '*')].join(':');
  return spawn('java', [...flags, `-Djdk.net.hosts.file=${join(cwd, 'hosts')}`, '-cp', path, mainClass, ...args], { stdio, cwd });
}
