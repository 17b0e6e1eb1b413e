/** A consumer with a rack reads from the follower beside it instead of the leader far away, and sees records a round later (KIP-392). */
import type { Example } from '#lessons/examples/example.ts';

export const nearestReplica: Example = {
  slug: 'nearest-replica',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'A consumer reads from the nearest replica', ko: '가장 가까운 복제본에서 읽는다' },
    description: {
      en: 'The leader is in rack a. Group near has client.rack=b: the leader sends it to broker 2 beside it. There it sees a record once broker 2 knows it to be committed.',
      ko: '리더는 랙 a에 있습니다. client.rack=b인 그룹 near는 리더가 알려 준 대로 같은 랙의 브로커 2에서 읽습니다. 레코드는 브로커 2가 커밋된 줄 알게 된 뒤에야 보입니다.',
    },
    kafka: '4.3',
    seed: 6,
    cluster: {
      brokers: 3,
      racks: ['a', 'b', 'c'],
      config: { 'replica.selector.class': 'org.apache.kafka.common.replica.RackAwareReplicaSelector', 'offsets.topic.num.partitions': 1 },
    },
    network: {
      latency: '1ms..2ms',
      links: {
        'kafka1>kafka2': { latency: '20ms' },
        'kafka2>kafka1': { latency: '20ms' },
        'kafka1>near-1': { latency: '20ms' },
        'near-1>kafka1': { latency: '20ms' },
      },
    },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]] } },
    clients: {
      p1: { producer: 'orders', rate: '2/s', keys: ['A', 'B', 'C'], config: { acks: 'all' } },
      far: { consumer: 'orders', config: { 'auto.offset.reset': 'earliest' } },
      near: { consumer: 'orders', config: { 'auto.offset.reset': 'earliest', 'client.rack': 'b', 'metadata.max.age.ms': 15_000 } },
    },
    timeline: [
      { at: '10s', run: 'kafka-consumer-groups.sh --bootstrap-server kafka1:9092 --describe --group near' },
      { at: '25s', run: 'docker kill kafka2' },
    ],
    until: '45s',
  },
};
