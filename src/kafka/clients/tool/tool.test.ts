import { describe, expect, test } from 'vitest';
import { Run } from '#kafka/clients/run.testkit.ts';
import { logTime } from '#kafka/clients/tool/log.ts';
import type { ConsoleConsumerLaunch, ConsoleProducerLaunch } from '#kafka/clients/tool/program.ts';

const bootstrap = ['kafka1'];
const writer = (change: Partial<ConsoleProducerLaunch> = {}): ConsoleProducerLaunch => ({
  kind: 'console-producer',
  topic: 'orders',
  bootstrap,
  config: { 'client.id': 'console-producer', 'linger.ms': '1000' },
  parseKey: false,
  keySeparator: '\t',
  stdin: undefined,
  ...change,
});
const reader = (change: Partial<ConsoleConsumerLaunch> = {}): ConsoleConsumerLaunch => ({
  kind: 'console-consumer',
  topic: 'orders',
  group: undefined,
  bootstrap,
  config: { 'auto.offset.reset': 'earliest', 'enable.auto.commit': 'false' },
  fromBeginning: true,
  partition: undefined,
  offset: undefined,
  maxMessages: undefined,
  timeoutMs: undefined,
  print: { key: false, value: true, partition: false, offset: false, timestamp: false, keySeparator: '\t' },
  ...change,
});

describe('the admin client', () => {
  test('creates a topic once', () => {
    const run = new Run();
    const topics = [{ name: 'payments', partitions: 2, replicationFactor: 3, config: {} }];
    expect(run.admin({ call: 'createTopics', topics })).toMatchObject({ ok: true, topics: [{ name: 'payments', error: 'NONE' }] });
    expect(run.admin({ call: 'createTopics', topics })).toMatchObject({
      ok: true,
      topics: [{ name: 'payments', error: 'TOPIC_ALREADY_EXISTS', message: "Topic 'payments' already exists." }],
    });
  });

  test("gives up after default.api.timeout.ms when no bootstrap server answers, in Kafka's words", () => {
    const run = new Run();
    run.kill('kafka1', 'kafka2', 'kafka3');
    const result = run.admin({ call: 'createTopics', topics: [] }, { 'default.api.timeout.ms': '5000' });
    expect(result).toEqual({
      call: 'createTopics',
      ok: false,
      exception: 'TimeoutException',
      message: 'Timed out waiting for a node assignment. Call: createTopics',
    });
    expect(run.nowMs).toBe(5000);
    expect(run.output('tool-1').errors[0]).toBe(
      '[2023-11-14 22:13:20,002] WARN [AdminClient clientId=adminclient-1] Connection to node -1 (kafka1/172.18.0.2:9092) could not be established. Node may not be available. (org.apache.kafka.clients.NetworkClient)',
    );
  });

  test('tells of a call whose answer never came', () => {
    const run = new Run();
    run.pause('controller1');
    const result = run.admin(
      { call: 'createTopics', topics: [{ name: 'x', partitions: 1, replicationFactor: 1, config: {} }] },
      { 'default.api.timeout.ms': '5000' },
    );
    expect(result.ok).toBe(false);
    expect(result.ok ? '' : result.message).toMatch(
      /^Call\(callName=createTopics, deadlineMs=\d+, tries=\d+, nextAllowedTryMs=\d+\) timed out at \d+ after \d+ attempt\(s\)$/,
    );
  });

  test('describes groups and their offsets through their coordinator, and sets offsets of an empty group', () => {
    const run = new Run({ producers: [{ name: 'p1' }], groups: [{ group: 'billing', commit: 'after-processing' }] });
    run.untilFact('OffsetCommitted').run({ ms: 1000 });
    expect(run.admin({ call: 'listGroups' })).toMatchObject({ groups: [{ group: 'billing', state: 'Stable' }] });
    const described = run.admin({ call: 'describeGroups', groups: ['billing', 'nobody'] });
    expect(described).toMatchObject({
      groups: [
        { state: 'Stable', protocol: 'range', members: [{ clientId: 'consumer-billing-1', partitions: ['orders-0'] }] },
        { state: 'Dead', error: 'GROUP_ID_NOT_FOUND' },
      ],
    });
    expect(run.admin({ call: 'alterGroupOffsets', group: 'billing', offsets: [{ tp: 'orders-0', offset: 3 }] })).toMatchObject({
      offsets: [{ error: 'UNKNOWN_MEMBER_ID' }],
    });
    run.stop('billing-1').untilFact('GroupStateChanged', ({ to }) => to === 'Empty');
    expect(run.admin({ call: 'alterGroupOffsets', group: 'billing', offsets: [{ tp: 'orders-0', offset: 3 }] })).toMatchObject({
      offsets: [{ error: 'NONE' }],
    });
    expect(run.admin({ call: 'listGroupOffsets', group: 'billing' })).toMatchObject({ offsets: [{ tp: 'orders-0', offset: 3 }] });
    expect(run.violations).toEqual([]);
  });

  test('lists offsets at the leaders: earliest, and latest is the high watermark', () => {
    const run = new Run({ topics: { orders: 2 }, producers: [{ name: 'p1', count: 10 }] });
    run.run({ ms: 3000 });
    const result = run.admin({
      call: 'listOffsets',
      partitionsApart: true,
      partitions: [
        { tp: 'orders-0', timestamp: 'latest' },
        { tp: 'orders-1', timestamp: 'earliest' },
      ],
    });
    expect(result).toMatchObject({ ok: true, offsets: expect.arrayContaining([{ tp: 'orders-1', offset: 0, failure: undefined }]) });
    expect(run.admin({ call: 'listOffsets', partitions: [], partitionsApart: true })).toEqual({ call: 'listOffsets', ok: true, offsets: [] });
  });
});

