/** Bookmarks of the open run: moments of one future, each with a note. They are shared with the link and forgotten with the run. */
import { create } from 'zustand';

export interface Bookmark {
  /** Branch whose events the cursor counts. */
  readonly branch: number;
  readonly cursor: number;
  readonly note: string;
}

interface Bookmarks {
  readonly list: readonly Bookmark[];
}

export const useBookmarks = create<Bookmarks>(() => ({ list: [] }));

export const startBookmarks = (list: readonly Bookmark[] = []): void => useBookmarks.setState({ list });

/** Those of one branch, in order of time. */
export const bookmarksOf = (list: readonly Bookmark[], branch: number): readonly Bookmark[] =>
  list.filter((one) => one.branch === branch).sort((a, b) => a.cursor - b.cursor);

const isAt = (one: Bookmark, { branch, cursor }: Pick<Bookmark, 'branch' | 'cursor'>): boolean => one.branch === branch && one.cursor === cursor;

/** At one moment of a branch there is one bookmark: a second takes its place. */
export function keep(bookmark: Bookmark): void {
  useBookmarks.setState(({ list }) => ({ list: [...list.filter((one) => !isAt(one, bookmark)), bookmark] }));
}

export function drop(place: Pick<Bookmark, 'branch' | 'cursor'>): void {
  useBookmarks.setState(({ list }) => ({ list: list.filter((one) => !isAt(one, place)) }));
}
