/** The story: where we are in it, what has changed, what is asked, and the one big button that goes on. */
import { ArrowRight, Flag, RotateCcw } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useReadableCursor } from '#app/play/readable.ts';
import { playPause, seekTo, toNextBeat } from '#app/play/transport.ts';
import { lessonHref } from '#app/route.ts';
import { chooseBranch } from '#app/run/give.ts';
import { useRun } from '#app/run/holder.ts';
import { useStore } from '#app/store.ts';
import { Beats } from '#app/story/Beats.tsx';
import { Changes } from '#app/story/Changes.tsx';
import { Goals } from '#app/story/Goals.tsx';
import { useLearner } from '#app/story/learner.ts';
import { beatAt, leftAt, questionAt, useScript } from '#app/story/now.ts';
import { Prose } from '#app/story/Prose.tsx';
import { QuestionCard, Verdict } from '#app/story/Question.tsx';
import styles from '#app/story/StoryPane.module.css';
import type { Script } from '#app/story/script.ts';
import { TermCard } from '#app/story/TermCard.tsx';
import { Button } from '#app/widgets/Button.tsx';
import { useBareScroll } from '#app/widgets/bareScroll.ts';
import { Unbroken } from '#views/marks/Unbroken.tsx';

const Ending = lazy(() => import('#app/story/Ending.tsx').then(({ Ending }) => ({ default: Ending })));
const Strip = lazy(() => import('#app/story/Strip.tsx').then(({ Strip }) => ({ default: Strip })));

export function StoryPane() {
  const { t } = useTranslation('story');
  const script = useScript();
  const run = useRun();
  const { open } = run;
  const body = useRef<HTMLDivElement>(null);
  const bare = useBareScroll(body);
  const cursor = useReadableCursor();
  const beat = script === null ? null : beatAt(cursor);
  // Answering changes what is asked, so the pane listens to the learner too.
  useLearner((learner) => learner.answers);
  const beatId = beat?.id ?? '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new beat begins at the top
  useEffect(() => {
    body.current?.scrollTo({ top: 0 });
  }, [beatId]);
  if (script === null || open === null) return <section className={styles.story} data-region="story" aria-label={t('title')} />;
  const question = questionAt(cursor);
  const inChallenge = open.origin.kind === 'lesson' && open.origin.mode === 'challenge';
  const sandbox = script.beats.length === 0;
  const left = sandbox ? null : leftAt(run);
  const away = left !== null && cursor > left;
  return (
    <section className={styles.story} data-region="story" data-told={cursor} aria-label={t('title')} tabIndex={-1}>
      <div className={styles.body} ref={body} tabIndex={bare ? 0 : -1} {...(bare ? { role: 'group', 'aria-label': t('text') } : {})}>
        {sandbox ? null : <Beats script={script} current={beatId} />}
        {away ? <Away left={left} /> : null}
        {away ? null : beat === null ? <Opening script={script} atStart={cursor === 0} sandbox={sandbox} /> : <BeatText title={beat.title} text={beat.text} />}
        {question === null ? null : <QuestionCard key={question.id} question={question} />}
        <Verdict />
        <Outro script={script} />
        {script.goals.length > 0 ? <Goals script={script} /> : null}
        <Suspense fallback={null}>
          <Ending />
        </Suspense>
        <Changes />
        <Suspense fallback={null}>
          <Strip />
        </Suspense>
      </div>
      <Foot locked={question !== null} inChallenge={inChallenge} script={script} />
    </section>
  );
}

/** In a future of the learner's own making the story has nothing to tell; it waits where it was left. */
function Away({ left }: { readonly left: number }) {
  const { t } = useTranslation('story');
  const { open, timeline } = useRun();
  const story = open?.session.branches.find(({ parent }) => parent === undefined);
  if (timeline === null || story === undefined) return null;
  return (
    <div className={styles.beat}>
      <h2 className={styles.title}>{t('away.title')}</h2>
      <Prose text={left === 0 ? t('away.changed') : t('away.left', { step: timeline.stopsUpTo(left) })} className={styles.text} />
      <div className={styles.back}>
        <Button onPress={() => backToStory(story.id, left)}>{t('toStory')}</Button>
        <Button look="quiet" onPress={() => void import('#app/compare/act.ts').then(({ besideOf }) => besideOf(story.id))}>
          {t('away.beside')}
        </Button>
      </div>
    </div>
  );
}

