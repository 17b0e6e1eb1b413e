/** The tables of KafkaController: which state changes are legal, and whom each election strategy chooses. */
import { describe, expect, it } from 'vitest';
import { type Elected, type Electorate, elect, electedState, withoutReplica } from '#kafka/controller/zookeeper/controller/election.ts';
import { type PartitionState, partitionTo, type ReplicaState, replicaTo } from '#kafka/controller/zookeeper/controller/machines.ts';
import type { Env } from '#sim/effect.ts';

const env: Env = { self: 'kafka1', nowUs: 0, effects: [], facts: [], random: () => 0 };

describe('PartitionStateMachine', () => {
  const from: Readonly<Record<PartitionState, readonly PartitionState[]>> = {
    NonExistentPartition: ['OfflinePartition'],
    NewPartition: ['NonExistentPartition'],
    OnlinePartition: ['NewPartition', 'OnlinePartition', 'OfflinePartition'],
    OfflinePartition: ['NewPartition', 'OnlinePartition', 'OfflinePartition'],
  };
  const states = Object.keys(from) as PartitionState[];

  it.each(states)('%s is reached from its legal states only', (target) => {
    for (const state of states) expect(partitionTo(state, env, target), state).toBe(from[target].includes(state) ? target : state);
  });
});

describe('ReplicaStateMachine', () => {
  const from: Readonly<Record<ReplicaState, readonly ReplicaState[]>> = {
    NonExistentReplica: ['ReplicaDeletionSuccessful'],
    NewReplica: ['NonExistentReplica'],
    OnlineReplica: ['NewReplica', 'OnlineReplica', 'OfflineReplica', 'ReplicaDeletionIneligible'],
    OfflineReplica: ['NewReplica', 'OnlineReplica', 'OfflineReplica', 'ReplicaDeletionIneligible'],
    ReplicaDeletionStarted: ['OfflineReplica'],
    ReplicaDeletionSuccessful: ['ReplicaDeletionStarted'],
    ReplicaDeletionIneligible: ['OfflineReplica', 'ReplicaDeletionStarted'],
  };
  const states = Object.keys(from) as ReplicaState[];

  it.each(states)('%s is reached from its legal states only', (target) => {
    for (const state of states) expect(replicaTo(state, env, target), state).toBe(from[target].includes(state) ? target : state);
  });
});

const electorate: Electorate = {
  strategy: 'offline',
  replicas: [1, 2, 3],
  isr: [2, 3],
  target: [],
  live: [1, 2, 3],
  shuttingDown: [],
  uncleanAllowed: false,
  recovers: true,
};

const chosen = (changes: Partial<Electorate>): Partial<Elected> | undefined => {
  const elected = elect({ ...electorate, ...changes });
  return elected && { leader: elected.leader, isr: elected.isr, recovering: elected.recovering };
};

describe('Election', () => {
  it('of an offline partition: the first of the assignment that is alive and in the ISR, which keeps who is alive', () => {
    expect(chosen({})).toEqual({ leader: 2, isr: [2, 3], recovering: false });
    expect(chosen({ live: [1, 3] })).toEqual({ leader: 3, isr: [3], recovering: false });
  });

  it('of an offline partition without anybody in sync: nobody, unless an unclean one is allowed', () => {
    expect(chosen({ live: [1] })).toBeUndefined();
    expect(chosen({ live: [1], uncleanAllowed: true })).toEqual({ leader: 1, isr: [1], recovering: true });
    expect(chosen({ live: [], uncleanAllowed: true })).toBeUndefined();
  });

  it('that is unclean left nothing to recover from before 3.2 (KIP-704)', () => {
    expect(chosen({ live: [1], uncleanAllowed: true, recovers: false })).toEqual({ leader: 1, isr: [1], recovering: false });
  });

  it('of a preferred replica: the first of the assignment, if it is alive and in the ISR, which stays', () => {
    expect(chosen({ strategy: 'preferred', isr: [2, 1] })).toEqual({ leader: 1, isr: [2, 1], recovering: false });
    expect(chosen({ strategy: 'preferred' })).toBeUndefined();
  });

  it('for a controlled shutdown: whoever is in the ISR and does not shut down, and the ISR is without them', () => {
    expect(chosen({ strategy: 'controlled-shutdown', shuttingDown: [2] })).toEqual({ leader: 3, isr: [3], recovering: false });
    expect(chosen({ strategy: 'controlled-shutdown', shuttingDown: [2, 3] })).toBeUndefined();
  });

  it('after a reassignment: the first of the target, not of the assignment', () => {
    expect(chosen({ strategy: 'reassignment', target: [3, 2] })).toEqual({ leader: 3, isr: [2, 3], recovering: false });
  });
});

describe('what the controller writes', () => {
  const was = {
    kind: 'state',
    leader: 2,
    leaderEpoch: 7,
    isr: [2, 3],
    controllerEpoch: 1,
    recovering: false,
    note: { how: 'isr', by: 'controller', candidates: [] },
  } as const;

  it('is a new leader epoch, whoever wins', () => {
    const elected = elect(electorate) as Elected;
    expect(electedState(was, elected, 4)).toMatchObject({ leader: 2, leaderEpoch: 8, controllerEpoch: 4 });
  });

  it('takes a replica that goes offline out of the ISR, and its leadership', () => {
    expect(withoutReplica(was, 2, 1)).toMatchObject({ leader: -1, isr: [3], leaderEpoch: 8 });
    expect(withoutReplica(was, 3, 1)).toMatchObject({ leader: 2, isr: [2], leaderEpoch: 8 });
  });

  it('leaves the last of the ISR in it', () => {
    expect(withoutReplica({ ...was, isr: [2] }, 2, 1)).toMatchObject({ leader: -1, isr: [2], leaderEpoch: 8 });
  });

  it('changes nothing for a replica that is not in sync', () => {
    expect(withoutReplica(was, 1, 1)).toBeUndefined();
  });
});
