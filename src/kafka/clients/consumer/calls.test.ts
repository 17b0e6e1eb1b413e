import { describe, expect, test } from 'vitest';
import { Run, type Setup } from '#kafka/clients/run.testkit.ts';

type GroupSetup = Partial<NonNullable<Setup['groups']>[number]>;

/** One producer writes ten records a second, in turn to the partitions of orders. */
function reading(group: GroupSetup = {}, setup: Partial<Setup> = {}): Run {
  const run = new Run({
    brokers: 1,
    topics: { orders: 2 },
    config: { 'offsets.topic.num.partitions': '1', 'offsets.topic.replication.factor': '1', 'group.initial.rebalance.delay.ms': '0' },
    producers: [{ name: 'p1', keys: ['A', 'B', 'C', 'D'] }],
    groups: [{ group: 'billing', ...group }],
    ...setup,
  });
  return run.untilFact('RecordsPolled');
}

/** Partitions that poll() returned records of, from a time on. */
const polledSince = (run: Run, fromMs: number): string[] => [
  ...new Set(
    run
      .facts('RecordsPolled')
      .filter(({ atMs }) => atMs > fromMs)
      .map(({ tp }) => tp),
  ),
];
/** What the last records came with: a call of the application, or the answer to a fetch. */
const cameWith = (run: Run): string | undefined => run.events.filter(({ facts }) => facts.some(({ fact }) => fact === 'RecordsPolled')).at(-1)?.name;
const position = (run: Run, tp: string): number => run.frame.consumers[0].positions[tp];
const committed = (run: Run, tp: string): number | undefined => run.group('billing').offsets.find((one) => one.tp === tp)?.committed ?? undefined;
const processed = (run: Run, tp: string): number[] =>
  run
    .facts('RecordProcessed')
    .filter((one) => one.tp === tp)
    .map(({ offset }) => offset);
const ascending = (offsets: readonly number[]): number[] => Array.from({ length: offsets.length }, (_, n) => n);

describe('pause()', () => {
  test('keeps the partition assigned and its position where it is, and poll() goes on with the others', () => {
    const run = reading().run({ ms: 2000 }).call('billing-1', 'pause', ['orders-0']).run({ ms: 1000 });
    const [fromMs, stood] = [run.nowMs, position(run, 'orders-0')];
    run.run({ ms: 5000 });
    expect(polledSince(run, fromMs)).toEqual(['orders-1']);
    expect(position(run, 'orders-0')).toBe(stood);
    expect(run.frame.consumers[0]).toMatchObject({ assignment: ['orders-0', 'orders-1'], paused: ['orders-0'] });
    expect(run.facts('PartitionsPaused')).toMatchObject([{ node: 'billing-1', partitions: ['orders-0'] }]);
    expect(run.violations).toEqual([]);
  });

  test('loses no record: after resume() it reads on from where it stood', () => {
    const run = reading().run({ ms: 2000 }).call('billing-1', 'pause').run({ ms: 5000 });
    expect(run.frame.consumers[0].paused).toEqual(['orders-0', 'orders-1']);
    run.call('billing-1', 'resume').run({ ms: 5000 });
    expect(run.frame.consumers[0].paused).toBeUndefined();
    for (const tp of ['orders-0', 'orders-1']) expect(processed(run, tp)).toEqual(ascending(processed(run, tp)));
    expect(run.violations).toEqual([]);
  });

  test('is no silence: the application polls on and stays in the group, however long max.poll.interval.ms is', () => {
    const run = reading({ config: { 'max.poll.interval.ms': '10000' } });
    run.call('billing-1', 'pause').run({ ms: 60_000 });
    expect(run.facts('MemberLeft')).toEqual([]);
    expect(run.group('billing')).toMatchObject({ state: 'Stable' });
    expect(run.violations).toEqual([]);
  });

  test('comes after the batch that the application works on, whose records are all processed', () => {
    const run = reading({ processingUs: 200_000, commit: 'after-processing' }).run({ ms: 5000 });
    const [{ lastOffset, tp }] = run.facts('RecordsPolled').slice(-1);
    run.call('billing-1', 'pause').run({ ms: 20_000 });
    expect(processed(run, tp).at(-1)).toBeGreaterThanOrEqual(lastOffset);
    expect(run.facts('PartitionsPaused')[0].atMs).toBeGreaterThan(run.facts('RecordsPolled').slice(-1)[0].atMs);
    expect(run.violations).toEqual([]);
  });

  /** Much is fetched at once, and handed out a record at a time. */
  const buffered = (profile: Setup['profile']): Run => {
    const slow: GroupSetup = { processingUs: 300_000, commit: 'after-processing', config: { 'max.poll.records': '1' } };
    const one = { topics: { orders: 1 }, ...(profile ? { profile } : {}) };
    const run = reading(slow, one).run({ ms: 5000 }).call('billing-1', 'pause').run({ ms: 5000 });
    return run.call('billing-1', 'resume').untilFact('RecordsPolled');
  };

  test('keeps what was fetched before it, which is handed out at once after resume() (KAFKA-7548)', () => {
    const run = buffered('4.3');
    expect(cameWith(run)).toBe('CallAsked');
    expect(run.violations).toEqual([]);
  });

  test('threw that away before 2.4, so that it is fetched again', () => {
    const run = buffered('2.1');
    expect(cameWith(run)).toBe('FetchResponse');
    run.run({ ms: 5000 });
    expect(processed(run, 'orders-0')).toEqual(ascending(processed(run, 'orders-0')));
    expect(run.violations).toEqual([]);
  });
});

