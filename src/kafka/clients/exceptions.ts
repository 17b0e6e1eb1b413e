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
