/** Which notes a step sounds: a pure function of its facts and of the frame that it led to. Every note says what "What changed" says in words, and nothing else. */
import { inside } from '#app/narrate.ts';
import type { FactName, KafkaFact } from '#kafka/facts.ts';
import type { Frame, GroupFrame } from '#kafka/frame.ts';

/** What may be heard, as the legend lists it: first what is heard most. */
export const SIGNS = ['append', 'commit', 'elected', 'leaderless', 'isrGrew', 'isrShrank', 'rebalance', 'stable', 'refused', 'lost', 'lag', 'back'] as const;
export type Sign = (typeof SIGNS)[number];

export interface Tone {
  readonly sign: Sign;
  /** Steps of the major pentatonic scale above middle C: whatever sounds together is in tune. */
  readonly degree: number;
  /** After the step. */
  readonly atMs: number;
  /** 0 to 1, before the person's volume. */
  readonly level: number;
}

/** A step as it is heard. */
export interface Step {
  readonly facts: readonly KafkaFact[];
  readonly after: Frame;
  /** A record that had been acknowledged was lost in it, as the session's ledger says. */
  readonly isLoss: boolean;
}

export interface Wanted {
  readonly events: boolean;
  readonly lag: boolean;
  /** Whose lag; null: the first group that has any. */
  readonly group: string | null;
}

/** More at once is a noise, and nobody tells the signs apart. */
export const TONES_MOST = 3;
const GAP_MS = 110;
const LEVEL: Readonly<Record<Sign, number>> = {
  append: 0.7,
  commit: 0.8,
  elected: 0.8,
  leaderless: 0.8,
  isrGrew: 0.7,
  isrShrank: 0.7,
  rebalance: 0.7,
  stable: 0.7,
  refused: 0.8,
  lost: 0.9,
  lag: 0.6,
  back: 0.35,
};

/** Up is gain, down is loss: a fifth for a leader, a third for the ISR, a call and its answer for a group. */
const MELODY: Readonly<Record<Sign, readonly number[]>> = {
  append: [5],
  commit: [10],
  elected: [3, 6],
  leaderless: [6, 3],
  isrGrew: [5, 7],
  isrShrank: [7, 5],
  rebalance: [4, 4],
  stable: [4, 6],
  refused: [-3],
  lost: [-1, -4],
  lag: [0],
  back: [3],
};

/** The most telling first. */
const ORDER: readonly Sign[] = ['lost', 'refused', 'leaderless', 'elected', 'isrShrank', 'isrGrew', 'rebalance', 'stable', 'commit', 'append'];

const REFUSALS: ReadonlySet<FactName> = new Set<FactName>([
  'CommandFailed',
  'ProduceRefused',
  'SendRetried',
  'SendFailed',
  'CommitFailed',
  'CallThrew',
  'TransactionFailed',
  'TransactionTimedOut',
  'ControlRequestRefused',
  'RegistrationRefused',
  'StateChangeFailed',
  'SharePartitionFailed',
  'AcknowledgementRefused',
  'AcknowledgementFailed',
  'LogDirFailed',
]);

function signOf(fact: KafkaFact): Sign | null {
  if (REFUSALS.has(fact.fact)) return 'refused';
  if (inside(fact)) return null;
  switch (fact.fact) {
    case 'RecordsAppended':
      return 'append';
    case 'HighWatermarkAdvanced':
      return fact.role === 'leader' ? 'commit' : null;
    case 'LeaderElected':
      return fact.leader < 0 ? 'leaderless' : fact.how === 'created' || fact.how === 'kept' ? null : 'elected';
    case 'IsrShrunk':
      return 'isrShrank';
    case 'IsrExpanded':
      return 'isrGrew';
    case 'GroupStateChanged':
      return groupSign(fact);
    case 'MessagesLost':
      return 'lost';
    default:
      return null;
  }
}

