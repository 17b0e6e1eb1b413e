/** The address after `#`: which page. What a lesson, scenario or studio link carries is read by `scenario/link/read.ts`. */

export type Route =
  | { readonly page: 'landing' }
  | { readonly page: 'about' }
  | { readonly page: 'glossary'; readonly term: string | null }
  /** A gallery example; `params` is everything after `?`. */
  | { readonly page: 'example'; readonly slug: string; readonly params: string }
  /** A lesson, a scenario or the studio: a link to be read. */
  | { readonly page: 'link'; readonly fragment: string };

export function parseRoute(hash: string): Route {
  const fragment = hash.startsWith('#') ? hash : `#${hash}`;
  if (fragment === '#' || fragment === '#/') return { page: 'landing' };
  const [path, ...rest] = fragment.slice(1).split('?');
  const [, page, ...names] = path.split('/');
  const name = decoded(names.join('/'));
  if (page === 'about' && name === '') return { page };
  if (page === 'glossary') return { page, term: name === '' ? null : name };
  if (page === 'example' && /^[a-z0-9-]{1,64}$/.test(name)) return { page, slug: name, params: rest.join('?') };
  return { page: 'link', fragment };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const LANDING = '#/';
export const ABOUT = '#/about';
export const STUDIO = '#/studio';
export const GLOSSARY = '#/glossary';
export const termHref = (term: string): string => `#/glossary/${encodeURIComponent(term)}`;
export const lessonHref = (slug: string, part: 'story' | 'challenge' = 'story'): string => `#/lesson/${slug}${part === 'challenge' ? '/challenge' : ''}`;
export const exampleHref = (slug: string): string => `#/example/${slug}`;
