/**
 * Disturbances that lie over the pristine network, processes and clocks: messages of some nodes and kinds are cut, lost, late, held up or answered
 * with old news. Healing takes a rule away; nothing that it lay over was ever changed. Without any, the kernel asks one identity check a message.
 */
import type { NodeEvent, Payload } from '#sim/event.ts';
import type { Entry } from '#sim/queue.ts';
import { push } from '#sim/queue.ts';
import { between, draw, happens, streamKey } from '#sim/random.ts';
import type { World } from '#sim/world.ts';

export type Disturbance =
  /** Nothing gets through, nor does what is on its way. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'drop'; readonly ppm: number }
  /** In the message's place its receiver sees the connection end. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'delay'; readonly minUs: number; readonly maxUs: number }
  /** Messages go one after the other, each taking so long. */
  | { readonly kind: 'serve'; readonly serviceUs: number }
  | { readonly kind: 'throttle'; readonly bytesPerSecond: number }
  /** What arrives waits for the heal. */
  | { readonly kind: 'clog' }
  /** Says what it would have said at an earlier time (`Model.repeat`). */
  | { readonly kind: 'repeat'; readonly payload: Payload }
  /** Timers that the nodes of `to` set from now on fire late, by up to so much of their delay. */
  | { readonly kind: 'late-timers'; readonly ppm: number };

export interface Rule {
  /** The fault by its name, for whoever lists or heals it. */
  readonly fault: string;
  /** Senders and receivers; undefined is everybody. */
  readonly from: readonly string[] | undefined;
  readonly to: readonly string[] | undefined;
  /** Types of payload; undefined is all. */
  readonly types: readonly string[] | undefined;
  /** How many messages it will still take; undefined without end. */
  readonly left: number | undefined;
  readonly matched: number;
  /** When what is served or throttled is done with what it has. */
  readonly freeAtUs: number;
  readonly what: Disturbance;
}

/** Replaced, never changed. */
export interface Overlays {
  readonly rules: readonly Rule[];
  /** Messages that a clogged wire holds, in order of arrival. */
  readonly clogged: readonly Entry[];
  /** How far a node's wall clock is ahead of the simulation's. */
  readonly clocks: ReadonlyMap<string, number>;
  /** Things of the same instant come in an order drawn from the seed. */
  readonly shuffleTies: boolean;
  /** Nodes that will never come back. */
  readonly removed: readonly string[];
}

export const noOverlays: Overlays = { rules: [], clogged: [], clocks: new Map(), shuffleTies: false, removed: [] };

const isEmpty = ({ rules, clogged, clocks, shuffleTies, removed }: Overlays): boolean =>
  rules.length + clogged.length + clocks.size + removed.length === 0 && !shuffleTies;

/** Puts changed overlays in place; none at all are always the very same value. */
export function overlay<N>(world: World<N>, change: Partial<Overlays>): void {
  const next = { ...world.overlays, ...change };
  world.overlays = isEmpty(next) ? noOverlays : next;
}

export type NewRule = Pick<Rule, 'fault' | 'from' | 'to' | 'types' | 'what'> & Partial<Pick<Rule, 'left'>>;

export function disturb<N>(world: World<N>, ...rules: readonly NewRule[]): void {
  const made = rules.map(({ fault, from, to, types, left, what }): Rule => ({ fault, from, to, types, left, matched: 0, freeAtUs: world.nowUs, what }));
  overlay(world, { rules: [...world.overlays.rules, ...made] });
}

/** Takes away the rules that match; what a clogged wire held arrives now, unless another clog holds it still. */
export function heal<N>(world: World<N>, matches: (rule: Rule) => boolean): readonly Rule[] {
  const healed = world.overlays.rules.filter(matches);
  if (healed.length === 0) return healed;
  const rules = world.overlays.rules.filter((rule) => !matches(rule));
  const stays = ({ event, node }: Entry): boolean => rules.some((rule) => clogs(rule, event, world.processes[node].name));
  const { clogged } = world.overlays;
  overlay(world, { rules, clogged: clogged.filter(stays) });
  // Their old numbers keep them before whatever was sent after them on the same connection.
  for (const entry of clogged) if (!stays(entry)) push(world.queue, { ...entry, atUs: world.nowUs });
  return healed;
}

const concerns = ({ from, to, types }: Rule, sender: string, receiver: string, type: string): boolean =>
  sender !== receiver &&
  (from === undefined || from.includes(sender)) &&
  (to === undefined || to.includes(receiver)) &&
  (types === undefined || types.includes(type));

