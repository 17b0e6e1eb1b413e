/** The answer to a stored batch is lost and the producer retries: without idempotence the log holds the record twice. */
import type { Example } from '#lessons/examples/example.ts';

export const sentTwice: Example = {
  slug: 'sent-twice',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'A lost answer makes a duplicate', ko: '응답이 사라져 중복이 생긴다' },
    description: {
      en: 'The leader stores a record, but its answer never reaches p1. With acks=1 there is no idempotence: p1 sends again, and the record stands twice in the log.',
      ko: '리더가 레코드를 저장했지만 응답이 p1에 닿지 못합니다. acks=1이라 멱등성이 꺼져 있어, p1이 다시 보내면 로그에 같은 레코드가 두 번 남습니다.',
    },
    kafka: '4.3',
    seed: 10,
    cluster: { brokers: 3 },
    network: { latency: '2ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]] } },
    clients: {
      p1: { producer: 'orders', rate: '5/s', count: 8, keys: ['A', 'B', 'C'], config: { acks: 1, 'request.timeout.ms': 2000, 'delivery.timeout.ms': 20000 } },
    },
    timeline: [
      { after: 'append(orders-0@3) before ack', run: 'docker network disconnect kafka p1' },
      { at: '1s', run: 'docker network connect kafka p1' },
    ],
    until: '8s',
  },
};
