/** Invariants of members and what they are given: targets without overlap or gap, hand-overs one after the other, commits that last and come from members only. */
import type { FactOf } from '#kafka/facts.ts';
import { checker } from '#kafka/groups/checker.ts';
import { CONSUMER_OFFSETS, type NodeName, type Tp, topicOf } from '#kafka/protocol/names.ts';
import { type Observed, observedController } from '#kafka/replication/observe.ts';
import type { Invariant } from '#sim/invariant.ts';

/** Leaders of a new topic begin to lead it within this time of one another, when nothing keeps them from it. */
const LED_TOGETHER_US = 1_000_000;

/** How many partitions a topic has, as long as nobody changes that. */
function partitionCounts() {
  const changed = new Set<string>();
  /** When the first of a topic's partitions was led; absent: before anybody looked, unless the topic is `made` since. */
  const firstLedUs = new Map<string, number>();
  const made = new Set<string>();
  const change = ({ topic }: { readonly topic: string }): undefined => {
    changed.add(topic);
    return undefined;
  };
  return {
    PartitionsAdded: change,
    TopicDeleted: change,
    TopicCreated({ topic }: FactOf<'TopicCreated'>): undefined {
      made.add(topic);
      return undefined;
    },
    /** A partition that a controller on ZooKeeper lost sight of (its state znode's answer was lost) is unknown to clients until it is led after all. */
    BecameLeader({ tp, leaderEpoch }: FactOf<'BecameLeader'>, _: NodeName, timeUs: number): undefined {
      if (leaderEpoch > 0) return undefined;
      const topic = topicOf(tp);
      const first = firstLedUs.get(topic) ?? (made.has(topic) ? timeUs : Number.NEGATIVE_INFINITY);
      firstLedUs.set(topic, first);
      if (timeUs - first > LED_TOGETHER_US) changed.add(topic);
      return undefined;
    },
    /** The first partition of a topic that is given to somebody, which nobody is given. */
    missing(given: ReadonlySet<Tp>, world: Observed): Tp | undefined {
      const topics = observedController(world)?.committed.topics;
      for (const topic of new Set([...given].map(topicOf))) {
        if (changed.has(topic)) continue;
        const count = topics?.get(topic)?.partitions.length ?? 0;
        for (let p = 0; p < count; p++) if (!given.has(`${topic}-${p}`)) return `${topic}-${p}`;
      }
      return undefined;
    },
  };
}

/** What was told twice, or the union. */
function union(parts: readonly (readonly Tp[])[]): { readonly given: Set<Tp>; readonly twice: Tp | undefined } {
  const given = new Set<Tp>();
  let twice: Tp | undefined;
  for (const tps of parts) {
    for (const tp of tps) {
      if (given.has(tp)) twice ??= tp;
      given.add(tp);
    }
  }
  return { given, twice };
}

const legalTarget = checker('C12', 'A target gives every partition to one member, and no member much more than another', () => {
  const { missing, ...counts } = partitionCounts();
  return {
    ...counts,
    TargetAssigned({ group, epoch, members, assignor }, _, __, world) {
      const { given, twice } = union(members.map(({ partitions }) => partitions));
      if (twice !== undefined) return `in epoch ${epoch} of group ${group} ${twice} is to go to two members`;
      const gap = missing(given, world);
      if (gap !== undefined) return `in epoch ${epoch} of group ${group} ${gap} is to go to nobody`;
      const topics = new Set([...given].map(topicOf));
      const sizes = members.map(({ partitions }) => partitions.length);
      // With several topics members may subscribe to different ones; range is balanced topic by topic.
      if (topics.size !== 1 || assignor !== 'uniform' || sizes.some((size) => size === 0)) return undefined;
      return Math.max(...sizes) - Math.min(...sizes) > 1 ? `in epoch ${epoch} of group ${group} the shares are ${sizes}` : undefined;
    },
  };
});

const allAssigned = checker('C08', 'In a stable generation every partition has an owner', () => {
  const { missing, ...counts } = partitionCounts();
  const shares = new Map<string, { readonly generation: number; readonly members: number; readonly of: Map<NodeName, readonly Tp[]> }>();
  return {
    ...counts,
    GroupStateChanged({ group, to, generation, members }) {
      if (to === 'Stable') shares.set(group, { generation, members, of: new Map() });
      else if (to !== 'Reconciling') shares.delete(group);
      return undefined;
    },
    PartitionsAssigned({ group, node, generation, partitions, added }, _, __, world) {
      const share = shares.get(group);
      // Cooperative members and those of KIP-848 go from one generation to the next without having everything in between.
      if (share?.generation !== generation || added !== undefined) return undefined;
      share.of.set(node, partitions);
      if (share.of.size < share.members) return undefined;
      const gap = missing(union([...share.of.values()]).given, world);
      return gap && `generation ${generation} of group ${group} is stable, and nobody has ${gap}`;
    },
  };
});

