/** Kafka's jars from Maven Central, kept under .cache, and how a class of them is run. */
import { type ChildProcess, execFileSync, type StdioOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The newest 4.3 on Maven Central when the fixtures were recorded. */
export const KAFKA_VERSION = '4.3.1';

const here = import.meta.dirname;
const cache = join(here, '..', '..', '..', '.cache', `kafka-${KAFKA_VERSION}`);
const libs = join(cache, 'libs');

export function fetchJars(): void {
  if (existsSync(join(libs, `kafka-tools-${KAFKA_VERSION}.jar`))) return;
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${libs}`, `-Dkafka.version=${KAFKA_VERSION}`];
  execFileSync('mvn', ['-q', '-B', '-f', join(here, 'pom.xml'), ...goal], { stdio: 'inherit' });
}

export function java(mainClass: string, args: readonly string[], heapMb: number, stdio: StdioOptions, cwd?: string): ChildProcess {
  const logging = `-Dlog4j2.configurationFile=${join(here, 'tools-log4j2.yaml')}`;
  // The JDK reads names from this file alone: kafka1 to kafka3 are 127.0.0.1 to 127.0.0.3, and any other name is unknown.
  const hosts = `-Djdk.net.hosts.file=${join(here, 'hosts')}`;
  const flags = [`-Xmx${heapMb}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Duser.timezone=UTC', logging, hosts];
  return spawn('java', [...flags, '-cp', join(libs, '*'), mainClass, ...args], { stdio, cwd });
}

/** Resolves with the exit code, as a shell counts it: 128 and the signal's number when one ended it. */
export function ended(child: ChildProcess, timeoutMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 137));
    });
  });
}

/** Main class behind each script of bin/. */
export const MAIN_CLASS: Readonly<Record<string, string>> = {
  'kafka-topics.sh': 'org.apache.kafka.tools.TopicCommand',
  'kafka-console-producer.sh': 'org.apache.kafka.tools.ConsoleProducer',
  'kafka-console-consumer.sh': 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  'kafka-consumer-groups.sh': 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
  'kafka-get-offsets.sh': 'org.apache.kafka.tools.GetOffsetShell',
  'kafka-configs.sh': 'kafka.admin.ConfigCommand',
  'kafka-leader-election.sh': 'org.apache.kafka.tools.LeaderElectionCommand',
  'kafka-reassign-partitions.sh': 'org.apache.kafka.tools.reassign.ReassignPartitionsCommand',
};
