/** A Connect worker in standalone mode (ConnectStandalone): the tasks of its connectors, and the files that they share with the terminal. */
import { CONNECT_SETTINGS, connectorConfig, connectorFiles, readPropertiesFile, workerConfig } from '#beside/connect/config.ts';
import { runSink, type SinkTask, sinkTask } from '#beside/connect/sink.ts';
import { crashedSource, runSource, type SourceTask, sourceTask } from '#beside/connect/source.ts';
import { contentOf, type Files, type WorkerTurn } from '#beside/connect/task.ts';
import { settled } from '#beside/settings.ts';
import { tell } from '#kafka/facts.ts';
import type { NodeKind, ServiceNode } from '#kafka/kind.ts';
import { brokerName, type NodeName } from '#kafka/protocol/names.ts';
import type { ClusterSpec, Config, ServiceSpec } from '#kafka/spec.ts';
import { exit, setTimer } from '#sim/effect.ts';

export type Task = SourceTask | SinkTask;

export interface ConnectNode extends ServiceNode {
  readonly service: 'connect-standalone';
  readonly config: Config;
  readonly bootstrap: readonly NodeName[];
  readonly files: Files;
  readonly tasks: readonly Task[];
  /** SIGTERM came: it ends when its tasks have. */
  readonly stopping: boolean;
}

export function connectNode(spec: ClusterSpec, { config }: ServiceSpec): ConnectNode {
  const files: Files = spec.files ?? {};
  const bootstrap = spec.brokers.map(({ id }) => brokerName(id));
  const connectors = connectorFiles(config).map((file) => connectorConfig(readPropertiesFile(contentOf(files, file) ?? ''), config));
  const tasks = connectors.flatMap((connector) =>
    Array.from({ length: connector.tasks }, (_, n): Task => {
      const id = { connector, id: `${connector.name}-${n}` };
      return connector.kind === 'source' ? sourceTask(spec, id, bootstrap) : sinkTask(id, workerConfig(config).flushIntervalMs, bootstrap);
    }),
  );
  return { kind: 'service', service: 'connect-standalone', config, bootstrap, files, tasks, stopping: false };
}

const GRACE_TIMER = 'graceful-shutdown';
/** As long as a producer's close() waits at most. */
const GRACE_US = 30_000_000;

const nodeWith = ({ config, bootstrap }: ConnectNode, files: Files, tasks: readonly Task[], stopping: boolean): ConnectNode => ({
  kind: 'service',
  service: 'connect-standalone',
  config,
  bootstrap,
  files,
  tasks,
  stopping,
});

export const connectKind: NodeKind<ConnectNode> = {
  handle(node, event, env) {
    const isSigterm = event.kind === 'signal' && (event.payload.type === 'SIGTERM' || event.payload.type === 'SIGINT');
    const stopping = node.stopping || isSigterm;
    if (isSigterm && !node.stopping) setTimer(env, GRACE_TIMER, GRACE_US, { type: 'GracefulShutdownExpired' });
    const turn: WorkerTurn = { env, config: workerConfig(node.config), files: node.files };
    const tasks = node.tasks.map((task): Task => (task.kind === 'source' ? runSource(task, event, turn, stopping) : runSink(task, event, turn, stopping)));
    const isOver = stopping && (tasks.every((task) => task.stopping === 'closed') || (event.kind === 'timer' && event.timer === GRACE_TIMER));
    if (isOver) {
      tell(env, { fact: 'ProcessExited', node: env.self });
      exit(env);
    }
    return nodeWith(node, turn.files, tasks, stopping);
  },
  // What was written is in the files; what the tasks had in their heads is gone.
  crash: (node) => {
    const { flushIntervalMs } = workerConfig(node.config);
    const tasks = node.tasks.map(
      (task): Task => (task.kind === 'source' ? crashedSource(task, node.bootstrap) : sinkTask(task, flushIntervalMs, node.bootstrap)),
    );
    return nodeWith(node, node.files, tasks, false);
  },
};

export const settledConfig = ({ config }: ConnectNode): Config => settled(CONNECT_SETTINGS, config);
