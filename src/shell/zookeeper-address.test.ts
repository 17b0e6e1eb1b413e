/** The address of ZooKeeper in the tools of 2.8 and 3.9, which would rather be given that of a broker. */
import { describe, expect, test } from 'vitest';
import { commands } from '#faults/catalog.ts';
import type { ToolNode } from '#kafka/clients/tool/node.ts';
import { createCluster, createModel, type KafkaWorld } from '#kafka/cluster.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import type { ClusterSpec, MetadataMode, Profile } from '#kafka/spec.ts';
import { exampleContext } from '#shell/example.ts';
import { filesAfter } from '#shell/files.ts';
import { parseCommand } from '#shell/parse.ts';
import { programs } from '#shell/tools/catalog.ts';
import { scheduleInput } from '#sim/process.ts';
import { nextTimeUs, step } from '#sim/step.ts';

const model = createModel({ programs, commands });
const ZOOKEEPER = '--zookeeper zookeeper1:2181';
const DEPRECATED = [
  'Warning: --zookeeper is deprecated and will be removed in a future version of Kafka.',
  'Use --bootstrap-server instead to specify a broker to connect to.',
];
const TIMED_OUT = 'kafka.zookeeper.ZooKeeperClientTimeoutException: Timed out waiting for connection while in state: CONNECTING';

class Shell {
  private readonly spec: ClusterSpec;
  private readonly world: KafkaWorld;

  constructor(profile: Profile, metadata: MetadataMode = 'zookeeper') {
    const topics = [{ name: 'orders', partitions: 1, replicationFactor: 2, config: {}, assignment: [[1, 2]] }];
    this.spec = { ...exampleContext.spec, profile, metadata, config: featuresOf(profile).defaults, topics, producers: [], groups: [] };
    this.world = createCluster(model, this.spec);
    this.advance(5000);
  }

  advance(ms: number): void {
    const untilUs = this.world.nowUs + ms * 1000;
    while ((nextTimeUs(model, this.world) ?? untilUs) < untilUs) step(model, this.world);
    this.world.nowUs = untilUs;
  }

  run(line: string, ms = 3000): readonly string[] {
    const nodes = this.world.processes.map(({ name }) => name);
    const plan = '{"version":1,"partitions":[{"topic":"orders","partition":0,"replicas":[2,3]}]}';
    const files = filesAfter({}, [`echo '${plan}' > plan.json`]);
    const parsed = parseCommand(line, { ...exampleContext, spec: this.spec, nodes, nextTool: nodes.length + 1, files });
    if (!parsed.ok) return [...parsed.stdout, ...parsed.stderr];
    scheduleInput(this.world, this.world.nowUs, parsed.payload);
    this.advance(ms);
    const at = this.world.index.get(parsed.node ?? '');
    return at === undefined ? [] : (this.world.processes[at].state as ToolNode).lines.map(({ text }) => text);
  }
}

describe('kafka-configs.sh --zookeeper', () => {
  test('of 2.8 sets what a topic’s brokers then follow', () => {
    const shell = new Shell('2.8');
    const orders = '--entity-type topics --entity-name orders';
    expect(shell.run(`kafka-configs.sh ${ZOOKEEPER} --alter ${orders} --add-config retention.ms=5000`)).toEqual([
      ...DEPRECATED,
      "Completed updating config for entity: topic 'orders'.",
    ]);
    expect(shell.run(`kafka-configs.sh --bootstrap-server kafka1:9092 --describe ${orders}`)[1]).toMatch(/^ {2}retention\.ms=5000 sensitive=false/);
  });

  test('of 2.8 writes for a broker that is down what it reads when it starts', () => {
    const shell = new Shell('2.8');
    const three = '--entity-type brokers --entity-name 3';
    shell.run('docker kill kafka3');
    shell.advance(20_000);
    expect(shell.run(`kafka-configs.sh ${ZOOKEEPER} --alter ${three} --add-config log.retention.ms=1000`).at(-1)).toBe(
      "Completed updating config for entity: brokers '3'.",
    );
    shell.run('docker start kafka3');
    shell.advance(20_000);
    expect(shell.run(`kafka-configs.sh --bootstrap-server kafka1:9092 --describe ${three}`)[1]).toMatch(/^ {2}log\.retention\.ms=1000 /);
  });

  test('of 3.9 waits in vain where there is no ZooKeeper', () => {
    const shell = new Shell('3.9', 'kraft');
    const line = `kafka-configs.sh ${ZOOKEEPER} --describe --entity-type brokers --entity-name 1`;
    expect(shell.run(line, 29_000)).toEqual([]);
    const told = [...DEPRECATED, `Error while executing config command with args '${line.slice('kafka-configs.sh '.length)}'`, TIMED_OUT, '\tat ...'];
    expect(shell.run(line, 31_000)).toEqual(told);
  });
});

describe('kafka-reassign-partitions.sh --zookeeper of 2.8', () => {
  const TOOL = `kafka-reassign-partitions.sh ${ZOOKEEPER} --reassignment-json-file plan.json`;
  const OLD = 'Warning: --zookeeper is deprecated, and will be removed in a future version of Kafka.';

  test('leaves its plan to the controller, one at a time', () => {
    const shell = new Shell('2.8');
    shell.run('docker pause kafka3');
    expect(shell.run(`${TOOL} --execute`).at(-1)).toBe('Successfully started partition reassignment for orders-0');
    expect(shell.run(`${TOOL} --execute`)[1]).toMatch(/^Cannot execute because there is an existing partition assignment\./);
    expect(shell.run(`${TOOL} --verify`).at(-1)).toBe('Reassignment of partition orders-0 is still in progress.');
    shell.run('docker unpause kafka3');
    shell.advance(10_000);
    expect(shell.run(`${TOOL} --verify`).slice(3)).toEqual([
      'Reassignment of partition orders-0 is complete.',
      'Clearing broker-level throttles on brokers 1,2,3',
      'Clearing topic-level throttles on topic orders',
    ]);
  });

  test('says that nobody answers', () => {
    const shell = new Shell('2.8');
    for (let n = 1; n <= exampleContext.spec.controllers; n++) shell.run(`docker kill zookeeper${n}`, 0);
    const [message, ...trace] = [`Error: ${TIMED_OUT.slice(TIMED_OUT.indexOf(' ') + 1)}`, TIMED_OUT, '\tat ...', ''];
    expect(shell.run(`${TOOL} --verify`, 31_000)).toEqual([OLD, message, ...trace]);
  });
});
