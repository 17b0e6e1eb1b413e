/** Strips: the steps of an election or of a change of the ISR, found in the trace around its decision, so that they cannot drift from the run. */
import type { KafkaFact } from '#kafka/facts.ts';
import { memoryOf } from '#session/memory.ts';
import type { Timeline } from '#session/timeline.ts';
import type { Told } from '#session/told.ts';
import { whyOf } from '#session/why.ts';

export const STRIP_STEPS = ['trouble', 'noticed', 'asked', 'decided', 'leads', 'truncates', 'retries', 'advances', 'answers'] as const;
export type StripStep = (typeof STRIP_STEPS)[number];

export interface Chip {
  readonly step: StripStep;
  readonly told: Told;
}

export interface Strip {
  readonly kind: 'election' | 'shrink' | 'expand';
  readonly tp: string;
  /** Ascending. */
  readonly chips: readonly Chip[];
}

/** A strip is on show this long after its last step. */
const LINGER_US = 1_500_000;
/** Trouble is noticed after a session's timeout or replica.lag.time.max.ms at most; a strip may have begun so long before its decision. */
const AHEAD_US = 60_000_000;
/** What follows a decision is looked for so long. */
const REACH_US = 5_000_000;

const kinds = new Map<KafkaFact['fact'], Strip['kind']>([
  ['LeaderElected', 'election'],
  ['IsrShrunk', 'shrink'],
  ['IsrExpanded', 'expand'],
]);

/** What a strip is about: an election or a change of the ISR, and where it stands in the memory of the run. */
interface Decision {
  readonly kind: Strip['kind'];
  readonly tp: string;
  readonly told: Told;
  readonly index: number;
}

interface Kept {
  /** How much of the memory has been looked through. */
  read: number;
  readonly decisions: Decision[];
  readonly strips: Map<Decision, { readonly end: number; readonly settled: boolean; readonly strip: Strip }>;
}

const kept = new WeakMap<Timeline, Kept>();

/** The decisions of a run so far, and the strips that were asked for. A decision is looked at once, however often the run grows. */
function keptOf(timeline: Timeline): Kept {
  let known = kept.get(timeline);
  if (known === undefined) {
    known = { read: 0, decisions: [], strips: new Map() };
    kept.set(timeline, known);
  }
  const { all } = memoryOf(timeline);
  for (; known.read < all.length; known.read++) {
    const decision = decisionOf(all, known.read);
    if (decision !== null) known.decisions.push(decision);
  }
  return known;
}

function decisionOf(all: readonly Told[], index: number): Decision | null {
  const told = all[index];
  const { fact } = told;
  const kind = kinds.get(fact.fact);
  if (kind === undefined || !('tp' in fact) || fact.tp.startsWith('__')) return null;
  if (fact.fact === 'LeaderElected' && (fact.how === 'created' || fact.how === 'kept')) return null;
  // A controller that shrinks an ISR elects a leader in the same breath: that is one story.
  if (kind === 'shrink' && sameBreath(all, index).some((one) => one.fact.fact === 'LeaderElected' && one.fact.tp === fact.tp)) return null;
  return { kind, tp: fact.tp, told, index };
}

/** Facts of the same event. */
function sameBreath(all: readonly Told[], index: number): readonly Told[] {
  const { cursor } = all[index];
  let from = index;
  let to = index + 1;
  while (from > 0 && all[from - 1].cursor === cursor) from--;
  while (to < all.length && all[to].cursor === cursor) to++;
  return all.slice(from, to);
}

/** A strip is whole once everything that may follow its decision has been computed. */
function stripOf(timeline: Timeline, { strips }: Kept, decision: Decision): Strip {
  const known = strips.get(decision);
  if (known !== undefined && (known.settled || known.end === timeline.end)) return known.strip;
  const { kind, tp, told, index } = decision;
  const strip = { kind, tp, chips: chipsOf(timeline, memoryOf(timeline).all, told, index, kind, tp) };
  strips.set(decision, { end: timeline.end, settled: timeline.complete || timeline.endUs > told.timeUs + REACH_US, strip });
  return strip;
}

/** The strip in the middle of which a cursor stands; the partition in focus comes first. Others are looked at from the newest on, until one is open. */
export function stripAt(timeline: Timeline, cursor: number, focus: string): Strip | null {
  const nowUs = timeline.timeAt(cursor);
  const known = keptOf(timeline);
  const near = known.decisions.filter(({ told }) => told.timeUs >= nowUs - REACH_US - LINGER_US && told.timeUs <= nowUs + AHEAD_US);
  const isOpen = (decision: Decision): boolean => {
    const { chips } = stripOf(timeline, known, decision);
    const last = chips[chips.length - 1].told;
    return chips[0].told.cursor <= cursor && (cursor <= last.cursor || nowUs <= last.timeUs + LINGER_US);
  };
  const mine = near.filter(({ tp }) => tp === focus);
  const found = mine.findLast((one) => one.kind === 'election' && isOpen(one)) ?? mine.findLast(isOpen) ?? near.findLast(isOpen);
  return found === undefined ? null : stripOf(timeline, known, found);
}

function chipsOf(timeline: Timeline, all: readonly Told[], decided: Told, index: number, kind: Strip['kind'], tp: string): Chip[] {
  const chips: Chip[] = [];
  const add = (step: StripStep, told: Told | undefined): void => {
    if (told !== undefined && !chips.some((one) => one.told === told)) chips.push({ step, told });
  };
  const why = whyOf(timeline, decided).filter((link) => !link.asked);
  const original = (name: KafkaFact['fact']): Told | undefined => why.findLast(({ fact }) => fact.fact === name);
  add(
    'trouble',
    why.find(({ fact }) => /^(Process|Network|Links|Power|Disk|Cpu|Container|Timers)/.test(fact.fact)),
  );
  add('noticed', original('BrokerFenced') ?? original('BrokerUnregistered') ?? original('ReplicaFellBehind'));
  add('asked', original('IsrChangeRequested'));
  add('decided', decided);
  for (const [step, told] of aftermath(all, decided, index, kind, tp)) add(step, told);
  return chips.sort((a, b) => a.told.cursor - b.told.cursor);
}

function aftermath(all: readonly Told[], decided: Told, index: number, kind: Strip['kind'], tp: string): readonly (readonly [StripStep, Told | undefined])[] {
  const from = index + 1;
  let until = from;
  const isNext = (one: Told): boolean => one.cursor > decided.cursor && one.fact.fact === 'LeaderElected' && one.fact.tp === tp;
  while (until < all.length && !isNext(all[until]) && all[until].timeUs <= decided.timeUs + REACH_US) until++;
  const after = all.slice(from, until);
  const next = (name: KafkaFact['fact'], test: (fact: never) => boolean = () => true): Told | undefined =>
    after.find(({ fact, cursor }) => cursor > decided.cursor && fact.fact === name && 'tp' in fact && fact.tp === tp && test(fact as never));
  if (kind !== 'election') return [['advances', next('HighWatermarkAdvanced', ({ role }: { role: string }) => role === 'leader')]];
  const leads = next('BecameLeader');
  return [
    ['leads', leads],
    ['truncates', next('LogTruncated')],
    ['retries', next('BatchSent')],
    ['answers', next('RecordsAcknowledged')],
  ];
}
