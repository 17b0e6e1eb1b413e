/** What the oracle of the reliability catalogue (3.0) promises of everything committed and acknowledged: S03 to S05, S07, S08 and S12, within the loss budget. */
import type { FactName, KafkaFact } from '#kafka/facts.ts';
import { type BrokerId, isInternal, type Offset, type Tp, topicOf } from '#kafka/protocol/names.ts';
import { type Committed, entryAt, ghostOf, mayLose, sameEntry } from '#kafka/replication/ghost.ts';
import { acceptLeader, isDeposed, isOfDeadTopic, newMemory, REMEMBERED, remember } from '#kafka/replication/invariants.durability.ts';
import { onFacts } from '#kafka/replication/judge.ts';
import { appended, deleted, isOfNow, type Lives, newLives } from '#kafka/replication/lives.ts';
import { isUp, type Observed, type ObservedReplica, registrationIn, replicaOn } from '#kafka/replication/observe.ts';
import type { Checker, Invariant } from '#sim/invariant.ts';
import { planted } from '#sim/planted.ts';

type Of<N extends FactName> = Extract<KafkaFact, { readonly fact: N }>;

/** A checker that knows what was committed before it judges; facts that others only remember are not judged. */
export function withOracle<N extends FactName>(
  id: string,
  title: string,
  judged: readonly N[],
  judge: (fact: Of<N>, world: Observed, committed: (tp: Tp) => Committed) => string | undefined,
): Checker<unknown> {
  const memory = newMemory();
  const committed = (tp: Tp): Committed => ghostOf(memory.ghost, tp);
  const names = [...new Set<FactName>([...REMEMBERED, ...judged])];
  return onFacts(id, title, names, (fact, world) => {
    remember(memory, fact, world);
    if (fact.fact === 'BecameLeader') acceptLeader(memory, fact, world);
    if (isOfDeadTopic(memory, fact, world)) return undefined;
    return (judged as readonly FactName[]).includes(fact.fact) ? judge(fact as Of<N>, world, committed) : undefined;
  });
}

/** The first member that runs, lost nothing, and does not hold what the leader holds from `from` to `to` (exclusive). */
function lacking(leader: ObservedReplica, members: readonly BrokerId[], from: Offset, to: Offset, world: Observed, { lossy }: Committed): string | undefined {
  for (const id of members) {
    // The leader hears first that a reassignment took it away; on ZooKeeper the ISR follows a moment later (onPartitionReassignment, B3 and B4).
    if (!leader.meta.replicas.includes(id)) continue;
    const other = lossy.has(id) || !isUp(world, id) ? undefined : replicaOn(world, id, leader.tp);
    if (!other || other === leader) continue;
    for (let offset = Math.max(from, leader.log.logStart, other.log.logStart); offset < to; offset++) {
      const entry = entryAt(leader, offset);
      const held = entryAt(other, offset);
      if (entry && (offset >= other.log.logEnd || (held && !sameEntry(held, entry)))) return `broker ${id} does not hold ${entry.id} at offset ${offset}`;
    }
  }
  return undefined;
}

const leads = (replica: ObservedReplica | undefined): replica is ObservedReplica => replica?.meta.role.value === 'leader';

export const strongIsr: Invariant<unknown> = () =>
  withOracle(
    'S03',
    'What a leader exposes, every running member of the ISR in the metadata holds as well',
    ['HighWatermarkAdvanced', 'IsrExpanded'],
    (fact, world, committed) => {
      const registration = registrationIn(world, fact.tp)?.registration;
      const leader = registration && replicaOn(world, fact.fact === 'IsrExpanded' ? registration.leader : fact.broker, fact.tp);
      // After an unclean election the ISR is another one's: an older leader that does not know yet exposes to nobody but himself.
      if (!leads(leader) || mayLose(committed(fact.tp)) || leader.meta.role.data.leaderEpoch < committed(fact.tp).floor) return undefined;
      const from = fact.fact === 'IsrExpanded' ? leader.highWatermark - 1 : fact.from;
      const lack = lacking(leader, registration?.isr ?? [], from, leader.highWatermark, world, committed(fact.tp));
      return lack && `${fact.tp}: ${lack}, though ISR ${registration?.isr} stands in the metadata and the high watermark at ${leader.highWatermark}`;
    },
  );

export const weakIsr: Invariant<unknown> = () =>
  withOracle('S04', 'What a leader exposes, every running member of its own maximal ISR holds as well', ['HighWatermarkAdvanced'], (fact, world, committed) => {
    const leader = replicaOn(world, fact.broker, fact.tp);
    if (fact.role !== 'leader' || !leads(leader) || mayLose(committed(fact.tp))) return undefined;
    const lack = lacking(leader, leader.meta.isr.data.maximal, fact.from, fact.to, world, committed(fact.tp));
    return lack && `${fact.tp}: ${lack}, which broker ${fact.broker} exposes with maximal ISR ${leader.meta.isr.data.maximal}`;
  });

