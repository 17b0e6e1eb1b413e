/**
 * The assignor of share groups (SimpleAssignor, KIP-932): a partition may go to several members, so that none is idle; what members have they keep as far as
 * they can. Each member gets as many partitions as any other, and each partition as many members.
 */
import type { Tp } from '#kafka/protocol/names.ts';

export interface SimpleMember {
  readonly memberId: string;
  readonly topics: readonly string[];
  /** What it was to have so far. */
  readonly target: readonly Tp[];
}

/** Members of one subscription, and what may be assigned to them. */
interface Working {
  readonly partitions: readonly Tp[];
  /** How many members each partition is to have. */
  readonly sharing: number;
  /** How many partitions each member is to have. */
  readonly wanted: readonly number[];
  readonly byMember: Set<Tp>[];
  readonly byPartition: Map<Tp, Set<number>>;
}

function begun(members: readonly SimpleMember[], partitions: readonly Tp[]): Working {
  const sharing = partitions.length === 0 ? 0 : Math.ceil(members.length / partitions.length);
  const precise = (sharing * partitions.length) / members.length;
  const byPartition = new Map(partitions.map((tp) => [tp, new Set<number>()]));
  const byMember = members.map(({ target }) => new Set(target.filter((tp) => byPartition.has(tp))));
  byMember.forEach((has, i) => {
    for (const tp of has) byPartition.get(tp)?.add(i);
  });
  const wanted = members.map((_, i) => Math.ceil(precise * (i + 1)) - Math.ceil(precise * i));
  return { partitions, sharing, wanted, byMember, byPartition };
}

function revoke({ byMember, byPartition }: Working, member: number, tp: Tp): void {
  byMember[member].delete(tp);
  byPartition.get(tp)?.delete(member);
}

/** revokeOverfilledMembers, then revokeOversharedPartitions. */
function revokeTooMany(work: Working): void {
  work.byMember.forEach((has, i) => {
    for (const tp of [...has].slice(0, Math.max(0, has.size - work.wanted[i]))) revoke(work, i, tp);
  });
  for (const [tp, members] of work.byPartition) for (const i of [...members].slice(0, Math.max(0, members.size - work.sharing))) revoke(work, i, tp);
}

/** assignRemainingPartitions: round and round the members that lack something. */
function assignRest(work: Working): void {
  const unfilled = work.byMember.map((_, i) => i).filter((i) => work.byMember[i].size < work.wanted[i]);
  let next = 0;
  for (const [tp, members] of work.byPartition) {
    let refused = 0;
    while (members.size < work.sharing && unfilled.length > 0 && refused < unfilled.length) {
      next %= unfilled.length;
      const member = unfilled[next];
      if (members.has(member)) {
        refused += 1;
        next += 1;
        continue;
      }
      refused = 0;
      members.add(member);
      work.byMember[member].add(tp);
      if (work.byMember[member].size >= work.wanted[member]) unfilled.splice(next, 1);
      else next += 1;
    }
  }
}

function assignAlike(members: readonly SimpleMember[], partitions: readonly Tp[]): readonly (readonly Tp[])[] {
  const work = begun(members, partitions);
  revokeTooMany(work);
  assignRest(work);
  return work.byMember.map((has) => work.partitions.filter((tp) => has.has(tp)));
}

/** `partitionsOf` names the partitions of a topic that may be assigned. */
export function simple(members: readonly SimpleMember[], partitionsOf: (topic: string) => readonly Tp[]): ReadonlyMap<string, readonly Tp[]> {
  const found = new Map<string, readonly Tp[]>(members.map(({ memberId }) => [memberId, []]));
  const isAlike = members.every(({ topics }) => topics.join() === members[0].topics.join());
  const topics = [...new Set(members.flatMap((member) => member.topics))];
  const rounds = isAlike ? [topics] : topics.map((topic) => [topic]);
  for (const round of rounds) {
    const concerned = members.filter((member) => round.some((topic) => member.topics.includes(topic)));
    const assigned = assignAlike(concerned, round.flatMap(partitionsOf));
    concerned.forEach(({ memberId }, i) => {
      found.set(memberId, [...(found.get(memberId) ?? []), ...assigned[i]]);
    });
  }
  return found;
}
