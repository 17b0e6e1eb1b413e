/** Both languages say the same things with the same parameters. */
import type { Violation } from './source.ts';

/** Words of one namespace: texts by key, nested. */
export type Words = { readonly [key: string]: string | Words };

/** Namespaces by name. */
export type Language = Readonly<Record<string, Words>>;

const PLURAL = /_(?:zero|one|two|few|many|other)$/;

/** i18next's parameters of a text; a plural's count may be left unsaid in one of its forms. */
const parametersOf = (text: string): string[] => [...text.matchAll(/\{\{\s*-?\s*([\w.]+)[^}]*\}\}/g)].map((match) => match[1]);

/** Texts by dotted key, plural forms together, each with its parameters. */
function flattened(words: Words, prefix = ''): Map<string, Set<string>> {
  const flat = new Map<string, Set<string>>();
  for (const [key, item] of Object.entries(words)) {
    if (typeof item !== 'string') {
      for (const [inner, parameters] of flattened(item, `${prefix}${key}.`)) flat.set(inner, parameters);
      continue;
    }
    const plain = `${prefix}${key.replace(PLURAL, '')}`;
    const known = flat.get(plain) ?? new Set();
    for (const parameter of parametersOf(item)) known.add(parameter);
    flat.set(plain, known);
  }
  return flat;
}

const sorted = (names: Iterable<string>): string => [...names].sort().join(', ') || 'none';

function compare(name: string, a: Words, b: Words): Violation[] {
  const [english, korean] = [flattened(a), flattened(b)];
  const found: Violation[] = [];
  const tell = (language: string, what: string) => found.push({ path: `app/i18n/${language}/${name}.ts`, line: 1, what });
  for (const [key, parameters] of english) {
    const other = korean.get(key);
    if (other === undefined) tell('ko', `${key} is missing`);
    else if (sorted(other) !== sorted(parameters)) tell('ko', `${key} has the parameters ${sorted(other)}; in English ${sorted(parameters)}`);
  }
  for (const key of korean.keys()) if (!english.has(key)) tell('en', `${key} is missing`);
  return found;
}

export function parity(english: Language, korean: Language): Violation[] {
  const names = new Set([...Object.keys(english), ...Object.keys(korean)]);
  return [...names].flatMap((name) => {
    if (english[name] === undefined) return [{ path: `app/i18n/en/${name}.ts`, line: 1, what: 'is missing' }];
    if (korean[name] === undefined) return [{ path: `app/i18n/ko/${name}.ts`, line: 1, what: 'is missing' }];
    return compare(name, english[name], korean[name]);
  });
}
