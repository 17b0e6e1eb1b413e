/** What a pure room may not touch, and what no room may do with text that came from a link. */
import { layers } from '../layers.ts';
import { isTest, literalText, type Node, roomOf, type SourceFile, type Violation, violation, walk } from './source.ts';

/** Bit-equal in every engine (measured); all other functions of Math are not, or need not be. */
const MATH = new Set(['abs', 'min', 'max', 'floor', 'ceil', 'trunc', 'round', 'sign', 'imul', 'clz32', 'fround', 'sqrt']);

const TIMERS = 'timers are effects: setTimer(env, …)';
const MICROTASKS = 'the order of microtasks would be an input';

/** Names of the outside world, each with what to use instead. */
const GLOBALS: Readonly<Record<string, string>> = {
  Date: 'time is env.nowUs, an integer',
  performance: 'only a driver reads a clock',
  setTimeout: TIMERS,
  setInterval: TIMERS,
  setImmediate: TIMERS,
  requestAnimationFrame: 'only the app animates',
  queueMicrotask: MICROTASKS,
  Promise: MICROTASKS,
  Intl: 'words and numbers are written by the app',
  console: 'note a fact instead',
  crypto: 'chance is env.random(purpose)',
  fetch: 'messages travel the simulated network',
  WeakRef: 'garbage collection would be an input',
  FinalizationRegistry: 'garbage collection would be an input',
  globalThis: 'a pure room has no outside',
  window: 'a pure room has no outside',
  document: 'a pure room has no outside',
  navigator: 'a pure room has no outside',
  process: 'a pure room has no outside',
  localStorage: 'a pure room keeps nothing',
};

const METHODS: Readonly<Record<string, string>> = {
  localeCompare: 'compare with < and >, which are the same in every engine',
  toLocaleString: 'words and numbers are written by the app',
  toLocaleLowerCase: 'use toLowerCase',
  toLocaleUpperCase: 'use toUpperCase',
};

const isFunction = (node: Node): boolean =>
  node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';

/** Names that a file binds itself, anywhere in it: a parameter called `process` is not Node's. */
function boundNames(program: Node): Set<string> {
  const names = new Set<string>();
  const bind = (pattern: unknown): void => {
    const node = pattern as Node | null | undefined;
    if (!node) return;
    if (node.type === 'Identifier') names.add(node.name as string);
    else walk(node, (inner, parent) => inner.type === 'Identifier' && parent?.key !== inner && names.add(inner.name as string));
  };
  walk(program, (node) => {
    if (node.type === 'VariableDeclarator' || node.type === 'FunctionDeclaration') bind(node.id);
    if (isFunction(node)) for (const param of node.params as Node[]) bind(param);
    if (node.type.startsWith('Import') && node.local) bind(node.local);
    if (node.type === 'CatchClause') bind(node.param);
  });
  return names;
}

/** True where a name stands for a value and not for a key, a member or a label. */
function isReference(node: Node, parent: Node | undefined): boolean {
  if (node.type !== 'Identifier' || parent === undefined) return false;
  if (parent.type === 'MemberExpression' || parent.type === 'TSQualifiedName') return parent.property !== node || parent.computed === true;
  if (parent.key === node && parent.computed !== true) return false;
  return !parent.type.startsWith('TSPropertySignature') && !parent.type.startsWith('TSMethodSignature');
}

/** Powers of two are exact everywhere. */
const isPower = (node: Node): boolean => (node.operator === '**' && (node.left as Node).value !== 2) || node.operator === '**=';

