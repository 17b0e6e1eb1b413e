/** The leader dies; the controller notices after the session timeout, a follower takes over, and the old leader comes back as a follower. */
import type { Example } from '#lessons/examples/example.ts';

export const leaderReturns: Example = {
  slug: 'leader-returns',
  view: 'cluster',
  scenario: {
    highwater: 1,
    title: { en: 'A leader dies and comes back', ko: '리더가 죽었다가 돌아온다' },
    description: {
      en: 'Broker 1 is killed. Nothing can be written for 9 s, then broker 2 leads; when broker 1 returns it follows, and does not take the lead back.',
      ko: '브로커 1이 강제 종료됩니다. 9초 동안 아무것도 쓰지 못하다가 브로커 2가 리더가 됩니다. 돌아온 브로커 1은 팔로워가 되고, 리더 자리를 되찾지 않습니다.',
    },
    kafka: '4.3',
    seed: 3,
    cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1 } },
    network: { latency: '1ms..3ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 2 } } },
    clients: {
      p1: { producer: 'orders', rate: '2/s', keys: ['A', 'B', 'C'] },
      billing: { consumer: 'orders', members: 1, processing: '20ms', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest' } },
    },
    timeline: [
      { at: '5s', run: 'docker kill kafka1' },
      { when: 'leader(orders-0) == 2', run: 'kafka-topics.sh --bootstrap-server kafka2:9092 --describe --topic orders' },
      { at: '18s', run: 'docker start kafka1' },
    ],
    until: '26s',
  },
};
