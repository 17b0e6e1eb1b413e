/** Drives a program turn by turn over the admin client. Only its results are kept, so it can be run again from any checkpoint. */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import { type AdminCore, type AdminTurn, adminEvent, adminSettings, newAdmin, startCall } from '#kafka/clients/admin/client.ts';
import { unreachable } from '#kafka/clients/tool/log.ts';
import type { ToolTurn } from '#kafka/clients/tool/node.ts';
import { type Launch, type Programs, programOf } from '#kafka/clients/tool/program.ts';
import { wallClockMs } from '#kafka/protocol/names.ts';
import { setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

type AdminLaunch = Extract<Launch, { kind: 'admin' }>;

export interface AdminProcess {
  readonly kind: 'admin';
  readonly core: AdminCore;
  readonly results: readonly CallResult[];
  /** When the last refused connection was logged, by the pace of the real tool's reconnects. */
  readonly warnedUs: number;
}

const WARNING_EVERY_US = 1_000_000;
const INTERRUPTED = 130;

/** A failed call may be made again at once by its program: this is the pause before a program's next call after a failure. */
const AFTER_FAILURE_US = 100_000;
const AGAIN_TIMER = 'again';

export const adminProcess = (launch: AdminLaunch): AdminProcess => ({
  kind: 'admin',
  core: newAdmin(adminSettings(launch.config), launch.bootstrap),
  results: [],
  warnedUs: Number.NEGATIVE_INFINITY,
});

export function runAdmin(programs: Programs, launch: AdminLaunch, process: AdminProcess, event: NodeEvent, tool: ToolTurn): AdminProcess {
  const { env } = tool;
  const turn: AdminTurn = { core: { ...process.core }, env, result: undefined, refused: [] };
  if (event.kind === 'signal' && event.payload.type === 'SIGINT') {
    tool.exitCode = INTERRUPTED;
    return process;
  }
  let results = process.results;
  if (event.kind === 'start' || (event.kind === 'timer' && event.timer === AGAIN_TIMER)) nextTurn(programs, launch, results, turn, tool);
  else adminEvent(turn, event);
  while (turn.result !== undefined) {
    results = [...results, turn.result];
    const mustWait = launch.program === 'init' && isFailure(turn.result);
    turn.result = undefined;
    if (mustWait) setTimer(env, AGAIN_TIMER, AFTER_FAILURE_US, { type: 'RetryBackoffExpired' });
    else nextTurn(programs, launch, results, turn, tool);
  }
  return { kind: 'admin', core: turn.core, results, warnedUs: warn(launch, process, turn, tool) };
}

const isFailure = (result: CallResult): boolean =>
  !result.ok || (result.call === 'createTopics' && result.topics.some(({ error }) => error !== 'NONE' && error !== 'TOPIC_ALREADY_EXISTS'));

function nextTurn(programs: Programs, launch: AdminLaunch, results: readonly CallResult[], turn: AdminTurn, tool: ToolTurn): void {
  const { print, next } = programOf(programs, launch.program).turn(launch.args, results, wallClockMs(turn.env.nowUs));
  tool.print.push(...print);
  if ('exit' in next) tool.exitCode = next.exit;
  else startCall(turn, next.call);
}

/** `Connection to node -1 … could not be established`, about once a second. */
function warn(launch: AdminLaunch, process: AdminProcess, turn: AdminTurn, tool: ToolTurn): number {
  const { nowUs } = turn.env;
  const [node] = turn.refused;
  if (node === undefined || launch.program === 'init' || nowUs - process.warnedUs < WARNING_EVERY_US) return process.warnedUs;
  tool.print.push(
    unreachable(nowUs, `AdminClient clientId=${launch.config['client.id'] ?? 'adminclient-1'}`, node, launch.bootstrap, process.core.cluster !== undefined),
  );
  return nowUs;
}
