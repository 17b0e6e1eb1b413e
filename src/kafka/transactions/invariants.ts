/** Invariants of transactions (reliability catalogue 3.2): all of one or nothing, markers that say what was decided, fencing, and what readers of committed records get. */
import type { FactOf } from '#kafka/facts.ts';
import { checker } from '#kafka/groups/checker.ts';
import { type LeaderEpoch, type NodeName, type Offset, type Tp, TRANSACTION_STATE, topicOf } from '#kafka/protocol/names.ts';
import { onFacts } from '#kafka/replication/judge.ts';
import { type Observed, replicaOn } from '#kafka/replication/observe.ts';
import type { Invariant } from '#sim/invariant.ts';
import { viewAt } from '#sim/view.ts';

/** Logs that lost what they had: of a partition its records and markers, of __transaction_state what coordinators knew. Promises that need them end there. */
function losses() {
  const gone = new Set<Tp>();
  const lose = (tp: Tp): undefined => {
    gone.add(topicOf(tp) === TRANSACTION_STATE ? TRANSACTION_STATE : tp);
    return undefined;
  };
  return {
    excuse: (tp: Tp): boolean => gone.size > 0 && (gone.has(TRANSACTION_STATE) || gone.has(tp)),
    watch: {
      LogTailLost: ({ tp }: FactOf<'LogTailLost'>) => lose(tp),
      LeaderElected: ({ tp, how }: FactOf<'LeaderElected'>) => (how === 'unclean' ? lose(tp) : undefined),
    },
  };
}

const atomic = checker('T01', 'A transaction is committed in all its partitions, or in none, as its producer was told', () => {
  const { excuse, watch } = losses();
  const ended = new Map<string, boolean>();
  const marked = new Map<string, boolean>();
  const differs = (id: string, told: boolean): string =>
    `${id} was marked ${told ? 'aborted' : 'committed'}, and its producer told that it is ${told ? 'committed' : 'aborted'}`;
  return {
    ...watch,
    TransactionEnded({ committed, ids }) {
      for (const id of ids) ended.set(id, committed);
      const wrong = ids.find((id) => (marked.get(id) ?? committed) !== committed);
      return wrong && !excuse(TRANSACTION_STATE) ? differs(wrong, committed) : undefined;
    },
    TransactionMarkerWritten({ tp, control, ids }) {
      const committed = control === 'COMMIT';
      for (const id of ids) marked.set(id, committed);
      const wrong = ids.find((id) => (ended.get(id) ?? committed) !== committed);
      return wrong && !excuse(tp) ? differs(wrong, !committed) : undefined;
    },
  };
});

/** What a checker wants to know of a consumer: a setting, which never changes. */
interface ObservedConsumer {
  readonly core?: { readonly settings?: { readonly isolation?: string } };
}

const readsCommitted = (world: Observed, node: NodeName): boolean =>
  (world.processes[world.index.get(node) ?? -1]?.state as ObservedConsumer | undefined)?.core?.settings?.isolation === 'read_committed';

const noAbortedRead: Invariant<unknown> = () => {
  const aborted = new Set<string>();
  return onFacts('T02', 'Who reads committed records is never given one that was aborted', ['TransactionMarkerWritten', 'RecordsPolled'], (fact, world) => {
    if (fact.fact === 'TransactionMarkerWritten') {
      if (fact.control === 'ABORT') for (const id of fact.ids) aborted.add(id);
      return undefined;
    }
    const id = aborted.size === 0 ? undefined : fact.ids.find((one) => aborted.has(one));
    return id !== undefined && readsCommitted(world, fact.node) ? `${fact.node} was given ${id}, which was aborted` : undefined;
  });
};

/** By partition: where the transactions begin that are open in its present leader's log, and those whose marker not every replica has yet. */
interface Open {
  readonly leaderEpoch: LeaderEpoch;
  readonly first: Map<number, Offset>;
  readonly ending: { readonly producerId: number; readonly first: Offset; readonly marker: Offset }[];
}

type Reign = Pick<FactOf<'BecameLeader'>, 'tp' | 'broker' | 'leaderEpoch' | 'logEndOffset'>;

function openIn(world: Observed, { tp, broker, leaderEpoch, logEndOffset }: Reign): Open {
  const first = new Map<number, Offset>();
  const records = replicaOn(world, broker, tp)?.log.records;
  for (let n = 0; records !== undefined && n < records.length; n++) {
    const { batch, offset } = viewAt(records, n);
    if (offset >= logEndOffset) break;
    if (batch.control !== undefined) first.delete(batch.producerId);
    else if (batch.transactional && !first.has(batch.producerId)) first.set(batch.producerId, offset);
  }
  return { leaderEpoch, first, ending: [] };
}

