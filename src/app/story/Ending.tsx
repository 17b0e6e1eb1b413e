/** The end of a run is no dead end: what became of the records, and the ways on. */
import { Share2, Split, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { measureText } from '#app/compare/measureText.ts';
import { useReadableCursor } from '#app/play/readable.ts';
import { useRun } from '#app/run/holder.ts';
import { patch, useStore } from '#app/store.ts';
import styles from '#app/story/Ending.module.css';
import { Button } from '#app/widgets/Button.tsx';
import { type Measure, type Outcome, outcomeAt } from '#session/compare/outcome.ts';
import type { Timeline } from '#session/timeline.ts';

/** Always told, when it can be measured. */
const ALWAYS: readonly Measure[] = ['sent', 'acknowledged', 'survived', 'processed', 'peakLag', 'latencyMostUs'];
/** Told when it happened: what nobody wants. */
const GRAVE: readonly Measure[] = ['acknowledgedButLost', 'failed', 'duplicated', 'processedAgain', 'unavailableUs'];

/** What is worth a line, gravest first. Runs without a consumer have nothing to say of one. */
export function linesOf(outcome: Outcome): readonly Measure[] {
  const happened = GRAVE.filter((measure) => (outcome[measure] ?? 0) > 0);
  const counted = ALWAYS.filter((measure) => outcome[measure] !== undefined && (measure !== 'processed' || outcome.peakLag !== undefined));
  return [...happened, ...counted];
}

export function Ending() {
  const { timeline } = useRun();
  const cursor = useReadableCursor();
  if (timeline === null || !timeline.complete || cursor < timeline.end || cursor === 0) return null;
  return <Told timeline={timeline} />;
}

function Told({ timeline }: { readonly timeline: Timeline }) {
  const { t } = useTranslation(['compare', 'app']);
  const locale = useStore((state) => state.locale);
  const outcome = useMemo(() => outcomeAt(timeline, timeline.end), [timeline]);
  if (outcome.sent === 0) return <Ways />;
  return (
    <section className={styles.ending} aria-label={t('outcome.title')}>
      <h3 className={styles.head}>{t('outcome.title')}</h3>
      <dl className={styles.measures}>
        {linesOf(outcome).map((measure) => (
          <div key={measure} data-grave={GRAVE.includes(measure) || undefined}>
            <dt>
              {GRAVE.includes(measure) ? <TriangleAlert size={14} strokeWidth={1.75} aria-hidden="true" /> : null}
              {t(`outcome.row.${measure}`)}
            </dt>
            <dd className="nums">{measureText(measure, outcome[measure], locale, t('outcome.nothing'))}</dd>
          </div>
        ))}
      </dl>
      <Ways />
    </section>
  );
}

function Ways() {
  const { t } = useTranslation('app');
  return (
    <div className={styles.ways}>
      <Button size="small" onPress={() => void import('#app/compare/act.ts').then(({ openWhatIf }) => openWhatIf())}>
        <Split size={14} strokeWidth={1.75} aria-hidden="true" />
        {t('stage.whatIf')}
      </Button>
      <Button size="small" onPress={() => patch({ dialog: 'share' })}>
        <Share2 size={14} strokeWidth={1.75} aria-hidden="true" />
        {t('header.share')}
      </Button>
    </div>
  );
}
