/** Where the replicas of new partitions go (StripedReplicaPlacer): leaders striped over racks and brokers, replicas on as many racks as there are. */
import type { BrokerId } from '#kafka/protocol/names.ts';

export interface UsableBroker {
  readonly id: BrokerId;
  readonly rack: string | null;
  readonly fenced: boolean;
}

/** A draw from 0 to `bound` - 1. */
export type NextInt = (bound: number) => number;

/** Brokers of one rack in one state, handed out in turn; each partition begins one further. */
interface BrokerList {
  brokers: BrokerId[];
  epoch: number;
  index: number;
  offset: number;
}

interface Rack {
  readonly unfenced: BrokerList;
  readonly fenced: BrokerList;
}

function listOf(brokers: readonly BrokerId[], nextInt: NextInt): BrokerList {
  const sorted = [...brokers].sort((a, b) => a - b);
  return { brokers: sorted, epoch: 0, index: 0, offset: sorted.length === 0 ? 0 : nextInt(sorted.length) };
}

function next(list: BrokerList, epoch: number): BrokerId {
  const size = list.brokers.length;
  if (size === 0) return -1;
  if (list.epoch !== epoch) {
    list.epoch = epoch;
    list.index = 0;
    list.offset = (list.offset + 1) % size;
  }
  if (list.index >= size) return -1;
  return list.brokers[(list.index++ + list.offset) % size];
}

/** Java's Collections.shuffle. */
function shuffle<T>(items: T[], nextInt: NextInt): void {
  for (let i = items.length; i > 1; i--) {
    const j = nextInt(i);
    [items[i - 1], items[j]] = [items[j], items[i - 1]];
  }
}

function shuffleList(list: BrokerList, nextInt: NextInt): void {
  shuffle(list.brokers, nextInt);
  list.epoch = 0;
  list.index = 0;
  list.offset = 0;
}

interface RackList {
  readonly racks: Rack[];
  readonly unfenced: number;
  epoch: number;
  offset: number;
}

/** A broker without rack comes first, as Optional.empty() does. */
const byRack = (a: string | null, b: string | null): number => (a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1);

function rackList(usable: readonly UsableBroker[], nextInt: NextInt): RackList {
  const names = [...new Set(usable.map(({ rack }) => rack))].sort(byRack);
  const offset = names.length === 0 ? 0 : nextInt(names.length);
  const racks = names.map((name) => {
    const ids = (fenced: boolean): BrokerId[] => usable.filter((broker) => broker.rack === name && broker.fenced === fenced).map(({ id }) => id);
    return { fenced: listOf(ids(true), nextInt), unfenced: listOf(ids(false), nextInt) };
  });
  return { racks, unfenced: usable.filter(({ fenced }) => !fenced).length, epoch: 0, offset };
}

function placeOne(list: RackList, replicationFactor: number, nextInt: NextInt): BrokerId[] {
  if (list.epoch === list.unfenced) shuffleRacks(list, nextInt);
  if (list.offset === list.racks.length) list.offset = 0;
  const { leader, rack } = nextLeader(list);
  const replicas = [leader];
  let skip = rack;
  let at = list.offset;
  while (replicas.length < replicationFactor) {
    // The leader's rack has had its turn once.
    if (at === skip) skip = -1;
    else {
      const found = nextOf(list.racks[at], list.epoch);
      if (found >= 0) replicas.push(found);
    }
    at = (at + 1) % list.racks.length;
  }
  list.epoch++;
  list.offset++;
  return replicas;
}

function nextLeader(list: RackList): { leader: BrokerId; rack: number } {
  for (let rack = list.offset; ; rack = (rack + 1) % list.racks.length) {
    const leader = next(list.racks[rack].unfenced, list.epoch);
    if (leader >= 0) return { leader, rack };
  }
}

function nextOf(rack: Rack, epoch: number): BrokerId {
  const unfenced = next(rack.unfenced, epoch);
  return unfenced >= 0 ? unfenced : next(rack.fenced, epoch);
}

/** After as many partitions as there are unfenced brokers, so that the same assignments do not come again. */
function shuffleRacks(list: RackList, nextInt: NextInt): void {
  shuffle(list.racks, nextInt);
  for (const { fenced, unfenced } of list.racks) {
    shuffleList(fenced, nextInt);
    shuffleList(unfenced, nextInt);
  }
  list.epoch = 0;
}

export type Placement = { readonly ok: true; readonly assignments: readonly (readonly BrokerId[])[] } | { readonly ok: false; readonly message: string };

/** Assignments of new partitions, the preferred leader first, or Kafka's words why there are none. `mayCordon`: 4.3 knows one reason more (KIP-1066). */
export function place(usable: readonly UsableBroker[], partitions: number, replicationFactor: number, nextInt: NextInt, mayCordon = true): Placement {
  const refuse = (message: string): Placement => ({ ok: false, message });
  if (replicationFactor > usable.length) {
    return refuse(
      `The target replication factor of ${replicationFactor} cannot be reached because only ${usable.length} broker(s) are registered${mayCordon ? ' or some brokers have all their log directories cordoned' : ''}.`,
    );
  }
  if (usable.every(({ fenced }) => fenced)) return refuse('All brokers are currently fenced.');
  const racks = rackList(usable, nextInt);
  return { ok: true, assignments: Array.from({ length: partitions }, () => placeOne(racks, replicationFactor, nextInt)) };
}
