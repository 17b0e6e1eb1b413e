/** The glossary: every word of Kafka that is used here, with the belief that it corrects. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import aboutStyles from '#app/about/About.module.css';
import styles from '#app/glossary/Glossary.module.css';
import { look } from '#app/i18n/i18n.ts';
import { useRouting } from '#app/router.ts';
import { useShape } from '#app/workbench/breakpoints.ts';
import { Header } from '#app/workbench/Header.tsx';

export function Glossary() {
  const { t, i18n } = useTranslation(['app', 'glossary']);
  const wide = useShape() !== 'phone';
  const term = useRouting((state) => state.term);
  const ids = Object.keys((i18n.getResourceBundle(i18n.language, 'glossary') ?? {}) as object);
  useEffect(() => {
    if (term !== null) document.getElementById(`term-${term}`)?.scrollIntoView({ block: 'center' });
  }, [term]);
  return (
    <>
      <Header wide={wide} />
      <main className={aboutStyles.page} id="stage" tabIndex={-1}>
        <h1 className={aboutStyles.title}>{t('app:nav.glossary')}</h1>
        <dl className={styles.list}>
          {ids.map((id) => (
            <div key={id} id={`term-${id}`} className={styles.entry} data-current={id === term || undefined}>
              <dt>{look('glossary', `${id}.term`)}</dt>
              <dd>
                <p>{look('glossary', `${id}.short`)}</p>
                <p className={styles.long}>{look('glossary', `${id}.long`)}</p>
              </dd>
            </div>
          ))}
        </dl>
      </main>
    </>
  );
}
