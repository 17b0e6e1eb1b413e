/** Who leads next (kafka.controller.Election, PartitionLeaderElectionAlgorithms): pure choices by assignment, ISR and which brokers are alive. */
import { type BrokerId, NO_LEADER } from '#kafka/protocol/names.ts';
import type { PartitionStateData, StateNote } from '#kafka/protocol/zookeeper.ts';

export type Strategy = 'offline' | 'preferred' | 'reassignment' | 'controlled-shutdown';

export interface Electorate {
  readonly strategy: Strategy;
  readonly replicas: readonly BrokerId[];
  readonly isr: readonly BrokerId[];
  /** A reassignment's target, in its order. */
  readonly target: readonly BrokerId[];
  readonly live: readonly BrokerId[];
  readonly shuttingDown: readonly BrokerId[];
  readonly uncleanAllowed: boolean;
  /** Who leads after an unclean election is recovering (KIP-704). */
  readonly recovers: boolean;
}

export interface Elected {
  readonly leader: BrokerId;
  readonly isr: readonly BrokerId[];
  readonly recovering: boolean;
  readonly note: StateNote;
}

/** undefined: nobody can lead, the state stays as it is. */
export function elect(electorate: Electorate): Elected | undefined {
  const { isr, live, recovers, replicas, shuttingDown, target } = electorate;
  const eligible = (list: readonly BrokerId[]): BrokerId[] => list.filter((id) => live.includes(id) && isr.includes(id));
  const chosen = (leader: BrokerId | undefined, nextIsr: readonly BrokerId[], how: StateNote['how'], candidates: readonly BrokerId[]): Elected | undefined =>
    leader === undefined ? undefined : { leader, isr: nextIsr, recovering: recovers && how === 'unclean', note: { how, by: 'controller', candidates } };
  switch (electorate.strategy) {
    case 'offline': {
      const candidates = eligible(replicas);
      if (candidates.length > 0)
        return chosen(
          candidates[0],
          isr.filter((id) => live.includes(id)),
          'isr',
          candidates,
        );
      const alive = electorate.uncleanAllowed ? replicas.filter((id) => live.includes(id)) : [];
      return chosen(alive[0], alive.slice(0, 1), 'unclean', alive);
    }
    case 'preferred': {
      const preferred = eligible(replicas.slice(0, 1));
      return chosen(preferred[0], isr, 'preferred', preferred);
    }
    case 'reassignment': {
      const candidates = eligible(target);
      return chosen(candidates[0], isr, 'reassignment', candidates);
    }
    case 'controlled-shutdown': {
      const candidates = eligible(replicas).filter((id) => !shuttingDown.includes(id));
      return chosen(
        candidates[0],
        isr.filter((id) => !shuttingDown.includes(id)),
        'isr',
        candidates,
      );
    }
  }
}

/** The state to be written after an election: a new leader epoch, whoever won. */
export const electedState = (was: PartitionStateData, elected: Elected, controllerEpoch: number): PartitionStateData => ({
  kind: 'state',
  leader: elected.leader,
  leaderEpoch: was.leaderEpoch + 1,
  isr: elected.isr,
  controllerEpoch,
  recovering: elected.recovering,
  note: elected.note,
});

/** A replica goes offline: it leaves the ISR unless it is the last of it, and does not lead any more. Undefined when nothing changes. */
export function withoutReplica(was: PartitionStateData, replica: BrokerId, controllerEpoch: number): PartitionStateData | undefined {
  if (!was.isr.includes(replica) && was.leader !== replica) return undefined;
  const isr = was.isr.length === 1 ? was.isr : was.isr.filter((id) => id !== replica);
  const leader = was.leader === replica ? NO_LEADER : was.leader;
  const note: StateNote = { how: leader === NO_LEADER ? 'none' : 'kept', by: 'controller', candidates: isr };
  return { kind: 'state', leader, leaderEpoch: was.leaderEpoch + 1, isr, controllerEpoch, recovering: was.recovering, note };
}
