/** Invariants of producers (reliability catalogue 3.2): what an idempotent producer sends stands once in a log, in order and without a gap; what failed for certain is nowhere. */
import type { FactOf } from '#kafka/facts.ts';
import { checker } from '#kafka/groups/checker.ts';
import { type LeaderEpoch, type Tp, topicOf } from '#kafka/protocol/names.ts';
import type { BatchHeader, StoredRecord } from '#kafka/protocol/record.ts';
import { onFacts } from '#kafka/replication/judge.ts';
import { type Observed, type ObservedReplica, replicaOn } from '#kafka/replication/observe.ts';
import type { Invariant } from '#sim/invariant.ts';
import { planted } from '#sim/planted.ts';
import { viewAt } from '#sim/view.ts';

/** The last that a leader's log has of one producer id. */
interface Seen {
  readonly epoch: number;
  readonly sequence: number;
  /** Whose record it is, and its number among those that he sent; ids tell it. Two with one transactional.id share the producer id. */
  readonly sender: string;
  readonly number: number;
  /** The leader has it from a snapshot of producers, which has the last batch only: a resend of the ones before is not recognised. */
  readonly isReloaded: boolean;
}

/** A partition's log under its present leader. Whoever leads in an older epoch writes for himself. */
interface Lineage {
  readonly broker: number;
  readonly leaderEpoch: LeaderEpoch;
  readonly producers: Map<number, Seen>;
  /** Without idempotence, by sender: only what the planted bug M41 asks for, because retries may legally repeat and reorder. */
  readonly plain: Map<string, Plain>;
}

interface Plain {
  number: number;
  readonly ids: Set<string>;
}

const senderOf = (id: string): string => id.slice(0, id.indexOf('#'));
const numberOf = (id: string): number => Number(id.slice(id.indexOf('#') + 1));

const isSequenced = ({ producerId, baseSequence }: BatchHeader): boolean => producerId >= 0 && baseSequence >= 0;

function seenIn({ batch, id }: StoredRecord, isReloaded: boolean): Seen {
  const sequence = batch.baseSequence + batch.lastOffset - batch.baseOffset;
  return { epoch: batch.producerEpoch, sequence, sender: senderOf(id), number: numberOf(id), isReloaded };
}

type Reign = Pick<FactOf<'BecameLeader'>, 'broker' | 'leaderEpoch' | 'logEndOffset'>;

/** What the new leader's log held as it took over: it may have written more in the same event. */
function lineageOf({ log }: ObservedReplica, { broker, leaderEpoch, logEndOffset }: Reign, isReloaded: boolean): Lineage {
  const producers = new Map<number, Seen>();
  for (let n = 0; n < log.records.length; n++) {
    const record = viewAt(log.records, n);
    if (record.offset >= logEndOffset) break;
    if (isSequenced(record.batch)) producers.set(record.batch.producerId, seenIn(record, isReloaded));
  }
  return { broker, leaderEpoch, producers, plain: new Map() };
}

/** The records of an append that has just been made stand at the end of the log, without holes. */
function recordsOf(world: Observed, { tp, broker, baseOffset, lastOffset }: FactOf<'RecordsAppended'>): readonly [StoredRecord, StoredRecord] | undefined {
  const log = replicaOn(world, broker, tp)?.log;
  if (log === undefined) return undefined;
  const first = log.records.length - (log.logEnd - baseOffset);
  return first < 0 || lastOffset >= log.logEnd ? undefined : [viewAt(log.records, first), viewAt(log.records, first + lastOffset - baseOffset)];
}

/** Errors by which a broker, or the producer itself, says that nothing was written. */
const DEFINITE = /^(?:RecordTooLargeException|RecordBatchTooLargeException|InvalidRecordException|InvalidTimestampException)\b/;

const NAMES = ['BecameLeader', 'LogsLoaded', 'LogTruncated', 'RecordsAppended', 'TopicDeleted', 'SendFailed', 'ProduceRefused', 'ProducersExpired'] as const;

/** `wasInDoubt`: its producer has given up a batch of this partition that the leader may have, and so begun a new epoch. */
type Judge = (before: Seen, first: StoredRecord, wasInDoubt: boolean) => string | undefined;
type PlainJudge = (before: Plain, id: string) => string | undefined;

