/** Two stages with one cursor: the future that leads, and beside it the other one at the same moment. On a phone one of them, and a switch. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import styles from '#app/compare/CompareStage.module.css';
import { type Futures, useFutures } from '#app/compare/futures.ts';
import { Letter } from '#app/compare/Letter.tsx';
import { StripPicture } from '#app/compare/StripPicture.tsx';
import { usePicture } from '#app/play/picture.ts';
import { branchName, chooseBranch } from '#app/run/give.ts';
import { useRun } from '#app/run/holder.ts';
import { type Beside, Picture } from '#app/stage/Picture.tsx';
import { useStore } from '#app/store.ts';
import { useLearner } from '#app/story/learner.ts';
import { useShape } from '#app/workbench/breakpoints.ts';
import { SIDES, type Side } from '#session/compare/differences.ts';
import { cursorBeside } from '#session/compare/parting.ts';
import type { Branch } from '#session/session.ts';
import type { Differs } from '#views/contract.ts';
import { absentFrom, differsBetween } from '#views/marks/differs.ts';
import { Place } from '#views/marks/place.ts';

const nothing = (word: string): Differs => ({ marks: new Set(), word, absent: [] });
const otherOf = (side: Side): Side => (side === 'a' ? 'b' : 'a');

export function CompareStage({ viewId }: { readonly viewId: string }) {
  const { t } = useTranslation('compare');
  const futures = useFutures();
  const shape = useShape();
  const differing = useDiffering(futures);
  // Names of futures are said in the present language.
  useStore((state) => state.locale);
  if (futures === null) return null;
  const sides = shape === 'phone' ? [futures.lead] : SIDES;
  return (
    <div className={styles.compare}>
      <StripPicture futures={futures} />
      {shape === 'phone' ? <Switch futures={futures} /> : null}
      <div className={styles.sides}>
        {sides.map((side) => (
          <section key={side} className={styles.side} aria-label={t('side', { side: side.toUpperCase(), name: branchName(futures[side].name) })}>
            {shape === 'phone' ? null : <Head futures={futures} side={side} />}
            <div className={styles.picture}>
              <Place value={side.toUpperCase()}>
                {side === futures.lead ? (
                  <Picture viewId={viewId} lit differs={differing[side]} />
                ) : (
                  <Other viewId={viewId} lead={futures[futures.lead]} other={futures[side]} differs={differing[side]} />
                )}
              </Place>
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}

function Head({ futures, side }: { readonly futures: Futures; readonly side: Side }) {
  const { t } = useTranslation('compare');
  const { [side]: branch, lead } = futures;
  const leads = side === lead;
  const name = branchName(branch.name);
  const letter = side.toUpperCase();
  return (
    <button
      type="button"
      className={styles.head}
      aria-pressed={leads}
      title={t(leads ? 'leads' : 'follow', { side: letter })}
      onClick={() => (leads ? undefined : chooseBranch(branch.id))}
    >
      <Letter side={side} />
      <span className={styles.name}>{name}</span>
      <span className="vh">{t(leads ? 'leads' : 'follow', { side: letter })}</span>
      <span className={styles.legend} aria-hidden="true">
        <i className={styles.corner} />
        {t('mark')}
      </span>
    </button>
  );
}

/** A phone shows one future; the other is a touch away, with the same selection and view. */
function Switch({ futures }: { readonly futures: Futures }) {
  const { t } = useTranslation('compare');
  return (
    <fieldset className={styles.switch}>
      <legend className="vh">{t('title')}</legend>
      {SIDES.map((side) => (
        <button
          key={side}
          type="button"
          className={styles.head}
          aria-pressed={side === futures.lead}
          onClick={() => (side === futures.lead ? undefined : chooseBranch(futures[side].id))}
        >
          <Letter side={side} />
          <span className={styles.name}>{branchName(futures[side].name)}</span>
        </button>
      ))}
    </fieldset>
  );
}

interface OtherProps {
  readonly viewId: string;
  readonly lead: Branch;
  readonly other: Branch;
  readonly differs: NonNullable<React.ComponentProps<typeof Picture>['differs']>;
}

function Other({ viewId, lead, other, differs }: OtherProps) {
  const answers = useLearner((learner) => learner.answers);
  const { timeline } = other;
  const beside = useMemo<Beside>(() => {
    // What lies behind a question that is still open in this future is not shown.
    const asks = other.scenario.lesson.questions.some(({ id }) => answers[id] === undefined) && other.parent === undefined;
    return {
      timeline,
      cursorAt: (cursor, nowUs) => cursorBeside(lead.timeline, cursor, nowUs, timeline),
      lengthAt: (cursor) => (asks ? cursor : timeline.end),
    };
  }, [lead, other, timeline, answers]);
  return <Picture viewId={viewId} lit differs={differs} beside={beside} />;
}

/** What is not the same in both, at this moment: the same marks on both sides, and on each what only the other one holds. */
function useDiffering(futures: Futures | null): Readonly<Record<Side, Differs>> {
  const { t } = useTranslation('compare');
  const word = t('differs');
  const picture = usePicture();
  useRun();
  const lead = futures?.[futures.lead].timeline;
  const other = futures?.[otherOf(futures.lead)].timeline;
  const cursor = lead === undefined ? 0 : Math.min(picture.cursor, lead.end);
  const beside = lead === undefined || other === undefined ? 0 : cursorBeside(lead, cursor, picture.nowUs, other);
  return useMemo(() => {
    if (futures === null || lead === undefined || other === undefined) return { a: nothing(word), b: nothing(word) };
    const [own, theirs] = [lead.frameAt(cursor), other.frameAt(beside)];
    const marks = differsBetween(own, theirs);
    const here = { marks, word, absent: absentFrom(own, theirs) };
    const there = { marks, word, absent: absentFrom(theirs, own) };
    return futures.lead === 'a' ? { a: here, b: there } : { a: there, b: here };
  }, [futures, lead, other, cursor, beside, word]);
}
