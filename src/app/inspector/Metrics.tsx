/** Kafka's own metrics of the selected thing, under their JMX names: what should be zero and is not stands out, in words too. */
import { TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { countText } from '#app/format.ts';
import styles from '#app/inspector/Metrics.module.css';
import { useStore } from '#app/store.ts';
import { thingOf } from '#app/why/thing.ts';
import { Dotted } from '#app/widgets/Dotted.tsx';
import type { Frame } from '#kafka/frame.ts';
import type { Metric } from '#session/metric.ts';
import { metricsAt } from '#session/metrics.ts';
import type { Timeline } from '#session/timeline.ts';
import type { Selection } from '#views/contract.ts';

interface MetricsProps {
  readonly timeline: Timeline;
  readonly frame: Frame;
  readonly cursor: number;
  readonly selection: Selection | null;
}

/** What several metrics have in common: `kafka.server:type=ReplicaManager`. */
const typeOf = ({ mbean }: Metric): string => mbean.split(',')[0];

/** What tells metrics of one name apart: a partition of several, a protocol or state of groups. */
function tagOf({ mbean, name }: Metric): string {
  const partition = name === 'records-lag' ? /topic=([^,]+),partition=(\d+)/.exec(mbean) : null;
  if (partition !== null) return `${partition[1]}-${partition[2]}`;
  return /,(?:protocol|state)=([^,]+)/.exec(mbean)?.[1] ?? '';
}

function byType(metrics: readonly Metric[]): readonly (readonly [string, readonly Metric[]])[] {
  const types = [...new Set(metrics.map(typeOf))];
  return types.map((type) => [type, metrics.filter((metric) => typeOf(metric) === type)]);
}

export function Metrics({ timeline, frame, cursor, selection }: MetricsProps) {
  const { t } = useTranslation('metrics');
  const thing = thingOf(frame, selection);
  const id = thing === null ? '' : JSON.stringify(thing);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a thing is known by its words
  const metrics = useMemo(() => (thing === null ? [] : metricsAt(timeline, cursor, thing)), [timeline, cursor, id]);
  if (metrics.length === 0) return null;
  return (
    <section className={styles.metrics} aria-label={t('title')}>
      <h3 className={styles.head}>{t('title')}</h3>
      <p className={styles.now}>{t('now')}</p>
      {byType(metrics).map(([type, list]) => (
        <div key={type} className={styles.type}>
          <h4 className={`${styles.mbean} mono`} translate="no">
            <Dotted name={type} />
          </h4>
          <dl>
            {list.map((metric) => (
              <Row key={`${metric.mbean} ${metric.attribute}`} metric={metric} />
            ))}
          </dl>
        </div>
      ))}
    </section>
  );
}

function Row({ metric }: { readonly metric: Metric }) {
  const { mbean, attribute, name, value, wanted } = metric;
  const { t, i18n } = useTranslation('metrics');
  const locale = useStore((state) => state.locale);
  const wrong = wanted !== undefined && value !== wanted;
  const meaning = i18n.exists(`metrics:meaning.${name}`) ? t(`meaning.${name as 'LeaderCount'}`) : '';
  const of = tagOf(metric);
  return (
    <div className={styles.row} data-wrong={wrong || undefined} title={`${mbean} ${attribute}`}>
      <dt translate="no">
        <span className="mono">{name}</span>
        {of === '' ? null : <span className={`${styles.of} mono`}>{of}</span>}
      </dt>
      <dd className="mono">
        {wrong ? <TriangleAlert size={14} strokeWidth={2} role="img" aria-label={t('wanted', { value: wanted })} /> : null}
        {typeof value === 'number' ? Number.isNaN(value) ? <abbr title="NaN">–</abbr> : countText(value, locale) : value}
      </dd>
      {meaning === '' ? null : <dd className={styles.meaning}>{wrong ? `${meaning} (${t('wanted', { value: wanted })})` : meaning}</dd>}
    </div>
  );
}
