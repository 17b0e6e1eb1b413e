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
/** What follows a decision is looked for so long. */
const REACH_US = 5_000_000;

const kinds = new Map<KafkaFact['fact'], Strip['kind']>([
  ['LeaderElected', 'election'],
  ['IsrShrunk', 'shrink'],
  ['IsrExpanded', 'expand'],
]);

const kept = new WeakMap<Timeline, { readonly end: number; readonly strips: readonly Strip[] }>();

/** All strips of a run, computed again only when it has grown. */
function stripsOf(timeline: Timeline): readonly Strip[] {
  const known = kept.get(timeline);
  if (known?.end === timeline.end) return known.strips;
  const { all } = memoryOf(timeline);
  const strips: Strip[] = [];
  for (const told of all) {
    const kind = kinds.get(told.fact.fact);
    if (kind === undefined || !('tp' in told.fact) || told.fact.tp.startsWith('__')) continue;
    if (told.fact.fact === 'LeaderElected' && (told.fact.how === 'created' || told.fact.how === 'kept')) continue;
    // A controller that shrinks an ISR elects a leader in the same breath: that is one story.
    if (
      kind === 'shrink' &&
      all.some((one) => one.cursor === told.cursor && one.fact.fact === 'LeaderElected' && 'tp' in one.fact && one.fact.tp === (told.fact as { tp: string }).tp)
    )
      continue;
    strips.push({ kind, tp: told.fact.tp, chips: chipsOf(timeline, all, told, kind, told.fact.tp) });
  }
  kept.set(timeline, { end: timeline.end, strips });
  return strips;
}

/** The strip in the middle of which a cursor stands; the partition in focus comes first. */
export function stripAt(timeline: Timeline, cursor: number, focus: string): Strip | null {
  const nowUs = timeline.timeAt(cursor);
  const open = stripsOf(timeline).filter(({ chips }) => {
    const last = chips[chips.length - 1].told;
    return chips[0].told.cursor <= cursor && (cursor <= last.cursor || nowUs <= last.timeUs + LINGER_US);
  });
  return open.findLast(({ tp, kind }) => tp === focus && kind === 'election') ?? open.findLast(({ tp }) => tp === focus) ?? open.at(-1) ?? null;
}

function chipsOf(timeline: Timeline, all: readonly Told[], decided: Told, kind: Strip['kind'], tp: string): Chip[] {
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
  for (const [step, told] of aftermath(all, decided, kind, tp)) add(step, told);
  return chips.sort((a, b) => a.told.cursor - b.told.cursor);
}

function aftermath(all: readonly Told[], decided: Told, kind: Strip['kind'], tp: string): readonly (readonly [StripStep, Told | undefined])[] {
  const from = all.indexOf(decided) + 1;
  const until = all.findIndex(
    (one, at) =>
      at >= from && one.cursor > decided.cursor && ((one.fact.fact === 'LeaderElected' && one.fact.tp === tp) || one.timeUs > decided.timeUs + REACH_US),
  );
  const after = all.slice(from, until < 0 ? undefined : until);
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
