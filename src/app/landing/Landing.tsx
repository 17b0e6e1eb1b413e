/** The landing page is the product itself: one sentence, one button, and a paused cluster that answers to every control. */
import { ArrowRight, PencilRuler } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Gallery } from '#app/landing/Gallery.tsx';
import { showHero, wakeHero } from '#app/landing/hero.ts';
import styles from '#app/landing/Landing.module.css';
import { loadPrepared } from '#app/landing/prepared.ts';
import { ABOUT, GLOSSARY, lessonHref, STUDIO } from '#app/route.ts';
import { useRun } from '#app/run/holder.ts';
import { StagePane } from '#app/stage/StagePane.tsx';
import { useStore } from '#app/store.ts';
import { beatAt, useScript } from '#app/story/now.ts';
import { Prose } from '#app/story/Prose.tsx';
import { TimelinePane } from '#app/timeline/TimelinePane.tsx';
import { useShape } from '#app/workbench/breakpoints.ts';
import { Header } from '#app/workbench/Header.tsx';
import { fetchLesson } from '#app/workbench/load.ts';
import { lessons } from '#lessons/catalog.ts';

export function Landing() {
  const { t } = useTranslation('app');
  const wide = useShape() !== 'phone';
  useEffect(() => {
    void loadPrepared();
    void showHero();
  }, []);
  return (
    <>
      <Header wide={wide} />
      <main className={styles.page}>
        <div className={styles.hero}>
          <div className={styles.words}>
            <h1 className={styles.title}>{t('landing.title')}</h1>
            <p className={styles.lead}>{t('landing.lead')}</p>
            <div className={styles.actions}>
              <a className={styles.start} href={lessonHref(lessons[0].slug)} onPointerEnter={fetchLesson} onFocus={fetchLesson}>
                {t('landing.start')}
                <ArrowRight size={20} strokeWidth={1.75} aria-hidden="true" />
              </a>
              <a className={styles.write} href={STUDIO}>
                <PencilRuler size={16} strokeWidth={1.5} aria-hidden="true" />
                {t('landing.write')}
              </a>
            </div>
            <p className={styles.facts}>{t('landing.facts')}</p>
          </div>
          <Live compact={!wide} />
        </div>
        <Gallery />
      </main>
      <footer className={styles.footer}>
        <p>{t('landing.footer')}</p>
        <p>
          <a href={ABOUT}>{t('nav.about')}</a>
          <a href={GLOSSARY}>{t('nav.glossary')}</a>
        </p>
      </footer>
    </>
  );
}

/** A hand or the focus comes near: the run itself takes the picture's place. */
const wake = (): void => void wakeHero();

/** The stage, with what is told of this moment under it. */
function Live({ compact }: { readonly compact: boolean }) {
  const script = useScript();
  const { timeline, still } = useRun();
  const cursor = useStore((state) => state.cursor);
  const beat = script === null ? null : beatAt(cursor);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is done here but to fetch what will be needed
    <div
      className={styles.live}
      data-ready={timeline === null ? undefined : ''}
      data-still={still === null ? undefined : ''}
      onPointerEnter={wake}
      onPointerDown={wake}
      onFocus={wake}
    >
      <div className={styles.stage}>
        <StagePane bare />
      </div>
      <div className={styles.caption}>
        <h2 className={styles.beat}>{beat?.title ?? script?.title ?? ''}</h2>
        <Prose text={beat?.text ?? script?.summary ?? ''} className={styles.text} />
      </div>
      <TimelinePane compact={compact} />
    </div>
  );
}
