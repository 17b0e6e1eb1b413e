/** Effects as data: what a node wants done after a transition. The kernel performs them; machines only return them. */
import type { Fact, Payload } from '#sim/event.ts';

export type Effect =
  | { readonly effect: 'send'; readonly to: string; readonly connection: string; readonly payload: Payload }
  | { readonly effect: 'setTimer'; readonly timer: string; readonly delayUs: number; readonly payload: Payload }
  | { readonly effect: 'cancelTimer'; readonly timer: string }
  /** Closes the connection that `peer` made: its requests in flight fail (an acks=0 error; a listener that is not open yet). */
  | { readonly effect: 'close'; readonly peer: string; readonly connection: string }
  /** The process ends by itself, having written what it wanted. */
  | { readonly effect: 'exit' };

/** What a node's handler may see and do. `effects` and `facts` are fresh arrays that the handler fills. */
export interface Env {
  readonly self: string;
  readonly nowUs: number;
  /** What this node's own wall clock says, in microseconds on the simulation's scale: it may be wrong. Absent: the right time. */
  readonly wallUs?: number;
  /** Number of the event that is being handled. */
  readonly step?: number;
  readonly effects: Effect[];
  readonly facts: Fact[];
  /** What any process has told so far, by name, for facts that several could tell: no process may decide by it. */
  readonly ghosts?: Map<string, number>;
  /** Next draw of this node's stream for `purpose`, uniform over 0 … 2^32 - 1. */
  random(purpose: string): number;
}

/** Messages on one connection arrive in order; different connections may overtake each other. */
export function send(env: Env, to: string, payload: Payload, connection = 'main'): void {
  env.effects.push({ effect: 'send', to, connection, payload });
}

/** (Re)starts the named timer of this node: an earlier setting of the same name is cancelled. */
export function setTimer(env: Env, timer: string, delayUs: number, payload: Payload): void {
  env.effects.push({ effect: 'setTimer', timer, delayUs, payload });
}

export function cancelTimer(env: Env, timer: string): void {
  env.effects.push({ effect: 'cancelTimer', timer });
}

export function closeConnection(env: Env, peer: string, connection: string): void {
  env.effects.push({ effect: 'close', peer, connection });
}

export function exit(env: Env): void {
  env.effects.push({ effect: 'exit' });
}

export function note(env: Pick<Env, 'facts'>, fact: Fact): void {
  env.facts.push(fact);
}
