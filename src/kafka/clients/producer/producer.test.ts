import { describe, expect, test } from 'vitest';
import { Run, type Setup } from '#kafka/clients/run.testkit.ts';

const produced = (setup: Partial<NonNullable<Setup['producers']>[number]>, rest: Partial<Setup> = {}): Run =>
  new Run({ ...rest, producers: [{ name: 'p1', ...setup }] });
const p1 = (run: Run) => run.frame.producers[0];
const duplicates = (values: readonly unknown[]): number => values.length - new Set(values).size;

describe('a producer', () => {
  test('waits linger.ms for company, and sends one batch per partition in one request', () => {
    const run = produced({ intervalUs: 1000, count: 4, keys: ['A'], startUs: 200_000, config: { 'linger.ms': '50' } });
    run.run({ untilMs: 1000 });
    expect(run.facts('BatchSent').map(({ ids }) => ids)).toEqual([['p1#1', 'p1#2', 'p1#3', 'p1#4']]);
    expect(run.log('orders-0')).toEqual(['order-1', 'order-2', 'order-3', 'order-4']);
  });

  test('lingers from the creation of the batch, not from its last record', () => {
    const run = produced({ intervalUs: 10_000, keys: ['A'], startUs: 500_000, config: { 'linger.ms': '25' } });
    run.run({ untilMs: 590 });
    const [first] = run.facts('BatchSent');
    // send() waited two milliseconds for metadata.
    expect(first).toMatchObject({ atMs: 527, ids: ['p1#1', 'p1#2', 'p1#3'] });
  });

  test('does not linger once a batch is full', () => {
    const run = produced({ intervalUs: 1000, keys: ['A'], startUs: 200_000, count: 20, config: { 'linger.ms': '5000', 'batch.size': '100' } });
    run.run({ untilMs: 400 });
    expect(run.facts('BatchSent').length).toBeGreaterThan(5);
  });

  // Sender.failBatch gets attempts < retries, and so takes "request timed out" after delivery.timeout.ms for a certain no (KIP-360, 4.3.1).
  test('bumps its epoch when the leader answers too late, and so repeats in the new epoch what the leader had of the batches behind', () => {
    const run = produced(
      {
        intervalUs: 1_000_000,
        keys: ['A'],
        startUs: 3_000_000,
        config: { 'request.timeout.ms': '2000', 'delivery.timeout.ms': '8000', 'max.block.ms': '4000', 'linger.ms': '5' },
      },
      { topics: { orders: { partitions: 1, replicationFactor: 2 } } },
    );
    run.run({ untilMs: 2500 });
    const replicas = (run.frame.partitions.find(({ tp }) => tp === 'orders-0')?.replicas ?? []).map((id) => `kafka${id}`);
    const follower = replicas.find((name) => name !== run.leader('orders-0')) ?? '';
    // Nobody may shrink the ISR, and so nothing is acknowledged.
    run.pause(follower, ...run.frame.controllers.map(({ node }) => node));
    run.run({ ms: 20_000 });
    const failed = run.facts('SendFailed')[0];
    expect(failed).toMatchObject({ ids: ['p1#1'], error: expect.stringMatching(/^TimeoutException: Disconnected from node \d due to timeout$/) });
    const appended = run.facts('RecordsAppended').filter(({ tp, role }) => tp === 'orders-0' && role === 'leader');
    const again = appended.find(({ atMs }) => atMs > failed.atMs);
    expect(again?.ids).toEqual(['p1#2']);
    expect(appended.filter(({ ids }) => ids.includes('p1#2'))).toHaveLength(2);
    expect(run.violations).toEqual([]);
  });

  test('spreads keys by murmur2 and keeps a null key on one sticky partition', () => {
    const run = new Run({
      topics: { orders: 6 },
      producers: [
        { name: 'p1', keys: ['A'] },
        { name: 'p2', keys: [null] },
      ],
    });
    run.run({ untilMs: 5000 });
    const used = (node: string) => [
      ...new Set(
        run
          .facts('RecordSent')
          .filter((fact) => fact.node === node)
          .map(({ tp }) => tp),
      ),
    ];
    expect(used('p1')).toEqual(['orders-4']);
    expect(used('p2')).toHaveLength(1);
  });

  test('ends after its count: close() flushes, and the process exits', () => {
    const run = produced({ intervalUs: 1000, count: 10 });
    run.run({ untilMs: 2000 });
    expect(p1(run)).toMatchObject({ status: 'down', state: 'finished', recordsSent: 10, recordsAcknowledged: 10, recordsPending: 0 });
  });

  test('flushes on SIGTERM before it exits', () => {
    const run = produced({ intervalUs: 1000, config: { 'linger.ms': '10000', 'delivery.timeout.ms': '120000' } });
    run.run({ untilMs: 1000 }).stop('p1').run({ ms: 100 });
    expect(p1(run)).toMatchObject({ status: 'down', recordsPending: 0 });
    expect(p1(run).recordsAcknowledged).toBe(p1(run).recordsSent);
  });

  test('goes on with unique record ids after a crash', () => {
    const run = produced({ intervalUs: 10_000 });
    run.run({ untilMs: 1005 }).kill('p1').run({ ms: 1000 }).start('p1').run({ ms: 1000 });
    const ids = run.facts('RecordSent').map(({ id }) => id);
    expect(duplicates(ids)).toBe(0);
    expect(ids.length).toBeGreaterThan(150);
    expect(run.violations).toEqual([]);
  });

  test('blocks in send() while the topic is not in metadata, and fails the record after max.block.ms', () => {
    const run = new Run({
      config: { 'auto.create.topics.enable': 'false' },
      producers: [{ name: 'p1', topic: 'nowhere', config: { 'max.block.ms': '2000' } }],
    });
    run.run({ untilMs: 4100 });
    expect(run.facts('SendFailed').map(({ error, atMs }) => `${atMs} ${error}`)).toEqual([
      '2000 TimeoutException: Topic nowhere not present in metadata after 2000 ms.',
      '4000 TimeoutException: Topic nowhere not present in metadata after 2000 ms.',
    ]);
  });
});

