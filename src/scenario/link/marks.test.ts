import { describe, expect, it } from 'vitest';
import { NO_ACTS } from '#scenario/acts.ts';
import { LIMITS } from '#scenario/limits.ts';
import type { Link } from '#scenario/link/link.ts';
import { readLink } from '#scenario/link/read.ts';
import { writeLink } from '#scenario/link/write.ts';

const lesson: Link = { route: { kind: 'lesson', slug: 'acks-1', part: 'story' }, acts: NO_ACTS, playhead: undefined, hash: undefined, engine: undefined };

describe('Bookmarks in a link', () => {
  it('come back with their notes, in whatever script they are written', () => {
    const marks = [
      { step: 12, note: 'here: 50% & more = bad' },
      { step: 846, note: '리더가 바뀐다' },
      { step: 900, note: '' },
    ];
    expect(readLink(writeLink({ ...lesson, marks }))).toMatchObject({ ok: true, value: { marks, ignored: [] } });
  });

  it('are absent where there are none', () => {
    expect(writeLink({ ...lesson, marks: [] })).toBe('#/lesson/acks-1');
    expect(readLink('#/lesson/acks-1')).not.toHaveProperty('value.marks');
  });

  it('that are no moments, too long or too many are left out, and said so', () => {
    expect(readLink('#/lesson/acks-1?mark=x:note')).toMatchObject({ value: { ignored: ['mark'] } });
    expect(readLink(`#/lesson/acks-1?mark=1:${'a'.repeat(LIMITS.bookmarkChars + 1)}`)).toMatchObject({ value: { ignored: ['mark'] } });
    const many = Array.from({ length: LIMITS.bookmarks + 2 }, (_, i) => `mark=${i}`).join('&');
    expect(readLink(`#/lesson/acks-1?${many}`)).toMatchObject({ value: { marks: { length: LIMITS.bookmarks }, ignored: ['mark', 'mark'] } });
  });
});
