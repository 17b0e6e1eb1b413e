/** Kafka's own metrics of the simulated cluster at the moments of a recording, by process, under the names that the app shows. */
import type { Frame } from '#kafka/frame.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { parseDurationUs } from '#scenario/units.ts';
import type { Thing } from '#session/asking.ts';
import type { Metric } from '#session/metric.ts';
import { metricsAt } from '#session/metrics.ts';
import { branchOf, openSession } from '#session/session.ts';
import type { Timeline } from '#session/timeline.ts';
import type { JmxMoment, Values } from './jmx.ts';

/** The first controller, or broker, is the active one at time zero, as in the recording: which it becomes is chance. */
const FIRST = ['controller1', 'kafka1'];
const SEEDS = 40;

/** Things of a frame whose metrics one process shows; of replicas those of the scenario's own topics. */
function thingsOf({ brokers, controllers, producers, consumers, partitions: all }: Frame): readonly (readonly [string, Thing])[] {
  const partitions = all.filter(({ internal }) => !internal);
  return [
    ...brokers.map(({ node, id }): [string, Thing] => [node, { kind: 'broker', id }]),
    ...brokers.flatMap(({ node, id }) => partitions.map(({ tp }): [string, Thing] => [node, { kind: 'replica', tp, broker: id }])),
    ...controllers.map(({ node }): [string, Thing] => [node, { kind: 'controller', node }]),
    ...producers.map(({ node }): [string, Thing] => [node, { kind: 'producer', node }]),
    ...consumers.map(({ node }): [string, Thing] => [node, { kind: 'consumer', node }]),
  ];
}

const nameOf = ({ mbean, attribute }: Metric): string => `${mbean} ${attribute}`;
/** As it is recorded: JSON has no NaN. */
const recordedValue = ({ value }: Metric): number | string => (Number.isNaN(value) ? 'NaN' : value);

function valuesAt(timeline: Timeline, cursor: number): Values {
  const values: Record<string, Record<string, number | string>> = {};
  for (const [process, thing] of thingsOf(timeline.frameAt(cursor))) {
    const metrics = metricsAt(timeline, cursor, thing);
    if (metrics.length > 0) values[process] = { ...values[process], ...Object.fromEntries(metrics.map((metric) => [nameOf(metric), recordedValue(metric)])) };
  }
  return values;
}

const activeAt = ({ controllers, brokers }: Frame): string | undefined =>
  [...controllers.filter(({ active, ensemble }) => active && ensemble === undefined), ...brokers.filter(({ controller }) => controller?.active)][0]?.node;

export function simulateJmx(document: ScenarioDocument): JmxMoment[] {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const session = openSession({ ...document, seed }, undefined, { invariants: false });
    if (!session.ok) throw new Error(JSON.stringify(session.error));
    const { timeline } = branchOf(session.value);
    timeline.extend({ untilUs: 0 });
    if (!FIRST.includes(activeAt(timeline.frameAt(timeline.end)) ?? '')) continue;
    while (!timeline.complete && timeline.extend({ steps: 100_000 }));
    return (document.lesson?.beats ?? []).map(({ id = '', at = 0 }) => ({
      id,
      at: String(at),
      values: valuesAt(timeline, timeline.cursorAtTime(parseDurationUs(at) ?? 0)),
    }));
  }
  throw new Error('The first node never is the controller at time zero.');
}
