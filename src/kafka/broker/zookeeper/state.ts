/** What a broker of a ZooKeeper cluster holds besides the rest (KafkaServer): its ZooKeeper client, and the controller that it may be. */
import type { Work } from '#kafka/broker/work.ts';
import { newClient, type Reminder, type ZkClient, type ZkDraft } from '#kafka/controller/zookeeper/client/client.ts';
import { type ControllerDraft, type ControllerState, draftOf, newController } from '#kafka/controller/zookeeper/controller/state.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { Features } from '#kafka/metadata/features.ts';
import { zookeeperInt } from '#kafka/metadata/zookeeperConfig.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { CreatableTopic } from '#kafka/protocol/messages.ts';
import type { BrokerId, Tp } from '#kafka/protocol/names.ts';
import type { PartitionStateData, ReplicaAssignment } from '#kafka/protocol/zookeeper.ts';
import type { Config } from '#kafka/spec.ts';

export interface TopicOutcome {
  readonly name: string;
  /** undefined while it goes on. */
  readonly error: ErrorName | undefined;
  readonly message: string | null;
  /** Partitions that must have a leader in our metadata before the answer goes out. */
  readonly partitions: number;
}

/** An admin request that waits for ZooKeeper and then for the metadata to show it (DelayedCreatePartitions, DelayedDeleteTopics). */
export interface PendingAdmin {
  readonly id: number;
  readonly type: 'CreateTopicsResponse' | 'DeleteTopicsResponse' | 'CreatePartitionsResponse' | 'IncrementalAlterConfigsResponse';
  /** undefined: made on our own demand. */
  readonly caller: Caller | undefined;
  readonly deadlineUs: number;
  readonly topics: readonly TopicOutcome[];
}

export interface ZkBroker {
  readonly features: Features;
  readonly client: ZkClient;
  readonly controller: ControllerState;
  /** Highest controller epoch that any request carried: what is older is refused. */
  readonly controllerEpoch: number;
  /** Who the controller is, as the last UpdateMetadata says. */
  readonly controllerId: BrokerId;
  readonly registered: boolean;
  /** Topic settings, from /config/topics and from the controller's requests. */
  readonly configs: ReadonlyMap<string, Config>;
  readonly configChange: number;
  /** ISR changes written since the controller was last notified (before 2.7). */
  readonly isrChanged: readonly Tp[];
  readonly isrChangedUs: number;
  readonly notifiedUs: number;
  readonly admin: readonly PendingAdmin[];
  readonly adminIds: number;
  readonly shutdownTries: number;
}

export type ZkBrokerDraft = { -readonly [K in keyof ZkBroker]: ZkBroker[K] } & { client: ZkDraft; controller: ControllerDraft };

export function newZkBroker(id: BrokerId, config: Config, servers: number, features: Features): ZkBroker {
  return {
    features,
    client: newClient(servers, zookeeperInt(config, 'zookeeper.session.timeout.ms')),
    controller: newController(id),
    controllerEpoch: 0,
    controllerId: -1,
    registered: false,
    configs: new Map(),
    configChange: -2,
    isrChanged: [],
    isrChangedUs: 0,
    notifiedUs: 0,
    admin: [],
    adminIds: 0,
    shutdownTries: 0,
  };
}

/** What survives the process: nothing but how it was set up. Numbers go on, so that old answers are never taken for new ones. */
export function crashedZk(zk: ZkBroker, id: BrokerId): ZkBroker {
  const fresh = newZkBroker(id, {}, zk.client.servers, zk.features);
  const client = { ...fresh.client, timeoutMs: zk.client.timeoutMs, negotiatedMs: zk.client.timeoutMs, connections: zk.client.connections, xid: zk.client.xid };
  const controller = { ...fresh.controller, correlation: zk.controller.correlation, ticket: zk.controller.ticket + 1 };
  return { ...fresh, client, controller };
}

/** The ZooKeeper part, open to change for this event. Copied at the first touch; a broker in KRaft never comes here. */
export function zkOf(work: Work): ZkBrokerDraft {
  const zk = work.zk;
  if (!zk) throw new Error('This broker has no ZooKeeper.');
  if (!work.ownsZk) {
    work.zk = { ...zk, client: { ...zk.client }, controller: draftOf(zk.controller) };
    work.ownsZk = true;
  }
  return work.zk as ZkBrokerDraft;
}

/** What the broker wants to be reminded of by ZooKeeper's answers. */
export type BrokerReminder =
  | (Reminder & { readonly of: 'registration' | 'registration-check' })
  | (Reminder & { readonly of: 'isr' | 'isr-check'; readonly tp: Tp; readonly data: PartitionStateData; readonly version: number })
  | (Reminder & { readonly of: 'nothing' })
  | (Reminder & { readonly of: 'topic'; readonly admin: number; readonly topic: string; readonly last: boolean })
  | (Reminder & { readonly of: 'topic-check'; readonly admin: number; readonly topic: CreatableTopic; readonly partitions: readonly ReplicaAssignment[] })
  | (Reminder & { readonly of: 'config-children' })
  | (Reminder & { readonly of: 'config-change' })
  | (Reminder & { readonly of: 'topic-config'; readonly topic: string })
  | (Reminder & {
      readonly of: 'broker-config';
      readonly admin: number;
      readonly broker: string;
      readonly config: Config;
      readonly op: 'create' | 'setData';
    })
  | (Reminder & { readonly of: 'broker-config-read'; readonly broker: string })
  | (Reminder & { readonly of: 'producer-ids'; readonly next?: number });
