/** The least and the most loaded of some members, while partitions pass between them (MemberAssignmentBalancer). */

export interface Balancer {
  readonly sizes: readonly number[];
  /** Members, the least loaded first. */
  readonly sorted: number[];
  leastEnd: number;
  leastLevel: number;
  nextLeast: number;
  mostStart: number;
  mostEnd: number;
  mostLevel: number;
  nextMost: number;
}

export function newBalancer(sizes: readonly number[], members: readonly number[]): Balancer {
  const sorted = [...members].sort((a, b) => sizes[a] - sizes[b] || a - b);
  return {
    sizes,
    sorted,
    leastEnd: 0,
    leastLevel: sizes[sorted[0]] - 1,
    nextLeast: 0,
    mostStart: sorted.length,
    mostEnd: sorted.length,
    mostLevel: sizes[sorted[sorted.length - 1]] + 1,
    nextMost: sorted.length - 1,
  };
}

export const imbalance = ({ sizes, sorted }: Balancer): number => sizes[sorted[sorted.length - 1]] - sizes[sorted[0]];

export const isBalanced = ({ mostLevel, leastLevel }: Balancer): boolean => mostLevel - leastLevel <= 1;

/** The one that gets the next partition; it counts as having it. */
export function nextLeastLoaded(balancer: Balancer): number {
  const { sizes, sorted } = balancer;
  if (balancer.nextLeast >= balancer.leastEnd) {
    balancer.leastLevel++;
    while (balancer.leastEnd < sorted.length && sizes[sorted[balancer.leastEnd]] === balancer.leastLevel) balancer.leastEnd++;
    balancer.nextLeast = 0;
  }
  return sorted[balancer.nextLeast++];
}

/** The one that gives the next partition, or -1; it counts as having given it. */
export function nextMostLoaded(balancer: Balancer): number {
  const { sizes, sorted } = balancer;
  if (balancer.nextMost < balancer.mostStart) {
    // Excluded members can leave the range empty: it then begins anew with the next member below.
    if (balancer.mostEnd <= balancer.mostStart && balancer.mostStart > 0) balancer.mostLevel = sizes[sorted[balancer.mostStart - 1]];
    else balancer.mostLevel--;
    while (balancer.mostStart > 0 && sizes[sorted[balancer.mostStart - 1]] === balancer.mostLevel) balancer.mostStart--;
    balancer.nextMost = balancer.mostEnd - 1;
  }
  return balancer.nextMost < 0 ? -1 : sorted[balancer.nextMost--];
}

/** The member that was returned last has nothing to give. */
export function excludeMostLoaded(balancer: Balancer): void {
  const { sorted } = balancer;
  const at = balancer.nextMost + 1;
  const last = balancer.mostEnd - 1;
  [sorted[at], sorted[last]] = [sorted[last], sorted[at]];
  balancer.mostEnd--;
}
