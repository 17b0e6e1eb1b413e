/** Brokers come and go (KafkaController.processBrokerChange): a vanished ephemeral znode is a failure, a new one a startup, another czxid both. */
import { addUpdateMetadata, closeChannel, flush, openChannel } from '#kafka/controller/zookeeper/controller/channel.ts';
import { allPartitions, isDeleting, movePartition, partitionsOn } from '#kafka/controller/zookeeper/controller/context.ts';
import { failDeletions, resumeDeletions } from '#kafka/controller/zookeeper/controller/deletions.ts';
import { tryOnline } from '#kafka/controller/zookeeper/controller/elections.ts';
import type { Handlers } from '#kafka/controller/zookeeper/controller/engine.ts';
import { liveBrokersOf } from '#kafka/controller/zookeeper/controller/failover.ts';
import { resumeReassignments } from '#kafka/controller/zookeeper/controller/reassignments.ts';
import { replicasOnline } from '#kafka/controller/zookeeper/controller/replicas.ts';
import { type Desk, first, type LiveBroker, liveIds, type Step } from '#kafka/controller/zookeeper/controller/state.ts';
import { BROKER_IDS, brokerPath } from '#kafka/controller/zookeeper/paths.ts';
import type { BrokerId } from '#kafka/protocol/names.ts';

export const brokers: Pick<Handlers, 'ReadBrokers' | 'LoadBrokers' | 'BrokersFailed' | 'BrokersStarted'> = {
  ReadBrokers: {
    begin: () => [{ op: 'getChildren', path: BROKER_IDS, watch: true }],
    finish: (desk, _, [{ children }]) => first(desk, { step: 'LoadBrokers', ids: children ?? [] }),
  },
  LoadBrokers: {
    begin: (_, { ids }) => ids.map((id) => ({ op: 'getData', path: brokerPath(Number(id)), watch: false })),
    finish(desk, { ids }, results) {
      const now = liveBrokersOf(ids, results);
      const known = (id: BrokerId): LiveBroker | undefined => desk.c.brokers.get(id);
      const fresh = now.filter(({ id }) => !known(id));
      const bounced = now.filter(({ id, epoch }) => (known(id)?.epoch ?? epoch) !== epoch);
      const dead = liveIds(desk).filter((id) => !now.some((one) => one.id === id));
      const steps: Step[] = [];
      if (fresh.length > 0) steps.push({ step: 'BrokersStarted', brokers: fresh });
      if (bounced.length > 0) steps.push({ step: 'BrokersFailed', ids: bounced.map(({ id }) => id) }, { step: 'BrokersStarted', brokers: bounced });
      if (dead.length > 0) steps.push({ step: 'BrokersFailed', ids: dead });
      first(desk, ...steps);
    },
  },
  BrokersFailed: { finish: (desk, { ids }) => failed(desk, ids) },
  BrokersStarted: { finish: (desk, step) => started(desk, step.brokers) },
};

/** onBrokerFailure */
function failed(desk: Desk, ids: readonly BrokerId[]): void {
  const { c } = desk;
  for (const id of ids) {
    c.brokers.delete(id);
    closeChannel(desk, id);
  }
  c.shuttingDown = c.shuttingDown.filter((id) => !ids.includes(id));
  const led = allPartitions(desk).filter((tp) => ids.includes(c.leadership.get(tp)?.leader ?? -1) && !isDeleting(desk, tp));
  for (const tp of led) movePartition(desk, tp, 'OfflinePartition');
  const offline = ids.map(
    (broker): Step => ({ step: 'ReplicasOffline', broker, tps: partitionsOn(desk, broker).filter((tp) => !isDeleting(desk, tp)), stop: false }),
  );
  for (const id of ids) failDeletions(desk, id);
  if (led.length === 0) addUpdateMetadata(desk, liveIds(desk), []);
  first(desk, ...offline);
  tryOnline(desk);
}

/** onBrokerStartup */
function started(desk: Desk, brokersNow: readonly LiveBroker[]): void {
  const others = liveIds(desk);
  for (const broker of brokersNow) {
    desk.c.brokers.set(broker.id, broker);
    openChannel(desk, broker.id);
  }
  addUpdateMetadata(desk, others, []);
  addUpdateMetadata(
    desk,
    brokersNow.map(({ id }) => id),
    allPartitions(desk),
  );
  flush(desk);
  for (const { id } of brokersNow) {
    replicasOnline(
      desk,
      id,
      partitionsOn(desk, id).filter((tp) => !isDeleting(desk, tp)),
    );
  }
  const ids = brokersNow.map(({ id }) => id);
  first(desk, ...resumeReassignments(desk, ids), ...resumeDeletions(desk, ids));
  tryOnline(desk);
}
