/** Which facts a person may ask the cause of: those that are somebody's decision, loss or gain. */
import type { FactName, KafkaFact } from '#kafka/facts.ts';

/** Facts that people ask the cause of. */
const ASKED: readonly FactName[] = [
  'LeaderElected',
  'IsrShrunk',
  'IsrExpanded',
  'BelowMinIsr',
  'BrokerFenced',
  'BrokerUnregistered',
  'BrokerUnfenced',
  'LogTruncated',
  'LogTailLost',
  'SendFailed',
  'SendRetried',
  'ProduceRefused',
  'DuplicateRefused',
  'RecordsAcknowledged',
  'HighWatermarkAdvanced',
  'GroupStateChanged',
  'MemberLeft',
  'OffsetReset',
  'PositionSought',
  'ReadReplicaPreferred',
  'ReadReplicaCleared',
  'CommitFailed',
  'ControllerElected',
  'ControllerResigned',
  'RecordsAppended',
  'RecordProcessed',
];

export const mayBeAsked = (fact: KafkaFact): boolean => ASKED.includes(fact.fact) && !('tp' in fact && fact.tp.startsWith('__'));
