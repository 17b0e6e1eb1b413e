/** Goals tick live at the playhead; settings may be changed before the run; hints come one rung at a time. */
import { Check, Circle, Lightbulb, SquareDashed, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useReadableCursor } from '#app/play/readable.ts';
import { useRun } from '#app/run/holder.ts';
import { type GoalState, goalsAt } from '#app/run/judge.ts';
import { toggleGhosts } from '#app/stage/ghosts.ts';
import { useStore } from '#app/store.ts';
import styles from '#app/story/Goals.module.css';
import { openHint, useLearner } from '#app/story/learner.ts';
import { Prose } from '#app/story/Prose.tsx';
import { Settings } from '#app/story/Settings.tsx';
import type { Script, ScriptGoal } from '#app/story/script.ts';
import { Button, IconButton } from '#app/widgets/Button.tsx';
import { Unbroken } from '#views/marks/Unbroken.tsx';

export function Goals({ script }: { readonly script: Script }) {
  const { t } = useTranslation('story');
  const { timeline, branch } = useRun();
  const cursor = useReadableCursor();
  if (timeline === null || branch === null) return null;
  const states = goalsAt(branch, Math.min(cursor, timeline.end));
  const atEnd = timeline.complete && cursor >= timeline.end;
  const won = atEnd && states.every(({ met }) => met);
  const { settings } = branch.scenario.lesson.limits;
  return (
    <div className={styles.goals}>
      <div className={styles.top}>
        <h3 className={styles.head}>{t('goals')}</h3>
        <GhostsButton />
      </div>
      <ul className={styles.list}>
        {script.goals.map((goal) => (
          <GoalRow key={goal.id} goal={goal} state={states.find(({ id }) => id === goal.id)} atEnd={atEnd} />
        ))}
      </ul>
      {won ? <p className={styles.won}>{t('won')}</p> : null}
      {settings !== undefined && settings.length > 0 ? <Settings settings={settings} /> : null}
      <Hints script={script} states={states} />
    </div>
  );
}

/** The goals over the picture, where they would be seen. */
function GhostsButton() {
  const { t } = useTranslation('story');
  const ghosts = useStore((state) => state.ghosts);
  return <IconButton label={t('ghosts.draw')} hint="ghosts" icon={SquareDashed} pressed={ghosts} onPress={toggleGhosts} data-ghosts="" />;
}

interface GoalRowProps {
  readonly goal: ScriptGoal;
  readonly state: GoalState | undefined;
  readonly atEnd: boolean;
}

function GoalRow({ goal: { text, check, count }, state, atEnd }: GoalRowProps) {
  const { t } = useTranslation('story');
  const met = state?.met ?? false;
  const missed = !met && (state?.final ?? atEnd);
  const Icon = met ? Check : missed ? X : Circle;
  return (
    <li className={styles.goal} data-met={met || undefined} data-missed={missed || undefined}>
      <Icon size={16} strokeWidth={2} aria-label={t(met ? 'goal.met' : missed ? 'goal.missed' : 'goal.open')} />
      <span>
        <Unbroken text={text || check} />
        {count !== '' && state?.value ? (
          <span className={styles.value}>
            <Unbroken text={`${count}: ${state.value}`} />
          </span>
        ) : (
          <code className={styles.value} translate="no">
            <Unbroken text={state?.now || check} />
          </code>
        )}
      </span>
    </li>
  );
}

/** Rungs of the first goal that is not met. */
function Hints({ script, states }: { readonly script: Script; readonly states: readonly GoalState[] }) {
  const { t } = useTranslation('story');
  const opened = useLearner((learner) => learner.hints);
  const goal = script.goals.find(({ id }) => states.find((state) => state.id === id)?.met !== true) ?? script.goals[0];
  const rungs = script.hints[goal?.id ?? ''] ?? [];
  if (goal === undefined || rungs.length === 0) return null;
  const count = Math.min(opened[goal.id] ?? 0, rungs.length);
  return (
    <div className={styles.hints} aria-live="polite">
      {rungs.slice(0, count).map((rung) => (
        <div key={rung} className={styles.hint}>
          <Lightbulb size={16} strokeWidth={1.5} aria-hidden="true" />
          <Prose text={rung} />
        </div>
      ))}
      {count < rungs.length ? (
        <Button look="quiet" size="small" onPress={() => openHint(goal.id)} data-hint="">
          <Lightbulb size={15} strokeWidth={1.5} aria-hidden="true" />
          {t(count === 0 ? 'hint' : 'hintMore')}
        </Button>
      ) : null}
    </div>
  );
}
