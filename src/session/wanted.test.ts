import { describe, expect, it } from 'vitest';
import type { Evidence } from '#scenario/expression/functions.ts';
import { type Wish, wantedOf } from '#session/wanted.ts';

const evidence: Evidence = {
  timeUs: 2_500_000,
  frame: () =>
    ({
      partitions: [
        {
          tp: 'orders-0',
          leader: 1,
          leaderEpoch: 3,
          isr: [1, 2],
          elr: [],
          replicas: [1, 2, 3],
          logs: [1, 2, 3].map((broker) => ({ broker, highWatermark: 4, logEndOffset: 5 })),
        },
      ],
      groups: [
        {
          group: 'billing',
          state: 'Stable',
          generation: 2,
          members: [{ node: 'billing-1', partitions: ['orders-0'] }],
          offsets: [{ tp: 'orders-0', committed: 2, position: 3, owner: 'billing-1', lagRecords: 2 }],
        },
      ],
      brokers: [{ node: 'kafka2', id: 2, status: 'paused', state: 'RUNNING', fenced: true }],
      controllers: [],
      producers: [],
      consumers: [],
      tools: [],
    }) as never,
  ledger: () => ({ entries: [] }),
  peakLag: () => 12,
};

const wanted = (check: string) => wantedOf({ id: 'goal', check }, evidence);
const wishes = (check: string): readonly Wish[] => wanted(check).flatMap((one) => one.wishes);

describe('What a goal wants', () => {
  it.each<[string, readonly unknown[]]>([
    ['isr(orders-0) == {1, 2, 3}', [{ kind: 'inSync', tp: 'orders-0', broker: 3, yes: true }]],
    [
      'isr(orders-0) == {2, 3}',
      [
        { kind: 'inSync', tp: 'orders-0', broker: 3, yes: true },
        { kind: 'inSync', tp: 'orders-0', broker: 1, yes: false },
      ],
    ],
    ['3 in isr(orders-0)', [{ kind: 'inSync', tp: 'orders-0', broker: 3, yes: true }]],
    ['not (2 in isr(orders-0))', [{ kind: 'inSync', tp: 'orders-0', broker: 2, yes: false }]],
    ['size(isr(orders-0)) >= 3', [{ kind: 'count', of: 'isr', group: null, tp: 'orders-0', among: [], sign: '>=', count: 3 }]],
    ['leader(orders-0) == 2', [{ kind: 'leader', tp: 'orders-0', broker: 2, yes: true }]],
    ['leader(orders-0) == kafka2', [{ kind: 'leader', tp: 'orders-0', broker: 2, yes: true }]],
    ['leader(orders-0) != 1', [{ kind: 'leader', tp: 'orders-0', broker: 1, yes: false }]],
    ['leader(orders-0) == none', [{ kind: 'leader', tp: 'orders-0', broker: 1, yes: false }]],
    [
      'leader(orders-0) in {2, 3}',
      [
        { kind: 'leader', tp: 'orders-0', broker: 2, yes: true },
        { kind: 'leader', tp: 'orders-0', broker: 3, yes: true },
      ],
    ],
    ['hw(orders-0) >= 40', [{ kind: 'boundary', of: 'highWatermark', tp: 'orders-0', broker: null, sign: '>=', offset: 40 }]],
    ['40 <= hw(orders-0, kafka3)', [{ kind: 'boundary', of: 'highWatermark', tp: 'orders-0', broker: 3, sign: '>=', offset: 40 }]],
    ['hw(orders-0) == leo(orders-0)', [{ kind: 'boundary', of: 'highWatermark', tp: 'orders-0', broker: null, sign: '==', offset: 5 }]],
    ['not leo(orders-0) < 6', [{ kind: 'boundary', of: 'logEndOffset', tp: 'orders-0', broker: null, sign: '>=', offset: 6 }]],
    ['committed(billing, orders-0) == 4', [{ kind: 'reading', of: 'committed', group: 'billing', tp: 'orders-0', sign: '==', offset: 4 }]],
    ['position(billing, orders-0) > 3', [{ kind: 'reading', of: 'position', group: 'billing', tp: 'orders-0', sign: '>', offset: 3 }]],
    ['lag(billing) < 2', [{ kind: 'lag', group: 'billing', tp: null, sign: '<', records: 2 }]],
    ['lag(billing, orders-0) <= 1', [{ kind: 'lag', group: 'billing', tp: 'orders-0', sign: '<=', records: 1 }]],
    ['owner(billing, orders-0) == billing-2', [{ kind: 'owner', group: 'billing', tp: 'orders-0', member: 'billing-2', yes: true }]],
    ['owner(billing, orders-0) == none', [{ kind: 'owner', group: 'billing', tp: 'orders-0', member: null, yes: true }]],
    ['state(billing) == Empty', [{ kind: 'state', node: 'billing', state: 'Empty', yes: true }]],
    ['state(kafka2) != paused', [{ kind: 'state', node: 'kafka2', state: 'paused', yes: false }]],
    ['not fenced(kafka2)', [{ kind: 'fenced', broker: 2, yes: false }]],
    ['fenced(kafka2) == false', [{ kind: 'fenced', broker: 2, yes: false }]],
    ['epoch(orders-0) > 3', [{ kind: 'count', of: 'epoch', group: null, tp: 'orders-0', among: [], sign: '>', count: 3 }]],
    ['members(billing) >= 2', [{ kind: 'count', of: 'members', group: 'billing', tp: null, among: [], sign: '>=', count: 2 }]],
    ['processed(billing, orders) >= 5', [{ kind: 'count', of: 'processed', group: 'billing', tp: null, among: ['orders'], sign: '>=', count: 5 }]],
    ['lost(acked, p1) > 0', [{ kind: 'count', of: 'lost', group: null, tp: null, among: ['acked', 'p1'], sign: '>', count: 0 }]],
  ])('%s', (check, expected) => {
    expect(wishes(check)).toEqual(expected);
  });

  it('is nothing where it holds', () => {
    for (const check of ['isr(orders-0) == {1, 2}', 'leader(orders-0) == 1 and hw(orders-0) == 4', 'lost(acked) == 0', 'fenced(kafka2)'])
      expect(wanted(check)).toEqual([]);
  });

  it('is only the part of an `and` that does not hold', () => {
    expect(wanted('leader(orders-0) == 1 and hw(orders-0) >= 5')).toMatchObject([{ goal: 'goal', text: 'hw(orders-0) >= 5', wishes: [{ kind: 'boundary' }] }]);
    expect(wanted('not (leader(orders-0) == 1 or hw(orders-0) < 5)').map(({ text }) => text)).toEqual(['not leader(orders-0) == 1', 'not hw(orders-0) < 5']);
  });

  it.each([
    ['hw(orders-0) >= 5 or leader(orders-0) == 2', 'more ways than one'],
    ['leo(orders-0) - hw(orders-0) == 0', 'a difference'],
    ['time() > 9s', 'the clock'],
    ['isr(orders-0) != {1, 2}', 'any other set'],
    ['peakLag(billing) < 10', 'the past'],
    ['doubled(orders) > 0', 'what was made of records'],
    ['leader(orders-0) > 1', 'an order of brokers'],
  ])('%s has no picture: %s', (check) => {
    expect(wanted(check)).toMatchObject([{ text: check.replace('9s', '9000'), wishes: [] }]);
  });

  it('is silent about what cannot be read', () => {
    expect(wanted('leader(')).toEqual([]);
  });
});
