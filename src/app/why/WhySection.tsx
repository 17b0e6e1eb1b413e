/** Why: what may be asked about the selected thing, and the chain that answers what was asked. */
import { X } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { timeText } from '#app/format.ts';
import { look } from '#app/i18n/i18n.ts';
import { narrate } from '#app/narrate.ts';
import { useRun } from '#app/run/holder.ts';
import { patch, useStore, type Why } from '#app/store.ts';
import { Chain } from '#app/why/Chain.tsx';
import { askQuestion, closeWhy } from '#app/why/open.ts';
import { recordIdOf, thingOf } from '#app/why/thing.ts';
import styles from '#app/why/WhySection.module.css';
import { IconButton } from '#app/widgets/Button.tsx';
import type { Frame } from '#kafka/frame.ts';
import { type Question, questionsAbout } from '#session/asking.ts';
import { followed } from '#session/follow.ts';
import { memoryOf } from '#session/memory.ts';
import type { Timeline } from '#session/timeline.ts';
import { whyAll } from '#session/why.ts';
import type { Selection } from '#views/contract.ts';
import { Unbroken } from '#views/marks/Unbroken.tsx';

interface Props {
  readonly timeline: Timeline;
  readonly frame: Frame;
  readonly cursor: number;
  readonly selection: Selection | null;
}

export function WhySection({ timeline, frame, cursor, selection }: Props) {
  const why = useStore((state) => state.why);
  const { branch } = useRun();
  const open = why !== null && why.branch === branch?.id ? why : null;
  return (
    <>
      {open === null ? null : <Answer timeline={timeline} why={open} />}
      <Asked timeline={timeline} frame={frame} cursor={cursor} selection={selection} />
      <Follow timeline={timeline} frame={frame} selection={selection} />
    </>
  );
}

function Answer({ timeline, why }: { readonly timeline: Timeline; readonly why: Why }) {
  const { t } = useTranslation('explore');
  const links = useMemo(() => {
    const { all } = memoryOf(timeline);
    const asked = why.facts.map((place) => all[place]).filter((told) => told !== undefined);
    return whyAll(timeline, asked).map((link) => ({ ...link, strong: link.asked }));
  }, [timeline, why]);
  return (
    <section className={styles.section} aria-labelledby="why">
      <div className={styles.top}>
        <h3 className={styles.head} id="why" tabIndex={-1}>
          {t(`why.title.${why.kind}`, { count: why.count })}
        </h3>
        <IconButton label={t('why.close')} icon={X} size="small" onPress={closeWhy} />
      </div>
      {links.length < 2 ? <p className={styles.note}>{t('why.alone')}</p> : null}
      <Chain label={t('why.chain')} moments={links} />
    </section>
  );
}

function Asked({ timeline, frame, cursor, selection }: Props) {
  const { t } = useTranslation('explore');
  useStore((state) => state.locale);
  const thing = thingOf(frame, selection);
  const id = thing === null ? '' : JSON.stringify(thing);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a thing is known by its words
  const questions = useMemo(() => (thing === null ? [] : questionsAbout(timeline, thing, cursor)), [timeline, cursor, id, timeline.end]);
  if (questions.length === 0) return null;
  return (
    <section className={styles.section} aria-label={t('why.ask')}>
      <h3 className={styles.head}>{t('why.ask')}</h3>
      <ul className={styles.questions}>
        {questions.map((question) => (
          <li key={`${question.kind} ${question.asked.map((told) => told.cursor).join()} ${question.asked.at(-1)?.fact.fact}`}>
            <button type="button" className={styles.question} onClick={() => askQuestion(question)}>
              <span>
                <Unbroken text={sentence(question, t)} />
              </span>
              <span className={`${styles.time} mono`}>{timeText(question.asked.at(-1)?.timeUs ?? 0)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function sentence({ kind, asked, count }: Question, t: ReturnType<typeof useTranslation<'explore'>>['t']): string {
  if (kind !== 'fact') return t(`why.title.${kind}`, { count });
  const told = asked.at(-1);
  return told === undefined ? '' : narrate(told.fact, (key, params) => look('facts', key, params));
}

/** Where the selected record has been; its copies light up on the stage while it is followed. */
function Follow({ timeline, frame, selection }: Omit<Props, 'cursor'>) {
  const { t } = useTranslation('explore');
  const follow = useStore((state) => state.follow);
  const selected = recordIdOf(frame, selection);
  const id = follow ?? selected;
  const stops = useMemo(() => (follow === null ? [] : followed(timeline, follow)), [timeline, follow, timeline.end]);
  if (id === null) return null;
  return (
    <section className={styles.section} aria-label={t('follow.title', { id })}>
      <div className={styles.top}>
        <h3 className={styles.head}>
          <Unbroken text={t('follow.title', { id })} />
        </h3>
        <button type="button" className={styles.toggle} aria-pressed={follow === id} onClick={() => patch({ follow: follow === id ? null : id })}>
          {t(follow === id ? 'follow.stop' : 'follow.start')}
        </button>
      </div>
      {follow === id ? (
        <Chain label={t('follow.way')} moments={stops.map((stop) => ({ ...stop, place: t(`follow.at.${stop.at}`) }))} />
      ) : (
        <p className={styles.note}>{t('follow.note')}</p>
      )}
    </section>
  );
}
