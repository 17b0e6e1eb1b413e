import { describe, expect, it } from 'vitest';
import { commands } from '#faults/catalog.ts';
import type { BrokerNode } from '#kafka/broker/node.ts';
import { partitionOfTp } from '#kafka/broker/work.ts';
import { createCluster, createModel, type KafkaWorld } from '#kafka/cluster.ts';
import type { FactName, FactOf, KafkaFact } from '#kafka/facts.ts';
import { complete } from '#shell/complete.ts';
import { exampleContext } from '#shell/example.ts';
import { parseCommand } from '#shell/parse.ts';
import { programs } from '#shell/tools/catalog.ts';
import { scheduleInput } from '#sim/process.ts';
import { nextTimeUs, step } from '#sim/step.ts';
import { processOf } from '#sim/world.ts';

const base = exampleContext.spec;
const spec = {
  ...base,
  topics: [{ name: 'orders', partitions: 1, replicationFactor: 3, config: {} }],
  producers: [{ name: 'p1', topic: 'orders', intervalUs: 500_000, keys: ['A', 'B'], count: undefined, startUs: 0, config: {} }],
  groups: [],
};
const model = createModel({ programs, commands });
const newWorld = (config = {}): KafkaWorld => createCluster(model, { ...spec, config });

function parse(world: KafkaWorld, line: string) {
  const nodes = world.processes.map(({ name }) => name);
  return parseCommand(line, { ...exampleContext, spec, nodes, nextTool: nodes.length });
}

function give(world: KafkaWorld, line: string | undefined, seconds: number): KafkaFact[] {
  if (line !== undefined) {
    const parsed = parse(world, line);
    if (!parsed.ok) throw new Error(parsed.stderr.join('\n'));
    scheduleInput(world, world.nowUs, parsed.payload);
  }
  const facts: KafkaFact[] = [];
  const untilUs = world.nowUs + seconds * 1_000_000;
  for (let next = nextTimeUs(model, world); next !== undefined && next <= untilUs; next = nextTimeUs(model, world)) {
    facts.push(...((step(model, world)?.facts ?? []) as readonly KafkaFact[]));
  }
  world.nowUs = untilUs;
  return facts;
}

const of = <N extends FactName>(facts: readonly KafkaFact[], name: N): FactOf<N>[] => facts.filter(({ fact }) => fact === name) as unknown as FactOf<N>[];

function replica(world: KafkaWorld, broker: number) {
  const node = processOf(world, `kafka${broker}`)?.state as BrokerNode;
  const found = partitionOfTp(node as Parameters<typeof partitionOfTp>[0], 'orders-0');
  if (!found) throw new Error(`Broker ${broker} has no orders-0.`);
  return found;
}

const leaderOf = (world: KafkaWorld): number => [1, 2, 3].find((id) => replica(world, id).meta.role.value === 'leader') ?? -1;
const followerOf = (world: KafkaWorld): number => [1, 2, 3].find((id) => replica(world, id).meta.role.value === 'follower') ?? -1;

describe('fault power-loss', () => {
  it('takes what was not flushed, tells which records, and the broker copies them again from its leader', () => {
    const world = newWorld();
    give(world, undefined, 3);
    const broker = followerOf(world);
    const before = replica(world, broker).log.logEnd;
    const facts = give(world, `fault power-loss kafka${broker}`, 0);
    expect(of(facts, 'LogTailLost')).toMatchObject([{ tp: 'orders-0', broker, from: before, to: 0, cause: 'power-loss' }]);
    expect(replica(world, broker).log.logEnd).toBe(0);
    give(world, `docker start kafka${broker}`, 20);
    expect(replica(world, broker).log.logEnd).toBe(replica(world, leaderOf(world)).log.logEnd);
  });

  it('leaves what log.flush.interval.messages flushed', () => {
    const world = newWorld({ 'log.flush.interval.messages': '1' });
    give(world, undefined, 3);
    const broker = followerOf(world);
    expect(of(give(world, `fault power-loss kafka${broker}`, 0), 'LogTailLost')).toEqual([]);
    expect(replica(world, broker).log.logEnd).toBeGreaterThan(3);
  });

  it('also takes from a killed broker what its page cache held, and nothing from one that was stopped in order', () => {
    const world = newWorld();
    give(world, undefined, 3);
    const broker = followerOf(world);
    give(world, `docker kill kafka${broker}`, 1);
    expect(of(give(world, `fault power-loss kafka${broker}`, 0), 'LogTailLost')).toHaveLength(1);
    const other = [1, 2, 3].find((id) => id !== broker && id !== leaderOf(world)) as number;
    give(world, `docker stop kafka${other}`, 9);
    expect(of(give(world, `fault power-loss kafka${other}`, 0), 'LogTailLost')).toEqual([]);
  });
});

