/** kafka-console-consumer.sh: a KafkaConsumer that prints (ConsoleConsumer, DefaultMessageFormatter). */
import { close, isClosed } from '#kafka/clients/consumer/close.ts';
import { consumerSettings } from '#kafka/clients/consumer/config.ts';
import { type ConsumerCore, newConsumer, newTurn, type Turn } from '#kafka/clients/consumer/core.ts';
import { dispatch } from '#kafka/clients/consumer/dispatch.ts';
import type { Polled } from '#kafka/clients/consumer/fetcher.ts';
import { arm, pollOnce } from '#kafka/clients/consumer/poll.ts';
import { move, newPosition } from '#kafka/clients/consumer/position.ts';
import { log, stderr, stdout } from '#kafka/clients/tool/log.ts';
import type { ToolTurn } from '#kafka/clients/tool/node.ts';
import type { ConsoleConsumerLaunch, Printed } from '#kafka/clients/tool/program.ts';
import { partitionOf, type Tp, tpOf } from '#kafka/protocol/names.ts';
import { cancelTimer, type Env, setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

export interface ConsoleConsumer {
  readonly kind: 'console-consumer';
  readonly core: ConsumerCore;
  readonly printed: number;
  readonly closing: boolean;
  readonly exitCode: number;
}

const TIMEOUT_TIMER = 'timeout';
const CLOSE_TIMER = 'close';

export function newConsoleConsumer(launch: ConsoleConsumerLaunch, env: Env): ConsoleConsumer {
  const group = launch.group ?? `console-consumer-${env.random('group') % 100_000}`;
  const core = newConsumer(
    consumerSettings(launch.config, { validatesPositions: launch.validatesPositions }),
    group,
    launch.config['client.id'] ?? 'console-consumer',
    [launch.topic],
    launch.bootstrap,
    launch.partition === undefined,
  );
  const partitions = launch.partition === undefined ? core.partitions : assigned(launch, tpOf(launch.topic, launch.partition));
  return { kind: 'console-consumer', core: { ...core, partitions }, printed: 0, closing: false, exitCode: 0 };
}

/** assign() and seek: with --partition nothing is asked of a coordinator. */
function assigned(launch: ConsoleConsumerLaunch, tp: Tp): ConsumerCore['partitions'] {
  const { offset } = launch;
  const start = newPosition(tp);
  const state =
    typeof offset === 'number'
      ? move(start, { type: 'POSITIONED', offset, leaderEpoch: -1, seenEpoch: -1 })
      : move(start, { type: 'RESET_REQUESTED', to: offset ?? (launch.fromBeginning ? 'earliest' : 'latest'), sought: true });
  return new Map([[tp, state]]);
}

type State = { -readonly [K in keyof ConsoleConsumer]: ConsoleConsumer[K] };

export function runConsoleConsumer(launch: ConsoleConsumerLaunch, before: ConsoleConsumer, event: NodeEvent, tool: ToolTurn): ConsoleConsumer {
  const state: State = { ...before };
  const turn = newTurn(before.core, tool.env);
  if (event.kind === 'start') armTimeout(launch, tool.env);
  else if (event.kind === 'signal' && (event.payload.type === 'SIGINT' || event.payload.type === 'SIGTERM'))
    end(state, turn, event.payload.type === 'SIGINT' ? 130 : 143);
  else if (event.kind === 'timer' && event.timer === TIMEOUT_TIMER) timedOut(state, turn, tool);
  else if (event.kind === 'timer' && event.timer === CLOSE_TIMER) return finish(state, turn, tool);
  else dispatch(turn, event);
  if (state.closing) {
    if (before.closing) close(turn, false);
  } else consume(launch, state, turn, tool);
  warn(launch, turn, tool);
  arm(turn, !state.closing);
  if (state.closing && isClosed(turn.core)) return finish(state, turn, tool);
  state.core = turn.core;
  return state;
}

function armTimeout(launch: ConsoleConsumerLaunch, env: Env): void {
  if (launch.timeoutMs !== undefined) setTimer(env, TIMEOUT_TIMER, launch.timeoutMs * 1000, { type: 'ConsumeTimeoutExpired' });
}

/** Prints what polls return, until they return nothing or enough has been printed. */
function consume(launch: ConsoleConsumerLaunch, state: State, turn: Turn, tool: ToolTurn): void {
  const max = launch.maxMessages ?? Number.POSITIVE_INFINITY;
  for (;;) {
    const polled = pollOnce(turn);
    if (turn.thrown) return thrown(state, turn, tool);
    if (polled.length === 0) return;
    const shown = polled.slice(0, max - state.printed);
    for (const one of shown) tool.print.push(stdout(format(launch.print, one)));
    state.printed += shown.length;
    if (state.printed >= max) return end(state, turn, 0);
    armTimeout(launch, tool.env);
  }
}

/** Columns in Kafka's order, those that were asked for. */
export function format(print: Printed, { tp, record, deliveryCount }: Pick<Polled, 'tp' | 'record'> & { readonly deliveryCount?: number }): string {
  const columns: string[] = [];
  if (print.timestamp) columns.push(`CreateTime:${record.timestampMs}`);
  if (print.partition) columns.push(`Partition:${partitionOf(tp)}`);
  if (print.offset) columns.push(`Offset:${record.offset}`);
  if (print.delivery) columns.push(`Delivery:${deliveryCount ?? 'NOT_PRESENT'}`);
  if (print.key) columns.push(record.key ?? 'null');
  if (print.value) columns.push(record.value ?? 'null');
  return columns.join(print.keySeparator);
}

const LOGGER = 'org.apache.kafka.tools.consumer.ConsoleConsumer';

function timedOut(state: State, turn: Turn, tool: ToolTurn): void {
  tool.print.push(
    log(turn.env.nowUs, 'ERROR', 'Error processing message, terminating consumer process: ', LOGGER),
    stderr('org.apache.kafka.common.errors.TimeoutException'),
  );
  end(state, turn, 0);
}

function thrown(state: State, turn: Turn, tool: ToolTurn): void {
  const { exception, message } = turn.thrown ?? { exception: 'KafkaException', message: '' };
  turn.thrown = undefined;
  const name = exception.endsWith('OffsetForPartitionException') || exception.startsWith('OffsetOutOf') ? 'clients.consumer' : 'common.errors';
  tool.print.push(
    log(turn.env.nowUs, 'ERROR', 'Error processing message, terminating consumer process: ', LOGGER),
    stderr(`org.apache.kafka.${name}.${exception}: ${message}`),
  );
  end(state, turn, 1);
}

function end(state: State, turn: Turn, exitCode: number): void {
  if (state.closing) return;
  state.closing = true;
  state.exitCode = exitCode;
  cancelTimer(turn.env, TIMEOUT_TIMER);
  setTimer(turn.env, CLOSE_TIMER, turn.core.settings.requestTimeoutMs * 1000, { type: 'CloseTimeoutExpired' });
  close(turn, true);
}

/** The count is printed in any case. */
function finish(state: State, turn: Turn, tool: ToolTurn): ConsoleConsumer {
  tool.print.push(stderr(`Processed a total of ${state.printed} messages`));
  tool.exitCode = state.exitCode;
  state.core = turn.core;
  return state;
}

function warn(launch: ConsoleConsumerLaunch, turn: Turn, tool: ToolTurn): void {
  const prefix = `[Consumer clientId=${launch.config['client.id'] ?? 'console-consumer'}, groupId=${turn.core.group}]`;
  for (const warning of turn.warnings) tool.print.push(log(turn.env.nowUs, 'WARN', `${prefix} ${warning}`, 'org.apache.kafka.clients.NetworkClient'));
}
