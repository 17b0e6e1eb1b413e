/** Four groups read the same topic, each with another assignor; a member joins each, and what moves differs. */
import type { Example } from '#lessons/examples/example.ts';

const group = (assignor: string) => ({
  consumer: 'orders',
  members: 2,
  processing: '5ms',
  commit: 'after-processing' as const,
  config: { 'auto.offset.reset': 'earliest', 'partition.assignment.strategy': assignor },
});

export const assignors: Example = {
  slug: 'assignors',
  view: 'lag',
  scenario: {
    highwater: 1,
    title: { en: 'Four assignors, one more member', ko: '할당자 넷, 멤버 하나 추가' },
    description: {
      en: 'Four groups share six partitions between two members; then each gets a third. range moves three partitions, roundrobin four, the sticky ones two.',
      ko: '네 그룹이 파티션 여섯 개를 멤버 둘에게 나누어 읽다가, 저마다 세 번째 멤버를 맞습니다. range는 파티션 세 개, roundrobin은 네 개를 옮기고, sticky 계열은 두 개만 옮깁니다.',
    },
    kafka: '4.3',
    seed: 3,
    cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1 } },
    network: { latency: '1ms..3ms' },
    topics: { orders: { partitions: 6, 'replication-factor': 3 } },
    clients: {
      p1: { producer: 'orders', rate: '10/s', keys: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] },
      'by-range': group('range'),
      'by-roundrobin': group('roundrobin'),
      'by-sticky': group('sticky'),
      'by-cooperative': group('cooperative-sticky'),
    },
    timeline: [
      { at: '10s', run: 'docker compose up -d --scale by-range=3' },
      { at: '15s', run: 'docker compose up -d --scale by-roundrobin=3' },
      { at: '20s', run: 'docker compose up -d --scale by-sticky=3' },
      { at: '25s', run: 'docker compose up -d --scale by-cooperative=3' },
    ],
    until: '40s',
  },
};
