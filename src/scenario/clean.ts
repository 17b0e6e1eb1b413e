/** Texts that cannot hurt whoever reads them: no control characters, no writing that turns round its neighbours, no half characters; composed (NFC). */
import { type Path, problem, type ScenarioError, say } from '#scenario/error.ts';
import { LIMITS } from '#scenario/limits.ts';

/** Bidirectional controls, invisible characters but the joiner of emoji, and what is no character at all. */
const HIDDEN: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x0c],
  [0x0e, 0x1f],
  [0x7f, 0x9f],
  [0x61c, 0x61c],
  [0x200b, 0x200c],
  [0x200e, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
  [0xfff0, 0xffff],
];

const isHidden = (code: number): boolean => HIDDEN.some(([from, to]) => code >= from && code <= to);

/** Position of the first character that cannot be shown, or -1. */
export function hiddenAt(text: string): number {
  let at = 0;
  for (const character of text) {
    if (isHidden(character.codePointAt(0) as number)) return at;
    at += character.length;
  }
  return -1;
}

/** Fields with texts for people; a long timeline of commands is not a long text. */
const WORDS: ReadonlySet<string | number> = new Set(['title', 'description', 'text', 'ask', 'why']);

interface Walk {
  readonly errors: ScenarioError[];
  chars: number;
}

/** A copy in composed form. Complains of texts that cannot be shown, and when there is too much text in all. */
export function cleaned(value: unknown): { readonly value: unknown; readonly errors: readonly ScenarioError[] } {
  const walk: Walk = { errors: [], chars: 0 };
  const copy = copied(value, [], walk);
  if (walk.chars > LIMITS.totalTextChars)
    walk.errors.push(
      problem('U20', [], say('This scenario has {{chars}} characters of text; the limit is {{limit}}.', { chars: walk.chars, limit: LIMITS.totalTextChars })),
    );
  return { value: copy, errors: walk.errors };
}

function text(value: string, path: Path, walk: Walk): string {
  const at = hiddenAt(value);
  if (at >= 0) walk.errors.push(problem('U19', path, 'has characters that cannot be shown.', { offset: at }));
  if (path.some((part) => WORDS.has(part))) walk.chars += value.length;
  return at >= 0 ? value : value.normalize('NFC');
}

function copied(value: unknown, path: Path, walk: Walk): unknown {
  if (typeof value === 'string') return text(value, path, walk);
  if (Array.isArray(value)) return value.map((item, i) => copied(item, [...path, i], walk));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(value)) {
    const name = text(key, [...path, key], walk);
    copy[name] = copied((value as Record<string, unknown>)[key], [...path, key], walk);
  }
  return copy;
}
