/** Where the replicas of new partitions go in ZooKeeper mode (AdminUtils.assignReplicasToBrokers): round robin from a random start, the followers shifted. */
import type { BrokerId } from '#kafka/protocol/names.ts';

export interface PlacedBroker {
  readonly id: BrokerId;
  readonly rack: string | null;
}

/** Where to begin; undefined draws by lot. */
export interface Start {
  readonly index: number | undefined;
  readonly partition: number;
}

/** `draw(bound)` gives a number below `bound`. Brokers in any order; only live ones count. */
export function assignReplicas(
  brokers: readonly PlacedBroker[],
  partitions: number,
  replicationFactor: number,
  draw: (bound: number) => number,
  start: Start = { index: undefined, partition: 0 },
): BrokerId[][] {
  const sorted = [...brokers].sort((a, b) => a.id - b.id);
  const racks = sorted.every(({ rack }) => rack !== null) ? sorted : undefined;
  const list = racks ? rackAlternated(racks) : sorted;
  const first = start.index ?? draw(list.length);
  const shift = start.index ?? draw(list.length);
  return Array.from({ length: partitions }, (_, n) => {
    const partition = start.partition + n;
    // Each time round the list the followers move one further (never for partition 0, which starts it).
    const turns =
      Math.floor(partition / list.length) - Math.floor(start.partition / list.length) + (start.partition > 0 && start.partition % list.length === 0 ? 1 : 0);
    const leader = (partition + first) % list.length;
    return racks ? spread(list, leader, shift + turns, replicationFactor) : shifted(list, leader, shift + turns, replicationFactor);
  });
}

function replicaIndex(first: number, secondShift: number, replica: number, brokers: number): number {
  const shift = brokers === 1 ? 0 : 1 + ((secondShift + replica) % (brokers - 1));
  return (first + shift) % brokers;
}

function shifted(list: readonly PlacedBroker[], leader: number, shift: number, replicationFactor: number): BrokerId[] {
  const followers = Array.from({ length: replicationFactor - 1 }, (_, j) => list[replicaIndex(leader, shift, j, list.length)].id);
  return [list[leader].id, ...followers];
}

/** Racks in turn, brokers of a rack in order of id: 0, 3, 1, 5, 2, 4. */
function rackAlternated(sorted: readonly PlacedBroker[]): PlacedBroker[] {
  const racks = [...new Set(sorted.map(({ rack }) => rack as string))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const byRack = racks.map((rack) => sorted.filter((broker) => broker.rack === rack));
  const most = Math.max(...byRack.map(({ length }) => length));
  return Array.from({ length: most }, (_, n) => byRack.flatMap((brokers) => (n < brokers.length ? [brokers[n]] : []))).flat();
}

/** No rack and no broker twice while there are others. */
function spread(list: readonly PlacedBroker[], leader: number, shift: number, replicationFactor: number): BrokerId[] {
  const racks = new Set(list.map(({ rack }) => rack)).size;
  const chosen = [list[leader]];
  for (let k = 0; chosen.length < replicationFactor; k++) {
    const broker = list[replicaIndex(leader, shift * racks, k, list.length)];
    const used = new Set(chosen.map(({ rack }) => rack));
    const isFresh = !used.has(broker.rack) || used.size === racks;
    if (isFresh && !chosen.includes(broker)) chosen.push(broker);
  }
  return chosen.map(({ id }) => id);
}
