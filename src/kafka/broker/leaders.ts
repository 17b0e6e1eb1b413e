/** Who leads a partition as far as this broker's metadata says, for answers about leadership (KIP-951). */
import type { Work } from '#kafka/broker/work.ts';
import { registrationOf } from '#kafka/metadata/image.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { LeaderIdAndEpoch } from '#kafka/protocol/messages.ts';
import type { Tp } from '#kafka/protocol/names.ts';

export function currentLeader(work: Work, tp: Tp): LeaderIdAndEpoch | undefined {
  const partition = registrationOf(work.image, tp);
  return partition && { leader: partition.leader, leaderEpoch: partition.leaderEpoch };
}

/** Error for a partition that this broker does not hold: unknown altogether, or somebody else's. */
export const notHere = (work: Work, tp: Tp): ErrorName => (registrationOf(work.image, tp) ? 'NOT_LEADER_OR_FOLLOWER' : 'UNKNOWN_TOPIC_OR_PARTITION');
