/** ISR changes of leaders: before 2.7 they write the znode and leave a notification, since then they ask us (AlterPartition, KIP-497). */
import { addUpdateMetadata } from '#kafka/controller/zookeeper/controller/channel.ts';
import { guarded, isMoved, readState, remember, written } from '#kafka/controller/zookeeper/controller/context.ts';
import type { Handlers } from '#kafka/controller/zookeeper/controller/engine.ts';
import { moved } from '#kafka/controller/zookeeper/controller/failover.ts';
import { breakOff } from '#kafka/controller/zookeeper/controller/refusals.ts';
import { available, type Desk, first, liveIds } from '#kafka/controller/zookeeper/controller/state.ts';
import { ISR_CHANGES, statePath } from '#kafka/controller/zookeeper/paths.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { AlterPartitionRequest, AlterPartitionResponse, Body } from '#kafka/protocol/messages.ts';
import type { BrokerId } from '#kafka/protocol/names.ts';
import type { PartitionStateData } from '#kafka/protocol/zookeeper.ts';
import { planted } from '#sim/planted.ts';

type Asked = AlterPartitionRequest['partitions'][number];
type Answer = AlterPartitionResponse['partitions'][number];

/** It is as asked already: the answer to an earlier request was lost (LeaderAndIsr.equalsAllowStalePartitionEpoch). */
function isAlready(desk: Desk, broker: BrokerId, { tp, leaderEpoch, partitionEpoch, newIsr }: Asked): boolean {
  const now = desk.c.leadership.get(tp);
  if (!now || now.leader !== broker || now.leaderEpoch !== leaderEpoch || partitionEpoch >= now.zkVersion) return false;
  return newIsr.length === now.isr.length && newIsr.every((member, n) => member.broker === now.isr[n]);
}

/** ZkPartitionStateStore and KafkaController.validateAlterPartition, in Kafka's order. */
function verdict(desk: Desk, broker: BrokerId, asked: Asked): ErrorName {
  const now = desk.c.leadership.get(asked.tp);
  if (!now) return 'UNKNOWN_TOPIC_OR_PARTITION';
  if (asked.leaderEpoch > now.leaderEpoch || asked.partitionEpoch > now.zkVersion) return 'NOT_CONTROLLER';
  if (asked.leaderEpoch < now.leaderEpoch) return 'FENCED_LEADER_EPOCH';
  if (now.leader !== broker) return 'INVALID_REQUEST';
  if (asked.partitionEpoch < now.zkVersion) return 'INVALID_UPDATE_VERSION';
  // Unlike in KRaft nobody asks whether they are replicas: a leader that has not heard of the end of a reassignment gets what it asks for.
  const isr = asked.newIsr.map((member) => member.broker);
  return desk.io.features.isrEligibility && !planted.M07 && !isr.every((id) => available(desk).includes(id)) ? 'INELIGIBLE_REPLICA' : 'NONE';
}

const isBrokerStale = ({ c, io }: Desk, { broker, brokerEpoch }: Body<AlterPartitionRequest>): boolean =>
  io.features.brokerEpochInControlRequests && c.brokers.get(broker)?.epoch !== brokerEpoch;

const accepted = (desk: Desk, request: Body<AlterPartitionRequest>): Asked[] =>
  isBrokerStale(desk, request) ? [] : request.partitions.filter((asked) => verdict(desk, request.broker, asked) === 'NONE');

function nextState({ c }: Desk, { tp, newIsr }: Asked): PartitionStateData {
  const now = c.leadership.get(tp) as PartitionStateData;
  const isr = newIsr.map(({ broker }) => broker);
  return { ...plain(now), isr, controllerEpoch: c.epoch, note: { how: 'isr', by: 'leader', candidates: isr, through: 'controller' } };
}

const plain = ({ kind, leader, leaderEpoch, isr, controllerEpoch, recovering, note }: PartitionStateData): PartitionStateData => ({
  kind,
  leader,
  leaderEpoch,
  isr,
  controllerEpoch,
  recovering,
  note,
});

function answerOf(desk: Desk, tp: string, error: ErrorName): Answer {
  const now = error === 'NONE' ? desk.c.leadership.get(tp) : undefined;
  return { tp, error, leader: now?.leader ?? -1, leaderEpoch: now?.leaderEpoch ?? -1, isr: now?.isr ?? [], partitionEpoch: now?.zkVersion ?? -1 };
}

export const isrs: Pick<Handlers, 'WriteIsr' | 'ReadIsrChanges' | 'LoadIsrChanges' | 'RefreshStates'> = {
  WriteIsr: {
    begin: (desk, { request }) =>
      accepted(desk, request).map((asked) =>
        guarded(desk, { op: 'setData', path: statePath(asked.tp), data: nextState(desk, asked), version: asked.partitionEpoch }),
      ),
    finish(desk, step, results) {
      const { request, caller } = step;
      if (results.some(isMoved)) {
        breakOff(desk, step);
        return moved(desk);
      }
      if (isBrokerStale(desk, request)) return desk.io.reply(caller, { type: 'AlterPartitionResponse', error: 'STALE_BROKER_EPOCH', partitions: [] });
      const wrote = accepted(desk, request);
      const verdicts = request.partitions.map((asked): Answer => {
        const n = wrote.indexOf(asked);
        if (n < 0) return answerOf(desk, asked.tp, isAlready(desk, request.broker, asked) ? 'NONE' : verdict(desk, request.broker, asked));
        if (results[n].error !== 'OK') return answerOf(desk, asked.tp, 'INVALID_UPDATE_VERSION');
        const data = nextState(desk, asked);
        written(desk, asked.tp, data, asked.partitionEpoch + 1);
        return answerOf(desk, asked.tp, 'NONE');
      });
      desk.io.reply(caller, { type: 'AlterPartitionResponse', error: 'NONE', partitions: verdicts });
      const changed = verdicts.filter(({ error }) => error === 'NONE').map(({ tp }) => tp);
      if (changed.length > 0) addUpdateMetadata(desk, liveIds(desk), changed);
      first(desk, { step: 'AdvanceReassignments' });
    },
  },
  ReadIsrChanges: {
    begin: () => [{ op: 'getChildren', path: ISR_CHANGES, watch: true }],
    finish(desk, _, [{ children = [] }]) {
      if (children.length > 0) first(desk, { step: 'LoadIsrChanges', children });
    },
  },
  LoadIsrChanges: {
    begin: (_, { children }) => children.map((child) => ({ op: 'getData', path: `${ISR_CHANGES}/${child}`, watch: false })),
    finish(desk, { children }, results) {
      const named = results.flatMap(({ data }) => (data?.kind === 'partitions' ? data.partitions : []));
      first(desk, { step: 'RefreshStates', tps: [...new Set(named)], children });
    },
  },
  RefreshStates: {
    begin: (_, { tps }) => tps.map(readState),
    finish(desk, { tps, children }, results) {
      tps.forEach((tp, n) => {
        remember(desk, tp, results[n]);
      });
      addUpdateMetadata(desk, liveIds(desk), tps);
      first(desk, { step: 'ErasePath', paths: children.map((child) => `${ISR_CHANGES}/${child}`) }, { step: 'AdvanceReassignments' });
    },
  },
};
