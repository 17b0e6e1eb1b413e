/** A member dies without leaving: its partitions wait for session.timeout.ms (45 s), then the group rebalances. */
import type { Example } from '#lessons/examples/example.ts';

export const memberKilled: Example = {
  slug: 'member-killed',
  view: 'lag',
  scenario: {
    highwater: 1,
    title: { en: 'A member is killed, the group rebalances', ko: '멤버가 죽고 그룹이 리밸런스한다' },
    description: {
      en: 'billing-2 is killed and says no goodbye. For 45 s nobody reads its partitions and their lag grows; then the group shares them out again.',
      ko: 'billing-2가 인사도 없이 죽습니다. 45초 동안 그 파티션은 아무도 읽지 않아 랙이 쌓입니다. 그다음에야 그룹이 파티션을 다시 나눕니다.',
    },
    kafka: '4.3',
    seed: 5,
    cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1 } },
    network: { latency: '1ms..3ms' },
    topics: {
      orders: {
        'replica-assignment': [
          [1, 2, 3],
          [2, 3, 1],
          [3, 1, 2],
          [1, 3, 2],
        ],
      },
    },
    clients: {
      p1: { producer: 'orders', rate: '4/s', keys: ['A', 'B', 'D', 'G'] },
      billing: { consumer: 'orders', members: 2, processing: '50ms', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest' } },
    },
    timeline: [{ at: '10s', run: 'docker kill billing-2' }],
    until: '70s',
  },
};
