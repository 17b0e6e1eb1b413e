/** Leaders of the partitions that are written to: batches are verified with the coordinator, and markers end transactions, by the engine's own rules. */
import { invalidated, produceError, refusals } from '#kafka/broker/verify.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { appendAsLeader } from '#kafka/log/log.ts';
import { checkSequence, hasOngoingTransaction } from '#kafka/log/producers.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { NewBatch } from '#kafka/protocol/record.ts';
import { producerAnswered } from '#proof/transactions/answers.ts';
import { askCoordinator, leaderName, markersAnswered, markersGivenUp } from '#proof/transactions/coordinator.ts';
import { ID, type Message, PARTITIONS, type Scope, type State, type Visit, versionOf, withLeader } from '#proof/transactions/state.ts';

/** A produce request arrives: it may be appended, or the coordinator is asked first. */
export function produceArrives(state: State, scope: Scope, caller: Caller, p: number, batch: NewBatch): State {
  const { log, verifying } = state.leaders[p];
  if (scope.mode === 'unverified' || hasOngoingTransaction(log.producers, batch.producerId, batch.producerEpoch)) return append(state, caller, p, batch);
  const correlation = state.correlation + 1;
  const identity = { transactionalId: ID, producerId: batch.producerId, producerEpoch: batch.producerEpoch };
  const tps = [PARTITIONS[p]];
  const waiting = [...verifying, { correlation, identity, tps, invalid: [], caller, batch }];
  const asking = withLeader({ ...state, correlation }, p, { log, verifying: waiting });
  const version = versionOf(scope);
  const leader: Caller = { node: leaderName(p), connection: 'txn-verification', correlation };
  return askCoordinator(asking, scope, leader, { type: 'AddPartitionsToTxnRequest', ...identity, partitions: tps, verifyOnly: version !== 2, version });
}

function append(state: State, caller: Caller, p: number, batch: NewBatch): State {
  const { log, verifying } = state.leaders[p];
  const checked = checkSequence(log.producers, batch);
  const appended = checked.verdict === 'append' ? withLeader(state, p, { log: appendAsLeader(log, batch, 0, caller.node), verifying }) : state;
  return answer(appended, caller, p, checked.verdict === 'refuse' ? checked.error : 'NONE');
}

const answer = (state: State, caller: Caller, p: number, error: ErrorName): State =>
  producerAnswered(state, caller, { type: 'ProduceResponse', results: [{ tp: PARTITIONS[p], error, baseOffset: -1 }] });

/** What is on the way arrives, in any order: requests that were given up, markers, and the coordinator's word to leaders. */
export function deliver(state: State, scope: Scope, visit: Visit): void {
  for (const message of state.network) {
    const rest: State = { ...state, network: state.network.filter((other) => other !== message) };
    switch (message.kind) {
      case 'request':
        visit(`a late ${message.request.type} of ${message.caller.node} arrives`, askCoordinator(rest, scope, message.caller, message.request));
        break;
      case 'produce':
        visit(`a late ${message.batch.records[0].id} arrives`, produceArrives(rest, scope, message.caller, message.p, message.batch));
        break;
      case 'verified':
        visit(`t-${message.p}'s leader hears ${message.error}`, verified(rest, scope, message));
        break;
      case 'markers':
        visit(`a marker arrives at t-${message.p}`, mark(rest, scope, message, true));
        if (state.lateMarkers >= scope.lateMarkers || !isAwaited(state, message.correlation)) break;
        visit(`a marker for t-${message.p} is given up`, markersGivenUp({ ...state, lateMarkers: state.lateMarkers + 1 }, scope, message));
        visit(`a marker arrives at t-${message.p}, and the answer is lost`, mark({ ...rest, lateMarkers: state.lateMarkers + 1 }, scope, message, false));
    }
  }
}

const isAwaited = ({ coordinator }: State, correlation: number): boolean => coordinator.inFlight.some((one) => one.correlation === correlation);

function verified(state: State, scope: Scope, { p, correlation, error }: Extract<Message, { kind: 'verified' }>): State {
  const { log, verifying } = state.leaders[p];
  const found = verifying.find((one) => one.correlation === correlation);
  if (found === undefined) return state;
  const next = withLeader(state, p, { log, verifying: verifying.filter((one) => one !== found) });
  const [refusal] = refusals(found, { results: [{ tp: PARTITIONS[p], error }] }).values();
  return refusal === undefined ? append(next, found.caller, p, found.batch) : answer(next, found.caller, p, produceError(refusal, versionOf(scope)));
}

function mark(state: State, scope: Scope, message: Extract<Message, { kind: 'markers' }>, isHeard: boolean): State {
  const { p, request } = message;
  const [{ producerId, producerEpoch, coordinatorEpoch, committed, version }] = request.markers;
  const control = committed ? 'COMMIT' : 'ABORT';
  const records = [{ id: control, key: null, value: null, timestampMs: 0 }];
  const marker = { control, coordinatorEpoch, bumps: version === 2 } as const;
  const batch: NewBatch = { producerId, producerEpoch, baseSequence: -1, records, transactional: true, marker };
  const { log, verifying } = state.leaders[p];
  const checked = checkSequence(log.producers, batch);
  const next =
    checked.verdict === 'append'
      ? withLeader(state, p, { log: appendAsLeader(log, batch, 0, 'kafka1'), verifying: invalidated(verifying, producerId, PARTITIONS[p]) })
      : state;
  return isHeard ? markersAnswered(next, scope, message, checked.verdict === 'refuse' ? checked.error : 'NONE') : markersGivenUp(next, scope, message);
}
