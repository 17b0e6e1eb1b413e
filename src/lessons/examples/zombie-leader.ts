/** A zombie leader and two producers: what it tells the one with acks=1 is a promise that nobody keeps, what the one with acks=all hears is the truth. */
import type { Example } from '#lessons/examples/example.ts';

export const zombieLeader: Example = {
  slug: 'zombie-leader',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'A zombie leader, and whom it can fool', ko: '좀비 리더와 속는 프로듀서' },
    description: {
      en: 'Broker 1 freezes for 12 s and wakes up still believing that it leads. The producer with acks=1 is told of success for records that vanish; with acks=all nothing is lost.',
      ko: '12초 동안 멈췄던 브로커 1이 여전히 자기가 리더인 줄 알고 깨어납니다. acks=1 프로듀서는 곧 사라질 레코드에 성공을 듣지만, acks=all은 아무것도 잃지 않습니다.',
    },
    kafka: '4.3',
    seed: 8,
    cluster: { brokers: 3 },
    network: { latency: '1ms..3ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 2 } } },
    clients: {
      careless: { producer: 'orders', rate: '2/s', count: 30, keys: ['A'], config: { acks: 1, 'enable.idempotence': false } },
      careful: { producer: 'orders', rate: '2/s', count: 30, keys: ['B'], config: { acks: 'all' } },
    },
    timeline: [
      { at: '2.2s', run: 'docker pause kafka1' },
      { at: '14.2s', run: 'docker unpause kafka1' },
    ],
    until: '45s',
  },
};