/** PreparingRebalance is the classic protocol's word; a consumer group (KIP-848) says Assigning, then Reconciling. */
function groupSign({ from, to }: Extract<KafkaFact, { fact: 'GroupStateChanged' }>): Sign | null {
  if (to === 'Stable') return 'stable';
  return to === 'PreparingRebalance' || to === 'Assigning' || (to === 'Reconciling' && from !== 'Assigning') ? 'rebalance' : null;
}

/** How many replicas have the newest of the records that were appended. */
function holders({ facts, after }: Step): number {
  let most = 1;
  for (const fact of facts) {
    if (fact.fact !== 'RecordsAppended' || inside(fact)) continue;
    const logs = after.partitions.find(({ tp }) => tp === fact.tp)?.logs ?? [];
    most = Math.max(most, logs.filter(({ logEndOffset }) => logEndOffset > fact.lastOffset).length);
  }
  return most;
}

const REPLICAS_MOST = 5;
const melodyOf = (sign: Sign, step: Step): readonly number[] =>
  sign === 'append' ? [MELODY.append[0] + Math.min(REPLICAS_MOST, holders(step)) - 1] : MELODY[sign];

function lagOf({ offsets, share }: GroupFrame): number | undefined {
  const known = [...offsets, ...(share ?? [])].flatMap(({ lagRecords }) => (lagRecords === undefined ? [] : [lagRecords]));
  return known.length === 0 ? undefined : known.reduce((sum, one) => sum + one, 0);
}

const LAG_MOST = 16;
/** One step of the scale up for each doubling: 0, 1, 3, 7, 15 … records behind; from 65,535 on it rises no more. */
export const lagDegree = (lagRecords: number): number => Math.min(LAG_MOST, Math.round(Math.log2(1 + lagRecords)));

/** The lag of a group after a step; undefined where there is none. */
export function lagHeard({ groups }: Frame, group: string | null): number | undefined {
  const own = groups.find((one) => one.group === group);
  if (own !== undefined) return lagOf(own);
  return groups.map(lagOf).find((lag) => lag !== undefined);
}

/** One after the other, and never louder for being more. */
function sounded(melody: readonly { readonly sign: Sign; readonly degree: number }[]): Tone[] {
  return melody.map(({ sign, degree }, at) => ({ sign, degree, atMs: at * GAP_MS, level: LEVEL[sign] / melody.length }));
}

export function notesOf(step: Step, { events, lag, group }: Wanted): readonly Tone[] {
  const behind = lag ? lagHeard(step.after, group) : undefined;
  const room = behind === undefined ? TONES_MOST : TONES_MOST - 1;
  const said = new Set<Sign | null>(events ? step.facts.map(signOf) : []);
  if (events && step.isLoss) said.add('lost');
  const melody: { readonly sign: Sign; readonly degree: number }[] = [];
  for (const sign of ORDER) {
    if (!said.has(sign)) continue;
    const degrees = melodyOf(sign, step);
    // Half a motif would be another sign.
    if (melody.length + degrees.length > room) break;
    melody.push(...degrees.map((degree) => ({ sign, degree })));
  }
  if (behind !== undefined) melody.push({ sign: 'lag', degree: lagDegree(behind) });
  return sounded(melody);
}

/** A sign by itself, as the legend plays it; of what has a scale, the beginning of the scale. */
export function exampleOf(sign: Sign): readonly Tone[] {
  const degrees = sign === 'append' ? [5, 6, 7] : sign === 'lag' ? [0, 2, 4] : MELODY[sign];
  return sounded(degrees.map((degree) => ({ sign, degree })));
}

export const NOTES_A_SECOND = 8;
/** How many more notes may begin now; `begun` are the times of those before. */
export const roomAt = (begun: readonly number[], nowMs: number): number => Math.max(0, NOTES_A_SECOND - begun.filter((atMs) => nowMs - atMs < 1000).length);

const SCALE = [0, 2, 4, 7, 9] as const;
const MIDDLE_C_HZ = 261.63;

export function hertz(degree: number): number {
  const octave = Math.floor(degree / SCALE.length);
  return MIDDLE_C_HZ * 2 ** (octave + SCALE[degree - octave * SCALE.length] / 12);
}
