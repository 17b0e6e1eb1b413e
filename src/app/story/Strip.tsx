/** The strip of an election or an ISR change, while one is under way: its steps from the trace, each a link to its moment. */
import { Check, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { timeText } from '#app/format.ts';
import { look } from '#app/i18n/i18n.ts';
import { narrate } from '#app/narrate.ts';
import { useReadableCursor } from '#app/play/readable.ts';
import { seekTo } from '#app/play/transport.ts';
import { useRun } from '#app/run/holder.ts';
import { focusShown } from '#app/stage/views.ts';
import { useStore } from '#app/store.ts';
import styles from '#app/story/Strip.module.css';
import { stripAt } from '#session/strips.ts';
import { Unbroken } from '#views/marks/Unbroken.tsx';

export function Strip() {
  const { t } = useTranslation('explore');
  const { timeline } = useRun();
  const playing = useStore((state) => state.playing);
  const chosen = useStore((state) => state.focus);
  const cursor = useReadableCursor();
  useStore((state) => state.locale);
  if (timeline === null || playing || cursor <= 0 || cursor > timeline.end) return null;
  const strip = stripAt(timeline, cursor, focusShown(chosen, timeline.frameAt(cursor)));
  if (strip === null) return null;
  const done = strip.chips.findLastIndex(({ told }) => told.cursor <= cursor);
  const title = t(`strip.title.${strip.kind}`, { tp: strip.tp });
  return (
    <section className={styles.strip} aria-label={title}>
      <h3 className={styles.head}>
        <Unbroken text={title} />
      </h3>
      <ol className={styles.chips}>
        {strip.chips.map(({ step, told }, index) => {
          const state = index < done ? 'done' : index === done ? 'now' : 'ahead';
          const Icon = state === 'done' ? Check : Play;
          return (
            <li key={step}>
              <button
                type="button"
                className={styles.chip}
                data-state={state}
                aria-current={state === 'now' ? 'step' : undefined}
                title={narrate(told.fact, (key, params) => look('facts', key, params))}
                onClick={() => seekTo(told.cursor)}
              >
                <span className={styles.mark} aria-hidden="true">
                  {state === 'ahead' ? index + 1 : <Icon size={12} strokeWidth={2} />}
                </span>
                <span className={styles.name}>{t(`strip.step.${step}`)}</span>
                <span className={`${styles.time} mono`}>{timeText(told.timeUs)}</span>
                <span className="vh">{t(`strip.${state}`)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
