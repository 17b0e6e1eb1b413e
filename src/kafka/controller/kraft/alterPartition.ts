/** A leader asks for another ISR (ReplicationControlManager.alterPartition, KIP-497, KIP-841, KIP-903): accepted only from the leader, in its epochs, with eligible members. */
import { answerWhenCommitted, write } from '#kafka/controller/kraft/journal.ts';
import { partitionChange } from '#kafka/controller/kraft/partitionChange.ts';
import { changeOf, plainElection } from '#kafka/controller/kraft/replicationControl.ts';
import { type Desk, reply } from '#kafka/controller/kraft/state.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { type Image, isActive, type PartitionRegistration, type TopicImage } from '#kafka/metadata/image.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { AlterPartitionRequest, AlterPartitionResponse } from '#kafka/protocol/messages.ts';
import { type BrokerId, partitionOf, topicOf } from '#kafka/protocol/names.ts';
import { planted } from '#sim/planted.ts';

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

/** The topic by its id: one of the same name may have come since (KIP-516). */
function topicFor(desk: Desk, { tp, topicId }: Asked): TopicImage | undefined {
  return desk.image.topics.get(topicId === undefined ? topicOf(tp) : (desk.image.names.get(topicId) ?? ''));
}

function alter(desk: Desk, broker: BrokerId, asked: Asked): Answer {
  const topic = topicFor(desk, asked);
  if (!topic) return refused(asked.tp, asked.topicId === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'UNKNOWN_TOPIC_ID');
  const number = partitionOf(asked.tp);
  const registration = topic.partitions[number];
  if (!registration) return refused(asked.tp, 'UNKNOWN_TOPIC_OR_PARTITION');
  const error = validate(desk, registration, broker, asked);
  if (error !== 'NONE') return refused(asked.tp, error);
  const change = changeOf(desk, topic, number, plainElection(desk, topic));
  const targetIsr = asked.newIsr.map((member) => member.broker);
  const record = partitionChange({ ...change, targetIsr, by: 'leader', recovered: !asked.recovering });
  if (record) write(desk, [record]);
  // An ISR that completes a reassignment may cost its leader the leadership: then the change holds, and the leader has to learn of it.
  if (record?.leader !== undefined && record.leader !== broker) return refused(asked.tp, 'NEW_LEADER_ELECTED');
  const now = desk.image.topics.get(topic.name)?.partitions[number] ?? registration;
  return { tp: asked.tp, error: 'NONE', leader: now.leader, leaderEpoch: now.leaderEpoch, isr: now.isr, partitionEpoch: now.partitionEpoch };
}

/** In Kafka's order. */
function validate(desk: Desk, registration: PartitionRegistration, broker: BrokerId, asked: Asked): ErrorName {
  if (asked.leaderEpoch > registration.leaderEpoch || asked.partitionEpoch > registration.partitionEpoch) return 'NOT_CONTROLLER';
  if (asked.leaderEpoch < registration.leaderEpoch) return 'FENCED_LEADER_EPOCH';
  if (registration.leader !== broker) return 'INVALID_REQUEST';
  if (asked.partitionEpoch < registration.partitionEpoch) return 'INVALID_UPDATE_VERSION';
  return validateIsr(desk, registration, asked);
}

function validateIsr(desk: Desk, registration: PartitionRegistration, { newIsr, recovering = false }: Asked): ErrorName {
  const isr = newIsr.map((member) => member.broker);
  const isSet = isr.length > 0 && isr.every((id, n) => isr.indexOf(id) === n);
  if (!isSet || !isr.every((id) => registration.replicas.includes(id)) || !isr.includes(registration.leader)) return 'INVALID_REQUEST';
  if (recovering && (isr.length > 1 || registration.leaderRecoveryState === 'RECOVERED')) return 'INVALID_REQUEST';
  return newIsr.every((member) => isEligible(desk.image, member)) ? 'NONE' : 'INELIGIBLE_REPLICA';
}

/** May this life of a broker be a member? Not when it is fenced or about to shut down (KIP-841), nor when it has registered again since (KIP-903). */
export function isEligible(image: Image, { broker, brokerEpoch }: Asked['newIsr'][number]): boolean {
  return (isActive(image, broker) || planted.M07) && (brokerEpoch === -1 || planted.M08 || image.brokers.get(broker)?.epoch === brokerEpoch);
}
