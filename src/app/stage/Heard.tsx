/** What a screen reader hears, for those who see: an instructor, a neighbour, whoever checks a lesson. It is the live region's own text, and is not said twice. */
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useHeard } from '#app/announce.ts';
import styles from '#app/stage/Heard.module.css';
import { Unbroken } from '#views/marks/Unbroken.tsx';

export function Heard() {
  const { t } = useTranslation('app');
  const heard = useHeard();
  const list = useRef<HTMLOListElement>(null);
  const newest = heard.at(-1)?.count;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said last is in sight
  useLayoutEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [newest]);
  return (
    <section className={styles.heard} aria-label={t('heard.title')}>
      <h3 className={styles.title}>{t('heard.title')}</h3>
      {heard.length === 0 ? (
        <p className={styles.none}>{t('heard.none')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by keys
        <ol ref={list} className={styles.list} tabIndex={0} aria-label={t('heard.title')}>
          {heard.map(({ text, count }) => (
            <li key={count} data-newest={count === newest || undefined}>
              <Unbroken text={text} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
