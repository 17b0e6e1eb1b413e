/** What must hold of assignments and elections (reference section 9: AssignmentValid, ReassignSafe, CleanElection, FirstInOrder; catalogue S06), judged from facts. */
import type { KafkaFact } from '#kafka/facts.ts';
import { asKafkaFact } from '#kafka/facts.ts';
import type { BrokerId, Tp } from '#kafka/protocol/names.ts';
import { entryAt, ghostOf, mayLose, sameEntry } from '#kafka/replication/ghost.ts';
import { acceptLeader, newMemory, REMEMBERED, remember } from '#kafka/replication/invariants.durability.ts';
import { onFacts } from '#kafka/replication/judge.ts';
import { hasElr, isUp, type Observed, observedController, registrationIn, replicaOn } from '#kafka/replication/observe.ts';
import type { Invariant } from '#sim/invariant.ts';

const ASSIGNED = ['LeaderElected', 'ReassignmentStarted', 'ReassignmentCompleted', 'ReassignmentCancelled'] as const;

export const assignmentValid: Invariant<unknown> = () =>
  onFacts(
    'AssignmentValid',
    'Replicas are distinct registered brokers; those that come and those that go are among them, and never the same',
    ASSIGNED,
    ({ tp }, world) => {
      const registration = registrationIn(world, tp)?.registration;
      if (!registration) return undefined;
      const { replicas, adding = [], removing = [] } = registration;
      if (replicas.length === 0) return `${tp} has no replicas`;
      if (new Set(replicas).size !== replicas.length) return `${tp}: ${replicas} names a broker twice`;
      const controller = observedController(world);
      const stranger = controller?.kind === 'controller' ? replicas.find((id) => !controller.committed.brokers.has(id)) : undefined;
      if (stranger !== undefined) return `${tp}: broker ${stranger} was never registered`;
      const lost = [...adding, ...removing].find((id) => !replicas.includes(id));
      return lost === undefined ? undefined : `${tp}: broker ${lost} is being added or removed, but is not among ${replicas}`;
    },
  );

/** What the metadata log has said of a partition so far; undefined what a run that was joined in the middle has not heard yet. */
interface Heard {
  isr: readonly BrokerId[] | undefined;
  elr: readonly BrokerId[];
}

/** Judges an election by the ISR and ELR of before the event in which it was committed. */
export const cleanElection: Invariant<unknown> = () => {
  const heard = new Map<Tp, Heard>();
  let isRewound = false;
  return {
    id: 'CleanElection',
    title: 'Unless an election says that it is unclean, the new leader was in the ISR, or was eligible and nobody of the ISR was left',
    facts: ['LeaderElected', 'IsrShrunk', 'IsrExpanded', 'ElrChanged', 'TopicDeleted', 'QuorumDiskLost', 'ControllerElected'],
    check(_, event) {
      let broken: string | undefined;
      let base: Heard = { isr: undefined, elr: [] };
      let previous: KafkaFact | undefined;
      for (const one of event.facts) {
        const fact = asKafkaFact(one);
        if (fact.fact === 'TopicDeleted') forget(heard, fact.topic);
        // With a disk the quorum may lose what it had committed: whoever is elected then tells the history again from an earlier point, or another one.
        isRewound ||= fact.fact === 'QuorumDiskLost';
        if (isRewound && fact.fact === 'ControllerElected') heard.clear();
        if (isPartitionChange(fact)) {
          if (!isSameRecord(previous, fact)) base = heard.get(fact.tp) ?? { isr: undefined, elr: [] };
          if (fact.fact === 'LeaderElected') broken ??= electionError(fact, base, heard.get(fact.tp)?.isr ?? []);
          listen(heard, fact);
        }
        previous = fact;
      }
      return broken;
    },
  };
};

/** A record tells first who left the ISR, then who came, then who leads. */
function isSameRecord(previous: KafkaFact | undefined, fact: PartitionChange): boolean {
  if (!previous || !('tp' in previous) || previous.tp !== fact.tp || fact.fact === 'IsrShrunk') return false;
  return previous.fact === 'IsrShrunk' || fact.fact === 'LeaderElected' ? previous.fact !== 'LeaderElected' : false;
}

type PartitionChange = Extract<KafkaFact, { fact: 'LeaderElected' | 'IsrShrunk' | 'IsrExpanded' | 'ElrChanged' }>;

const isPartitionChange = (fact: KafkaFact): fact is PartitionChange =>
  fact.fact === 'LeaderElected' || fact.fact === 'IsrShrunk' || fact.fact === 'IsrExpanded' || fact.fact === 'ElrChanged';

function listen(heard: Map<Tp, Heard>, fact: PartitionChange): void {
  const known = heard.get(fact.tp) ?? { isr: undefined, elr: [] };
  heard.set(fact.tp, fact.fact === 'ElrChanged' ? { isr: known.isr, elr: fact.elr } : { isr: fact.isr, elr: known.elr });
}

function forget(heard: Map<Tp, Heard>, topic: string): void {
  for (const tp of [...heard.keys()]) if (tp.slice(0, tp.lastIndexOf('-')) === topic) heard.delete(tp);
}