function impurity(node: Node, parent: Node | undefined, bound: ReadonlySet<string>): string | undefined {
  const { type } = node;
  if (type === 'ForInStatement') return 'for…in: the order of keys that look like integers is not the order of insertion';
  if (type === 'AwaitExpression' || (isFunction(node) && node.async) || (type === 'ForOfStatement' && node.await)) return `async: ${MICROTASKS}`;
  if (isPower(node)) return '**: differs between engines; multiply';
  if (type === 'MemberExpression' && !node.computed) {
    const name = (node.property as Node).name as string;
    const object = node.object as Node;
    if (object.type === 'Identifier' && object.name === 'Math' && !MATH.has(name))
      return `Math.${name}: ${name === 'random' ? 'chance is env.random(purpose)' : 'differs between engines'}`;
    if (Object.hasOwn(METHODS, name)) return `${name}: ${METHODS[name]}`;
  }
  if (!isReference(node, parent)) return undefined;
  const name = node.name as string;
  if (name === 'Math' && (parent?.type !== 'MemberExpression' || parent.computed)) return 'Math as a value: name the function';
  return Object.hasOwn(GLOBALS, name) && !bound.has(name) ? `${name}: ${GLOBALS[name]}` : undefined;
}

/** Pure rooms give the same run in every engine, every time. */
export function purity(files: readonly SourceFile[]): Violation[] {
  const found: Violation[] = [];
  for (const file of files) {
    if (isTest(file) || !layers[roomOf(file.path)]?.pure) continue;
    const bound = boundNames(file.program);
    walk(file.program, (node, parent) => {
      const what = impurity(node, parent, bound);
      if (what !== undefined) found.push(violation(file, node.start, what));
    });
  }
  return found;
}

const MARKUP = new Set([
  'dangerouslySetInnerHTML',
  'innerHTML',
  'outerHTML',
  'insertAdjacentHTML',
  'srcdoc',
  'srcDoc',
  'createContextualFragment',
  'setHTMLUnsafe',
  'parseHTMLUnsafe',
]);
const PATTERN = 'a regular expression made from data can take for ever';
const TIMER_NAMES = new Set(['setTimeout', 'setInterval']);

const nameOf = (node: unknown): string => {
  const { type, name, property } = (node ?? {}) as Node;
  if (type === 'Identifier' || type === 'JSXIdentifier') return name as string;
  return type === 'MemberExpression' ? nameOf(property) : '';
};

/** Files that make regular expressions, and why that is safe. */
export const allowedPatterns: Readonly<Record<string, string>> = {
  'app/i18n/particles.ts': 'from a table in the file',
  'shell/topic-filter.ts': 'length and repetition are bounded before',
  'views/gallery/read.ts': 'from names in the file, and only in tests',
};

function callDanger(node: Node): string | undefined {
  const name = nameOf(node.callee);
  const args = node.arguments as Node[];
  if (name === 'eval' || name === 'Function') return `${name}: text is never run as a program`;
  if (TIMER_NAMES.has(name) && literalText(args[0]) !== undefined) return `${name} with text: text is never run as a program`;
  if (name === 'RegExp' && args.length > 0 && literalText(args[0]) === undefined) return PATTERN;
  if (name === 'write' && nameOf((node.callee as Node).object) === 'document') return 'document.write: text from a link is never markup';
  return undefined;
}

function danger(node: Node): string | undefined {
  if (node.type === 'CallExpression' || node.type === 'NewExpression') return callDanger(node);
  const name =
    node.type === 'JSXAttribute' ? nameOf(node.name) : node.type === 'MemberExpression' ? nameOf(node) : node.type === 'Property' ? nameOf(node.key) : '';
  return MARKUP.has(name) ? `${name}: text from a link is never markup` : undefined;
}

/** What a malicious link could use, if any code offered it. */
export function outputSafety(files: readonly SourceFile[]): Violation[] {
  const found: Violation[] = [];
  for (const file of files) {
    if (isTest(file) || roomOf(file.path) === 'tidy') continue;
    walk(file.program, (node) => {
      const what = danger(node);
      if (what !== undefined && !(what === PATTERN && Object.hasOwn(allowedPatterns, file.path))) found.push(violation(file, node.start, what));
    });
  }
  return found;
}
