/** What must hold of the metadata log's view of partitions and brokers (S14 to S17). */

import { type BrokerId, NO_LEADER, type Offset, type Tp } from '#kafka/protocol/names.ts';
import { onFacts } from '#kafka/replication/judge.ts';
import {
  isUp,
  minIsrOf,
  type Observed,
  type ObservedReplica,
  observedBroker,
  observedController,
  registrationIn,
  replicaOn,
} from '#kafka/replication/observe.ts';
import type { Invariant } from '#sim/invariant.ts';

export const epochMonotonic: Invariant<unknown> = () => {
  const epochs = new Map<string, number>();
  const rises = (key: string, epoch: number, orStays = false): string | undefined => {
    const known = epochs.get(key);
    epochs.set(key, epoch);
    return known === undefined || epoch > known || (orStays && epoch === known) ? undefined : `${key} went from ${known} to ${epoch}`;
  };
  return onFacts(
    'S14',
    'Controller, broker and leader epochs only grow',
    ['ControllerElected', 'BrokerRegistered', 'LeaderElected', 'TopicDeleted', 'QuorumDiskLost'],
    (fact) => {
      switch (fact.fact) {
        case 'ControllerElected':
          // In a Raft quorum a late vote may elect somebody in an epoch that is over; for himself it is a new one.
          return rises(fact.node.startsWith('controller') ? `controller epoch of ${fact.node}` : 'controller epoch', fact.epoch);
        case 'BrokerRegistered':
          // The same incarnation may register again, and keeps its epoch.
          return rises(`broker epoch of ${fact.broker}`, fact.brokerEpoch, true);
        case 'LeaderElected':
          return rises(`leader epoch of ${fact.tp}`, fact.leaderEpoch);
        case 'QuorumDiskLost':
          // The quorum may begin anew, and know nothing of its past.
          epochs.clear();
          return undefined;
        case 'TopicDeleted':
          for (const key of [...epochs.keys()]) if (key.startsWith(`leader epoch of ${fact.topic}-`)) epochs.delete(key);
          return undefined;
      }
    },
  );
};

const ACCEPTED = ['LeaderAndIsrReceived', 'HighWatermarkAdvanced', 'BrokerStateChanged'] as const;

/** What LeaderAndIsr brings. In KRaft brokers read a log, which cannot come twice. */
export const acceptedEpochs: Invariant<unknown> = () => {
  const known = new Map<string, number>();
  const look = (world: Observed, broker: BrokerId, tp: Tp): string | undefined => {
    const replica = replicaOn(world, broker, tp);
    const key = `${broker} ${tp} ${replica?.meta.topicId ?? ''}`;
    const [before, now] = [known.get(key) ?? -1, replica?.meta.role.data.partitionEpoch ?? -1];
    known.set(key, now);
    return now >= before ? undefined : `${tp} on broker ${broker}: its partition epoch went from ${before} to ${now}`;
  };
  return onFacts('S14', 'A broker takes nothing over that is older than what it knows, or was meant for an earlier life of it', ACCEPTED, (fact, world) => {
    const { broker } = fact;
    switch (fact.fact) {
      case 'BrokerStateChanged':
        if (fact.to === 'STARTING') for (const key of [...known.keys()]) if (key.startsWith(`${broker} `)) known.delete(key);
        return undefined;
      case 'HighWatermarkAdvanced':
        // A leader has changed its ISR itself meanwhile.
        return known.size > 0 ? look(world, broker, fact.tp) : undefined;
      case 'LeaderAndIsrReceived': {
        const own = observedBroker(world, broker)?.lifecycle.data.brokerEpoch ?? -1;
        if (fact.brokerEpoch >= 0 && fact.brokerEpoch < own) return `broker ${broker} of epoch ${own} took over LeaderAndIsr for its epoch ${fact.brokerEpoch}`;
        return fact.tps.map((tp) => look(world, broker, tp)).find((error) => error !== undefined);
      }
    }
  });
};

