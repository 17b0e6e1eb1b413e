/**
 * Chases the leader of a partition (fault F06): kills it, waits until another leads or nobody does, starts it again, and goes for whoever leads then.
 * As `hard_bounce` of Kafka's own replication tests; with `clean`, `clean_bounce`.
 */
import { roleOf } from '#faults/role.ts';
import { terminate } from '#faults/stop.ts';
import type { Command, KafkaModel, KafkaWorld } from '#kafka/cluster.ts';
import { truthOf } from '#kafka/controller/truth.ts';
import { tell } from '#kafka/facts.ts';
import { brokerName, NO_LEADER, type NodeName, partitionOf, type Tp, topicOf } from '#kafka/protocol/names.ts';
import type { Fact, Payload } from '#sim/event.ts';
import { end, scheduleInput, start } from '#sim/process.ts';
import { processOf } from '#sim/world.ts';

export interface BouncePayload extends Payload {
  readonly type: 'BounceLeader';
  readonly command: string;
  readonly tp: Tp;
  readonly times: number;
  readonly clean: boolean;
}

interface BounceAwaited extends Payload {
  readonly type: 'BounceAwaited';
  readonly bounce: BouncePayload;
  /** Broker that was brought down; undefined while a leader is looked for. */
  readonly down: NodeName | undefined;
  readonly timesLeft: number;
}

/** How often it looks whether the leader has changed. */
const LOOK_US = 250_000;

function leaderOf(world: KafkaWorld, tp: Tp): NodeName | undefined {
  const leader = truthOf(world)?.committed.topics.get(topicOf(tp))?.partitions[partitionOf(tp)]?.leader;
  return leader === undefined || leader === NO_LEADER ? undefined : brokerName(leader);
}

export const bounceLeader: Command = (model, world, payload, facts) => {
  const bounce = payload as BouncePayload;
  tell({ facts }, { fact: 'CommandRun', command: bounce.command });
  chase(model, world, { type: 'BounceAwaited', bounce, down: undefined, timesLeft: bounce.times }, facts);
};

export const bounceAwaited: Command = (model, world, payload, facts) => chase(model, world, payload as BounceAwaited, facts);

function chase(model: KafkaModel, world: KafkaWorld, awaited: BounceAwaited, facts: Fact[]): void {
  const { bounce, down, timesLeft } = awaited;
  const leader = leaderOf(world, bounce.tp);
  const look = (next: BounceAwaited): void => scheduleInput(world, world.nowUs + LOOK_US, next);
  if (down === undefined) {
    const process = leader === undefined ? undefined : processOf(world, leader);
    if (leader === undefined || process === undefined || process.status === 'down') return look(awaited);
    if (bounce.clean) terminate(world, leader, process, facts);
    else {
      end(model, world, leader, 'kill');
      tell({ facts }, { fact: 'ProcessKilled', node: leader });
    }
    return look({ ...awaited, down: leader, timesLeft: timesLeft - 1 });
  }
  if (leader === down || processOf(world, down)?.status !== 'down') return look(awaited);
  // Who was removed meanwhile stays away.
  if (roleOf(world, down) !== undefined) {
    start(world, down);
    tell({ facts }, { fact: 'ProcessStarted', node: down });
  }
  if (timesLeft > 0) look({ ...awaited, down: undefined });
}