/** `now`: the ISR with this record; a preferred leader may have joined in the same batch. */
function electionError({ tp, leader, how }: Extract<KafkaFact, { fact: 'LeaderElected' }>, { isr, elr }: Heard, now: readonly BrokerId[]): string | undefined {
  if (leader < 0 || isr === undefined || how === 'created' || how === 'unclean' || isr.includes(leader)) return undefined;
  if (how !== 'isr' && how !== 'elr' && now.includes(leader)) return undefined;
  if (how === 'elr' && elr.includes(leader) && !isr.some((id) => now.includes(id))) return undefined;
  return `broker ${leader} was elected for ${tp} (${how}) from outside ISR ${isr} and ELR ${elr}`;
}

export const firstInOrder: Invariant<unknown> = () =>
  onFacts('FirstInOrder', 'A clean election takes the first replica of the assignment that is in sync and alive', ['LeaderElected'], (fact, world) => {
    const registration = registrationIn(world, fact.tp)?.registration;
    const controller = observedController(world);
    // In the same batch something newer may have been committed.
    if (fact.how !== 'isr' || controller?.kind !== 'controller' || registration?.leaderEpoch !== fact.leaderEpoch) return undefined;
    const isAlive = (id: BrokerId): boolean => {
      const broker = controller.committed.brokers.get(id);
      return broker !== undefined && !broker.fenced && !broker.inControlledShutdown;
    };
    const first = registration.replicas.find((id) => fact.isr.includes(id) && isAlive(id));
    return first === undefined || first === fact.leader
      ? undefined
      : `${fact.tp}: broker ${fact.leader} was elected before ${first}, in assignment ${registration.replicas}`;
  });

export const reassignSafe: Invariant<unknown> = () => {
  const isrs = new Map<Tp, readonly BrokerId[]>();
  return onFacts(
    'ReassignSafe',
    'A reassignment removes nobody before every new replica is in the ISR',
    ['IsrShrunk', 'IsrExpanded', 'LeaderElected', 'ReassignmentCompleted'],
    (fact) => {
      if (fact.fact !== 'ReassignmentCompleted') {
        isrs.set(fact.tp, fact.isr);
        return undefined;
      }
      const isr = isrs.get(fact.tp);
      const missing = fact.removed.length === 0 ? undefined : fact.replicas.find((id) => isr && !isr.includes(id));
      return missing === undefined ? undefined : `${fact.tp}: ${fact.removed} were removed before broker ${missing} was in ISR ${isr}`;
    },
  );
};

const CANDIDATES = [...new Set([...REMEMBERED, 'IsrShrunk', 'IsrExpanded', 'ElrChanged'] as const)];

/** Everybody who may be elected has everything: the promise on which elections rest (KIP-966). Judged when all of an event is known: an unclean election is told last. */
export const candidateCompleteness: Invariant<unknown> = () => {
  const memory = newMemory();
  return {
    id: 'S06',
    title: 'Every running member of the ISR, and every eligible leader replica, holds what is committed',
    facts: CANDIDATES,
    check(world, event) {
      const facts = event.facts.map(asKafkaFact);
      for (const fact of facts) {
        remember(memory, fact, world);
        if (fact.fact === 'BecameLeader') acceptLeader(memory, fact, world);
      }
      let broken: string | undefined;
      for (const fact of facts) {
        if (fact.fact === 'IsrShrunk' || fact.fact === 'ElrChanged') broken ??= incomplete(memory, fact.tp, world, []);
        if (fact.fact === 'IsrExpanded') broken ??= incomplete(memory, fact.tp, world, hasElr(world) ? fact.added : []);
      }
      return broken;
    },
  };
};

/** Who has lost something stays a member until it registers again, which costs it its place (KIP-966): nobody may be `added` with a loss. */
function incomplete({ ghost }: ReturnType<typeof newMemory>, tp: Tp, world: Observed, added: readonly BrokerId[]): string | undefined {
  const committed = ghostOf(ghost, tp);
  const last = committed.records[committed.records.length - 1];
  if (!last || mayLose(committed)) return undefined;
  const lacking = members(tp, world).find((id) => {
    const replica = isUp(world, id) ? replicaOn(world, id, tp) : undefined;
    // It follows only when it has registered: until then it is its former life that counts.
    if (committed.lossy.has(id) && !(added.includes(id) && replica?.meta.role.value === 'follower')) return false;
    const held = replica && entryAt(replica, last.offset);
    return replica !== undefined && replica.log.logStart <= last.offset && !(held && sameEntry(held, last));
  });
  return lacking === undefined ? undefined : `${tp}: broker ${lacking} may be elected without committed record ${last.id} at offset ${last.offset}`;
}

function members(tp: Tp, world: Observed): readonly BrokerId[] {
  const registration = registrationIn(world, tp)?.registration;
  // Whom a reassignment took away may stay in the ELR, but only replicas are elected (PartitionChangeBuilder.electAnyLeader).
  if (!registration) return [];
  // On ZooKeeper the leader hears that a reassignment is done before the ISR loses who goes (onPartitionReassignment, B3 and B4).
  const leader = replicaOn(world, registration.leader, tp);
  const isGoing = (id: BrokerId): boolean => leader?.meta.role.value === 'leader' && id !== registration.leader && !leader.meta.replicas.includes(id);
  return [...registration.isr, ...registration.elr].filter((id) => registration.replicas.includes(id) && !isGoing(id));
}

export const assignmentInvariants: readonly Invariant<unknown>[] = [assignmentValid, cleanElection, firstInOrder, reassignSafe, candidateCompleteness];
