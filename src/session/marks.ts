/** Marks: the moments of a run that are worth a tick on the slider. */
import { asKafkaFact, type FactName, type KafkaFact, SIGNIFICANCE } from '#kafka/facts.ts';
import { type Chronicle, lostAt } from '#session/chronicle.ts';
import type { Mark } from '#session/timeline.ts';
import type { TraceEvent } from '#sim/trace.ts';

/** A dot for every acknowledged batch would be a line: beyond this they are left out. */
const MAX_ACKNOWLEDGED = 2_000;

const FAULTS: ReadonlySet<FactName> = new Set<FactName>(['ProcessKilled', 'ProcessPaused', 'ProcessStopping', 'NetworkDisconnected']);
const HEALS: ReadonlySet<FactName> = new Set<FactName>(['ProcessStarted', 'ProcessResumed', 'NetworkConnected']);

export interface Marks {
  readonly list: Mark[];
  acknowledged: number;
}

export const emptyMarks = (): Marks => ({ list: [], acknowledged: 0 });

/** What happened to whom, as a short id. */
function idOf(fact: KafkaFact): string {
  const subject = 'tp' in fact ? fact.tp : 'group' in fact ? fact.group : 'node' in fact ? fact.node : 'broker' in fact ? String(fact.broker) : '';
  return `${fact.fact}:${subject}`;
}

function kindOf(fact: KafkaFact, event: TraceEvent): Mark['kind'] | undefined {
  if (fact.fact === 'CommandRun' || fact.fact === 'CommandFailed') return 'command';
  if (FAULTS.has(fact.fact) || (HEALS.has(fact.fact) && event.kind === 'input')) return 'fault';
  if (fact.fact === 'LeaderElected' && fact.how === 'created') return undefined;
  if (fact.fact === 'RecordsAcknowledged') return 'acknowledged';
  if (isRebalance(fact)) return 'landmark';
  return SIGNIFICANCE[fact.fact] === 3 ? 'landmark' : undefined;
}

/** A member is given up, or a group is stable again: what a person waits for who watches a group. */
const isRebalance = (fact: KafkaFact): boolean =>
  (fact.fact === 'MemberLeft' && fact.reason !== 'left') || (fact.fact === 'GroupStateChanged' && fact.to === 'Stable' && fact.generation > 1);

/** Takes in the event that led to `cursor`, after the chronicle has. */
export function markEvent(marks: Marks, event: TraceEvent, cursor: number, chronicle: Chronicle): void {
  let mayLose = false;
  for (const each of event.facts) {
    const fact = asKafkaFact(each);
    const kind = kindOf(fact, event);
    mayLose ||= fact.fact === 'LeaderElected' || fact.fact === 'RecordsAppended';
    if (!kind || (kind === 'acknowledged' && ++marks.acknowledged > MAX_ACKNOWLEDGED)) continue;
    marks.list.push({ cursor, timeUs: event.timeUs, kind, id: fact.fact === 'CommandRun' || fact.fact === 'CommandFailed' ? fact.command : idOf(fact), fact });
  }
  if (!mayLose) return;
  for (const story of lostAt(chronicle, cursor)) marks.list.push({ cursor, timeUs: event.timeUs, kind: 'lost', id: story.id });
}

export function markMoment(marks: Marks, kind: 'beat' | 'question' | 'violation', id: string, cursor: number, timeUs: number): void {
  marks.list.push({ cursor, timeUs, kind, id });
}

export function marksUpTo({ list }: Marks, cursor: number): Marks {
  const kept = list.filter((mark) => mark.cursor <= cursor);
  return { list: kept, acknowledged: kept.filter(({ kind }) => kind === 'acknowledged').length };
}

/** Cursors of the beats, ascending: the lesson's own, or in a free run its landmarks and faults. */
export function beatCursors({ list }: Marks, authored: boolean): number[] {
  const cursors = list.filter(({ kind }) => (authored ? kind === 'beat' : kind === 'landmark' || kind === 'fault')).map(({ cursor }) => cursor);
  return [...new Set(cursors)].sort((a, b) => a - b);
}
