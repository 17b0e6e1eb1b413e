/** Reads and writes links to lessons that carry nothing but a place and a hash, by the same rules as `scenario/link/read.ts` and without its validator and compressor. */
import { NO_ACTS } from '#scenario/acts.ts';
import type { Playhead, ReadLink } from '#scenario/link/link.ts';

const LESSON = /^#\/lesson\/([a-z0-9][a-z0-9-]{0,63})(\/challenge)?(?:\?([a-z0-9=&.-]*))?$/;

/** null for everything else, damaged links included: those are for the real reader. */
export function simpleLink(fragment: string): ReadLink | null {
  if (fragment === '#/studio') return { route: { kind: 'studio', document: undefined }, ...nothing };
  const match = LESSON.exec(fragment);
  if (match === null) return null;
  const [, slug, challenge, params = ''] = match;
  const read: { playhead: Playhead | undefined; hash: string | undefined; engine: string | undefined } = {
    playhead: undefined,
    hash: undefined,
    engine: undefined,
  };
  for (const pair of params === '' ? [] : params.split('&')) {
    const [key, value = '', ...rest] = pair.split('=');
    const playhead = rest.length === 0 ? playheadOf(key, value) : undefined;
    if (playhead !== undefined) read.playhead = playhead;
    else if (key === 'hash' && /^[0-9a-f]{16}$/.test(value)) read.hash = value;
    else if (key === 'v' && /^[0-9a-z.-]{1,20}$/.test(value)) read.engine = value;
    else return null;
  }
  return { route: { kind: 'lesson', slug, part: challenge === undefined ? 'story' : 'challenge' }, ...nothing, ...read };
}

/** The address of a place in a lesson or an example in which nothing was done, as `scenario/link/write.ts` would write it. */
export const simpleFragment = (kind: 'lesson' | 'example', slug: string, part: 'story' | 'challenge', step: number): string =>
  `#/${kind}/${slug}${part === 'challenge' ? '/challenge' : ''}${step > 0 ? `?step=${step}` : ''}`;

const nothing = { acts: NO_ACTS, playhead: undefined, hash: undefined, engine: undefined, ignored: [] } as const;

function playheadOf(key: string, value: string): Playhead | undefined {
  if (key === 'step' && /^[0-9]{1,9}$/.test(value)) return { kind: 'step', step: Number(value) };
  return key === 'beat' && /^[a-z0-9-]{1,64}$/.test(value) ? { kind: 'beat', id: value } : undefined;
}
