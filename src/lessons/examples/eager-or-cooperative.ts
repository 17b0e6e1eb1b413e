/** When a member joins, an eager group stops as a whole; a cooperative one reads on, and only what moves stops (KIP-429). */
import type { Example } from '#lessons/examples/example.ts';

export const eagerOrCooperative: Example = {
  slug: 'eager-or-cooperative',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'Eager or cooperative', ko: '한꺼번에 놓거나, 조금씩 넘기거나' },
    description: {
      en: 'A third member joins each group. The eager one gives everything back first; the cooperative one keeps reading and hands over two partitions in a second rebalance.',
      ko: '두 그룹에 각각 세 번째 멤버가 들어옵니다. eager 그룹은 먼저 모두 내려놓고, cooperative 그룹은 계속 읽으면서 두 번째 리밸런스에서 파티션 두 개만 넘깁니다.',
    },
    kafka: '4.3',
    seed: 6,
    cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1 } },
    network: { latency: '1ms..3ms' },
    topics: { orders: { partitions: 6, 'replication-factor': 3 } },
    clients: {
      p1: { producer: 'orders', rate: '20/s', keys: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] },
      eager: { consumer: 'orders', members: 2, processing: '5ms', config: { 'auto.offset.reset': 'earliest', 'partition.assignment.strategy': 'sticky' } },
      cooperative: {
        consumer: 'orders',
        members: 2,
        processing: '5ms',
        config: { 'auto.offset.reset': 'earliest', 'partition.assignment.strategy': 'cooperative-sticky' },
      },
    },
    timeline: [
      { at: '10s', run: 'docker compose up -d --scale eager=3' },
      { at: '18s', run: 'docker compose up -d --scale cooperative=3' },
    ],
    until: '28s',
  },
};
