/** A static member that is back within its session takes its old place, and nobody else notices (KIP-345); a dynamic one costs the whole group two rebalances. */
import type { Example } from '#lessons/examples/example.ts';

export const staticMember: Example = {
  slug: 'static-member',
  view: 'lag',
  scenario: {
    highwater: 1,
    title: { en: 'A static member bounces', ko: '정적 멤버가 재시작한다' },
    description: {
      en: 'Both groups lose a member for five seconds. The one with group.instance.id gets its partitions back without a rebalance; the other group has to rebalance.',
      ko: '두 그룹 모두 멤버 하나를 5초 동안 잃습니다. group.instance.id가 있는 멤버는 리밸런스 없이 파티션을 되찾고, 다른 그룹은 리밸런스를 해야 합니다.',
    },
    kafka: '4.3',
    seed: 4,
    cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1 } },
    network: { latency: '1ms..3ms' },
    topics: { orders: { partitions: 4, 'replication-factor': 3 } },
    clients: {
      p1: { producer: 'orders', rate: '6/s', keys: ['A', 'B', 'D', 'G'] },
      static: {
        consumer: 'orders',
        members: 2,
        processing: '10ms',
        commit: 'after-processing',
        // Each process puts its own name in, as templates of deployments do.
        config: { 'auto.offset.reset': 'earliest', 'group.instance.id': `$${'{hostname}'}` },
      },
      dynamic: { consumer: 'orders', members: 2, processing: '10ms', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest' } },
    },
    timeline: [
      { at: '10s', run: 'docker restart static-1' },
      { at: '20s', run: 'docker restart dynamic-1' },
      { at: '30s', run: 'kafka-consumer-groups.sh --bootstrap-server kafka1:9092 --describe --group static --members --verbose' },
    ],
    until: '40s',
  },
};
