/** How a file looks from outside: its header, its name, and that it is no mere list of other files. */
import { resolved } from './layering.ts';
import { isTest, type Node, type SourceFile, type Violation, violation } from './source.ts';

const FORBIDDEN_NAMES = /(?:^|\/)(?:utils?|common|helpers?|shared|misc|lib|types|index)(?:\/|\.tsx?$)/;
const SHORTEST_HEADER = 8;

function headerFault({ comments, program, text }: SourceFile): string | undefined {
  const first = (program.body as Node[])[0];
  const header = comments[0];
  const start = text.startsWith('#!') ? text.indexOf('\n') + 1 : 0;
  if (header === undefined || text.slice(start, header.start).trim() !== '' || (first && first.start < header.start))
    return 'begins without a comment that says what it is';
  return header.value.trim().length < SHORTEST_HEADER ? 'begins with a comment that says hardly anything' : undefined;
}

const isReexport = (node: Node): boolean =>
  node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && node.source !== null && node.source !== undefined);

/** Files that are only ever loaded later: such a list of exports is a chunk of the build. */
function chunksOf(files: readonly SourceFile[]): Set<string> {
  const later = new Set<string>();
  const atOnce = new Set<string>();
  for (const file of files) {
    for (const { source, isLater } of file.imports) {
      const target = resolved(file, source);
      if (target !== undefined) (isLater ? later : atOnce).add(target);
    }
  }
  return new Set([...later].filter((path) => !atOnce.has(path)));
}

function barrelFault({ path, program }: SourceFile, chunks: ReadonlySet<string>): string | undefined {
  if (path.endsWith('/catalog.ts') || chunks.has(path)) return undefined;
  const body = program.body as Node[];
  if (body.some((node) => node.type === 'ExportAllDeclaration')) return 'export *: name what you export';
  const others = body.filter((node) => node.type !== 'ImportDeclaration');
  return others.length > 0 && others.every(isReexport) ? 'only passes on what other files export; import those' : undefined;
}

export function shape(files: readonly SourceFile[]): Violation[] {
  const found: Violation[] = [];
  const chunks = chunksOf(files);
  for (const file of files) {
    const faults = [barrelFault(file, chunks), FORBIDDEN_NAMES.test(file.path) ? 'a name that says nothing: a helper lives with its noun' : undefined];
    if (!isTest(file)) faults.push(headerFault(file));
    for (const what of faults) if (what !== undefined) found.push(violation(file, 0, what));
  }
  return found;
}
