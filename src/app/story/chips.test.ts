import { describe, expect, it } from 'vitest';
import { pieces, selectionsOf } from '#app/story/chips.ts';
import type { Frame } from '#kafka/frame.ts';

const frame = {
  brokers: [
    { id: 1, node: 'kafka1' },
    { id: 2, node: 'kafka2' },
  ],
  partitions: [{ tp: 'orders-0', logs: [{ broker: 1 }, { broker: 2 }] }],
  producers: [{ node: 'p1' }],
  consumers: [{ node: 'billing-1' }],
  groups: [{ group: 'billing' }],
  controllers: [{ node: 'controller1' }],
} as unknown as Frame;

describe('Prose with entities', () => {
  it('is cut into text, strong words, code, entities and terms', () => {
    expect(pieces('So **now** [broker:1] has `acks=1` and a [term:high-watermark].')).toEqual([
      { kind: 'text', text: 'So ' },
      { kind: 'strong', text: 'now' },
      { kind: 'text', text: ' ' },
      { kind: 'entity', target: 'broker:1', text: '1' },
      { kind: 'text', text: ' has ' },
      { kind: 'code', text: 'acks=1' },
      { kind: 'text', text: ' and a ' },
      { kind: 'term', id: 'high-watermark', text: 'high watermark' },
      { kind: 'text', text: '.' },
    ]);
  });

  it('lets an entity have its own words', () => {
    expect(pieces('[the leader|broker:1]')).toEqual([{ kind: 'entity', target: 'broker:1', text: 'the leader' }]);
  });

  it('leaves brackets that name nothing alone', () => {
    expect(pieces('isr [1, 2] holds')).toEqual([{ kind: 'text', text: 'isr [1, 2] holds' }]);
  });

  it('never makes markup of what an author wrote', () => {
    expect(pieces('<img src=x onerror=alert(1)>')).toEqual([{ kind: 'text', text: '<img src=x onerror=alert(1)>' }]);
  });
});

describe('A focus', () => {
  it('of offsets means these records on every replica', () => {
    expect(selectionsOf('orders-0@3..4', frame)).toHaveLength(4);
    expect(selectionsOf('offset:orders-0@3', frame)).toEqual([
      { kind: 'record', tp: 'orders-0', broker: 1, offset: 3 },
      { kind: 'record', tp: 'orders-0', broker: 2, offset: 3 },
    ]);
  });

  it('may name brokers, groups, partitions and processes', () => {
    expect(selectionsOf('broker:2', frame)).toEqual([{ kind: 'broker', id: 2 }]);
    expect(selectionsOf('group:billing', frame)).toEqual([{ kind: 'group', group: 'billing' }]);
    expect(selectionsOf('orders-0', frame)).toEqual([{ kind: 'partition', tp: 'orders-0' }]);
    expect(selectionsOf('p1, kafka1', frame)).toEqual([
      { kind: 'producer', node: 'p1' },
      { kind: 'broker', id: 1 },
    ]);
  });

  it('that names nothing is nothing', () => {
    expect(selectionsOf('nowhere', frame)).toEqual([]);
  });
});
