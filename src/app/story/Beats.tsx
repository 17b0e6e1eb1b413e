/** The beats as rows of segments, a row for each chapter: how far the story is, and a way to any of them. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useReadableCursor } from '#app/play/readable.ts';
import { seekTo } from '#app/play/transport.ts';
import styles from '#app/story/Beats.module.css';
import { type Chapter, chapterBefore, chaptersOf, type Script, type ScriptBeat } from '#app/story/script.ts';

interface Props {
  readonly script: Script;
  readonly current: string;
}

export function Beats({ script, current }: Props) {
  const { t } = useTranslation('story');
  const cursor = useReadableCursor();
  const chapters = useMemo(() => chaptersOf(script.beats), [script]);
  const at = script.beats.findIndex(({ id }) => id === current);
  const chapter = chapterBefore(chapters, cursor);
  const where = at < 0 ? t('beatsAll', { count: script.beats.length }) : t('beatOf', { beat: at + 1, beats: script.beats.length });
  const before = script.beats.slice(0, chapters.length === 0 ? undefined : script.beats.findIndex((beat) => beat.chapter !== null));
  return (
    <div className={styles.head}>
      <p className={`${styles.count} nums`}>
        {chapter === null ? where : `${t('chapterOf', { chapter: chapter.index + 1, chapters: chapters.length })} · ${where}`}
      </p>
      {before.length === 0 ? null : <Row label={t('beats')} beats={before} first={0} current={current} cursor={cursor} />}
      {chapters.length === 0 ? null : (
        <ol className={styles.chapters} aria-label={t('chapters')}>
          {chapters.map((one) => (
            <ChapterRow key={one.index} chapter={one} isCurrent={one === chapter} script={script} current={current} cursor={cursor} />
          ))}
        </ol>
      )}
    </div>
  );
}

interface ChapterProps extends Props {
  readonly chapter: Chapter;
  readonly isCurrent: boolean;
  readonly cursor: number;
}

/** Its title leads to where it begins. */
function ChapterRow({ chapter: { title, index, cursor: begins, beats }, isCurrent, script, current, cursor }: ChapterProps) {
  const { t } = useTranslation('story');
  const name = t('chapterNamed', { chapter: index + 1, title });
  return (
    <li>
      <button
        type="button"
        className={styles.title}
        aria-label={name}
        aria-current={isCurrent || undefined}
        disabled={begins === null}
        onClick={() => (begins === null ? undefined : seekTo(begins))}
      >
        <span className="nums">{index + 1}</span> {title}
      </button>
      <Row label={name} beats={beats} first={script.beats.indexOf(beats[0])} current={current} cursor={cursor} />
    </li>
  );
}

interface RowProps {
  readonly label: string;
  readonly beats: readonly ScriptBeat[];
  /** Place of the first of them in the story. */
  readonly first: number;
  readonly current: string;
  readonly cursor: number;
}

function Row({ label, beats, first, current, cursor }: RowProps) {
  const { t } = useTranslation('story');
  return (
    <ol className={styles.row} aria-label={label}>
      {beats.map((beat, index) => (
        <li key={beat.id} className={styles.cell}>
          <button
            type="button"
            className={styles.segment}
            aria-label={t('beatNamed', { beat: first + index + 1, title: beat.title })}
            aria-current={beat.id === current ? 'step' : undefined}
            data-tip={`${first + index + 1}. ${beat.title}`}
            disabled={beat.cursor === null}
            data-past={(beat.cursor !== null && beat.cursor <= cursor) || undefined}
            onClick={() => (beat.cursor === null ? undefined : seekTo(beat.cursor))}
          />
        </li>
      ))}
    </ol>
  );
}
