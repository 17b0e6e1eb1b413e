import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '#scenario/expression/functions.ts';
import type { LedgerRecord } from '#scenario/expression/records.ts';
import { compileExpression, type Purpose } from '#scenario/expression.ts';
import { knownNames } from '#scenario/names.ts';

const names = knownNames({
  highwater: 1,
  cluster: { brokers: 3 },
  topics: { orders: { partitions: 2 } },
  clients: { p1: { producer: 'orders' }, billing: { consumer: 'orders', members: 2 } },
});

const record = (n: number, more: Partial<LedgerRecord> = {}): LedgerRecord => ({
  id: `p1#${n}`,
  producer: 'p1',
  tp: 'orders-0',
  acknowledgedAt: 1,
  failedAt: undefined,
  offsets: [n],
  visibleAt: 1,
  abortedAt: undefined,
  origin: undefined,
  lostAt: undefined,
  processed: [],
  ...more,
});

function evidence({ isr = [1, 2, 3], hw = 4, records = [] as LedgerRecord[] } = {}): Evidence {
  const logs = [1, 2, 3].map((broker) => ({ broker, highWatermark: hw - broker + 1, logEndOffset: hw + 1 }));
  return {
    timeUs: 2_500_000,
    frame: () =>
      ({
        partitions: [
          { tp: 'orders-0', leader: 1, leaderEpoch: 3, isr, elr: [], replicas: [1, 2, 3], logs },
          { tp: 'orders-1', leader: -1, leaderEpoch: 0, isr: [], elr: [], replicas: [], logs: [] },
        ],
        groups: [
          {
            group: 'billing',
            state: 'Stable',
            generation: 2,
            members: [
              { node: 'billing-1', partitions: ['orders-0'] },
              { node: 'billing-2', partitions: [] },
            ],
            offsets: [
              { tp: 'orders-0', committed: 2, position: 3, owner: 'billing-1', lagRecords: 2 },
              { tp: 'orders-1', committed: -1, position: -1, owner: null, lagRecords: undefined },
            ],
          },
        ],
        brokers: [
          { node: 'kafka1', id: 1, status: 'up', state: 'RUNNING', fenced: false },
          { node: 'kafka2', id: 2, status: 'paused', state: 'RUNNING', fenced: true },
        ],
        controllers: [],
        producers: [],
        consumers: [],
        tools: [],
      }) as never,
    ledger: () => ({ entries: records }),
    peakLag: () => 12,
  };
}

function value(source: string, given = evidence(), purpose: Purpose = 'goal') {
  const compiled = compileExpression(source, names, purpose);
  if (!compiled.ok) throw new Error(`${compiled.error.at}: ${compiled.error.message}`);
  return compiled.value.evaluate(given).value;
}

const refused = (source: string, purpose: Purpose = 'goal') => {
  const compiled = compileExpression(source, names, purpose);
  return compiled.ok ? undefined : compiled.error;
};

