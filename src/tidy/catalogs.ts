/** Catalogues are complete, and nothing lies about that no program reaches. */
import { catalogues, kafkaOrder } from '../layers.ts';
import { resolved } from './layering.ts';
import { folderOf, isTest, type SourceFile, type Violation } from './source.ts';

/** Files where something starts: a page, a command, a test. */
const isEntry = (file: SourceFile): boolean =>
  isTest(file) || file.path === 'app/main.tsx' || /^(?:headless|conformance)\//.test(file.path) || !file.path.includes('/');

function reachable(files: readonly SourceFile[], from: readonly SourceFile[], follow: (file: SourceFile) => boolean): Set<string> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const seen = new Set<string>();
  const queue = [...from];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file.path)) continue;
    seen.add(file.path);
    for (const { source } of file.imports) {
      const target = resolved(file, source);
      const next = target === undefined ? undefined : byPath.get(target);
      if (next !== undefined && follow(next)) queue.push(next);
    }
  }
  return seen;
}

const matcher = (form: string): RegExp => {
  const source = form
    .replaceAll('.', '\\.')
    .replace('**/', '(?:.+/)?')
    .replace(/(?<!\.)\*/g, '[^/]+');
  return new RegExp(`^${source}$`);
};

/** A new fault, tool, lesson or view that its catalogue does not list is a mistake. */
function unlisted(files: readonly SourceFile[], catalog: SourceFile, form: string): Violation[] {
  const folder = `${folderOf(catalog.path)}/`;
  const reached = reachable(files, [catalog], ({ path }) => path.startsWith(folder));
  const entry = matcher(form);
  const missing = files.filter((file) => entry.test(file.path) && !isTest(file) && !reached.has(file.path));
  return missing.map(({ path }) => ({ path, line: 1, what: `is not reached from ${catalog.path}` }));
}

export function catalogs(files: readonly SourceFile[]): Violation[] {
  return files
    .filter(({ path }) => path.endsWith('/catalog.ts'))
    .flatMap((catalog) => {
      const form = catalogues[catalog.path];
      if (form === undefined) return [{ path: catalog.path, line: 1, what: 'layers.ts does not say what it lists' }];
      return form === '' ? [] : unlisted(files, catalog, form);
    });
}

/** Files that no page, command or test reaches. */
export function unreached(files: readonly SourceFile[]): Violation[] {
  const reached = reachable(files, files.filter(isEntry), () => true);
  return files.filter((file) => !reached.has(file.path)).map(({ path }) => ({ path, line: 1, what: 'no page, command or test reaches it' }));
}

/** Each subsystem says what it simplifies; the app shows it. `documents` are the paths of all README.md files, by path with their text. */
export function simplifications(files: readonly SourceFile[], documents: Readonly<Record<string, string>>): Violation[] {
  const present = kafkaOrder.filter((folder) => files.some(({ path }) => path.startsWith(`kafka/${folder}/`)));
  return present
    .map((folder) => `kafka/${folder}/README.md`)
    .filter((path) => !/^## What is simplified$/m.test(documents[path] ?? ''))
    .map((path) => ({ path, line: 1, what: 'is missing, or has no heading "## What is simplified"' }));
}
