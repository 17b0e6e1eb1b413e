/** Leadership does not come back by itself: a preferred election gives it back to the first replica of each partition. */
import type { Example } from '#lessons/examples/example.ts';

export const preferredElection: Example = {
  slug: 'preferred-election',
  view: 'cluster',
  scenario: {
    highwater: 1,
    title: { en: 'A preferred election gives leadership back', ko: '선호 리더 선출로 리더를 되돌린다' },
    description: {
      en: 'Broker 1 restarts and comes back as a follower of everything: brokers 2 and 3 do all the work until somebody asks for a preferred election, or five minutes pass.',
      ko: '재시작한 브로커 1은 모든 파티션의 팔로워로 돌아옵니다. 선호 리더 선출을 요청하거나 5분이 지날 때까지 브로커 2와 3이 모든 일을 합니다.',
    },
    kafka: '4.3',
    seed: 31,
    cluster: { brokers: 3 },
    network: { latency: '1ms..3ms' },
    topics: {
      orders: {
        'replica-assignment': [
          [1, 2, 3],
          [2, 3, 1],
          [3, 1, 2],
        ],
      },
    },
    clients: { p1: { producer: 'orders', rate: '4/s', keys: ['A', 'B', 'C', 'D'], config: { acks: 'all' } } },
    timeline: [
      { at: '2s', run: 'docker stop kafka1' },
      { at: '6s', run: 'docker start kafka1' },
      { at: '22s', run: 'kafka-topics.sh --bootstrap-server kafka1:9092 --describe --topic orders' },
      { at: '25s', run: 'kafka-leader-election.sh --bootstrap-server kafka1:9092 --election-type preferred --all-topic-partitions' },
      { at: '28s', run: 'kafka-topics.sh --bootstrap-server kafka1:9092 --describe --topic orders' },
    ],
    until: '32s',
  },
};
