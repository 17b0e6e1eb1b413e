/** Two of three replicas are gone: with min.insync.replicas=2, acks=all is refused until one of them is back. */
import type { Example } from '#lessons/examples/example.ts';

export const tooFewInSync: Example = {
  slug: 'too-few-in-sync',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'min.insync.replicas refuses a write', ko: 'min.insync.replicas가 쓰기를 거절한다' },
    description: {
      en: 'Brokers 2 and 3 are killed. With one replica in sync the leader refuses acks=all with NOT_ENOUGH_REPLICAS; p2 retries until broker 2 has caught up.',
      ko: '브로커 2와 3이 강제 종료됩니다. ISR이 하나뿐이면 리더는 acks=all을 NOT_ENOUGH_REPLICAS로 거절합니다. p2는 브로커 2가 따라잡을 때까지 다시 보냅니다.',
    },
    kafka: '4.3',
    seed: 4,
    cluster: { brokers: 3 },
    network: { latency: '1ms..3ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 2 } } },
    clients: {
      p1: { producer: 'orders', rate: '1/s', count: 3, keys: ['A', 'B', 'C'], config: { acks: 'all' } },
      p2: { producer: 'orders', rate: '1/s', keys: ['D', 'E', 'F'], start: '14s', config: { acks: 'all' } },
    },
    timeline: [
      { at: '3s', run: 'docker kill kafka2' },
      { at: '3s', run: 'docker kill kafka3' },
      { at: '20s', run: 'docker start kafka2' },
    ],
    until: '30s',
  },
};
