/** The beats as a row of segments: how far the story is, and a way to any of them. */
import { useTranslation } from 'react-i18next';
import { useReadableCursor } from '#app/play/readable.ts';
import { seekTo } from '#app/play/transport.ts';
import styles from '#app/story/Beats.module.css';
import type { Script } from '#app/story/script.ts';

export function Beats({ script, current }: { readonly script: Script; readonly current: string }) {
  const { t } = useTranslation('story');
  const cursor = useReadableCursor();
  const at = script.beats.findIndex(({ id }) => id === current);
  return (
    <div className={styles.head}>
      <p className={`${styles.count} nums`}>
        {at < 0 ? t('beatsAll', { count: script.beats.length }) : t('beatOf', { beat: at + 1, beats: script.beats.length })}
      </p>
      <ol className={styles.row} aria-label={t('beats')}>
        {script.beats.map((beat, index) => (
          <li key={beat.id} className={styles.cell}>
            <button
              type="button"
              className={styles.segment}
              aria-label={t('beatNamed', { beat: index + 1, title: beat.title })}
              aria-current={beat.id === current ? 'step' : undefined}
              data-tip={`${index + 1}. ${beat.title}`}
              disabled={beat.cursor === null}
              data-past={(beat.cursor !== null && beat.cursor <= cursor) || undefined}
              onClick={() => (beat.cursor === null ? undefined : seekTo(beat.cursor))}
            />
          </li>
        ))}
      </ol>
    </div>
  );
}
