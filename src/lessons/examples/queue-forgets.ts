/** The same work through a topic and through a queue: what was acknowledged is gone from the queue, and still in the log. */
import type { Example } from '#lessons/examples/example.ts';

export const queueForgets: Example = {
  slug: 'queue-forgets',
  view: 'queue',
  scenario: {
    highwater: 1,
    title: { en: 'A queue forgets, a log remembers', ko: '큐는 잊고 로그는 기억한다' },
    description: {
      en: 'The same twenty orders go into a topic and into a RabbitMQ queue, each with two readers. A reader on each side is killed. Both sides do its work again. But then a newcomer arrives: the topic gives it everything from the start, the queue has nothing left.',
      ko: '같은 주문 스무 개가 토픽과 RabbitMQ 큐에 들어가고, 양쪽에 읽는 이가 둘씩 있습니다. 양쪽에서 하나씩 죽고, 양쪽 모두 그 일을 다시 합니다. 그런데 나중에 온 사람에게 토픽은 처음부터 다 주고, 큐에는 남은 것이 없습니다.',
    },
    kafka: '4.3',
    seed: 21,
    cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1 } },
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
      p1: { producer: 'orders', rate: '10/s', keys: ['A', 'B', 'C'], count: 20 },
      billing: {
        consumer: 'orders',
        members: 2,
        processing: '300ms',
        commit: 'after-processing',
        config: { 'auto.offset.reset': 'earliest', 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 2000, 'max.poll.records': 1 },
      },
      newcomer: { consumer: 'orders', start: '16s', config: { 'auto.offset.reset': 'earliest' } },
    },
    services: {
      work: { image: 'rabbitmq' },
      q1: { image: 'publisher', config: { queue: 'work', 'interval-ms': 100, count: 20, keys: 'A,B,C' } },
      crew: { image: 'worker', scale: 2, config: { queue: 'work', 'processing-ms': 300 } },
      latecomer: { image: 'worker', config: { queue: 'work', 'start-ms': 16000 } },
    },
    timeline: [{ at: '1500ms', run: 'docker kill billing-1 crew-1' }],
    until: '22s',
  },
};
