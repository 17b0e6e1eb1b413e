/** All topics in one table, and what makes one more or takes one away. */
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countText } from '#app/format.ts';
import { isAllowed } from '#app/run/faults.ts';
import { useRun } from '#app/run/holder.ts';
import { useStore } from '#app/store.ts';
import { CreateTopic } from '#app/topics/CreateTopic.tsx';
import { deleteCommand } from '#app/topics/commands.ts';
import { type TopicLine, topicLines } from '#app/topics/model.ts';
import { type Answer, command } from '#app/topics/run.ts';
import { Said } from '#app/topics/Said.tsx';
import { Scroll } from '#app/topics/Scroll.tsx';
import styles from '#app/topics/Topics.module.css';
import { Button, IconButton } from '#app/widgets/Button.tsx';
import type { Frame } from '#kafka/frame.ts';
import { Unbroken } from '#views/marks/Unbroken.tsx';

const COLUMNS = ['name', 'partitions', 'replicas', 'leaders', 'under', 'records', 'bytes'] as const;

export function TopicList({ frame, onOpen }: { readonly frame: Frame; readonly onOpen: (name: string) => void }) {
  const { t } = useTranslation('topics');
  const { branch } = useRun();
  const [open, setOpen] = useState<{ readonly at: 'create' } | { readonly at: 'delete'; readonly name: string } | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const may = branch !== null && isAllowed('kafka-topics.sh --create', branch.scenario.lesson.limits.commands);
  const lines = topicLines(frame);
  const answered = (one: Answer) => {
    setAnswer(one);
    if (!one.failed) setOpen(null);
  };
  return (
    <>
      <Scroll label={t('title')}>
        <table className={styles.table}>
          <thead>
            <tr>
              {COLUMNS.map((name) => (
                <th key={name} scope="col">
                  {t(`columns.${name}`)}
                </th>
              ))}
              {may ? <td /> : null}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line key={line.name} line={line} onOpen={onOpen} onDelete={may ? () => setOpen({ at: 'delete', name: line.name }) : null} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {lines.length === 0 ? <p className={styles.note}>{t('none')}</p> : null}
      {open?.at === 'delete' ? <DeleteTopic key={open.name} frame={frame} name={open.name} onCancel={() => setOpen(null)} onAnswer={answered} /> : null}
      {open?.at === 'create' ? <CreateTopic frame={frame} onCancel={() => setOpen(null)} onAnswer={answered} /> : null}
      {open === null && may ? (
        <div className={styles.bar}>
          <Button onPress={() => setOpen({ at: 'create' })}>
            <Plus size={16} strokeWidth={1.5} aria-hidden="true" />
            {t('create.open')}
          </Button>
        </div>
      ) : null}
      {may ? null : <p className={styles.note}>{t('forbidden')}</p>}
      {answer === null ? null : <Said answer={answer} />}
    </>
  );
}

interface LineProps {
  readonly line: TopicLine;
  readonly onOpen: (name: string) => void;
  readonly onDelete: (() => void) | null;
}

function Line({ line, onOpen, onDelete }: LineProps) {
  const { t } = useTranslation('topics');
  const locale = useStore((state) => state.locale);
  return (
    <tr>
      <th scope="row">
        <button type="button" className={`${styles.link} mono`} onClick={() => onOpen(line.name)}>
          {line.name}
        </button>
        {line.internal ? <span className={styles.note}> {t('internal')}</span> : null}
      </th>
      <td>{line.partitions}</td>
      <td>{line.replicationFactor}</td>
      <td>
        {line.leaders.length === 0 ? t('noLeader') : line.leaders.map(({ broker, count }) => (count === 1 ? `${broker}` : `${broker} ×${count}`)).join(', ')}
      </td>
      <td data-ill={line.underReplicated + line.leaderless > 0 || undefined}>
        {line.underReplicated}
        {line.leaderless > 0 ? ` · ${t('leaderless', { count: line.leaderless })}` : null}
      </td>
      <td>{countText(line.records, locale)}</td>
      <td>{t('size', { bytes: countText(line.bytes, locale) })}</td>
      {onDelete === null ? null : (
        <td>{line.internal ? null : <IconButton size="small" label={t('delete.of', { name: line.name })} icon={Trash2} onPress={onDelete} />}</td>
      )}
    </tr>
  );
}

interface DeleteProps {
  readonly frame: Frame;
  readonly name: string;
  readonly onCancel: () => void;
  readonly onAnswer: (answer: Answer) => void;
}

/** Said once more, with the command that will be recorded. */
function DeleteTopic({ frame, name, onCancel, onAnswer }: DeleteProps) {
  const { t } = useTranslation('topics');
  const [busy, setBusy] = useState(false);
  const line = deleteCommand(name, frame);
  return (
    <section className={styles.form} aria-label={t('delete.of', { name })}>
      <p>{t('delete.sure', { name })}</p>
      <code className={styles.command} lang="en" translate="no">
        <Unbroken text={line} />
      </code>
      <div className={styles.bar}>
        <Button
          ref={(button) => button?.focus()}
          look="primary"
          isDisabled={busy}
          onPress={() => {
            setBusy(true);
            void command(line).then(onAnswer);
          }}
        >
          {t('delete.do')}
        </Button>
        <Button onPress={onCancel}>{t('cancel')}</Button>
      </div>
    </section>
  );
}
