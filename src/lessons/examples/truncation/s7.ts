/** S7: the last replica of the ISR loses its tail to a power failure, and is elected "cleanly" without it (to 3.9; eligible leader replicas, KIP-966, heal it). */
import type { Example } from '#lessons/examples/example.ts';

export const lastStanding: Example = {
  slug: 'last-replica-3-9',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'Cleanly elected, with an empty log', ko: '깨끗하게 뽑혔는데 로그가 비었다' },
    description: {
      en: 'Kafka 3.9: the ISR is down to broker 1, whose power fails. It comes back empty and leads; brokers 2 and 3 forget what they had. Try kafka: "4.3" with its ELR.',
      ko: 'Kafka 3.9: ISR에 브로커 1만 남았는데 전원이 나갑니다. 빈 로그로 돌아와 리더가 되고, 브로커 2와 3은 가진 것을 버립니다. ELR이 있는 kafka: "4.3"으로 바꿔 보세요.',
    },
    kafka: '3.9',
    seed: 21,
    cluster: { brokers: 3 },
    network: { latency: '2ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 2 } } },
    clients: { p1: { producer: 'orders', rate: '5/s', count: 5, keys: ['A', 'B', 'C'], config: { acks: 'all' } } },
    timeline: [
      { at: '3s', run: 'docker stop kafka3' },
      { at: '6s', run: 'docker stop kafka2' },
      { at: '20s', run: 'fault power-loss kafka1' },
      { at: '32s', run: 'docker start kafka1' },
      { at: '34s', run: 'docker start kafka2 kafka3' },
    ],
    until: '60s',
    lesson: {
      beats: [
        {
          id: 'last',
          at: '15s',
          title: { en: 'The last one in sync', ko: '마지막으로 동기화된 하나' },
          text: {
            en: 'Brokers 3 and 2 have gone, with all five records on their disks. Only broker 1 is in the ISR, and its records are only in its page cache.',
            ko: '브로커 3과 2는 레코드 다섯 개를 디스크에 둔 채 나갔습니다. ISR에는 브로커 1뿐이고, 그 레코드는 페이지 캐시에만 있습니다.',
          },
          focus: 'broker:1',
        },
        {
          id: 'dark',
          at: '21s',
          title: { en: 'Its power fails', ko: '전원이 나간다' },
          text: {
            en: 'What was not flushed is gone. The last member of an ISR stays in it, whatever became of its log: so said the rules until 3.9.',
            ko: '플러시하지 않은 것은 사라집니다. 3.9까지의 규칙으로는 ISR의 마지막 구성원은 로그가 어떻게 됐든 ISR에 남습니다.',
          },
        },
        {
          id: 'after',
          at: '50s',
          title: { en: 'Who may lead?', ko: '누가 리더가 될 수 있나' },
          text: {
            en: 'In 3.9 only broker 1, so the others cut their logs to its empty one. In 4.3 brokers 2 and 3 are eligible leader replicas, and broker 1 admits its unclean shutdown.',
            ko: '3.9에서는 브로커 1뿐이라 나머지가 로그를 자릅니다. 4.3에서는 브로커 2와 3이 ELR이고, 브로커 1은 비정상 종료를 밝힙니다.',
          },
          focus: 'orders-0',
        },
      ],
    },
  },
};
