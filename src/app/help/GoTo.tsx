/** Go to a step by its number, to a moment by its time, or to where a link's `step=` points: that counts events. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RunUntil } from '#app/find/RunUntil.tsx';
import styles from '#app/help/GoTo.module.css';
import { seekTime, seekTo } from '#app/play/transport.ts';
import { current } from '#app/run/holder.ts';
import { cursorOfStop } from '#app/timeline/ruler.ts';
import { Button } from '#app/widgets/Button.tsx';
import { Sheet } from '#app/widgets/Sheet.tsx';
import { parseDurationUs } from '#scenario/units.ts';

export function GoTo({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('app');
  const [text, setText] = useState('');
  const [bad, setBad] = useState(false);
  const go = () => {
    const { timeline } = current();
    const given = text.trim();
    const timeUs = parseDurationUs(given);
    const events = /^step=(\d{1,9})$/.exec(given);
    if (timeline === null) return;
    if (/^\d+$/.test(given)) seekTo(cursorOfStop(timeline, Math.min(timeline.stops, Number(given))));
    else if (events) seekTo(Math.min(timeline.end, Number(events[1])));
    else if (timeUs !== undefined) seekTime(timeUs);
    else return setBad(true);
    onClose();
  };
  return (
    <Sheet title={t('goTo.title')} open onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <label className={styles.label}>
          <span>{t('goTo.label')}</span>
          <input
            ref={(field) => field?.focus()}
            className={styles.field}
            autoComplete="off"
            value={text}
            aria-invalid={bad}
            aria-describedby={bad ? 'goto-bad' : undefined}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        {bad ? (
          <p id="goto-bad" className={styles.bad}>
            {t('goTo.bad')}
          </p>
        ) : null}
        <Button type="submit" look="primary">
          {t('goTo.go')}
        </Button>
      </form>
      <RunUntil onFound={onClose} />
    </Sheet>
  );
}
