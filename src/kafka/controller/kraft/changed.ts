/** What a committed change of a partition means, told as facts. */
import { controllerConfig } from '#kafka/controller/kraft/replicationControl.ts';
import { type Desk, fact } from '#kafka/controller/kraft/state.ts';
import { isReassigning } from '#kafka/controller/reassignment.ts';
import { topicInt } from '#kafka/metadata/config.ts';
import type { Image, PartitionRegistration, TopicImage } from '#kafka/metadata/image.ts';
import type { PartitionChangeRecord } from '#kafka/protocol/metadata.ts';
import { type Tp, tpOf } from '#kafka/protocol/names.ts';

export function noteChange(desk: Desk, record: PartitionChangeRecord, before: Image, after: Image): void {
  const topic = after.topics.get(after.names.get(record.topicId) ?? '');
  if (!topic) return;
  const tp = tpOf(topic.name, record.partition);
  const now = topic.partitions[record.partition];
  const was = before.topics.get(topic.name)?.partitions[record.partition] as PartitionRegistration;
  const removed = was.isr.filter((id) => !now.isr.includes(id));
  const added = now.isr.filter((id) => !was.isr.includes(id));
  if (removed.length > 0) fact(desk, { fact: 'IsrShrunk', tp, isr: now.isr, removed, by: record.note?.by ?? 'controller' });
  if (added.length > 0) fact(desk, { fact: 'IsrExpanded', tp, isr: now.isr, added });
  noteReassignment(desk, record, tp, was, now);
  noteLeader(desk, record, tp, was, now);
  if (record.elr) fact(desk, { fact: 'ElrChanged', tp, elr: now.elr, lastKnownElr: now.lastKnownElr });
  noteBelowMinIsr(desk, topic, tp, was, now);
}

function noteLeader(desk: Desk, record: PartitionChangeRecord, tp: Tp, was: PartitionRegistration, now: PartitionRegistration): void {
  const { leader, leaderEpoch, isr } = now;
  if (record.leader !== undefined) {
    const { how = 'isr', candidates = isr } = record.note ?? {};
    fact(desk, { fact: 'LeaderElected', tp, leader, previousLeader: was.leader, leaderEpoch, isr, candidates, how });
  }
  if (record.leaderRecoveryState) fact(desk, { fact: 'LeaderRecoveryChanged', tp, state: now.leaderRecoveryState });
}

function noteReassignment(desk: Desk, record: PartitionChangeRecord, tp: Tp, was: PartitionRegistration, now: PartitionRegistration): void {
  const { replicas, adding, removing } = now;
  if (!record.replicas && !record.adding && !record.removing) return;
  if (isReassigning(now)) return fact(desk, { fact: 'ReassignmentStarted', tp, replicas, adding, removing });
  const gone = was.replicas.filter((id) => !replicas.includes(id));
  const isBack = gone.length > 0 && gone.every((id) => was.adding.includes(id)) && !was.removing.some((id) => gone.includes(id));
  if (isBack) return fact(desk, { fact: 'ReassignmentCancelled', tp, replicas });
  fact(desk, { fact: 'ReassignmentCompleted', tp, replicas, removed: gone });
}

function noteBelowMinIsr(desk: Desk, topic: TopicImage, tp: string, was: PartitionRegistration, now: PartitionRegistration): void {
  const minInsyncReplicas = Math.min(topicInt(topic.config, controllerConfig(desk), 'min.insync.replicas'), now.replicas.length);
  if (was.isr.length >= minInsyncReplicas && now.isr.length < minInsyncReplicas) fact(desk, { fact: 'BelowMinIsr', tp, isr: now.isr, minInsyncReplicas });
}
