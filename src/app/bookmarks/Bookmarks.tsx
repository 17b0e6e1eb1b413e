/** The bookmarks of this future: each a way back to its moment, with a note that can be written anew. */
import { Bookmark as Mark, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { toggleBookmark } from '#app/bookmarks/act.ts';
import styles from '#app/bookmarks/Bookmarks.module.css';
import { bookmarksOf, drop, keep, useBookmarks } from '#app/bookmarks/bookmarks.ts';
import { timeText } from '#app/format.ts';
import { seekTo } from '#app/play/transport.ts';
import { useRun } from '#app/run/holder.ts';
import { useStore } from '#app/store.ts';
import { Button, IconButton } from '#app/widgets/Button.tsx';
import { Sheet } from '#app/widgets/Sheet.tsx';
import { LIMITS } from '#scenario/limits.ts';

export function Bookmarks({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('find');
  const { branch, timeline } = useRun();
  const list = useBookmarks((bookmarks) => bookmarks.list);
  const cursor = useStore((state) => state.cursor);
  if (branch === null || timeline === null) return null;
  const own = bookmarksOf(list, branch.id);
  const isHere = own.some((one) => one.cursor === cursor);
  return (
    <Sheet title={t('bookmarks.title')} open onClose={onClose}>
      <div className={styles.bookmarks}>
        <p className={styles.note}>{t(own.length === 0 ? 'bookmarks.none' : 'bookmarks.kept')}</p>
        <ul className={styles.list}>
          {own.map((bookmark) => {
            const time = timeText(timeline.timeAt(bookmark.cursor));
            return (
              <li key={bookmark.cursor} className={styles.row} data-here={bookmark.cursor === cursor || undefined}>
                <button
                  type="button"
                  className={styles.go}
                  onClick={() => {
                    seekTo(bookmark.cursor);
                    onClose();
                  }}
                >
                  <span className="mono">{time}</span>
                  <span className={styles.step}>{t('bookmarks.step', { step: timeline.stopsUpTo(bookmark.cursor) })}</span>
                </button>
                <input
                  className={styles.field}
                  aria-label={t('bookmarks.note', { time })}
                  maxLength={LIMITS.bookmarkChars}
                  value={bookmark.note}
                  onChange={(event) => keep({ ...bookmark, note: event.target.value })}
                />
                <IconButton label={t('bookmarks.removeOf', { time })} icon={Trash2} onPress={() => drop(bookmark)} />
              </li>
            );
          })}
        </ul>
        <Button look={own.length === 0 ? 'primary' : 'outline'} onPress={() => void toggleBookmark(cursor)}>
          <Mark size={16} strokeWidth={1.5} aria-hidden="true" />
          {t(isHere ? 'bookmarks.remove' : 'bookmarks.add')}
        </Button>
      </div>
    </Sheet>
  );
}
