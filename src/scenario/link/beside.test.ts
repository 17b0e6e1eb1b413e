import { describe, expect, it } from 'vitest';
import { NO_ACTS } from '#scenario/acts.ts';
import type { Link } from '#scenario/link/link.ts';
import { readLink } from '#scenario/link/read.ts';
import { writeLink } from '#scenario/link/write.ts';

const acts = { changes: [{ target: 'p1', key: 'acks', value: 'all' }], inputs: [] };
const lesson: Link = { route: { kind: 'lesson', slug: 'acks-1', part: 'story' }, acts, playhead: undefined, hash: undefined, engine: undefined };

describe('A link to two futures', () => {
  it('says that what was done stands beside the run as it is written', () => {
    const link = writeLink({ ...lesson, beside: true });
    expect(link).toMatch(/&vs=1$/);
    expect(readLink(link)).toMatchObject({ ok: true, value: { acts, beside: true, ignored: [] } });
    expect(readLink(writeLink(lesson))).not.toHaveProperty('value.beside');
  });

  it('has nothing to compare when nothing was done', () => {
    expect(writeLink({ ...lesson, acts: NO_ACTS, beside: true })).toBe('#/lesson/acks-1');
  });

  it('leaves out another value, and says so', () => {
    expect(readLink('#/lesson/acks-1?vs=2')).toMatchObject({ ok: true, value: { ignored: ['vs'] } });
  });
});
