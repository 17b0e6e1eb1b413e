/** What a visitor without JavaScript reads: the names of all lessons and examples, in both languages, as HTML. Computed when the app is built. */
import { lessons } from '#lessons/catalog.ts';
import { examples } from '#lessons/examples/catalog.ts';
import type { Text } from '#scenario/document.ts';

const LANGUAGES = { en: ['Lessons', 'Examples'], ko: ['레슨', '예제'] } as const;
type Language = keyof typeof LANGUAGES;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const titleIn = (title: Text | undefined, language: Language): string => (typeof title === 'string' ? title : (title?.[language] ?? title?.en ?? ''));

export function plainList(): string {
  return (Object.keys(LANGUAGES) as Language[])
    .map((language) => {
      const [lessonsName, examplesName] = LANGUAGES[language];
      const list = (name: string, all: readonly { readonly scenario: { readonly title?: Text } }[]): string =>
        `<h2>${name}</h2><ul>${all.map(({ scenario }) => `<li>${escaped(titleIn(scenario.title, language))}</li>`).join('')}</ul>`;
      return `<section lang="${language}">${list(lessonsName, lessons)}${list(examplesName, examples)}</section>`;
    })
    .join('');
}