function appended(open: Map<Tp, Open>, fact: FactOf<'RecordsAppended'>, world: Observed): undefined {
  const { tp, role, leaderEpoch, baseOffset, transaction } = fact;
  if (role !== 'leader' || transaction === undefined) return undefined;
  // Leaders of the start were elected before anybody looked.
  const known = open.get(tp) ?? openIn(world, { ...fact, logEndOffset: baseOffset });
  open.set(tp, known);
  if (known.leaderEpoch !== leaderEpoch) return undefined;
  const { producerId, control } = transaction;
  const first = known.first.get(producerId);
  if (control === undefined) {
    if (first === undefined) known.first.set(producerId, baseOffset);
  } else if (first !== undefined) {
    known.ending.push({ producerId, first, marker: baseOffset });
    known.first.delete(producerId);
  }
  return undefined;
}

/** A marker counts from when every replica in sync has it: any replica's high watermark tells. */
function settled({ ending }: Open, highWatermark: Offset): undefined {
  while (ending.length > 0 && ending[0].marker < highWatermark) ending.shift();
  return undefined;
}

const stillOpen = ({ first, ending }: Open, lastOffset: Offset): { readonly producerId: number; readonly first: Offset } | undefined => {
  for (const [producerId, offset] of first) if (offset <= lastOffset) return { producerId, first: offset };
  return ending.find((one) => one.first <= lastOffset);
};

const belowStable: Invariant<unknown> = () => {
  const open = new Map<Tp, Open>();
  return onFacts(
    'T03',
    'Who reads committed records is given nothing from where an open transaction begins',
    ['BecameLeader', 'RecordsAppended', 'HighWatermarkAdvanced', 'RecordsPolled'],
    (fact, world) => {
      if (fact.fact === 'RecordsAppended') return appended(open, fact, world);
      const known = open.get(fact.tp);
      if (fact.fact === 'HighWatermarkAdvanced') return known && settled(known, fact.to);
      if (fact.fact === 'BecameLeader') {
        if ((known?.leaderEpoch ?? -1) <= fact.leaderEpoch || fact.leaderEpoch === 0) open.set(fact.tp, openIn(world, fact));
        return undefined;
      }
      const one = known && stillOpen(known, fact.lastOffset);
      return one && readsCommitted(world, fact.node)
        ? `${fact.node} was given ${fact.tp}@${fact.lastOffset}, where a transaction of producer ${one.producerId} is open from ${one.first} on`
        : undefined;
    },
  );
};

/** Where the records of transactions lie, and what a cleaner may not take: the marker of records that are still there. */
function ends() {
  const open = new Map<string, Offset[]>();
  const byMarker = new Map<Tp, Map<Offset, readonly Offset[]>>();
  const cleaned = new Map<string, Set<Offset>>();
  return {
    RecordsAppended({ tp, role, baseOffset, lastOffset, transaction }: FactOf<'RecordsAppended'>): undefined {
      if (role !== 'leader' || transaction === undefined) return undefined;
      const key = `${tp} ${transaction.producerId}`;
      const known = open.get(key) ?? [];
      open.set(key, known);
      if (transaction.control === undefined) for (let offset = baseOffset; offset <= lastOffset; offset++) known.push(offset);
      else {
        byMarker.set(tp, (byMarker.get(tp) ?? new Map<Offset, readonly Offset[]>()).set(baseOffset, known));
        open.delete(key);
      }
      return undefined;
    },
    LogCleaned({ tp, broker, removed }: FactOf<'LogCleaned'>): string | undefined {
      const gone = cleaned.get(`${tp}/${broker}`) ?? new Set<Offset>();
      cleaned.set(`${tp}/${broker}`, gone);
      for (const offset of removed) gone.add(offset);
      for (const marker of removed) {
        const left = byMarker
          .get(tp)
          ?.get(marker)
          ?.find((offset) => !gone.has(offset));
        if (left !== undefined) return `${tp}@${marker} was cleaned away on broker ${broker}, and ended the transaction of ${tp}@${left}, which is still there`;
      }
      return undefined;
    },
  };
}