describe('when the leader dies', () => {
  test('acks=all goes on with the new leader: nothing acknowledged is lost, nothing is stored twice', () => {
    const run = produced({ intervalUs: 10_000 }, { latencyUs: [500, 1500] });
    run.run({ untilMs: 3005.5 });
    const leader = run.leader('orders-0');
    run.kill(leader).run({ ms: 25_000 });
    expect(run.leader('orders-0')).not.toBe(leader);
    const log = run.log('orders-0');
    expect(duplicates(log)).toBe(0);
    expect(log.length).toBeGreaterThan(2500);
    expect(log).toEqual(log.map((_, i) => `order-${i + 1}`));
    expect(run.facts('SendRetried').length).toBeGreaterThan(0);
    expect(p1(run).recordsFailed).toBe(0);
    expect(run.violations).toEqual([]);
  });

  test('retries back off exponentially from retry.backoff.ms to retry.backoff.max.ms', () => {
    const orders = { partitions: 1, config: { 'min.insync.replicas': '2' } };
    const run = produced({ intervalUs: 60_000_000, startUs: 20_000_000 }, { brokers: 2, topics: { orders } });
    run.run({ untilMs: 2000 });
    run.kill(run.leader('orders-0') === 'kafka1' ? 'kafka2' : 'kafka1').run({ untilMs: 26_000 });
    const sent = run
      .facts('BatchSent')
      .filter(({ ids }) => ids.includes('p1#1'))
      .map(({ atMs }) => Math.round(atMs));
    const gaps = sent.slice(1).map((at, i) => at - sent[i]);
    expect(gaps.slice(0, 6)).toEqual([102, 202, 402, 802, 1002, 1002]);
  });

  test('a record that cannot be sent expires after delivery.timeout.ms', () => {
    const run = produced({ intervalUs: 2_000_000, startUs: 1_000_000, config: { 'delivery.timeout.ms': '5000', 'request.timeout.ms': '2000' } });
    run.run({ untilMs: 2000 }).kill('kafka1', 'kafka2', 'kafka3').run({ untilMs: 8500 });
    const [failed] = run.facts('SendFailed');
    expect(failed).toMatchObject({
      atMs: 8000,
      ids: ['p1#2', 'p1#3', 'p1#4'],
      error:
        'TimeoutException: Expiring 3 record(s) for orders-0:5000 ms has passed since batch creation. The request has not been sent, or no server response has been received yet.',
    });
  });
});

