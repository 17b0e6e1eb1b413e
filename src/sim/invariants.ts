/** What must hold of the kernel itself after every event (reliability catalogue E03, E06, E08): time, causes, bounds. */
import type { Invariant } from '#sim/invariant.ts';

/** Far above what any scenario needs: beyond it something breeds events. */
export const MOST_QUEUED = 100_000;

const timeGoesOn: Invariant<unknown> = () => {
  let lastUs = Number.NEGATIVE_INFINITY;
  return {
    id: 'E03',
    title: 'Time never goes back, and nothing waits in the past',
    check(world, event) {
      const beforeUs = lastUs;
      lastUs = event.timeUs;
      if (event.timeUs < beforeUs) return `step ${event.step} happens at ${event.timeUs} µs, after ${beforeUs} µs`;
      const [next] = world.queue;
      return next !== undefined && next.atUs < world.nowUs ? `an event waits at ${next.atUs} µs, and it is ${world.nowUs} µs already` : undefined;
    },
  };
};

const causesComeFirst: Invariant<unknown> = () => ({
  id: 'E06',
  title: 'Every event has a cause that came before it',
  check: (_, { step, cause }) => (cause < step && cause >= -1 ? undefined : `step ${step} says that step ${cause} caused it`),
});

const bounded: Invariant<unknown> = () => ({
  id: 'E08',
  title: 'The queue stays bounded',
  check: ({ queue }) => (queue.length <= MOST_QUEUED ? undefined : `${queue.length} events are waiting`),
});

export const engineInvariants: readonly Invariant<unknown>[] = [timeGoesOn, causesComeFirst, bounded];
