/** Writes the tools' own usage texts into `src/shell/usage/`: `npm run conformance:record -- usage`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ended, java, KAFKA_VERSION, MAIN_CLASS } from './jars.ts';

const folder = join(import.meta.dirname, '..', '..', 'shell', 'usage');
const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');

async function usageOf(mainClass: string): Promise<string> {
  const child = java(mainClass, ['--help'], 128, ['ignore', 'ignore', 'pipe']);
  let text = '';
  child.stderr?.on('data', (data: Buffer) => {
    text += data.toString();
  });
  await ended(child, 60_000);
  return text;
}

/** Blanks at the ends of lines are left out; `readUsage` pads them again. */
export async function recordUsage(): Promise<void> {
  for (const [tool, mainClass] of Object.entries(MAIN_CLASS)) {
    const name = tool.replace(/\.sh$/, '');
    const text = (await usageOf(mainClass))
      .split('\n')
      .map((line) => line.replace(/ +$/, ''))
      .join('\n');
    writeFileSync(
      join(folder, `${name}.ts`),
      `/** Usage text of ${tool}, as Apache Kafka ${KAFKA_VERSION} prints it (Apache License 2.0). */\nexport const usage = \`${escaped(text)}\`;\n`,
    );
  }
}