describe('fault lying-fsync', () => {
  it('lets a broker believe in flushes that a power loss disproves, even after an orderly stop', () => {
    const world = newWorld({ 'log.flush.interval.messages': '1' });
    const broker = followerOf(world);
    give(world, `fault lying-fsync kafka${broker}`, 3);
    give(world, `docker stop kafka${broker}`, 9);
    expect(of(give(world, `fault power-loss kafka${broker}`, 0), 'LogTailLost')).toHaveLength(1);
  });
});

describe('fault torn-tail', () => {
  it('leaves half a batch, which recovery cuts off with nothing else', () => {
    const world = newWorld();
    give(world, undefined, 3);
    const broker = followerOf(world);
    const before = replica(world, broker).log;
    const facts = give(world, `fault torn-tail kafka${broker}`, 0);
    const [{ baseOffset }] = of(facts, 'TailTorn');
    expect(replica(world, broker).log.logEnd).toBe(before.logEnd);
    const [lost] = of(give(world, `docker start kafka${broker}`, 0.1), 'LogTailLost');
    expect(lost).toMatchObject({ broker, from: before.logEnd, to: baseOffset, cause: 'bad-batch' });
    give(world, undefined, 20);
    expect(replica(world, broker).log.remains.damaged).toEqual([]);
    expect(replica(world, broker).log.logEnd).toBe(replica(world, leaderOf(world)).log.logEnd);
  });
});

describe('fault disk-full', () => {
  it('halts the broker at its next write; it comes back when the disk has room', () => {
    const world = newWorld();
    give(world, undefined, 1);
    const broker = leaderOf(world);
    const facts = give(world, `fault disk-full kafka${broker}`, 2);
    expect(of(facts, 'LogDirFailed')).toMatchObject([{ broker }]);
    expect(processOf(world, `kafka${broker}`)?.status).toBe('down');
    give(world, `fault disk-full kafka${broker} --heal`, 12);
    expect(leaderOf(world)).not.toBe(broker);
    give(world, `docker start kafka${broker}`, 20);
    expect(replica(world, broker).log.logEnd).toBe(replica(world, leaderOf(world)).log.logEnd);
  });
});

describe('fault slow-disk', () => {
  it('makes a leader answer late, and it stays leader', () => {
    const world = newWorld();
    give(world, undefined, 2);
    const broker = leaderOf(world);
    const facts = give(world, `fault slow-disk kafka${broker} --latency 400ms`, 5);
    expect(leaderOf(world)).toBe(broker);
    expect(of(facts, 'RecordsAcknowledged').length).toBeGreaterThan(3);
    expect(of(give(world, `fault slow-disk kafka${broker} --heal`, 2), 'DiskHealed')).toHaveLength(1);
  });

  it('makes a follower too slow for the ISR when its writes take longer than replica.lag.time.max.ms', () => {
    const world = newWorld({ 'replica.lag.time.max.ms': '2000' });
    give(world, undefined, 2);
    const broker = followerOf(world);
    expect(of(give(world, `fault slow-disk kafka${broker} --latency 5s`, 12), 'IsrShrunk')[0]).toMatchObject({ removed: [broker], by: 'leader' });
  });
});

