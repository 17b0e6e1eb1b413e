/** What must hold of replication after every event (reliability catalogue S01, S02, S09 to S11, S13 to S17, P01), judged from facts and plain reads. */
import type { KafkaFact } from '#kafka/facts.ts';
import { isInternal, topicOf } from '#kafka/protocol/names.ts';
import { freezesBelowMinIsr, truncatesToHighWatermark } from '#kafka/replication/ages.ts';
import { entryAt } from '#kafka/replication/ghost.ts';
import { assignmentInvariants } from '#kafka/replication/invariants.assignment.ts';
import { committedNotLost, logMatching, newMemory, noTruncateBelowTrueHw, REMEMBERED, remember } from '#kafka/replication/invariants.durability.ts';
import { acceptedEpochs, epochMonotonic, isrJoin, isrSubset, leaderInIsr } from '#kafka/replication/invariants.metadata.ts';
import { oracleInvariants } from '#kafka/replication/invariants.oracle.ts';
import { logPrefix } from '#kafka/replication/invariants.prefix.ts';
import { recoveryInvariants } from '#kafka/replication/invariants.recovery.ts';
import { onFacts } from '#kafka/replication/judge.ts';
import { isUp, type Observed, type ObservedReplica, replicaOn } from '#kafka/replication/observe.ts';
import type { Invariant } from '#sim/invariant.ts';

const logShape: Invariant<unknown> = () =>
  onFacts('S01', 'Offsets of a log are dense, its epochs do not decrease, and the epoch cache knows where each began', ['RecordsAppended'], (fact, world) => {
    const replica = replicaOn(world, fact.broker, fact.tp);
    if (!replica) return undefined;
    const where = `${fact.tp} on broker ${fact.broker}`;
    if (fact.lastOffset >= replica.log.logEnd) return `${where} says that it appended up to ${fact.lastOffset}, but ends at ${replica.log.logEnd}`;
    let epoch = entryAt(replica, fact.baseOffset - 1)?.batch.leaderEpoch ?? -1;
    for (let offset = fact.baseOffset; offset <= fact.lastOffset; offset++) {
      const entry = entryAt(replica, offset);
      if (!entry && isSparse(replica)) continue;
      if (entry?.offset !== offset) return `${where} has offset ${entry?.offset} at ${offset}`;
      if (entry.batch.leaderEpoch < epoch) return `${where}: epoch ${entry.batch.leaderEpoch} at ${offset} follows epoch ${epoch}`;
      if (entry.batch.leaderEpoch > epoch) {
        epoch = entry.batch.leaderEpoch;
        const cached = replica.log.epochs.find((one) => one.epoch === epoch);
        if (!cached || cached.startOffset > offset) return `${where}: epoch ${epoch} begins at ${offset}, its cache says ${cached?.startOffset}`;
      }
    }
    return undefined;
  });

/** The cleaner has made holes. */
const isSparse = ({ log }: ObservedReplica): boolean => log.records.length < log.logEnd - log.logStart;

const hwBounds: Invariant<unknown> = () => {
  const memory = newMemory();
  return onFacts(
    'S09',
    'A high watermark stays within its log, and a leader moves it only as far as its maximal ISR and min.insync.replicas allow',
    REMEMBERED,
    (fact, world) => {
      remember(memory, fact, world);
      if (fact.fact !== 'HighWatermarkAdvanced' && fact.fact !== 'LogTruncated') return undefined;
      const replica = replicaOn(world, fact.broker, fact.tp);
      if (!replica || fact.fact === 'LogTruncated') return replica && outsideLog(replica, fact);
      return outsideLog(replica, fact) ?? tooFar(replica, fact, world, memory.ghost.get(fact.tp)?.lossy);
    },
  );
};

type Advanced = Extract<KafkaFact, { readonly fact: 'HighWatermarkAdvanced' }>;
type Truncated = Extract<KafkaFact, { readonly fact: 'LogTruncated' }>;

/** Also when it was cut off the next moment (KAFKA-14704): nothing may see a high watermark beyond the end. */
function outsideLog({ log, highWatermark }: ObservedReplica, { fact, tp, broker, to }: Advanced | Truncated): string | undefined {
  const reached = fact === 'LogTruncated' ? highWatermark : Math.max(highWatermark, to);
  if (highWatermark >= log.logStart && reached <= log.logEnd) return undefined;
  return `${tp} on broker ${broker}: high watermark ${reached} is outside ${log.logStart} to ${log.logEnd}`;
}

