/** Settings that this lesson lets you change: a change makes the run again from the start, with the same luck, as another branch. */
import { Play } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { look } from '#app/i18n/i18n.ts';
import { changeSettings } from '#app/run/give.ts';
import { useRun } from '#app/run/holder.ts';
import styles from '#app/story/Settings.module.css';
import { choicesOf, settingOf, valueIn } from '#app/story/setting.ts';
import { Button } from '#app/widgets/Button.tsx';
import { Dotted } from '#app/widgets/Dotted.tsx';
import type { Change } from '#scenario/change.ts';

export function Settings({ settings }: { readonly settings: readonly string[] }) {
  const { t } = useTranslation('story');
  const { branch, timeline } = useRun();
  const [refusal, setRefusal] = useState<readonly string[]>([]);
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  if (timeline === null || branch === null) return null;
  const frame = timeline.frameAt(0);
  const rows = settings.map((id) => ({ id, ...settingOf(id), value: valueIn(settingOf(id), frame) }));
  const changes: Change[] = rows
    .filter(({ id, value }) => drafts[id] !== undefined && drafts[id] !== value)
    .map(({ id, target, key }) => ({ target, key, value: drafts[id] }));
  const run = () => {
    const against = changeSettings(changes);
    setRefusal(against);
    if (against.length === 0) setDrafts({});
  };
  return (
    <form
      className={styles.settings}
      onSubmit={(event) => {
        event.preventDefault();
        if (changes.length > 0) run();
      }}
    >
      <h3 className={styles.head}>{t('settings')}</h3>
      {rows.map(({ id, target, key, value }) => (
        <Row
          key={id}
          target={target}
          name={key}
          value={drafts[id] ?? value}
          changed={drafts[id] !== undefined && drafts[id] !== value}
          onChange={(next) => setDrafts({ ...drafts, [id]: next })}
        />
      ))}
      <Button type="submit" look={changes.length > 0 ? 'primary' : 'outline'} isDisabled={changes.length === 0}>
        <Play size={14} strokeWidth={1.75} aria-hidden="true" />
        {t('runAgain')}
      </Button>
      {refusal.length === 0 ? null : (
        <p className={styles.refusal} role="alert">
          {t('refused')} <span lang="en">{refusal.join(' ')}</span>
        </p>
      )}
    </form>
  );
}

interface RowProps {
  readonly target: string;
  readonly name: string;
  readonly value: string;
  readonly changed: boolean;
  readonly onChange: (value: string) => void;
}

function Row({ target, name, value, changed, onChange }: RowProps) {
  const { t } = useTranslation(['story', 'config']);
  const id = useId();
  const choices = choicesOf(name);
  const meaning = look('config', name);
  return (
    <div className={styles.row} data-changed={changed || undefined}>
      <label htmlFor={id} className={styles.name}>
        <code translate="no">
          <Dotted name={name} />
        </code>
        <span className={styles.of}>{t('story:settingOf', { target: target.replace(/^topic:/, '') })}</span>
      </label>
      {choices === undefined ? (
        <input id={id} className={styles.field} autoComplete="off" spellCheck={false} value={value} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <select id={id} className={styles.field} value={value} onChange={(event) => onChange(event.target.value)}>
          {(choices.includes(value) ? choices : [value, ...choices]).map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      )}
      {meaning === name ? null : <p className={styles.meaning}>{meaning}</p>}
    </div>
  );
}
