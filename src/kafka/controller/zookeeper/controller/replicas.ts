/** Taking replicas offline: they stop fetching, leave the ISR unless they are the last of it, and the others are told (ReplicaStateMachine). */
import { addLeaderAndIsr, addStopReplica, addUpdateMetadata } from '#kafka/controller/zookeeper/controller/channel.ts';
import { guarded, isDeleting, isMoved, moveReplica, readState, remember, replicasOf, written } from '#kafka/controller/zookeeper/controller/context.ts';
import { withoutReplica } from '#kafka/controller/zookeeper/controller/election.ts';
import type { Handlers } from '#kafka/controller/zookeeper/controller/engine.ts';
import { moved } from '#kafka/controller/zookeeper/controller/failover.ts';
import { type Desk, first, liveIds } from '#kafka/controller/zookeeper/controller/state.ts';
import { statePath } from '#kafka/controller/zookeeper/paths.ts';
import type { BrokerId, Tp } from '#kafka/protocol/names.ts';
import type { PartitionStateData } from '#kafka/protocol/zookeeper.ts';

/** What has had no leader yet has no ISR to leave. */
const withLeadership = (desk: Desk, tps: readonly Tp[]): Tp[] => tps.filter((tp) => desk.c.leadership.has(tp));

export function replicasOnline(desk: Desk, broker: BrokerId, tps: readonly Tp[]): void {
  for (const tp of tps) {
    if (!moveReplica(desk, tp, broker, 'OnlineReplica')) continue;
    if (desk.c.leadership.has(tp)) addLeaderAndIsr(desk, [broker], tp);
  }
}

export const replicas: Pick<Handlers, 'ReplicasOffline' | 'WriteOffline'> = {
  ReplicasOffline: {
    begin(desk, { broker, tps, stop }) {
      for (const tp of tps) {
        if (stop) addStopReplica(desk, broker, tp, false);
      }
      return withLeadership(desk, tps).map(readState);
    },
    finish(desk, { broker, tps }, results) {
      const states: { tp: Tp; data: PartitionStateData; version: number }[] = [];
      withLeadership(desk, tps).forEach((tp, n) => {
        const was = remember(desk, tp, results[n]);
        const data = was && withoutReplica(was, broker, desk.c.epoch);
        if (was && data) states.push({ tp, data, version: was.zkVersion });
        // Nothing to write, maybe because we wrote it and did not hear so: the others are told what stands there (leaderAndIsrsWithoutReplica).
        else if (was) tellOthers(desk, broker, tp);
      });
      for (const tp of tps) if (!desk.c.leadership.has(tp)) addUpdateMetadata(desk, liveIds(desk), [tp]);
      for (const tp of tps) moveReplica(desk, tp, broker, 'OfflineReplica');
      if (states.length > 0) first(desk, { step: 'WriteOffline', broker, states });
    },
  },
  WriteOffline: {
    begin: (desk, { states }) => states.map(({ tp, data, version }) => guarded(desk, { op: 'setData', path: statePath(tp), data, version })),
    finish(desk, { broker, states }, results) {
      if (results.some(isMoved)) return moved(desk);
      const failed: Tp[] = [];
      for (const [n, { tp, data, version }] of states.entries()) {
        if (results[n].error === 'OK') wentOffline(desk, broker, tp, data, version + 1);
        else failed.push(tp);
      }
      if (failed.length > 0) first(desk, { step: 'ReplicasOffline', broker, tps: failed, stop: false });
    },
  },
};

function wentOffline(desk: Desk, broker: BrokerId, tp: Tp, data: PartitionStateData, version: number): void {
  written(desk, tp, data, version);
  tellOthers(desk, broker, tp);
}

function tellOthers(desk: Desk, broker: BrokerId, tp: Tp): void {
  const others = replicasOf(desk, tp).filter((id) => id !== broker);
  if (isDeleting(desk, tp)) addUpdateMetadata(desk, liveIds(desk), [tp]);
  else addLeaderAndIsr(desk, others, tp);
}
