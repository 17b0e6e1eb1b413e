/** kafka-reassign-partitions.sh --zookeeper and the controller of 2.1, which works off the znode. */
import { expect, test } from 'vitest';
import { commands } from '#faults/catalog.ts';
import type { ToolNode } from '#kafka/clients/tool/node.ts';
import { createCluster, createModel, type KafkaWorld } from '#kafka/cluster.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import { exampleContext } from '#shell/example.ts';
import { filesAfter } from '#shell/files.ts';
import { parseCommand } from '#shell/parse.ts';
import { programs } from '#shell/tools/catalog.ts';
import { scheduleInput } from '#sim/process.ts';
import { nextTimeUs, step } from '#sim/step.ts';

const model = createModel({ programs, commands });
const spec: ClusterSpec = {
  ...exampleContext.spec,
  profile: '2.1',
  metadata: 'zookeeper',
  config: featuresOf('2.1').defaults,
  topics: [{ name: 'orders', partitions: 2, replicationFactor: 1, config: {}, assignment: [[1], [1]] }],
  groups: [],
};
const PLAN = '{"version":1,"partitions":[{"topic":"orders","partition":0,"replicas":[2]},{"topic":"orders","partition":1,"replicas":[3]}]}';
const KAFKA = 'kafka-reassign-partitions.sh --zookeeper zookeeper1:2181 --reassignment-json-file plan.json';

function advance(world: KafkaWorld, ms: number): void {
  const untilUs = world.nowUs + ms * 1000;
  while ((nextTimeUs(model, world) ?? untilUs) < untilUs) step(model, world);
  world.nowUs = untilUs;
}

function run(world: KafkaWorld, line: string): readonly string[] {
  const nodes = world.processes.map(({ name }) => name);
  const parsed = parseCommand(line, { ...exampleContext, spec, nodes, nextTool: nodes.length + 1, files: filesAfter({}, [`echo '${PLAN}' > plan.json`]) });
  if (!parsed.ok) return [...parsed.stdout, ...parsed.stderr];
  scheduleInput(world, world.nowUs, parsed.payload);
  advance(world, 1000);
  const at = world.index.get(parsed.node ?? '');
  return at === undefined ? [] : (world.processes[at].state as ToolNode).lines.map(({ text }) => text);
}

test('a partition that has moved leaves the plan, and the plan goes with the last: then another may begin', () => {
  const world = createCluster(model, spec);
  advance(world, 5000);
  run(world, 'docker kill kafka3');
  expect(run(world, `${KAFKA} --execute`).at(-1)).toBe('Successfully started reassignment of partitions.');
  advance(world, 5000);
  expect(run(world, `${KAFKA} --verify`)).toEqual([
    'Status of partition reassignment: ',
    'Reassignment of partition orders-0 completed successfully',
    'Reassignment of partition orders-1 is still in progress',
  ]);
  expect(run(world, `${KAFKA} --execute`)[0]).toBe('Partitions reassignment failed due to The proposed assignment contains non-existent brokerIDs: 3');
  run(world, 'docker start kafka3');
  advance(world, 60_000);
  expect(run(world, `${KAFKA} --verify`)).toEqual([
    'Status of partition reassignment: ',
    'Reassignment of partition orders-0 completed successfully',
    'Reassignment of partition orders-1 completed successfully',
  ]);
  expect(run(world, `${KAFKA} --execute`).at(-1)).toBe('Successfully started reassignment of partitions.');
});

test('a limit stands in the znodes of topic and brokers until all is done and somebody asks', () => {
  const world = createCluster(model, spec);
  advance(world, 5000);
  expect(run(world, `${KAFKA} --execute --throttle 5000`).at(-2)).toBe('The inter-broker throttle limit was set to 5000 B/s');
  const limits = (): string => run(world, 'kafka-configs.sh --zookeeper zookeeper1:2181 --describe --entity-type brokers --entity-name 2')[0];
  expect(limits()).toBe("Configs for brokers '2' are follower.replication.throttled.rate=5000,leader.replication.throttled.rate=5000");
  advance(world, 10_000);
  expect(run(world, `${KAFKA} --verify`).at(-1)).toBe('Throttle was removed.');
  expect(limits()).toBe("Configs for brokers '2' are ");
});
