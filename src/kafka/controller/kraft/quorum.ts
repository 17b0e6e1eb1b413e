/** The Raft role of a controller as a machine, with QuorumState's own states and moves (KIP-595, Prospective with KIP-996). */

import { setup } from 'xstate';
import { NOBODY } from '#kafka/controller/kraft/election.ts';
import type { QuorumStateName } from '#kafka/facts.ts';
import type { Env } from '#sim/effect.ts';
import { act, type Box, type Occurrence, type Plain, perform } from '#sim/machine.ts';

/** What the quorum-state file holds: flushed before anybody hears of it, so a restart never votes twice in an epoch nor leads one again. */
export interface Quorum {
  readonly epoch: number;
  /** -1: not known. */
  readonly leaderId: number;
  /** Whom we voted for in this epoch; -1: nobody. */
  readonly votedId: number;
}

export type QuorumValue = QuorumStateName;
export type QuorumState = Plain<Quorum, QuorumValue>;

export type QuorumMove =
  | 'EpochLearned'
  | 'LeaderLearned'
  | 'Voted'
  | 'ElectionTimeoutExpired'
  | 'FetchTimeoutExpired'
  | 'PreVotesGranted'
  | 'PreVotesRejected'
  | 'VotesGranted'
  | 'Resign'
  | 'OnlyVoterStarted';

interface QuorumEvent extends Occurrence {
  readonly type: QuorumMove;
  readonly self: number;
  /** Since 4.0: an election begins with pre-votes. */
  readonly preVote: boolean;
  readonly epoch: number;
  /** The leader or candidate it is about. */
  readonly id: number;
}

export const unattached = (epoch: number): QuorumState => ({ value: 'Unattached', data: { epoch, leaderId: NOBODY, votedId: NOBODY } });

const newEpoch = act((_: Quorum, { epoch, id }: QuorumEvent): Quorum => ({ epoch, leaderId: id, votedId: NOBODY }));
const leaderKnown = act(({ epoch, votedId }: Quorum, { id }: QuorumEvent): Quorum => ({ epoch, leaderId: id, votedId }));
const voted = act(({ epoch, leaderId }: Quorum, { id }: QuorumEvent): Quorum => ({ epoch, leaderId, votedId: id }));
const candidate = act(({ epoch }: Quorum, { self }: QuorumEvent): Quorum => ({ epoch: epoch + 1, leaderId: NOBODY, votedId: self }));
const elected = act(({ epoch, votedId }: Quorum, { self }: QuorumEvent): Quorum => ({ epoch, leaderId: self, votedId }));
const nextEpoch = act(({ epoch }: Quorum): Quorum => ({ epoch: epoch + 1, leaderId: NOBODY, votedId: NOBODY }));

interface Args {
  readonly context: Box<Quorum>;
  readonly event: QuorumEvent;
}
const isNewer = ({ context, event }: Args): boolean => event.epoch > context.data.epoch;
const isNewerWithLeader = (args: Args): boolean => isNewer(args) && args.event.id !== NOBODY;
const hasPreVote = ({ event }: Args): boolean => event.preVote;
const knowsLeader = ({ context }: Args): boolean => context.data.leaderId !== NOBODY;

/** Whoever hears of a higher epoch enters it: behind its leader, or unattached until there is one. */
const learns = {
  EpochLearned: [
    { guard: isNewerWithLeader, target: 'Follower', actions: newEpoch },
    { guard: isNewer, target: 'Unattached', actions: newEpoch },
  ],
} as const;

const follows = { LeaderLearned: { target: 'Follower', actions: leaderKnown } } as const;
const stands = [
  { guard: hasPreVote, target: 'Prospective' },
  { target: 'Candidate', actions: candidate },
] as const;
const gaveUp = [{ guard: knowsLeader, target: 'Follower' }, { target: 'Unattached' }] as const;
const alone = { OnlyVoterStarted: 'Prospective' } as const;

export const machine = setup({ types: { context: {} as Box<Quorum>, events: {} as QuorumEvent } }).createMachine({
  id: 'quorum',
  initial: 'Unattached',
  context: { data: { epoch: 0, leaderId: NOBODY, votedId: NOBODY } },
  states: {
    Unattached: { on: { ...learns, ...follows, ...alone, Voted: { actions: voted }, ElectionTimeoutExpired: stands } },
    Prospective: {
      on: {
        ...learns,
        ...follows,
        Voted: { actions: voted },
        PreVotesGranted: { target: 'Candidate', actions: candidate },
        PreVotesRejected: gaveUp,
        ElectionTimeoutExpired: gaveUp,
      },
    },
    Candidate: { on: { ...learns, ...follows, VotesGranted: { target: 'Leader', actions: elected }, ElectionTimeoutExpired: stands } },
    Leader: { on: { ...learns, Resign: 'Resigned' } },
    Follower: { on: { ...learns, ...alone, FetchTimeoutExpired: stands } },
    Resigned: {
      on: {
        ...learns,
        ...alone,
        ElectionTimeoutExpired: [
          { guard: hasPreVote, target: 'Unattached', actions: nextEpoch },
          { target: 'Candidate', actions: candidate },
        ],
      },
    },
  },
});

/** Who moves, and by which rules. */
export interface Mover {
  readonly env: Env;
  readonly self: number;
  readonly preVote: boolean;
}

export function move(state: QuorumState, { env, self, preVote }: Mover, type: QuorumMove, epoch = state.data.epoch, id = NOBODY): QuorumState {
  return perform(machine, state, { type, env, self, preVote, epoch, id } satisfies QuorumEvent);
}

/**
 * The state in which a voter starts, from its quorum-state file and the last epoch of its log (QuorumState.initialize). Who led resigns from its
 * epoch: what it had not flushed is lost, so it must not write at the same offsets in the same epoch again.
 */
export function initialize(file: Quorum, logEpoch: number, self: number): QuorumState {
  if (file.epoch < logEpoch) return unattached(logEpoch);
  if (file.leaderId === self) return { value: 'Resigned', data: file };
  if (file.leaderId !== NOBODY) return { value: 'Follower', data: file };
  return { value: file.votedId === self ? 'Candidate' : 'Unattached', data: file };
}
