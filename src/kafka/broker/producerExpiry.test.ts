import { describe, expect, test } from 'vitest';
import { Run, type Setup } from '#kafka/clients/run.testkit.ts';

/** A producer that is silent for a minute between two records, on brokers that look every ten seconds for those that may be forgotten. */
function silent(config: Setup['config'], setup: Partial<Setup> & { readonly producer?: Partial<NonNullable<Setup['producers']>[number]> } = {}): Run {
  const { producer, ...rest } = setup;
  return new Run({
    topics: { orders: 1 },
    config: {
      'offsets.topic.num.partitions': '1',
      'transaction.state.log.num.partitions': '1',
      'producer.id.expiration.check.interval.ms': '10000',
      ...config,
    },
    producers: [{ name: 'p1', intervalUs: 60_000_000, ...producer }],
    ...rest,
  });
}

const ofOrders = (run: Run) => run.facts('ProducersExpired').filter(({ tp }) => tp === 'orders-0');

describe('producer.id.expiration.ms', () => {
  test('makes every replica forget an idle producer, at the first look after that', () => {
    const run = silent({ 'producer.id.expiration.ms': '15000' }).untilFact('RecordsAcknowledged').run({ ms: 30_000 });
    const [{ atMs }] = run.facts('RecordsAcknowledged');
    const gone = ofOrders(run);
    expect(gone.map(({ broker }) => broker).sort()).toEqual([1, 2, 3]);
    for (const one of gone) {
      expect(one.atMs - atMs).toBeGreaterThanOrEqual(14_900);
      expect(one.atMs - atMs).toBeLessThan(25_100);
    }
  });

  test('costs the producer nothing: its next batch is taken with whatever sequence it has (KIP-360)', () => {
    const run = silent({ 'producer.id.expiration.ms': '15000' }).run({ ms: 260_000 });
    expect(ofOrders(run).length).toBeGreaterThan(6);
    expect(run.facts('RecordsAcknowledged').length).toBeGreaterThan(3);
    expect(run.facts('ProduceRefused')).toEqual([]);
    expect(run.violations).toEqual([]);
  });

  test('spares who writes more often', () => {
    const run = silent({ 'producer.id.expiration.ms': '15000' }, { producer: { intervalUs: 1_000_000 } }).run({ ms: 120_000 });
    expect(ofOrders(run)).toEqual([]);
  });

  test('spares who has a transaction open, until that is over', () => {
    const transaction = { records: 2, pauseUs: 0, abortEvery: undefined };
    const run = silent(
      { 'producer.id.expiration.ms': '15000', 'transaction.max.timeout.ms': '900000' },
      { producer: { config: { 'transactional.id': 'pay', 'transaction.timeout.ms': '600000' }, transaction } },
    );
    run.untilFact('RecordsAppended', ({ tp }) => tp === 'orders-0').run({ ms: 45_000 });
    expect(ofOrders(run)).toEqual([]);
    run.untilFact('TransactionEnded').run({ ms: 40_000 });
    expect(ofOrders(run).length).toBe(3);
  });

  test('does nothing before 3.4, where transactional.id.expiration.ms says how long (KIP-854)', () => {
    const old = silent({ 'producer.id.expiration.ms': '15000' }, { profile: '2.8' }).untilFact('RecordsAcknowledged').run({ ms: 50_000 });
    expect(ofOrders(old)).toEqual([]);
    const week = silent({ 'transactional.id.expiration.ms': '15000' }, { profile: '2.8' }).untilFact('RecordsAcknowledged').run({ ms: 50_000 });
    expect(ofOrders(week).length).toBe(3);
  });
});
