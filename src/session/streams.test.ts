/** Kafka Streams' WordCountDemo: the lines of Kafka's quickstart, its tasks among instances, and counts after crashes with either guarantee. */
import { describe, expect, it } from 'vitest';
import { asKafkaFact, type FactName, type FactOf } from '#kafka/facts.ts';
import { recordsBetween } from '#kafka/frame.ts';
import { compile } from '#scenario/compile.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { branchOf, createSession } from '#session/session.ts';

type Config = Readonly<Record<string, string | number | boolean>>;
interface Plan {
  readonly seed?: number;
  readonly partitions?: number;
  readonly scale?: number;
  readonly config?: Config;
  readonly timeline?: ScenarioDocument['timeline'];
  readonly until?: string;
}

const INPUT = 'streams-plaintext-input';
const OUTPUT = 'streams-wordcount-output';
const say = (at: string, text: string) => ({ at, run: `echo '${text}' | kafka-console-producer.sh --bootstrap-server kafka1:9092 --topic ${INPUT}` });

function play({ seed = 4, partitions = 1, scale = 1, config = {}, timeline = [], until = '60s' }: Plan = {}) {
  const document: ScenarioDocument = {
    highwater: 1,
    kafka: '4.3',
    seed,
    cluster: {
      brokers: 1,
      config: {
        'offsets.topic.num.partitions': 1,
        'offsets.topic.replication.factor': 1,
        'transaction.state.log.num.partitions': 1,
        'transaction.state.log.replication.factor': 1,
        'transaction.state.log.min.isr': 1,
        'group.initial.rebalance.delay.ms': 0,
      },
    },
    network: { latency: '1ms..3ms' },
    topics: { [INPUT]: { partitions }, [OUTPUT]: { partitions, config: { 'cleanup.policy': 'compact' } } },
    services: { words: { image: 'streams-wordcount', scale, config: { 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 1000, ...config } } },
    timeline,
    until,
  };
  const result = compile(document);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const run = branchOf(createSession(result.value)).timeline;
  run.extend({});
  const facts = Array.from({ length: run.end }, (_, n) => run.eventAt(n)).flatMap((event) => (event?.facts ?? []).map(asKafkaFact));
  const frame = run.frameAt(run.end);
  const named = <N extends FactName>(name: N) => facts.filter((fact): fact is FactOf<N> & typeof fact => fact.fact === name);
  const recordsOf = (topic: string) =>
    frame.partitions
      .filter((one) => one.topic === topic)
      .flatMap(({ logs: [log] }) => recordsBetween(log, 0, log.logEndOffset).filter(({ batch }) => batch.control === undefined));
  return {
    frame,
    named,
    recordsOf,
    hash: run.hashAt(run.end),
    tasks: (node: string) => frame.services?.find((one) => one.node === node)?.tasks ?? [],
    /** The last count of each word. */
    table: Object.fromEntries(recordsOf(OUTPUT).map(({ key, value }) => [key, Number(value)])),
    printed: named('OutputPrinted')
      .filter(({ stream }) => stream === 'stdout')
      .map(({ line }) => line),
  };
}

const CONSUME = `kafka-console-consumer.sh --bootstrap-server kafka1:9092 --topic ${OUTPUT} --from-beginning --timeout-ms 3000 --formatter-property print.key=true --formatter-property print.value=true --formatter-property key.deserializer=org.apache.kafka.common.serialization.StringDeserializer --formatter-property value.deserializer=org.apache.kafka.common.serialization.LongDeserializer`;

const QUICKSTART = [say('5s', 'all streams lead to kafka'), say('10s', 'hello kafka streams'), say('15s', 'join kafka summit')];
const EXPECTED = ['all\t1', 'streams\t1', 'lead\t1', 'to\t1', 'kafka\t1', 'hello\t1', 'kafka\t2', 'streams\t2', 'join\t1', 'kafka\t3', 'summit\t1'];
const COUNTS = { all: 1, streams: 2, lead: 1, to: 1, kafka: 3, hello: 1, join: 1, summit: 1 };

