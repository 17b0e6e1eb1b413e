/** What the tools that spoke to ZooKeeper themselves share: the address, the launch, turns, and what they say when nobody answers. */
import type { Line, ZkProgram, ZkTurn } from '#kafka/clients/tool/program.ts';
import type { ZkOp, ZkResult, ZnodeData } from '#kafka/protocol/zookeeper.ts';
import { logLine } from '#shell/log4j.ts';
import { FRAMES, type Plan } from '#shell/outcome.ts';
import type { PlanContext } from '#shell/tool.ts';
import { err, out } from '#shell/turns.ts';

/** zookeeper.session.timeout.ms and zookeeper.connection.timeout.ms of the tools. */
const SESSION_MS = 30_000;

/** Any address is understood as that of the cluster's ensemble, if it has one: the client shuffles the servers of its list itself. A chroot is the cluster's own. */
export const zookeeperPlan = ({ spec }: PlanContext, program: string, args: unknown): Plan => ({
  ok: true,
  launch: { kind: 'zookeeper', program, args, servers: spec.metadata === 'zookeeper' ? spec.controllers : 0, sessionTimeoutMs: SESSION_MS },
});

export const zkAsk = (ops: readonly ZkOp[], print: readonly Line[] = []): ZkTurn => ({ print, next: { ops } });
export const zkExit = (exit: number, print: readonly Line[] = []): ZkTurn => ({ print, next: { exit } });

export const read = (path: string): ZkOp => ({ op: 'getData', path, watch: false });
export const childrenOf = (path: string): ZkOp => ({ op: 'getChildren', path, watch: false });

/** A znode's content, when it is of this kind. */
export function dataOf<K extends ZnodeData['kind']>(result: ZkResult | undefined, kind: K): Extract<ZnodeData, { kind: K }> | undefined {
  return result?.error === 'OK' && result.data?.kind === kind ? (result.data as Extract<ZnodeData, { kind: K }>) : undefined;
}

/** An exception as the old tools tell of it; those of Kafka's protocol have no stack trace. */
export interface Thrown {
  readonly exception: string;
  readonly message: string;
}

export const traceOf = ({ exception, message }: Thrown): string[] => [
  `${exception}: ${message}`,
  ...(exception.startsWith('org.apache.kafka.common.errors.') ? [] : [FRAMES]),
];

/** How a tool in Scala logs what stopped it, with the text alone on standard output. */
export const told = (nowMs: number, said: string, logger: string, thrown: Thrown): Line[] => {
  const [first, ...frames] = traceOf(thrown);
  return [...out(`${said}${thrown.message}`), ...err(logLine(nowMs, `ERROR ${first}`), ...frames, ` (${logger})`)];
};

/** What KafkaZkClient throws when no server answers in time. */
export const NO_ANSWER: Thrown = {
  exception: 'kafka.zookeeper.ZooKeeperClientTimeoutException',
  message: 'Timed out waiting for connection while in state: CONNECTING',
};

/** Before 1.1 the client was org.I0Itec.zkclient. */
export const unreachable = (isOld: (args: unknown) => boolean): ZkProgram['unreachable'] => {
  return (args) => ({
    print: err(
      isOld(args)
        ? `Exception in thread "main" org.I0Itec.zkclient.exception.ZkTimeoutException: Unable to connect to zookeeper server within timeout: ${SESSION_MS}`
        : `Exception in thread "main" ${NO_ANSWER.exception}: ${NO_ANSWER.message}`,
      FRAMES,
    ),
    exit: 1,
  });
};
