/** Burrow judges a group by a window of its commits: a large lag that shrinks is well, a small one that nobody works off is not. */
import type { Example } from '#lessons/examples/example.ts';

export const burrow: Example = {
  slug: 'burrow',
  view: 'monitor',
  scenario: {
    highwater: 1,
    title: { en: 'Burrow tells slow from stopped', ko: 'Burrow는 느린 것과 멈춘 것을 가려낸다' },
    description: {
      en: 'Two groups fall behind. One reads too slowly: WARN. The other is killed: at first Burrow waits, for it had read everything not long ago, then it says STOP. Ask it yourself: curl -s burrow:8000/v3/kafka/local/consumer/billing/lag',
      ko: '두 그룹이 뒤처집니다. 하나는 너무 느리게 읽어서 WARN입니다. 다른 하나는 죽습니다. 조금 전까지 다 읽고 있었으므로 Burrow는 잠시 기다렸다가 STOP이라고 합니다. 직접 물어보세요: curl -s burrow:8000/v3/kafka/local/consumer/billing/lag',
    },
    kafka: '4.3',
    seed: 11,
    cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1 } },
    network: { latency: '1ms..3ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]] } },
    clients: {
      p1: { producer: 'orders', rate: '4/s', keys: ['A', 'B', 'D', 'G'] },
      billing: { consumer: 'orders', processing: '50ms', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest' } },
      search: {
        consumer: 'orders',
        processing: '500ms',
        commit: 'after-processing',
        config: { 'auto.offset.reset': 'earliest', 'max.poll.records': 4 },
      },
    },
    services: { burrow: { image: 'burrow', config: { 'offset-refresh': 2, intervals: 8, interval: 10 } } },
    timeline: [
      { at: '15s', run: 'docker kill billing-1' },
      { at: '20s', run: 'curl -s burrow:8000/v3/kafka/local/consumer/billing/status' },
      { at: '55s', run: 'curl -s burrow:8000/v3/kafka/local/consumer/billing/status' },
      { at: '55s', run: 'curl -s burrow:8000/v3/kafka/local/consumer/search/status' },
    ],
    until: '60s',
  },
};
