/** Several clients in one process: each sees an Env of its own, in which the names of its connections and timers begin with its mark. */
import type { Effect, Env } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

/** The process as one of its clients sees it. What the client does is kept apart until `release` marks it. */
export class ScopedEnv implements Env {
  readonly effects: Effect[] = [];
  readonly self: string;
  readonly nowUs: number;
  readonly facts: Env['facts'];
  constructor(
    private readonly process: Env,
    private readonly mark: string,
  ) {
    this.self = process.self;
    this.nowUs = process.nowUs;
    this.facts = process.facts;
  }
  get wallUs(): number | undefined {
    return this.process.wallUs;
  }
  get step(): number | undefined {
    return this.process.step;
  }
  get ghosts(): Env['ghosts'] {
    return this.process.ghosts;
  }
  random(purpose: string): number {
    return this.process.random(this.mark + purpose);
  }
  /** Hands what the client did to its process. */
  release(): void {
    for (const effect of this.effects) this.process.effects.push(marked(effect, this.mark));
    this.effects.length = 0;
  }
}

/** Is the event for the client with this mark? */
export const isMarked = (event: NodeEvent, mark: string): boolean =>
  (event.kind === 'timer' && event.timer.startsWith(mark)) || ((event.kind === 'message' || event.kind === 'closed') && event.connection.startsWith(mark));

/** The event as the client knows it. */
export function unmarked(event: NodeEvent, mark: string): NodeEvent {
  if (event.kind === 'timer') return { ...event, timer: event.timer.slice(mark.length) };
  return event.kind === 'message' || event.kind === 'closed' ? { ...event, connection: event.connection.slice(mark.length) } : event;
}

function marked(effect: Effect, mark: string): Effect {
  switch (effect.effect) {
    case 'send':
    case 'close':
      return { ...effect, connection: mark + effect.connection };
    case 'setTimer':
    case 'cancelTimer':
      return { ...effect, timer: mark + effect.timer };
    default:
      return effect;
  }
}
