import { describe, expect, it } from 'vitest';
import { commands } from '#faults/catalog.ts';
import type { BrokerNode } from '#kafka/broker/node.ts';
import { createCluster, createModel, type KafkaWorld } from '#kafka/cluster.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import type { Config } from '#kafka/spec.ts';
import { exampleContext } from '#shell/example.ts';
import { filesAfter } from '#shell/files.ts';
import { parseCommand } from '#shell/parse.ts';
import { programs } from '#shell/tools/catalog.ts';
import { scheduleInput } from '#sim/process.ts';
import { nextTimeUs, step } from '#sim/step.ts';
import { processOf } from '#sim/world.ts';

const model = createModel({ programs, commands });

function worldWith(config: Config = {}, assignment?: readonly (readonly number[])[]): KafkaWorld {
  const topics = [{ name: 'orders', partitions: 1, replicationFactor: 3, config, ...(assignment === undefined ? {} : { assignment }) }];
  const producers = [{ name: 'p1', topic: 'orders', intervalUs: 100_000, keys: ['A'], count: 10, startUs: 0, config: {} }];
  return createCluster(model, { ...exampleContext.spec, topics, producers, groups: [] });
}

function runFor(world: KafkaWorld, seconds: number): KafkaFact[] {
  const facts: KafkaFact[] = [];
  const untilUs = world.nowUs + seconds * 1_000_000;
  for (let next = nextTimeUs(model, world); next !== undefined && next <= untilUs; next = nextTimeUs(model, world)) {
    facts.push(...((step(model, world)?.facts ?? []) as readonly KafkaFact[]));
  }
  world.nowUs = untilUs;
  return facts;
}

/** What the tool prints for this file. */
function tool(world: KafkaWorld, json: string, seconds = 2): string[] {
  const files = filesAfter({}, [`echo '${json}' > del.json`]);
  const nodes = world.processes.map(({ name }) => name);
  const line = 'kafka-delete-records.sh --bootstrap-server kafka1:9092 --offset-json-file del.json';
  const parsed = parseCommand(line, { ...exampleContext, nodes, nextTool: nodes.length, files });
  if (!parsed.ok) return [...parsed.stderr];
  scheduleInput(world, world.nowUs, parsed.payload);
  return runFor(world, seconds).flatMap((fact) => (fact.fact === 'OutputPrinted' ? [fact.line] : []));
}

const at = (offset: number): string => `{"partitions":[{"topic":"orders","partition":0,"offset":${offset}}],"version":1}`;
const startsOf = (world: KafkaWorld): number[] =>
  [1, 2, 3].map((id) => (processOf(world, `kafka${id}`)?.state as BrokerNode).partitions.find((one) => one?.tp === 'orders-0')?.log.logStart ?? -1);

describe('kafka-delete-records.sh', () => {
  it('prints the low watermark when every replica has moved its log start', () => {
    const world = worldWith();
    runFor(world, 5);
    expect(tool(world, at(3))).toEqual(['Executing records delete operation', 'Records delete operation completed:', 'partition: orders-0\tlow_watermark: 3']);
    expect(startsOf(world)).toEqual([3, 3, 3]);
  });

  it('takes -1 for the high watermark', () => {
    const world = worldWith();
    runFor(world, 5);
    expect(tool(world, at(-1)).at(-1)).toBe('partition: orders-0\tlow_watermark: 10');
  });

  it('waits for a replica that is paused, and does not for one that is fenced', () => {
    const world = worldWith();
    runFor(world, 5);
    scheduleInput(world, world.nowUs, { type: 'DockerPause', command: 'docker pause kafka3', nodes: ['kafka3'] } as never);
    expect(tool(world, at(2), 3)).toHaveLength(2);
    const later = runFor(world, 40).flatMap((fact) => (fact.fact === 'OutputPrinted' ? [fact.line] : []));
    expect(later).toEqual(['partition: orders-0\tlow_watermark: 2']);
  });

  it('tells Kafka’s error for an offset beyond the high watermark, and for a topic that is only compacted', () => {
    const world = worldWith();
    runFor(world, 5);
    expect(tool(world, at(11)).at(-1)).toBe(
      'partition: orders-0\terror: org.apache.kafka.common.errors.OffsetOutOfRangeException: The requested offset is not within the range of offsets maintained by the server.',
    );
    const compacted = worldWith({ 'cleanup.policy': 'compact' });
    runFor(compacted, 5);
    expect(tool(compacted, at(3)).at(-1)).toBe(
      'partition: orders-0\terror: org.apache.kafka.common.errors.PolicyViolationException: Request parameters do not satisfy the configured policy.',
    );
  });

  it('deletes at the leaders that it finds, while the partition without one is looked up until the time is up', () => {
    const world = worldWith();
    runFor(world, 5);
    const both = `{"partitions":[{"topic":"orders","partition":0,"offset":3},{"topic":"nope","partition":0,"offset":1}]}`;
    expect(tool(world, both)).toHaveLength(2);
    expect(startsOf(world)).toEqual([3, 3, 3]);
    const later = runFor(world, 60).flatMap((fact) => (fact.fact === 'OutputPrinted' ? [fact.line] : []));
    expect(later).toEqual([
      expect.stringMatching(/^partition: nope-0\terror: org\.apache\.kafka\.common\.errors\.TimeoutException: Call\(callName=deleteRecords\(api=METADATA\), /),
      'partition: orders-0\tlow_watermark: 3',
    ]);
  });

  it('looks the leader up again when it goes away, and asks the next', () => {
    const world = worldWith({}, [[2, 3, 1]]);
    runFor(world, 5);
    scheduleInput(world, world.nowUs, { type: 'DockerKill', command: 'docker kill kafka2', nodes: ['kafka2'] } as never);
    expect(tool(world, at(3), 30).at(-1)).toBe('partition: orders-0\tlow_watermark: 3');
    expect([startsOf(world)[0], startsOf(world)[2]]).toEqual([3, 3]);
  });

  it('says what is wrong with its file, in the words of 4.3.1', () => {
    const world = worldWith();
    expect(tool(world, '{x').slice(0, 2)).toEqual([
      'The input string is not a valid JSON',
      'org.apache.kafka.tools.AdminOperationException: The input string is not a valid JSON',
    ]);
    expect(tool(world, '{}')[0]).toBe('Missing partitions field');
    expect(tool(world, '{"partitions":[{"topic":"t","partition":0,"offset":3},{"topic":"t","partition":0,"offset":4}]}')[0]).toBe(
      'Offset json file contains duplicate topic partitions: t-0',
    );
  });

  it('reads its file from a pipe as /dev/stdin, and complains about one that is not there', () => {
    const line = `echo '${at(3)}' | kafka-delete-records.sh --bootstrap-server kafka1:9092 --offset-json-file /dev/stdin`;
    expect(parseCommand(line, exampleContext)).toMatchObject({ ok: true });
    const missing = parseCommand('kafka-delete-records.sh --bootstrap-server kafka1:9092 --offset-json-file no.json', exampleContext);
    expect(missing).toMatchObject({ ok: false, stderr: expect.arrayContaining(['Caused by: java.nio.file.NoSuchFileException: no.json']) });
  });
});
