/** A leader cut off from the network still believes that it leads: a zombie, until it hears of the new leader epoch. */
import type { Example } from '#lessons/examples/example.ts';

export const cutOffLeader: Example = {
  slug: 'cut-off-leader',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'A leader cut off from the network', ko: '네트워크에서 끊긴 리더' },
    description: {
      en: 'Broker 1 is unplugged and still thinks that it leads. The others elect broker 2; when the wire is back, the leader epoch tells broker 1 the truth.',
      ko: '브로커 1이 네트워크에서 끊겼지만 여전히 자기가 리더라고 믿습니다. 나머지는 브로커 2를 뽑고, 다시 연결되면 리더 에포크가 브로커 1에게 사실을 알려 줍니다.',
    },
    kafka: '4.3',
    seed: 6,
    cluster: { brokers: 3 },
    network: { latency: '1ms..3ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 1 } } },
    clients: { p1: { producer: 'orders', rate: '2/s', keys: ['A', 'B', 'C'], config: { acks: 1, 'request.timeout.ms': 5000, 'delivery.timeout.ms': 60000 } } },
    timeline: [
      { after: 'append(orders-0@4) before ack', run: 'docker network disconnect kafka kafka1' },
      { at: '16s', run: 'docker network connect kafka kafka1' },
    ],
    until: '30s',
  },
};
