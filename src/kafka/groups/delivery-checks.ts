/** Invariants of delivery (C10, C14): what is committed has been worked on, what is committed first is worked on once, and a static member that is soon back costs nobody anything. */
import type { FactOf } from '#kafka/facts.ts';
import { checker } from '#kafka/groups/checker.ts';
import { CONSUMER_OFFSETS, type Offset, type Tp, topicOf } from '#kafka/protocol/names.ts';
import type { Observed } from '#kafka/replication/observe.ts';
import type { Invariant } from '#sim/invariant.ts';
import { planted } from '#sim/planted.ts';

/** What a checker wants to know of a consumer: when it commits, which never changes. */
interface ObservedConsumer {
  readonly kind?: string;
  readonly spec?: { readonly group?: string; readonly commit?: string; readonly handsOff?: boolean };
}

type Guarantee = 'at least once' | 'at most once' | 'none';

/** What the application of a group was built for. One that hands its records to a worker and commits by itself promises nothing (F66). */
function guaranteeOf(world: Observed, group: string): Guarantee {
  for (const { state } of world.processes) {
    const { kind, spec } = state as ObservedConsumer;
    if (kind !== 'consumer' || spec?.group !== group) continue;
    if (spec.handsOff) return 'none';
    return spec.commit === 'before-processing' ? 'at most once' : 'at least once';
  }
  return 'none';
}

interface Delivered {
  /** Given to somebody, and worked on by nobody yet. */
  readonly waiting: Set<Offset>;
  readonly done: Set<Offset>;
}

/** Offsets may stand for other records than before, or be given again, because a log or a commit is gone. */
function forgetting(all: Map<string, Delivered>) {
  const tp = (gone: Tp): undefined => {
    for (const key of all.keys()) if (key.endsWith(` ${gone}`) || gone.startsWith(CONSUMER_OFFSETS)) all.delete(key);
    return undefined;
  };
  return {
    LogTailLost: (fact: FactOf<'LogTailLost'>) => tp(fact.tp),
    LogTruncated: (fact: FactOf<'LogTruncated'>) => tp(fact.tp),
    LeaderElected: (fact: FactOf<'LeaderElected'>) => (fact.how === 'unclean' ? tp(fact.tp) : undefined),
    OffsetReset: ({ group, tp: at }: FactOf<'OffsetReset'>): undefined => void all.delete(`${group} ${at}`),
    PositionSought: ({ group, tp: at }: FactOf<'PositionSought'>): undefined => void all.delete(`${group} ${at}`),
    OffsetRemoved: ({ group, tp: at }: FactOf<'OffsetRemoved'>): undefined => void all.delete(`${group} ${at}`),
    TopicDeleted({ topic }: FactOf<'TopicDeleted'>): undefined {
      for (const key of all.keys()) if (topicOf(key.slice(key.lastIndexOf(' ') + 1)) === topic) all.delete(key);
      return undefined;
    },
  };
}

const delivery = checker('C10', 'What a group has committed it has worked on, or works on once if it commits first', () => {
  const all = new Map<string, Delivered>();
  const of = (group: string, tp: Tp): Delivered => {
    const known = all.get(`${group} ${tp}`) ?? { waiting: new Set<Offset>(), done: new Set<Offset>() };
    all.set(`${group} ${tp}`, known);
    return known;
  };
  return {
    ...forgetting(all),
    RecordsPolled({ group, tp, baseOffset, lastOffset, ids }) {
      // With holes nobody can say which of the offsets were given.
      if (lastOffset - baseOffset + 1 !== ids.length) return undefined;
      const { waiting, done } = of(group, tp);
      for (let offset = baseOffset; offset <= lastOffset; offset++) if (!done.has(offset)) waiting.add(offset);
      return undefined;
    },
    RecordProcessed({ group, node, tp, offset, id }, _, __, world) {
      const { waiting, done } = of(group, tp);
      waiting.delete(offset);
      const isAgain = done.has(offset);
      done.add(offset);
      return isAgain && guaranteeOf(world, group) === 'at most once'
        ? `${node} works on ${id} at ${tp}@${offset}, as group ${group} has done before`
        : undefined;
    },
    OffsetCommitted({ group, tp, offset, previous, memberId }, _, __, world) {
      // Without a member it came from a tool, or with a transaction.
      if (memberId === '' || offset <= previous) return undefined;
      for (const one of of(group, tp).waiting) {
        if (one >= offset) continue;
        if (planted.M42 || guaranteeOf(world, group) === 'at least once') return `group ${group} committed ${tp}@${offset}, and nobody has worked on ${one}`;
      }
      return undefined;
    },
  };
});

/** Back within its session: others keep what they have, unless another assignor would win, or something else changed meanwhile. */
const staticMember = checker('C14', 'A static member that is back within its session costs the others nothing', () => {
  const stable = new Set<string>();
  /** By group: member ids that took their place over, and have not been told yet what they have. */
  const back = new Map<string, Map<string, string>>();
  const forget = (): undefined => {
    back.clear();
    return undefined;
  };
  return {
    TopicCreated: forget,
    TopicDeleted: forget,
    PartitionsAdded: forget,
    CoordinatorLoaded({ group }) {
      stable.delete(group);
      return undefined;
    },
    StaticMemberReplaced({ group, memberId, node }) {
      if (stable.has(group)) back.set(group, (back.get(group) ?? new Map<string, string>()).set(memberId, node));
      return undefined;
    },
    PartitionsAssigned({ group, node }) {
      for (const [memberId, one] of back.get(group) ?? []) if (one === node) back.get(group)?.delete(memberId);
      return undefined;
    },
    GroupStateChanged({ group, from, to, reason }) {
      const was = from === 'Stable' && to === 'PreparingRebalance' && !reason.startsWith("Group's selectedProtocol") ? back.get(group) : undefined;
      if (to === 'Stable') stable.add(group);
      else stable.delete(group);
      back.delete(group);
      for (const [memberId, node] of was ?? []) if (reason.includes(memberId)) return `${node} is back, and group ${group} rebalances: ${reason}`;
      return undefined;
    },
  };
});

export const deliveryInvariants: readonly Invariant<unknown>[] = [delivery, staticMember];
