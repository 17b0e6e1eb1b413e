/** Leadership back to the first of the assignment: by an admin's znode or request, or because a broker leads too little of what it should. */
import { allPartitions, isDeleting, replicasOf } from '#kafka/controller/zookeeper/controller/context.ts';
import type { Handlers } from '#kafka/controller/zookeeper/controller/engine.ts';
import { balanceIntervalUs, scheduleBalance } from '#kafka/controller/zookeeper/controller/failover.ts';
import { stillLed } from '#kafka/controller/zookeeper/controller/shutdown.ts';
import { available, type ControllerEvent, type Desk, first, liveIds, type Step } from '#kafka/controller/zookeeper/controller/state.ts';
import { PREFERRED_ELECTION } from '#kafka/controller/zookeeper/paths.ts';
import { zookeeperInt } from '#kafka/metadata/zookeeperConfig.ts';
import type { PartitionOutcome } from '#kafka/protocol/admin.ts';
import { ERRORS, type ErrorName } from '#kafka/protocol/errors.ts';
import type { BrokerId, Tp } from '#kafka/protocol/names.ts';

const outcome = (tp: Tp, error: ErrorName): PartitionOutcome => ({ tp, error, message: error === 'NONE' ? null : ERRORS[error].message });

/** PartitionStateMachine.doElectLeaderForPartitions names the strategy as Scala shows it. */
function missed(tp: Tp, strategy: 'preferred' | 'unclean'): PartitionOutcome {
  const [error, name] =
    strategy === 'unclean'
      ? (['ELIGIBLE_LEADERS_NOT_AVAILABLE', 'OfflinePartitionLeaderElectionStrategy(true)'] as const)
      : (['PREFERRED_LEADER_NOT_AVAILABLE', 'PreferredReplicaPartitionLeaderElectionStrategy'] as const);
  return { tp, error, message: `Failed to elect leader for partition ${tp} under strategy ${name}` };
}

const led = (desk: Desk, tp: Tp): BrokerId => desk.c.leadership.get(tp)?.leader ?? -1;

export const preferred: Pick<Handlers, 'ReadPreferred' | 'BalanceLeaders' | 'AnswerShutdown' | 'AnswerElection'> = {
  ReadPreferred: {
    begin: () => [{ op: 'getData', path: PREFERRED_ELECTION, watch: true }],
    finish(desk, _, [{ data }]) {
      if (data?.kind !== 'partitions') return;
      const tps = data.partitions.filter((tp) => desk.c.leadership.has(tp) && !isDeleting(desk, tp) && led(desk, tp) !== replicasOf(desk, tp)[0]);
      first(desk, { step: 'Online', tps, strategy: 'preferred' }, { step: 'ErasePath', paths: [PREFERRED_ELECTION] }, { step: 'ReadPreferred' });
    },
  },
  /** Only for brokers that lead too few of the partitions that prefer them: leader.imbalance.per.broker.percentage. */
  BalanceLeaders: {
    finish(desk) {
      scheduleBalance(desk, balanceIntervalUs(desk));
      const tps = liveIds(desk).flatMap((id) => misplaced(desk, id));
      if (tps.length > 0) first(desk, { step: 'Online', tps, strategy: 'preferred' });
    },
  },
  AnswerShutdown: {
    finish: (desk, { broker, caller }) => desk.io.reply(caller, { type: 'ControlledShutdownResponse', error: 'NONE', remaining: stillLed(desk, broker) }),
  },
  AnswerElection: {
    finish(desk, { tps, refused, strategy, caller }) {
      const isDone = (tp: Tp): boolean => (strategy === 'unclean' ? led(desk, tp) >= 0 : led(desk, tp) === replicasOf(desk, tp)[0]);
      const partitions = [...refused, ...tps.map((tp) => (isDone(tp) ? outcome(tp, 'NONE') : missed(tp, strategy)))];
      desk.io.reply(caller, { type: 'ElectLeadersResponse', error: 'NONE', partitions });
    },
  },
};

function misplaced(desk: Desk, id: BrokerId): Tp[] {
  const preferring = allPartitions(desk).filter((tp) => replicasOf(desk, tp)[0] === id && !isDeleting(desk, tp));
  const elsewhere = preferring.filter((tp) => led(desk, tp) !== id);
  if (elsewhere.length * 100 <= preferring.length * zookeeperInt(desk.io.config, 'leader.imbalance.per.broker.percentage')) return [];
  return elsewhere.filter((tp) => available(desk).includes(id) && desk.c.leadership.get(tp)?.isr.includes(id));
}

/** ElectLeaders, for partitions that need it. */
export function wantsElection(desk: Desk, { tps: asked, strategy, caller }: Extract<ControllerEvent, { event: 'ElectLeaders' }>): readonly Step[] {
  const isNeeded = (tp: Tp): boolean => (strategy === 'unclean' ? led(desk, tp) === -1 : led(desk, tp) !== replicasOf(desk, tp)[0]);
  const known = (asked ?? allPartitions(desk)).filter((tp) => desk.c.leadership.has(tp));
  const tps = known.filter((tp) => isNeeded(tp) && !isDeleting(desk, tp));
  const reason = (tp: Tp): PartitionOutcome => {
    if (!known.includes(tp)) return { tp, error: 'UNKNOWN_TOPIC_OR_PARTITION', message: 'The partition does not exist.' };
    return isDeleting(desk, tp) ? { tp, error: 'INVALID_TOPIC_EXCEPTION', message: 'The topic is being deleted' } : outcome(tp, 'ELECTION_NOT_NEEDED');
  };
  const refused = (asked ?? []).filter((tp) => !tps.includes(tp)).map(reason);
  return [
    { step: 'Online', tps, strategy: strategy === 'unclean' ? 'offline' : 'preferred', unclean: strategy === 'unclean' },
    { step: 'AnswerElection', tps, refused, strategy, caller },
  ];
}
