/** Belief and truth in a Frame: what a cut-off leader and its clients still believe when the metadata log says otherwise. */
import { describe, expect, it } from 'vitest';
import { compile } from '#scenario/compile.ts';
import { branchOf, createSession } from '#session/session.ts';

const compiled = compile({
  highwater: 1,
  kafka: '4.3',
  seed: 3,
  cluster: { brokers: 3, config: { 'offsets.topic.num.partitions': 1 } },
  network: { latency: '2ms' },
  topics: { orders: { 'replica-assignment': [[1, 2, 3]] } },
  clients: { p1: { producer: 'orders', rate: '5/s' }, billing: { consumer: 'orders', members: 1 } },
  timeline: [
    { at: '12s', run: 'docker network disconnect kafka kafka1' },
    { at: '40s', run: 'docker network connect kafka kafka1' },
  ],
  until: '60s',
});
if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
const { timeline } = branchOf(createSession(compiled.value));
timeline.extend({});
const at = (timeUs: number) => {
  const { partitions, producers, consumers } = timeline.frameAt(timeline.cursorAtTime(timeUs));
  const [orders] = partitions;
  return { orders, zombie: orders.logs[0], producer: producers[0].believedLeaders['orders-0'], consumer: consumers[0].believedLeaders?.['orders-0'] };
};

describe('A leader that is cut off', () => {
  it('believes no other ISR than the true one while all is well, and so do its clients', () => {
    const { zombie, producer, consumer } = at(11_000_000);
    expect([zombie.believedIsr, zombie.pendingIsr, producer, consumer]).toEqual([undefined, undefined, 1, 1]);
  });

  it('still believes in itself and its ISR when another leads', () => {
    const { orders, zombie } = at(30_000_000);
    expect([orders.leader === 1, orders.isr.includes(1)]).toEqual([false, false]);
    expect([zombie.role, zombie.believedIsr]).toEqual(['leader', [1, 2, 3]]);
    expect(orders.logs.filter(({ believedIsr }) => believedIsr !== undefined)).toHaveLength(1);
  });

  it('is believed by its clients as long as they wait for its answer, and no longer', () => {
    const before = at(30_000_000);
    expect([before.producer, before.consumer]).toEqual([1, 1]);
    const { orders, producer, consumer } = at(58_000_000);
    expect([producer, consumer]).toEqual([orders.leader, orders.leader]);
  });

  it('learns the truth when it is back', () => {
    const { zombie } = at(55_000_000);
    expect([zombie.role, zombie.believedIsr]).toEqual(['follower', undefined]);
  });
});
