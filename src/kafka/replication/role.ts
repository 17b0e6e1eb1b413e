/** The role of a replica as a machine: leader or follower in a leader epoch, by what the metadata log says (Partition.makeLeader, makeFollower). */

import { setup } from 'xstate';
import type { PartitionRegistration } from '#kafka/metadata/image.ts';
import { type BrokerId, type LeaderEpoch, NO_LEADER, type Offset } from '#kafka/protocol/names.ts';
import type { Env } from '#sim/effect.ts';
import { act, type Box, type Occurrence, type Plain, perform } from '#sim/machine.ts';
import { planted } from '#sim/planted.ts';

/** What this replica believes about leadership. */
export interface Leadership {
  readonly leader: BrokerId;
  readonly leaderEpoch: LeaderEpoch;
  readonly partitionEpoch: number;
  /** Our log end offset when we became leader in this epoch. */
  readonly epochStart: Offset;
}

export type ReplicaRole = 'offline' | 'leader' | 'follower';
export type RoleState = Plain<Leadership, ReplicaRole>;

/** What a replica must know of its partition; who leads hears it from the controller before the metadata tells. */
export type Assigned = Pick<PartitionRegistration, 'replicas' | 'isr' | 'leader' | 'leaderEpoch' | 'partitionEpoch'>;

interface RoleChange extends Occurrence {
  readonly type: 'MakeLeader' | 'MakeFollower' | 'Shutdown';
  readonly registration?: Assigned;
  readonly logEnd?: Offset;
}

/** A broker that has just started follows nobody until it has caught up with the metadata log. */
export const offlineRole: RoleState = { value: 'offline', data: { leader: NO_LEADER, leaderEpoch: -1, partitionEpoch: -1, epochStart: 0 } };

const isNewer = ({ context, event }: { context: Box<Leadership>; event: RoleChange }): boolean =>
  event.registration !== undefined && (planted.M50 || event.registration.partitionEpoch > context.data.partitionEpoch);

function lead(data: Leadership, event: RoleChange): Leadership {
  const { leader, leaderEpoch, partitionEpoch } = event.registration as Assigned;
  return { leader, leaderEpoch, partitionEpoch, epochStart: leaderEpoch > data.leaderEpoch ? (event.logEnd as Offset) : data.epochStart };
}

function follow(data: Leadership, event: RoleChange): Leadership {
  const { leader, leaderEpoch, partitionEpoch } = event.registration as Assigned;
  return { leader, leaderEpoch, partitionEpoch, epochStart: data.epochStart };
}

const changes = {
  MakeLeader: { guard: 'isNewer', target: 'leader', actions: act(lead) },
  MakeFollower: { guard: 'isNewer', target: 'follower', actions: act(follow) },
} as const;

export const machine = setup({ types: { context: {} as Box<Leadership>, events: {} as RoleChange }, guards: { isNewer } }).createMachine({
  id: 'replica',
  initial: 'offline',
  context: { data: offlineRole.data },
  states: {
    offline: { on: changes },
    leader: { on: { ...changes, Shutdown: { target: 'offline' } } },
    follower: { on: { ...changes, Shutdown: { target: 'offline' } } },
  },
});

/** The role that a registration gives to broker `self`. The very same object when the registration is not newer than what is known. */
export function changeRole(role: RoleState, env: Env, self: BrokerId, registration: Assigned, logEnd: Offset): RoleState {
  const type = registration.leader === self ? 'MakeLeader' : 'MakeFollower';
  return perform(machine, role, { type, env, registration, logEnd } satisfies RoleChange);
}
