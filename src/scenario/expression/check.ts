/** Checks an expression before it runs: every function, name and type, with the position and the near misses of what is wrong. */
import { BROKER_STATES } from '#kafka/facts.ts';
import { CONSUMER_STATES, PRODUCER_STATES } from '#kafka/frame.ts';
import { type Said, say } from '#scenario/error.ts';
import { type Argument, type Definition, FUNCTIONS, type Type } from '#scenario/expression/functions.ts';
import type { Tree } from '#scenario/expression/parse.ts';
import { type ExpressionError, mistake } from '#scenario/expression/token.ts';
import { isKnownNode, isKnownTp, type KnownNames, nodeWords } from '#scenario/names.ts';
import { nearest } from '#shell/near.ts';

const GROUP_STATES = ['Empty', 'PreparingRebalance', 'CompletingRebalance', 'Stable', 'Dead'] as const;
/** Words that are values by themselves. */
const STATE_WORDS: readonly string[] = [...BROKER_STATES, ...GROUP_STATES, ...CONSUMER_STATES, ...PRODUCER_STATES, 'up', 'paused', 'down'];
const CONSTANTS = ['true', 'false', 'none'] as const;

class Wrong {
  constructor(readonly error: ExpressionError) {}
}

const wrong = (text: string | Said, at: number, near?: string): never => {
  throw new Wrong(mistake(text, at, near));
};

const KIND_TEXT: Readonly<Record<Argument, string>> = {
  tp: 'a topic-partition such as orders-0',
  broker: 'a broker such as 1 or kafka1',
  group: 'a consumer group',
  node: 'a node or a group',
  topic: 'a topic',
  filter: 'acked, a producer, a topic or a topic-partition',
  number: 'a number',
  set: 'a set such as isr(orders-0)',
};

/** Valid words for an argument, and whether a given one is among them. */
function words(kind: Argument, names: KnownNames): { readonly valid: readonly string[]; readonly has: (word: string) => boolean } {
  const among = (valid: readonly string[]) => ({ valid, has: (word: string) => valid.includes(word) });
  switch (kind) {
    case 'tp':
      return { valid: names.tps, has: (word) => isKnownTp(names, word) };
    case 'broker':
      return among(names.brokers);
    case 'group':
      return among(names.groups);
    case 'topic':
      return among(names.topics);
    case 'node':
      return { valid: [...nodeWords(names), ...names.groups], has: (word) => isKnownNode(names, word) || names.groups.includes(word) };
    case 'filter': {
      const valid = ['acked', ...names.producers, ...names.topics, ...names.tps];
      return { valid, has: (word) => valid.includes(word) || isKnownTp(names, word) || /^tool-[0-9]+$/.test(word) };
    }
    default:
      return among([]);
  }
}

function checkArgument(kind: Argument, arg: Tree, names: KnownNames): void {
  if (kind === 'number' || kind === 'set') {
    if (typeOf(arg, names) !== kind) wrong(say('Expected {{what}} here.', { what: KIND_TEXT[kind] }), arg.at);
    return;
  }
  if (kind === 'broker' && arg.kind === 'number') {
    if (arg.value < 1 || arg.value > names.brokers.length)
      wrong(say('There is no broker {{value}}: this cluster has brokers 1 to {{brokers}}.', { value: arg.value, brokers: names.brokers.length }), arg.at);
    return;
  }
  if (arg.kind !== 'word') return wrong(say('Expected {{what}} here.', { what: KIND_TEXT[kind] }), arg.at);
  const { valid, has } = words(kind, names);
  if (!has(arg.text))
    wrong(
      say('{{word}} is not {{what}} of this scenario.', { word: arg.text.slice(0, 40) || 'An empty word', what: KIND_TEXT[kind] }),
      arg.at,
      nearest(arg.text, valid),
    );
}

function argumentAt(definition: Definition, i: number): Argument | undefined {
  const optional = definition.optional ?? [];
  return [...definition.args, ...optional][i] ?? (definition.repeats ? optional[optional.length - 1] : undefined);
}

function typeOfCall(call: Tree & { kind: 'call' }, names: KnownNames): Type {
  const definition = FUNCTIONS.get(call.name);
  if (!definition) return wrong(say('There is no function {{name}}().', { name: call.name.slice(0, 40) }), call.at, nearest(call.name, FUNCTIONS.keys()));
  call.args.forEach((arg, i) => {
    const kind = argumentAt(definition, i);
    if (!kind)
      wrong(
        say(i === 1 ? '{{name}}() takes no more than one argument.' : '{{name}}() takes no more than {{most}} arguments.', { name: call.name, most: i }),
        arg.at,
      );
    else checkArgument(kind, arg, names);
  });
  if (call.args.length < definition.args.length)
    wrong(say('{{name}}() also needs {{what}}.', { name: call.name, what: KIND_TEXT[definition.args[call.args.length]] }), call.at);
  return definition.returns;
}

