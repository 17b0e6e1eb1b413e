/** kafka-console-producer.sh: a KafkaProducer fed by lines (ConsoleProducer, LineMessageReader, ErrorLoggingCallback). */
import { className } from '#kafka/clients/exceptions.ts';
import { producerSettings } from '#kafka/clients/producer/config.ts';
import { draftOf, hasPending, newProducer, type ProducerCore, type Turn } from '#kafka/clients/producer/core.ts';
import { dispatch } from '#kafka/clients/producer/dispatch.ts';
import { utf8Length } from '#kafka/clients/producer/partitioner.ts';
import { type Blocked, blockedTooLong, type ProducerRecord, send } from '#kafka/clients/producer/send.ts';
import { runSender } from '#kafka/clients/producer/sender.ts';
import { log, stderr } from '#kafka/clients/tool/log.ts';
import type { ToolTurn } from '#kafka/clients/tool/node.ts';
import type { ConsoleProducerLaunch } from '#kafka/clients/tool/program.ts';
import type { StandardInput } from '#kafka/kind.ts';
import { ownClockMs } from '#kafka/protocol/names.ts';
import { cancelTimer, setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

export interface ConsoleProducer {
  readonly kind: 'console-producer';
  readonly core: ProducerCore;
  /** Lines read that send() has not taken yet: it blocks on the first. */
  readonly unread: readonly string[];
  readonly linesRead: number;
  readonly sent: number;
  readonly blocked: Blocked | undefined;
  /** End of file, Ctrl-C or a parse failure: close() sends what is left. */
  readonly ending: boolean;
  readonly exitCode: number;
}

const BLOCK_TIMER = 'block';
const LOGGER = 'org.apache.kafka.clients.producer.internals.Sender';

export const newConsoleProducer = (launch: ConsoleProducerLaunch): ConsoleProducer => ({
  kind: 'console-producer',
  core: newProducer(producerSettings(launch.config), launch.bootstrap),
  unread: [],
  linesRead: 0,
  sent: 0,
  blocked: undefined,
  ending: false,
  exitCode: 0,
});

type State = { -readonly [K in keyof ConsoleProducer]: ConsoleProducer[K] };

export function runConsoleProducer(launch: ConsoleProducerLaunch, before: ConsoleProducer, event: NodeEvent, tool: ToolTurn): ConsoleProducer {
  const state: State = { ...before };
  const turn: Turn = { core: draftOf(before.core), env: tool.env, done: [], warnings: [] };
  if (event.kind === 'start' && launch.stdin) {
    state.unread = launch.stdin;
    state.ending = true;
  } else if (event.kind === 'signal') onSignal(state, event.payload);
  else if (event.kind === 'timer' && event.timer === BLOCK_TIMER) state.blocked = blockedTooLong(turn, state.blocked);
  else dispatch(turn, event);
  read(launch, state, turn, tool);
  turn.core.closing = state.ending && state.unread.length === 0;
  runSender(turn, state.blocked?.why === 'awaits-memory');
  report(launch, turn, tool);
  if (state.ending && state.unread.length === 0 && state.blocked === undefined && !hasPending(turn.core)) tool.exitCode = state.exitCode;
  state.core = turn.core;
  return state;
}

function onSignal(state: State, payload: { readonly type: string }): void {
  if (payload.type === 'SIGINT') {
    state.ending = true;
    state.unread = [];
    state.blocked = undefined;
    state.exitCode = 130;
  } else if (payload.type === 'StandardInput' && !state.ending) {
    const { line } = payload as StandardInput;
    if (line === undefined) state.ending = true;
    else state.unread = [...state.unread, line];
  }
}

/** Gives lines to send() until it blocks. */
function read(launch: ConsoleProducerLaunch, state: State, turn: Turn, tool: ToolTurn): void {
  const wasBlocked = state.blocked;
  const nowMs = ownClockMs(turn.env);
  if (state.blocked) state.blocked = send(turn, state.blocked.record, state.blocked, nowMs);
  while (state.blocked === undefined && state.unread.length > 0) {
    const [line, ...rest] = state.unread;
    state.unread = rest;
    state.linesRead++;
    const record = parse(launch, state, line, tool);
    if (record === undefined) break;
    state.sent++;
    state.blocked = send(turn, record, undefined, nowMs);
  }
  if (state.blocked?.record === wasBlocked?.record) return;
  if (state.blocked === undefined) cancelTimer(turn.env, BLOCK_TIMER);
  else setTimer(turn.env, BLOCK_TIMER, turn.core.settings.maxBlockMs * 1000, { type: 'MaxBlockExpired' });
}

/** A line without separator kills the tool, after what was sent before is flushed. */
function parse(launch: ConsoleProducerLaunch, state: State, line: string, tool: ToolTurn): ProducerRecord | undefined {
  const id = `${tool.env.self}#${state.sent + 1}`;
  const read = (text: string): string | null => (text === launch.nullMarker ? null : text);
  if (!launch.parseKey) return { id, topic: launch.topic, key: null, value: read(line) };
  const at = line.indexOf(launch.keySeparator);
  if (at >= 0) return { id, topic: launch.topic, key: read(line.slice(0, at)), value: read(line.slice(at + launch.keySeparator.length)) };
  tool.print.push(stderr(`org.apache.kafka.common.KafkaException: No key separator found on line number ${state.linesRead}: '${line}'`), stderr('\tat ...'));
  state.ending = true;
  state.unread = [];
  state.exitCode = 1;
  return undefined;
}

/** Failed sends are logged one by one, and the tool goes on. */
function report(launch: ConsoleProducerLaunch, turn: Turn, tool: ToolTurn): void {
  const { nowUs } = turn.env;
  for (const warning of turn.warnings) {
    const logger = warning.startsWith('The metadata') ? 'org.apache.kafka.clients.NetworkClient' : LOGGER;
    tool.print.push(log(nowUs, 'WARN', `[Producer clientId=${launch.config['client.id'] ?? 'console-producer'}] ${warning}`, logger));
  }
  const size = (text: string | null): string => (text === null ? 'null' : `${utf8Length(text)} bytes`);
  for (const { records, error } of turn.done) {
    if (error === undefined) continue;
    for (const { key, value } of records) {
      const message = `Error when sending message to topic ${launch.topic} with key: ${size(key)}, value: ${size(value)} with error:`;
      tool.print.push(
        log(nowUs, 'ERROR', message, 'org.apache.kafka.clients.producer.internals.ErrorLoggingCallback'),
        stderr(`${className(error.exception)}: ${error.message}`),
      );
    }
  }
}
