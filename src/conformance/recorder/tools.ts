/** Command-line tools of any release: their main classes, and a JVM that runs one after the other (`runner/Runner.java`). */
import { type ChildProcess, execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { home, launch, majorOf, type Release } from './release.ts';

type Classes = Readonly<Record<string, string>>;

/** Up to 2.8 the tools are objects of Scala in the core. */
const IN_CORE: Classes = {
  'kafka-topics.sh': 'kafka.admin.TopicCommand',
  'kafka-configs.sh': 'kafka.admin.ConfigCommand',
  'kafka-reassign-partitions.sh': 'kafka.admin.ReassignPartitionsCommand',
  'kafka-preferred-replica-election.sh': 'kafka.admin.PreferredReplicaLeaderElectionCommand',
  'kafka-leader-election.sh': 'kafka.admin.LeaderElectionCommand',
  'kafka-consumer-groups.sh': 'kafka.admin.ConsumerGroupCommand',
  'kafka-delete-records.sh': 'kafka.admin.DeleteRecordsCommand',
  'kafka-log-dirs.sh': 'kafka.admin.LogDirsCommand',
  'kafka-broker-api-versions.sh': 'kafka.admin.BrokerApiVersionsCommand',
  'kafka-features.sh': 'kafka.admin.FeatureCommand',
  'kafka-dump-log.sh': 'kafka.tools.DumpLogSegments',
  'kafka-console-producer.sh': 'kafka.tools.ConsoleProducer',
  'kafka-console-consumer.sh': 'kafka.tools.ConsoleConsumer',
};

const tool = (name: string): string => `org.apache.kafka.tools.${name}`;

const IN_TOOLS: Classes = {
  'kafka-topics.sh': tool('TopicCommand'),
  'kafka-configs.sh': 'kafka.admin.ConfigCommand',
  'kafka-reassign-partitions.sh': tool('reassign.ReassignPartitionsCommand'),
  'kafka-leader-election.sh': tool('LeaderElectionCommand'),
  'kafka-consumer-groups.sh': tool('consumer.group.ConsumerGroupCommand'),
  'kafka-delete-records.sh': tool('DeleteRecordsCommand'),
  'kafka-log-dirs.sh': tool('LogDirsCommand'),
  'kafka-broker-api-versions.sh': tool('BrokerApiVersionsCommand'),
  'kafka-features.sh': tool('FeatureCommand'),
  'kafka-metadata-quorum.sh': tool('MetadataQuorumCommand'),
  'kafka-get-offsets.sh': tool('GetOffsetShell'),
  'kafka-transactions.sh': tool('TransactionsCommand'),
  'kafka-producer-perf-test.sh': tool('ProducerPerformance'),
  'kafka-dump-log.sh': tool('DumpLogSegments'),
  'kafka-console-producer.sh': tool('ConsoleProducer'),
  'kafka-console-consumer.sh': tool('consumer.ConsoleConsumer'),
  'kafka-share-groups.sh': tool('consumer.group.ShareGroupCommand'),
  'kafka-console-share-consumer.sh': tool('consumer.ConsoleShareConsumer'),
};

/** 3.9 moved all but its producer, configs and a few others. */
const IN_THREE: Classes = {
  ...IN_TOOLS,
  'kafka-console-producer.sh': 'kafka.tools.ConsoleProducer',
  'kafka-broker-api-versions.sh': 'kafka.admin.BrokerApiVersionsCommand',
  'kafka-dump-log.sh': 'kafka.tools.DumpLogSegments',
};

/** The class behind a command line and its arguments: `kafka-run-class.sh` names it itself. */
export function mainOf(release: Release, [name, ...args]: readonly string[]): { readonly main: string; readonly args: readonly string[] } {
  if (name === 'kafka-run-class.sh') return { main: args[0], args: args.slice(1) };
  const major = majorOf(release);
  const main = (major < 3 ? IN_CORE : major === 3 ? IN_THREE : IN_TOOLS)[name];
  if (main === undefined) throw new Error(`${name} is not known to the recorder.`);
  return { main, args };
}

export interface ToolRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Tools {
  readonly run: (words: readonly string[]) => Promise<ToolRun>;
  readonly child: ChildProcess;
}

function compile(release: Release): string {
  const classes = join(home(release), 'runner');
  mkdirSync(classes, { recursive: true });
  execFileSync('javac', ['-nowarn', '-Xlint:none', '-d', classes, join(import.meta.dirname, 'runner', 'Runner.java')], {
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  return classes;
}

const encoded = (text: string): string => `=${Buffer.from(text, 'utf8').toString('base64')}`;
const decoded = (text: string): string => Buffer.from(text.slice(1), 'base64').toString('utf8');

/** `directory` is where the tools' files are, and `hosts`. */
export function startTools(release: Release, directory: string): Tools {
  const child = launch(release, {
    mainClass: 'Runner',
    args: [],
    heapMb: 192,
    stdio: ['pipe', 'pipe', 'inherit'],
    classes: compile(release),
    cwd: directory,
    flags: ['-Djava.security.manager=allow'],
  });
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => waiting.shift()?.(line));
  const run = (words: readonly string[]): Promise<ToolRun> =>
    new Promise((resolve) => {
      waiting.push((line) => {
        const [code, stdout, stderr] = line.split(' ');
        resolve({ exitCode: Number(code), stdout: decoded(stdout), stderr: decoded(stderr) });
      });
      const { main, args } = mainOf(release, words);
      child.stdin?.write(`${[main, ...args.map(encoded)].join(' ')}\n`);
    });
  return { run, child };
}