/** A member whose process is down or that lost its tail to a power failure has acknowledged more than it has now. */
function tooFar({ meta }: ObservedReplica, { tp, broker, role, to }: Advanced, world: Observed, lossy: ReadonlySet<number> | undefined): string | undefined {
  if (role !== 'leader' || meta.role.value !== 'leader') return undefined;
  const { isr, maximal } = meta.isr.data;
  if (isr.length < meta.minInsyncReplicas && freezesBelowMinIsr(world))
    return `${tp} on broker ${broker}: high watermark moved with ISR ${isr} below min.insync.replicas ${meta.minInsyncReplicas}`;
  const isBehind = (id: number): boolean => isUp(world, id) && !lossy?.has(id) && (replicaOn(world, id, tp)?.log.logEnd ?? to) < to;
  // On ZooKeeper the leader hears that a reassignment is done before the controller takes out of the ISR who goes (onPartitionReassignment, B3 and B4).
  // In 0.10 whoever follows another leader already has cut its log at its own high watermark, which lags behind (KIP-101 mended it).
  const isElsewhere = (id: number): boolean =>
    truncatesToHighWatermark(world) && (replicaOn(world, id, tp)?.meta.role.data.leaderEpoch ?? -1) > meta.role.data.leaderEpoch;
  const behind = maximal.find((id) => (id === broker || meta.replicas.includes(id)) && !isElsewhere(id) && isBehind(id));
  return behind === undefined ? undefined : `${tp} on broker ${broker}: high watermark ${to} is beyond the log of broker ${behind} of ISR ${maximal}`;
}

const oneLeaderPerEpoch: Invariant<unknown> = () => {
  const leaders = new Map<string, number>();
  return onFacts(
    'S13',
    'In one leader epoch at most one broker leads',
    ['RecordsAppended', 'BecameLeader', 'QuorumDiskLost', 'TopicDeleted'],
    (fact, world) => {
      // The quorum may count its epochs anew.
      if (fact.fact === 'QuorumDiskLost') {
        leaders.clear();
        return undefined;
      }
      if (fact.fact === 'TopicDeleted') {
        for (const key of [...leaders.keys()]) if (key.startsWith(`${fact.topic}-`)) leaders.delete(key);
        return undefined;
      }
      if (fact.fact === 'RecordsAppended' && fact.role !== 'leader') return undefined;
      // A topic of the same name counts from zero again, while brokers may still lead the old one.
      const key = `${fact.tp}/${replicaOn(world, fact.broker, fact.tp)?.meta.topicId ?? ''}/${fact.leaderEpoch}`;
      const known = leaders.get(key);
      if (known === undefined) leaders.set(key, fact.broker);
      return known === undefined || known === fact.broker ? undefined : `brokers ${known} and ${fact.broker} both led ${fact.tp} in epoch ${fact.leaderEpoch}`;
    },
  );
};

/** Ids are `<sender>#<n>`, counted from one by their sender. A checker that begins in mid-run, on a fork, knows a sender only from its next send() on. */
const noInventedRecord: Invariant<unknown> = () => {
  const sent = new Map<string, number>();
  let firstStep: number | undefined;
  const split = (id: string): [sender: string, n: number] => [id.slice(0, id.lastIndexOf('#')), Number(id.slice(id.lastIndexOf('#') + 1))];
  const isInvented = (id: string): boolean => {
    const [sender, n] = split(id);
    const last = sent.get(sender);
    return last === undefined ? (firstStep ?? 0) <= 1 : n > last;
  };
  const checker = onFacts('P01', 'Every record in a log was sent by a producer', ['RecordSent', 'RecordsAppended'], (fact) => {
    if (fact.fact === 'RecordSent') {
      const [sender, n] = split(fact.id);
      sent.set(sender, Math.max(n, sent.get(sender) ?? 0));
    } else if (fact.fact === 'RecordsAppended' && fact.role === 'leader' && !isInternal(topicOf(fact.tp)) && !fact.transaction?.control) {
      const invented = fact.ids.find(isInvented);
      if (invented !== undefined) return `${invented} in ${fact.tp} was never sent`;
    }
    return undefined;
  });
  return {
    id: checker.id,
    title: checker.title,
    check(world, event) {
      firstStep ??= event.step;
      return checker.check(world, event);
    },
  };
};

// biome-ignore lint/suspicious/noExplicitAny: the checkers read Worlds of any node union.
export const replicationInvariants: readonly Invariant<any>[] = [
  logShape,
  logMatching,
  hwBounds,
  noTruncateBelowTrueHw,
  committedNotLost,
  oneLeaderPerEpoch,
  epochMonotonic,
  acceptedEpochs,
  isrSubset,
  leaderInIsr,
  isrJoin,
  ...assignmentInvariants,
  ...oracleInvariants,
  ...recoveryInvariants,
  logPrefix,
  noInventedRecord,
];
