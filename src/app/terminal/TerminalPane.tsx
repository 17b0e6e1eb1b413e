/** The terminal: an ARIA console. Entries are pages of text, not a screen of cells, so that they can be read, copied and found again. */
import { Copy, CornerDownRight, X } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '#app/announce.ts';
import { seekTo } from '#app/play/transport.ts';
import { immediateOutput } from '#app/run/context.ts';
import { useRun } from '#app/run/holder.ts';
import { togglePane, useStore } from '#app/store.ts';
import { Prompt } from '#app/terminal/Prompt.tsx';
import styles from '#app/terminal/TerminalPane.module.css';
import { type Entry, entriesAt, readingTool, useTranscript } from '#app/terminal/transcript.ts';
import { IconButton } from '#app/widgets/Button.tsx';
import { Unbroken } from '#views/marks/Unbroken.tsx';

export function TerminalPane({ closable = true }: { readonly closable?: boolean }) {
  const { t } = useTranslation('terminal');
  const { timeline } = useRun();
  const cursor = useStore((state) => state.cursor);
  const local = useTranscript();
  const log = useRef<HTMLElement>(null);
  const at = timeline === null ? 0 : Math.min(cursor, timeline.end);
  const entries = timeline === null ? [] : entriesAt(timeline, at, local, immediateOutput);
  const last = entries.at(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new output scrolls into sight
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [last?.id, last?.lines.length, entries.length]);
  const reading = timeline === null ? undefined : readingTool(timeline.frameAt(at));
  return (
    <section className={styles.pane} aria-label={t('title')} data-region="terminal" tabIndex={-1}>
      <div className={styles.head}>
        <h2 className={styles.title}>{t('title')}</h2>
        {closable ? (
          <IconButton label={t('hide')} hint="terminal" icon={X} size="small" className={styles.close} onPress={() => togglePane('terminal', false)} />
        ) : null}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the log scrolls, so the keyboard must reach it */}
      <section className={styles.log} ref={log} aria-label={t('log')} tabIndex={0}>
        {entries.length === 0 ? <p className={styles.empty}>{t('empty')}</p> : null}
        <ol>
          {entries.map((entry) => (
            <EntryView key={entry.id} entry={entry} step={timeline?.stopsUpTo(entry.cursor) ?? 0} />
          ))}
        </ol>
      </section>
      <Prompt reading={reading?.node ?? null} />
    </section>
  );
}

/** Words of ours, with what may be typed set as code. */
const coded = (text: string) => text.split('`').map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part));

const EntryView = memo(function EntryView({ entry, step }: { readonly entry: Entry; readonly step: number }) {
  const { t } = useTranslation('terminal');
  const { command, lines, exitCode, ours, cursor } = entry;
  const copy = () => {
    void navigator.clipboard?.writeText(lines.map(({ text }) => text).join('\n'));
    announce(t('copied'));
  };
  return (
    <li className={styles.entry}>
      <h3 className={styles.command} lang="en" translate="no">
        <span aria-hidden="true" className={styles.dollar}>
          $
        </span>
        <Unbroken text={command} />
      </h3>
      {lines.length === 0 ? null : (
        <pre className={styles.output} lang="en" translate="no">
          {lines.map(({ stream, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: output only grows
            <span key={index} data-stream={stream}>
              {text}
              {'\n'}
            </span>
          ))}
        </pre>
      )}
      {ours === '' ? null : (
        <p className={styles.ours}>
          <CornerDownRight size={14} strokeWidth={1.5} aria-hidden="true" />
          <span>{coded(ours)}</span>
        </p>
      )}
      <p className={styles.meta}>
        <button type="button" className={styles.link} onClick={() => seekTo(cursor)}>
          {t('ranAt', { step })}
        </button>
        {exitCode === undefined ? <span>{t('running')}</span> : exitCode === 0 ? null : <span className={styles.failed}>{t('exit', { code: exitCode })}</span>}
        {lines.length === 0 ? null : <IconButton label={t('copy')} icon={Copy} size="small" iconSize={14} className={styles.close} onPress={copy} />}
      </p>
    </li>
  );
});
