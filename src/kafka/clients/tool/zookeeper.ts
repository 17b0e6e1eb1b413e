/** A tool that speaks to ZooKeeper itself, as Kafka's did until 2.x (KafkaZkClient, ZkUtils): a session, reads and writes of znodes, and the session's end. */
import type { ToolTurn } from '#kafka/clients/tool/node.ts';
import { type Launch, type Programs, zkProgramOf } from '#kafka/clients/tool/program.ts';
import {
  ask,
  closeSession,
  connect,
  handleClosed,
  handleMessage,
  handleTimer,
  newClient,
  type ZkClient,
  type ZkDraft,
  type ZkEvent,
  type ZkTimer,
} from '#kafka/controller/zookeeper/client/client.ts';
import { wallClockMs } from '#kafka/protocol/names.ts';
import type { ZkResult, ZkServerMessage } from '#kafka/protocol/zookeeper.ts';
import { setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

type ZkLaunch = Extract<Launch, { kind: 'zookeeper' }>;

export interface ZkProcess {
  readonly kind: 'zookeeper';
  readonly client: ZkClient;
  readonly answers: readonly (readonly ZkResult[])[];
  /** Of the present asking: how many answers it waits for, and those that are there. */
  readonly wanted: number;
  readonly got: readonly ZkResult[];
}

const INTERRUPTED = 130;
const CONNECTION_TIMER = 'zookeeper-connection';

export const zkProcess = ({ servers, sessionTimeoutMs }: ZkLaunch): ZkProcess => ({
  kind: 'zookeeper',
  client: newClient(servers, sessionTimeoutMs),
  answers: [],
  wanted: 0,
  got: [],
});

interface Draft {
  readonly client: ZkDraft;
  answers: readonly (readonly ZkResult[])[];
  wanted: number;
  got: readonly ZkResult[];
}

export function runZk(programs: Programs, launch: ZkLaunch, process: ZkProcess, event: NodeEvent, tool: ToolTurn): ZkProcess {
  const draft: Draft = { client: { ...process.client }, answers: process.answers, wanted: process.wanted, got: process.got };
  if (event.kind === 'signal' && event.payload.type === 'SIGINT') tool.exitCode = INTERRUPTED;
  else if (event.kind === 'timer' && event.timer === CONNECTION_TIMER) gaveUp(programs, launch, draft, tool);
  else for (const one of heard(launch, draft, event, tool)) happened(programs, launch, draft, one, tool);
  if (tool.exitCode !== undefined) closeSession(draft.client, tool.env);
  return { kind: 'zookeeper', ...draft };
}

function heard(launch: ZkLaunch, { client }: Draft, event: NodeEvent, { env }: ToolTurn): readonly ZkEvent[] {
  switch (event.kind) {
    case 'start':
      // With KRaft there is nobody of that name.
      if (launch.servers > 0) connect(client, env);
      setTimer(env, CONNECTION_TIMER, launch.sessionTimeoutMs * 1000, { type: 'ZkConnectionTimedOut' });
      return [];
    case 'message':
      return handleMessage(client, env, event.from, event.connection, event.payload as ZkServerMessage);
    case 'closed':
      return handleClosed(client, env, event.peer, event.connection);
    case 'timer':
      return handleTimer(client, env, event.payload as ZkTimer);
    default:
      return [];
  }
}

/** ZooKeeperClient.waitUntilConnected: only the first connection is waited for with a limit. */
function gaveUp(programs: Programs, launch: ZkLaunch, { client, answers, wanted }: Draft, tool: ToolTurn): void {
  if (client.sessionId !== 0 || answers.length + wanted > 0) return;
  const { print, exit } = zkProgramOf(programs, launch.program).unreachable(launch.args, wallClockMs(tool.env.nowUs));
  tool.print.push(...print);
  tool.exitCode = exit;
}

function happened(programs: Programs, launch: ZkLaunch, draft: Draft, event: ZkEvent, tool: ToolTurn): void {
  if (event.event === 'SessionEstablished' && draft.answers.length === 0 && draft.wanted === 0) return nextTurn(programs, launch, draft, tool);
  if (event.event !== 'Answered') return;
  draft.got = [...draft.got, event.result];
  if (draft.got.length < draft.wanted) return;
  draft.answers = [...draft.answers, draft.got];
  draft.got = [];
  nextTurn(programs, launch, draft, tool);
}

function nextTurn(programs: Programs, launch: ZkLaunch, draft: Draft, tool: ToolTurn): void {
  const { env } = tool;
  const program = zkProgramOf(programs, launch.program);
  for (;;) {
    const { print, next } = program.turn(launch.args, draft.answers, wallClockMs(env.nowUs), (bound) => env.random('placement') % bound);
    tool.print.push(...print);
    if ('exit' in next) {
      tool.exitCode = next.exit;
      return;
    }
    draft.wanted = next.ops.length;
    for (const op of next.ops) ask(draft.client, env, op, { of: 'tool' });
    if (next.ops.length > 0) return;
    draft.answers = [...draft.answers, []];
  }
}
