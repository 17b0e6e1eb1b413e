/** Invariants of consumer groups: commits within bounds, one owner per partition and generation, generations that only grow. */
import type { FactOf } from '#kafka/facts.ts';
import { checker } from '#kafka/groups/checker.ts';
import { CONSUMER_OFFSETS } from '#kafka/protocol/names.ts';

/** Markers, and records of transactions that were aborted, are never given to anybody: positions pass them. Judged from what leaders wrote. */
export function hiddenRecords() {
  const written = new Map<string, Map<number, { readonly producerId: number; hidden: boolean }>>();
  return {
    RecordsAppended({ tp, role, baseOffset, lastOffset, transaction }: FactOf<'RecordsAppended'>): undefined {
      if (role !== 'leader' || transaction === undefined) return undefined;
      const log = written.get(tp) ?? new Map<number, { readonly producerId: number; hidden: boolean }>();
      written.set(tp, log);
      const { producerId, control } = transaction;
      for (let offset = baseOffset; offset <= lastOffset; offset++) log.set(offset, { producerId, hidden: control !== undefined });
      if (control === 'ABORT') hideBack(log, producerId, baseOffset);
      return undefined;
    },
    covers(tp: string, from: number, to: number): boolean {
      for (let offset = from; offset < to; offset++) if (!written.get(tp)?.get(offset)?.hidden) return false;
      return true;
    },
  };
}

/** From its marker back to the marker before, what this producer wrote was aborted. */
function hideBack(log: ReadonlyMap<number, { readonly producerId: number; hidden: boolean }>, producerId: number, marker: number): void {
  for (let offset = marker - 1; offset >= 0; offset--) {
    const one = log.get(offset);
    if (one?.producerId !== producerId) continue;
    if (one.hidden) return;
    one.hidden = true;
  }
}

export const commitBounds = checker('C05', 'A commit is at most the position of its committer, and at most the high watermark', () => {
  const highest = new Map<string, number>();
  const positions = new Map<string, number>();
  const nodes = new Map<string, string>();
  const hidden = hiddenRecords();
  const at = (group: string, node: string, tp: string): string => `${group} ${node} ${tp}`;
  return {
    RecordsAppended: hidden.RecordsAppended,
    HighWatermarkAdvanced({ tp, to }) {
      if (to > (highest.get(tp) ?? 0)) highest.set(tp, to);
      return undefined;
    },
    MemberJoined({ memberId, node }) {
      nodes.set(memberId, node);
      return undefined;
    },
    PositionInitialized({ group, node, tp, offset }) {
      positions.set(at(group, node, tp), Math.max(offset, positions.get(at(group, node, tp)) ?? 0));
      return undefined;
    },
    // It may commit any place that it has sought, there or not.
    PositionSought({ group, node, tp, to }) {
      if (typeof to !== 'number') return undefined;
      positions.set(at(group, node, tp), Math.max(to, positions.get(at(group, node, tp)) ?? 0));
      if (to > (highest.get(tp) ?? 0)) highest.set(tp, to);
      return undefined;
    },
    RecordsPolled({ group, node, tp, lastOffset }) {
      positions.set(at(group, node, tp), Math.max(lastOffset + 1, positions.get(at(group, node, tp)) ?? 0));
      return undefined;
    },
    OffsetCommitted({ group, tp, offset, memberId }) {
      const node = nodes.get(memberId);
      // Without a member it came from a tool, which may set any offset.
      if (node === undefined) return undefined;
      const position = positions.get(at(group, node, tp));
      if (position === undefined) return `${node} committed ${tp}@${offset} for group ${group} without ever having had a position there`;
      if (offset > position && !hidden.covers(tp, position, offset))
        return `${node} committed ${tp}@${offset} for group ${group}, beyond its position ${position}`;
      return offset > Math.max(highest.get(tp) ?? 0, 0)
        ? `group ${group} committed ${tp}@${offset}, beyond the high watermark ${highest.get(tp) ?? 0}`
        : undefined;
    },
  };
});

export const oneOwner = checker('C07', 'Within a generation a partition has at most one owner', () => {
  const owners = new Map<string, { generation: number; owner: Map<string, string> }>();
  let isForgetful = false;
  const logGone = (tp: string): undefined => {
    if (tp.startsWith(CONSUMER_OFFSETS)) isForgetful = true;
    if (isForgetful) owners.clear();
    return undefined;
  };
  return {
    // A group whose log is gone, or given up by an unclean election, begins with its first generation again.
    LogTailLost: ({ tp }) => logGone(tp),
    LeaderElected: ({ tp, how }) => (how === 'unclean' ? logGone(tp) : undefined),
    GroupStateChanged({ group, to, generation }) {
      if (isForgetful && to === 'CompletingRebalance' && generation === 1) owners.delete(group);
      return undefined;
    },
    PartitionsAssigned({ group, node, generation, partitions }) {
      const known = owners.get(group);
      const current = known?.generation === generation ? known : { generation, owner: new Map<string, string>() };
      if (known === undefined || generation > known.generation) owners.set(group, current);
      else if (generation < known.generation) return undefined;
      for (const tp of partitions) {
        const owner = current.owner.get(tp);
        if (owner !== undefined && owner !== node) return `${tp} belongs to ${owner} and to ${node} in generation ${generation} of group ${group}`;
        current.owner.set(tp, node);
      }
      return undefined;
    },
  };
});

/** For each coordinator by itself: one that was cut off still counts on for a while, in vain. */
export const generationMonotonic = checker('C11', "A group's generation never goes back", () => {
  const generations = new Map<string, number>();
  const forget = (node: string): undefined => {
    for (const key of [...generations.keys()]) if (key.startsWith(`${node} `)) generations.delete(key);
    return undefined;
  };
  return {
    // What was never stored is not loaded either, and nothing tells of it: a coordinator that begins anew knows only what its log says.
    BrokerStateChanged: ({ to }, node) => (to === 'STARTING' ? forget(node) : undefined),
    BecameLeader: ({ tp }, node) => (tp.startsWith(CONSUMER_OFFSETS) ? forget(node) : undefined),
    // A generation that was never stored dies with its coordinator; the next one goes on from the log.
    CoordinatorLoaded({ group }, node) {
      generations.delete(`${node} ${group}`);
      return undefined;
    },
    GroupStateChanged({ group, generation }, node) {
      const before = generations.get(`${node} ${group}`) ?? 0;
      generations.set(`${node} ${group}`, generation);
      return generation < before ? `at ${node} group ${group} went from generation ${before} to ${generation}` : undefined;
    },
  };
});
