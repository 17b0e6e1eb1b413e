/** Bringing partitions online: first leaders of new ones, elections for the others, each written conditionally to the state znode (PartitionStateMachine). */
import { addLeaderAndIsr } from '#kafka/controller/zookeeper/controller/channel.ts';
import {
  guarded,
  isDeleting,
  isMoved,
  movePartition,
  partitionState,
  readState,
  remember,
  replicasOf,
  targetOf,
  written,
} from '#kafka/controller/zookeeper/controller/context.ts';
import { type Elected, elect, electedState } from '#kafka/controller/zookeeper/controller/election.ts';
import type { Handlers } from '#kafka/controller/zookeeper/controller/engine.ts';
import { moved } from '#kafka/controller/zookeeper/controller/failover.ts';
import { available, type Desk, fact, first, type Leadership, liveIds, type Step } from '#kafka/controller/zookeeper/controller/state.ts';
import { partitionPath, partitionsPath, statePath } from '#kafka/controller/zookeeper/paths.ts';
import { topicBool } from '#kafka/metadata/config.ts';
import { type Tp, topicOf } from '#kafka/protocol/names.ts';
import type { PartitionStateData, ZkOp } from '#kafka/protocol/zookeeper.ts';

type StepOf<N extends Step['step']> = Extract<Step, { step: N }>;

/** Partitions that have no leader and should: after every change that may give them one. */
export function tryOnline(desk: Desk): void {
  const tps = [...desk.c.partitionStates]
    .filter(([tp, state]) => (state === 'NewPartition' || state === 'OfflinePartition') && !isDeleting(desk, tp))
    .map(([tp]) => tp);
  if (tps.length > 0) first(desk, { step: 'Online', tps, strategy: 'offline' });
}

const isNew = (desk: Desk, tp: Tp): boolean => partitionState(desk, tp) === 'NewPartition' && !desk.c.leadership.has(tp);

function firstState(desk: Desk, tp: Tp): PartitionStateData | undefined {
  const isr = replicasOf(desk, tp).filter((id) => available(desk).includes(id));
  if (isr.length === 0) return undefined;
  const note = { how: 'created', by: 'controller', candidates: isr } as const;
  return { kind: 'state', leader: isr[0], leaderEpoch: 0, isr, controllerEpoch: desk.c.epoch, recovering: false, note };
}

function electFor(desk: Desk, tp: Tp, was: Leadership, step: StepOf<'Online'>): Elected | undefined {
  const config = desk.c.topics.get(topicOf(tp))?.config ?? {};
  const { c, io } = desk;
  const live = step.strategy === 'controlled-shutdown' ? liveIds(desk) : available(desk);
  return elect({
    strategy: step.strategy,
    replicas: replicasOf(desk, tp),
    isr: was.isr,
    target: targetOf(desk, tp),
    live,
    shuttingDown: c.shuttingDown,
    uncleanAllowed: step.unclean === true || topicBool(config, io.config, 'unclean.leader.election.enable'),
    recovers: io.features.leaderRecovery,
  });
}

export const elections: Pick<Handlers, 'Online' | 'CreateStates' | 'WriteElected'> = {
  Online: {
    begin: (desk, { tps }) => tps.filter((tp) => !isNew(desk, tp)).map(readState),
    finish(desk, step, results) {
      const existing = step.tps.filter((tp) => !isNew(desk, tp));
      const states = existing.flatMap((tp, n) => {
        const was = remember(desk, tp, results[n]);
        const elected = was && was.controllerEpoch <= desk.c.epoch ? electFor(desk, tp, was, step) : undefined;
        return was && elected ? [{ tp, data: electedState(was, elected, desk.c.epoch), version: was.zkVersion }] : [];
      });
      const fresh = step.tps
        .filter((tp) => isNew(desk, tp))
        .flatMap((tp) => {
          const data = firstState(desk, tp);
          return data ? [{ tp, data }] : [];
        });
      if (states.length > 0) first(desk, { step: 'WriteElected', states, again: step });
      if (fresh.length > 0) first(desk, { step: 'CreateStates', states: fresh });
    },
  },
  CreateStates: {
    begin(desk, { states }) {
      const topics = [...new Set(states.map(({ tp }) => topicOf(tp)))];
      const parents = topics.map((topic): ZkOp => ({ op: 'create', path: partitionsPath(topic), data: { kind: 'empty' }, mode: 'PERSISTENT' }));
      const creations = states.map(({ tp, data }) =>
        guarded(
          desk,
          { op: 'create', path: partitionPath(tp), data: { kind: 'empty' }, mode: 'PERSISTENT' },
          { op: 'create', path: statePath(tp), data, mode: 'PERSISTENT' },
        ),
      );
      return [...parents, ...creations];
    },
    finish(desk, { states }, results) {
      if (results.some(isMoved)) return moved(desk);
      const offset = results.length - states.length;
      states.forEach(({ tp, data }, n) => {
        // Also when it is ours, of a request whose answer was lost: for this controller it stays new (initializeLeaderAndIsrForPartitions).
        const { error } = results[offset + n];
        if (error !== 'OK') {
          fact(desk, { fact: 'StateChangeFailed', tp, from: 'NewPartition', to: 'OnlinePartition', error });
          return;
        }
        written(desk, tp, data, 0);
        movePartition(desk, tp, 'OnlinePartition');
        addLeaderAndIsr(desk, data.isr, tp);
      });
    },
  },
  WriteElected: {
    begin: (desk, { states }) => states.map(({ tp, data, version }) => guarded(desk, { op: 'setData', path: statePath(tp), data, version })),
    finish(desk, { states, again }, results) {
      if (results.some(isMoved)) return moved(desk);
      const failed: Tp[] = [];
      for (const [n, { tp, data, version }] of states.entries()) {
        if (results[n].error !== 'OK') {
          failed.push(tp);
          continue;
        }
        written(desk, tp, data, version + 1);
        movePartition(desk, tp, 'OnlinePartition');
        addLeaderAndIsr(desk, replicasOf(desk, tp), tp);
      }
      // Its leader wrote another ISR meanwhile: read and decide again.
      if (failed.length > 0) first(desk, { ...(again as StepOf<'Online'>), tps: failed });
    },
  },
};
