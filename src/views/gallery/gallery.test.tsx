/** The gallery page shows every picture, or those that its address names. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import koWords from '#app/i18n/ko/catalog.ts';
import { views } from '../catalog.ts';
import { fixtures } from '../fixtures.ts';
import { choiceOf, Gallery } from './Gallery.tsx';
import { wordsFrom } from './words.ts';

await Promise.all(views.map(({ load }) => load()));

const shown = (search: string): string => renderToStaticMarkup(createElement(Gallery, { choice: choiceOf(search), words: wordsFrom(koWords.views) }));

describe('the gallery', () => {
  it('has a section for every fixture', () => {
    const page = shown('?width=796');
    for (const { title } of Object.values(fixtures)) expect(page).toContain(`aria-label="${title}"`);
  });

  it('shows what its address asks for', () => {
    const page = shown('?view=lanes&fixture=loss&width=390');
    expect(page.match(/data-figure="[^"]*"/g)).toEqual(['data-figure="loss-lanes-390"']);
    expect(shown('?view=lanes&fixture=loss&width=390&table=1')).toContain('<table');
  });
});
