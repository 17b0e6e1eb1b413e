/** Java exceptions behind Kafka's error codes with their packages, as tools print them. */
import { exceptionOf as simpleExceptionOf } from '#kafka/clients/exceptions.ts';
import { ERRORS, type ErrorName } from '#kafka/protocol/errors.ts';

const PACKAGE = 'org.apache.kafka.common.errors.';

export const exceptionOf = (error: ErrorName): string => PACKAGE + simpleExceptionOf(error).exception;

/** With its package: the admin client's results give class names without one. */
export function qualified(exception: string): string {
  if (exception.includes('.')) return exception;
  if (exception === 'ConfigException') return `org.apache.kafka.common.config.${exception}`;
  if (exception === 'KafkaException') return `org.apache.kafka.common.${exception}`;
  return /^(IllegalArgument|IllegalState|Runtime)Exception$/.test(exception) ? `java.lang.${exception}` : PACKAGE + exception;
}

export const messageOf = (error: ErrorName, message: string | null): string => message ?? ERRORS[error].message;