export const leaderCompleteness: Invariant<unknown> = () =>
  withOracle('S05', 'Whoever is elected, and runs, holds every committed record', ['LeaderElected'], (fact, world, committed) => {
    const ghost = committed(fact.tp);
    const last = ghost.records[ghost.records.length - 1];
    if (fact.leader < 0 || !last || mayLose(ghost) || ghost.lossy.has(fact.leader) || !isUp(world, fact.leader)) return undefined;
    const elected = replicaOn(world, fact.leader, fact.tp);
    if (!elected || elected.log.logStart > last.offset) return undefined;
    const held = entryAt(elected, last.offset);
    return held && sameEntry(held, last)
      ? undefined
      : `broker ${fact.leader} is elected for ${fact.tp} without committed record ${last.id} at offset ${last.offset}`;
  });

export const quorumSuperset: Invariant<unknown> = () =>
  onFacts('S07', 'A leader of the current epoch waits for at least everybody who is in the ISR', ['IsrExpanded', 'HighWatermarkAdvanced'], (fact, world) => {
    const registration = registrationIn(world, fact.tp)?.registration;
    const leader = registration && replicaOn(world, registration.leader, fact.tp);
    if (!registration || !leads(leader) || !isUp(world, registration.leader) || leader.meta.role.data.leaderEpoch !== registration.leaderEpoch)
      return undefined;
    const { maximal } = leader.meta.isr.data;
    const ignored = registration.isr.find((id) => !maximal.includes(id));
    return ignored === undefined
      ? undefined
      : `${fact.tp}: broker ${registration.leader} waits for ${maximal}, but broker ${ignored} is in ISR ${registration.isr} as well`;
  });

/** Local high watermarks may go back; what some leader has exposed may not be written over. */
export const trueHighWatermark: Invariant<unknown> = () => {
  const epochs = new Map<Tp, number>();
  return withOracle('S08', 'The newest leader never writes below what was committed', ['RecordsAppended', 'TopicDeleted'], (fact, _, committed) => {
    if (fact.fact === 'TopicDeleted') {
      for (const tp of [...epochs.keys()]) if (tp.slice(0, tp.lastIndexOf('-')) === fact.topic) epochs.delete(tp);
      return undefined;
    }
    if (fact.role !== 'leader' || fact.leaderEpoch < (epochs.get(fact.tp) ?? -1)) return undefined;
    epochs.set(fact.tp, fact.leaderEpoch);
    const ghost = committed(fact.tp);
    if (mayLose(ghost) || fact.leaderEpoch < ghost.floor || fact.baseOffset >= ghost.records.length) return undefined;
    return `broker ${fact.broker} writes ${fact.tp}@${fact.baseOffset}, but ${ghost.records.length} records were committed`;
  });
};

/** Offsets of what was acknowledged with acks=all, by record. */
type Acked = Map<Tp, Map<string, Offset>>;

/** What the leader no longer holds, although it was acknowledged; the loss budget clears it away when it is spent. */
export const ackedNotLost: Invariant<unknown> = () => {
  const acked: Acked = new Map();
  const lives = newLives();
  return withOracle(
    'S12',
    'What was acknowledged with acks=all is in the log of every later leader',
    ['RecordsAcknowledged', 'BecameLeader', 'TopicDeleted', 'RecordsAppended'],
    (fact, world, committed) => {
      if (fact.fact === 'TopicDeleted') {
        deleted(lives, world, fact.topic);
        for (const tp of [...acked.keys()]) if (topicOf(tp) === fact.topic) acked.delete(tp);
        return undefined;
      }
      if (fact.fact === 'RecordsAppended') {
        appended(lives, world, fact);
        return undefined;
      }
      if (fact.fact === 'RecordsAcknowledged') {
        if ((fact.acks === -1 || (planted.M38 && fact.acks === 1)) && fact.baseOffset >= 0) remembered(acked, lives, fact);
        return undefined;
      }
      const known = acked.get(fact.tp);
      const leader = replicaOn(world, fact.broker, fact.tp);
      if (!known || !leader || isInternal(topicOf(fact.tp)) || isDeposed(world, fact)) return undefined;
      const isForgiven = mayLose(committed(fact.tp)) || committed(fact.tp).floor >= fact.leaderEpoch;
      return missing(known, leader, isForgiven, fact);
    },
  );
};

/** An answer can come after its topic was deleted: of a topic of the same name it speaks only if the record was appended there. */
function remembered(acked: Acked, lives: Lives, { tp, ids, baseOffset }: Of<'RecordsAcknowledged'>): void {
  const known = acked.get(tp) ?? new Map<string, Offset>();
  acked.set(tp, known);
  for (let n = 0; n < ids.length; n++) if (isOfNow(lives, tp, ids[n])) known.set(ids[n], baseOffset + n);
}

function missing(known: Map<string, Offset>, leader: ObservedReplica, isForgiven: boolean, fact: Of<'BecameLeader'>): string | undefined {
  for (const [id, offset] of known) {
    if (offset < leader.log.logStart || entryAt(leader, offset)?.id === id) continue;
    // Compaction leaves holes.
    if (offset < leader.log.logEnd && entryAt(leader, offset) === undefined) continue;
    known.delete(id);
    if (!isForgiven) return `broker ${fact.broker} leads ${fact.tp} in epoch ${fact.leaderEpoch} without ${id}, which was acknowledged at offset ${offset}`;
  }
  return undefined;
}

export const oracleInvariants: readonly Invariant<unknown>[] = [strongIsr, weakIsr, leaderCompleteness, quorumSuperset, trueHighWatermark, ackedNotLost];