const handedOver = checker('C13', 'Who is given a partition gets it after the last owner has given it up', () => {
  const owners = new Map<string, Map<Tp, NodeName>>();
  /** Removed from the group and not back yet: what they are still told and go on to read is a zombie's affair. */
  const zombies = new Set<string>();
  const of = (group: string): Map<Tp, NodeName> => {
    const known = owners.get(group) ?? new Map<Tp, NodeName>();
    owners.set(group, known);
    return known;
  };
  const forget = (held: Map<Tp, NodeName> | undefined, node: NodeName): undefined => {
    for (const [tp, owner] of held ?? []) if (owner === node) held?.delete(tp);
    return undefined;
  };
  const gone = ({ node }: { readonly node: NodeName }): undefined => {
    for (const held of owners.values()) forget(held, node);
    return undefined;
  };
  return {
    ProcessKilled: gone,
    ProcessExited: gone,
    ProcessStarted: gone,
    MemberLeft({ group, node }) {
      zombies.add(`${group} ${node}`);
      return forget(owners.get(group), node);
    },
    MemberJoined({ group, node }) {
      zombies.delete(`${group} ${node}`);
      return undefined;
    },
    CoordinatorLoaded({ group }) {
      owners.delete(group);
      return undefined;
    },
    // Nobody is a member of a group that is empty: whoever still reads is a zombie, as after the loss of the group's log.
    GroupStateChanged({ group, from }) {
      if (from === 'Empty') owners.delete(group);
      return undefined;
    },
    PartitionsRevoked({ group, node, partitions }) {
      for (const tp of partitions) if (owners.get(group)?.get(tp) === node) owners.get(group)?.delete(tp);
      return undefined;
    },
    PartitionsAssigned({ group, node, partitions, added }) {
      if (zombies.has(`${group} ${node}`)) return undefined;
      const held = of(group);
      const other = added?.find((tp) => held.has(tp) && held.get(tp) !== node);
      const message = other && `${node} of group ${group} begins with ${other}, which ${held.get(other)} has not given up`;
      forget(held, node);
      for (const tp of partitions) held.set(tp, node);
      return message;
    },
  };
});

const commitLasts = checker('C06', 'A commit that was acknowledged is there until the next one', () => {
  const commits = new Map<string, number>();
  const emptySinceUs = new Map<string, number>();
  let isSkewed = false;
  let isForgetful = false;
  // What the loss of a log may take from the offsets topic, it may take for good.
  const logGone = (tp: Tp): undefined => {
    if (tp.startsWith(CONSUMER_OFFSETS)) isForgetful = true;
    return undefined;
  };
  return {
    LogTailLost: ({ tp }) => logGone(tp),
    LeaderElected: ({ tp, how }) => (how === 'unclean' ? logGone(tp) : undefined),
    ClockSkewed() {
      isSkewed = true;
      return undefined;
    },
    GroupStateChanged({ group, to }, _, timeUs) {
      if (to === 'Empty') emptySinceUs.set(group, timeUs);
      else emptySinceUs.delete(group);
      return undefined;
    },
    OffsetRemoved({ group, tp, why, state, retentionMs }, _, timeUs) {
      commits.delete(`${group} ${tp}`);
      if (why !== 'expired' || isSkewed) return undefined;
      if (state === 'PreparingRebalance' || state === 'CompletingRebalance')
        return `the commit of group ${group} for ${tp} expired while the group was in ${state}`;
      const emptyMs = (timeUs - (emptySinceUs.get(group) ?? Number.NEGATIVE_INFINITY)) / 1000;
      return state === 'Empty' && emptyMs < retentionMs ? `the commit of group ${group} for ${tp} expired after ${emptyMs} ms without members` : undefined;
    },
    OffsetCommitted({ group, tp, offset, previous }) {
      const before = commits.get(`${group} ${tp}`);
      commits.set(`${group} ${tp}`, offset);
      return before === undefined || previous >= before || isForgetful ? undefined : `group ${group} had committed ${tp}@${before}, and ${previous} was there`;
    },
  };
});

const membersCommit = checker('C09', 'Who is no member any more commits nothing', () => {
  /** By coordinator and member: whether the group has been stable again since it left. One that was cut off puts out whom the next one keeps. */
  const left = new Map<string, { readonly at: string; stable: boolean }>();
  const modern = new Set<string>();
  const at = (node: NodeName, group: string): string => `${node} ${group}`;
  const leave = (group: string, memberId: string, node: NodeName): undefined => {
    left.set(`${node} ${memberId}`, { at: at(node, group), stable: false });
    return undefined;
  };
  return {
    TargetAssigned({ group }) {
      modern.add(group);
      return undefined;
    },
    MemberJoined({ memberId }, node) {
      left.delete(`${node} ${memberId}`);
      return undefined;
    },
    CoordinatorLoaded({ group }, node) {
      for (const [key, one] of left) if (one.at === at(node, group)) left.delete(key);
      return undefined;
    },
    MemberLeft: ({ group, memberId }, node) => leave(group, memberId, node),
    StaticMemberReplaced: ({ group, replaced }, node) => leave(group, replaced, node),
    GroupStateChanged({ group, to }, node) {
      // What a classic group does in Stable is replicated after all that came before; KIP-848 says so at once.
      if (to === 'Stable' && !modern.has(group)) for (const one of left.values()) if (one.at === at(node, group)) one.stable = true;
      return undefined;
    },
    OffsetCommitted({ group, tp, offset, memberId }, node) {
      return left.get(`${node} ${memberId}`)?.stable ? `${memberId} committed ${tp}@${offset} for group ${group}, long after it was put out` : undefined;
    },
  };
});

export const memberInvariants: readonly Invariant<unknown>[] = [commitLasts, allAssigned, membersCommit, legalTarget, handedOver];
