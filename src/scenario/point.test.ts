import { describe, expect, it } from 'vitest';
import type { KafkaFact } from '#kafka/facts.ts';
import { knownNames } from '#scenario/names.ts';
import { compilePoint, isPoint } from '#scenario/point.ts';

const names = knownNames({
  highwater: 1,
  cluster: { brokers: 3 },
  topics: { orders: { partitions: 2 } },
  clients: { p1: { producer: 'orders' }, billing: { consumer: 'orders' } },
});

const append: KafkaFact = {
  fact: 'RecordsAppended',
  tp: 'orders-0',
  broker: 1,
  role: 'leader',
  baseOffset: 2,
  lastOffset: 4,
  leaderEpoch: 0,
  ids: ['p1#3', 'p1#4', 'p1#5'],
};
const fetch: KafkaFact = { ...append, broker: 2, role: 'follower' };
const ack: KafkaFact = { fact: 'RecordsAcknowledged', node: 'p1', tp: 'orders-0', ids: ['p1#3', 'p1#4'], baseOffset: 2, acks: 1 };
const commit: KafkaFact = { fact: 'OffsetCommitted', group: 'billing', tp: 'orders-0', offset: 5, previous: 0, memberId: 'm' };
const watermark: KafkaFact = { fact: 'HighWatermarkAdvanced', tp: 'orders-0', broker: 1, role: 'leader', from: 2, to: 5 };

function passes(source: string, fact: KafkaFact): boolean {
  const compiled = compilePoint(source, names);
  if (!compiled.ok) throw new Error(compiled.error.message);
  return compiled.value.passes([fact]);
}

describe('a protocol point', () => {
  it.each([
    ['append(orders-0@3) before ack', append, true],
    ['after append(orders-0@3)', append, true],
    ['append(orders-0)', append, true],
    ['append(p1#4)', append, true],
    ['append(orders-0@5)', append, false],
    ['append(orders-1@3)', append, false],
    ['append(orders-0@3)', fetch, false],
    ['fetch(orders-0@3)', fetch, true],
    ['fetch(orders-0@3, kafka2)', fetch, true],
    ['fetch(orders-0@3, 3)', fetch, false],
    ['ack(p1#4)', ack, true],
    ['ack(orders-0@3)', ack, true],
    ['ack(p1#9)', ack, false],
    ['commit(billing, orders-0)', commit, true],
    ['commit(billing, orders-0@5)', commit, true],
    ['commit(billing, orders-0@6)', commit, false],
    ['hw(orders-0@4)', watermark, true],
    ['hw(orders-0@5)', watermark, false],
  ])('%s', (source, fact, expected) => {
    expect(passes(source, fact)).toBe(expected);
  });

  it.each([
    ['after apend(orders-0)', 6, 'append'],
    ['ack(p2#3)', 4, 'p1#3'],
    ['append(order-0@3) before ack', 7, 'orders-0'],
    ['append(orders-0@3) before akc', 26, 'ack'],
    ['commit(biling)', 7, 'billing'],
  ])('%s is told at position %i, with %s nearby', (source, at, nearest) => {
    expect(compilePoint(source, names)).toMatchObject({ ok: false, error: { at, nearest } });
  });

  it.each(['append()', 'append', 'after 3', '', 'append(orders-0@3', 'fetch(orders-0, 9)'])('%s is refused', (source) => {
    expect(compilePoint(source, names).ok).toBe(false);
  });

  it('is told from a predicate by its first or last words', () => {
    expect(isPoint('after append(orders-0@3)')).toBe(true);
    expect(isPoint('append(orders-0@3) before ack')).toBe(true);
    expect(isPoint('leader(orders-0) changes')).toBe(false);
  });
});
