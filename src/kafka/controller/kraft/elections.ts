/** Elections that an administrator asks for (ReplicationControlManager.electLeaders, KIP-460). */
import { answerWhenCommitted, write } from '#kafka/controller/kraft/journal.ts';
import { partitionChange } from '#kafka/controller/kraft/partitionChange.ts';
import { changeOf } from '#kafka/controller/kraft/replicationControl.ts';
import type { Desk } from '#kafka/controller/kraft/state.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { ElectionType, ElectLeadersRequest, PartitionOutcome } from '#kafka/protocol/admin.ts';
import { ERRORS, type ErrorName } from '#kafka/protocol/errors.ts';
import { NO_LEADER, partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';

export function handleElectLeaders(desk: Desk, caller: Caller, { electionType, partitions }: ElectLeadersRequest): void {
  const outcomes = (partitions ?? allPartitions(desk)).map((tp) => elect(desk, tp, electionType));
  const told = partitions ? outcomes : outcomes.filter(({ error }) => error !== 'ELECTION_NOT_NEEDED');
  answerWhenCommitted(desk, caller, { type: 'ElectLeadersResponse', error: 'NONE', partitions: told });
}

const allPartitions = ({ image }: Desk): Tp[] => [...image.topics.values()].flatMap(({ name, partitions }) => partitions.map((_, n) => tpOf(name, n)));

const outcome = (tp: Tp, error: ErrorName, message: string | null = error === 'NONE' ? null : ERRORS[error].message): PartitionOutcome => ({
  tp,
  error,
  message,
});

/** An unclean election is for partitions without leader, whatever unclean.leader.election.enable says: an administrator knows what it costs. */
function elect(desk: Desk, tp: Tp, electionType: ElectionType): PartitionOutcome {
  const topic = desk.image.topics.get(topicOf(tp));
  if (!topic) return outcome(tp, 'UNKNOWN_TOPIC_OR_PARTITION', `No such topic as ${topicOf(tp)}`);
  const number = partitionOf(tp);
  const registration = topic.partitions[number];
  if (!registration) return outcome(tp, 'UNKNOWN_TOPIC_OR_PARTITION', `No such partition as ${tp}`);
  const { leader, replicas } = registration;
  if (electionType === 'PREFERRED' ? leader === replicas[0] : leader !== NO_LEADER) return outcome(tp, 'ELECTION_NOT_NEEDED');
  const record = partitionChange(changeOf(desk, topic, number, electionType));
  if (!record) return outcome(tp, electionType === 'PREFERRED' ? 'PREFERRED_LEADER_NOT_AVAILABLE' : 'ELIGIBLE_LEADERS_NOT_AVAILABLE');
  write(desk, [record]);
  return outcome(tp, 'NONE');
}
