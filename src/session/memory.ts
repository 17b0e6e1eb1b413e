/** The memory of a run: every fact of significance, by name and by position, to be asked from where one of them stands. */
import { type FactName, type FactOf, SIGNIFICANCE } from '#kafka/facts.ts';
import type { Timeline } from '#session/timeline.ts';
import { indexOf, type Told } from '#session/told.ts';

export interface Memory {
  /** In the order in which they happened. */
  readonly all: Told[];
  readonly byName: Map<FactName, Told[]>;
}

const memories = indexOf<Memory>(
  () => ({ all: [], byName: new Map() }),
  ({ all, byName }, told) => {
    if (SIGNIFICANCE[told.fact.fact] === 0) return;
    all.push(told);
    const same = byName.get(told.fact.fact);
    if (same === undefined) byName.set(told.fact.fact, [told]);
    else same.push(told);
  },
);

/** Everything told so far; the same object as the run grows. */
export const memoryOf = (timeline: Timeline): Memory => memories.read(timeline);

type Test<N extends FactName> = (fact: FactOf<N>) => boolean;

/** What can be asked of the past of a fact. An answer never is the fact itself, and never lies after its event. */
export interface Ask {
  last<N extends FactName>(name: N, test?: Test<N>): Told | undefined;
  first<N extends FactName>(name: N, test?: Test<N>): Told | undefined;
  /** The later one. */
  latest(...found: readonly (Told | undefined)[]): Told | undefined;
  /** What is wrong with a process: the last fault, unless it was mended so long ago that it explains nothing any more. */
  trouble(node: string): Told | undefined;
  healing(node: string): Told | undefined;
  /** A fact of the event whose message or timer this is. */
  edge<N extends FactName>(name: N, test: Test<N>): Told | undefined;
  /** The nearest meaningful fact along the trace's edges, or the command that began it. */
  traced(): Told | undefined;
  /** Who led, before this happened. */
  leaderOf(tp: string): number;
}

const TROUBLES: readonly FactName[] = [
  'ProcessKilled',
  'ProcessStopping',
  'ProcessExited',
  'ProcessPaused',
  'NetworkDisconnected',
  'LinksDisturbed',
  'PowerLost',
  'ContainerRemoved',
  'CpuSlowed',
  'TimersLate',
  'MetadataFrozen',
  'DiskSlowed',
  'DiskFilled',
  'DiskWiped',
  'LogDirFailed',
];
const HEALINGS: readonly FactName[] = ['ProcessStarted', 'ProcessResumed', 'NetworkConnected', 'FaultsHealed', 'DiskHealed'];

/** A fact of the process itself, of its broker, or of links that touch it. */
function concerns(told: Told, node: string): boolean {
  const { fact } = told;
  const is = (name: string): boolean => name === node || (node === 'controller' && name.startsWith('controller'));
  if (fact.fact === 'FaultsHealed') return true;
  if (fact.fact === 'LinksDisturbed') return [fact.from, fact.to].some((names) => names === '*' || names === 'all' || names.split(/[\s,]+/).some(is));
  if ('node' in fact) return is(fact.node);
  return 'broker' in fact && is(`kafka${fact.broker}`);
}

/** Position of the last fact that lies in this event or before it. */
function upTo(list: readonly Told[], cursor: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].cursor <= cursor) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** A lag that a fault left behind shows up long after it was mended: replica.lag.time.max.ms is half a minute. */
const MENDED_US = 60_000_000;

/** How far the trace is followed back: a longer way without any meaning explains nothing. */
const HOPS = 400;

export function askOf(timeline: Timeline, memory: Memory, from: Told): Ask {
  const named = (name: FactName): readonly Told[] => memory.byName.get(name) ?? [];
  const last: Ask['last'] = (name, test = () => true) => {
    const list = named(name);
    for (let at = upTo(list, from.cursor); at >= 0; at--) if (list[at] !== from && test(list[at].fact as never)) return list[at];
    return undefined;
  };
  const latest: Ask['latest'] = (...found) =>
    found.reduce((best, one) => (one !== undefined && (best === undefined || one.cursor > best.cursor) ? one : best), undefined);
  const lastOf = (names: readonly FactName[], node: string): Told | undefined =>
    latest(...names.map((name) => last(name, (fact) => concerns({ cursor: 0, timeUs: 0, fact } as Told, node))));
  const eventFacts = (event: number): readonly Told[] => {
    const found: Told[] = [];
    for (let at = upTo(memory.all, event + 1); at >= 0 && memory.all[at].cursor === event + 1; at--) found.unshift(memory.all[at]);
    return found;
  };
  return {
    last,
    first(name, test = () => true) {
      return named(name).find((told) => told !== from && told.cursor <= from.cursor && test(told.fact as never));
    },
    latest,
    trouble(node) {
      const trouble = lastOf(TROUBLES, node);
      const healing = lastOf(HEALINGS, node);
      const isOver = trouble !== undefined && healing !== undefined && healing.cursor > trouble.cursor && from.timeUs > healing.timeUs + MENDED_US;
      return isOver ? undefined : trouble;
    },
    healing: (node) => lastOf(HEALINGS, node),
    edge(name, test) {
      const { cause } = timeline.eventAt(from.cursor - 1);
      return cause < 0 ? undefined : eventFacts(cause).find(({ fact }) => fact.fact === name && test(fact as never));
    },
    traced() {
      const own = eventFacts(from.cursor - 1).find((told) => told !== from && told.fact.fact === 'CommandRun');
      if (own !== undefined) return own;
      let at = timeline.eventAt(from.cursor - 1).cause;
      for (let hop = 0; at >= 0 && hop < HOPS; hop++) {
        const event = timeline.eventAt(at);
        const told = eventFacts(at).find(({ fact }) => fact.fact === 'CommandRun' || (SIGNIFICANCE[fact.fact] >= 2 && fact.fact !== 'RecordsAppended'));
        if (told !== undefined) return told;
        // An input from outside has no cause but the hand that gave it.
        if (event.kind === 'input') return undefined;
        at = event.cause;
      }
      return undefined;
    },
    leaderOf: (tp) => timeline.frameAt(Math.max(0, from.cursor - 1)).partitions.find((one) => one.tp === tp)?.leader ?? -1,
  };
}
