/** Which partitions of a topic moved between which members (AbstractStickyAssignor.PartitionMovements): a move back is better than a move on. */
import { hashCode, javaOrder, partitionHash } from '#kafka/groups/javaorder.ts';
import { partitionOf, type Tp, topicOf } from '#kafka/protocol/names.ts';

interface Pair {
  readonly from: string;
  readonly to: string;
}

/** Moves by partition, in the order in which they were made. */
export type Movements = Map<Tp, Pair>;

export function noteMove(movements: Movements, tp: Tp, from: string, to: string): void {
  const before = movements.get(tp);
  movements.delete(tp);
  const source = before?.from ?? from;
  if (source !== to) movements.set(tp, { from: source, to });
}

/** The partition that should move instead: one of the topic that moved the other way before. */
export function actuallyMoved(movements: Movements, tp: Tp, from: string, to: string): Tp {
  const source = movements.get(tp)?.from ?? from;
  const topic = topicOf(tp);
  const reverse = [...movements].filter(([other, pair]) => topicOf(other) === topic && pair.from === to && pair.to === source).map(([other]) => other);
  return reverse.length === 0 ? tp : javaOrder(reverse, (other) => partitionHash(hashCode(topic), partitionOf(other)))[0];
}
