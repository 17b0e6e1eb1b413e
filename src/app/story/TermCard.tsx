/** The words of a lesson, three at most, before it starts. */
import { useTranslation } from 'react-i18next';
import { look } from '#app/i18n/i18n.ts';
import styles from '#app/story/TermCard.module.css';

export function TermCard({ terms }: { readonly terms: readonly string[] }) {
  const { t } = useTranslation(['story', 'glossary']);
  return (
    <div className={styles.card}>
      <h3 className={styles.head}>{t('story:terms')}</h3>
      <dl className={styles.list}>
        {terms.map((id) => (
          <div key={id}>
            <dt>{look('glossary', `${id}.term`)}</dt>
            <dd>{look('glossary', `${id}.short`)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
