/** What the tool printed, as it stands in the terminal, too. */
import { useTranslation } from 'react-i18next';
import type { Answer } from '#app/topics/run.ts';
import styles from '#app/topics/Topics.module.css';

export function Said({ answer }: { readonly answer: Answer }) {
  const { t } = useTranslation('topics');
  return (
    <section className={styles.said} aria-label={t('answer')} data-failed={answer.failed || undefined}>
      <p className={styles.note}>{t(answer.failed ? 'refused' : 'answer')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys */}
      <pre lang="en" translate="no" tabIndex={0}>{`$ ${answer.command}\n${answer.lines.join('\n')}`}</pre>
    </section>
  );
}
