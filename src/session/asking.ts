/** What can be asked "why?" of a thing: its notable moments up to now, the loss or doubling of a record, the lag of a group. */
import { type FactName, type KafkaFact, SIGNIFICANCE } from '#kafka/facts.ts';
import { mayBeAsked } from '#session/asked.ts';
import { askOf, type Memory, memoryOf } from '#session/memory.ts';
import type { Timeline } from '#session/timeline.ts';
import type { Told } from '#session/told.ts';

/** A thing that facts are about, in the shapes that views select it by. */
export type Thing =
  | { readonly kind: 'broker'; readonly id: number }
  | { readonly kind: 'controller' | 'producer' | 'consumer' | 'tool' | 'service'; readonly node: string }
  | { readonly kind: 'partition'; readonly tp: string }
  | { readonly kind: 'replica'; readonly tp: string; readonly broker: number }
  | { readonly kind: 'record'; readonly id: string }
  | { readonly kind: 'group'; readonly group: string };

export interface Question {
  readonly kind: 'fact' | 'lost' | 'duplicate' | 'lag';
  /** The facts whose causes answer it; the last one is its moment. */
  readonly asked: readonly Told[];
  /** Records behind, for lag. */
  readonly count: number;
}

const hasBroker = (fact: KafkaFact, id: number): boolean =>
  ('broker' in fact && fact.broker === id) ||
  ('node' in fact && fact.node === `kafka${id}`) ||
  (fact.fact === 'LeaderElected' && (fact.leader === id || fact.previousLeader === id)) ||
  (fact.fact === 'IsrShrunk' && fact.removed.includes(id)) ||
  (fact.fact === 'IsrExpanded' && fact.added.includes(id));

export function touches(fact: KafkaFact, thing: Thing): boolean {
  switch (thing.kind) {
    case 'broker':
      return hasBroker(fact, thing.id);
    case 'partition':
      return 'tp' in fact && fact.tp === thing.tp;
    case 'replica':
      return 'tp' in fact && fact.tp === thing.tp && hasBroker(fact, thing.broker);
    case 'record':
      return ('id' in fact && fact.id === thing.id) || ('ids' in fact && fact.ids.includes(thing.id));
    case 'group':
      return 'group' in fact && fact.group === thing.group;
    default:
      return 'node' in fact && fact.node === thing.node;
  }
}

/** The next or the previous moment at which something happened to a thing; undefined when there is none. */
export function momentOf(timeline: Timeline, thing: Thing, cursor: number, direction: 1 | -1): Told | undefined {
  const { all } = memoryOf(timeline);
  const least = thing.kind === 'record' ? 1 : 2;
  const passes = (told: Told): boolean =>
    (direction > 0 ? told.cursor > cursor : told.cursor < cursor) && SIGNIFICANCE[told.fact.fact] >= least && touches(told.fact, thing);
  return direction > 0 ? all.find(passes) : all.findLast(passes);
}

const MOST = 4;

/** Questions about a thing at a cursor: what is gravest first, then what is latest; of one kind of fact only the latest. */
export function questionsAbout(timeline: Timeline, thing: Thing, cursor: number): readonly Question[] {
  const memory = memoryOf(timeline);
  const special =
    thing.kind === 'record' ? aboutRecord(timeline, memory, thing.id, cursor) : thing.kind === 'group' ? aboutLag(timeline, memory, thing.group, cursor) : [];
  const latest = new Map<FactName, Told>();
  for (const told of memory.all) {
    if (told.cursor > cursor) break;
    if (mayBeAsked(told.fact) && touches(told.fact, thing)) latest.set(told.fact.fact, told);
  }
  const weight = ({ fact }: Told): number => SIGNIFICANCE[fact.fact];
  const facts = [...latest.values()].sort((a, b) => weight(b) - weight(a) || b.cursor - a.cursor);
  return [...special, ...facts.map((told): Question => ({ kind: 'fact', asked: [told], count: 0 }))].slice(0, MOST);
}

function aboutRecord(timeline: Timeline, { all, byName }: Memory, id: string, cursor: number): Question[] {
  const entry = timeline.ledgerAt(cursor).entries.find((one) => one.id === id);
  const questions: Question[] = [];
  if (entry?.lostAt !== undefined) {
    const acknowledged = byName.get('RecordsAcknowledged')?.find(({ fact }) => touches(fact, { kind: 'record', id }));
    const { lostAt } = entry;
    const lost = all.findLast(
      ({ fact, timeUs }) =>
        timeUs <= lostAt &&
        ((fact.fact === 'LeaderElected' && fact.tp === entry.tp) || ((fact.fact === 'LogTruncated' || fact.fact === 'LogTailLost') && fact.ids.includes(id))),
    );
    const asked = [acknowledged, lost].filter((one) => one !== undefined && one.cursor <= cursor) as Told[];
    if (asked.length > 0) questions.push({ kind: 'lost', asked, count: 1 });
  }
  if (entry !== undefined && entry.offsets.length > 1) {
    const stored = (byName.get('RecordsAppended') ?? []).filter(
      ({ fact, cursor: at }) => at <= cursor && fact.fact === 'RecordsAppended' && fact.role === 'leader' && fact.ids.includes(id),
    );
    if (stored.length > 1) questions.push({ kind: 'duplicate', asked: stored.slice(-1), count: entry.offsets.length });
  }
  return questions;
}

const STALLS: readonly FactName[] = ['MemberLeft', 'PartitionsRevoked', 'GroupStateChanged', 'CommitFailed'];

/** The moment of the largest lag so far, and whatever stopped the group before it. */
function aboutLag(timeline: Timeline, memory: Memory, group: string, cursor: number): Question[] {
  let peak = { lagRecords: 0, cursor: 0, tp: '' };
  for (const series of timeline.lag) {
    if (series.group !== group) continue;
    for (const point of series.points)
      if (point.cursor <= cursor && point.lagRecords > peak.lagRecords) peak = { lagRecords: point.lagRecords, cursor: point.cursor, tp: series.tp };
  }
  if (peak.lagRecords < 2) return [];
  const risen = memory.all.findLast(
    ({ fact, cursor: at }) => at <= peak.cursor && 'tp' in fact && fact.tp === peak.tp && fact.fact === 'HighWatermarkAdvanced',
  );
  if (risen === undefined) return [];
  const ask = askOf(timeline, memory, risen);
  const polled = ask.last('RecordsPolled', (fact) => fact.group === group && fact.tp === peak.tp);
  const nodes = timeline.frameAt(peak.cursor).consumers.filter((one) => one.group === group);
  const trouble = ask.latest(...nodes.map(({ node }) => ask.trouble(node)));
  const stall = memory.all.find(
    (told) =>
      told.cursor > (polled?.cursor ?? 0) && told.cursor <= peak.cursor && STALLS.includes(told.fact.fact) && touches(told.fact, { kind: 'group', group }),
  );
  const asked = [polled, trouble, trouble === undefined ? stall : undefined, risen].filter((one) => one !== undefined);
  return [{ kind: 'lag', asked, count: peak.lagRecords }];
}
