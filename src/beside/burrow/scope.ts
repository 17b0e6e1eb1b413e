/** Burrow watches each cluster with modules of their own: their timers and connections carry the cluster's name, so that one process can hold several. */
import type { Effect, Env } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

const MARK = ' of ';

const marked = (name: string, cluster: string): string => `${name}${MARK}${cluster}`;

/** An environment whose effects a module fills in its own words; `take` hands them on in the process's. The first cluster's go as they are. */
export function scoped(env: Env, cluster: string, isFirst: boolean): { readonly env: Env; readonly take: () => void } {
  if (isFirst) return { env, take: () => undefined };
  const effects: Effect[] = [];
  return {
    env: { ...env, effects },
    take() {
      for (const one of effects.splice(0)) env.effects.push(renamed(one, cluster));
    },
  };
}

function renamed(one: Effect, cluster: string): Effect {
  switch (one.effect) {
    case 'send':
    case 'close':
      return { ...one, connection: marked(one.connection, cluster) };
    case 'setTimer':
    case 'cancelTimer':
      return { ...one, timer: marked(one.timer, cluster) };
    case 'exit':
      return one;
  }
}

/** Whose event this is, and the event as the modules of that cluster know it; undefined: the first cluster's. */
export function scopeOf(event: NodeEvent): { readonly cluster: string | undefined; readonly event: NodeEvent } {
  if (event.kind === 'timer') {
    const [timer, cluster] = event.timer.split(MARK);
    return { cluster, event: cluster === undefined ? event : { ...event, timer } };
  }
  if (event.kind !== 'message' && event.kind !== 'closed') return { cluster: undefined, event };
  const [connection, cluster] = event.connection.split(MARK);
  return { cluster, event: cluster === undefined ? event : { ...event, connection } };
}
