/** kafka-consumer-groups.sh and partitions that nobody leads. */
import { describe, expect, test } from 'vitest';
import { commands } from '#faults/catalog.ts';
import type { ToolNode } from '#kafka/clients/tool/node.ts';
import { createCluster, createModel, type KafkaWorld } from '#kafka/cluster.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import type { ClusterSpec, Profile } from '#kafka/spec.ts';
import { exampleContext } from '#shell/example.ts';
import { parseCommand } from '#shell/parse.ts';
import { programs } from '#shell/tools/catalog.ts';
import { scheduleInput } from '#sim/process.ts';
import { nextTimeUs, step } from '#sim/step.ts';

const model = createModel({ programs, commands });
const GROUPS = 'kafka-consumer-groups.sh --bootstrap-server kafka1:9092';

/** orders-0 on broker 1, orders-1 on broker 3, which is gone; billing has read both, and is gone too. */
class Shell {
  readonly spec: ClusterSpec;
  readonly world: KafkaWorld;

  constructor(profile: Profile) {
    const topics = [{ name: 'orders', partitions: 2, replicationFactor: 1, config: {}, assignment: [[1], [3]] }];
    const producers = [{ name: 'p1', topic: 'orders', intervalUs: 100_000, keys: ['A', 'B', 'C', 'D'], count: 20, startUs: 0, config: {} }];
    const groups = [
      { group: 'billing', topics: ['orders'], members: 1, processingUs: 0, commit: 'auto' as const, startUs: 0, config: { 'auto.offset.reset': 'earliest' } },
    ];
    const config = { ...featuresOf(profile).defaults, 'offsets.topic.num.partitions': '1' };
    this.spec = { ...exampleContext.spec, profile, config, topics, producers, groups };
    this.world = createCluster(model, this.spec);
    this.advance(15_000);
    this.run('docker stop billing-1', 5000);
    this.run('docker kill kafka3', 20_000);
  }

  advance(ms: number): void {
    const untilUs = this.world.nowUs + ms * 1000;
    while ((nextTimeUs(model, this.world) ?? untilUs) < untilUs) step(model, this.world);
    this.world.nowUs = untilUs;
  }

  run(line: string, ms = 3000): readonly string[] {
    const nodes = this.world.processes.map(({ name }) => name);
    const parsed = parseCommand(line, { ...exampleContext, spec: this.spec, nodes, nextTool: nodes.length + 1 });
    if (!parsed.ok) return [...parsed.stdout, ...parsed.stderr];
    scheduleInput(this.world, this.world.nowUs, parsed.payload);
    this.advance(ms);
    const at = this.world.index.get(parsed.node ?? '');
    return at === undefined ? [] : (this.world.processes[at].state as ToolNode).lines.map(({ text }) => text);
  }
}

const cells = (line: string): string[] => line.trim().split(/ +/);

describe('a group whose partition has no leader', () => {
  test('is described with a dash where its end would stand', () => {
    const rows = new Shell('4.3').run(`${GROUPS} --describe --group billing`).map(cells);
    const [header] = rows.filter(([first]) => first === 'GROUP');
    const at = (name: string): number => header.indexOf(name);
    const row = (partition: string): string[] => rows.find((row) => row[at('PARTITION')] === partition && row[0] === 'billing') ?? [];
    expect(row('0')[at('LAG')]).toBe('0');
    expect(Number(row('1')[at('CURRENT-OFFSET')])).toBeGreaterThan(0);
    expect([row('1')[at('LOG-END-OFFSET')], row('1')[at('LAG')]]).toEqual(['-', '-']);
  });

  test('cannot be reset', () => {
    const shell = new Shell('4.3');
    expect(shell.run(`${GROUPS} --reset-offsets --group billing --topic orders --to-earliest --execute`)[1]).toBe(
      'Error: Executing consumer group command failed due to The partitions "orders-1" have no leader',
    );
    expect(shell.run(`${GROUPS} --reset-offsets --group billing --topic orders:0 --to-earliest --execute`).at(-1)).toMatch(/^billing +orders +0 +0/);
  });

  test('was not described in 3.9: the tool waits for its end until its time is up', () => {
    const shell = new Shell('3.9');
    expect(shell.run(`${GROUPS} --describe --group billing`, 25_000)).toEqual([]);
    expect(shell.run(`${GROUPS} --describe --group billing`, 32_000)[1]).toMatch(
      /^Error: Executing consumer group command failed due to java\.util\.concurrent\.ExecutionException: org\.apache\.kafka\.common\.errors\.TimeoutException: /,
    );
  });
});
