/** Source files as the house check sees them: parsed once, each with its imports and its room. Rules are functions over a list of these, so that a test can plant one. */
import { type ESTree, parseSync } from 'vite';

/** A node of the syntax tree; its other fields depend on `type`. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export interface Import {
  readonly source: string;
  readonly start: number;
  /** A pattern of `import.meta.glob`, which knows no aliases. */
  readonly isGlob: boolean;
  /** `import(…)`: it loads later. */
  readonly isLater: boolean;
}

export interface SourceFile {
  /** From `src/`, with forward slashes: `kafka/log/segment.ts`. */
  readonly path: string;
  readonly text: string;
  readonly program: Node;
  readonly comments: readonly { readonly start: number; readonly end: number; readonly value: string }[];
  readonly imports: readonly Import[];
}

export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly what: string;
}

/** Tests, and what only tests import. */
export const isTest = (file: SourceFile): boolean => /\.test(?:kit)?\.tsx?$/.test(file.path);
export const roomOf = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : 'src');
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

export function violation(file: SourceFile, start: number, what: string): Violation {
  let line = 1;
  for (let i = file.text.indexOf('\n'); i >= 0 && i < start; i = file.text.indexOf('\n', i + 1)) line++;
  return { path: file.path, line, what };
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Visits every node under `node`, each with its parent. */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  visit(node, parent);
  for (const key of Object.keys(node)) {
    const value = node[key];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) walk(item, visit, node);
    } else if (isNode(value)) walk(value, visit, node);
  }
}

/** The text of a literal or of a template without holes; undefined for anything that is computed. */
export function literalText(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  const quasis = node.quasis as readonly { readonly value: { readonly cooked: string } }[] | undefined;
  return node.type === 'TemplateLiteral' && quasis?.length === 1 ? quasis[0].value.cooked : undefined;
}

/** `import.meta.glob('./*.md')` and the like. */
const isGlob = (node: Node): boolean => {
  const callee = node.callee as Node | undefined;
  const property = callee?.property as Node | undefined;
  return node.type === 'CallExpression' && property?.name === 'glob' && (callee?.object as Node | undefined)?.type === 'MetaProperty';
};

function globsOf(node: Node): readonly unknown[] {
  if (!isGlob(node)) return [];
  const [first] = node.arguments as readonly Node[];
  return first?.type === 'ArrayExpression' ? (first.elements as readonly unknown[]) : [first];
}

/** `typeof import('…')` in a type loads nothing at all. */
const LATER = new Set(['ImportExpression', 'TSImportType']);

function importsOf(program: Node): Import[] {
  const imports: Import[] = [];
  walk(program, (node) => {
    const source = literalText(node.source);
    if (source !== undefined) imports.push({ source, start: node.start, isGlob: false, isLater: LATER.has(node.type) });
    else if (node.type === 'ImportExpression') imports.push({ source: '', start: node.start, isGlob: false, isLater: true });
    for (const glob of globsOf(node)) imports.push({ source: literalText(glob) ?? '', start: node.start, isGlob: true, isLater: false });
  });
  return imports;
}

/** Parses one file. Text that is not a program is a violation of its own, so it throws. */
export function sourceFile(path: string, text: string): SourceFile {
  const lang = path.endsWith('.tsx') ? 'tsx' : path.endsWith('.mjs') ? 'js' : 'ts';
  const { program, comments, errors } = parseSync(path, text, { lang });
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  const root = program as ESTree.Program as unknown as Node;
  return { path, text, program: root, comments, imports: importsOf(root) };
}