describe('a pause and a rebalance', () => {
  const EAGER = { 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.RangeAssignor' };
  const COOPERATIVE = { 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor' };
  const MODERN = { 'group.protocol': 'consumer' };

  /** A second member comes while the first has paused all that it has. */
  const joined = (config: Readonly<Record<string, string>>): Run => {
    const run = reading({ config }).run({ ms: 2000 }).call('billing-1', 'pause').run({ ms: 100 }).spawnMember('billing', 2);
    return run.untilFact('PartitionsAssigned', ({ node, partitions }) => node === 'billing-2' && partitions.length > 0).run({ ms: 10_000 });
  };

  test('eager: everything is given back and comes anew, and is not paused any more', () => {
    const run = joined(EAGER);
    expect(run.frame.consumers[0].assignment).toHaveLength(1);
    expect(run.frame.consumers[0].paused).toBeUndefined();
    expect(run.violations).toEqual([]);
  });

  test.each([
    ['cooperative', COOPERATIVE],
    ['of KIP-848', MODERN],
  ])('%s: what stays with the member stays paused, and the new owner of the other reads it', (_, config) => {
    const run = joined(config);
    const [first, second] = run.frame.consumers;
    expect(first.assignment).toHaveLength(1);
    expect(first.paused).toEqual(first.assignment);
    expect(second.paused).toBeUndefined();
    expect(polledSince(run, run.nowMs - 5000)).toEqual(second.assignment);
    expect(run.violations).toEqual([]);
  });

  test('a member that starts again knows nothing of it', () => {
    const run = reading().call('billing-1', 'pause').run({ ms: 1000 }).stop('billing-1').run({ ms: 1000 }).start('billing-1').run({ ms: 5000 });
    expect(run.frame.consumers[0].paused).toBeUndefined();
    expect(run.frame.consumers[0].assignment).toHaveLength(2);
  });
});

describe('seek()', () => {
  test('back: the next poll() returns the records from there again, and the next commit is behind the last', () => {
    const run = reading({ commit: 'after-processing' }, { topics: { orders: 1 } }).run({ ms: 5000 });
    const before = committed(run, 'orders-0') ?? 0;
    expect(before).toBeGreaterThan(20);
    run.call('billing-1', 'seek', ['orders-0'], 3).untilFact('RecordsPolled');
    expect(run.facts('RecordsPolled').slice(-1)[0].baseOffset).toBe(3);
    expect(committed(run, 'orders-0')).toBe(before);
    run.untilFact('OffsetCommitted').run({ ms: 1000 });
    expect(processed(run, 'orders-0').filter((offset) => offset === 3)).toHaveLength(2);
    expect(run.violations).toEqual([]);
  });

  test('commits nothing by itself: with auto commit the sought place is what the next one commits', () => {
    const run = reading({ commit: 'auto' }, { topics: { orders: 1 }, producers: [{ name: 'p1', count: 20 }] }).run({ ms: 12_000 });
    expect(committed(run, 'orders-0')).toBe(20);
    run.call('billing-1', 'pause').call('billing-1', 'seek', ['orders-0'], 7).run({ ms: 100 });
    expect(committed(run, 'orders-0')).toBe(20);
    run.run({ ms: 6000 });
    expect(run.facts('OffsetCommitted').slice(-1)[0]).toMatchObject({ offset: 7, previous: 20 });
    expect(run.violations).toEqual([]);
  });

  test('forward skips what lies between, which nobody processes', () => {
    const run = reading(
      { commit: 'after-processing', startUs: 10_000_000, config: { 'max.poll.records': '5' }, processingUs: 1000 },
      { topics: { orders: 1 } },
    );
    run.call('billing-1', 'seek', ['orders-0'], 60).run({ ms: 5000 });
    expect(processed(run, 'orders-0').filter((offset) => offset >= 5 && offset < 60)).toEqual([]);
    expect(processed(run, 'orders-0')).toContain(60);
    expect(run.violations).toEqual([]);
  });

  test('drops what is buffered and what is under way for the old position', () => {
    const slow: GroupSetup = { processingUs: 300_000, commit: 'after-processing', config: { 'max.poll.records': '1' } };
    const run = reading(slow, { topics: { orders: 1 } }).run({ ms: 5000 });
    run.call('billing-1', 'seek', ['orders-0'], 2).untilFact('PositionSought').untilFact('RecordsPolled');
    expect(run.facts('RecordsPolled').slice(-1)[0].baseOffset).toBe(2);
    expect(run.violations).toEqual([]);
  });

  test('beyond the end is out of range at the next fetch, and auto.offset.reset decides', () => {
    const run = reading({ config: { 'auto.offset.reset': 'latest' } }, { topics: { orders: 1 } }).run({ ms: 3000 });
    run
      .call('billing-1', 'seek', ['orders-0'], 1000)
      .untilFact('OffsetReset', ({ policy }) => policy === 'latest')
      .run({ ms: 3000 });
    expect(position(run, 'orders-0')).toBeLessThan(200);
    expect(run.violations).toEqual([]);
  });

  test('works on a paused partition: resume() reads from the sought place', () => {
    const run = reading({}, { topics: { orders: 1 } })
      .run({ ms: 3000 })
      .call('billing-1', 'pause')
      .call('billing-1', 'seek', ['orders-0'], 4)
      .run({ ms: 3000 });
    expect(position(run, 'orders-0')).toBe(4);
    run.call('billing-1', 'resume').untilFact('RecordsPolled');
    expect(run.facts('RecordsPolled').slice(-1)[0].baseOffset).toBe(4);
    expect(run.violations).toEqual([]);
  });
});

describe('seekToBeginning() and seekToEnd()', () => {
  test('look the offset up with the next poll(), of all that is assigned when none is named', () => {
    const run = reading().run({ ms: 5000 }).call('billing-1', 'seekToBeginning').run({ ms: 1000 });
    expect(run.facts('PositionSought')).toMatchObject([
      { tp: 'orders-0', to: 'earliest' },
      { tp: 'orders-1', to: 'earliest' },
    ]);
    for (const tp of ['orders-0', 'orders-1']) expect(processed(run, tp).filter((offset) => offset === 0)).toHaveLength(2);
    expect(run.violations).toEqual([]);
  });

  test('to the end skips what is there, and is no matter of auto.offset.reset', () => {
    const run = reading({}, { topics: { orders: 1 } })
      .run({ ms: 2000 })
      .call('billing-1', 'pause')
      .run({ ms: 5000 });
    const stood = position(run, 'orders-0');
    const resets = run.facts('OffsetReset').length;
    run.call('billing-1', 'seekToEnd').call('billing-1', 'resume').run({ ms: 1000 });
    expect(processed(run, 'orders-0')).not.toContain(stood);
    expect(processed(run, 'orders-0').at(-1)).toBeGreaterThan(stood + 30);
    expect(run.facts('OffsetReset')).toHaveLength(resets);
    expect(run.violations).toEqual([]);
  });
});

describe('a call for a partition that the consumer does not have', () => {
  test.each(['pause', 'resume', 'seek', 'seekToBeginning', 'seekToEnd'] as const)('%s() throws, and the application logs it and polls on', (call) => {
    const run = reading().call('billing-1', call, ['orders-7'], 0).run({ ms: 3000 });
    const message = 'No current assignment for partition orders-7';
    expect(run.facts('CallThrew')).toMatchObject([{ node: 'billing-1', call, exception: 'IllegalStateException', message }]);
    expect(run.frame.consumers[0].lastError).toBe(`IllegalStateException: ${message}`);
    expect(polledSince(run, run.nowMs - 1000).length).toBeGreaterThan(0);
  });

  test('does its work for the partitions before it', () => {
    const run = reading().call('billing-1', 'pause', ['orders-1', 'orders-7', 'orders-0']).run({ ms: 100 });
    expect(run.frame.consumers[0].paused).toEqual(['orders-1']);
  });
});
