/** Reassignments on the controller: begun, cancelled, listed (ReplicationControlManager.alterPartitionReassignments, KIP-455). An ISR change completes them. */
import { answerWhenCommitted, write } from '#kafka/controller/kraft/journal.ts';
import { partitionChange } from '#kafka/controller/kraft/partitionChange.ts';
import { allowsUnclean, changeOf, plainElection } from '#kafka/controller/kraft/replicationControl.ts';
import { type Desk, reply } from '#kafka/controller/kraft/state.ts';
import { manualError } from '#kafka/controller/kraft/topics.ts';
import { isReassigning, originalReplicas, reassignment, revert } from '#kafka/controller/reassignment.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { registrationOf, type TopicImage } from '#kafka/metadata/image.ts';
import type { AlterPartitionReassignmentsRequest, ListPartitionReassignmentsRequest, OngoingReassignment, PartitionOutcome } from '#kafka/protocol/admin.ts';
import { ERRORS, type ErrorName } from '#kafka/protocol/errors.ts';
import { type BrokerId, partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';

interface Refusal {
  readonly error: ErrorName;
  readonly message: string;
}

const refuse = (error: ErrorName, message: string = ERRORS[error].message): Refusal => ({ error, message });

export function handleAlterReassignments(desk: Desk, caller: Caller, request: AlterPartitionReassignmentsRequest): void {
  const partitions = request.partitions.map(({ tp, replicas }): PartitionOutcome => {
    const refused = alter(desk, tp, replicas, request.allowReplicationFactorChange ?? true);
    return { tp, error: refused?.error ?? 'NONE', message: refused?.message ?? null };
  });
  answerWhenCommitted(desk, caller, { type: 'AlterPartitionReassignmentsResponse', error: 'NONE', partitions });
}

function alter(desk: Desk, tp: Tp, replicas: readonly BrokerId[] | null, mayResize: boolean): Refusal | undefined {
  const topic = desk.image.topics.get(topicOf(tp));
  if (!topic) return refuse('UNKNOWN_TOPIC_OR_PARTITION', `Unable to find a topic named ${topicOf(tp)}.`);
  const number = partitionOf(tp);
  if (!topic.partitions[number]) return refuse('UNKNOWN_TOPIC_OR_PARTITION', `Unable to find partition ${topic.name}:${number}.`);
  return replicas === null ? cancel(desk, topic, number) : change(desk, topic, number, replicas, mayResize);
}

function cancel(desk: Desk, topic: TopicImage, number: number): Refusal | undefined {
  const registration = topic.partitions[number];
  if (!isReassigning(registration)) return refuse('NO_REASSIGNMENT_IN_PROGRESS');
  const back = revert(registration, registration.isr);
  if (back.unclean && !allowsUnclean(desk, topic)) {
    return refuse(
      'INVALID_REPLICA_ASSIGNMENT',
      `Unable to revert partition assignment for ${topic.name}:${number} because it would require an unclean leader election.`,
    );
  }
  const record = partitionChange({
    ...changeOf(desk, topic, number, plainElection(desk, topic)),
    targetIsr: back.isr,
    targetReplicas: back.replicas,
    targetRemoving: [],
    targetAdding: [],
  });
  if (record) write(desk, [record]);
  return undefined;
}

function change(desk: Desk, topic: TopicImage, number: number, target: readonly BrokerId[], mayResize: boolean): Refusal | undefined {
  const invalid = manualError(desk, target, undefined);
  if (invalid !== undefined) return refuse('INVALID_REPLICA_ASSIGNMENT', invalid);
  const registration = topic.partitions[number];
  const factor = originalReplicas(registration).length;
  if (!mayResize && factor !== target.length) {
    return refuse('INVALID_REPLICATION_FACTOR', `The replication factor is changed from ${factor} to ${target.length}`);
  }
  const { replicas, removing, adding } = reassignment(registration.replicas, target);
  const record = partitionChange({
    ...changeOf(desk, topic, number, 'ONLINE'),
    targetReplicas: replicas,
    targetRemoving: removing.length > 0 ? removing : undefined,
    targetAdding: adding.length > 0 ? adding : undefined,
  });
  if (record) write(desk, [record]);
  return undefined;
}

/** What is committed: a list never waits. */
export function handleListReassignments(desk: Desk, caller: Caller, { partitions }: ListPartitionReassignmentsRequest): void {
  const { topics } = desk.committed;
  const asked = partitions ?? [...topics.values()].flatMap((topic) => topic.partitions.map((_, n) => tpOf(topic.name, n)));
  const ongoing = asked.flatMap((tp): OngoingReassignment[] => {
    const registration = registrationOf(desk.committed, tp);
    if (!registration || !isReassigning(registration)) return [];
    const { replicas, adding, removing } = registration;
    return [{ tp, replicas, adding, removing }];
  });
  reply(desk, caller, { type: 'ListPartitionReassignmentsResponse', error: 'NONE', partitions: ongoing });
}
