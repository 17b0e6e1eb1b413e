/** Four partitions for two, four and five members: a partition has one reader in a group, so the fifth has nothing to do. */
import type { Example } from '#lessons/examples/example.ts';

export const sharingTheWork: Example = {
  slug: 'sharing-the-work',
  view: 'groups',
  scenario: {
    highwater: 1,
    title: { en: 'Four partitions, two, four and five members', ko: '파티션 넷을 멤버 둘, 넷, 다섯이 나눈다' },
    description: {
      en: 'Two members read two partitions each, four read one each. The fifth gets none and waits: a partition has one reader in a group, so there is no work for more members than partitions.',
      ko: '멤버가 둘이면 파티션을 두 개씩, 넷이면 한 개씩 읽습니다. 다섯 번째는 받을 것이 없어 기다립니다. 한 그룹에서 파티션 하나는 한 멤버만 읽으므로 파티션보다 많은 멤버에게는 할 일이 없습니다.',
    },
    kafka: '4.3',
    seed: 15,
    cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1 } },
    network: { latency: '1ms..3ms' },
    topics: { orders: { partitions: 4, 'replication-factor': 3 } },
    clients: {
      p1: { producer: 'orders', rate: '8/s', keys: ['A', 'B', 'D', 'G'] },
      billing: { consumer: 'orders', members: 2, processing: '20ms', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest' } },
    },
    timeline: [
      { at: '10s', run: 'docker compose up -d --scale billing=4' },
      { at: '20s', run: 'docker compose up -d --scale billing=5' },
    ],
    until: '32s',
  },
};
