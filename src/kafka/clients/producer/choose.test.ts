import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateProducerConfig } from '#kafka/clients/producer/config.ts';
import { anotherSticky, loadStats, nextSticky } from '#kafka/clients/producer/partitioner.ts';
import { Run, type Setup } from '#kafka/clients/run.testkit.ts';
import type { Profile } from '#kafka/spec.ts';

const ROUND_ROBIN = 'org.apache.kafka.clients.producer.RoundRobinPartitioner';

/** Partition numbers of the records of one producer, in the order of send(). */
function sentTo(profile: Profile, config: Record<string, string>, rest: Partial<NonNullable<Setup['producers']>[number]> = {}, setup: Setup = {}): number[] {
  const run = new Run({
    profile,
    topics: { orders: 3 },
    ...setup,
    producers: [{ name: 'p1', intervalUs: 10_000, keys: [null], count: 30, config: { 'linger.ms': '0', ...config }, ...rest }],
  });
  run.run({ untilMs: 3000 });
  return run.facts('RecordSent').map(({ tp }) => Number(tp.slice(tp.lastIndexOf('-') + 1)));
}

/** From one record to the next, without the first few, which waited together for metadata. */
const steps = (partitions: readonly number[]): number[] => partitions.slice(4).map((p, i) => (p - partitions[i + 3] + 3) % 3);

describe('records without key', () => {
  test('go round up to 2.3, from a partition drawn by chance', () => {
    expect(new Set(steps(sentTo('2.1', {})))).toEqual(new Set([1]));
  });

  test('stay on a partition until a batch is done since 2.4, and never stay for the next', () => {
    // Every record is a batch of its own: it is sent before the next one comes.
    const partitions = sentTo('2.8', {});
    expect(steps(partitions)).not.toContain(0);
    expect(new Set(partitions).size).toBe(3);
  });

  test('stay on a partition by bytes since 3.3, whether or not batches are done', () => {
    expect(new Set(sentTo('3.9', {})).size).toBe(1);
  });
});

describe('RoundRobinPartitioner', () => {
  test('takes every partition in turn, also for records with keys', () => {
    expect(new Set(steps(sentTo('4.3', { 'partitioner.class': ROUND_ROBIN }, { keys: ['A'] })))).toEqual(new Set([1]));
  });

  test('skips one at every new batch before 4.0 (KAFKA-9965)', () => {
    expect(new Set(steps(sentTo('3.9', { 'partitioner.class': ROUND_ROBIN })))).toEqual(new Set([2]));
  });

  test('does not exist before 2.4', () => {
    expect(validateProducerConfig({ 'partitioner.class': ROUND_ROBIN }, '2.1')).toBe(
      `Invalid value ${ROUND_ROBIN} for configuration partitioner.class: Class ${ROUND_ROBIN} could not be found.`,
    );
  });
});

test('partitioner.ignore.keys sends records with keys where those without would go', () => {
  expect(new Set(sentTo('4.3', { 'partitioner.ignore.keys': 'true', 'batch.size': '100' }, { keys: ['A'] })).size).toBeGreaterThan(1);
});

describe('adaptive partitioning', () => {
  test('weighs partitions by what waits for them: 0, 3 and 1 batches become 4, 5 and 8', () => {
    const queues = [0, 3, 1].map((batches, partition) => ({ partition, batches }));
    expect(loadStats(queues, 3)).toEqual({ cumulative: [4, 5, 8], partitions: [0, 1, 2] });
  });

  test('draws evenly where all queues are alike, and among the rest where a partition is left out', () => {
    expect(
      loadStats(
        [
          { partition: 0, batches: 2 },
          { partition: 1, batches: 2 },
        ],
        2,
      ),
    ).toBeUndefined();
    expect(loadStats([{ partition: 1, batches: 2 }], 2)).toEqual({ cumulative: [1], partitions: [1] });
    expect(loadStats([{ partition: 0, batches: 2 }], 1)).toBeUndefined();
  });

  test('draws each partition as often as its weight says', () => {
    const load = { cumulative: [4, 5, 8], partitions: [0, 1, 2] };
    const drawn = Array.from({ length: 8 }, (_, n) => nextSticky({ random: () => n }, 't', 3, () => true, load).partition);
    expect(drawn).toEqual([0, 0, 0, 0, 1, 2, 2, 2]);
  });

  const slowKafka1 = (config: Record<string, string>): number[] => {
    const run = new Run({
      topics: { orders: { partitions: 3, replicationFactor: 1 } },
      producers: [{ name: 'p1', intervalUs: 10_000, keys: [null], config: { 'linger.ms': '0', 'batch.size': '100', ...config } }],
    });
    run.run({ untilMs: 2000 }).pause(run.leader('orders-0')).run({ ms: 1000 });
    const before = run.facts('RecordSent').length;
    run.run({ ms: 6000 });
    const later = run.facts('RecordSent').slice(before);
    return [0, 1, 2].map((p) => later.filter(({ tp }) => tp === `orders-${p}`).length);
  };

  test('sends less to a broker that hangs, and nothing any more after partitioner.availability.timeout.ms', () => {
    const [evenly] = slowKafka1({ 'partitioner.adaptive.partitioning.enable': 'false' });
    const [weighed] = slowKafka1({});
    const [excluded] = slowKafka1({ 'partitioner.availability.timeout.ms': '500' });
    expect(evenly).toBeGreaterThan(2 * weighed);
    expect(excluded).toBeLessThan(weighed);
  });
});

test('the sticky partitioner of 2.4 draws another partition than before, if there is another with a leader', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 2, max: 9 }), fc.nat(8), (drawn, partitions, before) => {
      const next = anotherSticky({ random: () => drawn }, 't', partitions, () => true, before % partitions).partition;
      return next !== before % partitions && next < partitions;
    }),
  );
  expect(anotherSticky({ random: () => 5 }, 't', 4, (p) => p === 2, 2).partition).toBe(2);
});

describe('a batch that is too large for its topic', () => {
  const tooLarge = (config: Record<string, string>, valueLimit: number): Run => {
    const run = new Run({
      topics: { orders: { partitions: 1, config: { 'max.message.bytes': String(valueLimit) } } },
      producers: [{ name: 'p1', intervalUs: 1000, count: 40, keys: ['k'.repeat(40)], startUs: 100_000, config: { 'linger.ms': '100', ...config } }],
    });
    run.run({ untilMs: 5000 });
    return run;
  };

  test.each([['true'], ['false']])('is split, and split again, until it fits; idempotence %s', (idempotence) => {
    const run = tooLarge({ 'enable.idempotence': idempotence }, 250);
    const ids = run.facts('RecordsAcknowledged').flatMap((fact) => fact.ids);
    expect(ids).toEqual(Array.from({ length: 40 }, (_, n) => `p1#${n + 1}`));
    expect(run.log('orders-0')).toHaveLength(40);
    expect(run.violations).toEqual([]);
  });

  test('fails when even one record is too large', () => {
    const run = tooLarge({}, 50);
    expect(run.facts('SendFailed')[0].error).toBe(
      'RecordTooLargeException: The request included a message larger than the max message size the server will accept.',
    );
  });
});
