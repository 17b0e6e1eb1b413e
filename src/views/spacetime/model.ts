/** What the space-time diagram says: whose lifelines there are and how they fared, which messages went between them, and what happened on them. */
import { asKafkaFact, type FactName } from '#kafka/facts.ts';
import type { Frame } from '#kafka/frame.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { type GlyphName, glyphOfService } from '../marks/glyphs.tsx';
import { sifted } from '../marks/sift.ts';
import { news, weightOf } from '../marks/things.ts';
import type { Stretch } from './window.ts';

export type Condition = 'down' | 'paused' | 'cut';

export type LifeClass = 'client' | 'broker' | 'controller';

export interface Life {
  readonly node: string;
  readonly kind: LifeClass;
  readonly glyph: GlyphName;
  /** When it was not well; `toUs` undefined: it still is not. */
  readonly spells: readonly { readonly fromUs: number; readonly toUs: number | undefined; readonly condition: Condition }[];
}

export interface Message {
  readonly step: number;
  readonly from: string;
  readonly to: string;
  readonly name: string;
  readonly sentUs: number;
  readonly arrivesUs: number;
  readonly fate: 'arrived' | 'lost' | 'held';
  readonly weight: number;
}

export interface Moment {
  readonly step: number;
  readonly node: string;
  readonly timeUs: number;
  readonly weight: number;
  /** What was done to the node from outside. */
  readonly fault: GlyphName | null;
  /** Most telling fact. */
  readonly fact: FactName | null;
}

const FAULTS: { readonly [N in FactName]?: GlyphName } = {
  ProcessKilled: 'power',
  ProcessStopping: 'power',
  ProcessStarted: 'check',
  ProcessPaused: 'pause',
  ProcessResumed: 'check',
  NetworkDisconnected: 'unplugged',
  NetworkConnected: 'check',
};

const BEGINS: { readonly [N in FactName]?: Condition } = { ProcessKilled: 'down', ProcessExited: 'down', ProcessPaused: 'paused', NetworkDisconnected: 'cut' };
const ENDS: { readonly [N in FactName]?: Condition } = { ProcessStarted: 'down', ProcessResumed: 'paused', NetworkConnected: 'cut' };

/** Clients and what stands beside Kafka above, then the brokers, then whoever decides. */
export function livesOf(frame: Frame, events: readonly TraceEvent[], length: number): Life[] {
  const spells = spellsOf(events, length);
  const life =
    (kind: LifeClass, glyph: GlyphName) =>
    ({ node }: { readonly node: string }): Life => ({ node, kind, glyph, spells: spells.get(node) ?? [] });
  return [
    ...frame.producers.map(life('client', 'producer')),
    ...frame.consumers.map(life('client', 'consumer')),
    ...(frame.services ?? []).map((one) => life('client', glyphOfService(one.service))(one)),
    ...frame.tools.filter((tool) => tool.exitCode === undefined).map(life('client', 'tool')),
    ...frame.brokers.map(life('broker', 'broker')),
    ...frame.controllers.map(life('controller', 'controller')),
  ];
}

/** Nodes to which something happened in a stretch, or that were not well in it. */
export function tellingIn(lives: readonly Life[], events: readonly TraceEvent[], length: number, { fromUs, toUs }: Stretch): ReadonlySet<string> {
  const telling = new Set<string>();
  for (const { node, spells } of lives) if (spells.some((spell) => spell.fromUs <= toUs && (spell.toUs ?? toUs) >= fromUs)) telling.add(node);
  for (let at = firstAt(events, length, fromUs); at < length && events[at].timeUs <= toUs; at++) {
    const { node, from, outcome } = events[at];
    if (weightOf(events[at]) === 0 && outcome !== 'lost' && outcome !== 'refused') continue;
    telling.add(node);
    if (from !== undefined) telling.add(from);
  }
  return telling;
}

type Spell = { fromUs: number; toUs: number | undefined; condition: Condition };

const tellsOfSpells = ({ facts }: TraceEvent): boolean => facts.some(({ fact }) => fact in BEGINS || fact in ENDS);

