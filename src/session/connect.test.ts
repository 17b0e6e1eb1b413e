/** Kafka Connect in standalone mode: lines of a file through a topic into another file, as in Kafka's quickstart, and what crashes do to them. */
import { describe, expect, it } from 'vitest';
import { asKafkaFact, type FactName, type FactOf } from '#kafka/facts.ts';
import { compile } from '#scenario/compile.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { branchOf, createSession } from '#session/session.ts';

const source = ['name=local-file-source', 'connector.class=FileStreamSource', 'tasks.max=1', 'file=test.txt', 'topic=connect-test'];
const sink = ['name=local-file-sink', 'connector.class=FileStreamSink', 'tasks.max=1', 'file=test.sink.txt', 'topics=connect-test'];
const propertiesOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

const FILES = {
  'connect-file-source.properties': propertiesOf(source),
  'connect-file-sink.properties': propertiesOf(sink),
  'test.txt': 'foo\nbar\n',
};
const WORKER = { connectors: 'connect-file-source.properties,connect-file-sink.properties', 'offset.flush.interval.ms': 10_000 };

interface Plan {
  readonly timeline?: ScenarioDocument['timeline'];
  readonly files?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, string | number | boolean>>;
  readonly until?: string;
  readonly topics?: ScenarioDocument['topics'];
}

const documentOf = ({ timeline = [], files = {}, config = {}, until = '30s', topics }: Plan): ScenarioDocument => ({
  highwater: 1,
  kafka: '4.3',
  seed: 5,
  cluster: { brokers: 1, config: { 'offsets.topic.num.partitions': 1, 'group.initial.rebalance.delay.ms': 0, 'offsets.topic.replication.factor': 1 } },
  network: { latency: '1ms..3ms' },
  ...(topics ? { topics } : {}),
  services: { connect: { image: 'connect-standalone', config: { ...WORKER, ...config } } },
  files: { ...FILES, ...files },
  timeline,
  until,
});

function play(plan: Plan = {}) {
  const result = compile(documentOf(plan));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const run = branchOf(createSession(result.value)).timeline;
  run.extend({});
  const facts = Array.from({ length: run.end }, (_, n) => run.eventAt(n)).flatMap((event) => (event?.facts ?? []).map(asKafkaFact));
  const frame = run.frameAt(run.end);
  const worker = frame.services?.find(({ node }) => node === 'connect');
  const named = <N extends FactName>(name: N) => facts.filter((fact): fact is FactOf<N> & typeof fact => fact.fact === name);
  return {
    frame,
    named,
    worker,
    hash: run.hashAt(run.end),
    file: (name: string) => worker?.files?.[name],
    task: (id: string) => worker?.connect?.find((one) => one.id === id),
    printed: named('OutputPrinted')
      .filter(({ stream }) => stream === 'stdout')
      .map(({ line }) => line),
  };
}

const CONSUME = 'kafka-console-consumer.sh --bootstrap-server kafka1:9092 --topic connect-test --from-beginning --timeout-ms 3000';
const json = (text: string): string => `{"schema":{"type":"string","optional":false},"payload":"${text}"}`;

describe('a Connect worker with a file source and a file sink', () => {
  it('copies lines through a topic that the broker creates, as JSON with a schema', () => {
    const { file, printed } = play({ timeline: [{ at: '10s', run: CONSUME }] });
    expect(file('test.sink.txt')).toBe('foo\nbar\n');
    expect(printed).toEqual([json('foo'), json('bar')]);
  });

  it('reads what the terminal appends, within a second', () => {
    const { file, printed, named } = play({
      timeline: [
        { at: '10s', run: 'echo team >> test.txt' },
        { at: '12s', run: CONSUME },
      ],
    });
    expect(file('test.txt')).toBe('foo\nbar\nteam\n');
    expect(file('test.sink.txt')).toBe('foo\nbar\nteam\n');
    expect(printed).toEqual([json('foo'), json('bar'), json('team')]);
    expect(named('LinesRead').map(({ count, position }) => [count, position])).toEqual([
      [2, 8],
      [1, 13],
    ]);
  });

  it('writes the text alone with a StringConverter', () => {
    const { printed, file } = play({
      config: { 'value.converter': 'org.apache.kafka.connect.storage.StringConverter' },
      timeline: [{ at: '10s', run: CONSUME }],
    });
    expect(printed).toEqual(['foo', 'bar']);
    expect(file('test.sink.txt')).toBe('foo\nbar\n');
  });

  it('waits for a file that does not exist', () => {
    const missing = propertiesOf(source.map((line) => line.replace('test.txt', 'later.txt')));
    const { file, task } = play({ files: { 'connect-file-source.properties': missing }, timeline: [{ at: '8s', run: 'echo here >> later.txt' }] });
    expect(file('test.sink.txt')).toBe('here\n');
    expect(task('local-file-source-0')).toMatchObject({ state: 'RUNNING', position: 5 });
  });

  it('stores source offsets and commits group offsets every offset.flush.interval.ms', () => {
    const { named, task, file, frame } = play();
    expect(named('SourceOffsetStored').map(({ position }) => position)).toEqual([8]);
    expect(task('local-file-source-0')).toMatchObject({ position: 8, stored: 8, unacknowledged: 0 });
    expect(file('connect.offsets')).toBe('["local-file-source",{"filename":"test.txt"}]\t{"position":8}\n');
    const group = frame.groups.find((one) => one.group === 'connect-local-file-sink');
    expect(group?.offsets).toMatchObject([{ tp: 'connect-test-0', committed: 2 }]);
  });

  it('gives the partitions of a sink to its tasks, all of which append to one file', () => {
    const two = propertiesOf(sink.map((line) => line.replace('tasks.max=1', 'tasks.max=2')));
    const { task, file } = play({ files: { 'connect-file-sink.properties': two }, topics: { 'connect-test': { partitions: 2 } } });
    expect([...(task('local-file-sink-0')?.assignment ?? []), ...(task('local-file-sink-1')?.assignment ?? [])].sort()).toEqual([
      'connect-test-0',
      'connect-test-1',
    ]);
    expect(file('test.sink.txt')?.split('\n').sort()).toEqual(['', 'bar', 'foo']);
  });

  it('kills a sink task that meets a record without a schema, and lets the source go on', () => {
    const { task, file } = play({
      timeline: [
        { at: '8s', run: 'echo order-1 | kafka-console-producer.sh --bootstrap-server kafka1:9092 --topic connect-test' },
        { at: '12s', run: 'echo team >> test.txt' },
      ],
    });
    expect(task('local-file-sink-0')).toMatchObject({ state: 'FAILED', error: expect.stringContaining('serialization error') });
    expect(task('local-file-source-0')).toMatchObject({ state: 'RUNNING', position: 13 });
    expect(file('test.sink.txt')).toBe('foo\nbar\n');
  });
});

