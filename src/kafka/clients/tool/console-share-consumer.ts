/** kafka-console-share-consumer.sh: a KafkaShareConsumer that prints, and says of each record what became of it (ConsoleShareConsumer, KIP-932). */
import { closeSessions } from '#kafka/clients/share/acknowledge.ts';
import { shareConsumerSettings } from '#kafka/clients/share/config.ts';
import { newShareCore, newShareTurn, type Outcome, type ShareCore, type ShareTurn } from '#kafka/clients/share/core.ts';
import { armShare, dispatchShare } from '#kafka/clients/share/dispatch.ts';
import { leaveShare, pollShare } from '#kafka/clients/share/poll.ts';
import { format } from '#kafka/clients/tool/console-consumer.ts';
import { log, stderr, stdout } from '#kafka/clients/tool/log.ts';
import type { ToolTurn } from '#kafka/clients/tool/node.ts';
import type { ConsoleShareConsumerLaunch } from '#kafka/clients/tool/program.ts';
import { cancelTimer, type Env, setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

export interface ConsoleShareConsumer {
  readonly kind: 'console-share-consumer';
  readonly core: ShareCore;
  /** Said of records that were printed, and to be sent with the next poll. */
  readonly outcomes: readonly Outcome[];
  readonly printed: number;
  readonly closing: boolean;
  readonly exitCode: number;
}

const TIMEOUT_TIMER = 'timeout';
const CLOSE_TIMER = 'close';

export function newConsoleShareConsumer({ config, group, topic, bootstrap }: ConsoleShareConsumerLaunch): ConsoleShareConsumer {
  const core = newShareCore(shareConsumerSettings(config), group, config['client.id'] ?? 'console-share-consumer', [topic], bootstrap);
  return { kind: 'console-share-consumer', core, outcomes: [], printed: 0, closing: false, exitCode: 0 };
}

type State = { -readonly [K in keyof ConsoleShareConsumer]: ConsoleShareConsumer[K] };

export function runConsoleShareConsumer(
  launch: ConsoleShareConsumerLaunch,
  before: ConsoleShareConsumer,
  event: NodeEvent,
  tool: ToolTurn,
): ConsoleShareConsumer {
  const state: State = { ...before };
  const turn = newShareTurn(before.core, tool.env);
  const isInterrupt = event.kind === 'signal' && event.payload.type === 'SIGINT';
  if (event.kind === 'start') armTimeout(launch, tool.env);
  else if (isInterrupt || (event.kind === 'signal' && event.payload.type === 'SIGTERM')) end(state, turn, isInterrupt ? 130 : 143);
  else if (event.kind === 'timer' && event.timer === TIMEOUT_TIMER) failed(state, turn, tool, 'org.apache.kafka.common.errors.TimeoutException');
  else if (event.kind === 'timer' && event.timer === CLOSE_TIMER) return finish(state, turn, tool);
  else dispatchShare(turn, event);
  if (!state.closing) consume(launch, state, turn, tool);
  const isDone = state.closing && leaveShare(turn);
  const prefix = `[ShareConsumer clientId=${turn.core.clientId}, groupId=${turn.core.group}]`;
  for (const warning of turn.warnings) tool.print.push(log(turn.env.nowUs, 'WARN', `${prefix} ${warning}`, 'org.apache.kafka.clients.NetworkClient'));
  armShare(turn);
  if (isDone) return finish(state, turn, tool);
  state.core = turn.core;
  return state;
}

function armTimeout({ timeoutMs }: ConsoleShareConsumerLaunch, env: Env): void {
  if (timeoutMs !== undefined) setTimer(env, TIMEOUT_TIMER, timeoutMs * 1000, { type: 'ConsumeTimeoutExpired' });
}

/** Prints what polls return, until they return nothing or enough has been printed. What is left of a batch then goes back with close(). */
function consume(launch: ConsoleShareConsumerLaunch, state: State, turn: ShareTurn, tool: ToolTurn): void {
  const max = launch.maxMessages ?? Number.POSITIVE_INFINITY;
  for (;;) {
    const delivered = pollShare(turn, state.outcomes);
    state.outcomes = [];
    const { fatal } = turn.core;
    if (fatal !== undefined) {
      turn.core.fatal = undefined;
      return failed(state, turn, tool, `org.apache.kafka.common.errors.${fatal.exception}: ${fatal.message}`);
    }
    if (delivered.length === 0) return;
    const shown = delivered.slice(0, max - state.printed);
    for (const one of shown) tool.print.push(stdout(format(launch.print, one)));
    state.outcomes = shown.map(({ tp, node, record }) => ({ tp, node, offset: record.offset, type: launch.acknowledge }));
    state.printed += shown.length;
    if (state.printed >= max) return end(state, turn, 0);
    armTimeout(launch, tool.env);
  }
}

/** Whatever receive() throws is logged and ends the tool, with the exit code of success. */
function failed(state: State, turn: ShareTurn, tool: ToolTurn, exception: string): void {
  const logger = 'org.apache.kafka.tools.consumer.ConsoleShareConsumer';
  tool.print.push(log(turn.env.nowUs, 'ERROR', 'Error processing message, terminating consumer process: ', logger), stderr(exception));
  end(state, turn, 0);
}

function end(state: State, turn: ShareTurn, exitCode: number): void {
  if (state.closing) return;
  state.closing = true;
  state.exitCode = exitCode;
  cancelTimer(turn.env, TIMEOUT_TIMER);
  setTimer(turn.env, CLOSE_TIMER, turn.core.settings.requestTimeoutMs * 1000, { type: 'CloseTimeoutExpired' });
  closeSessions(turn, state.outcomes);
  state.outcomes = [];
}

/** The count is printed in any case. */
function finish(state: State, turn: ShareTurn, tool: ToolTurn): ConsoleShareConsumer {
  tool.print.push(stderr(`Processed a total of ${state.printed} messages`));
  tool.exitCode = state.exitCode;
  state.core = turn.core;
  return state;
}
