/** ZooKeeper session loss: a broker that is cut off loses its session, its leadership and, when it was the controller, that too (F33, F34). */
import type { Example } from '#lessons/examples/example.ts';

export const zookeeperSessionLoss: Example = {
  slug: 'zookeeper-session-loss',
  view: 'cluster',
  scenario: {
    highwater: 1,
    title: { en: 'A ZooKeeper session is lost', ko: 'ZooKeeper 세션을 잃는다' },
    description: {
      en: 'Broker 1 is cut off for 30 s. ZooKeeper ends its session: its znodes vanish, others lead. Back on the network it registers anew, in a new broker epoch.',
      ko: '브로커 1이 30초 동안 끊깁니다. ZooKeeper가 세션을 끝내 znode가 사라지고 다른 브로커가 리더가 됩니다. 돌아오면 새 브로커 에포크로 다시 등록합니다.',
    },
    kafka: '3.9',
    seed: 2,
    cluster: { brokers: 3, metadata: 'zookeeper', controllers: 3 },
    network: { latency: '1ms..3ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 2 } } },
    clients: { p1: { producer: 'orders', rate: '1/s', count: 50, keys: ['A', 'B', 'C'], config: { acks: 'all' } } },
    timeline: [
      { at: '3s', run: 'docker network disconnect kafka kafka1' },
      { at: '33s', run: 'docker network connect kafka kafka1' },
    ],
    until: '60s',
    lesson: {
      beats: [
        {
          id: 'cut-off',
          at: '3s',
          title: { en: 'Nothing gets through', ko: '아무것도 오가지 않는다' },
          text: {
            en: 'Broker 1 still believes that it leads. The controller knows nothing yet: only the ensemble’s clock runs.',
            ko: '브로커 1은 아직 자기가 리더인 줄 압니다. 컨트롤러도 아직 모릅니다. 앙상블의 시계만 갑니다.',
          },
          focus: 'broker:1',
        },
        {
          id: 'elected',
          when: 'leader(orders-0) changes',
          title: { en: 'The session has expired', ko: '세션이 만료됐다' },
          text: {
            en: 'After zookeeper.session.timeout.ms the znode of broker 1 is gone. The controller’s watch fires, and it elects the next of the ISR.',
            ko: 'zookeeper.session.timeout.ms가 지나 브로커 1의 znode가 사라졌습니다. 컨트롤러의 watch가 울리고, ISR의 다음 브로커를 리더로 뽑습니다.',
          },
          focus: 'orders-0',
        },
        {
          id: 'back',
          at: '45s',
          title: { en: 'A new life', ko: '새 생애' },
          text: {
            en: 'Broker 1 heard that its session had expired, registered anew and follows. What was meant for its earlier life it would refuse.',
            ko: '브로커 1은 세션이 만료된 것을 듣고 다시 등록해 팔로워가 됐습니다. 이전 생애에 보낸 명령이 오면 거절합니다.',
          },
          focus: 'broker:1',
        },
      ],
    },
  },
};