/** A checker of each batch with a sequence, against what the leader's log had of its producer. */
const sequenced =
  (id: string, title: string, judge: Judge, plain?: PlainJudge): Invariant<unknown> =>
  () => {
    const lineages = new Map<Tp, Lineage>();
    const doubts = new Set<string>();
    // Brokers that have started again, and replicas that were cut, by broker and partition.
    const reloaded = new Set<string>();
    return onFacts(id, title, NAMES, (fact, world) => {
      if (fact.fact === 'SendFailed') noteDoubt(doubts, fact);
      if (fact.fact === 'LogsLoaded') reloaded.add(`${fact.broker}`);
      if (fact.fact === 'LogTruncated') reloaded.add(`${fact.broker} ${fact.tp}`);
      if (fact.fact === 'ProduceRefused' || fact.fact === 'ProducersExpired') forgetProducers(lineages, fact);
      if (fact.fact === 'RecordsAppended') return append(lineages, doubts, fact, world, judge, plain);
      if (fact.fact === 'TopicDeleted') for (const tp of lineages.keys()) if (topicOf(tp) === fact.topic) lineages.delete(tp);
      if (fact.fact === 'BecameLeader' && (lineages.get(fact.tp)?.leaderEpoch ?? -1) <= fact.leaderEpoch) {
        const replica = replicaOn(world, fact.broker, fact.tp);
        if (replica) lineages.set(fact.tp, lineageOf(replica, fact, reloaded.has(`${fact.broker}`) || reloaded.has(`${fact.broker} ${fact.tp}`)));
      }
      return undefined;
    });
  };

/** The leader itself has forgotten them, by time or with their records: they may begin anew there. */
function forgetProducers(lineages: Map<Tp, Lineage>, fact: FactOf<'ProduceRefused'> | FactOf<'ProducersExpired'>): void {
  const lineage = lineages.get(fact.tp);
  if (lineage === undefined || lineage.broker !== fact.broker) return;
  if (fact.fact === 'ProducersExpired') for (const id of fact.producerIds) lineage.producers.delete(id);
  else if (fact.error === 'UNKNOWN_PRODUCER_ID') {
    const senders = fact.ids.map(senderOf);
    for (const [id, { sender }] of lineage.producers) if (senders.includes(sender)) lineage.producers.delete(id);
  }
}

/** Leaders of the start were elected before anybody looked: what they had is known with their first append. */
function lineageIn(lineages: Map<Tp, Lineage>, { tp, broker, leaderEpoch, baseOffset }: FactOf<'RecordsAppended'>, world: Observed): Lineage | undefined {
  const known = lineages.get(tp);
  const replica = known === undefined ? replicaOn(world, broker, tp) : undefined;
  if (replica === undefined) return known;
  const lineage = lineageOf(replica, { broker, leaderEpoch, logEndOffset: baseOffset }, false);
  lineages.set(tp, lineage);
  return lineage;
}

/** enable.idempotence=false is the excuse (M41). */
function withoutIdempotence({ plain }: Lineage, ids: readonly string[], judge: PlainJudge): string | undefined {
  let broken: string | undefined;
  for (const id of ids) {
    const before = plain.get(senderOf(id)) ?? { number: -1, ids: new Set<string>() };
    plain.set(senderOf(id), before);
    broken ??= judge(before, id);
    before.number = numberOf(id);
    before.ids.add(id);
  }
  return broken;
}

const doubtOf = (tp: Tp, sender: string): string => `${tp} ${sender}`;

function noteDoubt(doubts: Set<string>, { tp, ids, error }: FactOf<'SendFailed'>): void {
  if (!DEFINITE.test(error)) for (const id of ids) doubts.add(doubtOf(tp, senderOf(id)));
}

