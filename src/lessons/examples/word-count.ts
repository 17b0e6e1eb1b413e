/** Kafka Streams' quickstart: lines become words, words become counts, and an instance that dies leaves its tasks and its store to the other one. */
import type { Example } from '#lessons/examples/example.ts';

const say = (at: string, line: string) => ({
  at,
  run: `echo '${line}' | kafka-console-producer.sh --bootstrap-server kafka1:9092 --topic streams-plaintext-input`,
});

export const wordCount: Example = {
  slug: 'word-count',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'Words are counted, and the counts survive a crash', ko: '낱말을 세고, 센 값은 죽어도 남는다' },
    description: {
      en: 'WordCountDemo of Kafka Streams with two instances. Each line is split, each word goes through a repartition topic to the task that counts it, and every count is written to a changelog and to the output. Then an instance dies: the other one restores the store from the changelog and goes on at the same counts. The output is a stream of updates: the last one of each word counts.',
      ko: 'Kafka Streams의 WordCountDemo를 인스턴스 두 개로 돌립니다. 줄을 낱말로 나누면 낱말은 리파티션 토픽을 거쳐 그 낱말을 세는 태스크로 가고, 센 값은 매번 체인지로그와 출력 토픽에 적힙니다. 그다음 인스턴스 하나가 죽습니다. 다른 하나가 체인지로그에서 상태 저장소를 되살려 같은 값에서 이어 갑니다. 출력은 갱신의 흐름이므로 낱말마다 마지막 값이 맞는 값입니다.',
    },
    kafka: '4.3',
    seed: 41,
    cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1, 'transaction.state.log.num.partitions': 1, 'default.replication.factor': 3 } },
    network: { latency: '1ms..3ms' },
    topics: {
      'streams-plaintext-input': { 'replica-assignment': [[1, 2, 3]] },
      'streams-wordcount-output': { 'replica-assignment': [[2, 3, 1]], config: { 'cleanup.policy': 'compact' } },
    },
    services: {
      words: {
        image: 'streams-wordcount',
        scale: 2,
        config: { 'processing.guarantee': 'exactly_once_v2', 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 1000 },
      },
    },
    timeline: [
      {
        at: '6s',
        run: 'kafka-console-consumer.sh --bootstrap-server kafka1:9092 --topic streams-wordcount-output --from-beginning --formatter-property print.key=true --formatter-property print.value=true',
      },
      say('8s', 'all streams lead to kafka'),
      say('12s', 'hello kafka streams'),
      { at: '16s', run: 'docker kill words-1' },
      say('30s', 'join kafka summit'),
    ],
    until: '40s',
  },
};
