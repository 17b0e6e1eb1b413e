import { describe, expect, it } from 'vitest';
import { commands } from '#faults/catalog.ts';
import type { ToolNode } from '#kafka/clients/tool/node.ts';
import { createCluster, createModel, type KafkaWorld } from '#kafka/cluster.ts';
import { exampleContext } from '#shell/example.ts';
import { endOfInputLine, interruptLine, typedLine } from '#shell/keyboard.ts';
import { parseCommand } from '#shell/parse.ts';
import { programs } from '#shell/tools/catalog.ts';
import { scheduleInput } from '#sim/process.ts';
import { nextTimeUs, step } from '#sim/step.ts';
import { processOf } from '#sim/world.ts';

const spec = { ...exampleContext.spec, groups: [] };
const model = createModel({ programs, commands });

/** Gives a line and runs on; the name of the tool that it started. */
function give(world: KafkaWorld, line: string, seconds: number): string {
  const nodes = world.processes.map(({ name }) => name);
  const parsed = parseCommand(line, { ...exampleContext, spec, nodes, nextTool: nodes.filter((name) => name.startsWith('tool-')).length + 1 });
  if (!parsed.ok) throw new Error(parsed.stderr.join('\n'));
  scheduleInput(world, world.nowUs, parsed.payload);
  const untilUs = world.nowUs + seconds * 1_000_000;
  for (let next = nextTimeUs(model, world); next !== undefined && next <= untilUs; next = nextTimeUs(model, world)) step(model, world);
  world.nowUs = untilUs;
  return parsed.node ?? '';
}

const toolOf = (world: KafkaWorld, name: string) => processOf(world, name)?.state as ToolNode;
const printedBy = (world: KafkaWorld, name: string, stream = 'stdout'): string[] =>
  toolOf(world, name)
    .lines.filter((line) => line.stream === stream)
    .map(({ text }) => text);

describe('a tool in the terminal is a client inside the simulation', () => {
  it('lines are typed into a producer until Ctrl-D, and a consumer prints them until Ctrl-C', () => {
    const world = createCluster(model, spec);
    const consumer = give(world, 'kafka-console-consumer.sh --topic orders --bootstrap-server kafka1:9092', 10);
    const producer = give(world, 'kafka-console-producer.sh --topic orders --bootstrap-server kafka1:9092', 1);
    give(world, typedLine(producer, 'event #1'), 3);
    give(world, typedLine(producer, ' two  blanks'), 3);
    expect(printedBy(world, consumer).sort()).toEqual([' two  blanks', 'event #1']);
    give(world, endOfInputLine(producer), 2);
    expect(toolOf(world, producer).exitCode).toBe(0);
    give(world, interruptLine(consumer), 2);
    expect(toolOf(world, consumer).exitCode).toBe(130);
    expect(printedBy(world, consumer, 'stderr').at(-1)).toBe('Processed a total of 2 messages');
  });
  it('waits in vain for a cluster that is down, and says so after a minute', () => {
    const world = createCluster(model, spec);
    give(world, 'docker kill kafka1 kafka2 kafka3', 1);
    const tool = give(world, 'kafka-topics.sh --list --bootstrap-server kafka1:9092', 59);
    expect(toolOf(world, tool).exitCode).toBeUndefined();
    expect(printedBy(world, tool, 'stderr')[0]).toContain('could not be established. Node may not be available.');
    give(world, 'docker pause controller1', 5);
    expect(toolOf(world, tool).exitCode).toBe(1);
    expect(printedBy(world, tool)).toEqual(['Error while executing topic command : Timed out waiting for a node assignment. Call: listTopics']);
  });
  it('a name that nobody knows is warned of, when another of the addresses is known', () => {
    const world = createCluster(model, spec);
    const tool = give(world, 'kafka-topics.sh --list --bootstrap-server nohost:9092,kafka2:9092', 5);
    expect(printedBy(world, tool)).toEqual(['orders']);
    expect(printedBy(world, tool, 'stderr')[0]).toMatch(/WARN Couldn't resolve server nohost:9092 from bootstrap.servers as DNS resolution failed for nohost/);
  });
});
