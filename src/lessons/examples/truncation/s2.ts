/** S2: a power failure takes back what was replicated, and two histories meet at one offset (Kafka 0.10; KIP-101 heals it). */
import type { Example } from '#lessons/examples/example.ts';

export const divergenceAfterPowerLoss: Example = {
  slug: 'divergence-after-power-loss',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'Two histories after a power failure', ko: '정전 뒤의 두 역사' },
    description: {
      en: 'Kafka 0.10: broker 2 loses a record that was only in memory, and writes another at its offset. Broker 1 never notices that its own differs. Try kafka: "0.11".',
      ko: 'Kafka 0.10: 브로커 2가 메모리에만 있던 레코드를 잃고 같은 오프셋에 다른 레코드를 씁니다. 브로커 1은 자기 것이 다른 줄 끝내 모릅니다. kafka: "0.11"로 바꿔 보세요.',
    },
    kafka: '0.10',
    seed: 4,
    cluster: { brokers: 3, config: { 'unclean.leader.election.enable': false } },
    topics: { orders: { 'replica-assignment': [[1, 2]] } },
    clients: {
      p1: { producer: 'orders', rate: '1/s', count: 1, start: '0s', keys: ['A'], config: { acks: 'all', 'enable.idempotence': false } },
      p2: { producer: 'orders', rate: '1/s', count: 1, start: '5s', keys: ['B'], config: { acks: 'all', 'enable.idempotence': false } },
      p3: { producer: 'orders', rate: '1/s', count: 2, start: '28s', keys: ['C'], config: { acks: 1, 'enable.idempotence': false } },
    },
    timeline: [
      { at: '1s', run: 'docker stop kafka2' },
      { at: '2s', run: 'docker start kafka2' },
      { at: '12s', run: 'fault power-loss kafka2' },
      { at: '12s', run: 'docker kill kafka1' },
      { at: '24s', run: 'docker start kafka2' },
      { at: '36s', run: 'docker start kafka1' },
    ],
    until: '42s',
    lesson: {
      beats: [
        {
          id: 'copied',
          at: '6s',
          title: { en: 'On both, flushed on one', ko: '둘 다 가졌지만 하나만 디스크에' },
          text: {
            en: 'Both brokers hold A and B. Broker 2 was shut down in good order after A, so A is on its disk; B is only in its page cache.',
            ko: '두 브로커 모두 A와 B를 가졌습니다. 브로커 2는 A 뒤에 정상 종료를 해서 A가 디스크에 있습니다. B는 페이지 캐시에만 있습니다.',
          },
          focus: 'broker:2',
        },
        {
          id: 'dark',
          at: '12500ms',
          title: { en: 'Both go down', ko: '둘 다 꺼진다' },
          text: {
            en: 'Broker 2 loses its power and with it B. Broker 1 is killed and keeps its page cache.',
            ko: '브로커 2는 전원을 잃고 B도 잃습니다. 브로커 1은 kill되어 페이지 캐시를 지킵니다.',
          },
        },
        {
          id: 'other',
          at: '34s',
          title: { en: 'Another record at offset 1', ko: '오프셋 1에 다른 레코드' },
          text: {
            en: 'Broker 2 is the last of the ISR, so it leads, without B. The next record gets offset 1.',
            ko: '브로커 2가 ISR의 마지막이라 B 없이 리더가 됩니다. 다음 레코드가 오프셋 1을 받습니다.',
          },
          focus: 'orders-0@1',
        },
        {
          id: 'differ',
          at: '40s',
          title: { en: 'Nobody notices', ko: '아무도 모른다' },
          text: {
            en: 'Broker 1 is back with high watermark 2: it cuts nothing and fetches from 2. Since 0.11 it would have asked where its epoch ends, heard 1, and cut B.',
            ko: '브로커 1이 하이 워터마크 2로 돌아옵니다. 아무것도 자르지 않고 2부터 가져옵니다. 0.11부터는 에포크의 끝을 물어 1을 듣고 B를 잘랐을 것입니다.',
          },
          focus: 'orders-0@1',
        },
      ],
    },
  },
};
