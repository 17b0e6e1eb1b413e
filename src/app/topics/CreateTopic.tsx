/** A new topic: its fields, and the very command line that will be given. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createCommand, type NewTopic } from '#app/topics/commands.ts';
import { type Answer, command } from '#app/topics/run.ts';
import styles from '#app/topics/Topics.module.css';
import { Button } from '#app/widgets/Button.tsx';
import type { Frame } from '#kafka/frame.ts';
import { Unbroken } from '#views/marks/Unbroken.tsx';

interface CreateProps {
  readonly frame: Frame;
  readonly onCancel: () => void;
  readonly onAnswer: (answer: Answer) => void;
}

const REPLICAS = 3;

export function CreateTopic({ frame, onCancel, onAnswer }: CreateProps) {
  const { t } = useTranslation('topics');
  const [topic, setTopic] = useState<NewTopic>({
    name: '',
    partitions: '1',
    replicationFactor: String(Math.min(REPLICAS, Math.max(1, frame.brokers.length))),
    configs: '',
  });
  const [busy, setBusy] = useState(false);
  const line = createCommand(topic, frame);
  const change = (part: Partial<NewTopic>) => setTopic({ ...topic, ...part });
  const create = async () => {
    setBusy(true);
    const answer = await command(line);
    setBusy(false);
    onAnswer(answer);
  };
  return (
    <form
      className={styles.form}
      aria-label={t('create.open')}
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <div className={styles.fields}>
        <Field label={t('create.name')} value={topic.name} focus onChange={(name) => change({ name })} />
        <Field label={t('create.partitions')} value={topic.partitions} number onChange={(partitions) => change({ partitions })} />
        <Field label={t('create.replicas')} value={topic.replicationFactor} number onChange={(replicationFactor) => change({ replicationFactor })} />
      </div>
      <label className={styles.label}>
        <span>{t('create.configs')}</span>
        <textarea
          className={`${styles.field} mono`}
          rows={2}
          lang="en"
          translate="no"
          spellCheck={false}
          placeholder="min.insync.replicas=2"
          value={topic.configs}
          onChange={(event) => change({ configs: event.target.value })}
        />
      </label>
      <code className={styles.command} lang="en" translate="no">
        <Unbroken text={line} />
      </code>
      <div className={styles.bar}>
        <Button type="submit" look="primary" isDisabled={busy || topic.name.trim() === ''}>
          {t('create.do')}
        </Button>
        <Button onPress={onCancel}>{t('cancel')}</Button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly number?: boolean;
  readonly focus?: boolean;
  readonly onChange: (value: string) => void;
}

/** Numbers are not checked here: what Kafka says against them is worth reading. */
function Field({ label, value, number = false, focus = false, onChange }: FieldProps) {
  return (
    <label className={styles.label}>
      <span>{label}</span>
      <input
        className={`${styles.field} mono`}
        autoComplete="off"
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for this form
        autoFocus={focus}
        inputMode={number ? 'numeric' : undefined}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
