/** Documents that tests of the session run on the real cluster. */
import type { ScenarioDocument } from '#scenario/document.ts';

/** A leader that acknowledges alone, and dies before anyone has copied. */
export const acksOne: ScenarioDocument = {
  highwater: 1,
  seed: 42,
  cluster: { brokers: 3 },
  network: { latency: '1ms..3ms' },
  topics: { orders: { 'replica-assignment': [[1, 2, 3]] } },
  clients: { p1: { producer: 'orders', rate: '10/s', keys: ['A', 'B', 'C'], count: 30, config: { acks: 1, 'enable.idempotence': false } } },
  timeline: [
    { at: '1s', run: 'docker pause kafka2 kafka3' },
    { after: 'ack(p1#12)', run: 'docker kill kafka1' },
    { at: '2s', run: 'docker unpause kafka2 kafka3' },
  ],
  until: '20s',
  lesson: {
    beats: [
      { id: 'paused', at: '1s' },
      { id: 'killed', after: 'ack(p1#12)' },
      { id: 'elected', when: 'leader(orders-0) changes' },
    ],
    questions: [
      {
        id: 'survive',
        at: '1s',
        kind: 'choice',
        options: [
          { id: 'all', check: 'lost(acked) == 0' },
          { id: 'not-all', check: 'lost(acked) > 0' },
        ],
        reveal: { when: 'leader(orders-0) == 2 or leader(orders-0) == 3' },
      },
      { id: 'how-many', at: '1s', kind: 'number', value: 'lost(acked)', reveal: { at: '19s' } },
    ],
    goals: [
      { id: 'lost', check: 'lost(acked) == 0' },
      { id: 'lost-early', check: 'lost(acked) == 0', by: '1s' },
    ],
    limits: { commands: ['docker'], settings: ['p1.acks'], budget: 1 },
  },
};

export const steady: ScenarioDocument = {
  highwater: 1,
  seed: 7,
  cluster: { brokers: 3 },
  network: { latency: '1ms..3ms' },
  topics: { orders: { partitions: 3, 'replication-factor': 3 } },
  clients: {
    p1: { producer: 'orders', rate: '20/s', keys: ['A', 'B', 'C', 'D'] },
    billing: { consumer: 'orders', members: 2, processing: '5ms', config: { 'auto.offset.reset': 'earliest' } },
  },
  timeline: [
    { at: '5s', run: 'docker kill kafka1' },
    { at: '12s', run: 'docker start kafka1' },
  ],
  until: '20s',
};
