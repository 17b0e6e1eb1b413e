import { describe, expect, test } from 'vitest';
import { Run } from '#kafka/clients/run.testkit.ts';
import type { Config } from '#kafka/spec.ts';

/** A record every 200 ms; the leader is killed just after 10 s, with the batch of record 51 in flight, and is fenced and replaced about nine seconds later. */
function failover(config: Config): Run {
  const run = new Run({ producers: [{ name: 'p1', intervalUs: 200_000, config }], config: { 'offsets.topic.num.partitions': '1' } });
  run.run({ untilMs: 10_005.5 });
  const leader = run.leader('orders-0');
  run.kill(leader).run({ untilMs: 40_000 });
  expect(run.leader('orders-0')).not.toBe(leader);
  expect(run.violations).toEqual([]);
  return run;
}

const everyOrder = (count: number): string[] => Array.from({ length: count }, (_, i) => `order-${i + 1}`);

describe('a refused connection is no attempt: the batch waits in the accumulator for a leader that can be reached', () => {
  test('retries=0 loses only what was in flight when the leader died', () => {
    const run = failover({ acks: '1', retries: '0' });
    expect(run.facts('SendFailed').map(({ atMs }) => Math.floor(atMs / 100))).toEqual([100]);
    expect(run.facts('SendFailed')[0].error).toMatch(/^NetworkException: Disconnected from node \d$/);
    expect(run.log('orders-0')).toEqual(everyOrder(200).filter((value) => value !== 'order-51'));
  });

  test('acks=0 loses only what was written to the connection before its end was known', () => {
    const run = failover({ acks: '0' });
    const log = run.log('orders-0');
    expect(log).not.toContain('order-51');
    expect(log).toEqual(everyOrder(200).filter((value) => value !== 'order-51'));
    expect(run.facts('RecordsAcknowledged').flatMap(({ ids }) => ids)).toContain('p1#51');
  });

  test('acks=all sends the batch in flight a second time, and not once for every connection that was refused', () => {
    const run = failover({ acks: 'all' });
    expect(run.facts('SendRetried').map(({ error, attempt }) => [error, attempt])).toEqual([['NETWORK_EXCEPTION', 1]]);
    expect(Math.max(...run.facts('BatchSent').map(({ attempt }) => attempt))).toBe(2);
    expect(run.log('orders-0')).toEqual(everyOrder(200));
  });

  test('a first connection to a broker that is down costs no record either', () => {
    const run = new Run({ producers: [{ name: 'p1', intervalUs: 200_000, startUs: 12_000_000, config: { acks: '0' } }] });
    run.run({ untilMs: 10_000 });
    run.kill(run.leader('orders-0')).run({ untilMs: 40_050 });
    expect(run.log('orders-0')).toEqual(everyOrder(run.facts('RecordSent').length));
  });
});

test('every connection that a producer opens proves itself with an answer, by ApiVersions if nothing else was asked on it', () => {
  const run = failover({});
  const asked = run.events.filter(({ name, from }) => name === 'ApiVersionsRequest' && from === 'p1');
  expect(asked.some(({ outcome }) => outcome === 'refused')).toBe(true);
  expect(run.events.filter(({ name, from, outcome }) => name === 'ProduceRequest' && from === 'p1' && outcome === 'refused').length).toBeLessThanOrEqual(1);
});
