/** What a producer of the search does next, by its own TransactionManager; how the answers move it stands in txnRequests.ts and result.ts. */
import { abortable, addPartition, maySendTo, moveTo, nextDue, reset, type TransactionManager, withManager } from '#kafka/clients/producer/transactions.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { lastSequenceOf } from '#kafka/log/producers.ts';
import { EXPIRED, fated, lost } from '#proof/transactions/answers.ts';
import { askCoordinator } from '#proof/transactions/coordinator.ts';
import { produceArrives } from '#proof/transactions/leader.ts';
import {
  type Asked,
  ID,
  PARTITIONS,
  type Producer,
  type Scope,
  type State,
  TIMEOUT_MS,
  type Visit,
  versionOf,
  withProducer,
} from '#proof/transactions/state.ts';

export function produce(state: State, scope: Scope, n: number, visit: Visit): void {
  const one = state.producers[n];
  const { name, manager, asked, batch } = one;
  if (asked > 0) {
    if (state.late < scope.late) visit(`${name} hears nothing`, { ...withProducer(state, lost(one)), late: state.late + 1 });
    return;
  }
  if (manager.value === 'FATAL_ERROR') return;
  if (manager.value === 'UNINITIALIZED') return ask(state, scope, { ...one, manager: moveTo(manager, 'INITIALIZING') }, visit);
  if (batch !== undefined && maySendTo(manager, PARTITIONS[batch.p])) return sendBatch(state, scope, one, batch, visit);
  if (nextDue(manager, batch !== undefined) !== undefined) return ask(state, scope, one, visit);
  if (manager.value === 'READY' && one.fates.length < (scope.transactions[n] ?? 0))
    for (const p of [0, 1]) visit(`${name} begins with t-${p}`, begun(state, one, p));
  if (manager.value === 'IN_TRANSACTION' && batch === undefined) goOn(state, scope, one, visit);
  if (manager.value === 'ABORTABLE_ERROR') ask(state, scope, ending(one, false), visit);
}

function begun(state: State, one: Producer, p: number): State {
  const began = withManager(moveTo(one.manager, 'IN_TRANSACTION'), { ids: [] });
  return withProducer(state, sending({ ...one, manager: began, fates: [...one.fates, 'open'] }, p));
}

/** A record for a partition: one a transaction and partition. */
function sending(one: Producer, p: number): Producer {
  const id = `${one.name}${one.fates.length}-${p}`;
  const { producerId, producerEpoch, sequences } = one;
  const records = [{ id, key: null, value: null, timestampMs: 0 }];
  const batch = { producerId, producerEpoch, baseSequence: sequences[p], records, transactional: true as const };
  return {
    ...one,
    manager: addPartition(one.manager, PARTITIONS[p], id),
    sequences: sequences.map((next, n) => (n === p ? lastSequenceOf(next, 2) : next)),
    batch: { p, batch, tried: false },
  };
}

function goOn(state: State, scope: Scope, one: Producer, visit: Visit): void {
  const { manager, name, fates } = one;
  if (!manager.data.ids.includes(`${name}${fates.length}-1`)) visit(`${name} writes to t-1`, withProducer(state, sending(one, 1)));
  ask(state, scope, ending(one, true), visit);
  ask(state, scope, ending(one, false), visit);
}

function ending(one: Producer, commits: boolean): Producer {
  const manager = moveTo(one.manager, commits ? 'COMMITTING_TRANSACTION' : 'ABORTING_TRANSACTION', commits ? {} : { fresh: [] });
  const fate = one.fates.at(-1);
  // Whoever has asked for a commit and then for an abort cannot know, before the answer, which it was.
  return fated({ ...one, manager, batch: undefined }, commits ? 'commit-asked' : fate === 'commit-asked' ? fate : 'aborted');
}

const callerOf = (state: State, { name }: Producer): Caller => ({ node: name, connection: 'main', correlation: state.correlation + 1 });

/** The request that is due arrives at once, or is given up and may arrive at any time. */
function ask(state: State, scope: Scope, one: Producer, visit: Visit): void {
  const due = nextDue(withManager(one.manager, { coordinator: 1 }), one.batch !== undefined);
  if (due === 'end-locally') return visit(`${one.name} ends what never began`, withProducer(state, { ...one, manager: reset(one.manager) }));
  const { request, manager } = requestOf(one, scope, due);
  const caller = callerOf(state, one);
  const begun = { ...withProducer(state, { ...one, manager }), correlation: caller.correlation };
  const what = `${one.name} asks for ${wordsOf(request)}`;
  const waiting = withProducer(begun, { ...one, manager: withManager(manager, { busy: true }), asked: caller.correlation });
  visit(what, askCoordinator(waiting, scope, caller, request));
  if (state.late < scope.late) visit(`${what}, late`, { ...begun, late: state.late + 1, network: [...begun.network, { kind: 'request', caller, request }] });
}

function wordsOf(request: Asked): string {
  switch (request.type) {
    case 'InitProducerIdRequest':
      return request.producerId === undefined ? 'an id' : 'a new epoch';
    case 'AddPartitionsToTxnRequest':
      return `${request.partitions} in its transaction`;
    default:
      return request.committed ? 'a commit' : 'an abort';
  }
}

function requestOf(one: Producer, scope: Scope, due: string | undefined): { readonly request: Asked; readonly manager: TransactionManager } {
  const { manager, producerId, producerEpoch } = one;
  const version = versionOf(scope);
  const identity = { transactionalId: ID, producerId, producerEpoch };
  if (due === 'init') {
    const known = producerId < 0 ? {} : { producerId, producerEpoch };
    return { manager, request: { type: 'InitProducerIdRequest', transactionalId: ID, transactionTimeoutMs: TIMEOUT_MS, ...known } };
  }
  if (due === 'add-partitions') {
    const partitions = [...manager.data.adding, ...manager.data.fresh];
    const request: Asked = { type: 'AddPartitionsToTxnRequest', ...identity, partitions, verifyOnly: false, version };
    return { manager: withManager(manager, { adding: partitions, fresh: [] }), request };
  }
  return { manager, request: { type: 'EndTxnRequest', ...identity, committed: manager.value === 'COMMITTING_TRANSACTION', version } };
}

function sendBatch(state: State, scope: Scope, one: Producer, { p, batch, tried }: NonNullable<Producer['batch']>, visit: Visit): void {
  const caller = callerOf(state, one);
  const sent = { ...one, batch: { p, batch, tried: true } };
  const what = `${one.name} sends ${batch.records[0].id}`;
  const waiting = { ...withProducer(state, { ...sent, asked: caller.correlation }), correlation: caller.correlation };
  visit(what, produceArrives(waiting, scope, caller, p, batch));
  if (state.late < scope.late) {
    const network = [...state.network, { kind: 'produce', caller, p, batch } as const];
    visit(`${what}, late`, { ...withProducer(state, sent), correlation: caller.correlation, late: state.late + 1, network });
  }
  // delivery.timeout.ms is over.
  if (tried) ask(state, scope, ending({ ...one, manager: abortable(one.manager, EXPIRED), batch: undefined }, false), visit);
}
