/** The whole cluster as a model for the kernel: which kinds of node there are, and how a World is made from a spec. */

import { type BrokerNode, broker, brokerNode } from '#kafka/broker/node.ts';
import { type ConsumerNode, consumer, consumerNode } from '#kafka/clients/consumer/node.ts';
import { type ProducerNode, producer, producerNode } from '#kafka/clients/producer/node.ts';
import { type ShareConsumerNode, shareConsumer, shareConsumerNode } from '#kafka/clients/share/node.ts';
import { type ToolNode, toolKind, toolNode } from '#kafka/clients/tool/node.ts';
import type { Programs } from '#kafka/clients/tool/program.ts';
import { type ControllerNode, controller, controllerNode } from '#kafka/controller/kraft/node.ts';
import { type ZkNode, zookeeper, zookeeperNode } from '#kafka/controller/zookeeper/ensemble/node.ts';
import type { NodeKind, ServiceNode } from '#kafka/kind.ts';
import { wire } from '#kafka/log/wire.ts';
import { brokerName, controllerName } from '#kafka/protocol/names.ts';
import { zookeeperName } from '#kafka/protocol/zookeeper.ts';
import type { ClusterSpec, ServiceSpec } from '#kafka/spec.ts';
import type { Fact, Payload } from '#sim/event.ts';
import { hashValue } from '#sim/hash.ts';
import { spawn } from '#sim/process.ts';
import { type Model, nextTimeUs, step } from '#sim/step.ts';
import { emptyWorld, type World } from '#sim/world.ts';

export type NodeState = BrokerNode | ControllerNode | ZkNode | ProducerNode | ConsumerNode | ShareConsumerNode | ToolNode | ServiceNode;
export type KafkaWorld = World<NodeState>;
export type KafkaModel = Model<NodeState>;

/** Carries out a command from outside: a fault, a container's verb, a tool's start. */
export type Command = (model: KafkaModel, world: KafkaWorld, payload: Payload, facts: Fact[]) => void;

/** A process beside Kafka: how it is made from its spec, and how it behaves. */
export interface Service {
  node(spec: ClusterSpec, one: ServiceSpec): ServiceNode;
  readonly kind: NodeKind<ServiceNode>;
}

export type Services = Readonly<Record<string, Service>>;

export interface Extensions {
  readonly services?: Services;
  readonly programs: Programs;
  /** By payload type. */
  readonly commands: Readonly<Record<string, Command>>;
}

/** Clusters boot before time zero, so that a scenario opens on a formed cluster: every broker unfenced, every topic created. */
export const BOOT_US = -20_000_000;

export function createModel(extensions: Extensions): KafkaModel {
  const service = serviceKind(extensions.services ?? {});
  const kinds = { service, broker, controller, zookeeper, producer, consumer, 'share-consumer': shareConsumer, tool: toolKind(extensions.programs) };
  const kindOf = (state: NodeState) => kinds[state.kind] as NodeKind<NodeState>;
  const model: KafkaModel = {
    handle: (state, event, env) => kindOf(state).handle(state, event, env),
    crash: (state, how) => kindOf(state).crash(state, how),
    size: wire.size,
    repeat: wire.repeat,
    input: (world, payload, facts) => extensions.commands[payload.type]?.(model, world, payload, facts),
  };
  return model;
}

function serviceKind(services: Services): NodeKind<ServiceNode> {
  const kindOf = ({ service }: ServiceNode) => services[service].kind;
  return {
    handle: (node, event, env) => kindOf(node).handle(node, event, env),
    crash: (node, how) => kindOf(node).crash(node, how),
  };
}

/** A World at time zero with its brokers running and its topics created; clients start with the first steps. */
export function createCluster(model: KafkaModel, spec: ClusterSpec, services: Services = {}): KafkaWorld {
  const world = emptyWorld<NodeState>(spec.seed, spec.network);
  world.nowUs = BOOT_US;
  for (let n = 1; n <= spec.controllers; n++) {
    if (spec.metadata === 'zookeeper') spawn(world, zookeeperName(n), zookeeperNode(spec, n));
    else spawn(world, controllerName(n), controllerNode(spec, n));
  }
  for (const { id } of spec.brokers) spawn(world, brokerName(id), brokerNode(spec, id));
  runUntil(model, world, BOOT_US / 2);
  if (spec.topics.length > 0) spawn(world, INIT, initTool(spec));
  runUntil(model, world, 0);
  world.nowUs = 0;
  forgetCauses(world);
  world.step = 0;
  world.hashA = hashValue(world.seed, spec);
  world.hashB = ~world.hashA;
  for (const one of spec.producers) spawn(world, one.name, producerNode(spec, one));
  for (const group of spec.groups) {
    for (let n = 1; n <= group.members; n++) spawn(world, `${group.group}-${n}`, consumerNode(spec, group, n));
  }
  for (const group of spec.shareGroups ?? []) {
    for (let n = 1; n <= group.members; n++) spawn(world, `${group.group}-${n}`, shareConsumerNode(spec, group, n));
  }
  for (const one of spec.services ?? []) spawn(world, one.name, services[one.service].node(spec, one));
  return world;
}

/** Steps are counted from time zero: what is under way then was caused by none of them. */
function forgetCauses(world: KafkaWorld): void {
  const renewed = new Map(world.queue.map((entry) => [entry, { ...entry, cause: -1 }]));
  world.queue = world.queue.map((entry) => renewed.get(entry) ?? entry);
  world.timers = world.timers.map((timers) => new Map([...timers].map(([name, entry]) => [name, renewed.get(entry) ?? entry])));
  if (world.pending) world.pending = { ...world.pending, step: -1 };
}

/** The process that creates the scenario's topics before time zero, as an init container would. */
export const INIT = 'init';

function initTool(spec: ClusterSpec): ToolNode {
  return toolNode(spec, 'init', {
    kind: 'admin',
    program: 'init',
    args: { topics: spec.topics },
    bootstrap: spec.brokers.map(({ id }) => brokerName(id)),
    config: {},
  });
}

function runUntil(model: KafkaModel, world: KafkaWorld, untilUs: number): void {
  for (;;) {
    const next = nextTimeUs(model, world);
    if (next === undefined || next >= untilUs) break;
    step(model, world);
  }
  world.nowUs = untilUs;
}
