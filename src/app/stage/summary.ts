/** The summary paragraph: what stands on the stage now, in sentences. */
import i18next from 'i18next';
import type { Frame, PartitionFrame, ProcessFrame, ServiceFrame } from '#kafka/frame.ts';

const t = i18next.t.bind(i18next);

/** Partitions told one by one before the rest is only counted. */
const TOLD = 3;

export function summaryOf(frame: Frame): string {
  const sentences = [brokers(frame), ...topics(frame)];
  for (const { group, state, members, offsets } of frame.groups) {
    const lag = offsets.reduce((sum, { lagRecords }) => sum + (lagRecords ?? 0), 0);
    sentences.push(t('app:summary.group', { group, state, members: members.length, lag }));
  }
  sentences.push(...besideKafka(frame.services ?? []));
  return sentences.join(' ');
}

function brokers(frame: Frame): string {
  return [t('app:summary.brokers', { count: frame.brokers.length }), ...frame.brokers.flatMap(trouble)].join(' ');
}

function trouble({ node, status, connected }: ProcessFrame): string[] {
  if (status === 'up' && connected) return [];
  return [t(connected ? 'app:summary.down' : 'app:summary.cut', { node, status: t(`app:status.${status}`) })];
}

/** Who stands beside Kafka; then only what is wrong with them, and what waits in a queue. */
function besideKafka(services: readonly ServiceFrame[]): string[] {
  if (services.length === 0) return [];
  return [t('app:summary.beside', { names: services.map(({ node }) => node).join(', ') }), ...services.flatMap(service)];
}

function service(one: ServiceFrame): string[] {
  const { node, queue, connect = [], monitor = [] } = one;
  const failed = connect.filter(({ state }) => state === 'FAILED').length;
  return [
    ...trouble(one),
    ...(queue === undefined ? [] : [t('app:summary.queue', { node, ready: queue.ready.length, out: queue.out.length })]),
    ...(failed === 0 ? [] : [t('app:summary.failed', { node, tasks: failed })]),
    ...monitor.filter(({ status }) => status !== 'OK').map(({ group, status }) => t('app:summary.verdict', { node, group, status })),
  ];
}

function topics(frame: Frame): string[] {
  const shown = frame.partitions.filter(({ internal }) => !internal);
  const sentences = shown.slice(0, TOLD).map(partition);
  if (shown.length > TOLD) sentences.push(t('app:summary.more', { count: shown.length - TOLD }));
  return sentences;
}

function partition({ tp, leader, leaderEpoch, isr, logs }: PartitionFrame): string {
  const log = logs.find(({ broker }) => broker === leader);
  if (log === undefined) return t('app:summary.offline', { tp });
  return t('app:summary.partition', { tp, leader, epoch: leaderEpoch, isr: isr.join(', '), hw: log.highWatermark, leo: log.logEndOffset });
}
