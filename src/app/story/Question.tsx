/** A prediction: locked in before the run goes on, then held beside what Kafka did. Skipping is always possible, and said to be skipping. */
import { Check, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '#app/announce.ts';
import { useReadableCursor } from '#app/play/readable.ts';
import { useRun } from '#app/run/holder.ts';
import { truthOf } from '#app/run/judge.ts';
import { plainText } from '#app/story/chips.ts';
import { type Answer, answer, useLearner } from '#app/story/learner.ts';
import { beatAt, useScript } from '#app/story/now.ts';
import { Prose } from '#app/story/Prose.tsx';
import styles from '#app/story/Question.module.css';
import { goOn } from '#app/story/reveal.ts';
import type { ScriptQuestion } from '#app/story/script.ts';
import { motionIsReduced } from '#app/theme/motion.ts';
import { Button } from '#app/widgets/Button.tsx';
import { Unbroken } from '#views/marks/Unbroken.tsx';

export function QuestionCard({ question }: { readonly question: ScriptQuestion }) {
  const { t } = useTranslation('story');
  const [given, setGiven] = useState('');
  const ready = question.kind === 'choice' ? given !== '' : /^-?\d+$/.test(given.trim());
  const lock = () => {
    if (!ready) return;
    answer(question.id, { given: given.trim(), told: false });
    // Without motion what happened is there at once, and is what there is to say.
    if (!motionIsReduced()) announce(t('locked'));
    void goOn(question.id);
  };
  const skip = () => {
    answer(question.id, { given: null, told: false });
    void goOn(question.id);
  };
  return (
    <form
      className={styles.card}
      onSubmit={(event) => {
        event.preventDefault();
        lock();
      }}
    >
      <fieldset>
        <legend className={styles.legend}>
          <span className={styles.tag}>{t('predict')}</span>
          <Prose text={question.ask} className={styles.ask} />
        </legend>
        {question.kind === 'choice' ? <Choices question={question} given={given} onGive={setGiven} /> : <NumberField given={given} onGive={setGiven} />}
      </fieldset>
      <div className={styles.actions}>
        <Button type="submit" look="primary" isDisabled={!ready}>
          {t('lock')}
        </Button>
        <Button look="quiet" onPress={skip}>
          {t('skip')}
        </Button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly given: string;
  readonly onGive: (given: string) => void;
}

function Choices({ question, given, onGive }: FieldProps & { readonly question: ScriptQuestion }) {
  const name = useId();
  return (
    <div className={styles.choices}>
      {question.options.map(({ id, text }) => (
        <label key={id} className={styles.choice} data-checked={given === id || undefined}>
          <input type="radio" name={name} value={id} checked={given === id} onChange={() => onGive(id)} />
          <span>
            <Unbroken text={text} />
          </span>
        </label>
      ))}
    </div>
  );
}

function NumberField({ given, onGive }: FieldProps) {
  const { t } = useTranslation('story');
  return (
    <label className={styles.number}>
      <span>{t('number')}</span>
      <input inputMode="numeric" autoComplete="off" value={given} onChange={(event) => onGive(event.target.value)} />
    </label>
  );
}

/** You said, Kafka did: from the moment of the reveal until the story moves on. */
export function Verdict() {
  const script = useScript();
  const answers = useLearner((learner) => learner.answers);
  const cursor = useReadableCursor();
  const { branch } = useRun();
  if (script === null || branch === null) return null;
  for (const question of [...script.questions].reverse()) {
    const given = answers[question.id];
    const truth = given === undefined ? null : truthOf(branch, question.id);
    if (given === undefined || truth === null || cursor < truth.cursor || beatAt(cursor) !== beatAt(truth.cursor)) continue;
    return <VerdictCard question={question} given={given} right={truth.right} />;
  }
  return null;
}

function VerdictCard({ question, given, right }: { readonly question: ScriptQuestion; readonly given: Answer; readonly right: readonly string[] }) {
  const { t } = useTranslation('story');
  const skipped = given.given === null;
  const isRight = given.given !== null && right.includes(given.given);
  const words = (id: string) => question.options.find((option) => option.id === id)?.text ?? id;
  return (
    <div className={styles.verdict} data-verdict={question.id} data-right={isRight || undefined}>
      <p className={styles.ask}>
        <Unbroken text={plainText(question.ask)} />
      </p>
      <dl className={styles.pair}>
        <div>
          <dt>{t('you')}</dt>
          <dd>
            {skipped ? <span className={styles.muted}>{t('skipped')}</span> : <Unbroken text={words(given.given ?? '')} />}
            {skipped ? null : isRight ? <Check size={16} strokeWidth={2} aria-label={t('right')} /> : <X size={16} strokeWidth={2} aria-label={t('wrong')} />}
          </dd>
        </div>
        <div>
          <dt>{t('kafka')}</dt>
          <dd className={styles.truth}>
            <Unbroken text={right.map(words).join(' / ')} />
          </dd>
        </div>
      </dl>
      {question.why === '' ? null : <Prose text={question.why} className={styles.why} />}
    </div>
  );
}
