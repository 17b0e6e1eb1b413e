/** A release of Apache Kafka under record: its jars, and how its processes are started. */
import { type ChildProcess, execFileSync, type StdioOptions, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const here = import.meta.dirname;

export interface Release {
  /** As in Maven Central: 4.3.1. */
  readonly version: string;
  readonly metadata: 'kraft' | 'zookeeper';
}

/** By profile of a scenario. 4.3.1 was the newest 4.3, 3.9.2 the newest release that knows ZooKeeper. */
export const RELEASES: Readonly<Record<string, string>> = { '4.3': '4.3.1', '3.9': '3.9.2' };

export const home = ({ version }: Release): string => join(here, '..', '..', '..', '.cache', `kafka-${version}`);
export const libsOf = (release: Release): string => join(home(release), 'libs');
export const isThree = ({ version }: Release): boolean => version.startsWith('3.');
export const majorOf = ({ version }: Release): number => Number(version.split('.')[0]);

/** The core of Kafka in Maven Central, with the Scala that each release was built for last. */
const ARTIFACTS: Readonly<Record<string, string>> = { '2.8.2': 'kafka_2.13', '2.1.1': 'kafka_2.12', '0.10.2.2': 'kafka_2.11' };
const isOld = (release: Release): boolean => majorOf(release) < 3;

export function fetchRelease(release: Release): void {
  const last = isOld(release) ? 'slf4j-log4j12-1.7.30.jar' : `kafka-${isThree(release) ? 'tools' : 'streams-examples'}-${release.version}.jar`;
  if (existsSync(join(libsOf(release), last))) return;
  const pom = join(here, isOld(release) ? 'pom-old.xml' : isThree(release) ? 'pom-3.xml' : 'pom.xml');
  const artifact = isOld(release) ? [`-Dkafka.artifact=${ARTIFACTS[release.version]}`] : [];
  const goal = [
    'dependency:copy-dependencies',
    '-DincludeScope=runtime',
    `-DoutputDirectory=${libsOf(release)}`,
    `-Dkafka.version=${release.version}`,
    ...artifact,
  ];
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

/** Compiles the programs of `clients/`, which use Kafka's own clients. */
export function compileClients(release: Release): string {
  const [from, classes] = [join(here, 'clients'), join(home(release), 'clients')];
  mkdirSync(classes, { recursive: true });
  const files = readdirSync(from).map((name) => join(from, name));
  execFileSync('javac', ['-nowarn', '-d', classes, '-cp', join(libsOf(release), '*'), ...files], { stdio: 'inherit' });
  return classes;
}

export interface Launch {
  readonly mainClass: string;
  readonly args: readonly string[];
  readonly heapMb: number;
  readonly stdio: StdioOptions;
  readonly classes?: string;
  /** More of the JVM's own. */
  readonly flags?: readonly string[];
  /** Where the process runs; the file `hosts` there is all the names it knows. */
  readonly cwd: string;
}

/** The first three numbers of its addresses. Each recorder has a network of its own, so that several may work side by side. */
export const networkOf = (): string => `127.0.${(process.pid % 250) + 2}`;

/** Names of nodes on loopback. */
export function hostsText(): string {
  const network = networkOf();
  const names = ['kafka1', 'kafka2', 'kafka3', 'kafka4', 'kafka5', 'kafka6', 'controller1', 'controller2', 'controller3', 'zookeeper1', 'localhost'];
  // Old brokers ask for the name of the machine itself.
  return `${names.map((name, n) => `${network}.${n + 1} ${name}\n`).join('')}127.0.0.1 ${hostname()}\n`;
}

export function launch(release: Release, { mainClass, args, heapMb, stdio, classes, cwd, flags: more = [] }: Launch): ChildProcess {
  const logging =
    majorOf(release) < 4
      ? `-Dlog4j.configuration=file:${join(here, 'driver-log4j.properties')}`
      : `-Dlog4j2.configurationFile=${join(here, 'driver-log4j2.yaml')}`;
  const flags = [`-Xmx${heapMb}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto', '-Duser.timezone=UTC', logging, ...more];
  const path = [...(classes === undefined ? [] : [classes]), join(libsOf(release), '*')].join(':');
  return spawn('java', [...flags, `-Djdk.net.hosts.file=${join(cwd, 'hosts')}`, '-cp', path, mainClass, ...args], { stdio, cwd });
}
