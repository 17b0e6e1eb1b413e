/** How long a file and a function may be. Above the first figure it is worth a look; above the second it fails, unless it is listed with a reason. */
import { isTest, type Node, type SourceFile, type Violation, violation, walk } from './source.ts';

export const FILE_LINES = { look: 200, fail: 400 } as const;
export const FUNCTION_LINES = { look: 40, fail: 70 } as const;

/** By path, or by path and function: why it may be longer. */
export const allowedLength: Readonly<Record<string, string>> = {
  'kafka/protocol/messages.ts': "one list of Kafka's requests and responses, read as a table",
  'kafka/facts.ts': 'one vocabulary of facts, read as a table',
  'kafka/frame.ts': 'one read model, read as a table',
};

export interface Length {
  readonly path: string;
  readonly start: number;
  readonly name: string;
  readonly lines: number;
}

const linesOf = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

const NAMED: Readonly<Record<string, string>> = {
  VariableDeclarator: 'id',
  Property: 'key',
  MethodDefinition: 'key',
  PropertyDefinition: 'key',
  AssignmentExpression: 'left',
};

function functionName(node: Node, parent: Node | undefined): string {
  const own = node.id as Node | null | undefined;
  const given = parent && (parent[NAMED[parent.type] ?? ''] as Node | undefined);
  return ((own ?? given)?.name as string | undefined) ?? 'anonymous';
}

/** Lengths of all functions of a file. Tests are told as stories, so theirs are not counted. */
export function functionLengths(file: SourceFile): Length[] {
  if (isTest(file)) return [];
  const found: Length[] = [];
  walk(file.program, (node, parent) => {
    if (node.type !== 'FunctionDeclaration' && node.type !== 'FunctionExpression' && node.type !== 'ArrowFunctionExpression') return;
    const lines = linesOf(file.text.slice(node.start, node.end));
    if (lines > FUNCTION_LINES.look) found.push({ path: file.path, start: node.start, name: functionName(node, parent), lines });
  });
  return found;
}

/** What is too long, without a reason in the list; and reasons for what is not too long any more. */
export function sizes(files: readonly SourceFile[], allowed: Readonly<Record<string, string>> = allowedLength): Violation[] {
  const found: Violation[] = [];
  const used = new Set<string>();
  const judge = (file: SourceFile, key: string, start: number, lines: number, limit: number) => {
    if (lines <= limit) return;
    used.add(key);
    if (!Object.hasOwn(allowed, key)) found.push(violation(file, start, `${key} has ${lines} lines; the limit is ${limit}`));
  };
  for (const file of files) {
    judge(file, file.path, 0, linesOf(file.text), FILE_LINES.fail);
    for (const { name, start, lines } of functionLengths(file)) judge(file, `${file.path}:${name}`, start, lines, FUNCTION_LINES.fail);
  }
  for (const key of Object.keys(allowed)) {
    if (!used.has(key)) found.push({ path: 'tidy/sizes.ts', line: 1, what: `${key} needs no exception any more` });
  }
  return found;
}

/** What is worth a look, in one line. */
export function longOnes(files: readonly SourceFile[]): string {
  const long = files.filter((file) => !isTest(file) && linesOf(file.text) > FILE_LINES.look);
  const functions = files.flatMap(functionLengths);
  const longest = [...functions].sort((a, b) => b.lines - a.lines || (a.path < b.path ? -1 : 1)).slice(0, 5);
  const named = longest.map(({ path, name, lines }) => `${path}:${name} ${lines}`).join(', ');
  return `${long.length} files above ${FILE_LINES.look} lines, ${functions.length} functions above ${FUNCTION_LINES.look}${named ? ` (longest: ${named})` : ''}`;
}
