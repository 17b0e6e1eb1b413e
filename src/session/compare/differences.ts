/** What only one of two futures has: facts with a claim that the other never makes, whatever the moment, and acknowledged records that only it loses. */
import type { FactName, KafkaFact } from '#kafka/facts.ts';
import { claimsOf } from '#session/compare/claims.ts';
import { weightOf } from '#session/steps.ts';
import type { Mark, Timeline } from '#session/timeline.ts';
import { indexOf, type Told } from '#session/told.ts';

export const SIDES = ['a', 'b'] as const;
export type Side = (typeof SIDES)[number];

/** Gravest first. */
export const DIFFERENCE_KINDS = ['lost', 'cut', 'leader', 'isr', 'error', 'fault', 'command', 'group', 'other'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

export interface Difference {
  readonly side: Side;
  readonly kind: DifferenceKind;
  /** First cursor of its own future at which it has happened. */
  readonly cursor: number;
  readonly timeUs: number;
  /** Undefined for `lost`: then `id` is the record. */
  readonly fact: KafkaFact | undefined;
  readonly id: string;
}

const KINDS: Readonly<Partial<Record<FactName, DifferenceKind>>> = {
  CommandRun: 'command',
  CommandFailed: 'command',
  LeaderElected: 'leader',
  ControllerElected: 'leader',
  EnsembleLeaderElected: 'leader',
  BecameLeader: 'leader',
  IsrShrunk: 'isr',
  IsrExpanded: 'isr',
  BelowMinIsr: 'isr',
  ElrChanged: 'isr',
  LogTruncated: 'cut',
  LogTailLost: 'cut',
  MetadataLogTruncated: 'cut',
  SendFailed: 'error',
  SendRetried: 'error',
  ProduceRefused: 'error',
  CommitFailed: 'error',
  TransactionFailed: 'error',
  TransactionTimedOut: 'error',
  ControlRequestRefused: 'error',
  RegistrationRefused: 'error',
  ProcessKilled: 'fault',
  ProcessPaused: 'fault',
  ProcessStopping: 'fault',
  ProcessExited: 'fault',
  NetworkDisconnected: 'fault',
  LinksDisturbed: 'fault',
  ConnectionsReset: 'fault',
  ContainerRemoved: 'fault',
  PowerLost: 'fault',
  BrokerFenced: 'fault',
  SessionExpired: 'fault',
  LogDirFailed: 'fault',
  GroupStateChanged: 'group',
  MemberJoined: 'group',
  MemberLeft: 'group',
  PartitionsAssigned: 'group',
  PartitionsRevoked: 'group',
};

interface Claimed {
  readonly told: Told;
  readonly keys: readonly string[];
}

interface Claims {
  /** How often each claim was made so far. */
  readonly times: Map<string, number>;
  /** The claim, and its number when it is not the first of its words. */
  readonly made: Set<string>;
  readonly list: Claimed[];
}

const claims = indexOf<Claims>(
  () => ({ times: new Map(), made: new Set(), list: [] }),
  ({ times, made, list }, told) => {
    if (weightOf(told.fact) < 2) return;
    const keys = claimsOf(told.fact).map((claim) => {
      const time = (times.get(claim) ?? 0) + 1;
      times.set(claim, time);
      return time === 1 ? claim : `${claim} ×${time}`;
    });
    for (const key of keys) made.add(key);
    list.push({ told, keys });
  },
);

function only(own: Timeline, other: Timeline, side: Side): Difference[] {
  const { made } = claims.read(other);
  return claims
    .read(own)
    .list.filter(({ keys }) => keys.some((key) => !made.has(key)))
    .map(({ told: { cursor, timeUs, fact } }) => ({ side, kind: KINDS[fact.fact] ?? 'other', cursor, timeUs, fact, id: '' }));
}

const lossesOf = ({ marks }: Timeline): readonly Mark[] => marks.filter(({ kind }) => kind === 'lost');

function lostOnly(own: Timeline, other: Timeline, side: Side): Difference[] {
  const also = new Set(lossesOf(other).map(({ id }) => id));
  return lossesOf(own)
    .filter(({ id }) => !also.has(id))
    .map(({ id, cursor, timeUs }) => ({ side, kind: 'lost', cursor, timeUs, fact: undefined, id }));
}

const gravity = (kind: DifferenceKind): number => DIFFERENCE_KINDS.indexOf(kind);

/** By time, then gravest first, then A before B. Nothing while one of the two is not computed to its end: what is missing would look like a difference. */
export function differencesOf(a: Timeline, b: Timeline): readonly Difference[] {
  if (!a.complete || !b.complete) return [];
  const all = [...only(a, b, 'a'), ...lostOnly(a, b, 'a'), ...only(b, a, 'b'), ...lostOnly(b, a, 'b')];
  const order = new Map(all.map((one, i) => [one, i]));
  return all.sort((x, y) => x.timeUs - y.timeUs || gravity(x.kind) - gravity(y.kind) || (order.get(x) as number) - (order.get(y) as number));
}
