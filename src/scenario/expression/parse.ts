/** Parser of the expression language (Pratt): a tree of calls, words, sets, arithmetic, comparisons, and/or/not, and what a value does (`shrinks`). */
import { fail, type Result, type Said, say, succeed } from '#scenario/error.ts';
import { type ExpressionError, mistake, type Token, tokenize } from '#scenario/expression/token.ts';

export const VERBS = ['changes', 'shrinks', 'expands', 'rises', 'falls'] as const;
/** What a value did since the last time that it was looked at. */
export type Verb = (typeof VERBS)[number];

export type Binary = 'or' | 'and' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%';

export type Tree =
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  | { readonly kind: 'set'; readonly items: readonly Tree[]; readonly at: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Tree[]; readonly at: number }
  | { readonly kind: 'not' | 'minus'; readonly of: Tree; readonly at: number }
  | { readonly kind: 'binary'; readonly sign: Binary; readonly left: Tree; readonly right: Tree; readonly at: number }
  | { readonly kind: 'verb'; readonly verb: Verb; readonly of: Tree; readonly at: number };

const POWER: ReadonlyMap<string, { readonly sign: Binary; readonly power: number }> = new Map([
  ['or', { sign: 'or', power: 1 }],
  ['||', { sign: 'or', power: 1 }],
  ['and', { sign: 'and', power: 2 }],
  ['&&', { sign: 'and', power: 2 }],
  ['==', { sign: '==', power: 4 }],
  ['!=', { sign: '!=', power: 4 }],
  ['in', { sign: 'in', power: 4 }],
  ['<', { sign: '<', power: 4 }],
  ['<=', { sign: '<=', power: 4 }],
  ['>', { sign: '>', power: 4 }],
  ['>=', { sign: '>=', power: 4 }],
  ['+', { sign: '+', power: 5 }],
  ['-', { sign: '-', power: 5 }],
  ['*', { sign: '*', power: 6 }],
  ['/', { sign: '/', power: 6 }],
  ['%', { sign: '%', power: 6 }],
]);
const NOT_POWER = 3;
const MAX_DEPTH = 40;

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

class Refused {
  constructor(readonly error: ExpressionError) {}
}

const refuse = (text: string | Said, at: number): never => {
  throw new Refused(mistake(text, at));
};

const peek = (reader: Reader): Token => reader.tokens[reader.at];
const take = (reader: Reader): Token => reader.tokens[reader.at++];
const said = (token: Token): string => (token.kind === 'end' ? 'the end' : token.text.slice(0, 30));

function expect(reader: Reader, sign: string): void {
  const token = peek(reader);
  if (token.kind !== 'sign' || token.text !== sign) refuse(say('Expected {{sign}} here, not {{token}}.', { sign, token: said(token) }), token.at);
  reader.at++;
}

/** Items separated by commas up to the closing sign. */
function items(reader: Reader, close: ')' | '}'): Tree[] {
  const list: Tree[] = [];
  while (peek(reader).text !== close || peek(reader).kind !== 'sign') {
    if (list.length > 0) expect(reader, ',');
    list.push(tree(reader, 0));
  }
  reader.at++;
  return list;
}

function primary(reader: Reader): Tree {
  const token = take(reader);
  if (token.kind === 'number') return { kind: 'number', value: token.value, at: token.at };
  if (token.kind === 'word' && token.text === 'not') return { kind: 'not', of: tree(reader, NOT_POWER), at: token.at };
  if (token.kind === 'word') {
    if (peek(reader).kind !== 'sign' || peek(reader).text !== '(') return { kind: 'word', text: token.text, at: token.at };
    reader.at++;
    return { kind: 'call', name: token.text, args: items(reader, ')'), at: token.at };
  }
  if (token.text === '!') return { kind: 'not', of: tree(reader, NOT_POWER), at: token.at };
  if (token.text === '-') return { kind: 'minus', of: tree(reader, 7), at: token.at };
  if (token.text === '{') return { kind: 'set', items: items(reader, '}'), at: token.at };
  if (token.text === '(' && token.kind === 'sign') {
    const inner = tree(reader, 0);
    expect(reader, ')');
    return inner;
  }
  return refuse(say('Expected a value here, not {{token}}.', { token: said(token) }), token.at);
}

function withVerb(reader: Reader, of: Tree): Tree {
  const token = peek(reader);
  const verb = token.kind === 'word' ? VERBS.find((known) => known === token.text) : undefined;
  if (!verb) return of;
  reader.at++;
  return { kind: 'verb', verb, of, at: token.at };
}

function tree(reader: Reader, power: number): Tree {
  if (++reader.depth > MAX_DEPTH) refuse('This expression is nested too deeply.', peek(reader).at);
  let left = withVerb(reader, primary(reader));
  for (;;) {
    const token = peek(reader);
    const found = token.kind === 'end' || token.kind === 'number' ? undefined : POWER.get(token.text);
    if (!found || found.power <= power) break;
    reader.at++;
    left = { kind: 'binary', sign: found.sign, left, right: tree(reader, found.power), at: token.at };
  }
  reader.depth--;
  return left;
}

export function parseTree(source: string): Result<Tree, ExpressionError> {
  const tokens = tokenize(source);
  if ('message' in tokens) return fail(tokens);
  const reader: Reader = { tokens, at: 0, depth: 0 };
  try {
    const whole = tree(reader, 0);
    const rest = peek(reader);
    return rest.kind === 'end' ? succeed(whole) : fail(mistake(say('Expected the end here, not {{rest}}.', { rest: said(rest) }), rest.at));
  } catch (thrown) {
    if (thrown instanceof Refused) return fail(thrown.error);
    throw thrown;
  }
}
