/** linger.ms: one producer sends each record at once, another waits for company. Fewer requests, and a later answer. */
import type { Example } from '#lessons/examples/example.ts';

export const batching: Example = {
  slug: 'batching',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'Waiting for company: linger.ms', ko: '함께 보내려고 기다리기: linger.ms' },
    description: {
      en: 'hasty sends every record at once, patient waits 200 ms for more. Both write 100 records to the same log: one in many small batches, one in few large ones that are answered later.',
      ko: 'hasty는 레코드를 바로바로 보내고 patient는 200ms 동안 모읍니다. 둘 다 같은 로그에 100개를 쓰지만 하나는 작은 배치 여러 개로, 하나는 큰 배치 몇 개로 쓰고 응답을 늦게 받습니다.',
    },
    kafka: '4.3',
    seed: 12,
    cluster: { brokers: 3 },
    network: { latency: '2ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]] } },
    clients: {
      hasty: { producer: 'orders', rate: '50/s', count: 100, keys: ['A'], config: { 'linger.ms': 0 } },
      patient: { producer: 'orders', rate: '50/s', count: 100, keys: ['B'], config: { 'linger.ms': 200 } },
    },
    until: '5s',
  },
};
