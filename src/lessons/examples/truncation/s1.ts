/** S1: a follower cuts its log to a high watermark that lags, and leads before it has fetched again (Kafka 0.10; KIP-101 heals it). */
import type { Example } from '#lessons/examples/example.ts';

export const truncationToHighWatermark: Example = {
  slug: 'truncation-to-high-watermark',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'Cut to the high watermark, and lost', ko: '하이 워터마크까지 자르다 잃는다' },
    description: {
      en: 'Kafka 0.10: a new follower cuts its log back to its own high watermark, which lags. Record 1 was acknowledged by all, and is lost. Try kafka: "0.11".',
      ko: 'Kafka 0.10: 새 팔로워는 자기 로그를 뒤처진 하이 워터마크까지 자릅니다. 모두가 확인한 레코드 1을 잃습니다. kafka: "0.11"로 바꿔 보세요.',
    },
    kafka: '0.10',
    seed: 1,
    cluster: { brokers: 3, config: { 'unclean.leader.election.enable': false } },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 1 } } },
    clients: { p1: { producer: 'orders', rate: '1/s', count: 2, keys: ['A'], config: { acks: 'all', 'enable.idempotence': false, retries: 0 } } },
    timeline: [
      { after: 'ack(p1#2)', run: 'docker kill kafka1' },
      { after: 'elect(orders-0, kafka2)', run: 'docker kill kafka2' },
      { at: '25s', run: 'docker start kafka1 kafka2' },
    ],
    until: '35s',
    lesson: {
      beats: [
        {
          id: 'acked',
          after: 'ack(p1#2)',
          title: { en: 'Acknowledged by all', ko: '모두가 확인했다' },
          text: {
            en: 'All three replicas hold record 1. The followers will hear of the new high watermark with their next fetch, but their leader dies first.',
            ko: '레플리카 셋 모두 레코드 1을 가졌습니다. 팔로워는 새 하이 워터마크를 다음 fetch에서 듣는데, 그 전에 리더가 죽습니다.',
          },
          focus: 'orders-0@1',
        },
        {
          id: 'cut',
          when: 'leader(orders-0) == 2',
          title: { en: 'A new leader, a new follower', ko: '새 리더, 새 팔로워' },
          text: {
            en: 'Broker 2 leads and dies at once. Broker 3 becomes its follower: in 0.10 it cuts its log to its high watermark 1, and stays in the ISR.',
            ko: '브로커 2가 리더가 되자마자 죽습니다. 브로커 3은 팔로워가 됩니다. 0.10에서는 로그를 하이 워터마크 1까지 자르고, ISR에 그대로 남습니다.',
          },
          focus: 'broker:3',
        },
        {
          id: 'leads',
          when: 'leader(orders-0) == 3',
          title: { en: 'It leads without record 1', ko: '레코드 1 없이 리더가 된다' },
          text: {
            en: 'Broker 3 is in the ISR, so it may lead. Since 0.11 it would have asked for the end of the epoch before cutting, and would have kept the record.',
            ko: '브로커 3은 ISR에 있으니 리더가 될 수 있습니다. 0.11부터는 자르기 전에 에포크의 끝을 물어보므로 레코드를 지켰을 것입니다.',
          },
          focus: 'orders-0@1',
        },
        {
          id: 'gone',
          at: '34s',
          title: { en: 'Gone everywhere', ko: '어디에도 없다' },
          text: {
            en: 'Brokers 1 and 2 are back and follow broker 3: what they have more than their leader, they cut off.',
            ko: '브로커 1과 2가 돌아와 브로커 3을 따릅니다. 리더보다 더 가진 것은 잘라 냅니다.',
          },
        },
      ],
    },
  },
};
