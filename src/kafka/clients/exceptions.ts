/** Kafka's exception classes for error codes (Errors.exception), as clients throw and print them. */
import { ERRORS, type ErrorName } from '#kafka/protocol/errors.ts';

const IRREGULAR: Readonly<Partial<Record<ErrorName, string>>> = {
  REQUEST_TIMED_OUT: 'TimeoutException',
  NETWORK_EXCEPTION: 'NetworkException',
  INVALID_TOPIC_EXCEPTION: 'InvalidTopicException',
  TOPIC_ALREADY_EXISTS: 'TopicExistsException',
  INVALID_CONFIG: 'InvalidConfigurationException',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'OutOfOrderSequenceException',
  DUPLICATE_SEQUENCE_NUMBER: 'DuplicateSequenceException',
  COORDINATOR_LOAD_IN_PROGRESS: 'CoordinatorLoadInProgressException',
  NON_EMPTY_GROUP: 'GroupNotEmptyException',
  GROUP_ID_NOT_FOUND: 'GroupIdNotFoundException',
  CORRUPT_MESSAGE: 'CorruptRecordException',
  MESSAGE_TOO_LARGE: 'RecordTooLargeException',
  INVALID_TXN_STATE: 'InvalidTxnStateException',
  INVALID_PRODUCER_ID_MAPPING: 'InvalidPidMappingException',
  INVALID_TRANSACTION_TIMEOUT: 'InvalidTxnTimeoutException',
  RECORD_LIST_TOO_LARGE: 'RecordBatchTooLargeException',
  KAFKA_STORAGE_ERROR: 'KafkaStorageException',
};

const camel = (name: string): string =>
  name
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

export function exceptionOf(error: ErrorName): { exception: string; message: string } {
  return { exception: IRREGULAR[error] ?? `${camel(error)}Exception`, message: ERRORS[error].message };
}

/** The words of CommitFailedException and RebalanceInProgressException, for each way in which a commit fails (ConsumerCoordinator). */
const COMMIT_FAILED =
  'Commit cannot be completed since the group has already rebalanced and assigned the partitions to another member. This means that the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, which typically implies that the poll loop is spending too much time message processing. You can address this either by increasing max.poll.interval.ms or by reducing the maximum size of batches returned in poll() with max.poll.records.';
const REBALANCING =
  'Offset commit cannot be completed since the consumer group is executing a rebalance at the moment. You can try completing the rebalance by calling poll() and then retry commit again';

/** The member has no generation to commit with: it is joining, or it is out. */
export const UNDERGOING = {
  exception: 'RebalanceInProgressException',
  message:
    'Offset commit cannot be completed since the consumer is undergoing a rebalance for auto partition assignment. You can try completing the rebalance by calling poll() and then retry the operation.',
};
export const KICKED_OUT = {
  exception: 'CommitFailedException',
  message:
    'Offset commit cannot be completed since the consumer is not part of an active group for auto partition assignment; it is likely that the consumer was kicked out of the group.',
};

export function commitException(error: ErrorName): { exception: string; message: string } {
  if (error === 'REBALANCE_IN_PROGRESS') return { exception: 'RebalanceInProgressException', message: REBALANCING };
  if (error === 'UNKNOWN_MEMBER_ID' || error === 'ILLEGAL_GENERATION' || error === 'STALE_MEMBER_EPOCH')
    return { exception: 'CommitFailedException', message: COMMIT_FAILED };
  return exceptionOf(error);
}

/** Exceptions of Kafka that do not stand with the API's errors. */
const PACKAGES: Readonly<Record<string, string>> = {
  KafkaException: 'org.apache.kafka.common.',
  InvalidRecordException: 'org.apache.kafka.common.',
  ConfigException: 'org.apache.kafka.common.config.',
};

/** The class with its package, as tools print it. */
export const className = (exception: string): string => (PACKAGES[exception] ?? 'org.apache.kafka.common.errors.') + exception;

const INVALID_METADATA: ReadonlySet<ErrorName> = new Set<ErrorName>([
  'NOT_LEADER_OR_FOLLOWER',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_TOPIC_ID',
  'KAFKA_STORAGE_ERROR',
  'NETWORK_EXCEPTION',
]);

/** InvalidMetadataException and its kin: the client's picture is stale, ask for a new one. */
export const isInvalidMetadata = (error: ErrorName): boolean => INVALID_METADATA.has(error);
