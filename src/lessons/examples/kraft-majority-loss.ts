/** Two of three controllers die: nobody can commit metadata, so nothing changes any more, while records flow on. */
import type { Example } from '#lessons/examples/example.ts';

export const kraftMajorityLoss: Example = {
  slug: 'kraft-majority-loss',
  view: 'cluster',
  scenario: {
    highwater: 1,
    title: { en: 'KRaft majority loss', ko: 'KRaft 과반 상실' },
    description: {
      en: 'Two of three controllers are killed. Writing and reading go on, but no topic can be created and a dead broker keeps its leadership, until a majority is there again.',
      ko: '컨트롤러 셋 가운데 둘이 죽습니다. 쓰고 읽는 일은 계속되지만, 과반이 다시 모일 때까지 토픽을 만들 수 없고 죽은 브로커가 리더 자리에 그대로 남습니다.',
    },
    kafka: '4.3',
    seed: 4,
    cluster: { brokers: 3, controllers: 3, config: { 'offsets.topic.num.partitions': 1 } },
    network: { latency: '1ms..3ms' },
    topics: {
      orders: {
        'replica-assignment': [
          [1, 2, 3],
          [2, 3, 1],
        ],
      },
    },
    clients: {
      p1: { producer: 'orders', rate: '4/s', keys: ['A', 'D', 'B', 'E'] },
      billing: { consumer: 'orders', members: 1, processing: '20ms', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest' } },
    },
    timeline: [
      { at: '4s', run: 'docker kill controller1 controller2' },
      { at: '8s', run: 'kafka-topics.sh --create --topic payments --bootstrap-server kafka1:9092' },
      { at: '10s', run: 'docker kill kafka2' },
      { at: '24s', run: 'docker start controller1' },
      { at: '42s', run: 'docker start controller2 kafka2' },
    ],
    until: '52s',
  },
};
