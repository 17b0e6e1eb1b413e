/** Words of lessons: their Markdown, loaded for one language when the lesson is opened. */
import type { Locale } from '#app/store.ts';
import type { LessonText } from '#lessons/lesson.ts';
import { lessonText } from '#lessons/text.ts';

const files = import.meta.glob<string>('../../lessons/*/{en,ko}.md', { query: '?raw', import: 'default' });
const kept = new Map<string, LessonText>();

export async function loadLessonWords(slug: string, locale: Locale): Promise<LessonText> {
  const path = `../../lessons/${slug}/${locale}.md`;
  const known = kept.get(path);
  if (known !== undefined) return known;
  const text = lessonText((await files[path]?.()) ?? '');
  kept.set(path, text);
  return text;
}