function backToStory(id: number, left: number): void {
  chooseBranch(id);
  seekTo(left);
}

function BeatText({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div className={styles.beat}>
      <h2 className={styles.title}>
        <Unbroken text={title} />
      </h2>
      <Prose text={text} className={styles.text} />
    </div>
  );
}

/** Before the first beat: what this is about, and its words. */
function Opening({ script, atStart, sandbox }: { readonly script: Script; readonly atStart: boolean; readonly sandbox: boolean }) {
  const { t } = useTranslation('story');
  return (
    <div className={styles.beat}>
      <h2 className={styles.title}>{sandbox ? script.title : atStart ? t('opening') : t('before')}</h2>
      <Prose text={script.summary || t('sandbox')} className={styles.text} />
      {script.terms.length > 0 ? (
        // Its words come late: the page around it, and the focus in it, stay.
        <Suspense fallback={null}>
          <TermCard terms={script.terms} />
        </Suspense>
      ) : null}
    </div>
  );
}

function Outro({ script }: { readonly script: Script }) {
  const { t } = useTranslation('story');
  const { timeline, open } = useRun();
  const cursor = useReadableCursor();
  if (timeline === null || !timeline.complete || cursor < timeline.end || script.outro === '' || open?.origin.kind !== 'lesson') return null;
  return (
    <div className={styles.outro}>
      <h3>{t('outro')}</h3>
      <Prose text={script.outro} />
    </div>
  );
}

interface FootProps {
  readonly locked: boolean;
  readonly inChallenge: boolean;
  readonly script: Script;
}

function Foot({ locked, inChallenge, script }: FootProps) {
  const { timeline, open } = useRun();
  const cursor = useReadableCursor();
  const playing = useStore((state) => state.playing);
  if (timeline === null || open === null) return null;
  const { origin } = open;
  const atEnd = timeline.complete && cursor >= timeline.end;
  const afterLast = script.beats.length > 0 && script.beats.every((beat) => beat.cursor !== null && beat.cursor <= cursor);
  const toggle = origin.kind === 'lesson' ? <ModeLink slug={origin.slug} inChallenge={inChallenge} strong={atEnd && !inChallenge} /> : null;
  return (
    <div className={styles.foot}>
      {atEnd ? toggle : null}
      {atEnd ? (
        <Again quiet={!inChallenge && toggle !== null} />
      ) : (
        <Continue locked={locked} playing={playing} atStart={cursor === 0} last={afterLast} plain={inChallenge} />
      )}
      {atEnd ? null : toggle}
    </div>
  );
}

function Continue({
  locked,
  playing,
  atStart,
  last,
  plain,
}: {
  readonly locked: boolean;
  readonly playing: boolean;
  readonly atStart: boolean;
  readonly last: boolean;
  readonly plain: boolean;
}) {
  const { t } = useTranslation('story');
  const name: ReactNode = playing ? t('pause') : atStart ? t(plain ? 'run' : 'start') : last ? t('toEnd') : t('continue');
  return (
    <Button look="primary" size="large" className={styles.go} isDisabled={locked} onPress={playing ? playPause : toNextBeat}>
      {locked ? t('answerFirst') : name}
      {locked || playing ? null : <ArrowRight size={18} strokeWidth={1.75} aria-hidden="true" />}
    </Button>
  );
}

function Again({ quiet }: { readonly quiet: boolean }) {
  const { t } = useTranslation('story');
  return (
    <Button look={quiet ? 'quiet' : 'outline'} size={quiet ? 'normal' : 'large'} className={styles.go} onPress={() => seekTo(0)}>
      <RotateCcw size={16} strokeWidth={1.75} aria-hidden="true" />
      {t('again')}
    </Button>
  );
}

function ModeLink({ slug, inChallenge, strong }: { readonly slug: string; readonly inChallenge: boolean; readonly strong: boolean }) {
  const { t } = useTranslation('story');
  return (
    <a className={styles.mode} data-strong={strong || undefined} href={lessonHref(slug, inChallenge ? 'story' : 'challenge')}>
      <Flag size={15} strokeWidth={1.5} aria-hidden="true" />
      {t(inChallenge ? 'toStory' : 'toChallenge')}
    </a>
  );
}