describe('a crash of the worker', () => {
  const crash = (at: string, back: string): ScenarioDocument['timeline'] => [
    { at, run: 'docker kill connect' },
    { at: back, run: 'docker start connect' },
  ];

  it('before the first flush makes it read and write everything again: at least once', () => {
    const { file, named } = play({ timeline: crash('8s', '9s'), until: '90s' });
    expect(named('LinesRead').map(({ count }) => count)).toEqual([2, 2]);
    // The group had not committed either: the two old records come again before the two new ones.
    expect(file('test.sink.txt')).toBe('foo\nbar\nfoo\nbar\nfoo\nbar\n');
  });

  it('after a flush costs nothing: both sides go on where they were', () => {
    const { file } = play({ timeline: [...(crash('25s', '26s') ?? []), { at: '27s', run: 'echo team >> test.txt' }], until: '90s' });
    expect(file('test.sink.txt')).toBe('foo\nbar\nteam\n');
  });

  it('keeps what was written while it was down', () => {
    const { file } = play({
      timeline: [
        { at: '15s', run: 'docker kill connect' },
        { at: '16s', run: 'echo late >> test.txt' },
        { at: '17s', run: 'docker start connect' },
      ],
      until: '90s',
    });
    expect(file('test.txt')).toBe('foo\nbar\nlate\n');
    expect(file('test.sink.txt')?.endsWith('late\n')).toBe(true);
  });

  it('does not happen to a worker that is stopped: it flushes, commits, leaves its group and ends', () => {
    const { file, worker, named } = play({
      timeline: [
        { at: '8s', run: 'docker stop connect' },
        { at: '12s', run: 'docker start connect' },
      ],
      until: '40s',
    });
    expect(named('ProcessExited').map(({ node }) => node)).toEqual(['connect']);
    expect(worker?.status).toBe('up');
    expect(named('MemberLeft')).toMatchObject([{ group: 'connect-local-file-sink', reason: 'left' }]);
    expect(file('test.sink.txt')).toBe('foo\nbar\n');
  });

  it('or of the broker delays the lines and loses none', () => {
    const { file, task } = play({
      timeline: [
        { at: '12s', run: 'docker kill kafka1' },
        { at: '13s', run: 'echo team >> test.txt' },
        { at: '20s', run: 'docker start kafka1' },
      ],
      until: '90s',
    });
    expect(new Set(file('test.sink.txt')?.trim().split('\n'))).toEqual(new Set(['foo', 'bar', 'team']));
    expect(task('local-file-source-0')).toMatchObject({ stored: 13, unacknowledged: 0 });
  });

  it('happens in the same way every time', () => {
    const plan: Plan = { timeline: crash('8s', '9s'), until: '60s' };
    expect(play(plan).hash).toBe(play(plan).hash);
  });
});

describe('a mistake in a worker or its connectors', () => {
  const mistakes = (plan: Plan) => {
    const result = compile(documentOf(plan));
    return result.ok ? [] : result.error.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };

  it('is told at its place', () => {
    expect(mistakes({ config: { connectors: 'conect-file-source.properties' } })).toEqual([
      'services.connect.config.connectors: There is no file called conect-file-source.properties.',
    ]);
    expect(mistakes({ files: { 'connect-file-sink.properties': propertiesOf([...sink, 'task.max=1']) } })).toEqual([
      'files.connect-file-sink.properties.task.max: Unknown setting of connect-file-sink.properties: task.max',
    ]);
    expect(mistakes({ files: { 'connect-file-source.properties': propertiesOf(source.slice(0, 4)) } })).toEqual([
      'files.connect-file-source.properties: Missing required configuration "topic" which has no default value.',
    ]);
    expect(mistakes({ files: { 'connect-file-sink.properties': propertiesOf(sink.slice(0, 4)) } })).toEqual([
      'files.connect-file-sink.properties: Must configure one of topics or topics.regex',
    ]);
  });
});
