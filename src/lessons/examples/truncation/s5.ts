/** S5: a replica joins the ISR at a high watermark that lags behind what was committed (Kafka 2.0; KAFKA-7128 in 2.1 heals it). */
import type { Example } from '#lessons/examples/example.ts';

export const joinsTooEarly: Example = {
  slug: 'joins-isr-too-early',
  breaks: ['S05', 'S06', 'S11', 'S12', 'S17'],
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'In sync too early', ko: '너무 일찍 동기화됐다고 본다' },
    description: {
      en: 'Kafka 2.0: a new leader’s high watermark lags, and a replica joins the ISR there, without records that were acknowledged. It leads next. Try kafka: "2.1".',
      ko: 'Kafka 2.0: 새 리더의 하이 워터마크가 뒤처진 사이, 이미 확인된 레코드가 없는 레플리카가 ISR에 들어와 다음 리더가 됩니다. kafka: "2.1"로 바꿔 보세요.',
    },
    kafka: '2.0',
    seed: 1,
    cluster: { brokers: 5 },
    network: {
      latency: '1ms',
      links: { 'kafka3>kafka2': { latency: '20ms' }, 'kafka2>kafka3': { latency: '20ms' } },
    },
    topics: { orders: { 'replica-assignment': [[1, 2, 3, 4]] } },
    clients: {
      p1: { producer: 'orders', rate: '10/s', count: 5, start: '1s', keys: ['A'], config: { acks: 'all', 'enable.idempotence': false } },
      p2: {
        producer: 'orders',
        rate: '1000/s',
        count: 5,
        start: '5s',
        keys: ['B'],
        config: { acks: 'all', 'enable.idempotence': false, retries: 0, 'linger.ms': 5 },
      },
    },
    timeline: [
      { at: '2s', run: 'docker stop kafka3' },
      { after: 'ack(p2#5)', run: 'docker kill kafka1' },
      { at: '6s', run: 'docker start kafka3' },
      { after: 'elect(orders-0, kafka2)', run: 'docker pause kafka4' },
      { when: 'isr(orders-0) expands', run: 'docker network disconnect kafka kafka2' },
    ],
    until: '40s',
    lesson: {
      beats: [
        {
          id: 'acked',
          after: 'ack(p2#5)',
          title: { en: 'Acknowledged by three', ko: '셋이 확인했다' },
          text: {
            en: 'Brokers 1, 2 and 4 hold all ten records. Broker 2 has not heard yet that the high watermark is 10: it knows 5.',
            ko: '브로커 1, 2, 4가 레코드 열 개를 모두 가졌습니다. 브로커 2는 하이 워터마크가 10이 된 것을 아직 듣지 못해 5로 압니다.',
          },
          focus: 'orders-0@5..9',
        },
        {
          id: 'leads',
          after: 'elect(orders-0, kafka2)',
          title: { en: 'A leader with a low mark', ko: '표시가 낮은 리더' },
          text: {
            en: 'Broker 2 leads, and broker 4 is silent: the high watermark cannot rise above 5 yet.',
            ko: '브로커 2가 리더인데 브로커 4가 조용해서 하이 워터마크가 아직 5 위로 오르지 못합니다.',
          },
          focus: 'broker:2',
        },
        {
          id: 'joined',
          when: 'isr(orders-0) expands',
          title: { en: 'In the ISR with half of the log', ko: '로그 절반으로 ISR에 든다' },
          text: {
            en: 'Broker 3 has reached 5, and 5 is the high watermark: in 2.0 that is enough. Since 2.1 it must also reach the start of the leader’s epoch, 10.',
            ko: '브로커 3이 5에 이르렀고 하이 워터마크도 5입니다. 2.0에서는 이것으로 충분합니다. 2.1부터는 리더 에포크의 시작인 10에도 이르러야 합니다.',
          },
          focus: 'broker:3',
        },
        {
          id: 'lost',
          when: 'leader(orders-0) == 3',
          title: { en: 'Cleanly elected, and wrong', ko: '깨끗하게 뽑혔지만 틀렸다' },
          text: {
            en: 'Broker 2 is cut off, and broker 3 is the first of the ISR alive. Five acknowledged records are gone.',
            ko: '브로커 2가 끊기고, ISR에서 살아 있는 첫 브로커는 3입니다. 확인된 레코드 다섯 개가 사라졌습니다.',
          },
          focus: 'orders-0',
        },
      ],
    },
  },
};
