/** The summary paragraph: what stands on the stage now, in sentences. Who leads and who is in sync, who reads what, how far a group is behind and whether that grows. */
import i18next from 'i18next';
import { groupLag, type Trend } from '#app/stage/lag.ts';
import type { Frame, GroupFrame, PartitionFrame, ProcessFrame, ServiceFrame } from '#kafka/frame.ts';
import type { Timeline } from '#session/timeline.ts';

const t = i18next.t.bind(i18next);

/** Partitions told one by one before the rest is only counted. */
const TOLD = 3;
/** Members likewise. */
const MEMBERS = 4;

export const summaryAt = (timeline: Timeline, cursor: number): string =>
  summaryOf(timeline.frameAt(cursor), (group) => groupLag(timeline, group, cursor).trend);

export function summaryOf(frame: Frame, trendOf: (group: string) => Trend): string {
  return [brokers(frame), ...topics(frame), ...frame.groups.flatMap((group) => groupOf(frame, group, trendOf)), ...besideKafka(frame.services ?? [])].join(' ');
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
  const sentences = shown.slice(0, TOLD).flatMap((one) => partition(frame, one));
  if (shown.length > TOLD) sentences.push(t('app:summary.more', { count: shown.length - TOLD }));
  return sentences;
}

/** A leader that is not there answers nobody, until the controller has found another. */
const isAway = (frame: Frame, leader: number): boolean => frame.brokers.some(({ id, status, connected }) => id === leader && (status !== 'up' || !connected));

function partition(frame: Frame, { tp, leader, leaderEpoch, replicas, isr, logs }: PartitionFrame): string[] {
  const log = logs.find(({ broker }) => broker === leader);
  const out = replicas.filter((broker) => !isr.includes(broker));
  const outOfSync = out.length === 0 ? [] : [t('app:summary.outOfSync', { brokers: out.join(', ') })];
  if (log === undefined) return [t('app:summary.offline', { tp }), ...outOfSync];
  if (isAway(frame, leader)) return [t('app:summary.away', { tp, leader, epoch: leaderEpoch, isr: [...isr].sort((a, b) => a - b).join(', ') }), ...outOfSync];
  return [
    t('app:summary.partition', { tp, leader, epoch: leaderEpoch, isr: [...isr].sort((a, b) => a - b).join(', ') }),
    ...outOfSync,
    t('app:summary.waters', { hw: log.highWatermark, leo: log.logEndOffset }),
  ];
}

function groupOf(frame: Frame, { group, state, members, offsets }: GroupFrame, trendOf: (group: string) => Trend): string[] {
  const orphans = offsets.filter(({ tp, owner }) => owner === null && !members.some(({ partitions }) => partitions.includes(tp))).map(({ tp }) => tp);
  return [
    t('app:summary.group', { group, state }),
    ...readers(frame, members),
    ...(orphans.length === 0 ? [] : [t('app:summary.orphan', { partitions: orphans.join(', ') })]),
    ...lagOf(frame, offsets, () => trendOf(group)),
  ];
}

function readers(frame: Frame, members: GroupFrame['members']): string[] {
  if (members.length === 0) return [];
  if (members.every(({ partitions }) => partitions.length === 0)) return [t('app:summary.members', { members: members.map(({ node }) => node).join(', ') })];
  const sentences = members.slice(0, MEMBERS).map(({ node, partitions }) => {
    const lives = frame.consumers.find((one) => one.node === node)?.status !== 'down';
    return t(`app:summary.${partitions.length === 0 ? 'idle' : lives ? 'reads' : 'gone'}`, { node, partitions: partitions.join(', ') });
  });
  return members.length > MEMBERS ? [...sentences, t('app:summary.moreMembers', { count: members.length - MEMBERS })] : sentences;
}

function lagOf(frame: Frame, offsets: GroupFrame['offsets'], trend: () => Trend): string[] {
  const behind = offsets.filter(
    ({ tp, lagRecords }) => lagRecords !== undefined && !isAway(frame, frame.partitions.find((one) => one.tp === tp)?.leader ?? -1),
  );
  if (behind.length === 0) return [];
  const lag = behind.reduce((sum, { lagRecords = 0 }) => sum + Math.max(0, lagRecords), 0);
  // Kafka's tools print a negative lag where the log has lost what a group had committed; nobody is minus eleven records behind.
  const ahead = behind.reduce((sum, { lagRecords = 0 }) => sum + Math.max(0, -lagRecords), 0);
  const sentences: string[] = [];
  if (lag > 0 || ahead === 0) sentences.push(t('app:summary.lag', { count: lag, trend: t(`play:announce.trend.${trend()}`) }));
  if (ahead > 0) sentences.push(t('app:summary.ahead', { count: ahead }));
  if (lag > 0 && behind.length > 1 && behind.length <= MEMBERS)
    sentences.push(t('app:summary.lagBy', { partitions: behind.map(({ tp, lagRecords }) => `${tp} ${lagRecords}`).join(', ') }));
  return sentences;
}