function typeOfWord(tree: Tree & { kind: 'word' }, names: KnownNames): Type | 'none' {
  if (tree.text === 'true' || tree.text === 'false') return 'boolean';
  if (tree.text === 'none') return 'none';
  if (names.brokers.includes(tree.text)) return 'number';
  if (STATE_WORDS.includes(tree.text) || isKnownNode(names, tree.text)) return 'text';
  return wrong(
    say('I do not know the word {{word}}.', { word: tree.text.slice(0, 40) }),
    tree.at,
    nearest(tree.text, [...CONSTANTS, ...STATE_WORDS, ...nodeWords(names), ...[...FUNCTIONS.keys()].map((name) => `${name}()`)]),
  );
}

const TYPE_TEXT = { number: 'a number', boolean: 'true or false', text: 'a name', set: 'a set', none: 'none' } as const;

function expectType(tree: Tree, type: Type, names: KnownNames, why: string, sign = ''): void {
  const found = typeOf(tree, names);
  if (found !== type) wrong(say(why, { sign, type: TYPE_TEXT[type], found: TYPE_TEXT[found] }), tree.at);
}

function typeOfBinary(tree: Tree & { kind: 'binary' }, names: KnownNames): Type {
  const { sign, left, right } = tree;
  if (sign === 'and' || sign === 'or') {
    for (const side of [left, right]) expectType(side, 'boolean', names, '{{sign}} joins {{type}}, not {{found}}.', sign);
    return 'boolean';
  }
  if (sign === '==' || sign === '!=') {
    const [a, b] = [typeOf(left, names), typeOf(right, names)];
    if (a !== b && a !== 'none' && b !== 'none') wrong(say('{{a}} is never equal to {{b}}.', { a: TYPE_TEXT[a], b: TYPE_TEXT[b] }), tree.at);
    return 'boolean';
  }
  if (sign === 'in') {
    expectType(right, 'set', names, 'in looks into {{type}}, not {{found}}.');
    if (!['number', 'text'].includes(typeOf(left, names))) wrong('Only a number or a name can be in a set.', left.at);
    return 'boolean';
  }
  for (const side of [left, right]) expectType(side, 'number', names, '{{sign}} works on {{type}}, not {{found}}.', sign);
  return ['+', '-', '*', '/', '%'].includes(sign) ? 'number' : 'boolean';
}

function typeOf(tree: Tree, names: KnownNames): Type | 'none' {
  switch (tree.kind) {
    case 'number':
      return 'number';
    case 'word':
      return typeOfWord(tree, names);
    case 'set':
      for (const item of tree.items) if (!['number', 'text'].includes(typeOf(item, names))) wrong('A set holds numbers or names.', item.at);
      return 'set';
    case 'call':
      return typeOfCall(tree, names);
    case 'not':
      expectType(tree.of, 'boolean', names, 'not turns round {{type}}, not {{found}}.');
      return 'boolean';
    case 'minus':
      expectType(tree.of, 'number', names, '{{sign}} works on {{type}}, not {{found}}.', '-');
      return 'number';
    case 'binary':
      return typeOfBinary(tree, names);
    case 'verb':
      return typeOfVerb(tree, names);
  }
}

function typeOfVerb(tree: Tree & { kind: 'verb' }, names: KnownNames): Type {
  const type = typeOf(tree.of, names);
  const needed = { changes: type, shrinks: 'set', expands: 'set', rises: 'number', falls: 'number' } as const;
  if (needed[tree.verb] !== type) wrong(say('Only {{type}} {{verb}}.', { type: TYPE_TEXT[needed[tree.verb]], verb: tree.verb }), tree.at);
  return 'boolean';
}

/** The type of the whole, or what is wrong with it. */
export function checkTree(tree: Tree, names: KnownNames): Type | ExpressionError {
  try {
    const type = typeOf(tree, names);
    return type === 'none' ? mistake('none alone says nothing.', tree.at) : type;
  } catch (thrown) {
    if (thrown instanceof Wrong) return thrown.error;
    throw thrown;
  }
}
