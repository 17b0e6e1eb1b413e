/** Controlled shutdown (KafkaController.doControlledShutdown): what the broker leads is led by somebody else, what it follows it stops to follow. */
import { partitionsOn, replicasOf } from '#kafka/controller/zookeeper/controller/context.ts';
import type { ControllerEvent, Desk, Step } from '#kafka/controller/zookeeper/controller/state.ts';
import type { BrokerId, Tp } from '#kafka/protocol/names.ts';

type Wanted = Extract<ControllerEvent, { event: 'ControlledShutdown' }>;

export function shutDownBroker(desk: Desk, { broker, brokerEpoch, caller }: Wanted): readonly Step[] {
  const { c, io } = desk;
  const known = c.brokers.get(broker);
  const isStale = known !== undefined && io.features.brokerEpochInControlRequests && brokerEpoch !== -1 && brokerEpoch < known.epoch;
  if (!known || isStale) {
    io.reply(caller, { type: 'ControlledShutdownResponse', error: known ? 'STALE_BROKER_EPOCH' : 'BROKER_NOT_AVAILABLE', remaining: [] });
    return [];
  }
  if (!c.shuttingDown.includes(broker)) c.shuttingDown = [...c.shuttingDown, broker];
  const tps = shared(desk, broker);
  const led = tps.filter((tp) => c.leadership.get(tp)?.leader === broker);
  const followed = tps.filter((tp) => c.leadership.get(tp)?.leader !== broker);
  const steps: Step[] = [];
  if (led.length > 0) steps.push({ step: 'Online', tps: led, strategy: 'controlled-shutdown' });
  if (followed.length > 0) steps.push({ step: 'ReplicasOffline', broker, tps: followed, stop: true });
  return [...steps, { step: 'AnswerShutdown', broker, caller }];
}

/** Partitions with other replicas; nobody could take over the rest. */
const shared = (desk: Desk, broker: BrokerId): Tp[] => partitionsOn(desk, broker).filter((tp) => replicasOf(desk, tp).length > 1 && desk.c.leadership.has(tp));

export function stillLed(desk: Desk, broker: BrokerId): Tp[] {
  return shared(desk, broker).filter((tp) => desk.c.leadership.get(tp)?.leader === broker);
}
