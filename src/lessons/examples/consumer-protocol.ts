/** The consumer protocol (KIP-848): the coordinator assigns, and each member moves to its target by its own heartbeats. */
import type { Example } from '#lessons/examples/example.ts';

const groups = (view: string): string => `kafka-consumer-groups.sh --bootstrap-server kafka1:9092 --describe --group billing ${view}`;

export const consumerProtocol: Example = {
  slug: 'consumer-protocol',
  view: 'lag',
  scenario: {
    highwater: 1,
    title: { en: 'The consumer protocol', ko: '컨슈머 프로토콜(KIP-848)' },
    description: {
      en: 'The coordinator assigns, and nobody stops together. A second member is given its partitions only when the first has revoked them; later one crashes and one leaves.',
      ko: '코디네이터가 직접 할당하고, 그룹 전체가 멈추는 일이 없습니다. 두 번째 멤버는 첫 멤버가 내놓은 다음에야 파티션을 받습니다. 나중에 하나는 죽고 하나는 나갑니다.',
    },
    kafka: '4.3',
    seed: 8,
    cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1 } },
    network: { latency: '1ms..3ms' },
    topics: { orders: { partitions: 6, 'replication-factor': 3 } },
    clients: {
      p1: { producer: 'orders', rate: '10/s', keys: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] },
      billing: { consumer: 'orders', members: 1, processing: '5ms', config: { 'auto.offset.reset': 'earliest', 'group.protocol': 'consumer' } },
    },
    timeline: [
      { at: '6s', run: groups('--state --verbose') },
      { at: '8s', run: 'docker compose up -d --scale billing=2' },
      { at: '11s', run: groups('--members --verbose') },
      { at: '24s', run: groups('--members --verbose') },
      { at: '26s', run: 'docker compose up -d --scale billing=3' },
      { at: '45s', run: 'docker compose up -d --scale billing=2' },
      { at: '60s', run: 'docker kill billing-1' },
    ],
    until: '115s',
  },
};