const oneDecision = checker('T04', 'Markers say what the coordinator decided, in the partitions of the transaction, and outlive its records', () => {
  const { excuse, watch } = losses();
  const marked = ends();
  const decided = new Map<string, { readonly control: 'COMMIT' | 'ABORT'; readonly partitions: readonly Tp[] }>();
  const key = ({ producerId, producerEpoch }: { readonly producerId: number; readonly producerEpoch: number }): string => `${producerId}.${producerEpoch}`;
  return {
    ...watch,
    RecordsAppended: marked.RecordsAppended,
    LogCleaned: (fact) => (excuse(fact.tp) ? undefined : marked.LogCleaned(fact)),
    TransactionStateChanged(fact) {
      if (fact.to === 'PrepareCommit' || fact.to === 'PrepareAbort')
        decided.set(key(fact), { control: fact.to === 'PrepareCommit' ? 'COMMIT' : 'ABORT', partitions: fact.partitions });
      // A decision is about one transaction. That about the next may be in the log of a coordinator that died before it could tell of it.
      else if (fact.to === 'Ongoing') decided.delete(key(fact));
      return undefined;
    },
    TransactionMarkerWritten(fact) {
      const decision = decided.get(key(fact));
      if (decision === undefined || excuse(fact.tp)) return undefined;
      const { control, partitions } = decision;
      if (control !== fact.control) return `${fact.tp}@${fact.offset} says ${fact.control}, where the coordinator decided ${control}`;
      return partitions.includes(fact.tp) ? undefined : `${fact.tp}@${fact.offset} ends a transaction that ${fact.tp} is no part of`;
    },
  };
});

const fencing = checker('T05', 'Once a producer has its epoch, nothing is written with an older one', () => {
  const { excuse, watch } = losses();
  const epochs = new Map<number, number>();
  const leaders = new Map<Tp, LeaderEpoch>();
  const coordinators = new Map<Tp, { readonly broker: number; readonly epochs: Map<number, number> }>();
  return {
    ...watch,
    TransactionsInitialized({ producerId, producerEpoch }) {
      epochs.set(producerId, Math.max(producerEpoch, epochs.get(producerId) ?? 0));
      return undefined;
    },
    BecameLeader({ tp, broker, leaderEpoch }) {
      if (leaderEpoch !== 0 && leaderEpoch <= (leaders.get(tp) ?? -1)) return undefined;
      leaders.set(tp, leaderEpoch);
      // A marker that only the last leader had is none.
      coordinators.set(tp, { broker, epochs: new Map() });
      return undefined;
    },
    TransactionMarkerWritten({ tp, broker, offset, producerId, coordinatorEpoch }) {
      const known = coordinators.get(tp) ?? { broker, epochs: new Map<number, number>() };
      coordinators.set(tp, known);
      if (known.broker !== broker) return undefined;
      const before = known.epochs.get(producerId) ?? -1;
      known.epochs.set(producerId, Math.max(before, coordinatorEpoch));
      return coordinatorEpoch >= before || excuse(tp)
        ? undefined
        : `${tp}@${offset} ends a transaction of producer ${producerId} for the coordinator of epoch ${coordinatorEpoch}, after one of epoch ${before}`;
    },
    RecordsAppended({ tp, role, leaderEpoch, ids, transaction }) {
      if (role !== 'leader' || transaction === undefined || transaction.control !== undefined) return undefined;
      const epoch = epochs.get(transaction.producerId) ?? 0;
      // A leader that was deposed cannot know, and nobody reads what it writes.
      return transaction.producerEpoch < epoch && !excuse(tp) && leaderEpoch >= (leaders.get(tp) ?? 0)
        ? `${ids[0]} is written to ${tp} in epoch ${transaction.producerEpoch} of producer ${transaction.producerId}, which was given epoch ${epoch}`
        : undefined;
    },
  };
});

const noCrossTransaction = checker('T07', 'A record belongs to the transaction that was open when it was sent', () => {
  const { excuse, watch } = losses();
  const begun = new Map<NodeName, number>();
  const txnOf = new Map<string, number>();
  return {
    ...watch,
    TransactionBegun({ node }) {
      begun.set(node, (begun.get(node) ?? 0) + 1);
      return undefined;
    },
    RecordSent({ node, id }) {
      const n = begun.get(node);
      if (n !== undefined) txnOf.set(id, n);
      return undefined;
    },
    TransactionMarkerWritten({ tp, offset, ids }) {
      const other = ids.find((id) => txnOf.get(id) !== txnOf.get(ids[0]));
      return other && !excuse(tp) ? `${tp}@${offset} ends ${ids[0]} and ${other}, which were sent in different transactions` : undefined;
    },
  };
});

export const transactionInvariants: readonly Invariant<unknown>[] = [atomic, noAbortedRead, belowStable, oneDecision, fencing, noCrossTransaction];
