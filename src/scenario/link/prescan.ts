/** Looks over a JSON text before anything parses it: depth, number of tokens, numbers out of range and double keys, in one pass without recursion. */
import { LIMITS } from '#scenario/limits.ts';

export type Scanned = { readonly ok: true } | { readonly ok: false; readonly code: 'U09' | 'U10' | 'U13' | 'U14'; readonly message: string };

const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|("[^"\\]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\]*)*")|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|(true|false|null))/y;

const refuse = (code: 'U09' | 'U10' | 'U13' | 'U14', message: string): Scanned => ({ ok: false, code, message });

const isHarmless = (number: string): boolean =>
  /^-?[0-9]{1,16}(\.[0-9]{1,6})?$/.test(number) && !Object.is(Number(number), -0) && Math.abs(Number(number)) <= Number.MAX_SAFE_INTEGER;

/** One level of nesting: the keys of an object so far, or undefined in an array. */
interface Level {
  readonly keys: Set<string> | undefined;
}

/** Grammar is left to JSON.parse; this finds what it would swallow silently or choke on. */
export function prescan(text: string): Scanned {
  const levels: Level[] = [];
  let tokens = 0;
  let previous = '';
  TOKEN.lastIndex = 0;
  for (;;) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found)
      return /^[ \t\n\r]*$/.test(text.slice(at, at + 64)) && tokens > 0 ? { ok: true } : refuse('U09', 'This is not a scenario: its text is not JSON.');
    if (++tokens > LIMITS.tokens) return refuse('U14', `This scenario has more than ${LIMITS.tokens} parts.`);
    const [, sign, string, number] = found;
    const refused = sign
      ? structure(sign, levels)
      : number !== undefined && !isHarmless(number)
        ? refuse('U13', `${number.slice(0, 40)} is not a number that a scenario may hold.`)
        : undefined;
    if (refused) return refused;
    if (sign === ':' && previous.startsWith('"')) {
      const keys = levels[levels.length - 1]?.keys;
      const key = JSON.parse(previous) as string;
      if (keys?.has(key)) return refuse('U09', `This is not a scenario: ${previous.slice(0, 40)} is written twice in one place.`);
      keys?.add(key);
    }
    previous = string ?? '';
  }
}

function structure(sign: string, levels: Level[]): Scanned | undefined {
  if (sign === '{' || sign === '[') {
    levels.push({ keys: sign === '{' ? new Set() : undefined });
    if (levels.length > LIMITS.depth) return refuse('U10', `This scenario is nested too deeply (limit ${LIMITS.depth}).`);
  }
  if (sign === '}' || sign === ']') levels.pop();
  return undefined;
}
