/** Java exceptions behind Kafka's error codes (Errors.exception()), as tools print them. */
import { ERRORS, type ErrorName } from '#kafka/protocol/errors.ts';

const PACKAGE = 'org.apache.kafka.common.errors.';

/** Names that do not follow from the code's own. */
const IRREGULAR: Readonly<Partial<Record<ErrorName, string>>> = {
  TOPIC_ALREADY_EXISTS: 'TopicExistsException',
  INVALID_TOPIC_EXCEPTION: 'InvalidTopicException',
  INVALID_CONFIG: 'InvalidConfigurationException',
  REQUEST_TIMED_OUT: 'TimeoutException',
  NON_EMPTY_GROUP: 'GroupNotEmptyException',
  NETWORK_EXCEPTION: 'NetworkException',
  UNKNOWN_SERVER_ERROR: 'UnknownServerException',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'NotEnoughReplicasAfterAppendException',
  COORDINATOR_LOAD_IN_PROGRESS: 'CoordinatorLoadInProgressException',
};

export function exceptionOf(error: ErrorName): string {
  const words = error.split('_').map((word) => word[0] + word.slice(1).toLowerCase());
  return PACKAGE + (IRREGULAR[error] ?? `${words.join('')}Exception`);
}

/** With its package: the admin client's results give class names without one. */
export function qualified(exception: string): string {
  if (exception.includes('.')) return exception;
  if (exception === 'ConfigException') return `org.apache.kafka.common.config.${exception}`;
  if (exception === 'KafkaException') return `org.apache.kafka.common.${exception}`;
  return /^(IllegalArgument|IllegalState|Runtime)Exception$/.test(exception) ? `java.lang.${exception}` : PACKAGE + exception;
}

export const messageOf = (error: ErrorName, message: string | null): string => message ?? ERRORS[error].message;
