/** One fact of share groups for each sentence about them. */
import type { KafkaFact } from '#kafka/facts.ts';

const tp = 'orders-0';
const share = { group: 'workers', tp, broker: 1 };
const three = { firstOffset: 3, lastOffset: 3 };
const toFive = { firstOffset: 3, lastOffset: 5 };
export const shareSamples: readonly KafkaFact[] = [
  { fact: 'ShareTargetAssigned', group: 'workers', epoch: 2, members: [] },
  ...[[], [tp]].map((partitions) => ({ fact: 'ShareAssigned' as const, group: 'workers', node: 'workers-1', epoch: 2, partitions })),
  ...[0, 3].map((inFlight) => ({ fact: 'SharePartitionLoaded' as const, ...share, startOffset: 3, inFlight })),
  { fact: 'SharePartitionFailed', ...share, error: 'COORDINATOR_NOT_AVAILABLE' },
  ...[three, toFive].flatMap((offsets): KafkaFact[] => [
    { fact: 'RecordsAcquired', ...share, ...offsets, node: 'workers-1', deliveryCount: 2, ids: [] },
    { fact: 'RecordsDelivered', group: 'workers', tp, ...offsets, node: 'workers-1', deliveryCount: 2, ids: [] },
  ]),
  ...(['AVAILABLE', 'ACKNOWLEDGED', 'ARCHIVED'] as const).map((state) => ({
    fact: 'DeliveryStateChanged' as const,
    ...share,
    ...toFive,
    state,
    deliveryCount: 2,
    why: 'acknowledged' as const,
  })),
  ...(['session-ended', 'lock-timeout'] as const).flatMap((why) =>
    (['AVAILABLE', 'ARCHIVED'] as const).map((state) => ({ fact: 'DeliveryStateChanged' as const, ...share, ...toFive, state, deliveryCount: 2, why })),
  ),
  { fact: 'AcquisitionLocksRenewed', ...share, ...three, node: 'workers-1' },
  { fact: 'AcknowledgementRefused', ...share, node: 'workers-1', error: 'INVALID_RECORD_STATE', message: 'Member is not the owner of batch record' },
  { fact: 'AcknowledgementFailed', group: 'workers', tp, node: 'workers-1', error: 'INVALID_RECORD_STATE' },
  { fact: 'ShareStartOffsetAdvanced', ...share, from: 0, to: 3 },
  ...(['closed', 'disconnected'] as const).map((why) => ({ fact: 'ShareSessionEnded' as const, group: 'workers', broker: 1, node: 'workers-1', why })),
];
