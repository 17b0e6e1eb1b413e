/** Kafka's own metrics of a client under their JMX names: of a consumer from what it has fetched, of a producer from what it has told so far. */
import type { KafkaFact } from '#kafka/facts.ts';
import type { ConsumerFrame, Frame, ProducerFrame } from '#kafka/frame.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import type { Profile } from '#kafka/spec.ts';
import { kafka, type Metric, tagValue } from '#session/metric.ts';
import type { Timeline } from '#session/timeline.ts';
import { indexOf, until } from '#session/told.ts';

/** Lag and lead are those of the consumer's last looks at what it has fetched: of what is in the log and not fetched it knows nothing. */
export function consumerMetrics({ profile }: Frame, { config, assignment, fetching }: ConsumerFrame): Metric[] {
  const client = `client-id=${tagValue(config['client.id'])}`;
  const manager = `kafka.consumer:type=consumer-fetch-manager-metrics,${client}`;
  const { dotsInMetricTags } = featuresOf(profile as Profile);
  const of = (tp: string): string => {
    const topic = tp.slice(0, tp.lastIndexOf('-'));
    return `${manager},topic=${dotsInMetricTags ? topic : topic.replaceAll('.', '_')},partition=${tp.slice(tp.lastIndexOf('-') + 1)}`;
  };
  return [
    kafka(`kafka.consumer:type=consumer-coordinator-metrics,${client}`, 'assigned-partitions', assignment.length),
    ...(fetching === undefined
      ? []
      : [
          kafka(manager, 'records-lag-max', fetching.recordsLagMax ?? Number.NaN),
          kafka(manager, 'records-lead-min', fetching.recordsLeadMin ?? Number.NaN),
          ...Object.entries(fetching.recordsLag).map(([tp, lag]) => kafka(of(tp), 'records-lag', lag)),
        ]),
  ];
}

interface Totals {
  readonly cursor: number;
  readonly sent: number;
  readonly retried: number;
}

/** Records in batches that a producer sent, and that it had to send again (SenderMetrics counts each attempt). */
const totals = indexOf<Map<string, Totals[]>>(
  () => new Map(),
  (byNode, { cursor, fact }) => {
    if (fact.fact !== 'BatchSent' && fact.fact !== 'SendRetried') return;
    const list = byNode.get(fact.node) ?? [];
    const last = list.at(-1) ?? { sent: 0, retried: 0 };
    list.push({ cursor, ...added(last, fact) });
    byNode.set(fact.node, list);
  },
);

const added = ({ sent, retried }: Pick<Totals, 'sent' | 'retried'>, fact: KafkaFact & { readonly ids: readonly string[] }) =>
  fact.fact === 'BatchSent' ? { sent: sent + fact.ids.length, retried } : { sent, retried: retried + fact.ids.length };

export function producerMetrics(timeline: Timeline, cursor: number, { node, config, recordsFailed }: ProducerFrame): Metric[] {
  const list = totals.read(timeline).get(node) ?? [];
  const { sent, retried } = list[until(list, cursor) - 1] ?? { sent: 0, retried: 0 };
  const mbean = `kafka.producer:type=producer-metrics,client-id=${tagValue(config['client.id'])}`;
  return [kafka(mbean, 'record-send-total', sent), kafka(mbean, 'record-retry-total', retried), kafka(mbean, 'record-error-total', recordsFailed, 0)];
}
