/** A leader asks for another ISR (ReplicationControlManager.alterPartition, KIP-497, KIP-841, KIP-903): accepted only from the leader, in its epochs, with eligible members. */
import { answerWhenCommitted, write } from '#kafka/controller/kraft/journal.ts';
import { partitionChange } from '#kafka/controller/kraft/partitionChange.ts';
import { effectiveMinIsr } from '#kafka/controller/kraft/replicationControl.ts';
import { type Desk, reply } from '#kafka/controller/kraft/state.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { topicBool } from '#kafka/metadata/config.ts';
import { isActive, type PartitionRegistration, type TopicImage } from '#kafka/metadata/image.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { AlterPartitionRequest, AlterPartitionResponse } from '#kafka/protocol/messages.ts';
import { type BrokerId, partitionOf, topicOf } from '#kafka/protocol/names.ts';

type Asked = AlterPartitionRequest['partitions'][number];
type Answer = AlterPartitionResponse['partitions'][number];

export function handleAlterPartition(desk: Desk, caller: Caller, request: AlterPartitionRequest): void {
  if (desk.image.brokers.get(request.broker)?.epoch !== request.brokerEpoch) {
    return reply(desk, caller, { type: 'AlterPartitionResponse', error: 'STALE_BROKER_EPOCH', partitions: [] });
  }
  const partitions = request.partitions.map((asked) => alter(desk, request.broker, asked));
  answerWhenCommitted(desk, caller, { type: 'AlterPartitionResponse', error: 'NONE', partitions });
}

const refused = (tp: string, error: ErrorName): Answer => ({ tp, error, leader: -1, leaderEpoch: -1, isr: [], partitionEpoch: -1 });

function alter(desk: Desk, broker: BrokerId, asked: Asked): Answer {
  const topic = desk.image.topics.get(topicOf(asked.tp));
  const number = partitionOf(asked.tp);
  const registration = topic?.partitions[number];
  if (!topic || !registration) return refused(asked.tp, 'UNKNOWN_TOPIC_OR_PARTITION');
  const error = validate(desk, registration, broker, asked);
  if (error !== 'NONE') return refused(asked.tp, error);
  const record = partitionChange({
    topicId: topic.id,
    partition: number,
    registration,
    targetIsr: asked.newIsr.map((member) => member.broker),
    election: electionOf(desk, topic),
    isAcceptable: (id) => isActive(desk.image, id),
    minIsr: effectiveMinIsr(topic, desk.config, registration.replicas.length),
    uncleanShutdown: [],
    by: 'leader',
    recovered: true,
  });
  if (record) write(desk, [record]);
  const now = desk.image.topics.get(topic.name)?.partitions[number] ?? registration;
  return { tp: asked.tp, error: 'NONE', leader: now.leader, leaderEpoch: now.leaderEpoch, isr: now.isr, partitionEpoch: now.partitionEpoch };
}

const electionOf = (desk: Desk, topic: TopicImage) => (topicBool(topic.config, desk.config, 'unclean.leader.election.enable') ? 'UNCLEAN' : 'ONLINE');

/** In Kafka's order. */
function validate(desk: Desk, registration: PartitionRegistration, broker: BrokerId, asked: Asked): ErrorName {
  if (asked.leaderEpoch > registration.leaderEpoch || asked.partitionEpoch > registration.partitionEpoch) return 'NOT_CONTROLLER';
  if (asked.leaderEpoch < registration.leaderEpoch) return 'FENCED_LEADER_EPOCH';
  if (registration.leader !== broker) return 'INVALID_REQUEST';
  if (asked.partitionEpoch < registration.partitionEpoch) return 'INVALID_UPDATE_VERSION';
  const isr = asked.newIsr.map((member) => member.broker);
  if (!isr.every((id) => registration.replicas.includes(id)) || !isr.includes(registration.leader)) return 'INVALID_REQUEST';
  return asked.newIsr.every((member) => isEligible(desk, member)) ? 'NONE' : 'INELIGIBLE_REPLICA';
}

function isEligible(desk: Desk, { broker, brokerEpoch }: Asked['newIsr'][number]): boolean {
  return isActive(desk.image, broker) && (brokerEpoch === -1 || desk.image.brokers.get(broker)?.epoch === brokerEpoch);
}
