import { beforeEach, describe, expect, it } from 'vitest';
import { bookmarksOf, drop, keep, startBookmarks, useBookmarks } from '#app/bookmarks/bookmarks.ts';

const list = () => useBookmarks.getState().list;

describe('Bookmarks', () => {
  beforeEach(() => startBookmarks());

  it('are told in order of time, those of one future only', () => {
    keep({ branch: 0, cursor: 40, note: 'later' });
    keep({ branch: 1, cursor: 5, note: 'elsewhere' });
    keep({ branch: 0, cursor: 12, note: 'earlier' });
    expect(bookmarksOf(list(), 0).map(({ note }) => note)).toEqual(['earlier', 'later']);
  });

  it('stand one at a moment: another note takes the place of the first', () => {
    keep({ branch: 0, cursor: 40, note: 'a' });
    keep({ branch: 0, cursor: 40, note: 'b' });
    expect(list()).toEqual([{ branch: 0, cursor: 40, note: 'b' }]);
    drop({ branch: 1, cursor: 40 });
    expect(list()).toHaveLength(1);
    drop({ branch: 0, cursor: 40 });
    expect(list()).toEqual([]);
  });
});
