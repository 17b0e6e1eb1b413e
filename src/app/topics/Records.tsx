/** Records of one partition on one broker, a page at a time, each with who is given it and who is not. */
import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mainLog, PAGE, type RecordLine, recordPage } from '#app/topics/model.ts';
import { Scroll } from '#app/topics/Scroll.tsx';
import styles from '#app/topics/Topics.module.css';
import { Button, IconButton } from '#app/widgets/Button.tsx';
import type { Frame, ReplicaFrame } from '#kafka/frame.ts';

const COLUMNS = ['offset', 'key', 'value', 'seen', 'timestamp', 'batch', 'producer', 'headers'] as const;

export function Records({ frame, tp }: { readonly frame: Frame; readonly tp: string }) {
  const { t } = useTranslation('topics');
  const partition = frame.partitions.find((one) => one.tp === tp);
  const main = partition === undefined ? undefined : mainLog(partition);
  const [broker, setBroker] = useState(main?.broker ?? -1);
  const [from, setFrom] = useState(main?.logStart ?? 0);
  const log = partition?.logs.find((one) => one.broker === broker) ?? main;
  if (partition === undefined || log === undefined) return <p className={styles.note}>{t('gone', { name: tp })}</p>;
  const page = recordPage(log, from);
  return (
    <>
      <div className={styles.bar}>
        <label className={styles.inline}>
          <span>{t('records.copy')}</span>
          <select className={styles.field} value={log.broker} onChange={(event) => setBroker(Number(event.target.value))}>
            {partition.logs.map((one) => (
              <option key={one.broker} value={one.broker}>
                {t(one.broker === partition.leader ? 'records.leaderCopy' : 'records.followerCopy', { broker: one.broker })}
              </option>
            ))}
          </select>
        </label>
        <GoToOffset log={log} onGo={setFrom} />
        <span className={styles.pager}>
          <IconButton label={t('records.first')} icon={ChevronFirst} isDisabled={page.previous === null} onPress={() => setFrom(log.logStart)} />
          <IconButton label={t('records.previous')} icon={ChevronLeft} isDisabled={page.previous === null} onPress={() => setFrom(page.previous ?? 0)} />
          <IconButton label={t('records.next')} icon={ChevronRight} isDisabled={page.next === null} onPress={() => setFrom(page.next ?? 0)} />
          <IconButton
            label={t('records.last')}
            icon={ChevronLast}
            isDisabled={page.next === null}
            onPress={() => setFrom(recordPage(log, log.logEndOffset).previous ?? log.logStart)}
          />
        </span>
      </div>
      <p className={styles.note} role="status">
        {t('records.bounds', { from: log.logStart, hw: log.highWatermark, leo: log.logEndOffset })}
        {log.logStart > 0 ? ` ${t('records.deleted', { to: log.logStart - 1 })}` : ''}
      </p>
      {page.lines.length === 0 ? <p className={styles.note}>{t('records.none')}</p> : <RecordTable lines={page.lines} tp={tp} />}
    </>
  );
}

function GoToOffset({ log, onGo }: { readonly log: ReplicaFrame; readonly onGo: (offset: number) => void }) {
  const { t } = useTranslation('topics');
  const [text, setText] = useState('');
  return (
    <form
      className={styles.inline}
      onSubmit={(event) => {
        event.preventDefault();
        if (/^\d{1,12}$/.test(text.trim())) onGo(Math.min(Number(text), Math.max(log.logStart, log.logEndOffset - 1)));
      }}
    >
      <label className={styles.inline}>
        <span>{t('records.from')}</span>
        <input
          className={`${styles.field} ${styles.offset} mono`}
          inputMode="numeric"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <Button type="submit" size="small">
        {t('records.go')}
      </Button>
    </form>
  );
}

function RecordTable({ lines, tp }: { readonly lines: readonly RecordLine[]; readonly tp: string }) {
  const { t } = useTranslation('topics');
  return (
    <>
      <Scroll label={t('records.of', { tp })}>
        <table className={styles.table}>
          <caption className="vh">{t('records.page', { size: PAGE })}</caption>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {t(`record.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) =>
              line.kind === 'gap' ? (
                <tr key={`gap ${line.from}`}>
                  <th scope="row">{line.from === line.to ? line.from : `${line.from}–${line.to}`}</th>
                  <td colSpan={COLUMNS.length - 1} className={styles.gap}>
                    {t('seen.compacted')}
                  </td>
                </tr>
              ) : (
                <Line key={line.offset} line={line} />
              ),
            )}
          </tbody>
        </table>
      </Scroll>
      <p className={styles.note}>{t('records.headersNote')}</p>
    </>
  );
}

function Line({ line }: { readonly line: Extract<RecordLine, { kind: 'record' }> }) {
  const { t } = useTranslation('topics');
  const [first, last] = line.batch;
  return (
    <tr data-seen={line.seen}>
      <th scope="row">{line.offset}</th>
      <td className="mono">{line.control !== null ? '–' : (line.key ?? 'null')}</td>
      <td className="mono">{line.control !== null ? line.control : (line.value ?? 'null')}</td>
      <td className={styles.wide}>
        {t(`seen.${line.seen}`)}
        {line.value === null && line.control === null ? ` · ${t('tombstone')}` : null}
      </td>
      <td>{line.timestampMs}</td>
      <td>{first === last ? first : `${first}–${last}`}</td>
      <td className={styles.wide}>
        {line.producer}
        {line.numbered === null ? null : (
          <span className={styles.note}>
            {' '}
            {line.control === null
              ? t('record.numbers', { id: line.numbered.producerId, epoch: line.numbered.epoch, sequence: line.numbered.sequence })
              : t('record.numbersOfMarker', { id: line.numbered.producerId, epoch: line.numbered.epoch })}
          </span>
        )}
      </td>
      <td>–</td>
    </tr>
  );
}
