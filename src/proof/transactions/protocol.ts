/**
 * Transactions as something to search: a producer may be replaced by another with the same transactional.id at any time, requests and markers may arrive
 * as late as they like, the coordinator may move. What is judged is what a reader with isolation.level=read_committed gets, and what nobody will ever end.
 */
import { visibleOf } from '#kafka/clients/consumer/visible.ts';
import { type Log, recordsIn } from '#kafka/log/log.ts';
import { abortedIn, lastStableOffset } from '#kafka/log/transactions.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import { replay } from '#kafka/transactions/log.ts';
import type { Protocol } from '#proof/explore.ts';
import { tend } from '#proof/transactions/coordinator.ts';
import { keyOf } from '#proof/transactions/key.ts';
import { deliver } from '#proof/transactions/leader.ts';
import { produce } from '#proof/transactions/producer.ts';
import { type Fate, ID, initialState, PARTITIONS, type Scope, type State } from '#proof/transactions/state.ts';

export function transactionProtocol(scope: Scope): Protocol<State> {
  return {
    initial: initialState(scope),
    key: keyOf,
    successors(state, visit) {
      for (let n = 0; n < state.producers.length; n++) produce(state, scope, n, visit);
      deliver(state, scope, visit);
      tend(state, scope, visit);
    },
    broken: zombies,
    brokenState: (state) => endings(state) ?? hanging(state),
  };
}

/** Whoever has an older epoch than the last that was given out writes nothing any more. */
function zombies(before: State, after: State): string | undefined {
  for (const [p, leader] of after.leaders.entries()) {
    if (leader.log.logEnd === before.leaders[p].log.logEnd) continue;
    const { batch, id } = recordsIn(leader.log, leader.log.logEnd - 1, leader.log.logEnd)[0];
    if (batch.control === undefined && batch.producerEpoch < before.granted)
      return `T05: ${id} is written with epoch ${batch.producerEpoch} after epoch ${before.granted} was given out`;
  }
  return undefined;
}

/** What becomes of the records of one partition, for readers of committed records; what is neither seen nor dropped waits above the last stable offset. */
interface Sight {
  readonly present: readonly string[];
  readonly seen: readonly string[];
  readonly dropped: readonly string[];
}

interface Judgement {
  readonly sight: Sight;
  /** A record is there twice, or a marker ends records of two transactions. */
  readonly fault: string | undefined;
}

const judged = new WeakMap<Log, Judgement>();

function judge(log: Log): Judgement {
  const known = judged.get(log);
  if (known !== undefined) return known;
  const records = recordsIn(log, 0, log.logEnd);
  const stable = lastStableOffset(log, log.logEnd);
  const below = records.filter(({ offset }) => offset < stable);
  const fetched = { tp: '', error: 'NONE', highWatermark: log.logEnd, logStart: 0, records: below, aborted: abortedIn(log, 0, stable) } as const;
  const seen = visibleOf(fetched, 'read_committed').records.map(({ id }) => id);
  const data = records.filter(({ batch }) => batch.control === undefined);
  const present = data.map(({ id }) => id);
  const waiting = data.filter(({ offset }) => offset >= stable).map(({ id }) => id);
  const dropped = present.filter((id) => !seen.includes(id) && !waiting.includes(id));
  const one = { sight: { present, seen, dropped }, fault: twice(present) ?? mixed(records) };
  judged.set(log, one);
  return one;
}

const twice = (ids: readonly string[]): string | undefined => {
  const again = ids.find((id, n) => ids.indexOf(id) < n);
  return again && `P02: ${again} is written twice`;
};

const txnOf = (id: string): string => id.slice(0, id.indexOf('-'));

function mixed(records: readonly StoredRecord[]): string | undefined {
  let open: string | undefined;
  for (const { id, batch } of records) {
    if (batch.control !== undefined) open = undefined;
    else if (open !== undefined && open !== txnOf(id)) return `T07: ${id} is written into the transaction ${open}`;
    else open = txnOf(id);
  }
  return undefined;
}

function endings(state: State): string | undefined {
  const [a, b] = state.leaders.map(({ log }) => judge(log));
  if (a.fault ?? b.fault) return a.fault ?? b.fault;
  const of = (what: keyof Sight, txn: string): string | undefined => [...a.sight[what], ...b.sight[what]].find((id) => txnOf(id) === txn);
  for (const { name, fates, acked } of state.producers) {
    for (let n = 0; n < fates.length; n++) {
      const txn = `${name}${n + 1}`;
      const [seen, dropped] = [of('seen', txn), of('dropped', txn)];
      if (seen !== undefined && dropped !== undefined) return `T01: of one transaction ${seen} is seen, and ${dropped} is not`;
      const fault = unfit(fates[n], seen, dropped);
      if (fault !== undefined) return fault;
    }
    const gone = acked.find((id) => !a.sight.present.includes(id) && !b.sight.present.includes(id));
    if (gone !== undefined) return `S12: ${gone} was acknowledged, and is not there`;
  }
  return undefined;
}

function unfit(fate: Fate, seen: string | undefined, dropped: string | undefined): string | undefined {
  if (seen !== undefined && (fate === 'open' || fate === 'aborted'))
    return `T02: ${seen} is seen, ${fate === 'open' ? 'before anybody asked for a commit' : 'and its transaction was aborted'}`;
  return dropped !== undefined && fate === 'committed' ? `T01: ${dropped} is lost, and its transaction was committed` : undefined;
}

/** An open transaction that no coordinator knows of holds every reader of committed records back, for ever. */
function hanging({ leaders, durable }: State): string | undefined {
  const transaction = replay(durable).get(ID);
  for (const [p, { log }] of leaders.entries()) {
    if (log.producers.every(({ txnFirstOffset }) => txnFirstOffset < 0)) continue;
    const isOpen = transaction !== undefined && ['Ongoing', 'PrepareCommit', 'PrepareAbort'].includes(transaction.value);
    if (!isOpen || !transaction.data.partitions.includes(PARTITIONS[p])) return `L05: t-${p} has an open transaction that nobody will end`;
  }
  return undefined;
}
