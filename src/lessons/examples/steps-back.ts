/** Auto commit: what was read since the last commit is read again by whoever comes after a crash. */
import type { Example } from '#lessons/examples/example.ts';

export const stepsBack: Example = {
  slug: 'steps-back',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'The offset goes back: auto commit and a crash', ko: '오프셋이 되돌아간다: 자동 커밋과 장애' },
    description: {
      en: 'billing commits by itself every 5 s. Killed four seconds after a commit, it begins again at the committed offset, and works a second time on everything in between.',
      ko: 'billing은 5초마다 자동으로 커밋합니다. 커밋하고 4초 뒤에 죽으면 커밋된 오프셋부터 다시 시작해, 그 사이의 레코드를 모두 한 번 더 처리합니다.',
    },
    kafka: '4.3',
    seed: 14,
    cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1, 'group.initial.rebalance.delay.ms': 0 } },
    network: { latency: '2ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]] } },
    clients: {
      p1: { producer: 'orders', rate: '5/s', count: 75, keys: ['A', 'B', 'C'] },
      billing: { consumer: 'orders', commit: 'auto', processing: '10ms', config: { 'auto.offset.reset': 'earliest', 'session.timeout.ms': 6000 } },
    },
    timeline: [
      { at: '9500ms', run: 'docker kill billing-1' },
      { at: '11s', run: 'docker start billing-1' },
    ],
    until: '25s',
  },
};
