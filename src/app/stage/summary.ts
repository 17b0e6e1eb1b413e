/** The summary paragraph: what stands on the stage now, in sentences. */
import i18next from 'i18next';
import type { Frame, PartitionFrame } from '#kafka/frame.ts';

const t = i18next.t.bind(i18next);

/** Partitions told one by one before the rest is only counted. */
const TOLD = 3;

export function summaryOf(frame: Frame): string {
  const sentences = [brokers(frame), ...topics(frame)];
  for (const { group, state, members, offsets } of frame.groups) {
    const lag = offsets.reduce((sum, { lagRecords }) => sum + (lagRecords ?? 0), 0);
    sentences.push(t('app:summary.group', { group, state, members: members.length, lag }));
  }
  return sentences.join(' ');
}

function brokers(frame: Frame): string {
  const down = frame.brokers.filter(({ status, connected }) => status !== 'up' || !connected);
  const all = t('app:summary.brokers', { count: frame.brokers.length });
  if (down.length === 0) return all;
  return `${all} ${down.map(({ node, status, connected }) => t(connected ? 'app:summary.down' : 'app:summary.cut', { node, status: t(`app:status.${status}`) })).join(' ')}`;
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
