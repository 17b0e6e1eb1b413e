/** auto.offset.reset: a group that has never committed begins at the start, at the end, or not at all. */
import type { Example } from '#lessons/examples/example.ts';

export const whereToBegin: Example = {
  slug: 'where-to-begin',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'Where a new group begins', ko: '새 그룹은 어디서부터 읽는가' },
    description: {
      en: 'Three groups come when the log already has 30 records. With earliest, one reads them all; with latest, one waits for what comes next; with none, one gets an exception and stops.',
      ko: '로그에 레코드가 이미 30개 있을 때 세 그룹이 옵니다. earliest는 처음부터 다 읽고, latest는 앞으로 올 것을 기다리고, none은 예외를 받고 멈춥니다.',
    },
    kafka: '4.3',
    seed: 13,
    cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1, 'group.initial.rebalance.delay.ms': 0 } },
    network: { latency: '2ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]] } },
    clients: {
      p1: { producer: 'orders', rate: '10/s', count: 80, keys: ['A', 'B', 'C'] },
      earliest: { consumer: 'orders', start: '3s', processing: '20ms', config: { 'auto.offset.reset': 'earliest' } },
      latest: { consumer: 'orders', start: '3s', processing: '20ms', config: { 'auto.offset.reset': 'latest' } },
      none: { consumer: 'orders', start: '3s', processing: '20ms', config: { 'auto.offset.reset': 'none' } },
    },
    until: '12s',
  },
};
