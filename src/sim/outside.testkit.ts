/** A hand from outside between two events, for tests: what it does was caused by the event before it. */
import type { World } from '#sim/world.ts';

export function fromOutside<N, T>(world: World<N>, act: () => T): T {
  world.step--;
  try {
    return act();
  } finally {
    world.step++;
  }
}
