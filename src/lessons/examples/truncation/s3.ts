/** S3: a fast fail-over leaves an epoch that the next leader never heard of (Kafka 0.11, KIP-101; KIP-279 heals it). */
import type { Example } from '#lessons/examples/example.ts';

export const fastFailOver: Example = {
  slug: 'fast-fail-over',
  breaks: ['S02'],
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'Two records at one offset', ko: '한 오프셋에 레코드가 둘' },
    description: {
      en: 'Kafka 0.11: the leader answers only where an epoch ends, not which epoch it means. A follower keeps a record that its leader never had. Try kafka: "2.0".',
      ko: 'Kafka 0.11: 리더는 에포크가 어디서 끝나는지만 답하고 어느 에포크인지는 말하지 않습니다. 팔로워가 리더에 없는 레코드를 간직합니다. kafka: "2.0"으로 바꿔 보세요.',
    },
    kafka: '0.11',
    seed: 4,
    cluster: { brokers: 3, config: { 'leader.imbalance.check.interval.seconds': 10 } },
    network: { latency: '1ms..3ms' },
    topics: { orders: { 'replica-assignment': [[1, 2]] } },
    clients: {
      p1: { producer: 'orders', rate: '20/s', count: 10, start: '15520ms', keys: ['A'], config: { acks: 1, 'enable.idempotence': false } },
      p2: { producer: 'orders', rate: '1/s', count: 1, start: '16300ms', keys: ['B'], config: { acks: 1, 'enable.idempotence': false } },
      p3: { producer: 'orders', rate: '1/s', count: 1, start: '26s', keys: ['C'], config: { acks: 1, 'enable.idempotence': false } },
    },
    timeline: [
      { at: '1s', run: 'docker stop kafka1' },
      { at: '2s', run: 'docker start kafka1' },
      { at: '15900ms', run: 'docker pause kafka1' },
      { after: 'elect(orders-0, kafka1)', run: 'docker pause kafka2' },
      { after: 'elect(orders-0, kafka1)', run: 'docker unpause kafka1' },
      { after: 'ack(p2#1)', run: 'docker kill kafka1' },
      { at: '17500ms', run: 'docker unpause kafka2' },
      { at: '30s', run: 'docker start kafka1' },
    ],
    until: '40s',
    lesson: {
      beats: [
        {
          id: 'moved',
          after: 'elect(orders-0, kafka1)',
          title: { en: 'Back to the preferred leader', ko: '선호 리더로 돌아간다' },
          text: {
            en: 'Broker 2 holds records that broker 1 has not fetched. Leadership moves to broker 1, and broker 2 freezes before it hears of the new epoch.',
            ko: '브로커 2에는 브로커 1이 아직 가져가지 않은 레코드가 있습니다. 리더가 브로커 1로 바뀌고, 브로커 2는 새 에포크를 듣기 전에 멈춥니다.',
          },
          focus: 'broker:2',
        },
        {
          id: 'written',
          after: 'ack(p2#1)',
          title: { en: 'One record, then dead', ko: '레코드 하나를 쓰고 죽는다' },
          text: {
            en: 'Broker 1 writes B in its own epoch, at an offset at which broker 2 holds an A, and dies.',
            ko: '브로커 1이 자기 에포크로 B를 씁니다. 같은 오프셋에 브로커 2는 A를 갖고 있습니다. 그리고 죽습니다.',
          },
          focus: 'orders-0@9',
        },
        {
          id: 'again',
          at: '25s',
          title: { en: 'An epoch that nobody remembers', ko: '아무도 기억 못 하는 에포크' },
          text: {
            en: 'Broker 2 leads again. It never wrote in the epoch of broker 1, and knows nothing of it.',
            ko: '브로커 2가 다시 리더입니다. 브로커 1의 에포크에는 쓴 것이 없어 그 에포크를 모릅니다.',
          },
          focus: 'broker:2',
        },
        {
          id: 'asked',
          at: '32s',
          title: { en: 'Where does my epoch end?', ko: '내 에포크는 어디서 끝나나' },
          text: {
            en: 'Broker 1 is back and asks for the end of its last epoch. In 0.11 the answer is only an offset, past its own end: it keeps B. Since 2.0 the answer names the epoch, and B goes.',
            ko: '돌아온 브로커 1이 자기 마지막 에포크의 끝을 묻습니다. 0.11의 답은 오프셋뿐이고 자기 끝보다 뒤라 B를 간직합니다. 2.0부터는 에포크도 답하므로 B를 자릅니다.',
          },
          focus: 'orders-0@9',
        },
      ],
    },
  },
};
