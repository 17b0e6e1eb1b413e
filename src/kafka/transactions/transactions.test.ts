import { describe, expect, test } from 'vitest';
import { Run, type Setup } from '#kafka/clients/run.testkit.ts';
import type { Config } from '#kafka/spec.ts';

const FEW: Config = { 'transaction.state.log.num.partitions': '1', 'offsets.topic.num.partitions': '1' };

interface Writer {
  readonly name?: string;
  readonly id?: string;
  readonly records?: number;
  readonly count?: number;
  readonly pauseUs?: number;
  readonly abortEvery?: number;
  readonly config?: Config;
  readonly startUs?: number;
}

const writer = ({ name = 'p1', id = 'pay', records = 3, count, pauseUs = 0, abortEvery, config, startUs = 0 }: Writer) => ({
  name,
  intervalUs: 20_000,
  count,
  startUs,
  keys: ['A', 'B', 'C', 'D'],
  config: { 'linger.ms': '0', 'transactional.id': id, ...config },
  transaction: { records, pauseUs, abortEvery },
});

const cluster = (writers: readonly Writer[], setup: Setup = {}): Run =>
  new Run({
    topics: { orders: { partitions: 2 } },
    ...setup,
    config: { ...FEW, ...setup.config },
    producers: writers.map(writer),
    groups: [
      { group: 'committed', config: { 'isolation.level': 'read_committed' } },
      { group: 'uncommitted', config: {} },
    ],
  });

const processed = (run: Run, group: string): string[] =>
  run
    .facts('RecordProcessed')
    .filter((fact) => fact.group === group)
    .map(({ id }) => id)
    .sort((a, b) => Number(a.slice(a.indexOf('#') + 1)) - Number(b.slice(b.indexOf('#') + 1)));
const idsOf = (run: Run, committed: boolean): string[] =>
  run
    .facts('TransactionEnded')
    .filter((fact) => fact.committed === committed)
    .flatMap(({ ids }) => ids);
const states = (run: Run, id = 'pay'): string[] =>
  run
    .facts('TransactionStateChanged')
    .filter(({ transactionalId }) => transactionalId === id)
    .map(({ to }) => to);
const markers = (run: Run, tp: string) => run.facts('TransactionMarkerWritten').filter((fact) => fact.tp === tp);

describe('a producer with a transactional.id', () => {
  test('commits: the states of its id follow each other, and every partition gets one marker', () => {
    const run = cluster([{ count: 3 }]).run({ untilMs: 2000 });
    expect(states(run)).toEqual(['Empty', 'Ongoing', 'PrepareCommit', 'CompleteCommit']);
    expect(markers(run, 'orders-0')).toMatchObject([{ control: 'COMMIT', offset: 3, producerEpoch: 1, coordinatorEpoch: 0 }]);
    expect(run.frame.producers[0]).toMatchObject({ state: 'finished', recordsAcknowledged: 3 });
    expect(run.violations).toEqual([]);
  });

  test.each(['4.3', '3.9', '2.8'] as const)('read_committed consumers get what was committed and nothing else; profile %s', (profile) => {
    const old: Config = profile === '2.8' ? { 'enable.idempotence': 'true', acks: 'all' } : {};
    const run = cluster([{ count: 18, abortEvery: 2, pauseUs: 100_000, config: old }], { profile }).run({ untilMs: 9000 });
    expect(idsOf(run, true)).toHaveLength(9);
    expect(idsOf(run, false)).toHaveLength(9);
    expect(processed(run, 'committed')).toEqual(idsOf(run, true));
    expect(processed(run, 'uncommitted')).toHaveLength(18);
    expect(run.violations).toEqual([]);
  });

  test('the epoch rises with every transaction since 4.0, and stays before', () => {
    const epochs = (profile: '4.3' | '3.9') =>
      new Set(
        cluster([{ count: 6 }], { profile })
          .run({ untilMs: 3000 })
          .facts('TransactionMarkerWritten')
          .map(({ producerEpoch }) => producerEpoch),
      );
    expect(epochs('4.3')).toEqual(new Set([1, 2]));
    expect(epochs('3.9')).toEqual(new Set([0]));
  });

  test('the last stable offset waits for an open transaction, and so does everybody who reads committed', () => {
    const run = cluster([{ pauseUs: 8_000_000, records: 2 }]).run({ untilMs: 6000 });
    const leader = () => run.frame.partitions.find(({ tp }) => tp === 'orders-0')?.logs.find(({ role }) => role === 'leader');
    expect(leader()).toMatchObject({ highWatermark: 2, stability: { lastStableOffset: 0, open: [{ firstOffset: 0 }] } });
    expect(run.frame.transactions).toMatchObject([{ transactionalId: 'pay', state: 'Ongoing', partitions: ['orders-0'] }]);
    expect(processed(run, 'committed')).toEqual([]);
    expect(processed(run, 'uncommitted')).toHaveLength(2);
    run.until(() => processed(run, 'committed').length === 2);
    expect(run.violations).toEqual([]);
  });

  test('a position passes markers and aborted records: lag comes down to nothing', () => {
    const run = cluster([{ count: 6, abortEvery: 2 }]).run({ untilMs: 12_000 });
    expect(run.group('committed').offsets.map(({ lagRecords }) => lagRecords)).toEqual([0, 0]);
  });

  test('whose first send() waits for metadata past its next beat, when that send is all of its transaction, goes on at the beat after', () => {
    const run = cluster([{ records: 1, count: 5, config: { 'linger.ms': '100' } }], { latencyUs: [20_000, 60_000] }).run({ untilMs: 12_000 });
    expect(run.violations).toEqual([]);
    expect(run.frame.producers[0]).toMatchObject({ state: 'finished', recordsAcknowledged: 5 });
  });
});

