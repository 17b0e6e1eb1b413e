/** Three controllers: the active one dies, and within seconds another takes over, with everything that was committed. */
import type { Example } from '#lessons/examples/example.ts';

export const controllerFailover: Example = {
  slug: 'controller-failover',
  view: 'cluster',
  scenario: {
    highwater: 1,
    title: { en: 'Controller failover', ko: '컨트롤러 장애 조치' },
    description: {
      en: 'The active one of three controllers is killed just before a broker dies. The other two elect a new one; it knows all that was committed, gives every broker a full session, and only then fences the dead one.',
      ko: '컨트롤러 셋 가운데 활성 컨트롤러가 죽고, 곧이어 브로커도 죽습니다. 남은 둘이 새 컨트롤러를 뽑습니다. 새 컨트롤러는 커밋된 것을 모두 알고, 브로커마다 세션 시간을 처음부터 준 다음에야 죽은 브로커를 막습니다(fence).',
    },
    kafka: '4.3',
    seed: 5,
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
    clients: { p1: { producer: 'orders', rate: '4/s', keys: ['A', 'D', 'B', 'E'] } },
    timeline: [
      { at: '1s', run: 'kafka-metadata-quorum.sh --bootstrap-server kafka1:9092 describe --status' },
      { at: '4s', run: 'docker kill controller1' },
      { at: '5s', run: 'docker kill kafka2' },
      { at: '9s', run: 'kafka-metadata-quorum.sh --bootstrap-server kafka1:9092 describe --replication' },
      { at: '20s', run: 'docker start controller1' },
      { at: '22s', run: 'docker start kafka2' },
    ],
    until: '30s',
  },
};