function spellsOf(events: readonly TraceEvent[], length: number): Map<string, Spell[]> {
  const spells = new Map<string, Spell[]>();
  for (const event of sifted(events, length, tellsOfSpells)) {
    for (const one of event.facts) {
      const fact = asKafkaFact(one);
      const [begins, ends] = [BEGINS[fact.fact], ENDS[fact.fact]];
      if ((begins === undefined && ends === undefined) || !('node' in fact)) continue;
      const known = spells.get(fact.node) ?? [];
      spells.set(fact.node, known);
      const open = known.find((spell) => spell.toUs === undefined && spell.condition === (begins ?? ends));
      if (begins !== undefined && open === undefined) known.push({ fromUs: event.timeUs, toUs: undefined, condition: begins });
      if (ends !== undefined && open !== undefined) open.toUs = event.timeUs;
    }
  }
  return spells;
}

const FATES = { handled: 'arrived', ignored: 'arrived', held: 'held', lost: 'lost', refused: 'lost' } as const;

/** First event at or after a time. */
function firstAt(events: readonly TraceEvent[], length: number, timeUs: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle].timeUs < timeUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A message that is longer on its way than this is not looked for beyond the right edge. */
const LONGEST_US = 2_000_000;

export function messagesIn(events: readonly TraceEvent[], length: number, { fromUs, toUs }: Stretch, nodes: ReadonlySet<string>): Message[] {
  const messages: Message[] = [];
  for (let at = firstAt(events, length, fromUs); at < length && events[at].timeUs <= toUs + LONGEST_US; at++) {
    const event = events[at];
    if (event.kind !== 'message' || event.from === undefined || event.from === event.node || (event.sentUs ?? 0) > toUs) continue;
    if (!nodes.has(event.from) || !nodes.has(event.node)) continue;
    messages.push({
      step: at,
      from: event.from,
      to: event.node,
      name: event.name,
      sentUs: event.sentUs ?? event.timeUs,
      arrivesUs: event.timeUs,
      fate: FATES[event.outcome],
      weight: weightOf(event),
    });
  }
  return messages;
}

/** A picture holds so many moments and messages; beyond it those that changed nothing are left out, then those farthest from the playhead. */
const MOST = 160;

type Mark = Pick<Moment, 'step' | 'weight'>;

export function most<T extends Mark>(marks: readonly T[], here: number, isKept: (mark: T) => boolean): readonly T[] {
  if (marks.length <= MOST) return marks;
  const far = ({ step }: Mark): number => Math.abs(step - here);
  const first = [...marks].sort((a, b) => Number(isKept(b)) - Number(isKept(a)) || Math.min(b.weight, 1) - Math.min(a.weight, 1) || far(a) - far(b));
  return first.slice(0, MOST).sort((a, b) => a.step - b.step);
}

export function momentsIn(events: readonly TraceEvent[], length: number, { fromUs, toUs }: Stretch, nodes: ReadonlySet<string>): Moment[] {
  const moments: Moment[] = [];
  for (let at = firstAt(events, length, fromUs); at < length && events[at].timeUs <= toUs; at++) {
    const event = events[at];
    if (event.node === '') moments.push(...faultsOf(event, at, nodes));
    else if (nodes.has(event.node) && weightOf(event) > 0)
      moments.push({ step: at, node: event.node, timeUs: event.timeUs, weight: weightOf(event), fault: null, fact: news(event)?.fact ?? null });
  }
  return moments;
}

/** What a command did, on the lifeline of the process that it was done to. */
function faultsOf(event: TraceEvent, step: number, nodes: ReadonlySet<string>): Moment[] {
  return event.facts.map(asKafkaFact).flatMap((fact) => {
    const fault = FAULTS[fact.fact];
    if (fault === undefined || !('node' in fact) || !nodes.has(fact.node)) return [];
    return [{ step, node: fact.node, timeUs: event.timeUs, weight: weightOf(event), fault, fact: fact.fact }];
  });
}

export const momentFact = ({ step, node, fact }: Moment): string => `event ${step} ${node} ${fact ?? ''}`;