describe('a second producer with the same transactional.id', () => {
  test.each(['4.3', '3.9'] as const)('fences the first, whose open transaction is aborted; profile %s', (profile) => {
    const run = cluster(
      [
        { pauseUs: 5_000_000, records: 2 },
        { name: 'p2', startUs: 2_000_000, count: 3 },
      ],
      { profile },
    ).run({ untilMs: 15_000 });
    expect(run.facts('TransactionFailed').filter(({ node }) => node === 'p1')).toMatchObject([{ fatal: true }]);
    expect(run.facts('TransactionFailed')[0].error).toMatch(/^ProducerFencedException/);
    expect(markers(run, 'orders-0')[0]).toMatchObject({ control: 'ABORT' });
    expect(processed(run, 'committed')).toEqual(['p2#1', 'p2#2', 'p2#3']);
    expect(run.violations).toEqual([]);
  });
});

describe('the transaction coordinator', () => {
  test('aborts what is open for longer than transaction.timeout.ms, and fences its producer', () => {
    const run = cluster([{ pauseUs: 40_000_000, records: 2, config: { 'transaction.timeout.ms': '3000' } }]).run({ untilMs: 45_000 });
    expect(run.facts('TransactionTimedOut')).toMatchObject([{ transactionalId: 'pay', timeoutMs: 3000 }]);
    expect(markers(run, 'orders-0')).toMatchObject([{ control: 'ABORT' }]);
    expect(run.facts('TransactionFailed').at(-1)).toMatchObject({ node: 'p1', fatal: true });
    expect(run.violations).toEqual([]);
  });

  test('refuses a timeout above transaction.max.timeout.ms', () => {
    const run = cluster([{ config: { 'transaction.timeout.ms': '900001' } }]).run({ untilMs: 3000 });
    expect(run.facts('TransactionFailed')[0].error).toMatch(/The transaction timeout is larger than the maximum value allowed by the broker/);
  });

  test('moves with its partition: the next one ends what had been decided, and goes on with what is open', () => {
    const run = cluster([{ count: 30 }]).run({ untilMs: 500 });
    run.kill(run.leader('__transaction_state-0')).run({ untilMs: 40_000 });
    expect(run.facts('TransactionCoordinatorLoaded').length).toBeGreaterThan(0);
    expect(processed(run, 'committed')).toEqual(idsOf(run, true));
    expect(run.frame.producers[0]).toMatchObject({ state: 'finished' });
    expect(run.violations).toEqual([]);
  });

  test.each([1, 2, 3, 4, 5, 6])('a decision outlives a coordinator that dies right behind it; seed %i', (seed) => {
    const run = cluster([{ count: 3 }], { seed }).untilFact('TransactionStateChanged', ({ to }) => to === 'PrepareCommit');
    run.kill(run.leader('__transaction_state-0')).run({ ms: 40_000 });
    expect(processed(run, 'committed')).toEqual(['p1#1', 'p1#2', 'p1#3']);
    expect(states(run).at(-1)).toBe('CompleteCommit');
    expect(run.violations).toEqual([]);
  });

  test('two ids do not disturb each other', () => {
    const run = cluster([{ count: 9 }, { name: 'p2', id: 'ship', count: 9, abortEvery: 3, pauseUs: 100_000 }]).run({ untilMs: 9000 });
    expect(processed(run, 'committed').length).toBe(15);
    expect(run.violations).toEqual([]);
  });
});

describe('a producer that crashes in a transaction', () => {
  test('is fenced by its own next life, and what it had not committed is gone for readers of committed records', () => {
    const run = cluster([{ count: 12, pauseUs: 1_000_000 }])
      .run({ untilMs: 1000 })
      .kill('p1')
      .run({ ms: 500 })
      .start('p1')
      .run({ untilMs: 30_000 });
    expect(processed(run, 'committed')).toEqual(idsOf(run, true));
    expect(run.frame.producers[0]).toMatchObject({ state: 'finished' });
    expect(run.violations).toEqual([]);
  });

  test('SIGTERM aborts what is open', () => {
    const run = cluster([{ pauseUs: 10_000_000, records: 2 }])
      .run({ untilMs: 1000 })
      .stop('p1')
      .run({ ms: 3000 });
    expect(markers(run, 'orders-0')).toMatchObject([{ control: 'ABORT' }]);
    expect(run.frame.producers[0]).toMatchObject({ status: 'down' });
  });
});
