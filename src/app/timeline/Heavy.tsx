/** Above the slider, before a run that would take long: how much it is, and the word that computes it. */
import { Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { countText } from '#app/format.ts';
import { computeAll, heavyEvents, isHeld } from '#app/run/heavy.ts';
import { useRun } from '#app/run/holder.ts';
import { useStore } from '#app/store.ts';
import styles from '#app/timeline/Heavy.module.css';
import { Button } from '#app/widgets/Button.tsx';
import { LIMITS } from '#scenario/limits.ts';

/** What is estimated is said to two digits: 1,234,567 is about 1,200,000. */
const about = (events: number): number => {
  const unit = 10 ** (String(events).length - 2);
  return Math.round(events / unit) * unit;
};

export function Heavy() {
  const { t } = useTranslation('play');
  const { open, timeline } = useRun();
  const locale = useStore((state) => state.locale);
  const limit = countText(LIMITS.cost, locale);
  if (timeline?.complete && timeline.end >= LIMITS.cost) return <Note text={t('heavy.stopped', { limit })} />;
  const events = heavyEvents(open);
  if (events === null || !isHeld(open)) return null;
  const beyond = events > LIMITS.cost ? ` ${t('heavy.beyond', { limit })}` : '';
  return (
    <Note text={t('heavy.warning', { events: countText(about(events), locale) }) + beyond}>
      <Button size="small" onPress={compute}>
        {t('heavy.compute')}
      </Button>
    </Note>
  );
}

/** The button goes away, so the focus moves to what it stood over. */
function compute(): void {
  document.querySelector<HTMLElement>('[data-region=timeline] input[type=range]')?.focus();
  computeAll();
}

function Note({ text, children }: { readonly text: string; readonly children?: React.ReactNode }) {
  return (
    <div className={styles.note} role="status">
      <Hourglass size={16} strokeWidth={1.75} aria-hidden="true" />
      <p>{text}</p>
      {children}
    </div>
  );
}
