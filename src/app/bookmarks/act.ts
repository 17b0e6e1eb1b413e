/** M: a bookmark where the playhead stood when the key was pressed, or away with it. Its note is what changed there, until somebody writes another. */
import i18next from 'i18next';
import { announce } from '#app/announce.ts';
import { bookmarksOf, drop, keep, useBookmarks } from '#app/bookmarks/bookmarks.ts';
import { timeText } from '#app/format.ts';
import { look } from '#app/i18n/i18n.ts';
import { changeLines } from '#app/narrate.ts';
import { current } from '#app/run/holder.ts';
import { LIMITS } from '#scenario/limits.ts';

export async function toggleBookmark(cursor: number): Promise<void> {
  const { branch, timeline } = current();
  if (branch === null || timeline === null) return;
  const place = { branch: branch.id, cursor: Math.min(cursor, timeline.end) };
  await i18next.loadNamespaces('find');
  const own = bookmarksOf(useBookmarks.getState().list, branch.id);
  if (own.some((one) => one.cursor === place.cursor)) {
    drop(place);
    return announce(look('find', 'bookmarks.removed'));
  }
  if (own.length >= LIMITS.bookmarks) return announce(look('find', 'bookmarks.full', { count: LIMITS.bookmarks }));
  const [line] = changeLines(timeline.changesAt(place.cursor), (key, params) => look('facts', key, params), 1);
  const note = (line?.text ?? timeText(timeline.timeAt(place.cursor))).slice(0, LIMITS.bookmarkChars);
  keep({ ...place, note });
  announce(look('find', 'bookmarks.added', { note }));
}
