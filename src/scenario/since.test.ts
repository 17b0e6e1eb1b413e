import { describe, expect, it } from 'vitest';
import { compile } from '#scenario/compile.ts';
import { errorLine } from '#scenario/error.ts';
import { readYaml } from '#scenario/yaml.ts';
import { exampleContext } from '#shell/example.ts';
import { parseCommand } from '#shell/parse.ts';

/** What is said of this text, and where: line and column. */
function told(lines: readonly string[]): readonly string[] {
  const read = readYaml(lines.join('\n'));
  if (!read.ok) return read.error.map(errorLine);
  const compiled = compile(read.value.document);
  return compiled.ok ? [] : read.value.locate(compiled.error).map(errorLine);
}

const scenario = (kafka: string, ...rest: readonly string[]): readonly string[] => [
  'highwater: 1',
  `kafka: "${kafka}"`,
  'cluster: { brokers: 3 }',
  'topics: { orders: {} }',
  ...rest,
];
const producer = (setting: string): readonly string[] => ['clients:', '  p:', '    producer: orders', `    ${setting}`];
const group = (setting: string): readonly string[] => ['clients:', '  g:', '    consumer: orders', `    config: { ${setting} }`];

describe('A scenario that its release cannot run says so where it is written', () => {
  it.each([
    ['0.10', producer('transaction: { records: 2 }'), '8:18 clients.p.transaction: There are transactions since Kafka 0.11'],
    ['0.10', producer('config: { transactional.id: shop }'), '8:33 clients.p.config.transactional.id: There are transactions since Kafka 0.11'],
    ['0.10', producer('config: { enable.idempotence: true }'), '8:35 clients.p.config.enable.idempotence: Producers are idempotent since Kafka 0.11'],
    ['3.9', group('group.protocol: consumer'), '8:31 clients.g.config.group.protocol: Groups may use the consumer protocol since Kafka 4.0'],
    ['3.9', group('auto.offset.reset: by_duration:PT1H'), '8:34 clients.g.config.auto.offset.reset: Positions are reset by duration since Kafka 4.0'],
    ['2.1', group('group.instance.id: a'), '8:34 clients.g.config.group.instance.id: Members may be static since Kafka 2.3'],
    ['2.1', group('client.rack: a'), '8:28 clients.g.config.client.rack: Consumers may read from a follower since Kafka 2.4'],
    [
      '2.1',
      group('partition.assignment.strategy: org.apache.kafka.clients.consumer.CooperativeStickyAssignor'),
      '8:46 clients.g.config.partition.assignment.strategy: Groups may rebalance cooperatively since Kafka 2.4',
    ],
  ])('%s', (kafka, clients, said) => {
    const errors = told(scenario(kafka, ...clients));
    expect(errors.map((line) => line.slice(0, said.length))).toContain(said);
  });

  it('and takes it from the first release on that can', () => {
    expect(told(scenario('0.11', ...producer('transaction: { records: 2 }')))).toEqual([]);
    expect(told(scenario('2.8', ...group('group.instance.id: a')))).toEqual([]);
    expect(told(scenario('4.3', ...group('group.protocol: consumer')))).toEqual([]);
    expect(told(scenario('4.3', ...group('auto.offset.reset: by_duration:PT1H')))).toEqual([]);
    expect(told(scenario('0.10', ...producer('config: { enable.idempotence: false }')))).toEqual([]);
  });

  it('ZooKeeper in 4.3, and KRaft before 3.9', () => {
    const on = (kafka: string, metadata: string) => told(['highwater: 1', `kafka: "${kafka}"`, 'cluster:', '  brokers: 3', `  metadata: ${metadata}`]);
    expect(on('4.3', 'zookeeper')[0]).toContain('5:13 cluster.metadata: Kafka 4.3 has no ZooKeeper');
    expect(on('2.1', 'kraft')[0]).toContain('5:13 cluster.metadata: Kafka 2.1 keeps its metadata in ZooKeeper');
    expect(on('0.10', 'kraft')[0]).toContain('5:13 cluster.metadata: Kafka 0.10 keeps its metadata in ZooKeeper');
  });
});

describe('A tool that its release does not have', () => {
  const said = (profile: '2.1' | '4.3', line: string): string => {
    const spec = { ...exampleContext.spec, profile, metadata: profile === '2.1' ? ('zookeeper' as const) : ('kraft' as const) };
    const parsed = parseCommand(line, { ...exampleContext, spec });
    return parsed.ok ? 'runs' : parsed.stderr[0];
  };

  it('is not there: kafka-leader-election.sh before 2.4, kafka-preferred-replica-election.sh since 3.0', () => {
    expect(said('2.1', 'kafka-leader-election.sh --bootstrap-server kafka1:9092 --election-type preferred --all-topic-partitions')).toContain('not found');
    expect(said('4.3', 'kafka-preferred-replica-election.sh --zookeeper zookeeper1:2181')).toContain('not found');
  });
});
