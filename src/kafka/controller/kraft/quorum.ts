/** The Raft role of a controller as a machine (QuorumState). With one voter every election is won at once; epochs and the log are as real as with three. */

import { setup } from 'xstate';
import type { Env } from '#sim/effect.ts';
import { act, type Box, type Occurrence, type Plain, perform } from '#sim/machine.ts';

export interface Quorum {
  /** Controller epoch. Kept in the quorum-state file: a restart never reuses one. */
  readonly epoch: number;
}

export type QuorumValue = 'Unattached' | 'Prospective' | 'Candidate' | 'Leader' | 'Resigned';
export type QuorumState = Plain<Quorum, QuorumValue>;

interface QuorumEvent extends Occurrence {
  readonly type: 'ElectionTimeoutExpired' | 'PreVotesGranted' | 'VotesGranted' | 'Resign';
}

export const unattached = (epoch: number): QuorumState => ({ value: 'Unattached', data: { epoch } });

const machine = setup({ types: { context: {} as Box<Quorum>, events: {} as QuorumEvent } }).createMachine({
  id: 'quorum',
  initial: 'Unattached',
  context: { data: { epoch: 0 } },
  states: {
    Unattached: { on: { ElectionTimeoutExpired: 'Prospective' } },
    Prospective: { on: { PreVotesGranted: { target: 'Candidate', actions: act((quorum: Quorum): Quorum => ({ epoch: quorum.epoch + 1 })) } } },
    Candidate: { on: { VotesGranted: 'Leader' } },
    Leader: { on: { Resign: 'Resigned' } },
    Resigned: {},
  },
});

const move =
  (type: QuorumEvent['type']) =>
  (state: QuorumState, env: Env): QuorumState =>
    perform(machine, state, { type, env } satisfies QuorumEvent);

/** A lone voter does not wait for an election timeout, and its own vote is a majority (KafkaRaftClient.initialize). */
export function electAlone(state: QuorumState, env: Env): QuorumState {
  const prospective = move('ElectionTimeoutExpired')(state, env);
  const candidate = move('PreVotesGranted')(prospective, env);
  return move('VotesGranted')(candidate, env);
}

export const resign = move('Resign');
