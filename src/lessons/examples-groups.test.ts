import { expect, test } from 'vitest';
import { finished } from '#lessons/finished.testkit.ts';
import { doubled, missing } from '#scenario/expression/records.ts';

test.each(['assignors', 'static-member', 'eager-or-cooperative', 'consumer-protocol'])('the example %s breaks nothing', { timeout: 300_000 }, (slug) => {
  const { facts, violations } = finished(slug);
  expect(violations).toEqual([]);
  expect(facts('PartitionsAssigned').length).toBeGreaterThan(2);
  if (slug === 'static-member') expect(facts('StaticMemberReplaced')).toHaveLength(1);
});

test('the example nearest-replica breaks nothing: the group with a rack reads from broker 2, until that is fenced', { timeout: 300_000 }, () => {
  const { told, facts, violations } = finished('nearest-replica');
  expect(violations).toEqual([]);
  const sent = facts('ReadReplicaPreferred');
  expect(new Set(sent.map(({ node, replica, leader }) => `${node} ${leader} -> ${replica}`))).toEqual(new Set(['near-1 1 -> 2']));
  const why = facts('ReadReplicaCleared').map((fact) => fact.why);
  expect(why).toContain('lease-expired');
  expect(why).toContain('disconnected');
  const last = told.findLastIndex(({ fact }) => fact === 'ReadReplicaPreferred');
  expect(told.slice(last).filter(({ fact }) => fact === 'RecordsPolled').length).toBeGreaterThan(20);
});

test.each([
  ['at-most-once', { doubled: 0, missing: 'some', aborted: 0 }],
  ['at-least-once', { doubled: 'some', missing: 0, aborted: 0 }],
  ['exactly-once', { doubled: 0, missing: 0, aborted: 'some' }],
] as const)('the example %s keeps its promise and no more', { timeout: 300_000 }, (slug, expected) => {
  const { facts, violations, ledger, group } = finished(slug);
  expect(violations).toEqual([]);
  expect(facts('ProcessKilled')).toHaveLength(1);
  const counted = {
    doubled: doubled(ledger.entries, 'invoices'),
    missing: missing(ledger.entries, group('enrich'), 'invoices'),
    aborted: ledger.totals.aborted,
  };
  for (const [what, count] of Object.entries(expected)) {
    if (count === 0) expect([what, counted[what as keyof typeof counted]]).toEqual([what, 0]);
    else expect(counted[what as keyof typeof counted]).toBeGreaterThan(0);
  }
});

test('the example connect-file copies what was stored once, and the line before the crash twice', { timeout: 300_000 }, () => {
  const { violations, file } = finished('connect-file');
  expect(violations).toEqual([]);
  expect(file('test.txt')).toBe('foo\nbar\nteam\nlate\n');
  const lines = file('test.sink.txt')?.trim().split('\n') ?? [];
  const count = (text: string) => lines.filter((line) => line === text).length;
  expect([count('foo'), count('bar')]).toEqual([1, 1]);
  expect(count('late')).toBeGreaterThan(1);
});

test('the example word-count goes on at the same counts after an instance died', { timeout: 300_000 }, () => {
  const { violations, facts } = finished('word-count');
  expect(violations).toEqual([]);
  const printed = facts('OutputPrinted');
  expect(printed.filter(({ stream }) => stream === 'stdout').map(({ line }) => line)).toEqual(
    ['all 1', 'streams 1', 'lead 1', 'to 1', 'kafka 1', 'hello 1', 'kafka 2', 'streams 2', 'join 1', 'kafka 3', 'summit 1'].map((line) =>
      line.replace(' ', '\t'),
    ),
  );
});

test('the example share-group: three hands on one partition, and the order that fails is archived after three deliveries', { timeout: 300_000 }, () => {
  const { facts, violations, group } = finished('share-group');
  expect(violations).toEqual([]);
  expect(new Set(facts('RecordProcessed').map(({ node }) => node))).toEqual(new Set(['workers-1', 'workers-2', 'workers-3']));
  expect(facts('ShareSessionEnded')).toMatchObject([{ node: 'workers-1', why: 'disconnected' }]);
  const archived = facts('DeliveryStateChanged').filter(({ state }) => state === 'ARCHIVED');
  expect(archived.map(({ deliveryCount }) => deliveryCount)).toEqual([3, 3, 3]);
  expect(group('workers')?.share).toMatchObject([{ tp: 'orders-0', startOffset: 18, records: [], lagRecords: 0 }]);
});