describe('the expression language', () => {
  it.each([
    ['leader(orders-0) == 1', true],
    ['leader(orders-0) == kafka1', true],
    ['leader(orders-1) == none', true],
    ['isr(orders-0) == {3, 2, 1}', true],
    ['2 in isr(orders-0)', true],
    ['size(isr(orders-0)) == 3', true],
    ['hw(orders-0) == 4 and hw(orders-0, 2) == 3 and hw(orders-0, kafka3) == 2', true],
    ['leo(orders-0) - hw(orders-0) == 1', true],
    ['lag(billing) == 2 and lag(billing, orders-0) == 2', true],
    ['lag(billing, orders-1) == none', true],
    ['lag(billing, orders-1) <= 5', false],
    ['maxLag(billing) == 2 and peakLag(billing) == 12', true],
    ['committed(billing, orders-0) == 2 and position(billing, orders-0) == 3', true],
    ['owner(billing, orders-0) == billing-1', true],
    ['members(billing) == 2 and idle(billing) == 1', true],
    ['state(kafka1) == RUNNING and state(kafka2) == paused and state(billing) == Stable', true],
    ['fenced(kafka2) and not fenced(kafka1)', true],
    ['time() >= 2s and time() < 3s and time() == 2500ms', true],
    ['max(1, 2, hw(orders-0)) == 4 and min(3, 2) == 2', true],
    ['1 + 2 * 3 == 7 and (1 + 2) * 3 == 9 and -1 + 2 == 1 and 7 % 4 == 3', true],
    ['true or false and false', true],
    ['not 1 == 2', true],
    ['1 / 0 == none', true],
    ['!(1 == 2) && 3 > 2 || false', true],
  ])('%s is %s', (source, expected) => {
    expect(value(source)).toBe(expected);
  });

  it('counts records by what became of them, narrowed by every filter', () => {
    const records = [
      record(0),
      record(1, { lostAt: 5, offsets: [] }),
      record(2, { acknowledgedAt: undefined, failedAt: 3, lostAt: 6, offsets: [] }),
      record(3, { offsets: [3, 5] }),
      record(4, { producer: 'tool-1' }),
    ];
    const given = evidence({ records });
    expect(value('lost()', given, 'number' as Purpose)).toBe(2);
    expect(value('lost(acked)', given, 'number' as Purpose)).toBe(1);
    expect(value('lost(orders, p1, acked)', given, 'number' as Purpose)).toBe(1);
    expect(value('sent(p1) == 4 and sent() == 5 and acked(p1) == 3 and failed(p1) == 1 and duplicated() == 1', given)).toBe(true);
  });

  it('calls a record reordered when one that was sent later stands before it', () => {
    expect(value('reordered()', evidence({ records: [record(0), record(1, { offsets: [3] }), record(2), record(3, { offsets: [1] })] }), 'number')).toBe(2);
    expect(value('reordered()', evidence({ records: [record(0), record(1), record(2, { offsets: [2, 9] }), record(3)] }), 'number')).toBe(0);
  });

  it('knows what a group processed, processed again, and skipped', () => {
    const by = (...offsets: number[]) => offsets.map((offset) => ({ group: 'billing', offset }));
    const records = [record(0, { processed: by(0, 0) }), record(1), record(2, { processed: by(2) })];
    expect(value('processed(billing) == 2 and reprocessed(billing) == 1 and skipped(billing) == 1', evidence({ records }))).toBe(true);
  });

  it('sees what a set or a number does since the last look', () => {
    const compiled = compileExpression('isr(orders-0) shrinks', names, 'predicate');
    if (!compiled.ok) throw new Error();
    const first = compiled.value.evaluate(evidence());
    const second = compiled.value.evaluate(evidence({ isr: [1, 2] }), first.memory);
    const third = compiled.value.evaluate(evidence({ isr: [1, 2, 3] }), second.memory);
    expect([first.value, second.value, third.value]).toEqual([false, true, false]);
    expect(value('hw(orders-0) changes', evidence(), 'predicate')).toBe(false);
  });

  it('knows after which facts its value can differ', () => {
    const compiled = compileExpression('isr(orders-0) == {1} and lag(billing) > 3', names, 'predicate');
    expect(compiled.ok && [...(compiled.value.facts as ReadonlySet<string>)]).toEqual(expect.arrayContaining(['IsrShrunk', 'OffsetCommitted']));
    expect(compileExpression('time() > 3s', names, 'predicate')).toMatchObject({ ok: true, value: { timed: true } });
  });
});

describe('a mistake in an expression', () => {
  it.each([
    ['leder(orders-0) == 1', 0, 'leader'],
    ['leader(order-0) == 1', 7, 'orders-0'],
    ['hw(orders-0, kafka9) == 1', 13, 'kafka1'],
    ['lag(biling) == 1', 4, 'billing'],
    ['state(kafka1) == RUNING', 17, 'RUNNING'],
    ['state(billing) == stble', 18, 'Stable'],
    ['lost(aked) == 0', 5, 'acked'],
    ['leader(orders-9) == 1', 7, 'orders-0'],
  ])('%s is told at position %i, with %s nearby', (source, at, near) => {
    expect(refused(source)).toMatchObject({ at, nearest: near });
  });

  it.each([
    '',
    'leader(',
    'leader(orders-0',
    'leader(orders-0) ==',
    '1 == 1 1',
    '{1, 2',
    'lost(',
    '== 1',
    'hw(orders-0) = 3',
    '"abc',
    'a $ b',
    '1.5 == 1',
    '()',
    'hw() == 1',
    'hw(orders-0, 1, 2) == 1',
    'none',
    '3',
    'isr(orders-0) == 3',
    'lost() and true',
    'isr(orders-0) > 1',
    'hw(orders-0, 9) == 1',
    '99999999999999999999 == 1',
    'constructor() == 1',
    '__proto__ == 1',
    'toString(1) == 1',
    `${'('.repeat(100)}1`,
    `${'not '.repeat(100)}true`,
  ])('%s is refused with words and a place', (source) => {
    const error = refused(source);
    expect(error?.message).toMatch(/\S/);
    expect(error?.at).toBeGreaterThanOrEqual(0);
    expect(error?.at).toBeLessThanOrEqual(source.length);
  });

  it('only triggers may say what a value does', () => {
    expect(refused('isr(orders-0) shrinks', 'goal')).toMatchObject({ at: 14 });
    expect(refused('lost() == 0', 'number')).toBeDefined();
  });

  it('is never an exception, whatever is written', () => {
    const word = fc.constantFrom(
      'leader',
      'isr',
      '(',
      ')',
      'orders-0',
      ',',
      '==',
      '{',
      '}',
      'and',
      'not',
      '1',
      '-',
      'shrinks',
      '"',
      "'",
      '@',
      '#',
      ' ',
      '2s',
      'lost',
      'billing',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        const compiled = compileExpression(words.join(' '), names, 'predicate');
        if (compiled.ok) expect(typeof compiled.value.evaluate(evidence()).value).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        compileExpression(text, names, 'goal');
      }),
      { numRuns: 1000 },
    );
  });
});
