/** Writes the tools' own usage texts into `src/shell/usage/`: `npm run conformance:record -- usage`. */
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ended, java, KAFKA_VERSION, MAIN_CLASS } from './jars.ts';
import { fetchRelease, launch, type Release } from './release.ts';
import { mainOf } from './tools.ts';

const folder = join(import.meta.dirname, '..', '..', 'shell', 'usage');
const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');

/** Tools whose options or words were others before. */
const OLDER: readonly { readonly folder: string; readonly release: Release; readonly tools: readonly string[] }[] = [
  {
    folder: '2.8',
    release: { version: '2.8.2', metadata: 'zookeeper' },
    tools: ['kafka-topics.sh', 'kafka-configs.sh', 'kafka-reassign-partitions.sh'],
  },
  {
    folder: '3.9',
    release: { version: '3.9.2', metadata: 'zookeeper' },
    tools: ['kafka-topics.sh', 'kafka-configs.sh', 'kafka-reassign-partitions.sh', 'kafka-leader-election.sh', 'kafka-dump-log.sh'],
  },
];

async function usageOf(child: ChildProcess): Promise<string> {
  let text = '';
  child.stderr?.on('data', (data: Buffer) => {
    text += data.toString();
  });
  await ended(child, 60_000);
  return text;
}

/** Blanks at the ends of lines are left out; `readUsage` pads them again. */
function save(below: string, tool: string, version: string, text: string): void {
  const lines = text.split('\n').map((line) => line.replace(/ +$/, ''));
  writeFileSync(
    join(folder, below, `${tool.replace(/\.sh$/, '')}.ts`),
    `/** Usage text of ${tool}, as Apache Kafka ${version} prints it (Apache License 2.0). */\nexport const usage = \`${escaped(lines.join('\n'))}\`;\n`,
  );
}

export async function recordUsage(): Promise<void> {
  for (const [tool, mainClass] of Object.entries(MAIN_CLASS))
    save('', tool, KAFKA_VERSION, await usageOf(java(mainClass, ['--help'], 128, ['ignore', 'ignore', 'pipe'])));
  for (const { folder: below, release, tools } of OLDER) {
    fetchRelease(release);
    mkdirSync(join(folder, below), { recursive: true });
    for (const tool of tools) {
      const { main, args } = mainOf(release, [tool, '--help']);
      save(
        below,
        tool,
        release.version,
        await usageOf(launch(release, { mainClass: main, args, heapMb: 128, stdio: ['ignore', 'ignore', 'pipe'], cwd: folder })),
      );
    }
  }
}
