/** Kafka's quickstart with Connect: a file's lines go through a topic into another file, and a worker that dies before it flushes copies some twice. */
import type { Example } from '#lessons/examples/example.ts';

const properties = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

export const connectFile: Example = {
  slug: 'connect-file',
  view: 'lanes',
  scenario: {
    highwater: 1,
    title: { en: 'Connect copies a file, and some lines twice', ko: 'Connect가 파일을 옮기다 몇 줄을 두 번 쓴다' },
    description: {
      en: 'A file source and a file sink in one worker: foo and bar, then team, go from test.txt through the topic into test.sink.txt. Then the worker dies after it sent a line and before it stored how far it had read, so that line comes again. Look with cat test.sink.txt, and write with echo more >> test.txt.',
      ko: '워커 하나에 파일 소스와 파일 싱크가 있습니다. foo와 bar, 이어서 team이 test.txt에서 토픽을 거쳐 test.sink.txt로 갑니다. 그다음 워커가 한 줄을 보낸 뒤, 어디까지 읽었는지 저장하기 전에 죽습니다. 그래서 그 줄은 다시 옵니다. cat test.sink.txt로 보고, echo more >> test.txt로 써 보세요.',
    },
    kafka: '4.3',
    seed: 31,
    cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1 } },
    network: { latency: '1ms..3ms' },
    topics: { 'connect-test': { 'replica-assignment': [[1, 2, 3]] } },
    services: {
      connect: {
        image: 'connect-standalone',
        config: {
          connectors: 'connect-file-source.properties,connect-file-sink.properties',
          'offset.storage.file.filename': '/tmp/connect.offsets',
          'offset.flush.interval.ms': 10_000,
        },
      },
    },
    files: {
      'connect-file-source.properties': properties([
        'name=local-file-source',
        'connector.class=FileStreamSource',
        'tasks.max=1',
        'file=test.txt',
        'topic=connect-test',
      ]),
      'connect-file-sink.properties': properties([
        'name=local-file-sink',
        'connector.class=FileStreamSink',
        'tasks.max=1',
        'file=test.sink.txt',
        'topics=connect-test',
      ]),
      'test.txt': 'foo\nbar\n',
    },
    timeline: [
      { at: '6s', run: 'kafka-console-consumer.sh --bootstrap-server kafka1:9092 --topic connect-test --from-beginning' },
      { at: '16s', run: 'echo team >> test.txt' },
      { at: '22s', run: 'echo late >> test.txt' },
      { at: '25s', run: 'docker kill connect' },
      { at: '26s', run: 'docker start connect' },
    ],
    until: '80s',
  },
};
