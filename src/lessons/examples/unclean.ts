/** An unclean election: a replica that was not in sync leads, and records that consumers have already read are gone. */
import type { Example } from '#lessons/examples/example.ts';

export const unclean: Example = {
  slug: 'unclean',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'An unclean election loses committed records', ko: '언클린 선출로 커밋된 레코드를 잃는다' },
    description: {
      en: 'Broker 1 is the last in-sync replica when it dies. The topic allows an unclean election, so a stale replica leads, and committed records are gone.',
      ko: '마지막 ISR인 브로커 1이 죽습니다. 토픽이 언클린 선출을 허용해서 뒤처진 복제본이 리더가 되고, 커밋된 레코드가 사라집니다.',
    },
    kafka: '4.3',
    seed: 12,
    cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1 } },
    network: { latency: '2ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'unclean.leader.election.enable': true } } },
    clients: {
      p1: { producer: 'orders', rate: '1/s', count: 16, keys: ['A', 'B', 'C'], config: { acks: 'all' } },
      billing: { consumer: 'orders', members: 1, processing: '20ms', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest' } },
    },
    timeline: [
      { at: '3.5s', run: 'docker pause kafka2 kafka3' },
      { at: '16.5s', run: 'docker kill kafka1' },
      { at: '17s', run: 'docker unpause kafka2 kafka3' },
      { at: '32s', run: 'docker start kafka1' },
    ],
    until: '40s',
  },
};
