import { expect, test } from 'vitest';
import { examples } from '#lessons/examples/catalog.ts';
import { compile } from '#scenario/compile.ts';
import { doubled, missing } from '#scenario/expression/records.ts';
import { ledgerAt } from '#session/chronicle.ts';
import { advance, startRun } from '#session/run.ts';
import { kafkaSystem } from '#session/system.ts';

const finished = (slug: string) => {
  const scenario = examples.find((one) => one.slug === slug)?.scenario;
  const compiled = scenario && compile(scenario);
  if (!compiled?.ok) throw new Error(`${slug}: ${JSON.stringify(compiled)}`);
  const run = startRun(compiled.value, compiled.value.inputs, { system: kafkaSystem, invariants: true });
  const facts: { fact: string }[] = [];
  for (let event = advance(run, compiled.value.untilUs); event !== undefined; event = advance(run, compiled.value.untilUs)) facts.push(...event.facts);
  const frame = kafkaSystem.frame(run.world, compiled.value.spec);
  return {
    facts,
    violations: run.violations,
    ledger: ledgerAt(run.chronicle, run.world.step),
    file: (name: string) => frame.services?.find(({ files }) => files !== undefined)?.files?.[name],
    group: (name: string) => frame.groups.find(({ group }) => group === name),
  };
};

test.each(['assignors', 'static-member', 'eager-or-cooperative', 'consumer-protocol'])('the example %s breaks nothing', { timeout: 300_000 }, (slug) => {
  const { facts, violations } = finished(slug);
  expect(violations).toEqual([]);
  expect(facts.filter(({ fact }) => fact === 'PartitionsAssigned').length).toBeGreaterThan(2);
  if (slug === 'static-member') expect(facts.filter(({ fact }) => fact === 'StaticMemberReplaced')).toHaveLength(1);
});

test('the example nearest-replica breaks nothing: the group with a rack reads from broker 2, until that is fenced', { timeout: 300_000 }, () => {
  const { facts, violations } = finished('nearest-replica');
  expect(violations).toEqual([]);
  const sent = facts.filter(({ fact }) => fact === 'ReadReplicaPreferred') as unknown as { node: string; replica: number; leader: number }[];
  expect(new Set(sent.map(({ node, replica, leader }) => `${node} ${leader} -> ${replica}`))).toEqual(new Set(['near-1 1 -> 2']));
  const why = facts.flatMap((fact) => (fact.fact === 'ReadReplicaCleared' ? [(fact as unknown as { why: string }).why] : []));
  expect(why).toContain('lease-expired');
  expect(why).toContain('disconnected');
  const last = facts.findLastIndex(({ fact }) => fact === 'ReadReplicaPreferred');
  expect(facts.slice(last).filter(({ fact }) => fact === 'RecordsPolled').length).toBeGreaterThan(20);
});

test.each([
  ['at-most-once', { doubled: 0, missing: 'some', aborted: 0 }],
  ['at-least-once', { doubled: 'some', missing: 0, aborted: 0 }],
  ['exactly-once', { doubled: 0, missing: 0, aborted: 'some' }],
] as const)('the example %s keeps its promise and no more', { timeout: 300_000 }, (slug, expected) => {
  const { facts, violations, ledger, group } = finished(slug);
  expect(violations).toEqual([]);
  expect(facts.filter(({ fact }) => fact === 'ProcessKilled')).toHaveLength(1);
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
  const printed = facts.filter(({ fact }) => fact === 'OutputPrinted') as unknown as { stream: string; line: string }[];
  expect(printed.filter(({ stream }) => stream === 'stdout').map(({ line }) => line)).toEqual(
    ['all 1', 'streams 1', 'lead 1', 'to 1', 'kafka 1', 'hello 1', 'kafka 2', 'streams 2', 'join 1', 'kafka 3', 'summit 1'].map((line) =>
      line.replace(' ', '\t'),
    ),
  );
});

test('the example share-group: three hands on one partition, and the order that fails is archived after three deliveries', { timeout: 300_000 }, () => {
  const { facts, violations, group } = finished('share-group');
  expect(violations).toEqual([]);
  const of = <F extends object>(name: string): F[] => facts.filter(({ fact }) => fact === name) as unknown as F[];
  expect(new Set(of<{ group: string; node: string }>('RecordProcessed').map(({ node }) => node))).toEqual(new Set(['workers-1', 'workers-2', 'workers-3']));
  expect(of<{ node: string; why: string }>('ShareSessionEnded')).toMatchObject([{ node: 'workers-1', why: 'disconnected' }]);
  const archived = of<{ state: string; deliveryCount: number }>('DeliveryStateChanged').filter(({ state }) => state === 'ARCHIVED');
  expect(archived.map(({ deliveryCount }) => deliveryCount)).toEqual([3, 3, 3]);
  expect(group('workers')?.share).toMatchObject([{ tp: 'orders-0', startOffset: 18, records: [], lagRecords: 0 }]);
});