describe('WordCountDemo', () => {
  it('prints what the quickstart says, each update in its turn', () => {
    const { printed } = play({ timeline: [...QUICKSTART, { at: '30s', run: CONSUME }] });
    expect(printed).toEqual(EXPECTED);
  });

  it('creates its repartition and its changelog topic with as many partitions as its input has', () => {
    const { frame } = play({ partitions: 2, until: '10s' });
    const internal = frame.topics.filter(({ name }) => name.startsWith('streams-wordcount-KSTREAM')).map(({ name }) => name.replace(/^.*-/, ''));
    expect(internal.sort()).toEqual(['changelog', 'repartition']);
    for (const topic of ['repartition', 'changelog']) expect(frame.partitions.filter((one) => one.topic.endsWith(topic))).toHaveLength(2);
  });

  it('has a task for each sub-topology and partition, spread over its instances', () => {
    const { tasks } = play({ partitions: 2, scale: 2, until: '20s' });
    const all = ['words-1', 'words-2'].map((node) => tasks(node).map(({ id }) => id));
    expect(all.flat().sort()).toEqual(['0_0', '0_1', '1_0', '1_1']);
    expect(all.map((ids) => ids.filter((id) => id.startsWith('1_')).length)).toEqual([1, 1]);
  });

  it('writes every count to its changelog, and commits in commit.interval.ms', () => {
    const { recordsOf, named } = play({ timeline: QUICKSTART, config: { 'commit.interval.ms': 2000 } });
    const changelog = recordsOf('streams-wordcount-KSTREAM-AGGREGATE-STATE-STORE-0000000003-changelog').map(({ key, value }) => `${key}\t${value}`);
    expect(changelog).toEqual(EXPECTED);
    const commits = named('OffsetCommitted').filter(({ tp }) => tp === `${INPUT}-0`);
    expect(commits.map(({ offset }) => offset)).toEqual([1, 2, 3]);
  });
});

const crash = (node: string, at: string, back: string) => [
  { at, run: `docker kill ${node}` },
  { at: back, run: `docker start ${node}` },
];

describe('a crash of an instance', () => {
  it('after a commit costs nothing: the store is restored from the changelog', () => {
    const { table, named, tasks } = play({
      timeline: [...QUICKSTART.slice(0, 2), ...crash('words-1', '50s', '51s'), say('70s', 'join kafka summit')],
      until: '100s',
    });
    expect(table).toEqual(COUNTS);
    expect(named('StoreRestored').map(({ records }) => records)).toEqual([0, 8]);
    expect(tasks('words-1').find(({ id }) => id === '1_0')?.store).toEqual(COUNTS);
  });

  it('before a commit counts some words twice with at_least_once', () => {
    const { table } = play({ timeline: [...QUICKSTART, ...crash('words-1', '20s', '21s')], until: '100s' });
    expect(Object.values<number>(table).reduce((sum, n) => sum + n, 0)).toBeGreaterThan(11);
  });

  it('moves its tasks to another instance, which restores their stores', () => {
    const { table, tasks } = play({
      partitions: 2,
      scale: 2,
      config: { 'commit.interval.ms': 1000 },
      timeline: [...QUICKSTART, { at: '20s', run: 'docker kill words-1' }],
      until: '60s',
    });
    expect(tasks('words-2').map(({ id, state }) => `${id} ${state}`)).toEqual(['0_0 RUNNING', '0_1 RUNNING', '1_0 RUNNING', '1_1 RUNNING']);
    expect(table).toEqual(COUNTS);
    expect(Object.assign({}, ...tasks('words-2').map(({ store }) => store ?? {}))).toEqual(COUNTS);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('at any moment leaves exact counts with exactly_once_v2 (seed %i)', (seed) => {
    const atMs = 10_000 + ((seed * 617) % 900);
    const { table, printed, named } = play({
      seed,
      config: { 'processing.guarantee': 'exactly_once_v2' },
      timeline: [
        ...QUICKSTART.slice(0, 2),
        ...crash('words-1', `${atMs}ms`, `${atMs + 500}ms`),
        say('40s', 'join kafka summit'),
        { at: '60s', run: `${CONSUME} --isolation-level read_committed` },
      ],
      until: '90s',
    });
    expect(named('ProcessKilled')).toHaveLength(1);
    expect(table).toEqual(COUNTS);
    expect(printed.length).toBeGreaterThanOrEqual(EXPECTED.length);
  });

  /** Of two instances, or of the broker, while the lines pass. */
  const tables = (guarantee: string) =>
    Array.from({ length: 20 }, (_, seed): Record<string, number> => {
      const victim = ['words-1', 'words-2', 'kafka1'][seed % 3];
      const atMs = 5000 + ((seed * 7919) % 11_000);
      const timeline = [...QUICKSTART, ...crash(victim, `${atMs}ms`, `${atMs + 1500}ms`)];
      return play({ seed, partitions: 2, scale: 2, config: { 'processing.guarantee': guarantee }, timeline, until: '120s' }).table;
    });

  it('of any process over 20 seeds never changes a count with exactly_once_v2', { timeout: 120_000 }, () => {
    for (const table of tables('exactly_once_v2')) expect(table).toEqual(COUNTS);
  });

  it('of any process over 20 seeds never loses a word with at_least_once, and counts some twice', { timeout: 120_000 }, () => {
    const found = tables('at_least_once');
    for (const [word, count] of Object.entries(COUNTS)) expect(Math.min(...found.map((table) => table[word] ?? 0))).toBeGreaterThanOrEqual(count);
    expect(found.filter((table) => (table.kafka ?? 0) > COUNTS.kafka).length).toBeGreaterThan(0);
  });

  it('happens in the same way every time', () => {
    const plan: Plan = { timeline: [...QUICKSTART, ...crash('words-1', '20s', '21s')] };
    expect(play(plan).hash).toBe(play(plan).hash);
  });
});
