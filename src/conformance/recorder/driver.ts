/** The long-lived JVM that runs Kafka's own tools and looks into a cluster: one request at a time, a line of JSON each way. */
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { MAIN_CLASS } from './jars.ts';
import { compileDriver, isThree, launch, type Release } from './release.ts';

const MORE_TOOLS: Readonly<Record<string, string>> = {
  'kafka-leader-election.sh': 'org.apache.kafka.tools.LeaderElectionCommand',
  'kafka-reassign-partitions.sh': 'org.apache.kafka.tools.reassign.ReassignPartitionsCommand',
  'kafka-delete-records.sh': 'org.apache.kafka.tools.DeleteRecordsCommand',
  'kafka-metadata-quorum.sh': 'org.apache.kafka.tools.MetadataQuorumCommand',
};

export interface ToolOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

type Ask = <T>(request: Readonly<Record<string, unknown>>) => Promise<T>;

/** Two JVMs: a tool that waits for a paused broker must not hold up a look at the cluster. */
export interface Driver {
  readonly release: Release;
  readonly ask: Ask;
  readonly askTool: Ask;
  stop(): void;
}

export function startDriver(release: Release, directory: string): Driver {
  const classes = compileDriver(release);
  const [looker, tools] = [startJvm(release, directory, classes), startJvm(release, directory, classes)];
  const stop = (): void => {
    for (const { child } of [looker, tools]) child.kill('SIGKILL');
  };
  return { release, ask: looker.ask, askTool: tools.ask, stop };
}

function startJvm(release: Release, directory: string, classes: string): { readonly child: ChildProcess; readonly ask: Ask } {
  const child = launch(release, { mainClass: 'Driver', args: [], heapMb: 256, stdio: ['pipe', 'pipe', 'inherit'], classes, cwd: directory });
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => waiting.shift()?.(line));
  const ask = <T>(request: Readonly<Record<string, unknown>>): Promise<T> =>
    new Promise((resolve, reject) => {
      waiting.push((line) => {
        const answer = JSON.parse(line) as T & { failed?: string };
        if (answer.failed === undefined) resolve(answer);
        else reject(new Error(answer.failed));
      });
      child.stdin?.write(`${JSON.stringify(request)}\n`);
    });
  return { child, ask };
}

function mainClassOf(release: Release, tool: string): string {
  if (isThree(release) && tool === 'kafka-console-producer.sh') return 'kafka.tools.ConsoleProducer';
  const found = MAIN_CLASS[tool] ?? MORE_TOOLS[tool];
  if (found === undefined) throw new Error(`${tool} is not known to the recorder.`);
  return found;
}

export const runTool = ({ askTool, release }: Driver, words: readonly string[], stdin: string): Promise<ToolOutput> =>
  askTool({ kind: 'tool', main: mainClassOf(release, words[0]), args: words.slice(1), stdin, timeoutMs: 90_000 });
