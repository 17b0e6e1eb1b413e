/** curl: one HTTP request to a process of the scenario, and its answer on standard output. */
import { stderr, stdout } from '#kafka/clients/tool/log.ts';
import type { ToolTurn } from '#kafka/clients/tool/node.ts';
import type { HttpLaunch } from '#kafka/clients/tool/program.ts';
import type { HttpRequest, HttpResponse } from '#kafka/protocol/http.ts';
import { cancelTimer, send, setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

export interface HttpProcess {
  readonly kind: 'http';
  readonly sentUs: number;
}

const CONNECTION = 'http';
const MAX_TIME = 'max-time';

/** curl's own exit codes. */
const COULD_NOT_CONNECT = 7;
const TIMED_OUT = 28;
const INTERRUPTED = 130;

export const newHttp: HttpProcess = { kind: 'http', sentUs: 0 };

export function runHttp(launch: HttpLaunch, process: HttpProcess, event: NodeEvent, tool: ToolTurn): HttpProcess {
  if (event.kind === 'start') return ask(launch, tool);
  if (event.kind === 'message' && event.payload.type === 'HttpResponse') answered(event.payload as HttpResponse, tool);
  else if (event.kind === 'closed') failed(launch, process, tool);
  else if (event.kind === 'timer' && event.timer === MAX_TIME) timedOut(launch, tool);
  else if (event.kind === 'signal' && event.payload.type === 'SIGINT') tool.exitCode = INTERRUPTED;
  return process;
}

function ask({ to, method, url, body, maxTimeMs }: HttpLaunch, { env }: ToolTurn): HttpProcess {
  const request: HttpRequest = { type: 'HttpRequest', correlation: 1, method, url, body };
  send(env, to, request, CONNECTION);
  if (maxTimeMs !== undefined) setTimer(env, MAX_TIME, maxTimeMs * 1000, { type: 'MaxTimeExpired' });
  return { kind: 'http', sentUs: env.nowUs };
}

/** The body as it is; a line break at its end begins no further line. */
function answered({ body }: HttpResponse, tool: ToolTurn): void {
  cancelTimer(tool.env, MAX_TIME);
  if (body !== '') tool.print.push(...body.replace(/\n$/, '').split('\n').map(stdout));
  tool.exitCode = 0;
}

function failed({ to, port, silent }: HttpLaunch, { sentUs }: HttpProcess, tool: ToolTurn): void {
  const ms = Math.floor((tool.env.nowUs - sentUs) / 1000);
  if (!silent) tool.print.push(stderr(`curl: (${COULD_NOT_CONNECT}) Failed to connect to ${to} port ${port} after ${ms} ms: Couldn't connect to server`));
  tool.exitCode = COULD_NOT_CONNECT;
}

function timedOut({ maxTimeMs, silent }: HttpLaunch, tool: ToolTurn): void {
  if (!silent) tool.print.push(stderr(`curl: (${TIMED_OUT}) Operation timed out after ${maxTimeMs} milliseconds with 0 bytes received`));
  tool.exitCode = TIMED_OUT;
}
