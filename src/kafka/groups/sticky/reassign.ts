/** Moving single partitions as long as that makes the assignment more even (performReassignments, isBalanced). */
import { byLoad, type General, mostOf, sizeOf } from '#kafka/groups/sticky/general.ts';
import { actuallyMoved, type Movements, noteMove } from '#kafka/groups/sticky/movements.ts';
import { type Tp, topicOf } from '#kafka/protocol/names.ts';

/** Returns whether anything moved. */
export function reassign(general: General, movements: Movements, partitions: readonly Tp[], previous: ReadonlyMap<Tp, string>): boolean {
  let performed = false;
  for (let modified = true; modified; ) {
    modified = false;
    for (const tp of partitions) {
      if (isBalanced(general)) break;
      const to = betterOwner(general, tp, previous);
      if (to === undefined) continue;
      moveTo(general, movements, tp, to);
      performed = true;
      modified = true;
    }
  }
  return performed;
}

/** Balanced: nobody could take a partition from somebody who has two more. */
function isBalanced(general: General): boolean {
  const sorted = byLoad(general);
  if (sorted.length === 0) return true;
  if (sizeOf(general, sorted[0]) >= sizeOf(general, sorted[sorted.length - 1]) - 1) return true;
  const owners = new Map<Tp, string>();
  for (const [memberId, own] of general.current) for (const tp of own) owners.set(tp, memberId);
  return sorted.every((memberId) => {
    const size = sizeOf(general, memberId);
    if (size === mostOf(general, memberId)) return true;
    const reachable = (general.topicsOf.get(memberId) ?? []).flatMap((topic) => general.problem.partitionsOf.get(topic) ?? []);
    return reachable.every((tp) => owners.get(tp) === memberId || size + 1 >= sizeOf(general, owners.get(tp) ?? ''));
  });
}

/** Its owner of an older generation, if that one has two fewer; else the least loaded candidate, if some candidate has. */
function betterOwner(general: General, tp: Tp, previous: ReadonlyMap<Tp, string>): string | undefined {
  const size = sizeOf(general, general.owner.get(tp) ?? '');
  const old = previous.get(tp);
  if (old !== undefined && size > sizeOf(general, old) + 1) return old;
  const candidates = general.candidates.get(topicOf(tp)) ?? [];
  if (!candidates.some((other) => size > sizeOf(general, other) + 1)) return undefined;
  return byLoad(general).find((memberId) => general.topicsOf.get(memberId)?.includes(topicOf(tp)));
}

function moveTo(general: General, movements: Movements, tp: Tp, to: string): void {
  const { current, owner } = general;
  const actual = actuallyMoved(movements, tp, owner.get(tp) ?? '', to);
  const from = owner.get(actual) ?? '';
  noteMove(movements, actual, from, to);
  const source = current.get(from);
  source?.splice(source.indexOf(actual), 1);
  current.get(to)?.push(actual);
  owner.set(actual, to);
}
