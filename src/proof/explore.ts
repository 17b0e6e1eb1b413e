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
  readonly keys: Map<string, number>;
  /** By state number: the state that it was first reached from, and by which move. */
  readonly parents: number[];
  readonly moves: string[];
}

export function explore<S>(protocol: Protocol<S>, limitStates = 10_000_000): Exploration {
  const seen: Seen = { keys: new Map([[protocol.key(protocol.initial), 0]]), parents: [-1], moves: [''] };
  let level: { readonly state: S; readonly id: number }[] = [{ state: protocol.initial, id: 0 }];
  let transitions = 0;
  let violation: Exploration['violation'];
  let depth = 0;
  for (; level.length > 0 && !violation && seen.parents.length < limitStates; depth++) {
    const next: typeof level = [];
    for (const { state, id } of level) {
      protocol.successors(state, (move, after) => {
        if (violation) return;
        transitions++;
        const fresh = remember(seen, protocol.key(after), id, move);
        const message = (fresh >= 0 ? protocol.brokenState?.(after) : undefined) ?? protocol.broken(state, after);
        if (message !== undefined) violation = { message, path: [...pathTo(seen, id), move] };
        if (fresh >= 0) next.push({ state: after, id: fresh });
      });
      if (violation) break;
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

/** The number of a state that was not known, or -1. */
function remember(seen: Seen, key: string, parent: number, move: string): number {
  if (seen.keys.has(key)) return -1;
  const id = seen.parents.length;
  seen.keys.set(key, id);
  seen.parents.push(parent);
  seen.moves.push(move);
  return id;
}

function pathTo({ parents, moves }: Seen, id: number): string[] {
  const path: string[] = [];
  for (let at = id; at > 0; at = parents[at]) path.push(moves[at]);
  return path.reverse();
}
