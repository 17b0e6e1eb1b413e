import { describe, expect, test } from 'vitest';
import { commands } from '#faults/catalog.ts';
import type { ToolNode } from '#kafka/clients/tool/node.ts';
import { createCluster, createModel, type KafkaWorld } from '#kafka/cluster.ts';
import { exampleContext } from '#shell/example.ts';
import { parseCommand } from '#shell/parse.ts';
import { programs } from '#shell/tools/catalog.ts';
import { scheduleInput } from '#sim/process.ts';
import { nextTimeUs, step } from '#sim/step.ts';

const model = createModel({ programs, commands });
const FILE = '/tmp/kraft-combined-logs/orders-0/00000000000000000000.log';
const spec = { ...exampleContext.spec, topics: [{ name: 'orders', partitions: 1, replicationFactor: 3, config: {} }], groups: [] };

function run(world: KafkaWorld, line: string): readonly string[] {
  const nextTool = world.processes.length + 1;
  const parsed = parseCommand(line, { ...exampleContext, spec, nodes: world.processes.map(({ name }) => name), nextTool });
  if (!parsed.ok) return [...parsed.stdout, ...parsed.stderr];
  scheduleInput(world, world.nowUs, parsed.payload);
  const untilUs = world.nowUs + 5_000_000;
  while ((nextTimeUs(model, world) ?? untilUs) < untilUs) step(model, world);
  world.nowUs = untilUs;
  const at = world.index.get(parsed.node ?? '');
  return at === undefined ? [] : (world.processes[at].state as ToolNode).lines.map(({ text }) => text);
}

describe('kafka-dump-log.sh', () => {
  const world = createCluster(model, spec);
  run(
    world,
    "printf 'A:1\\nB:2\\n' | kafka-console-producer.sh --bootstrap-server kafka1:9092 --topic orders --property parse.key=true --property key.separator=:",
  );

  test('shows batches, and records only when asked for', () => {
    expect(run(world, `docker exec kafka3 kafka-dump-log.sh --files ${FILE}`)).toHaveLength(3);
    const shown = run(world, `docker exec kafka3 kafka-dump-log.sh --files ${FILE} --print-data-log`);
    expect(shown).toHaveLength(5);
    expect(shown[4]).toMatch(/^\| offset: 1 CreateTime: \d{13} keySize: 1 valueSize: 1 sequence: 1 headerKeys: \[\] key: B payload: 2$/);
  });

  test('says the same of every replica', () => {
    const [one, two] = [1, 2].map((id) => run(world, `docker exec kafka${id} kafka-dump-log.sh --files ${FILE} --print-data-log`));
    expect(one).toEqual(two);
  });

  test('is told where the files are when it runs outside of a container', () => {
    const parsed = parseCommand(`kafka-dump-log.sh --files ${FILE}`, { ...exampleContext, spec });
    expect(parsed).toMatchObject({ ok: false, teaching: `docker exec kafka1 kafka-dump-log.sh --files ${FILE}` });
  });

  test('needs a container that runs', () => {
    run(world, 'docker kill kafka2');
    expect(run(world, `docker exec kafka2 kafka-dump-log.sh --files ${FILE}`)[0]).toMatch(
      /^Error response from daemon: container [0-9a-f]{64} is not running$/,
    );
    expect(run(world, `docker exec kafka7 kafka-dump-log.sh --files ${FILE}`)).toEqual(['Error response from daemon: No such container: kafka7']);
  });

  test('runs as any other tool in a container when it reads no file', () => {
    expect(run(world, 'docker exec -it kafka1 kafka-topics.sh --bootstrap-server kafka1:9092 --list')).toEqual(['orders']);
  });
});
