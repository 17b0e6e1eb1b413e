/** When nobody read a partition, and when a group rebalanced: read from the facts of the run. Pure. */
import { asKafkaFact, type KafkaFact } from '#kafka/facts.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { sifted } from '../marks/sift.ts';

export interface Span {
  readonly fromUs: number;
  /** undefined: it lasts. */
  readonly toUs: number | undefined;
}

export interface Pause extends Span {
  readonly tp: string;
  /** The owner gave it back, or it is gone and nobody has noticed yet. */
  readonly why: 'revoked' | 'gone';
}

export interface Rebalance extends Span {
  readonly state: string;
}

export interface GroupTimes {
  readonly rebalances: readonly Rebalance[];
  readonly pauses: readonly Pause[];
}

type Open<T extends Span> = { -readonly [K in keyof T]: T[K] };

interface Reading {
  readonly owners: Map<string, string>;
  readonly rebalances: Open<Rebalance>[];
  readonly pauses: Open<Pause>[];
}

const CALM = new Set(['Empty', 'Stable', 'Dead']);
const LEAVES = new Set<KafkaFact['fact']>(['ProcessKilled', 'ProcessPaused', 'NetworkDisconnected']);
const RETURNS = new Set<KafkaFact['fact']>(['ProcessResumed', 'NetworkConnected']);

const TELLS = new Set<string>(['GroupStateChanged', 'PartitionsAssigned', 'PartitionsRevoked', ...LEAVES, ...RETURNS]);
const tellsOfGroups = ({ facts }: TraceEvent): boolean => facts.some(({ fact }) => TELLS.has(fact));

export function timesOf(events: readonly TraceEvent[], length: number, group: string): GroupTimes {
  const reading: Reading = { owners: new Map(), rebalances: [], pauses: [] };
  for (const event of sifted(events, length, tellsOfGroups)) for (const fact of event.facts) read(reading, asKafkaFact(fact), event.timeUs, group);
  return reading;
}

function read(reading: Reading, fact: KafkaFact, timeUs: number, group: string): void {
  if (fact.fact === 'GroupStateChanged' && fact.group === group) return turned(reading, fact.to, timeUs);
  if (fact.fact === 'PartitionsAssigned' && fact.group === group) return assigned(reading, fact.node, fact.partitions, timeUs);
  if (fact.fact === 'PartitionsRevoked' && fact.group === group) {
    for (const tp of fact.partitions) if (reading.owners.get(tp) === fact.node) stops(reading, tp, 'revoked', timeUs);
    return;
  }
  if (!('node' in fact)) return;
  const owned = [...reading.owners].filter(([, node]) => node === fact.node).map(([tp]) => tp);
  if (LEAVES.has(fact.fact)) for (const tp of owned) stops(reading, tp, 'gone', timeUs);
  // Whoever comes back in time reads on.
  if (RETURNS.has(fact.fact)) for (const tp of owned) ends(reading, tp, timeUs);
}

function turned({ rebalances }: Reading, to: string, timeUs: number): void {
  const open = rebalances.find((one) => one.toUs === undefined);
  if (open !== undefined) open.toUs = timeUs;
  if (!CALM.has(to)) rebalances.push({ fromUs: timeUs, toUs: undefined, state: to });
}

function assigned(reading: Reading, node: string, partitions: readonly string[], timeUs: number): void {
  for (const tp of partitions) {
    reading.owners.set(tp, node);
    ends(reading, tp, timeUs);
  }
}

function stops({ pauses }: Reading, tp: string, why: Pause['why'], timeUs: number): void {
  if (!pauses.some((one) => one.tp === tp && one.toUs === undefined)) pauses.push({ tp, why, fromUs: timeUs, toUs: undefined });
}

function ends({ pauses }: Reading, tp: string, timeUs: number): void {
  const open = pauses.find((one) => one.tp === tp && one.toUs === undefined);
  if (open !== undefined) open.toUs = timeUs;
}
