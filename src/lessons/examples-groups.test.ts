import { expect, test } from 'vitest';
import { examples } from '#lessons/examples/catalog.ts';
import { compile } from '#scenario/compile.ts';
import { advance, startRun } from '#session/run.ts';
import { kafkaSystem } from '#session/system.ts';

const finished = (slug: string) => {
  const scenario = examples.find((one) => one.slug === slug)?.scenario;
  const compiled = scenario && compile(scenario);
  if (!compiled?.ok) throw new Error(`${slug}: ${JSON.stringify(compiled)}`);
  const run = startRun(compiled.value, compiled.value.inputs, { system: kafkaSystem, invariants: true });
  const facts: { fact: string }[] = [];
  for (let event = advance(run, compiled.value.untilUs); event !== undefined; event = advance(run, compiled.value.untilUs)) facts.push(...event.facts);
  return { facts, violations: run.violations };
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
