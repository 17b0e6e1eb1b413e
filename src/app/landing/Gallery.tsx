/** The gallery: lessons in the order of the course, then examples, each with a small picture of its own run. */
import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import styles from '#app/landing/Gallery.module.css';
import { Thumbnail } from '#app/landing/Thumbnail.tsx';
import { exampleHref, lessonHref } from '#app/route.ts';
import { useStore } from '#app/store.ts';
import { doneLessons } from '#app/story/progress.ts';
import { textIn } from '#app/story/script.ts';
import { fetchLesson } from '#app/workbench/load.ts';
import { lessons } from '#lessons/catalog.ts';
import { examples } from '#lessons/examples/catalog.ts';

export function Gallery() {
  const { t } = useTranslation('app');
  const locale = useStore((state) => state.locale);
  const done = doneLessons();
  return (
    <div className={styles.gallery}>
      <section aria-labelledby="lessons">
        <div className={styles.head}>
          <h2 id="lessons">{t('landing.lessons')}</h2>
          <p>{t('landing.lessonsLead')}</p>
        </div>
        <ol className={styles.lessons}>
          {lessons.map(({ slug, minutes, level, scenario }, index) => (
            <li key={slug}>
              <a className={styles.card} href={lessonHref(slug)} onPointerEnter={fetchLesson} onFocus={fetchLesson}>
                <Thumbnail slug={slug} />
                <span className={styles.text}>
                  <span className={`${styles.meta} nums`}>
                    <span>{index + 1}</span>
                    <span>{t(`landing.level.${level}`)}</span>
                    <span>{t('landing.minutes', { count: minutes })}</span>
                    {done.includes(slug) ? (
                      <span className={styles.done}>
                        <CircleCheck size={14} strokeWidth={2} aria-hidden="true" /> {t('landing.done')}
                      </span>
                    ) : null}
                  </span>
                  <span className={styles.name}>{textIn(scenario.title, locale)}</span>
                </span>
              </a>
            </li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="examples">
        <div className={styles.head}>
          <h2 id="examples">{t('landing.examples')}</h2>
          <p>{t('landing.examplesLead')}</p>
        </div>
        <ul className={styles.examples}>
          {examples.map(({ slug, scenario }) => (
            <li key={slug}>
              <a className={styles.example} href={exampleHref(slug)} onPointerEnter={fetchLesson} onFocus={fetchLesson}>
                <span className={styles.name}>{textIn(scenario.title, locale)}</span>
                <span className={styles.about}>{textIn(scenario.description, locale)}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
