/** How faithful is this? The README of every subsystem, as it stands beside the code. */
import licence from 'pretendard/dist/LICENSE.txt?url';
import { useTranslation } from 'react-i18next';
import styles from '#app/about/About.module.css';
import { type Readme, readmes } from '#app/about/readmes.ts';
import { useShape } from '#app/workbench/breakpoints.ts';
import { Header } from '#app/workbench/Header.tsx';
import { ENGINE_VERSION } from '#session/engine.ts';

export function About() {
  const { t } = useTranslation('about');
  const wide = useShape() !== 'phone';
  return (
    <>
      <Header wide={wide} />
      <main className={styles.page} id="stage" tabIndex={-1}>
        <h1 className={styles.title}>{t('title')}</h1>
        <p className={styles.lead}>{t('lead')}</p>
        <p className={styles.version}>{t('version', { engine: ENGINE_VERSION })}</p>
        <h2>{t('deterministic')}</h2>
        <p>{t('deterministicText')}</p>
        <h2>{t('simplified')}</h2>
        <p className={styles.note}>{t('english')}</p>
        <div className={styles.rooms} lang="en">
          {readmes.map((readme) => (
            <Room key={readme.room} readme={readme} simulated={t('simulated')} simplified={t('simplified')} />
          ))}
        </div>
        <h2>{t('privacy')}</h2>
        <p>{t('privacyText')}</p>
        <h2>{t('licences')}</h2>
        <p>
          {t('licencesText')} <a href={licence}>{t('font')}</a>
        </p>
      </main>
    </>
  );
}

function Room({ readme, simulated, simplified }: { readonly readme: Readme; readonly simulated: string; readonly simplified: string }) {
  return (
    <section className={styles.room}>
      <h3>
        <code translate="no">{readme.room}</code>
      </h3>
      <p>{readme.about}</p>
      <Items title={simulated} items={readme.simulated} />
      <Items title={simplified} items={readme.simplified} />
    </section>
  );
}

function Items({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <details className={styles.items}>
      <summary>
        <span lang={document.documentElement.lang}>{title}</span> <span className={styles.count}>{items.length}</span>
      </summary>
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </details>
  );
}
