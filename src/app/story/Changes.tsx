/** What changed in the step that led here: the same sentences a screen reader hears. */
import { useTranslation } from 'react-i18next';
import { look } from '#app/i18n/i18n.ts';
import { changeLines, type Line } from '#app/narrate.ts';
import { useReadableCursor } from '#app/play/readable.ts';
import { useRun } from '#app/run/holder.ts';
import { useStore } from '#app/store.ts';
import styles from '#app/story/Changes.module.css';
import { type KafkaFact, SIGNIFICANCE } from '#kafka/facts.ts';
import { mayBeAsked } from '#session/asked.ts';
import { Unbroken } from '#views/marks/Unbroken.tsx';

export function Changes() {
  const { t } = useTranslation('story');
  const { timeline } = useRun();
  const cursor = useReadableCursor();
  // Sentences follow the language.
  useStore((state) => state.locale);
  if (timeline === null || cursor === 0) return null;
  const facts = timeline.changesAt(Math.min(cursor, timeline.end));
  // On the page cause comes before effect; an announcement says the news first.
  const lines = changeLines(facts, (key, params) => look('facts', key, params)).sort((a, b) => facts.indexOf(a.fact) - facts.indexOf(b.fact));
  return (
    <div className={styles.changes}>
      <h3 className={styles.head}>{t('changed')}</h3>
      {lines.length === 0 ? <p className={styles.none}>{t('unchanged')}</p> : <Lines lines={lines} />}
    </div>
  );
}

function Lines({ lines }: { readonly lines: readonly Line[] }) {
  return (
    <ul className={styles.list}>
      {lines.map(({ fact, text }) => (
        <li key={text} data-weight={SIGNIFICANCE[fact.fact]} data-fact={fact.fact}>
          <Unbroken text={text} /> {mayBeAsked(fact) ? <Why fact={fact} text={text} /> : null}
        </li>
      ))}
    </ul>
  );
}

/** Its causes are looked up by code that comes when they are asked for. */
function Why({ fact, text }: { readonly fact: KafkaFact; readonly text: string }) {
  const { t } = useTranslation('story');
  return (
    <button
      type="button"
      className={styles.why}
      aria-label={t('whyOf', { text })}
      onClick={() => void import('#app/why/open.ts').then(({ askWhy }) => askWhy(fact))}
    >
      {t('why')}
    </button>
  );
}
