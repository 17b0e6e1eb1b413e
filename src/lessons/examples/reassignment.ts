/** A partition moves to other brokers while it is written to (KIP-455): first more replicas, then the old ones go together. */
import type { Example } from '#lessons/examples/example.ts';

export const reassignment: Example = {
  slug: 'reassignment',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'A partition moves to new brokers', ko: '파티션을 새 브로커로 옮긴다' },
    description: {
      en: 'Brokers 4 and 5 are new. orders-0 goes to them while records flow: they copy the log, join the ISR, and only then do the old replicas leave.',
      ko: '브로커 4와 5가 새로 들어왔습니다. 레코드가 들어오는 동안 orders-0을 옮깁니다. 새 복제본이 로그를 복제해 ISR에 들어온 뒤에야 옛 복제본이 빠집니다.',
    },
    kafka: '4.3',
    seed: 41,
    cluster: { brokers: 5 },
    network: { latency: '2ms..5ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 2 } } },
    clients: { p1: { producer: 'orders', rate: '5/s', keys: ['A', 'B', 'C'], config: { acks: 'all' } } },
    files: { 'plan.json': { version: 1, partitions: [{ topic: 'orders', partition: 0, replicas: [4, 5, 3] }] } },
    timeline: [
      { at: '3s', run: 'kafka-reassign-partitions.sh --bootstrap-server kafka1:9092 --reassignment-json-file plan.json --execute' },
      { when: 'isr(orders-0) expands', run: 'kafka-reassign-partitions.sh --bootstrap-server kafka1:9092 --list' },
      { at: '6s', run: 'kafka-reassign-partitions.sh --bootstrap-server kafka1:9092 --reassignment-json-file plan.json --verify' },
      { at: '8s', run: 'kafka-topics.sh --bootstrap-server kafka1:9092 --describe --topic orders' },
    ],
    until: '12s',
  },
};
