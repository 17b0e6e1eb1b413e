/** Evaluates a checked expression against evidence. Total: `none` makes comparisons false and arithmetic none. */

import { brokerIdOf } from '#kafka/protocol/names.ts';
import { type Evidence, FUNCTIONS, isComputed, isSet, type Value } from '#scenario/expression/functions.ts';
import type { Tree, Verb } from '#scenario/expression/parse.ts';

/** Values of the subjects of verbs (`isr(orders-0)` in `isr(orders-0) shrinks`) when they were last looked at, in order of appearance. */
export type Memory = readonly Value[];

interface Looking {
  readonly evidence: Evidence;
  readonly before: Memory | undefined;
  readonly seen: Value[];
  /** Both sides of and/or are looked at even when one decides, so that verbs remember the same values whatever the other side says. */
  readonly thorough: boolean;
}

function equal(a: Value, b: Value): boolean {
  if (isSet(a) && isSet(b)) return a.length === b.length && a.every((item) => b.includes(item));
  return a === b;
}

const contains = (large: readonly (number | string)[], small: readonly (number | string)[]): boolean => small.every((item) => large.includes(item));

function did(verb: Verb, before: Value | undefined, now: Value): boolean {
  if (before === undefined || equal(before, now)) return false;
  if (verb === 'shrinks') return isSet(before) && isSet(now) && contains(before, now);
  if (verb === 'expands') return isSet(before) && isSet(now) && contains(now, before);
  if (verb === 'rises') return typeof before === 'number' && typeof now === 'number' && now > before;
  if (verb === 'falls') return typeof before === 'number' && typeof now === 'number' && now < before;
  return true;
}

function word(text: string): Value {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'none') return null;
  return /^kafka[0-9]+$/.test(text) ? brokerIdOf(text) : text;
}

function arithmetic(sign: string, a: Value, b: Value): Value {
  if (typeof a !== 'number' || typeof b !== 'number') return null;
  if (sign === '+') return a + b;
  if (sign === '-') return a - b;
  if (sign === '*') return a * b;
  return b === 0 ? null : sign === '/' ? a / b : a % b;
}

function compare(sign: string, a: Value, b: Value): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return false;
  if (sign === '<') return a < b;
  if (sign === '<=') return a <= b;
  return sign === '>' ? a > b : a >= b;
}

function binary(tree: Tree & { kind: 'binary' }, looking: Looking): Value {
  const left = resolve(tree.left, looking);
  if (!looking.thorough && ((tree.sign === 'and' && left !== true) || (tree.sign === 'or' && left === true))) return left === true;
  const right = resolve(tree.right, looking);
  switch (tree.sign) {
    case 'and':
      return left === true && right === true;
    case 'or':
      return left === true || right === true;
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
    case 'in':
      return isSet(right) && right.includes(left as number | string);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(tree.sign, left, right);
    default:
      return arithmetic(tree.sign, left, right);
  }
}

function call(tree: Tree & { kind: 'call' }, looking: Looking): Value {
  const definition = FUNCTIONS.get(tree.name);
  if (!definition) return null;
  const computed = isComputed(definition);
  const args = tree.args.map((arg) => (computed ? resolve(arg, looking) : arg.kind === 'word' ? arg.text : arg.kind === 'number' ? arg.value : ''));
  if (computed && args.some((arg) => arg === null)) return null;
  return definition.answer(looking.evidence, args as readonly (string | number)[]);
}

function resolve(tree: Tree, looking: Looking): Value {
  switch (tree.kind) {
    case 'number':
      return tree.value;
    case 'word':
      return word(tree.text);
    case 'set':
      return tree.items.map((item) => resolve(item, looking) as number | string);
    case 'call':
      return call(tree, looking);
    case 'not':
      return resolve(tree.of, looking) !== true;
    case 'minus':
      return arithmetic('-', 0, resolve(tree.of, looking));
    case 'binary':
      return binary(tree, looking);
    case 'verb': {
      const now = resolve(tree.of, looking);
      const before = looking.before?.[looking.seen.length];
      looking.seen.push(now);
      return did(tree.verb, before, now);
    }
  }
}

export interface Evaluated {
  readonly value: Value;
  /** To be given back the next time. */
  readonly memory: Memory;
}

export function evaluateTree(tree: Tree, evidence: Evidence, before: Memory | undefined, thorough: boolean): Evaluated {
  const looking: Looking = { evidence, before, seen: [], thorough };
  return { value: resolve(tree, looking), memory: looking.seen };
}
