/** Run until a predicate becomes true: the language of scenarios, with a few predicates of this run to begin with. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { runUntil } from '#app/find/act.ts';
import { examplesOf } from '#app/find/examples.ts';
import styles from '#app/find/RunUntil.module.css';
import { frameNow } from '#app/run/context.ts';
import { Button } from '#app/widgets/Button.tsx';

export function RunUntil({ onFound }: { readonly onFound: () => void }) {
  const { t } = useTranslation('find');
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<{ readonly text: string; readonly lang?: string } | null>(null);
  const [running, setRunning] = useState(false);
  const frame = frameNow();
  const run = async () => {
    setRunning(true);
    const found = await runUntil(text.trim());
    setRunning(false);
    if (found.kind === 'found') return onFound();
    if (found.kind === 'never') return setRefusal({ text: t(found.already ? 'until.already' : 'until.never') });
    const { message, nearest } = found.error;
    setRefusal({ text: nearest === undefined ? message : `${message} ${t('until.nearest', { nearest })}`, lang: 'en' });
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') void run();
      }}
    >
      <div className={styles.label}>
        <label htmlFor="run-until">{t('until.label')}</label>
        <input
          id="run-until"
          className={styles.field}
          lang="en"
          translate="no"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={text}
          aria-invalid={refusal !== null}
          aria-describedby={refusal === null ? undefined : 'until-refusal'}
          onChange={(event) => {
            setText(event.target.value);
            setRefusal(null);
          }}
        />
      </div>
      {refusal === null ? null : (
        <p id="until-refusal" className={styles.refusal} role="alert" lang={refusal.lang}>
          {refusal.text}
        </p>
      )}
      {frame === null ? null : (
        <ul className={styles.examples} aria-label={t('until.examples')}>
          {examplesOf(frame).map((example) => (
            <li key={example}>
              <button type="button" className={styles.example} lang="en" translate="no" onClick={() => setText(example)}>
                {example}
              </button>
            </li>
          ))}
        </ul>
      )}
      <Button type="submit" isDisabled={running || text.trim() === ''}>
        {t('until.run')}
      </Button>
    </form>
  );
}