describe('when an acknowledgement is lost', () => {
  const lossy = (config: Record<string, string>): Run => {
    const run = produced({ intervalUs: 20_000, config: { 'request.timeout.ms': '1000', 'delivery.timeout.ms': '20000', ...config } });
    run.run({ untilMs: 1000 }).untilFact('RecordsAppended', ({ role, tp }) => role === 'leader' && tp === 'orders-0');
    // The leader has the batch; its answer runs into an unplugged cable.
    run.disconnect('p1').run({ ms: 500 }).connect('p1').run({ ms: 10_000 });
    return run;
  };

  test('without idempotence the retry stores the records a second time', () => {
    const run = lossy({ 'enable.idempotence': 'false' });
    expect(duplicates(run.log('orders-0'))).toBeGreaterThan(0);
    expect(p1(run).recordsFailed).toBe(0);
    expect(run.violations).toEqual([]);
  });

  test('with idempotence the broker recognises the batch and answers with its first offset', () => {
    const run = lossy({});
    const log = run.log('orders-0');
    expect(duplicates(log)).toBe(0);
    expect(log).toEqual(log.map((_, i) => `order-${i + 1}`));
    expect(run.facts('DuplicateRefused').length).toBeGreaterThan(0);
    expect(p1(run).recordsFailed).toBe(0);
    expect(run.violations).toEqual([]);
  });

  test('acks=0 never learns: the records are gone and count as sent', () => {
    const run = produced({ intervalUs: 20_000, config: { acks: '0' } });
    run.run({ untilMs: 1000 }).disconnect('p1').run({ ms: 500 }).connect('p1').run({ ms: 2000 });
    expect(p1(run)).toMatchObject({ recordsFailed: 0, retries: 0 });
    expect(run.log('orders-0').length).toBeLessThan(p1(run).recordsAcknowledged - 20);
  });
});

test('without idempotence and with several requests in flight, a retried batch can land behind a later one', () => {
  const run = produced({
    intervalUs: 20_000,
    config: { 'enable.idempotence': 'false', acks: '1', 'linger.ms': '0', 'request.timeout.ms': '1000', 'delivery.timeout.ms': '20000' },
  });
  run.run({ untilMs: 1000 });
  run.disconnect('p1').run({ ms: 30 }).connect('p1').run({ ms: 10_000 });
  const numbers = run.log('orders-0').map((value) => Number(value?.slice(6)));
  expect(numbers.some((n, i) => i > 0 && n < numbers[i - 1])).toBe(true);
});

test('acks=1: the leader answers before its followers have the record, and if it dies then the record is lost', () => {
  const run = produced({ intervalUs: 50_000, config: { acks: '1' } });
  run.run({ untilMs: 2000 });
  const leader = run.leader('orders-0');
  const followers = ['kafka1', 'kafka2', 'kafka3'].filter((name) => name !== leader);
  run.pause(...followers).run({ ms: 300 });
  const acknowledged = new Set(run.facts('RecordsAcknowledged').flatMap(({ ids }) => ids));
  run
    .kill(leader)
    .resume(...followers)
    .run({ ms: 15_000 });
  const values = new Set(run.log('orders-0'));
  const lost = [...acknowledged].filter((id) => !values.has(`order-${id.slice(3)}`));
  expect(lost.length).toBeGreaterThan(0);
  expect(run.violations).toEqual([]);
});

test('min.insync.replicas: acks=all is refused with NOT_ENOUGH_REPLICAS, retried, and succeeds when the replicas are back', () => {
  const run = produced(
    { intervalUs: 500_000 },
    { topics: { orders: { partitions: 1, config: { 'min.insync.replicas': '2' } } }, config: { 'replica.lag.time.max.ms': '2000' } },
  );
  run.run({ untilMs: 3000 });
  const leader = run.leader('orders-0');
  const followers = ['kafka1', 'kafka2', 'kafka3'].filter((name) => name !== leader);
  run.pause(...followers).run({ ms: 35_000 });
  expect(run.facts('SendRetried').some(({ error }) => error === 'NOT_ENOUGH_REPLICAS')).toBe(true);
  run.resume(...followers).run({ ms: 40_000 });
  const log = run.log('orders-0');
  expect(log).toEqual(log.map((_, i) => `order-${i + 1}`));
  expect(p1(run).recordsFailed).toBe(0);
  expect(run.violations).toEqual([]);
});
