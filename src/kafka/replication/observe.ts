/** How the checkers read a World: plain reads of what brokers and the controller hold, without any of their code. */
import { type BrokerId, brokerName, type LeaderEpoch, type NodeName, type Offset, type Tp } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type { View } from '#sim/view.ts';
import type { ProcessStatus, World } from '#sim/world.ts';

/** What a checker wants to know of a replica. */
export interface ObservedReplica {
  readonly tp: Tp;
  readonly meta: {
    readonly topicId: string;
    readonly replicas: readonly BrokerId[];
    readonly minInsyncReplicas: number;
    readonly role: {
      readonly value: string;
      readonly data: { readonly leaderEpoch: LeaderEpoch; readonly partitionEpoch: number; readonly epochStart: Offset };
    };
    readonly isr: { readonly data: { readonly isr: readonly BrokerId[]; readonly maximal: readonly BrokerId[] } };
  };
  readonly log: {
    readonly logStart: Offset;
    readonly logEnd: Offset;
    readonly records: View<StoredRecord>;
    readonly epochs: readonly { readonly epoch: LeaderEpoch; readonly startOffset: Offset }[];
  };
  readonly highWatermark: Offset;
}

export interface ObservedRegistration {
  readonly replicas: readonly BrokerId[];
  readonly adding?: readonly BrokerId[];
  readonly removing?: readonly BrokerId[];
  readonly isr: readonly BrokerId[];
  readonly elr: readonly BrokerId[];
  readonly leader: BrokerId;
  readonly leaderEpoch: LeaderEpoch;
  readonly partitionEpoch: number;
}

export interface ObservedTopic {
  readonly config: Readonly<Record<string, string>>;
  readonly partitions: readonly ObservedRegistration[];
}

export interface ObservedController {
  readonly kind: 'controller' | 'zookeeper';
  readonly config: Readonly<Record<string, string>>;
  readonly highWatermark: Offset;
  readonly committed: {
    readonly brokers: ReadonlyMap<BrokerId, { readonly fenced: boolean; readonly inControlledShutdown?: boolean }>;
    readonly topics: ReadonlyMap<string, ObservedTopic>;
    readonly features?: ReadonlyMap<string, number>;
  };
}

export interface ObservedBroker {
  readonly kind: 'broker';
  readonly lifecycle: { readonly data: { readonly brokerEpoch: number } };
  readonly partitions: readonly (ObservedReplica | undefined)[];
  readonly index: ReadonlyMap<Tp, number>;
}

/** Any World; the checkers look at the kind before they look further. */
export type Observed = World<unknown>;

function stateOf(world: Observed, name: NodeName): { readonly state: unknown; readonly status: ProcessStatus } | undefined {
  const i = world.index.get(name);
  return i === undefined ? undefined : world.processes[i];
}

export function observedBroker(world: Observed, id: BrokerId): ObservedBroker | undefined {
  return stateOf(world, brokerName(id))?.state as ObservedBroker | undefined;
}

export const isUp = (world: Observed, id: BrokerId): boolean => stateOf(world, brokerName(id))?.status !== 'down';

export function replicaOn(world: Observed, id: BrokerId, tp: Tp): ObservedReplica | undefined {
  const broker = observedBroker(world, id);
  return broker?.partitions[broker.index.get(tp) ?? -1];
}

/** The controller that knows most of what is committed. */
export function observedController(world: Observed): ObservedController | undefined {
  let most: ObservedController | undefined;
  for (const { state } of world.processes) {
    const node = state as ObservedController;
    if (node.kind === 'controller' && (!most || node.highWatermark > most.highWatermark)) most = node;
  }
  return most ?? observedEnsemble(world);
}

/** In a ZooKeeper cluster: the server that has committed most. */
function observedEnsemble(world: Observed): ObservedController | undefined {
  let most: (ObservedController & { readonly tree: { readonly zxid: number } }) | undefined;
  for (const { state } of world.processes) {
    const node = state as NonNullable<typeof most>;
    if (node.kind === 'zookeeper' && (!most || node.tree.zxid > most.tree.zxid)) most = node;
  }
  return most;
}

export function registrationIn(world: Observed, tp: Tp): { readonly topic: ObservedTopic; readonly registration: ObservedRegistration } | undefined {
  const dash = tp.lastIndexOf('-');
  const topic = observedController(world)?.committed.topics.get(tp.slice(0, dash));
  const registration = topic?.partitions[Number(tp.slice(dash + 1))];
  return topic && registration && { topic, registration };
}

/** Eligible leader replicas are on (KIP-966). */
export const hasElr = (world: Observed): boolean => (observedController(world)?.committed.features?.get('eligible.leader.replicas.version') ?? 0) >= 1;

export function minIsrOf(world: Observed, topic: ObservedTopic, replicas: number): number {
  const configured = topic.config['min.insync.replicas'] ?? observedController(world)?.config['min.insync.replicas'] ?? '1';
  return Math.min(Number(configured), replicas);
}
