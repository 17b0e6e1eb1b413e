/** Faults of a broker's disk: what their handlers share. No verb of docker does them; on a real cluster they take a hand at the machine. */
import type { BrokerNode } from '#kafka/broker/node.ts';
import type { Command, KafkaModel, KafkaWorld } from '#kafka/cluster.ts';
import { tell } from '#kafka/facts.ts';
import { brokerIdOf, type Tp } from '#kafka/protocol/names.ts';
import type { Partition } from '#kafka/replication/partition.ts';
import type { Fact, Payload } from '#sim/event.ts';
import { type Process, processOf } from '#sim/world.ts';

/** A fault over named brokers. `command` is the line as it was given. */
export interface DiskPayload extends Payload {
  readonly command: string;
  readonly nodes: readonly string[];
}

/** A condition of the disk, until it is healed. */
export interface ConditionPayload extends DiskPayload {
  readonly heal: boolean;
}

export interface Broken<P> {
  readonly model: KafkaModel;
  readonly world: KafkaWorld;
  readonly name: string;
  readonly broker: number;
  readonly process: Process<unknown>;
  readonly node: BrokerNode;
  readonly payload: P;
  readonly facts: Fact[];
}

/** Does a fault to each broker in turn; the handler gives back why it could not, if it could not. */
export const overBrokers =
  <P extends DiskPayload>(act: (broken: Broken<P>) => string | undefined): Command =>
  (model, world, given, facts) => {
    const payload = given as P;
    const { command } = payload;
    tell({ facts }, { fact: 'CommandRun', command });
    for (const name of payload.nodes) {
      const process = processOf(world, name);
      const node = process?.state;
      const error =
        process && node?.kind === 'broker' ? act({ model, world, name, broker: brokerIdOf(name), process, node, payload, facts }) : `${name} is not a broker`;
      if (error !== undefined) tell({ facts }, { fact: 'CommandFailed', command, message: `fault: ${error}` });
    }
  };

export function brokerIn(world: KafkaWorld, name: string): BrokerNode {
  const state = processOf(world, name)?.state;
  if (state?.kind !== 'broker') throw new Error(`${name} is not a broker.`);
  return state;
}

/** Puts another state in the place of a broker's own: what its disk is from now on. */
export function replaceBroker(world: KafkaWorld, name: string, change: (node: BrokerNode) => BrokerNode): void {
  const i = world.index.get(name);
  if (i === undefined) return;
  world.processes[i] = { ...world.processes[i], state: change(brokerIn(world, name)) };
}

export const withStorage = (world: KafkaWorld, name: string, change: Partial<BrokerNode['storage']>): void =>
  replaceBroker(world, name, (node) => ({ ...node, storage: { ...node.storage, ...change } }));

export const changePartitions = (world: KafkaWorld, name: string, change: (partition: Partition) => Partition): void =>
  replaceBroker(world, name, (node) => ({ ...node, partitions: node.partitions.map((partition) => partition && change(partition)) }));

export const partitionIn = (node: BrokerNode, tp: Tp): Partition | undefined => node.partitions[node.index.get(tp) ?? -1];
