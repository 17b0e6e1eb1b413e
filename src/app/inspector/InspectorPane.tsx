/** The inspector: the selected thing with its facts, what can be done to it and its settings; below it the tree of everything there is. */
import { ArrowLeft, ArrowRight, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ofSelection } from '#app/find/act.ts';
import { look } from '#app/i18n/i18n.ts';
import { Config } from '#app/inspector/Config.tsx';
import { Faults } from '#app/inspector/Faults.tsx';
import styles from '#app/inspector/InspectorPane.module.css';
import { Metrics } from '#app/inspector/Metrics.tsx';
import { type Inspected, inspect, type Row } from '#app/inspector/rows.ts';
import { StateTree } from '#app/inspector/StateTree.tsx';
import { useReadableCursor } from '#app/play/readable.ts';
import { useRun } from '#app/run/holder.ts';
import { patch, togglePane, useStore } from '#app/store.ts';
import { WhySection } from '#app/why/WhySection.tsx';
import { AriaLocale } from '#app/widgets/AriaLocale.tsx';
import { IconButton } from '#app/widgets/Button.tsx';
import { Unbroken } from '#views/marks/Unbroken.tsx';

export function InspectorPane({ closable = true }: { readonly closable?: boolean }) {
  const { t } = useTranslation('inspect');
  const { timeline } = useRun();
  const cursor = useReadableCursor();
  const selection = useStore((state) => state.selection);
  const frame = timeline?.frameAt(Math.min(cursor, timeline.end)) ?? null;
  const inspected = frame === null || selection === null ? null : inspect(frame, selection);
  return (
    <section className={styles.pane} aria-label={t('title')} data-region="inspector" tabIndex={-1}>
      <div className={styles.head}>
        <h2 className={styles.title}>{inspected === null ? t('title') : <Name inspected={inspected} />}</h2>
        {inspected === null ? null : <OfThing />}
        {inspected === null ? null : <IconButton label={t('clear')} icon={X} size="small" onPress={() => patch({ selection: null })} />}
        {inspected === null && closable ? (
          <IconButton label={t('hide')} hint="inspector" icon={X} size="small" onPress={() => togglePane('inspector', false)} />
        ) : null}
      </div>
      {inspected === null ? <p className={styles.hint}>{selection === null ? t('nothing') : t('gone')}</p> : <Rows rows={inspected.rows} />}
      {frame === null || timeline === null ? null : (
        <WhySection timeline={timeline} frame={frame} cursor={Math.min(cursor, timeline.end)} selection={selection} />
      )}
      {frame === null || timeline === null ? null : <Metrics timeline={timeline} frame={frame} cursor={Math.min(cursor, timeline.end)} selection={selection} />}
      {frame === null || selection === null ? null : <Faults frame={frame} selection={selection} />}
      {inspected?.config ? <Config key={inspected.title} of={inspected.config.of} values={inspected.config.values} /> : null}
      {frame === null ? null : (
        <AriaLocale>
          <StateTree frame={frame} />
        </AriaLocale>
      )}
    </section>
  );
}

/** Through what happens to the selected thing. */
function OfThing() {
  const { t } = useTranslation('find');
  return (
    <span className={styles.steps}>
      <IconButton label={t('selection.previous')} hint="previousOfThing" icon={ArrowLeft} size="small" onPress={() => ofSelection(-1)} />
      <IconButton label={t('selection.next')} hint="nextOfThing" icon={ArrowRight} size="small" onPress={() => ofSelection(1)} />
    </span>
  );
}

function Name({ inspected }: { readonly inspected: Inspected }) {
  return (
    <>
      <span className={styles.kind}>{look('inspect', `kinds.${inspected.kind}`)}</span>
      <span className="mono" translate="no">
        <Unbroken text={inspected.title} />
      </span>
    </>
  );
}

const rowName = (name: string): string => {
  const words = look('inspect', `rows.${name}`);
  return words === `rows.${name}` ? name : words;
};

function Rows({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <dl className={styles.rows}>
      {rows.map((row) => (
        <div key={row.name} className={styles.row}>
          <dt>
            <Unbroken text={rowName(row.name)} />
          </dt>
          <dd>
            <Value row={row} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ row: { value, code, to } }: { readonly row: Row }) {
  if (to !== undefined) {
    return (
      <button type="button" className={`${styles.link} mono`} onClick={() => patch({ selection: to })}>
        <Unbroken text={value} />
      </button>
    );
  }
  return code ? (
    <span className="mono" translate="no">
      <Unbroken text={value} />
    </span>
  ) : (
    look('inspect', `values.${value}`)
  );
}
