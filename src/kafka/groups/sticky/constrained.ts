/** The constrained algorithm, for members with equal subscriptions (AbstractStickyAssignor.ConstrainedAssignmentBuilder). */
import { IllegalState } from '#kafka/groups/illegal.ts';
import { byCandidates, nextInRack, racksMismatch } from '#kafka/groups/racks.ts';
import type { Problem } from '#kafka/groups/sticky/sticky.ts';
import { compareTexts } from '#kafka/groups/subscriber.ts';
import { partitionOf, type Tp, topicOf } from '#kafka/protocol/names.ts';

interface Builder {
  readonly problem: Problem;
  readonly minQuota: number;
  readonly maxQuota: number;
  /** Members that may have maxQuota, and how many have it. */
  readonly overExpected: number;
  over: number;
  readonly assignment: Map<string, Tp[]>;
  readonly assigned: Set<Tp>;
  readonly maybeRevoked: Map<Tp, string>;
  /** Members below minQuota, and members at minQuota that may still get one more. */
  under: string[];
  exact: string[];
  readonly transferring: Map<Tp, string>;
}

export function assignEqual(problem: Problem): { assignment: Map<string, Tp[]>; transferring: Map<Tp, string> } {
  const members = problem.subscribers.length;
  const builder: Builder = {
    problem,
    minQuota: Math.floor(problem.total / members),
    maxQuota: Math.ceil(problem.total / members),
    overExpected: problem.total % members,
    over: 0,
    assignment: new Map(problem.subscribers.map(({ memberId }) => [memberId, []])),
    assigned: new Set(),
    maybeRevoked: new Map(),
    under: [],
    exact: [],
    transferring: new Map(),
  };
  for (const { memberId } of problem.subscribers) keepOwned(builder, memberId);
  builder.under.sort(compareTexts);
  builder.exact.sort(compareTexts);
  const everything = [...problem.topics].sort(compareTexts).flatMap((topic) => problem.partitionsOf.get(topic) ?? []);
  const unassigned = everything.filter((tp) => !builder.assigned.has(tp));
  dealOut(builder, dealInRacks(builder, byCandidates(problem.racks, unassigned)));
  return { assignment: builder.assignment, transferring: builder.transferring };
}

/** Partitions that a member had stay with it, up to its share. */
function keepOwned(builder: Builder, memberId: string): void {
  const { problem, minQuota, maxQuota } = builder;
  const owned: Tp[] = [];
  for (const tp of problem.owned.get(memberId) ?? []) {
    if (racksMismatch(problem.racks, memberId, tp)) builder.maybeRevoked.set(tp, memberId);
    else if (!problem.contested.has(tp)) owned.push(tp);
  }
  owned.sort((a, b) => partitionOf(a) - partitionOf(b) || compareTexts(topicOf(a), topicOf(b)));
  if (owned.length < minQuota) {
    keep(builder, memberId, owned, owned.length);
    builder.under.push(memberId);
  } else if (owned.length >= maxQuota && builder.over < builder.overExpected) {
    builder.over++;
    if (builder.over === builder.overExpected) builder.exact = [];
    keep(builder, memberId, owned, maxQuota);
  } else {
    keep(builder, memberId, owned, minQuota);
    if (builder.over < builder.overExpected) builder.exact.push(memberId);
  }
}

function keep(builder: Builder, memberId: string, owned: readonly Tp[], count: number): void {
  owned.forEach((tp, i) => {
    if (i >= count) builder.maybeRevoked.set(tp, memberId);
    else {
      builder.assignment.get(memberId)?.push(tp);
      builder.assigned.add(tp);
    }
  });
}

/** Returns its new number of partitions. */
function give(builder: Builder, tp: Tp, memberId: string): number {
  const own = builder.assignment.get(memberId) as Tp[];
  own.push(tp);
  const from = builder.maybeRevoked.get(tp);
  if ((from !== undefined && from !== memberId) || builder.problem.contested.has(tp)) builder.transferring.set(tp, memberId);
  return own.length;
}

/** Round robin among members in a rack of the partition. Returns what could not be given within the shares. */
function dealInRacks(builder: Builder, partitions: readonly Tp[]): readonly Tp[] {
  const { racks } = builder.problem;
  if (racks.members.size === 0) return partitions;
  let next = 0;
  return partitions.filter((tp) => {
    const at = nextInRack(racks, tp, builder.under, next);
    if (at >= 0) {
      const memberId = builder.under[at];
      next = fillUnder(builder, memberId, at);
      give(builder, tp, memberId);
      return false;
    }
    const spare = nextInRack(racks, tp, builder.exact, 0);
    if (spare < 0) return true;
    const memberId = builder.exact[spare];
    if (lengthOf(builder, memberId) + 1 === builder.maxQuota) {
      builder.exact.splice(spare, 1);
      builder.over++;
      if (builder.over === builder.overExpected) builder.exact = [];
    }
    give(builder, tp, memberId);
    return false;
  });
}

const lengthOf = (builder: Builder, memberId: string): number => (builder.assignment.get(memberId) as Tp[]).length;

/** A member is about to get one more: whether it leaves the list, and where the circle goes on. */
function fillUnder(builder: Builder, memberId: string, at: number): number {
  const count = lengthOf(builder, memberId) + 1;
  let next = at;
  if (count >= builder.minQuota) {
    builder.under.splice(at, 1);
    if (count < builder.maxQuota && builder.over < builder.overExpected) builder.exact.push(memberId);
  } else next++;
  return builder.under.length === 0 ? 0 : next % builder.under.length;
}

/** Round robin among members below minQuota; then one each to those that may have one more. */
function dealOut(builder: Builder, partitions: readonly Tp[]): void {
  let at = 0;
  for (const tp of partitions) {
    if (at >= builder.under.length) at = 0;
    const isUnder = builder.under.length > 0;
    const memberId = isUnder ? builder.under[at] : builder.exact.shift();
    if (memberId === undefined) throw new IllegalState('No more unfilled consumers to be assigned.');
    const count = give(builder, tp, memberId);
    if (count === builder.minQuota) {
      builder.under.splice(at, 1);
      builder.exact.push(memberId);
    } else {
      if (isUnder) at++;
      if (count === builder.maxQuota) builder.over++;
    }
  }
}
