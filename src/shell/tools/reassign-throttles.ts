/** How a reassignment is kept from taking the whole network: throttles of brokers and of the replicas that move (KIP-73). */
import type { AdminCalls } from '#kafka/clients/admin/call.ts';
import type { OngoingReassignment } from '#kafka/protocol/admin.ts';
import { partitionOf, topicOf } from '#kafka/protocol/names.ts';
import type { Move } from '#shell/tools/reassign-json.ts';

export type Resources = AdminCalls['alterConfigs']['asks']['resources'];

const BROKER = ['leader.replication.throttled.rate', 'follower.replication.throttled.rate', 'replica.alter.log.dirs.io.max.bytes.per.second'] as const;
const TOPIC = ['leader.replication.throttled.replicas', 'follower.replication.throttled.replicas'] as const;

export const clearing = {
  brokers: (ids: readonly number[]): Resources => ids.map((id) => ({ kind: 'broker', name: String(id), set: {}, remove: BROKER })),
  topics: (names: readonly string[]): Resources => names.map((name) => ({ kind: 'topic', name, set: {}, remove: TOPIC })),
};

/** Where one partition moves from and to. */
interface PartitionMove {
  readonly tp: string;
  readonly sources: readonly number[];
  readonly destinations: readonly number[];
}

/** calculateProposedMoveMap: what moves already keeps its sources. */
function movesOf(ongoing: readonly OngoingReassignment[], proposed: readonly Move[], now: readonly Move[]): PartitionMove[] {
  const running = ongoing.map(({ tp, replicas, adding }) => ({ tp, sources: replicas.filter((id) => !adding.includes(id)), destinations: adding }));
  const rest = running.filter(({ tp }) => !proposed.some((one) => one.tp === tp));
  const wanted = proposed.map(({ tp, replicas }) => {
    const sources = running.find((one) => one.tp === tp)?.sources ?? now.find((one) => one.tp === tp)?.replicas ?? [];
    return { tp, sources, destinations: replicas.filter((id) => !sources.includes(id)) };
  });
  return [...rest, ...wanted];
}

const replicas = (moves: readonly PartitionMove[], side: 'sources' | 'destinations'): string =>
  [...new Set(moves.flatMap((move) => move[side].map((id) => `${partitionOf(move.tp)}:${id}`)))].sort().join(',');

/** Two requests, one after the other: which replicas are throttled, then how much each broker may send and take. */
export function throttles(ongoing: readonly OngoingReassignment[], proposed: readonly Move[], now: readonly Move[], rate: number): readonly Resources[] {
  const moves = movesOf(ongoing, proposed, now);
  const topics = [...new Set(moves.map(({ tp }) => topicOf(tp)))].sort();
  const brokers = [...new Set(moves.flatMap(({ sources, destinations }) => [...sources, ...destinations]))].sort((a, b) => a - b);
  const own = (topic: string): PartitionMove[] => moves.filter(({ tp }) => topicOf(tp) === topic);
  return [
    topics.map((name) => ({
      kind: 'topic',
      name,
      set: { [TOPIC[0]]: replicas(own(name), 'sources'), [TOPIC[1]]: replicas(own(name), 'destinations') },
      remove: [],
    })),
    brokers.map((id) => ({ kind: 'broker', name: String(id), set: { [BROKER[0]]: String(rate), [BROKER[1]]: String(rate) }, remove: [] })),
  ];
}
