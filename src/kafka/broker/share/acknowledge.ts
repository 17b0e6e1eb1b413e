/** Acknowledgements, with a ShareFetch or in a ShareAcknowledge: they take effect at once, are written to the persister, and are answered for then. */

import { failed } from '#kafka/broker/share/answers.ts';
import { change, ledOf, noteStates, settingsFor } from '#kafka/broker/share/led.ts';
import { progress } from '#kafka/broker/share/operations.ts';
import { ask, nextShareId } from '#kafka/broker/share/persister.ts';
import { touchSession } from '#kafka/broker/share/sessions.ts';
import type { LedShare } from '#kafka/broker/share/state.ts';
import { fact, partitionOfTp, reply, type Work } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { NodeName, Tp } from '#kafka/protocol/names.ts';
import { type Acknowledged, FINAL_EPOCH, type ShareAcknowledgeRequest } from '#kafka/protocol/share.ts';
import { isLeader } from '#kafka/replication/partition.ts';
import { acknowledge, type Begun } from '#kafka/share/acknowledge.ts';

type Why = 'acknowledged' | 'session-ended' | 'lock-timeout';

/** Takes what an operation begun, and asks the persister to write it; false: there is nothing to be written. */
export function writeStates(
  work: Work,
  led: LedShare,
  begun: Pick<Begun, 'partition' | 'stateBatches'> & Partial<Pick<Begun, 'write'>>,
  why: Why,
  operation: number | undefined,
): boolean {
  const { partition, stateBatches, write } = begun;
  // The start offset is written as it is before this takes effect; it moves when the persister has answered.
  const { key, leaderEpoch, group, tp } = change(work, led, partition);
  if (stateBatches.length === 0) return false;
  noteStates(work, led, stateBatches, why);
  const { stateEpoch, startOffset, deliveryCompleteCount } = partition;
  const goal = { kind: 'write', group, tp, leaderEpoch, write, operation } as const;
  ask(work, { type: 'WriteShareGroupStateRequest', key, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches }, goal, failed);
  return true;
}

function noteRenewed(work: Work, { group, tp }: LedShare, { batches }: Acknowledged, node: NodeName): void {
  for (const { firstOffset, lastOffset, acknowledgeTypes } of batches) {
    if (acknowledgeTypes.length === 1 && acknowledgeTypes[0] === 'RENEW')
      fact(work, { fact: 'AcquisitionLocksRenewed', group, tp, broker: work.id, node, firstOffset, lastOffset });
    else
      acknowledgeTypes.forEach((type, i) => {
        const offset = firstOffset + i;
        if (type === 'RENEW') fact(work, { fact: 'AcquisitionLocksRenewed', group, tp, broker: work.id, node, firstOffset: offset, lastOffset: offset });
      });
  }
}

/** Begins acknowledgements of one partition: its error, or undefined while it is written. */
function acknowledgeOne(work: Work, group: string, memberId: string, node: NodeName, acknowledged: Acknowledged, operation: number): ErrorName | undefined {
  const { tp, batches } = acknowledged;
  const leader = partitionOfTp(work, tp);
  const led = ledOf(work, group, tp);
  if (leader === undefined || !isLeader(leader)) return 'NOT_LEADER_OR_FOLLOWER';
  if (led?.partition === undefined) return 'UNKNOWN_TOPIC_OR_PARTITION';
  const begun = acknowledge(led.partition, memberId, batches, settingsFor(work, led), work.env.nowUs);
  if (begun.refusal !== undefined) {
    change(work, led, begun.partition);
    fact(work, { fact: 'AcknowledgementRefused', group, tp, broker: work.id, node, error: begun.refusal.error, message: begun.refusal.message });
    return begun.refusal.error;
  }
  noteRenewed(work, led, acknowledged, node);
  return writeStates(work, led, begun, 'acknowledged', operation) ? undefined : 'NONE';
}

/** Errors by partition; undefined for what the operation has to wait for. */
export function acknowledgeAll(
  work: Work,
  { group, memberId, acknowledgements }: { readonly group: string; readonly memberId: string; readonly acknowledgements: readonly Acknowledged[] },
  node: NodeName,
  operation: number,
): ReadonlyMap<Tp, ErrorName | undefined> {
  const errors = new Map<Tp, ErrorName | undefined>();
  for (const one of acknowledgements) errors.set(one.tp, acknowledgeOne(work, group, memberId, node, one, operation));
  return errors;
}

export function handleShareAcknowledge(work: Work, caller: Caller, request: ShareAcknowledgeRequest): void {
  const error = touchSession(work, request);
  if (error !== 'NONE') return reply(work, caller, { type: 'ShareAcknowledgeResponse', error, acquisitionLockTimeoutMs: 0, partitions: [] });
  const id = nextShareId(work);
  const { group, memberId } = request;
  const acknowledged = acknowledgeAll(work, request, caller.node, id);
  const isFinal = request.sessionEpoch === FINAL_EPOCH;
  progress(work, { id, caller, group, memberId, isFetch: false, isFinal, fetch: undefined, fetched: [], acknowledged });
}