/** Whether a message of this type (`''`: the word that a connection has ended) cannot pass. */
export const cutBetween = ({ rules }: Overlays, from: string, to: string, type: string): boolean =>
  rules.some((rule) => rule.what.kind === 'cut' && concerns(rule, from, to, type));

function clogs(rule: Rule, event: NodeEvent, receiver: string): boolean {
  if (rule.what.kind !== 'clog') return false;
  if (event.kind === 'message') return event.lost === undefined && concerns(rule, event.from, receiver, event.payload.type);
  return event.kind === 'closed' && concerns(rule, event.peer, receiver, '');
}

/** Keeps an entry back if a clog lies on its way. */
export function heldByClog<N>(world: World<N>, entry: Entry): boolean {
  const name = world.processes[entry.node].name;
  if (!world.overlays.rules.some((rule) => clogs(rule, entry.event, name))) return false;
  overlay(world, { clogged: [...world.overlays.clogged, entry] });
  return true;
}

/** What the rules make of a message that is about to leave. */
export interface Fate {
  readonly extraUs: number;
  readonly lost: boolean;
  readonly reset: boolean;
  readonly payload: Payload;
}

/** What the kernel cannot know of payloads. */
export interface Wire {
  /** Size on the wire, in bytes. */
  size?(payload: Payload): number;
  /** The answer `now`, as it would have been given when `earlier` was. */
  repeat?(now: Payload, earlier: Payload): Payload;
}

interface Draft {
  extraUs: number;
  lost: boolean;
  reset: boolean;
  payload: Payload;
}

const randomOf = <N>(world: World<N>, rule: Rule, sender: string, receiver: string): number =>
  draw(streamKey(world.seed, `${sender}>${receiver}`, rule.fault), rule.matched);

/** Asks every rule in the order in which they came, and counts what each has taken. */
export function fateOf<N>(wire: Wire, world: World<N>, from: string, to: string, payload: Payload): Fate {
  const fate: Draft = { extraUs: 0, lost: false, reset: false, payload };
  const { rules } = world.overlays;
  const after = rules.map((rule) => {
    const isServed = rule.what.kind === 'serve' && from === to && rule.to?.includes(to) === true;
    return isServed || concerns(rule, from, to, payload.type) ? applied(wire, world, rule, from, to, fate) : rule;
  });
  if (after.some((rule, n) => rule !== rules[n])) overlay(world, { rules: after.filter(({ left }) => left === undefined || left > 0) });
  return fate;
}

function applied<N>(wire: Wire, world: World<N>, rule: Rule, from: string, to: string, fate: Draft): Rule {
  const next = { ...rule, matched: rule.matched + 1, left: rule.left === undefined ? undefined : rule.left - 1 };
  switch (rule.what.kind) {
    case 'cut':
      fate.lost = true;
      return rule;
    case 'drop':
      if (!happens(randomOf(world, rule, from, to), rule.what.ppm)) return { ...next, left: rule.left };
      fate.lost = true;
      return next;
    case 'reset':
      fate.lost = true;
      fate.reset = true;
      return next;
    case 'delay':
      fate.extraUs += between(randomOf(world, rule, from, to), rule.what.minUs, rule.what.maxUs);
      return next;
    case 'serve':
      return queued(world, next, rule.what.serviceUs, fate);
    case 'throttle':
      return queued(world, next, Math.ceil(((wire.size?.(fate.payload) ?? 0) * 1_000_000) / rule.what.bytesPerSecond), fate);
    case 'repeat':
      fate.payload = wire.repeat?.(fate.payload, rule.what.payload) ?? fate.payload;
      return next;
    default:
      return rule;
  }
}

function queued<N>(world: World<N>, rule: Rule, takesUs: number, fate: Draft): Rule {
  const doneUs = Math.max(world.nowUs, rule.freeAtUs) + takesUs;
  fate.extraUs += doneUs - world.nowUs;
  return { ...rule, freeAtUs: doneUs };
}

/** A timer's delay where timers fire late. A timer never fires early. */
export function lateBy<N>(world: World<N>, node: string, timer: string, delayUs: number): number {
  let lateUs = 0;
  for (const rule of world.overlays.rules) {
    if (rule.what.kind !== 'late-timers' || rule.to?.includes(node) !== true) continue;
    const mostUs = Math.floor((delayUs * rule.what.ppm) / 1_000_000);
    lateUs += between(draw(streamKey(world.seed, node, timer), world.seq), 0, mostUs);
  }
  return lateUs;
}
