/** Java exceptions behind Kafka's error codes with their packages, as tools print them. */
import { className, exceptionOf as simpleExceptionOf } from '#kafka/clients/exceptions.ts';
import { ERRORS, type ErrorName } from '#kafka/protocol/errors.ts';

export const exceptionOf = (error: ErrorName): string => className(simpleExceptionOf(error).exception);

/** With its package: the admin client's results give class names without one. */
export function qualified(exception: string): string {
  if (exception.includes('.')) return exception;
  return /^(IllegalArgument|IllegalState|Runtime)Exception$/.test(exception) ? `java.lang.${exception}` : className(exception);
}

export const messageOf = (error: ErrorName, message: string | null): string => message ?? ERRORS[error].message;
