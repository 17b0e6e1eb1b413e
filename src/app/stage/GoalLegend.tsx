/** A strip under the picture while goals are drawn over it: how many are met, and what of the others has no place in this view. */
import { Check } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useReadableCursor } from '#app/play/readable.ts';
import { useRun } from '#app/run/holder.ts';
import styles from '#app/stage/GoalLegend.module.css';
import { goalsNow } from '#app/stage/ghosts.ts';
import { useStore } from '#app/store.ts';
import { useScript } from '#app/story/now.ts';

export function GoalLegend() {
  const { t } = useTranslation('story');
  const { branch, version } = useRun();
  const cursor = useReadableCursor();
  const view = useStore((state) => state.view);
  const focus = useStore((state) => state.focus);
  const script = useScript();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view, the partition in focus and the words are read where the goals are judged
  const now = useMemo(() => (branch === null ? null : goalsNow(branch, cursor)), [branch, version, cursor, view, focus, script]);
  if (now === null || now.goals === 0) return null;
  const { met, goals, undrawn } = now;
  return (
    <section className={styles.legend} aria-label={t('ghosts.title')}>
      <span className={styles.sample} aria-hidden="true" />
      <p className={styles.text}>
        {t('ghosts.legend')}
        <span className={styles.met} data-all={met === goals || undefined}>
          {met === 0 ? null : <Check size={14} strokeWidth={2} aria-hidden="true" />}
          {t('ghosts.met', { met, goals })}
        </span>
      </p>
      {undrawn.length === 0 ? null : (
        <p className={styles.text}>
          {t('ghosts.notDrawn')}
          {undrawn.map(({ text, isCode }) =>
            isCode ? (
              <code key={text} className={styles.code} translate="no">
                {text}
              </code>
            ) : (
              <span key={text}>{text}</span>
            ),
          )}
        </p>
      )}
    </section>
  );
}
