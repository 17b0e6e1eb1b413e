/** What two runs of Kafka itself differ in, put into one form. Each rule says why it exists; nothing else is forgiven. */
import type { CaseDocument, Moment } from './case.ts';

/** Whether the replicas of a partition were drawn by chance. */
export type Drawn = (tp: string) => boolean;

/** Topics whose replicas nobody assigned, in the document or on a command line. */
export function drawnTopics({ topics, timeline }: CaseDocument): Drawn {
  const named = Object.entries(topics ?? {}).filter(([, topic]) => !topic['replica-assignment']);
  const created = (timeline ?? []).flatMap(({ run }) => {
    const topic = /--create --topic (\S+)/.exec(run);
    return topic && !run.includes('--replica-assignment') ? [topic[1]] : [];
  });
  const names = new Set([...named.map(([name]) => name), ...created]);
  return (tp) => names.has(tp.slice(0, tp.lastIndexOf('-')));
}

/** Controller of a moment at which nobody could be asked. */
export const UNKNOWN = -1;

/**
 * - Which controller of a quorum wins an election, and how many elections that takes, is chance: what counts is whether the same one is active
 *   as a moment before (at time zero the first), and whether the epoch has moved.
 * - With ZooKeeper a broker that lost its session is gone; the simulated Frame calls every broker that the controller does not count in `fenced`.
 */
export function withoutChance(moments: readonly Moment[]): Moment[] {
  return moments.map((moment, n) => {
    const { id, epoch } = moment.controller;
    const known = moments.slice(0, n).findLast(({ controller }) => controller.id !== UNKNOWN)?.controller;
    const before = known ?? { id: id > 1000 ? 3001 : 1, epoch };
    const controller = id === UNKNOWN ? moment.controller : { id: id === before.id ? 0 : 1, epoch: epoch > before.epoch ? 1 : 0 };
    const brokers = Object.fromEntries(Object.entries(moment.brokers).map(([broker, state]) => [broker, state === 'gone' ? 'fenced' : state] as const));
    return { ...moment, controller, brokers };
  });
}

const FIRST = 'a'.charCodeAt(0);

/** Names in the order in which they appear: 2, 3, 2, 1 is a, b, a, c. */
function byAppearance(): (id: number) => string {
  const seen: number[] = [];
  return (id) => {
    if (!seen.includes(id)) seen.push(id);
    return String.fromCharCode(FIRST + seen.indexOf(id));
  };
}

/**
 * Replicas that nobody assigned begin at a broker drawn by chance, and KRaft shuffles after as many partitions as there are unfenced brokers
 * (StripedReplicaPlacer). Within such a round brokers are named in the order in which they appear; partitions added later begin a new round.
 * With ZooKeeper (AdminUtils) there is one round. A fenced broker is named `fenced`. What remains is drawn again with other seeds until it is as recorded.
 */
export function drawnPlacement(moments: readonly Moment[], drawn: Drawn): string[] {
  const lines: string[] = [];
  const known = new Set<string>();
  for (const { id, brokers, partitions, controller } of moments) {
    const added = Object.keys(partitions)
      .filter((tp) => drawn(tp) && !known.has(tp))
      .sort();
    const unfenced = Object.values(brokers).filter((state) => state === 'unfenced').length;
    const round = controller.id > 1000 ? unfenced : Number.MAX_SAFE_INTEGER;
    for (const topic of new Set(added.map((tp) => tp.slice(0, tp.lastIndexOf('-'))))) {
      const numbers = added.filter((tp) => tp.startsWith(`${topic}-`)).map((tp) => Number(tp.slice(topic.length + 1)));
      let name = byAppearance();
      numbers
        .sort((a, b) => a - b)
        .forEach((number, n) => {
          if (n % round === 0) name = byAppearance();
          const { replicas, leader, isr } = partitions[`${topic}-${number}`];
          const named = replicas.map((replica) => (brokers[replica] === 'unfenced' ? name(replica) : 'fenced'));
          lines.push(`${id}: ${topic}-${number} ${named.join(',')} leader ${named[replicas.indexOf(leader)] ?? 'none'} of ${isr.length} in sync`);
        });
    }
    for (const tp of added) known.add(tp);
  }
  return lines;
}

/** A client asks any broker that it knows of (leastLoadedNode): whether it meets one that is down, and says so, is chance. */
export const withoutEncounters = (stderr: readonly string[]): string[] =>
  stderr.filter(
    (line) => !/WARN .* Connection to node \d+ .* could not be established/.test(line) && !/WARN .* Disconnected from node \d+ due to timeout/.test(line),
  );
