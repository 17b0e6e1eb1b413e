import { describe, expect, it } from 'vitest';
import { exampleHref, lessonHref, parseRoute, termHref } from '#app/route.ts';

describe('The address', () => {
  it('opens the landing page when it says nothing', () => {
    expect(parseRoute('')).toEqual({ page: 'landing' });
    expect(parseRoute('#/')).toEqual({ page: 'landing' });
  });

  it('knows the pages that hold no run', () => {
    expect(parseRoute('#/about')).toEqual({ page: 'about' });
    expect(parseRoute('#/glossary')).toEqual({ page: 'glossary', term: null });
    expect(parseRoute(termHref('high-watermark'))).toEqual({ page: 'glossary', term: 'high-watermark' });
  });

  it('names an example, and keeps where in it', () => {
    expect(parseRoute(`${exampleHref('unclean')}?step=41&t=2s`)).toEqual({ page: 'example', slug: 'unclean', params: 'step=41&t=2s' });
  });

  it('leaves everything else to the link reader, unchanged', () => {
    for (const fragment of [
      lessonHref('acks-1'),
      lessonHref('acks-1', 'challenge'),
      '#/s/1z.q1bKSM-_?step=3',
      '#/s/1y.highwater%3A%201',
      '#/studio',
      '#/nowhere',
      '#nonsense',
    ]) {
      expect(parseRoute(fragment)).toEqual({ page: 'link', fragment });
    }
  });

  it('never throws on a damaged escape', () => {
    expect(parseRoute('#/glossary/%E0%A4%A')).toEqual({ page: 'glossary', term: '%E0%A4%A' });
  });
});
