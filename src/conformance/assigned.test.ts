import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assignors } from '#kafka/groups/assignors.ts';
import { assigned, recordedCases } from './assigned.ts';

const cases = recordedCases();

describe('every assignor gives each member what the class of Apache Kafka 4.3.1 gives it, in the same order', () => {
  test.each(['range', 'roundrobin', 'sticky', 'cooperative-sticky', 'uniform', 'server-range'])('%s', (name) => {
    const own = cases.filter(({ assignor }) => assignor === name);
    expect(own.length).toBeGreaterThan(200);
    const wrong = own.filter((one) => JSON.stringify(assigned(one)) !== JSON.stringify(one.expected));
    expect(wrong.map(({ line }) => line)).toEqual([]);
  });

  test('in more than a thousand cases', () => {
    expect(cases.length).toBeGreaterThan(1000);
    const has = (pattern: RegExp): number => cases.filter(({ line }) => pattern.test(line)).length;
    expect(has(/=[xyz]*,[xyz]/)).toBeGreaterThan(100);
    expect(cases.filter(({ members, topics }) => members.length > topics.reduce((sum, { racks }) => sum + racks.length, 0)).length).toBeGreaterThan(20);
    expect(cases.filter(({ members }) => new Set(members.map(({ topics }) => topics.join())).size > 1).length).toBeGreaterThan(300);
  });
});

/** Sixty cases that were recorded from trunk of October 2024, before this project. */
test('cooperative-sticky agrees with the sixty cases recorded earlier, list order included', () => {
  type Pairs = readonly (readonly [string, number])[];
  const file = join(import.meta.dirname, 'fixtures', 'sticky-assignor-cases.json');
  const { coopSticky } = JSON.parse(readFileSync(file, 'utf8')) as {
    coopSticky: readonly { t: Record<string, number>; m: readonly (readonly [string, Pairs])[]; o: Record<string, Pairs> }[];
  };
  const tps = (pairs: Pairs): string[] => pairs.map(([topic, p]) => `${topic}-${p}`);
  for (const { t, m, o } of coopSticky) {
    const members = m.map(([memberId, owned]) => ({ memberId, instanceId: null, topics: Object.keys(t), owned: tps(owned), generation: 3 }));
    const assignment = assignors['cooperative-sticky'](members, { count: (topic) => t[topic] });
    expect(Object.fromEntries(assignment)).toEqual(Object.fromEntries(Object.entries(o).map(([id, pairs]) => [id, tps(pairs)])));
  }
  expect(coopSticky).toHaveLength(60);
});
