import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import glossary from '#app/i18n/en/glossary.ts';
import { withParticles } from '#app/i18n/particles.ts';
import { lessons } from '#lessons/catalog.ts';
import { chipsOf } from '#lessons/text.ts';

const markdownOf = (slug: string, language: 'en' | 'ko') => readFileSync(new URL(`../../lessons/${slug}/${language}.md`, import.meta.url), 'utf8');

describe.each(lessons.map((lesson) => [lesson.slug, lesson] as const))('The words of lesson %s', (slug, lesson) => {
  it('are explained: each term of its card and of its texts is in the glossary', () => {
    const terms = (['en', 'ko'] as const).flatMap((language) => chipsOf(markdownOf(slug, language))).filter((chip) => chip.startsWith('term:'));
    for (const term of [...lesson.terms, ...terms.map((chip) => chip.slice(5))]) expect(Object.keys(glossary)).toContain(term);
  });

  it('have their Korean particles written out', () => {
    expect(withParticles(markdownOf(slug, 'ko'))).toBe(markdownOf(slug, 'ko'));
  });
});