function append(
  lineages: Map<Tp, Lineage>,
  doubts: Set<string>,
  fact: FactOf<'RecordsAppended'>,
  world: Observed,
  judge: Judge,
  plain?: PlainJudge,
): string | undefined {
  if (fact.role !== 'leader' || fact.tp.startsWith('__')) return undefined;
  const lineage = lineageIn(lineages, fact, world);
  if (lineage === undefined || lineage.broker !== fact.broker || lineage.leaderEpoch !== fact.leaderEpoch) return undefined;
  const [first, last] = recordsOf(world, fact) ?? [];
  if (first === undefined || last === undefined) return undefined;
  if (!isSequenced(first.batch)) return planted.M41 && plain ? withoutIdempotence(lineage, fact.ids, plain) : undefined;
  const before = lineage.producers.get(first.batch.producerId);
  lineage.producers.set(first.batch.producerId, seenIn(last, before?.isReloaded === true));
  // The first batch of the new epoch settles it: from there on its order counts again.
  const wasInDoubt = before !== undefined && before.epoch !== first.batch.producerEpoch && doubts.delete(doubtOf(fact.tp, before.sender));
  const broken = before && judge(before, first, wasInDoubt);
  return broken && `${fact.tp}@${fact.baseOffset}: ${broken}`;
}

const NEXT_OF_LAST = 0x7fff_ffff;

const noDuplicate = sequenced(
  'P02',
  'A batch of an idempotent producer stands once in a log',
  ({ epoch, sequence }, { id, batch }) =>
    batch.producerEpoch === epoch && batch.baseSequence <= sequence && sequence < NEXT_OF_LAST
      ? `${id} has sequence ${batch.baseSequence} of producer ${batch.producerId}, which has come to ${sequence} already`
      : undefined,
  ({ ids }, id) => (ids.has(id) ? `${id} is written twice` : undefined),
);

/** A producer whose resends are out of sequence bumps its epoch, and sends all of them once more: with a leader that knew them from a snapshot they stand there twice. */
const comesAgain = ({ epoch, isReloaded }: Seen, { batch }: StoredRecord): boolean => isReloaded && batch.producerEpoch > epoch && batch.transactional !== true;

/**
 * Excused by Kafka itself: a batch that was refused with a retriable error after delivery.timeout.ms counts as not written (Sender.failBatch, adjustSequenceNumbers),
 * so the producer begins a new epoch (KIP-360) and sends again what was in flight behind it, which the leader may have.
 */
const producerOrder = sequenced(
  'P03',
  'What an idempotent producer sends to a partition stands there in the order in which it was sent',
  (before, first, wasInDoubt) => {
    const [number, next] = [before.number, numberOf(first.id)];
    const isOther = before.sender !== senderOf(first.id) || next > number || Number.isNaN(number) || Number.isNaN(next);
    return wasInDoubt || isOther || comesAgain(before, first) ? undefined : `${first.id} was sent before what stands in front of it, number ${number}`;
  },
  ({ number }, id) => (numberOf(id) < number ? `${id} was sent before what stands in front of it, number ${number}` : undefined),
);

const contiguous = sequenced('P04', 'The sequences of a producer have no gap, and begin at zero in each epoch', ({ epoch, sequence }, { id, batch }) => {
  if (batch.producerEpoch < epoch) return `${id} was taken in epoch ${batch.producerEpoch} of producer ${batch.producerId}, which is in epoch ${epoch}`;
  const expected = batch.producerEpoch > epoch ? 0 : sequence + 1;
  return batch.baseSequence > expected && sequence < NEXT_OF_LAST ? `${id} has sequence ${batch.baseSequence}, where ${expected} comes next` : undefined;
});

const failMeansAbsent = checker('P06', 'What was refused for certain is never seen', () => {
  const refused = new Set<string>();
  const find = (ids: readonly string[]): string | undefined => (refused.size === 0 ? undefined : ids.find((id) => refused.has(id)));
  return {
    SendFailed({ ids, error }) {
      if (DEFINITE.test(error)) for (const id of ids) refused.add(id);
      return undefined;
    },
    RecordsAppended({ tp, role, ids }) {
      const id = role === 'leader' ? find(ids) : undefined;
      return id && `${id} was refused, and is written to ${tp}`;
    },
    RecordsPolled({ tp, ids, node }) {
      const id = find(ids);
      return id && `${id} was refused, and ${node} was given it from ${tp}`;
    },
  };
});

export const producerInvariants: readonly Invariant<unknown>[] = [noDuplicate, producerOrder, contiguous, failMeansAbsent];
