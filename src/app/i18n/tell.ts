/** A scenario's mistake in the language of the page. English is said where it is found; other languages keep their sentences under the English ones. */
import i18next from 'i18next';
import type { ScenarioError } from '#scenario/error.ts';

type Lookup = (template: string, options: object) => unknown;

function found(template: string, params: Readonly<Record<string, string | number>> = {}): string | undefined {
  const text = (i18next.t as unknown as Lookup)(template, { ...params, ns: 'mistakes', keySeparator: false, nsSeparator: false, defaultValue: '' });
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** Some holes are filled with words of ours: `a number`, `a consumer group`. Others, the names that people gave, stay as they are. */
const word = (text: string | number): string | number =>
  typeof text === 'number'
    ? text
    : text
        .split(', or ')
        .map((part) => found(part) ?? part)
        .join(i18next.language === 'ko' ? ' 또는 ' : ', or ');

export interface Told {
  readonly text: string;
  /** English where nobody has said it in the page's language yet. */
  readonly lang: string;
}

/** Needs the namespace `mistakes`. */
export function tell({ message, said }: Pick<ScenarioError, 'message' | 'said'>): Told {
  const params = Object.fromEntries(Object.entries(said.params).map(([name, value]) => [name, word(value)]));
  const text = found(said.template, params);
  return text === undefined ? { text: message, lang: 'en' } : { text, lang: i18next.language };
}
