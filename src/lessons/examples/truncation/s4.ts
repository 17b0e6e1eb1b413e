/** S4: a leader that has not heard of its own later epochs answers a follower's question about them (Kafka 2.0; the fence of KIP-320 heals it in 2.1). */
import type { Example } from '#lessons/examples/example.ts';

export const staleAnswer: Example = {
  slug: 'stale-leader-answers',
  breaks: ['S02', 'S03', 'S04', 'S12'],
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'A stale leader answers', ko: '옛 에포크의 리더가 답한다' },
    description: {
      en: 'Kafka 2.0: broker 2 leads in epoch 3 and does not know it yet. A follower asks it where its log ends, and takes records that broker 2 itself must cut. Try kafka: "2.1".',
      ko: 'Kafka 2.0: 브로커 2는 에포크 3의 리더인데 아직 모릅니다. 팔로워가 로그의 끝을 묻고, 브로커 2 자신도 잘라 내야 할 레코드를 받아 갑니다. kafka: "2.1"로 바꿔 보세요.',
    },
    kafka: '2.0',
    seed: 4,
    cluster: { brokers: 4, config: { 'leader.imbalance.check.interval.seconds': 10, 'replica.fetch.backoff.ms': 5000 } },
    // Broker 4 is nearest to ZooKeeper, and becomes the controller.
    network: {
      latency: '1ms..3ms',
      links: { 'kafka1>zookeeper1': { latency: '20ms' }, 'kafka2>zookeeper1': { latency: '20ms' }, 'kafka3>zookeeper1': { latency: '20ms' } },
    },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]] } },
    clients: {
      p1: { producer: 'orders', rate: '10/s', count: 10, start: '14290ms', keys: ['A'], config: { acks: 1, 'enable.idempotence': false } },
      p2: {
        producer: 'orders',
        rate: '100/s',
        count: 3,
        start: '18s',
        keys: ['B'],
        config: { acks: 'all', 'enable.idempotence': false, retries: 1000, 'linger.ms': 50, 'reconnect.backoff.max.ms': 100 },
      },
    },
    timeline: [
      { at: '1s', run: 'docker stop kafka1' },
      { at: '2s', run: 'docker start kafka1' },
      { at: '13s', run: 'fault delay --from kafka4 --to kafka2 --api LeaderAndIsr --latency 2500ms' },
      { at: '16s', run: 'fault delay --from kafka4 --to kafka1 --latency 1s' },
      { at: '16900ms', run: 'docker stop kafka1' },
      { after: 'ack(p2#3)', run: 'docker kill kafka2' },
      { at: '40s', run: 'docker start kafka1 kafka2' },
    ],
    until: '55s',
    lesson: {
      beats: [
        {
          id: 'moved',
          after: 'elect(orders-0, kafka1)',
          title: { en: 'Back to the preferred leader', ko: '선호 리더로 돌아간다' },
          text: {
            en: 'Broker 1 leads in epoch 2, and broker 3 follows it. The controller’s word takes 2.5 s to broker 2, who goes on leading in epoch 1: records 8 and 9 are its own.',
            ko: '브로커 1이 에포크 2의 리더이고 브로커 3이 따릅니다. 컨트롤러의 말이 브로커 2까지 2.5초 걸려, 브로커 2는 계속 에포크 1의 리더로 레코드 8과 9를 혼자 씁니다.',
          },
          focus: 'orders-0@8..9',
        },
        {
          id: 'asked',
          after: 'elect(orders-0, kafka2)',
          title: { en: 'Asked about an epoch it has not reached', ko: '아직 모르는 에포크에서 묻는다' },
          text: {
            en: 'Broker 1 shuts down, and broker 2 is to lead again, in epoch 3. Broker 3 hears it first and asks. Broker 2 answers from epoch 1: my log ends at 10. Broker 3 fetches 8 and 9.',
            ko: '브로커 1이 종료되고 브로커 2가 에포크 3의 리더가 됩니다. 브로커 3이 먼저 듣고 묻습니다. 브로커 2는 에포크 1에서 끝이 10이라고 답하고, 브로커 3은 8과 9를 가져갑니다.',
          },
          focus: 'broker:3',
        },
        {
          id: 'cut',
          at: '18s',
          title: { en: 'The answer was about another log', ko: '다른 로그에 대한 답이었다' },
          text: {
            en: 'Only now does broker 2 hear of epoch 2: it follows broker 1 and cuts 8 and 9. Broker 3 keeps them. In 2.1 its question names epoch 3, and broker 2 says UNKNOWN_LEADER_EPOCH.',
            ko: '이제야 브로커 2가 에포크 2를 듣고 브로커 1을 따르며 8과 9를 자릅니다. 브로커 3은 그대로 갖고 있습니다. 2.1에서는 질문에 에포크 3이 실려 UNKNOWN_LEADER_EPOCH로 답합니다.',
          },
          focus: 'broker:2',
        },
        {
          id: 'acked',
          after: 'ack(p2#3)',
          title: { en: 'Acknowledged by a log that differs', ko: '다른 로그로 확인했다' },
          text: {
            en: 'In epoch 3 broker 2 takes three records from offset 8. Broker 3 fetches from 10, so it counts as having all: they are acknowledged, and broker 2 dies.',
            ko: '에포크 3에서 브로커 2가 오프셋 8부터 레코드 셋을 받습니다. 브로커 3은 10부터 가져가므로 모두 가진 것으로 칩니다. 확인된 뒤 브로커 2가 죽습니다.',
          },
          focus: 'orders-0@8..10',
        },
        {
          id: 'gone',
          at: '50s',
          title: { en: 'Two records gone, two logs', ko: '두 레코드가 사라지고 로그는 둘' },
          text: {
            en: 'Broker 3 was in the ISR and leads, with others at 8 and 9. Broker 2 is back: its last epoch agrees, so it keeps its own. The logs differ for ever.',
            ko: 'ISR에 있던 브로커 3이 리더인데 8과 9에 다른 레코드가 있습니다. 돌아온 브로커 2는 마지막 에포크가 같아 자기 것을 간직합니다. 두 로그는 영영 다릅니다.',
          },
          focus: 'orders-0@8..9',
        },
      ],
    },
  },
};
