import { describe, expect, it } from 'vitest';
import words from '#app/i18n/en/app.ts';
import { openDocument } from '#app/stage/views.testkit.ts';
import { offeredViews, viewShown, viewsFor } from '#app/stage/views.ts';
import { VIEW_NAMES } from '#scenario/document.ts';
import { views } from '#views/catalog.ts';

describe('The views of the stage', () => {
  it('are those that a document may name, in the same order', () => {
    expect(views.map(({ id }) => id)).toEqual([...VIEW_NAMES]);
  });

  it('have a name each', () => {
    for (const { id } of views) expect(words.views).toHaveProperty(id);
  });

  it.each(['spacetime', 'groups', 'events'] as const)('open with a beat that names %s', (view) => {
    const timeline = openDocument({ beats: [{ id: 'look', at: 0, view, title: 'Look', text: 'Here.' }] });
    timeline.extend({ untilUs: 1_000_000 });
    const offered = offeredViews(timeline);
    expect(viewShown(null, timeline.end, offered)).toBe(view);
    expect(viewShown('lanes', timeline.end, offered)).toBe('lanes');
  });

  it('are only those that the document allows', () => {
    const timeline = openDocument({ limits: { views: ['events', 'lanes'] } });
    expect(viewsFor(timeline, 0, null).map(({ id }) => id)).toEqual(['lanes', 'events']);
  });
});
