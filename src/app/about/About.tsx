/** How faithful is this? What can be relied on, what differs, and the list that stands beside the code of every part. */
import licence from 'pretendard/dist/LICENSE.txt?url';
import { useTranslation } from 'react-i18next';
import styles from '#app/about/About.module.css';
import { Measured } from '#app/about/Measured.tsx';
import { marked, type Readme, readmes } from '#app/about/readmes.ts';
import { has, look } from '#app/i18n/i18n.ts';
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
        <h2>{t('trust')}</h2>
        <Points texts={[t('trustRules'), t('trustTexts'), t('trustSame')]} />
        <Measured />
        <h2>{t('differs')}</h2>
        <Points texts={[t('differsSpeed'), t('differsBytes'), t('differsChance'), t('differsRest')]} />
        <h2>{t('parts')}</h2>
        <p className={styles.note}>{t('lists')}</p>
        <div className={styles.rooms}>
          {readmes.map((readme) => (
            <Room key={readme.room} readme={readme} />
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

function Points({ texts }: { readonly texts: readonly string[] }) {
  return (
    <ul className={styles.points}>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

function Room({ readme: { room, title, simulated, simplified } }: { readonly readme: Readme }) {
  const { t } = useTranslation('about');
  const named = has('about', `rooms.${room}.title`);
  const name = named ? look('about', `rooms.${room}.title`) : title;
  return (
    <section className={styles.room} aria-label={name}>
      <h3 lang={named ? undefined : 'en'}>{name}</h3>
      {named ? <p>{look('about', `rooms.${room}.text`)}</p> : null}
      <Items room={name} title={t('simulated')} items={simulated} />
      <Items room={name} title={t('simplified')} items={simplified} />
    </section>
  );
}

function Items({ room, title, items }: { readonly room: string; readonly title: string; readonly items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <details className={styles.items}>
      <summary>
        {title}
        <span className="vh"> ({room})</span> <span className={styles.count}>{items.length}</span>
      </summary>
      <ul lang="en">
        {items.map((item) => (
          <li key={item}>
            <Item text={item} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Item({ text }: { readonly text: string }) {
  return marked(text).map((part, index) =>
    part.code ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence keep their order
      <code key={index} translate="no">
        {part.text}
      </code>
    ) : (
      part.text
    ),
  );
}
