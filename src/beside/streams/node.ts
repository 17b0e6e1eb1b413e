/** A Kafka Streams application as a process: WordCountDemo with one stream thread. Several instances share its tasks. */
import { mainConsumerConfig, producerConfig, restoreConsumerConfig, streamsConfig } from '#beside/streams/config.ts';
import { MARKS, runThread } from '#beside/streams/run.ts';
import type { Memory, ThreadTurn } from '#beside/streams/thread.ts';
import { changelogTopic, INPUT, repartitionTopic } from '#beside/streams/topology.ts';
import { adminSettings, newAdmin } from '#kafka/clients/admin/client.ts';
import { consumerSettings } from '#kafka/clients/consumer/config.ts';
import { newConsumer, newTurn } from '#kafka/clients/consumer/core.ts';
import { arm } from '#kafka/clients/consumer/poll.ts';
import { crashedOutlet, keepOutlet, newOutlet, type Outlet, openOutlet } from '#kafka/clients/outlet.ts';
import { ScopedEnv } from '#kafka/clients/scope.ts';
import { uuid } from '#kafka/coordinator/uuid.ts';
import type { NodeKind, ServiceNode } from '#kafka/kind.ts';
import { brokerName, type NodeName } from '#kafka/protocol/names.ts';
import type { ClusterSpec, Config, ServiceSpec } from '#kafka/spec.ts';
import { type Env, exit } from '#sim/effect.ts';

export interface StreamsNode extends ServiceNode {
  readonly service: 'streams-wordcount';
  readonly config: Config;
  readonly bootstrap: readonly NodeName[];
  readonly outlet: Outlet;
  /** undefined while it is down. */
  readonly memory: Memory | undefined;
}

const nodeOf = (config: Config, bootstrap: readonly NodeName[], outlet: Outlet, memory: Memory | undefined): StreamsNode => ({
  kind: 'service',
  service: 'streams-wordcount',
  config,
  bootstrap,
  outlet,
  memory,
});

export function streamsNode(spec: ClusterSpec, { name, config }: ServiceSpec): StreamsNode {
  const bootstrap = spec.brokers.map(({ id }) => brokerName(id));
  return nodeOf(
    config,
    bootstrap,
    newOutlet(spec, { topic: repartitionTopic(streamsConfig(config).application), config: producerConfig(config, name) }, bootstrap),
    undefined,
  );
}

function freshMemory(written: Config, bootstrap: readonly NodeName[], env: Env): Memory {
  const { application } = streamsConfig(written);
  const processId = uuid(env, 'process-id');
  const main = mainConsumerConfig(written, processId);
  const restore = restoreConsumerConfig(written, processId);
  return {
    stage: 'describes-input',
    admin: newAdmin(adminSettings({}), bootstrap),
    consumer: newConsumer(consumerSettings(main), application, main['client.id'], [INPUT, repartitionTopic(application)], bootstrap, true),
    restore: newConsumer(consumerSettings(restore), application, restore['client.id'], [changelogTopic(application)], bootstrap, false),
    stores: new Map(),
    pending: [],
    toSend: [],
    done: new Map(),
    committed: new Map(),
    call: 'none',
    nextCommitUs: 0,
    stopping: false,
  };
}

function turnOf({ config, outlet }: StreamsNode, memory: Memory, env: Env): ThreadTurn {
  const adminEnv = new ScopedEnv(env, MARKS.admin);
  const consumerEnv = new ScopedEnv(env, MARKS.consumer);
  const restoreEnv = new ScopedEnv(env, MARKS.restore);
  return {
    env,
    config: streamsConfig(config),
    memory: { ...memory },
    admin: { core: { ...memory.admin }, env: adminEnv, result: undefined, refused: [] },
    consumer: Object.assign(newTurn(memory.consumer, consumerEnv), { env: consumerEnv }),
    restore: Object.assign(newTurn(memory.restore, restoreEnv), { env: restoreEnv }),
    outlet: openOutlet(outlet, repartitionTopic(streamsConfig(config).application), env),
    ended: false,
  };
}

export const streamsKind: NodeKind<StreamsNode> = {
  handle(node, event, env) {
    if (node.memory === undefined && event.kind !== 'start') return node;
    const before = event.kind === 'start' || node.memory === undefined ? freshMemory(node.config, node.bootstrap, env) : node.memory;
    const turn = turnOf(node, before, env);
    runThread(turn, event);
    const { memory, admin, consumer, restore } = turn;
    if (memory.stage === 'runs') {
      arm(consumer, memory.call === 'none');
      if (restore.core.partitions.size > 0) arm(restore, true);
    }
    const outlet = keepOutlet(turn.outlet);
    for (const one of [admin, consumer, restore]) one.env.release();
    if (turn.ended) exit(env);
    return nodeOf(node.config, node.bootstrap, outlet, { ...memory, admin: admin.core, consumer: consumer.core, restore: restore.core });
  },
  // Stores are in memory here: whoever gets the tasks restores them from their changelogs.
  crash: ({ config, bootstrap, outlet }) => nodeOf(config, bootstrap, crashedOutlet(outlet, bootstrap), undefined),
};
