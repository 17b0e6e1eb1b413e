/** Tokens of the expression language: numbers, durations, words, quoted words and signs, each with its position. */
import { inEnglish, plainly, type Said, say } from '#scenario/error.ts';
import { parseDurationUs } from '#scenario/units.ts';

export interface Token {
  readonly kind: 'number' | 'word' | 'sign' | 'end';
  readonly text: string;
  readonly value: number;
  readonly at: number;
  /** Position after it. */
  readonly end: number;
}

/** A mistake in an expression: where it is (0-based) and, for a word that is not known, the nearest that is. */
export interface ExpressionError {
  readonly message: string;
  readonly said: Said;
  readonly at: number;
  readonly nearest: string | undefined;
}

export const mistake = (text: string | Said, at: number, nearest?: string): ExpressionError => ({
  message: inEnglish(plainly(text)),
  said: plainly(text),
  at,
  nearest,
});

const SIGNS = ['==', '!=', '<=', '>=', '&&', '||', '<', '>', '+', '-', '*', '/', '%', '(', ')', '{', '}', ',', '!'] as const;
const WORD = /[A-Za-z_][A-Za-z0-9_.#@-]*/y;
const NUMBER = /[0-9]+(?:\.[0-9]+)?(us|ms|s|m|h)?(?![A-Za-z0-9_.#@])/y;

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

/** A duration is a number of milliseconds; a plain number must be whole. */
function numberToken(found: RegExpExecArray, at: number): Token | ExpressionError {
  const text = found[0];
  const us = found[1] === undefined ? undefined : parseDurationUs(text);
  const value = found[1] === undefined ? Number(text) : us === undefined ? Number.NaN : us / 1000;
  const whole = found[1] !== undefined || Number.isSafeInteger(value);
  return Number.isFinite(value) && whole
    ? { kind: 'number', text, value, at, end: at + text.length }
    : mistake(say('{{text}} is not a whole number.', { text: text.slice(0, 20) }), at);
}

function tokenAt(source: string, at: number): Token | ExpressionError {
  const word = match(WORD, source, at);
  if (word) return { kind: 'word', text: word[0], value: 0, at, end: at + word[0].length };
  const number = match(NUMBER, source, at);
  if (number) return numberToken(number, at);
  if (source[at] === '"' || source[at] === "'") {
    const close = source.indexOf(source[at], at + 1);
    return close < 0 ? mistake('This quotation mark is never closed.', at) : { kind: 'word', text: source.slice(at + 1, close), value: 0, at, end: close + 1 };
  }
  const sign = SIGNS.find((candidate) => source.startsWith(candidate, at));
  return sign
    ? { kind: 'sign', text: sign, value: 0, at, end: at + sign.length }
    : mistake(say('I do not understand {{source}} here.', { source: JSON.stringify(source.slice(at, at + 8)) }), at);
}

export function tokenize(source: string): readonly Token[] | ExpressionError {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (at < source.length && ' \t\n'.includes(source[at])) at++;
    if (at >= source.length) break;
    const token = tokenAt(source, at);
    if ('message' in token) return token;
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', value: 0, at: source.length, end: source.length });
  return tokens;
}
