/** How ConsumerGroupCommand tells of an exception: on standard output, with the trace on standard error and exit code 0. */
import type { Turn } from '#kafka/clients/tool/program.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import { exceptionOf, messageOf } from '#shell/exception.ts';
import { FRAMES, withUsage } from '#shell/outcome.ts';
import { err, exitWith, out } from '#shell/turns.ts';
import { usage as text } from '#shell/usage/kafka-consumer-groups.ts';
import { readUsage } from '#shell/usage.ts';

const usage = readUsage(text);

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

/** An exception that the tool itself threw: its message is the reason, and the trace begins with it. ApiException has no frames. */
export const failedBecause = (message: string, exception: string, frames: readonly string[] = [FRAMES]): Turn =>
  exitWith(0, [...out('', `Error: Executing consumer group command failed due to ${message}`), ...err(`${exception}: ${message}`, ...frames)]);

export const failedWith = (error: ErrorName, message: string | null): Turn => commandFailed(`${exceptionOf(error)}: ${messageOf(error, message)}`);

/** CommandLineUtils.printUsageAndExit, also in the middle of the work. */
export const usageShown = (message: string): Turn => exitWith(1, err(...withUsage(usage, message).stderr));

/** Utils.readFileAsString, and what ConsumerGroupCommand makes of it. */
export function fileUnread(name: string): Turn {
  const unread = `java.io.IOException: Unable to read file ${name}`;
  const trace = [
    `java.lang.RuntimeException: ${unread}`,
    FRAMES,
    `Caused by: ${unread}`,
    FRAMES,
    `Caused by: java.nio.file.NoSuchFileException: ${name}`,
    FRAMES,
  ];
  return exitWith(0, [...out('', `Error: Executing consumer group command failed due to ${unread}`), ...err(...trace)]);
}