function isrError(world: Observed, tp: Tp): string | undefined {
  const found = registrationIn(world, tp);
  if (!found) return undefined;
  const { replicas, isr, elr, leader } = found.registration;
  // On ZooKeeper the controller does not ask: a leader that has not heard that a reassignment was called off may still add who was to come.
  const led = observedController(world)?.kind === 'zookeeper' ? replicaOn(world, leader, tp) : undefined;
  const stranger = isr.find((id) => !replicas.includes(id) && !led?.meta.replicas.includes(id));
  if (stranger !== undefined) return `${tp}: ${stranger} is in ISR ${isr} but not assigned (${replicas})`;
  const fenced = isr.find((id) => observedController(world)?.kind === 'controller' && observedController(world)?.committed.brokers.get(id)?.fenced !== false);
  // Without eligible leader replicas the last member of an ISR is remembered while it is down.
  const isRemembered = isr.length === 1 && leader < 0;
  if (fenced !== undefined && !isRemembered) return `${tp}: broker ${fenced} is fenced and in ISR ${isr}`;
  if (elr.some((id) => isr.includes(id))) return `${tp}: ISR ${isr} and ELR ${elr} overlap`;
  // Kafka compares with the replication factor that the topic had before: a reassignment to fewer replicas than min.insync.replicas leaves an ELR behind.
  if (elr.length > 0 && isr.length >= minIsrOf(world, found.topic, Number.POSITIVE_INFINITY)) return `${tp}: ELR ${elr} although ISR ${isr} is large enough`;
  return isr.length === 0 && leader >= 0 ? `${tp}: broker ${leader} leads with an empty ISR` : undefined;
}

const CHANGES = ['LeaderElected', 'IsrShrunk', 'IsrExpanded', 'BrokerFenced'] as const;

function allPartitions(world: Observed): Tp[] {
  const topics = observedController(world)?.committed.topics ?? new Map();
  return [...topics].flatMap(([name, { partitions }]) => partitions.map((_: unknown, n: number) => `${name}-${n}`));
}

export const isrSubset: Invariant<unknown> = () =>
  onFacts('S15', 'The ISR is assigned, unfenced and apart from the ELR, which is empty while the ISR is large enough', CHANGES, (fact, world) => {
    if (fact.fact !== 'BrokerFenced') return isrError(world, fact.tp);
    for (const tp of allPartitions(world)) {
      const error = isrError(world, tp);
      if (error !== undefined) return error;
    }
    return undefined;
  });

export const leaderInIsr: Invariant<unknown> = () =>
  onFacts('S16', 'A leader is in its ISR', ['LeaderElected', 'IsrShrunk', 'IsrExpanded'], (fact, world) => {
    const registration = registrationIn(world, fact.tp)?.registration;
    if (!registration || registration.leader < 0 || registration.isr.includes(registration.leader)) return undefined;
    return `${fact.tp}: leader ${registration.leader} is not in ISR ${registration.isr}`;
  });

/** KIP-841, which KRaft has had from its first release on: not while it is fenced or about to shut down. In the same batch it may have left again. */
function mayNotJoin(world: Observed, tp: Tp, id: BrokerId): string | undefined {
  const controller = observedController(world);
  const broker = controller?.kind === 'controller' ? controller.committed.brokers.get(id) : undefined;
  const { isr = [], leader = NO_LEADER } = registrationIn(world, tp)?.registration ?? {};
  // Elected uncleanly and fenced in one batch: without eligible leader replicas the last member is remembered while it is down.
  if (!broker || !isr.includes(id) || (isr.length === 1 && leader < 0)) return undefined;
  if (broker.fenced) return `${tp}: broker ${id} joined the ISR while it was fenced`;
  return broker.inControlledShutdown ? `${tp}: broker ${id} joined the ISR while it was shutting down` : undefined;
}

const neededToJoin = ({ highWatermark, meta }: ObservedReplica): Offset => Math.max(highWatermark, meta.role.data.epochStart);

export const isrJoin: Invariant<unknown> = () =>
  onFacts('S17', 'A replica joins the ISR only with everything that is committed, also by earlier leaders', ['IsrExpanded'], (fact, world) => {
    const leader = registrationIn(world, fact.tp)?.registration.leader ?? -1;
    const led = replicaOn(world, leader, fact.tp);
    const needed = led?.meta.role.value === 'leader' ? neededToJoin(led) : 0;
    for (const id of fact.added) {
      const barred = mayNotJoin(world, fact.tp, id);
      if (barred !== undefined) return barred;
      const joined = replicaOn(world, id, fact.tp);
      // Between its last fetch and the commit its power may have failed.
      const isThere = isUp(world, id) && joined?.meta.role.value === 'follower';
      if (isThere && joined.log.logEnd < needed) return `${fact.tp}: broker ${id} joined the ISR at ${joined.log.logEnd}, needed ${needed}`;
    }
    return undefined;
  });
