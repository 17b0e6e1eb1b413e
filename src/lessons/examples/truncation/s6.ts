/** S6: unclean election, the default before 0.11 (KIP-106): a replica that was not in sync leads, and the others cut off what it does not have. */
import type { Example } from '#lessons/examples/example.ts';

export const uncleanByDefault: Example = {
  slug: 'unclean-by-default',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'Unclean by default', ko: '기본값이 unclean이던 때' },
    description: {
      en: 'Kafka 0.10 prefers to be there: the only replica alive leads, though it is out of sync, and acknowledged records go. Since 0.11 (try it) the partition waits.',
      ko: 'Kafka 0.10은 가용성을 택합니다. 동기화되지 않았어도 살아 있는 레플리카가 리더가 되고, 확인된 레코드가 사라집니다. 0.11부터는(바꿔 보세요) 파티션이 기다립니다.',
    },
    kafka: '0.10',
    seed: 3,
    cluster: { brokers: 3 },
    network: { latency: '1ms..3ms' },
    topics: { orders: { 'replica-assignment': [[1, 2]] } },
    clients: { p1: { producer: 'orders', rate: '2/s', count: 8, keys: ['A', 'B'], config: { acks: 'all', 'enable.idempotence': false, retries: 0 } } },
    timeline: [
      { at: '1s', run: 'docker stop kafka2' },
      { after: 'ack(p1#8)', run: 'docker kill kafka1' },
      { at: '12s', run: 'docker start kafka2' },
      { at: '18s', run: 'docker start kafka1' },
    ],
    until: '25s',
    lesson: {
      beats: [
        {
          id: 'alone',
          at: '1500ms',
          title: { en: 'One is left in sync', ko: '동기화된 것은 하나뿐이다' },
          text: {
            en: 'Broker 2 has left in good order. acks=all now waits for broker 1 alone.',
            ko: '브로커 2가 정상 종료했습니다. 이제 acks=all은 브로커 1만 기다립니다.',
          },
        },
        {
          id: 'unclean',
          when: 'leader(orders-0) == 2',
          title: { en: 'Leader without the records', ko: '레코드 없는 리더' },
          text: {
            en: 'Nobody in the ISR is alive. unclean.leader.election.enable was true by default: broker 2 leads with what it has.',
            ko: 'ISR에 살아 있는 브로커가 없습니다. unclean.leader.election.enable의 기본값이 true였으므로 브로커 2가 가진 것만으로 리더가 됩니다.',
          },
          focus: 'broker:2',
        },
        {
          id: 'cut',
          at: '22s',
          title: { en: 'The old leader follows', ko: '옛 리더가 따른다' },
          text: {
            en: 'Broker 1 is back and takes over its new leader’s log: the records that only it had are cut off.',
            ko: '브로커 1이 돌아와 새 리더의 로그를 받아들입니다. 혼자 가졌던 레코드는 잘립니다.',
          },
          focus: 'broker:1',
        },
      ],
    },
  },
};
