/** All that the controller part of a broker holds (KafkaController, ControllerContext), as plain data, and the desk on which it works. */
import type { Reminder } from '#kafka/controller/zookeeper/client/client.ts';
import type { Strategy } from '#kafka/controller/zookeeper/controller/election.ts';
import type { PartitionState, ReplicaState } from '#kafka/controller/zookeeper/controller/machines.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import type { Features } from '#kafka/metadata/features.ts';
import type { PartitionOutcome } from '#kafka/protocol/admin.ts';
import type { ControlRequest, ControlResponse } from '#kafka/protocol/controller.ts';
import type { AlterPartitionRequest, Body, Response } from '#kafka/protocol/messages.ts';
import type { BrokerId, Tp } from '#kafka/protocol/names.ts';
import type { PartitionStateData, ReplicaAssignment, ZkOp, ZkResult, ZnodeData } from '#kafka/protocol/zookeeper.ts';
import type { Config } from '#kafka/spec.ts';
import type { Env } from '#sim/effect.ts';

/** State znode as last read or written, with its version. */
export interface Leadership extends PartitionStateData {
  readonly zkVersion: number;
}

export interface ControllerTopic {
  readonly topicId: string;
  readonly partitions: readonly ReplicaAssignment[];
  readonly config: Config;
}

export interface LiveBroker {
  readonly id: BrokerId;
  readonly epoch: number;
  readonly rack: string | null;
}

/** A control request before it is known to which life of the broker it goes. */
export type ControlBody = Body<ControlRequest>;

/** Requests to one broker, in order, one in flight (ControllerChannelManager, RequestSendThread). */
export interface Channel {
  readonly broker: BrokerId;
  readonly queue: readonly ControlBody[];
  readonly inFlight: { readonly correlation: number; readonly request: ControlBody } | undefined;
  readonly waiting: boolean;
}

/** What the single event thread of the controller works off, in order (ControllerEvent). */
export type ControllerEvent =
  | { readonly event: 'Startup' | 'Reelect' | 'BrokerChange' | 'TopicChange' | 'TopicDeletion' | 'IsrChangeNotification' }
  | {
      readonly event: 'PreferredElectionZnode' | 'ReassignPartitionsZnode' | 'AutoPreferredReplicaLeaderElection' | 'TryOnline';
    }
  | { readonly event: 'PartitionModifications'; readonly topic: string }
  | { readonly event: 'ControlledShutdown'; readonly broker: BrokerId; readonly brokerEpoch: number; readonly caller: Caller }
  | { readonly event: 'AlterPartition'; readonly request: Body<AlterPartitionRequest>; readonly caller: Caller }
  | { readonly event: 'StopReplicaAnswered'; readonly broker: BrokerId; readonly topics: readonly string[]; readonly failed: readonly string[] }
  | { readonly event: 'ReassignmentIsrChange' }
  | { readonly event: 'ElectLeaders'; readonly tps: readonly Tp[] | null; readonly strategy: 'preferred' | 'unclean'; readonly caller: Caller }
  | {
      readonly event: 'Reassign';
      readonly reassignments: readonly { readonly tp: Tp; readonly replicas: readonly BrokerId[] | null }[];
      readonly caller: Caller;
    };

/** One thing to do, which may have to wait for ZooKeeper; what follows from it is put before the rest. */
export type Step =
  | {
      readonly step:
        | 'ReadController'
        | 'WatchController'
        | 'TryOnline'
        | 'ReadEpoch'
        | 'LoadChildren'
        | 'ReadBrokers'
        | 'ReadTopics'
        | 'ReadDeletions'
        | 'ReadIsrChanges';
    }
  /** `resume`: what an earlier controller had begun is gone on with. */
  | { readonly step: 'ReadReassignments'; readonly resume?: true }
  | { readonly step: 'ReadPreferred' | 'StartMachines' | 'BalanceLeaders' | 'AdvanceReassignments' }
  | { readonly step: 'Claim'; readonly epoch: number; readonly version: number }
  | { readonly step: 'LoadData'; readonly brokers: readonly string[]; readonly topics: readonly string[] }
  | { readonly step: 'LoadStates'; readonly tps: readonly Tp[] }
  | { readonly step: 'LoadBrokers'; readonly ids: readonly string[] }
  | { readonly step: 'BrokersFailed'; readonly ids: readonly BrokerId[] }
  | { readonly step: 'BrokersStarted'; readonly brokers: readonly LiveBroker[] }
  | { readonly step: 'LoadTopics'; readonly topics: readonly string[] }
  | { readonly step: 'LoadIsrChanges'; readonly children: readonly string[] }
  | { readonly step: 'RefreshStates'; readonly tps: readonly Tp[]; readonly children: readonly string[] }
  | { readonly step: 'Online'; readonly tps: readonly Tp[]; readonly strategy: Strategy; readonly unclean?: boolean }
  | {
      readonly step: 'WriteElected';
      readonly states: readonly { readonly tp: Tp; readonly data: PartitionStateData; readonly version: number }[];
      readonly again: Step;
    }
  | { readonly step: 'CreateStates'; readonly states: readonly { readonly tp: Tp; readonly data: PartitionStateData }[] }
  | { readonly step: 'ReplicasOffline'; readonly broker: BrokerId; readonly tps: readonly Tp[]; readonly stop: boolean }
  | {
      readonly step: 'WriteOffline';
      readonly broker: BrokerId;
      readonly states: readonly { readonly tp: Tp; readonly data: PartitionStateData; readonly version: number }[];
    }
  | { readonly step: 'AnswerShutdown'; readonly broker: BrokerId; readonly caller: Caller }
  | { readonly step: 'WriteIsr'; readonly request: Body<AlterPartitionRequest>; readonly caller: Caller }
  | { readonly step: 'EraseTopic' | 'ResumeDeletion'; readonly topic: string }
  | { readonly step: 'ErasePath'; readonly paths: readonly string[] }
  | { readonly step: 'DeleteReplicas'; readonly broker: BrokerId; readonly tps: readonly Tp[] }
  | { readonly step: 'WriteAssignment'; readonly tp: Tp; readonly assignment: ReplicaAssignment }
  | { readonly step: 'Reassign' | 'ForgetReassigned'; readonly tp: Tp }
  | { readonly step: 'WritePlan'; readonly partitions: Extract<ZnodeData, { kind: 'reassign' }>['partitions'] }
  | { readonly step: 'EpochBump'; readonly tps: readonly Tp[] }
  | { readonly step: 'DropReplicas'; readonly tp: Tp; readonly brokers: readonly BrokerId[] }
  | {
      readonly step: 'AnswerElection';
      readonly tps: readonly Tp[];
      readonly refused: readonly PartitionOutcome[];
      readonly strategy: 'preferred' | 'unclean';
      readonly caller: Caller;
    };

