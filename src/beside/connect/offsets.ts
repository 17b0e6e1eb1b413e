/** Where a standalone worker keeps source offsets (FileOffsetBackingStore): one pair of key and value a line, as JsonConverter writes them. */
import { contentOf, type Files } from '#beside/connect/task.ts';

const keyOf = (connector: string, file: string): string => JSON.stringify([connector, { filename: file }]);

const pairs = (content: string): Map<string, string> =>
  new Map(
    content.split('\n').flatMap((line) => {
      const tab = line.indexOf('\t');
      return tab < 0 ? [] : [[line.slice(0, tab), line.slice(tab + 1)] as const];
    }),
  );

export function storedPosition(files: Files, offsetFile: string, connector: string, file: string): number | undefined {
  const value = pairs(contentOf(files, offsetFile) ?? '').get(keyOf(connector, file));
  const position = /^\{"position":(\d{1,15})\}$/.exec(value ?? '')?.[1];
  return position === undefined ? undefined : Number(position);
}

/** The whole file is written again. */
export function withPosition(files: Files, offsetFile: string, connector: string, file: string, position: number): Files {
  const stored = pairs(contentOf(files, offsetFile) ?? '').set(keyOf(connector, file), JSON.stringify({ position }));
  return { ...files, [offsetFile]: [...stored].map(([key, value]) => `${key}\t${value}\n`).join('') };
}
