/** Topics of one name, one after the other: how a checker tells what it hears of one that is there from what belonged to one that is gone. */
import type { FactOf } from '#kafka/facts.ts';
import { type BrokerId, type Tp, topicOf } from '#kafka/protocol/names.ts';
import { type Observed, observedBroker, replicaOn } from '#kafka/replication/observe.ts';

export interface Lives {
  /** Ids of topics that were deleted, though some broker has not heard of it. */
  readonly dead: Set<string>;
  /** By name of a topic that was deleted: the records that leaders appended to its successors. */
  readonly anew: Map<string, Set<string>>;
}

export const newLives = (): Lives => ({ dead: new Set(), anew: new Map() });

/** The ids under which brokers hold a topic of this name; before topic ids there are none. */
function topicIdsOf(world: Observed, topic: string): string[] {
  const replicas = world.processes.flatMap(({ name }) => (name.startsWith('kafka') ? (observedBroker(world, Number(name.slice(5)))?.partitions ?? []) : []));
  return replicas.flatMap((replica) => (replica && topicOf(replica.tp) === topic && replica.meta.topicId !== '' ? [replica.meta.topicId] : []));
}

export function deleted({ dead, anew }: Lives, world: Observed, topic: string): void {
  anew.set(topic, new Set());
  for (const id of topicIdsOf(world, topic)) dead.add(id);
}

/** Does this broker still hold the topic that is gone? */
export const isDead = ({ dead }: Lives, world: Observed, broker: BrokerId, tp: Tp): boolean =>
  dead.size > 0 && dead.has(replicaOn(world, broker, tp)?.meta.topicId ?? '');

export function appended(lives: Lives, world: Observed, { role, broker, tp, ids }: FactOf<'RecordsAppended'>): void {
  if (lives.anew.size === 0 || role !== 'leader' || isDead(lives, world, broker, tp)) return;
  const fresh = lives.anew.get(topicOf(tp));
  if (fresh) for (const id of ids) fresh.add(id);
}

/** Was this record written to the topic that is there now? An answer or a buffered record may come after its topic is gone. */
export const isOfNow = ({ anew }: Lives, tp: Tp, id: string): boolean => anew.get(topicOf(tp))?.has(id) ?? true;