describe('fault wipe-disk', () => {
  it('brings a follower back with nothing, and it copies everything', () => {
    const world = newWorld();
    give(world, undefined, 3);
    const broker = followerOf(world);
    expect(of(give(world, `fault wipe-disk kafka${broker}`, 10), 'DiskWiped')).toHaveLength(1);
    give(world, `docker start kafka${broker}`, 20);
    expect(replica(world, broker).log).toMatchObject({ logStart: 0, logEnd: replica(world, leaderOf(world)).log.logEnd });
  });
});

describe('fault lose-checkpoint', () => {
  it('never makes a follower lose committed records: its high watermark begins at the log start and comes back with the first fetches', () => {
    const world = newWorld();
    give(world, undefined, 3);
    const broker = followerOf(world);
    give(world, `docker kill kafka${broker}`, 10);
    const before = replica(world, broker).log.logEnd;
    give(world, `fault lose-checkpoint kafka${broker}`, 0);
    expect(replica(world, broker)).toMatchObject({ highWatermark: 0, log: { epochs: [] } });
    const facts = give(world, `docker start kafka${broker}`, 20);
    expect(of(facts, 'LogTruncated').filter((fact) => fact.broker === broker)).toEqual([]);
    expect(replica(world, broker).highWatermark).toBeGreaterThanOrEqual(before);
  });

  it('is refused while the broker runs, because it would write the files again', () => {
    const world = newWorld();
    expect(of(give(world, 'fault lose-checkpoint kafka1', 0), 'CommandFailed')).toHaveLength(1);
  });
});

describe('fault bit-rot', () => {
  it('makes followers of that replica stop before the bad batch, until its broker recovers without it', () => {
    const world = newWorld();
    give(world, undefined, 3);
    const leader = leaderOf(world);
    const broker = followerOf(world);
    give(world, `docker kill kafka${broker}`, 0);
    give(world, `fault wipe-disk kafka${broker}`, 10);
    expect(of(give(world, `fault bit-rot orders-0@2 --on kafka${leader}`, 0), 'BatchCorrupted')).toMatchObject([{ broker: leader, baseOffset: 2 }]);
    give(world, `docker start kafka${broker}`, 20);
    expect(replica(world, broker).log.logEnd).toBe(2);
  });

  it('says when there is no such record', () => {
    const world = newWorld();
    expect(of(give(world, 'fault bit-rot orders-0@99 --on kafka1', 0), 'CommandFailed')).toMatchObject([
      { message: 'fault: kafka1 has no record at offset 99 of orders-0' },
    ]);
  });
});

describe('the word fault', () => {
  const world = newWorld();

  it('refuses what it does not know, and says what was probably meant', () => {
    expect(parse(world, 'fault power-los kafka1')).toMatchObject({ ok: false, exitCode: 2, teaching: 'Did you mean fault power-loss?' });
    expect(parse(world, 'fault power-loss kafka9')).toMatchObject({ ok: false, stderr: ['fault: no broker is called kafka9'] });
    expect(parse(world, 'fault slow-disk kafka1 --latncy 2s')).toMatchObject({ ok: false, teaching: 'Did you mean --latency?' });
    expect(parse(world, 'fault slow-disk kafka1 --latency fast')).toMatchObject({
      ok: false,
      stderr: ['fault: slow-disk needs --latency, such as 200ms, or --heal'],
    });
    expect(parse(world, 'fault bit-rot orders-0 --on kafka1')).toMatchObject({
      ok: false,
      stderr: ['fault: usage: fault bit-rot TOPIC-PARTITION@OFFSET --on BROKER'],
    });
  });

  it('lists its faults, and completes their names and arguments', () => {
    expect(parse(world, 'fault --help')).toMatchObject({ ok: false, exitCode: 0 });
    const nodes = world.processes.map(({ name }) => name);
    const texts = (line: string) => complete(line, line.length, { ...exampleContext, nodes }).suggestions.map(({ text }) => text);
    expect(texts('fault slow-d')).toEqual(['slow-disk']);
    expect(texts('fault slow-disk kafka1 ')).toEqual(['kafka2', 'kafka3', '--latency', '--heal']);
    expect(texts('fault bit-rot orders-0@2 --on ')).toEqual(['kafka1', 'kafka2', 'kafka3']);
  });
});
