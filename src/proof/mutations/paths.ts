/** Replays what an exhaustive search found: the same moves, one by one, each judged as the search judges it. */
import type { Protocol } from '#proof/explore.ts';

export interface Objection {
  /** The checker's id. */
  readonly checker: string;
  readonly message: string;
  /** Moves or events until then. */
  readonly steps: number;
}

/** The first objection on the way. Where a move cannot be made, the way ends: the protocol does not allow it. */
export function replayPath<S>(protocol: Protocol<S>, path: readonly string[]): Objection | undefined {
  let state = protocol.initial;
  for (const [n, move] of path.entries()) {
    let next: S | undefined;
    protocol.successors(state, (name, after) => {
      if (name === move) next ??= after;
    });
    if (next === undefined) return undefined;
    const message = protocol.brokenState?.(next) ?? protocol.broken(state, next);
    if (message !== undefined) return { checker: message.slice(0, message.indexOf(':')), message, steps: n + 1 };
    state = next;
  }
  return undefined;
}
