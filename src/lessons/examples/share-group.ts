/** The same work through a share group and through a queue: many hands on one partition, and a record that nobody can process. */
import type { Example } from '#lessons/examples/example.ts';

export const shareGroup: Example = {
  slug: 'share-group',
  view: 'groups',
  scenario: {
    highwater: 1,
    title: { en: 'A share group works like a queue', ko: '공유 그룹은 큐처럼 일한다' },
    description: {
      en: 'Eighteen orders go into one partition and into a RabbitMQ queue, each with three workers. A worker on each side is killed, and another has its orders at once. Order X fails every time: the share group archives it after three deliveries, and the log still has it.',
      ko: '주문 열여덟 개가 파티션 하나와 RabbitMQ 큐에 들어가고, 양쪽에 일꾼이 셋씩 있습니다. 양쪽에서 하나씩 죽으면 곧바로 다른 일꾼이 그 주문을 받습니다. 주문 X는 번번이 실패합니다. 공유 그룹은 세 번 전달한 뒤 보관 처리하고, 로그에는 그대로 남습니다.',
    },
    kafka: '4.3',
    seed: 32,
    cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1, 'share.coordinator.state.topic.num.partitions': 1 } },
    network: { latency: '1ms..3ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]] } },
    clients: {
      p1: { producer: 'orders', rate: '10/s', keys: ['A', 'B', 'X', 'C', 'D', 'E'], count: 18, start: '5s' },
      workers: {
        'share-consumer': 'orders',
        members: 3,
        processing: '300ms',
        release: ['X'],
        config: { 'share.acknowledgement.mode': 'explicit', 'share.acquire.mode': 'record_limit', 'max.poll.records': 1 },
        'group-config': { 'share.auto.offset.reset': 'earliest', 'share.delivery.count.limit': 3 },
      },
    },
    services: {
      work: { image: 'rabbitmq' },
      q1: { image: 'publisher', config: { queue: 'work', 'start-ms': 5000, 'interval-ms': 100, count: 18, keys: 'A,B,X,C,D,E' } },
      crew: { image: 'worker', scale: 3, config: { queue: 'work', 'processing-ms': 300 } },
    },
    timeline: [{ at: '6500ms', run: 'docker kill workers-1 crew-1' }],
    until: '15s',
  },
};
