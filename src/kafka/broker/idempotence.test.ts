import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';

const topic = { name: 't', assignment: [[1, 2, 3]] };

describe('an idempotent producer', () => {
  const c = new TestCluster({ topics: [topic] });
  const init = c.ask(2, { type: 'InitProducerIdRequest' });
  c.run({ ms: 100 });

  it('gets a producer id from a block that its broker took from the controller', () => {
    expect(init()).toMatchObject({ error: 'NONE', producerId: 0, producerEpoch: 0 });
    const again = c.ask(2, { type: 'InitProducerIdRequest' });
    const elsewhere = c.ask(3, { type: 'InitProducerIdRequest' });
    c.run({ ms: 100 });
    expect(again()).toMatchObject({ producerId: 1 });
    expect(elsewhere()).toMatchObject({ producerId: 1000 });
  });

  it('may send a batch twice: it is stored once, and both answers carry the same offset', () => {
    const first = c.produce('t-0', ['a', 'b'], { producer: [0, 0, 0] });
    c.run({ ms: 50 });
    const second = c.produce('t-0', ['a', 'b'], { producer: [0, 0, 0] });
    c.run({ ms: 50 });
    expect([first(), second()]).toMatchObject([
      { error: 'NONE', baseOffset: 0 },
      { error: 'NONE', baseOffset: 0 },
    ]);
    expect(c.values(1, 't-0')).toEqual(['a', 'b']);
    expect(c.of('DuplicateRefused')).toMatchObject([{ broker: 1, baseOffset: 0 }]);
  });

  it('is refused when a batch is missing in between', () => {
    const gap = c.produce('t-0', ['d'], { producer: [0, 0, 3] });
    c.run({ ms: 50 });
    expect(gap()).toMatchObject({ error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' });
    expect(c.marks(1, 't-0')).toEqual([2, 2]);
  });

  it('is recognised by the next leader too: followers keep producer state', () => {
    c.kill(1);
    c.run({ ms: 12_000 });
    const resent = c.produce('t-0', ['a', 'b'], { producer: [0, 0, 0], to: 2 });
    const next = c.produce('t-0', ['c'], { producer: [0, 0, 2], to: 2 });
    c.run({ ms: 100 });
    expect(resent()).toMatchObject({ error: 'NONE', baseOffset: 0 });
    expect(next()).toMatchObject({ error: 'NONE', baseOffset: 2 });
    expect(c.values(2, 't-0')).toEqual(['a', 'b', 'c']);
    expect(c.violations).toEqual([]);
  });
});

describe('without idempotence', () => {
  it('a batch that is sent twice is stored twice', () => {
    const c = new TestCluster({ topics: [topic] });
    c.produce('t-0', ['a']);
    c.produce('t-0', ['a']);
    c.run({ ms: 100 });
    expect(c.values(1, 't-0')).toEqual(['a', 'a']);
  });
});

describe('a connection', () => {
  it('is served one request at a time: the second acks=all batch is appended when the first is answered', () => {
    const c = new TestCluster({ topics: [topic] });
    c.run({ ms: 600 });
    c.produce('t-0', ['a'], { connection: 'same' });
    c.produce('t-0', ['b'], { connection: 'same' });
    c.run({ ms: 2 });
    expect(c.values(1, 't-0')).toEqual(['a']);
    c.run({ ms: 50 });
    expect(c.values(1, 't-0')).toEqual(['a', 'b']);
  });

  it('is closed by an acks=0 error, which is all that such a producer can notice', () => {
    const c = new TestCluster({ topics: [topic] });
    c.produce('t-0', ['x'], { acks: 0, to: 2 });
    c.run({ ms: 50 });
    expect(c.closedBy).toEqual(['kafka2']);
    expect(c.of('ProduceRefused')).toMatchObject([{ broker: 2, error: 'NOT_LEADER_OR_FOLLOWER' }]);
  });
});