export interface Waiting {
  readonly step: Step;
  readonly results: readonly (ZkResult | undefined)[];
  readonly left: number;
}

export interface ControllerState {
  readonly id: BrokerId;
  readonly active: boolean;
  /** Broker that /controller names, as far as we know; -1 for nobody. */
  readonly activeId: BrokerId;
  readonly epoch: number;
  /** Version of /controller_epoch: every write of ours checks it (KAFKA-6082). */
  readonly epochVersion: number;
  readonly correlation: number;
  /** Counts what was asked of ZooKeeper, so that answers to an earlier life are told apart. */
  readonly ticket: number;
  readonly events: readonly ControllerEvent[];
  readonly steps: readonly Step[];
  readonly waiting: Waiting | undefined;
  // ControllerContext
  readonly brokers: ReadonlyMap<BrokerId, LiveBroker>;
  readonly shuttingDown: readonly BrokerId[];
  readonly topics: ReadonlyMap<string, ControllerTopic>;
  readonly leadership: ReadonlyMap<Tp, Leadership>;
  readonly partitionStates: ReadonlyMap<Tp, PartitionState>;
  readonly replicaStates: ReadonlyMap<string, ReplicaState>;
  readonly deleting: readonly string[];
  readonly channels: readonly Channel[];
}

export type ControllerDraft = { -readonly [K in keyof ControllerState]: ControllerState[K] } & {
  brokers: Map<BrokerId, LiveBroker>;
  topics: Map<string, ControllerTopic>;
  leadership: Map<Tp, Leadership>;
  partitionStates: Map<Tp, PartitionState>;
  replicaStates: Map<string, ReplicaState>;
};

export const newController = (id: BrokerId): ControllerState => ({
  id,
  active: false,
  activeId: -1,
  epoch: 0,
  epochVersion: -1,
  correlation: 0,
  ticket: 0,
  events: [],
  steps: [],
  waiting: undefined,
  brokers: new Map(),
  shuttingDown: [],
  topics: new Map(),
  leadership: new Map(),
  partitionStates: new Map(),
  replicaStates: new Map(),
  deleting: [],
  channels: [],
});

export const draftOf = (state: ControllerState): ControllerDraft => ({
  ...state,
  brokers: new Map(state.brokers),
  topics: new Map(state.topics),
  leadership: new Map(state.leadership),
  partitionStates: new Map(state.partitionStates),
  replicaStates: new Map(state.replicaStates),
});

/** Whose answer this is: the ticket under which a step asked, and which of its questions. */
export interface StepReminder extends Reminder {
  readonly of: 'controller';
  readonly ticket: number;
  readonly index: number;
}

/** What the controller needs of the broker that it lives in. */
export interface ControllerIo {
  readonly env: Env;
  readonly config: Config;
  readonly features: Features;
  ask(op: ZkOp, reminder: StepReminder): void;
  send(broker: BrokerId, request: ControlRequest): void;
  reply(caller: Caller, response: Body<Response>): void;
  setTimer(timer: string, delayUs: number, event: ControllerEvent): void;
  retryLater(broker: BrokerId): void;
}

/** Requests that a step collects; they leave together when it is done (ControllerBrokerRequestBatch). */
export interface Batch {
  readonly leaderAndIsr: Map<BrokerId, Set<Tp>>;
  readonly updateMetadata: Map<BrokerId, Set<Tp>>;
  readonly stopReplica: Map<BrokerId, Map<Tp, boolean>>;
}

export interface Desk {
  readonly c: ControllerDraft;
  readonly io: ControllerIo;
  readonly batch: Batch;
}

export const fact = (desk: Desk, what: KafkaFact): void => {
  desk.io.env.facts.push(what);
};

export const replicaKey = (tp: Tp, broker: BrokerId): string => `${tp}/${broker}`;

export const first = (desk: Desk, ...steps: readonly Step[]): void => {
  desk.c.steps = [...steps, ...desk.c.steps];
};

export const liveIds = ({ c }: Desk): BrokerId[] => [...c.brokers.keys()].sort((a, b) => a - b);
export const isLive = ({ c }: Desk, id: BrokerId): boolean => c.brokers.has(id);
/** Live and not on its way out. */
export const available = (desk: Desk): BrokerId[] => liveIds(desk).filter((id) => !desk.c.shuttingDown.includes(id));

export type { ControlResponse };
