/** What must hold of the kernel itself after every event (reliability catalogue E03, E06, E08): time, causes, bounds. */
import type { Invariant } from '#sim/invariant.ts';
import type { World } from '#sim/world.ts';

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

/** What a process wants to be over, in effects that leave before the next event. */
function cancelledBy(world: World<unknown>): { readonly node: number; readonly timers: readonly string[] } | undefined {
  const { pending } = world;
  if (pending === undefined || pending.next !== undefined) return undefined;
  let timers: string[] | undefined;
  for (const effect of pending.effects) {
    if (effect.effect === 'cancelTimer') timers = [...(timers ?? []), effect.timer];
    else if (effect.effect === 'setTimer') timers = timers?.filter((timer) => timer !== effect.timer);
  }
  return timers && { node: pending.node, timers };
}

const cancelledTimersAreGone: Invariant<unknown> = () => {
  let before: ReturnType<typeof cancelledBy>;
  return {
    id: 'E09',
    title: 'A timer that was cancelled does not run',
    check(world, { kind }) {
      const known = before;
      before = cancelledBy(world);
      // An input may have come first, and stopped the process before it could cancel anything.
      if (known === undefined || kind === 'input' || world.processes[known.node].status !== 'up') return undefined;
      const running = known.timers.find((timer) => world.timers[known.node].has(timer));
      return running === undefined ? undefined : `${world.processes[known.node].name} has cancelled ${running}, and it still runs`;
    },
  };
};

export const engineInvariants: readonly Invariant<unknown>[] = [timeGoesOn, causesComeFirst, bounded, cancelledTimersAreGone];
