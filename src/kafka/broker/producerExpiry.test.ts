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

  test.each([
    ['2.1', 'UNKNOWN_PRODUCER_ID'],
    ['0.11', 'OUT_OF_ORDER_SEQUENCE_NUMBER'],
  ] as const)('makes %s refuse its next batch with %s, as only KIP-360 (2.5) lets it begin anywhere', (profile, error) => {
    const run = silent({ 'transactional.id.expiration.ms': '15000' }, { profile }).run({ ms: 80_000 });
    expect(run.facts('ProduceRefused').filter(({ tp }) => tp === 'orders-0')).toMatchObject([{ error }]);
  });

  test('costs the producer of 2.1 the batch, and it goes on under another id', () => {
    const run = silent({ 'transactional.id.expiration.ms': '15000' }, { profile: '2.1' }).run({ ms: 140_000 });
    expect(run.facts('SendFailed').map(({ ids, error }) => [ids, error.split(':')[0]])).toEqual([[['p1#2'], 'UnknownProducerIdException']]);
    expect(run.facts('RecordsAcknowledged').map(({ ids }) => ids[0])).toEqual(['p1#1', 'p1#3']);
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

describe('a producer whose records have all been deleted', () => {
  const deleted = (profile: Setup['profile']): Run => {
    const run = silent({}, { ...(profile ? { profile } : {}), producer: { intervalUs: 5_000_000 } });
    run.untilFact('RecordsAcknowledged', ({ ids }) => ids[0] === 'p1#2').run({ ms: 1000 });
    run.admin({ call: 'deleteRecords', partitions: [{ tp: 'orders-0', offset: 2 }], partitionsApart: false });
    return run.untilFact('RecordsAcknowledged').run({ ms: 12_000 });
  };

  test('is known all the same since 2.4 (KAFKA-7190)', () => {
    const run = deleted('2.8');
    expect(run.facts('ProduceRefused')).toEqual([]);
    expect(run.violations).toEqual([]);
  });

  test('was forgotten before: it sees by the log start why, begins its sequences again, and loses nothing', () => {
    const run = deleted('2.1');
    expect(run.facts('ProduceRefused').filter(({ tp }) => tp === 'orders-0')).toMatchObject([{ error: 'UNKNOWN_PRODUCER_ID', ids: ['p1#3'] }]);
    expect(run.facts('SendRetried')).toMatchObject([{ ids: ['p1#3'], error: 'UNKNOWN_PRODUCER_ID' }]);
    expect(run.facts('SendFailed')).toEqual([]);
    expect(
      run
        .facts('RecordsAcknowledged')
        .slice(0, 4)
        .map(({ ids }) => ids[0]),
    ).toEqual(['p1#1', 'p1#2', 'p1#3', 'p1#4']);
    expect(run.violations).toEqual([]);
  });
});
