/** One fact for each sentence about what an application calls on its consumer. */
import type { KafkaFact } from '#kafka/facts.ts';

const tp = 'orders-0';

export const callSamples: readonly KafkaFact[] = [
  ...[[], [tp]].flatMap((partitions): KafkaFact[] => [
    { fact: 'PartitionsPaused', group: 'billing', node: 'billing-1', partitions },
    { fact: 'PartitionsResumed', group: 'billing', node: 'billing-1', partitions },
  ]),
  ...([3, 'earliest', 'latest'] as const).map((to) => ({ fact: 'PositionSought' as const, group: 'billing', node: 'billing-1', tp, from: 7, to })),
  {
    fact: 'CallThrew',
    group: 'billing',
    node: 'billing-1',
    call: 'pause',
    exception: 'IllegalStateException',
    message: 'No current assignment for partition orders-0',
  },
];
