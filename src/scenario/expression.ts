/** The expression language of predicates, goals and answers. See README.md for the words; nothing here is ever handed to eval. */
import type { FactName } from '#kafka/facts.ts';
import { fail, type Result, succeed } from '#scenario/error.ts';
import { checkTree } from '#scenario/expression/check.ts';
import { type Evaluated, evaluateTree, type Memory } from '#scenario/expression/evaluate.ts';
import { type Evidence, FUNCTIONS, type Type, type Value } from '#scenario/expression/functions.ts';
import { parseTree, type Tree } from '#scenario/expression/parse.ts';
import { type ExpressionError, mistake } from '#scenario/expression/token.ts';
import type { KnownNames } from '#scenario/names.ts';

export interface Expression {
  readonly source: string;
  readonly type: Type;
  /** Facts after which the value can differ. */
  readonly facts: ReadonlySet<FactName>;
  /** It asks for the time, so its value can differ after every event. */
  readonly timed: boolean;
  /** It says what a value does (`shrinks`), so it needs the memory of the last look. */
  readonly moves: boolean;
  evaluate(evidence: Evidence, before?: Memory): Evaluated;
  /** Value of what it compares: of `lost(acked)` in `lost(acked) == 0`. */
  subject(evidence: Evidence): Value;
}

function walk(tree: Tree, visit: (tree: Tree) => void): void {
  visit(tree);
  if (tree.kind === 'call') for (const arg of tree.args) walk(arg, visit);
  if (tree.kind === 'set') for (const item of tree.items) walk(item, visit);
  if (tree.kind === 'binary') for (const side of [tree.left, tree.right]) walk(side, visit);
  if (tree.kind === 'not' || tree.kind === 'minus' || tree.kind === 'verb') walk(tree.of, visit);
}

function factsOf(tree: Tree): Pick<Expression, 'facts' | 'timed'> {
  const facts = new Set<FactName>();
  let timed = false;
  walk(tree, (node) => {
    const asked = node.kind === 'call' ? FUNCTIONS.get(node.name)?.facts : undefined;
    if (asked === 'time') timed = true;
    else for (const fact of asked ?? []) facts.add(fact);
  });
  return { facts, timed };
}

const COMPARES = ['==', '!=', '<', '<=', '>', '>=', 'in'];

const subjectOf = (tree: Tree): Tree => (tree.kind === 'binary' && COMPARES.includes(tree.sign) ? tree.left : tree);

/** What an expression is for decides its type, and whether it may say what a value does. */
export type Purpose = 'predicate' | 'goal' | 'number';

export function compileExpression(source: string, names: KnownNames, purpose: Purpose): Result<Expression, ExpressionError> {
  const parsed = parseTree(source);
  if (!parsed.ok) return parsed;
  const tree = parsed.value;
  const type = checkTree(tree, names);
  if (typeof type === 'object') return fail(type);
  const wanted = purpose === 'number' ? 'number' : 'boolean';
  if (type !== wanted)
    return fail(
      mistake(wanted === 'number' ? 'The answer must be a number.' : 'This must be true or false: compare it with something, as in lost(acked) == 0.', 0),
    );
  let moves = false;
  let verbAt = 0;
  walk(tree, (node) => {
    if (node.kind !== 'verb') return;
    moves = true;
    verbAt = node.at;
  });
  if (moves && purpose !== 'predicate') return fail(mistake('Only a trigger can say what a value does; say here what it is.', verbAt));
  return succeed({
    source,
    type,
    ...factsOf(tree),
    moves,
    evaluate: (evidence, before) => evaluateTree(tree, evidence, before, moves),
    subject: (evidence) => evaluateTree(subjectOf(tree), evidence, undefined, false).value,
  });
}
