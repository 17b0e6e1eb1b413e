/** PartitionStateMachine and ReplicaStateMachine: which changes are legal, under Kafka's own state names. What a change does is done by the steps that ask for it. */
import { setup } from 'xstate';
import type { Env } from '#sim/effect.ts';
import { type Box, type Occurrence, perform } from '#sim/machine.ts';

export type PartitionState = 'NonExistentPartition' | 'NewPartition' | 'OnlinePartition' | 'OfflinePartition';

export type ReplicaState =
  | 'NonExistentReplica'
  | 'NewReplica'
  | 'OnlineReplica'
  | 'OfflineReplica'
  | 'ReplicaDeletionStarted'
  | 'ReplicaDeletionSuccessful'
  | 'ReplicaDeletionIneligible';

/** A change is asked for by the name of its target. */
interface Change<S extends string> extends Occurrence {
  readonly type: S;
}

export const partitions = setup({ types: { context: {} as Box<undefined>, events: {} as Change<PartitionState> } }).createMachine({
  id: 'partition-state-machine',
  initial: 'NonExistentPartition',
  context: { data: undefined },
  states: {
    NonExistentPartition: { on: { NewPartition: 'NewPartition' } },
    NewPartition: { on: { OnlinePartition: 'OnlinePartition', OfflinePartition: 'OfflinePartition' } },
    OnlinePartition: { on: { OnlinePartition: 'OnlinePartition', OfflinePartition: 'OfflinePartition' } },
    OfflinePartition: { on: { OnlinePartition: 'OnlinePartition', OfflinePartition: 'OfflinePartition', NonExistentPartition: 'NonExistentPartition' } },
  },
});

const replicas = setup({ types: { context: {} as Box<undefined>, events: {} as Change<ReplicaState> } }).createMachine({
  id: 'replica-state-machine',
  initial: 'NonExistentReplica',
  context: { data: undefined },
  states: {
    NonExistentReplica: { on: { NewReplica: 'NewReplica' } },
    NewReplica: { on: { OnlineReplica: 'OnlineReplica', OfflineReplica: 'OfflineReplica' } },
    OnlineReplica: { on: { OnlineReplica: 'OnlineReplica', OfflineReplica: 'OfflineReplica' } },
    OfflineReplica: {
      on: {
        OnlineReplica: 'OnlineReplica',
        OfflineReplica: 'OfflineReplica',
        ReplicaDeletionStarted: 'ReplicaDeletionStarted',
        ReplicaDeletionIneligible: 'ReplicaDeletionIneligible',
      },
    },
    ReplicaDeletionStarted: { on: { ReplicaDeletionSuccessful: 'ReplicaDeletionSuccessful', ReplicaDeletionIneligible: 'ReplicaDeletionIneligible' } },
    ReplicaDeletionSuccessful: { on: { NonExistentReplica: 'NonExistentReplica' } },
    ReplicaDeletionIneligible: { on: { OnlineReplica: 'OnlineReplica', OfflineReplica: 'OfflineReplica' } },
  },
});

/** The state after asking for `target`: that, or the old one when the change is illegal. */
export function partitionTo(state: PartitionState, env: Env, target: PartitionState): PartitionState {
  return perform(partitions, { value: state, data: undefined }, { type: target, env }).value;
}

export function replicaTo(state: ReplicaState, env: Env, target: ReplicaState): ReplicaState {
  return perform(replicas, { value: state, data: undefined }, { type: target, env }).value;
}
