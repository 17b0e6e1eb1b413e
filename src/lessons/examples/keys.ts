/** One key, one partition, as long as nobody adds partitions: murmur2 modulo their number. A hot key makes a hot partition. */
import type { Example } from '#lessons/examples/example.ts';

export const keys: Example = {
  slug: 'keys',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'Keys choose the partition, until it is divided anew', ko: '키가 파티션을 정한다, 파티션이 늘기 전까지는' },
    description: {
      en: 'Four of six records have key D, and all of them go to one partition. At 3 s the topic grows from three partitions to six: old records stay, and from then on D goes to another partition.',
      ko: '레코드 여섯 개 가운데 네 개가 키 D이고 모두 한 파티션으로 갑니다. 3초에 파티션이 세 개에서 여섯 개로 늘면, 있던 레코드는 그대로이고 그때부터 D는 다른 파티션으로 갑니다.',
    },
    kafka: '4.3',
    seed: 11,
    cluster: { brokers: 3 },
    network: { latency: '2ms' },
    topics: {
      orders: {
        'replica-assignment': [
          [1, 2, 3],
          [2, 3, 1],
          [3, 1, 2],
        ],
      },
    },
    clients: {
      p1: { producer: 'orders', rate: '10/s', count: 90, keys: ['D', 'D', 'E', 'D', 'D', 'F'], config: { 'metadata.max.age.ms': 1000 } },
    },
    timeline: [{ at: '3s', run: 'kafka-topics.sh --bootstrap-server kafka1:9092 --alter --topic orders --partitions 6' }],
    until: '12s',
  },
};
