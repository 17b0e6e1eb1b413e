/** How ConsumerGroupCommand tells of an exception: on standard output, with the trace on standard error and exit code 0. */
import type { Turn } from '#kafka/clients/tool/program.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import { exceptionOf, messageOf } from '#shell/exception.ts';
import { FRAMES } from '#shell/outcome.ts';
import { err, exitWith, out } from '#shell/turns.ts';

/** ConsumerGroupCommand.printError with the ExecutionException that carried the answer. */
export function commandFailed(cause: string): Turn {
  return exitWith(0, [
    ...out('', `Error: Executing consumer group command failed due to ${cause}`),
    ...err(`java.util.concurrent.ExecutionException: ${cause}`, FRAMES, `Caused by: ${cause}`),
  ]);
}

/** ListOffsetsResult.all(): one partition without an answer fails them all, and what OffsetsUtils catches it throws anew. */
export function offsetsFailed(cause: string): Turn {
  const execution = `java.util.concurrent.ExecutionException: ${cause}`;
  return exitWith(0, [
    ...out('', `Error: Executing consumer group command failed due to ${execution}`),
    ...err(`java.lang.RuntimeException: ${execution}`, FRAMES, `Caused by: ${execution}`, FRAMES, `Caused by: ${cause}`),
  ]);
}

/** An exception that the tool itself threw: its message is the reason, and the trace begins with it. */
export const failedBecause = (message: string, exception: string): Turn =>
  exitWith(0, [...out('', `Error: Executing consumer group command failed due to ${message}`), ...err(`${exception}: ${message}`, FRAMES)]);

export const failedWith = (error: ErrorName, message: string | null): Turn => commandFailed(`${exceptionOf(error)}: ${messageOf(error, message)}`);
