/** A cluster of three brokers and one producer, to which a test gives command lines. */
import { commands } from '#faults/catalog.ts';
import { brokerIn, partitionIn } from '#faults/disk.ts';
import { invariants } from '#kafka/catalog.ts';
import { createCluster, createModel, type KafkaWorld, type NodeState } from '#kafka/cluster.ts';
import { truthOf } from '#kafka/controller/truth.ts';
import type { FactName, FactOf, KafkaFact } from '#kafka/facts.ts';
import type { BrokerId } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import { exampleContext } from '#shell/example.ts';
import { parseCommand } from '#shell/parse.ts';
import { programs } from '#shell/tools/catalog.ts';
import { type Checker, checkAll } from '#sim/invariant.ts';
import { scheduleInput } from '#sim/process.ts';
import { nextTimeUs, step } from '#sim/step.ts';
import { viewAt } from '#sim/view.ts';

const model = createModel({ programs, commands });

export const spec: ClusterSpec = {
  ...exampleContext.spec,
  topics: [{ name: 'orders', partitions: 1, replicationFactor: 3, config: {} }],
  producers: [{ name: 'p1', topic: 'orders', intervalUs: 500_000, keys: ['A', 'B'], count: undefined, startUs: 0, config: {} }],
  groups: [],
};

type Changes = Omit<Partial<ClusterSpec>, 'producers'> & { readonly producer?: Readonly<Record<string, string>> };

/** Every invariant is asked after every event of every run. */
const checkers = new WeakMap<KafkaWorld, readonly Checker<NodeState>[]>();

export function newWorld({ producer = {}, ...changes }: Changes = {}): KafkaWorld {
  const producers = spec.producers.map((one) => ({ ...one, config: producer }));
  const world = createCluster(model, { ...spec, producers, ...changes });
  checkers.set(
    world,
    invariants.map((fresh) => fresh()),
  );
  return world;
}

export function parse(world: KafkaWorld, line: string) {
  const nodes = world.processes.map(({ name }) => name);
  return parseCommand(line, { ...exampleContext, spec, nodes, nextTool: nodes.length });
}

/** Gives a line, if there is one, and lets so many seconds pass; what became true meanwhile. */
export function give(world: KafkaWorld, line: string | undefined, seconds: number): KafkaFact[] {
  if (line !== undefined) {
    const parsed = parse(world, line);
    if (!parsed.ok) throw new Error(parsed.stderr.join('\n'));
    scheduleInput(world, world.nowUs, parsed.payload);
  }
  const facts: KafkaFact[] = [];
  const untilUs = world.nowUs + seconds * 1_000_000;
  for (let next = nextTimeUs(model, world); next !== undefined && next <= untilUs; next = nextTimeUs(model, world)) {
    const event = step(model, world);
    if (event === undefined) break;
    facts.push(...(event.facts as readonly KafkaFact[]));
    const [broken] = checkAll(checkers.get(world) ?? [], world, event);
    if (broken) throw new Error(`${broken.invariant} at step ${broken.step}: ${broken.message}`);
  }
  world.nowUs = untilUs;
  return facts;
}

export const of = <N extends FactName>(facts: readonly KafkaFact[], name: N): FactOf<N>[] =>
  facts.filter(({ fact }) => fact === name) as unknown as FactOf<N>[];

/** What the controller has committed about orders-0. */
export function committed(world: KafkaWorld) {
  const partition = truthOf(world)?.committed.topics.get('orders')?.partitions[0];
  if (!partition) throw new Error('There is no orders-0.');
  return partition;
}

export const leaderOf = (world: KafkaWorld): BrokerId => committed(world).leader;
export const followersOf = (world: KafkaWorld): readonly BrokerId[] => committed(world).replicas.filter((id) => id !== leaderOf(world));

export function replica(world: KafkaWorld, broker: BrokerId) {
  const found = partitionIn(brokerIn(world, `kafka${broker}`), 'orders-0');
  if (!found) throw new Error(`Broker ${broker} has no orders-0.`);
  return found;
}

export const highWatermark = (world: KafkaWorld): number => replica(world, leaderOf(world)).highWatermark;

export const recordsOn = (world: KafkaWorld, broker: BrokerId): readonly StoredRecord[] => {
  const { records } = replica(world, broker).log;
  return Array.from({ length: records.length }, (_, n) => viewAt(records, n));
};

/** Ids of the records in a replica's log, in their order. */
export const idsOn = (world: KafkaWorld, broker: BrokerId): readonly string[] => recordsOn(world, broker).map(({ id }) => id);