describe('kafka-console-producer.sh', () => {
  test('sends each line, and ends at end of file after flushing', () => {
    const run = new Run();
    const tool = run.tool(writer());
    run.type(tool, 'event #1').type(tool, 'event #2').run({ ms: 100 });
    expect(run.output(tool).exitCode).toBeUndefined();
    run.type(tool, undefined).run({ ms: 100 });
    expect(run.output(tool)).toEqual({ text: [], errors: [], exitCode: 0 });
    expect(run.log('orders-0')).toEqual(['event #1', 'event #2']);
    expect(run.facts('RecordSent').map(({ id }) => id)).toEqual(['tool-1#1', 'tool-1#2']);
  });

  test('parses keys, and dies of a line without separator after sending what came before', () => {
    const run = new Run();
    const tool = run.tool(writer({ parseKey: true, keySeparator: ':', stdin: ['k:v', 'oops', 'k:w'] }));
    run.run({ ms: 500 });
    expect(run.output(tool).errors[0]).toBe("org.apache.kafka.common.KafkaException: No key separator found on line number 2: 'oops'");
    expect(run.output(tool).exitCode).toBe(1);
    expect(run.log('orders-0')).toEqual(['v']);
  });

  test('reads null.marker as null: a tombstone for a compacted topic', () => {
    const run = new Run();
    run.tool(writer({ parseKey: true, keySeparator: ':', nullMarker: 'NULL', stdin: ['k:v', 'k:NULL'] }));
    run.run({ ms: 500 });
    expect(run.log('orders-0')).toEqual(['v', null]);
  });

  test('logs failed sends as ErrorLoggingCallback does, with the warnings of the retries before', () => {
    const run = new Run({ topics: { orders: { partitions: 1, config: { 'min.insync.replicas': '3' } } } });
    run.kill(run.leader('orders-0') === 'kafka3' ? 'kafka2' : 'kafka3').untilFact('IsrShrunk');
    const tool = run.tool(writer({ stdin: ['hello'], config: { 'client.id': 'console-producer', retries: '1', acks: '-1', 'enable.idempotence': 'false' } }));
    run.run({ ms: 2000 });
    const { errors } = run.output(tool);
    expect(errors[0]).toMatch(
      /WARN \[Producer clientId=console-producer\] Got error produce response with correlation id \d+ on topic-partition orders-0, retrying \(0 attempts left\)\. Error: NOT_ENOUGH_REPLICAS \(org\.apache\.kafka\.clients\.producer\.internals\.Sender\)$/,
    );
    expect(errors[1]).toMatch(
      /ERROR Error when sending message to topic orders with key: null, value: 5 bytes with error: \(org\.apache\.kafka\.clients\.producer\.internals\.ErrorLoggingCallback\)$/,
    );
    expect(errors[2]).toBe(
      'org.apache.kafka.common.errors.NotEnoughReplicasException: Messages are rejected since there are fewer in-sync replicas than required.',
    );
    expect(run.output(tool).exitCode).toBe(0);
  });
});

describe('kafka-console-consumer.sh', () => {
  const filled = (): Run => new Run({ producers: [{ name: 'p1', count: 3, keys: ['A', null], intervalUs: 1000 }] }).run({ ms: 1000 });

  test('prints values, and on Ctrl-C how many there were', () => {
    const run = filled();
    const tool = run.tool(reader());
    run.run({ ms: 12_000 });
    expect(run.output(tool)).toEqual({ text: ['order-1', 'order-2', 'order-3'], errors: [], exitCode: undefined });
    run.interrupt(tool).run({ ms: 1000 });
    expect(run.output(tool)).toMatchObject({ errors: ['Processed a total of 3 messages'], exitCode: 130 });
  });

  test("prints the columns asked for, in Kafka's order, and stops at --max-messages", () => {
    const run = filled();
    const tool = run.tool(
      reader({
        partition: 0,
        offset: 'earliest',
        maxMessages: 2,
        print: { key: true, value: true, partition: true, offset: true, timestamp: true, keySeparator: '|' },
      }),
    );
    run.run({ ms: 2000 });
    const { text, errors, exitCode } = run.output(tool);
    expect(text.map((line) => line.replace(/CreateTime:\d{13}/, 'T'))).toEqual(['T|Partition:0|Offset:0|A|order-1', 'T|Partition:0|Offset:1|null|order-2']);
    expect({ errors, exitCode }).toEqual({ errors: ['Processed a total of 2 messages'], exitCode: 0 });
  });

  test('starts at an offset when it is assigned a partition, without any group', () => {
    const run = filled();
    const tool = run.tool(reader({ partition: 0, offset: 2 }));
    run.run({ ms: 2000 });
    expect(run.output(tool).text).toEqual(['order-3']);
    expect(run.facts('MemberJoined')).toEqual([]);
  });

  test('ends with an error after --timeout-ms without a record', () => {
    const run = new Run();
    const tool = run.tool(reader({ timeoutMs: 3000 }));
    run.run({ ms: 4000 });
    expect(run.output(tool).errors).toEqual([
      '[2023-11-14 22:13:23,000] ERROR Error processing message, terminating consumer process:  (org.apache.kafka.tools.consumer.ConsoleConsumer)',
      'org.apache.kafka.common.errors.TimeoutException',
      'Processed a total of 0 messages',
    ]);
  });
});

test('log lines show the wall clock of the simulation in UTC', () => {
  expect(logTime(0)).toBe('2023-11-14 22:13:20,000');
  expect(logTime(107 * 86_400_000_000 + 1000)).toBe('2024-02-29 22:13:20,001');
});
