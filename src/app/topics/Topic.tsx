/** One topic: its partitions as the controller and their leaders have them, and its settings. */
import { useTranslation } from 'react-i18next';
import { countText } from '#app/format.ts';
import { Config } from '#app/inspector/Config.tsx';
import { useRun } from '#app/run/holder.ts';
import { LagSparks } from '#app/stage/LagSparks.tsx';
import { useStore } from '#app/store.ts';
import { type PartitionLine, partitionLines } from '#app/topics/model.ts';
import { Scroll } from '#app/topics/Scroll.tsx';
import styles from '#app/topics/Topics.module.css';
import type { Frame } from '#kafka/frame.ts';

const COLUMNS = ['partition', 'leader', 'replicas', 'isr', 'offsets', 'highWatermark', 'lastStable', 'bytes', 'state'] as const;

interface TopicProps {
  readonly frame: Frame;
  readonly name: string;
  readonly onRecords: (tp: string) => void;
}

export function Topic({ frame, name, onRecords }: TopicProps) {
  const { t } = useTranslation('topics');
  const { timeline } = useRun();
  const lines = partitionLines(frame, name);
  const isRead = timeline?.lag.some(({ tp }) => lines.some((line) => line.tp === tp)) ?? false;
  const topic = frame.topics.find((one) => one.name === name);
  return (
    <>
      <Scroll label={t('partitionsOf', { name })}>
        <table className={styles.table}>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {t(`partition.${column}`)}
                </th>
              ))}
              {isRead ? <th scope="col">{t('partition.lag')}</th> : null}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line key={line.tp} line={line} isRead={isRead} onRecords={onRecords} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className={styles.note}>{t('partitionNote')}</p>
      {topic === undefined || Object.keys(topic.config).length === 0 ? (
        <p className={styles.note}>{t('noConfig')}</p>
      ) : (
        <Config of="topic" values={topic.config} />
      )}
    </>
  );
}

interface LineProps {
  readonly line: PartitionLine;
  /** A group reads this topic: there is a column of lag. */
  readonly isRead: boolean;
  readonly onRecords: (tp: string) => void;
}

function Line({ line, isRead, onRecords }: LineProps) {
  const { t } = useTranslation('topics');
  const locale = useStore((state) => state.locale);
  return (
    <tr>
      <th scope="row">
        <button type="button" className={`${styles.link} mono`} aria-label={t('readRecords', { tp: line.tp })} onClick={() => onRecords(line.tp)}>
          {line.tp}
        </button>
      </th>
      <td>{line.leader < 0 ? t('noLeader') : t('leaderIn', { broker: line.leader, epoch: line.leaderEpoch })}</td>
      <td>{line.replicas.join(', ')}</td>
      <td>{line.isr.join(', ')}</td>
      <td>{line.logStart === line.logEndOffset ? t('empty', { offset: line.logStart }) : `${line.logStart}–${line.logEndOffset - 1}`}</td>
      <td>{line.highWatermark}</td>
      <td>{line.lastStable}</td>
      <td>{t('size', { bytes: countText(line.bytes, locale) })}</td>
      <td data-ill={line.problems.length > 0 || undefined}>
        {line.problems.length === 0 ? t('healthy') : line.problems.map((one) => t(`problems.${one}`)).join(' · ')}
      </td>
      {isRead ? (
        <td>
          <LagSparks tp={line.tp} />
        </td>
      ) : null}
    </tr>
  );
}
