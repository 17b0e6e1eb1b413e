/** Exhaustive breadth-first search over a small protocol: every state that can be reached, each judged once; a violation comes with the shortest way to it. */

export interface Protocol<S> {
  readonly initial: S;
  /** Equal keys mean equal futures. */
  key(state: S): string;
  /** Calls `visit` with every successor and the name of the move that leads to it. */
  successors(state: S, visit: (move: string, next: S) => void): void;
  /** What is wrong with having come from `before` to `after`, in words. */
  broken(before: S, after: S): string | undefined;
  /** What is wrong with being there, however one came: judged once a state. */
  brokenState?(state: S): string | undefined;
}

export interface Exploration {
  readonly states: number;
  readonly transitions: number;
  /** Moves from the initial state to the farthest one that was reached. */
  readonly depth: number;
  /** False when the limit stopped the search, or a violation did. */
  readonly exhausted: boolean;
  readonly violation: { readonly message: string; readonly path: readonly string[] } | undefined;
}

interface Seen {
  /** In the order of the states' numbers. */
  readonly keys: Set<string>;
  /** By state number: the state that it was first reached from. */
  readonly parents: number[];
}

export function explore<S>(protocol: Protocol<S>, limitStates = 10_000_000): Exploration {
  const seen: Seen = { keys: new Set([protocol.key(protocol.initial)]), parents: [-1] };
  let level: S[] = [protocol.initial];
  let transitions = 0;
  let violation: Exploration['violation'];
  let depth = 0;
  for (; level.length > 0 && !violation && seen.parents.length < limitStates; depth++) {
    const next: S[] = [];
    // States are numbered in the order of their discovery: those of a level follow each other.
    let id = seen.parents.length - level.length;
    for (const state of level) {
      protocol.successors(state, (move, after) => {
        if (violation) return;
        transitions++;
        const isFresh = remember(seen, protocol.key(after), id);
        const message = (isFresh ? protocol.brokenState?.(after) : undefined) ?? protocol.broken(state, after);
        if (message !== undefined) violation = { message, path: [...pathTo(protocol, seen, id), move] };
        if (isFresh) next.push(after);
      });
      if (violation) break;
      id++;
    }
    level = next;
  }
  return {
    states: seen.parents.length,
    transitions,
    depth: violation ? violation.path.length : depth - 1,
    exhausted: level.length === 0 && !violation,
    violation,
  };
}

/** Whether the state was not known. */
function remember({ keys, parents }: Seen, key: string, parent: number): boolean {
  // The size tells, so that a key is looked up once.
  if (keys.add(key).size === parents.length) return false;
  parents.push(parent);
  return true;
}

/** The moves to a state, made once more: nothing but keys is kept of millions of states. */
function pathTo<S>(protocol: Protocol<S>, { keys, parents }: Seen, id: number): string[] {
  const ids: number[] = [];
  for (let at = id; at > 0; at = parents[at]) ids.push(at);
  const all = [...keys];
  const path: string[] = [];
  let state = protocol.initial;
  for (const at of ids.reverse()) {
    let taken: { readonly move: string; readonly next: S } | undefined;
    protocol.successors(state, (move, next) => {
      if (taken === undefined && protocol.key(next) === all[at]) taken = { move, next };
    });
    if (taken === undefined) throw new Error(`State ${at} cannot be reached once more.`);
    ({ next: state } = taken);
    path.push(taken.move);
  }
  return path;
}
