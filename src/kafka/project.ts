/** Projects a World into a Frame: the slices of the subsystems, and the messages that are on the wire. */
import { projectBrokers, projectPartitions, projectTransactions } from '#kafka/broker/project.ts';
import { projectConsumers, projectGroups, projectProducers, projectTools } from '#kafka/clients/project.ts';
import { INIT, type KafkaWorld } from '#kafka/cluster.ts';
import { projectControllers, topicFrames } from '#kafka/controller/kraft/project.ts';
import { truthOf } from '#kafka/controller/truth.ts';
import { projectEnsemble } from '#kafka/controller/zookeeper/project.ts';
import type { Frame, MessageFrame, OverlayFrame } from '#kafka/frame.ts';
import { emptyImage } from '#kafka/metadata/image.ts';
import { labelOf } from '#kafka/protocol/label.ts';
import { brokerIdOf } from '#kafka/protocol/names.ts';
import type { Profile } from '#kafka/spec.ts';
import { isCut } from '#sim/network.ts';
import { cutBetween, noOverlays } from '#sim/overlay.ts';
import type { Entry } from '#sim/queue.ts';

/** Everything that may be looked at, after `world.step` events. */
export function projectFrame(world: KafkaWorld, profile: Profile = '4.3'): Frame {
  const partitions = projectPartitions(world);
  const transactions = projectTransactions(world);
  return {
    step: world.step,
    timeUs: world.nowUs,
    profile,
    brokers: projectBrokers(world),
    controllers: [...projectControllers(world), ...projectEnsemble(world)],
    topics: topicFrames(truthOf(world)?.committed ?? emptyImage),
    partitions,
    producers: projectProducers(world),
    groups: projectGroups(world, partitions),
    consumers: projectConsumers(world),
    tools: projectTools(world),
    messages: projectMessages(world),
    ...(transactions.length > 0 ? { transactions } : {}),
    ...(world.overlays === noOverlays ? {} : { overlays: projectOverlays(world) }),
  };
}

function projectOverlays({ overlays }: KafkaWorld): OverlayFrame[] {
  const rules = overlays.rules.map(({ fault, from, to, types }) => ({ fault, from, to, types }));
  const clocks = [...overlays.clocks.keys()].map((node) => ({ fault: 'clock', from: undefined, to: [node], types: undefined }));
  return [...rules, ...clocks];
}

function projectMessages(world: KafkaWorld): MessageFrame[] {
  const messages: MessageFrame[] = [];
  for (const entry of world.queue) {
    const message = projectMessage(world, entry);
    if (message) messages.push(message);
  }
  return messages.sort((a, b) => a.id - b.id);
}

function projectMessage(world: KafkaWorld, entry: Entry): MessageFrame | undefined {
  const event = entry.event;
  if (event.kind !== 'message' || event.from === INIT || event.to === INIT || event.from === event.to) return undefined;
  const { label, category, tps } = labelOf(event.payload, brokerIdOf(event.to) >= 0);
  return {
    id: event.id,
    from: event.from,
    to: event.to,
    type: event.payload.type,
    connection: event.connection,
    sentUs: event.sentUs,
    arrivesUs: entry.atUs,
    label,
    category,
    lost: event.lost !== undefined || isCut(world.network, event.from, event.to) || cutBetween(world.overlays, event.from, event.to, event.payload.type),
    tps,
  };
}
