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
    const next = after(protocol, state, move);
    if (next instanceof Error) return { checker: 'E09', message: next.message, steps: n + 1 };
    if (next === undefined) return undefined;
    const message = protocol.brokenState?.(next) ?? protocol.broken(state, next);
    if (message !== undefined) return { checker: message.slice(0, message.indexOf(':')), message, steps: n + 1 };
    state = next;
  }
  return undefined;
}

/** The state that a move leads to, or what the engine threw. */
function after<S>(protocol: Protocol<S>, state: S, move: string): S | Error | undefined {
  let next: S | undefined;
  try {
    protocol.successors(state, (name, one) => {
      if (name === move) next ??= one;
    });
    return next;
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}
