/** Every fault of the catalogue can be given in four ways: typed at the playhead, at a time, when a predicate becomes true, at a point of the protocol. */
import { describe, expect, it } from 'vitest';
import type { KafkaFact } from '#kafka/facts.ts';
import { compile } from '#scenario/compile.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { documentOf, FAULT_CASES, type FaultCase } from '#session/fault-table.test-cases.ts';
import { act, branchOf, createSession, type Session } from '#session/session.ts';
import type { Timeline } from '#session/timeline.ts';

interface Told {
  readonly timeUs: number;
  readonly fact: KafkaFact;
}

function sessionOf(document: ScenarioDocument): Session {
  const result = compile(document);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return createSession(result.value);
}

function told(timeline: Timeline): readonly Told[] {
  timeline.extend({});
  expect(timeline.violations).toEqual([]);
  return Array.from({ length: timeline.end }, (_, n) => timeline.eventAt(n)).flatMap(({ timeUs, facts }) =>
    facts.map((fact) => ({ timeUs, fact: fact as KafkaFact })),
  );
}

/** What came before the first of the lines, and from it on. */
function parted(facts: readonly Told[], { lines }: FaultCase): { readonly before: readonly Told[]; readonly since: readonly Told[] } {
  const struck = facts.findIndex(({ fact }) => fact.fact === 'CommandRun' && fact.command === lines[0]);
  expect(struck).toBeGreaterThan(0);
  return { before: facts.slice(0, struck), since: facts.slice(struck) };
}

function strikes(one: FaultCase, since: readonly Told[]): void {
  const facts = since.map(({ fact }) => fact);
  for (const line of one.lines) expect(facts).toContainEqual({ fact: 'CommandRun', command: line });
  expect(facts.filter(({ fact }) => fact === 'CommandFailed')).toEqual([]);
  for (const effect of one.effects) expect(facts).toContainEqual(expect.objectContaining(effect));
}

const onTimeline = (one: FaultCase, trigger: { readonly at: string } | { readonly when: string } | { readonly after: string }): readonly Told[] =>
  told(
    branchOf(
      sessionOf(
        documentOf(
          one,
          one.lines.map((run) => ({ ...trigger, run })),
        ),
      ),
    ).timeline,
  );

/** Types the lines when three seconds have passed. */
function typed(one: FaultCase): { readonly facts: readonly Told[]; readonly cursor: number; readonly timeline: Timeline } {
  let session = sessionOf(documentOf(one, []));
  const { timeline } = branchOf(session);
  timeline.extend({ untilUs: 3_000_000 });
  const cursor = timeline.end;
  for (const line of one.lines) {
    const acted = act(session, branchOf(session).timeline.end, line);
    if (!acted.ok) throw new Error(acted.stderr.join('\n'));
    session = acted.session;
  }
  return { facts: told(branchOf(session).timeline), cursor, timeline: branchOf(session).timeline };
}

describe.each(FAULT_CASES.map((one) => ({ ...one, name: `${one.id}: ${one.lines.join(' · ')}` })))('$name', (one) => {
  it('is typed at the playhead', () => {
    const { facts, cursor, timeline } = typed(one);
    const { since } = parted(facts, one);
    expect(timeline.eventAt(cursor).facts).toContainEqual({ fact: 'CommandRun', command: one.lines[0] });
    strikes(one, since);
  });

  it('strikes at a time', () => {
    const { since } = parted(onTimeline(one, { at: '3s' }), one);
    expect(since[0].timeUs).toBe(3_000_000);
    strikes(one, since);
  });

  it('strikes when a predicate becomes true, and not before', () => {
    const { before, since } = parted(onTimeline(one, { when: 'hw(orders-0) >= 30' }), one);
    const reached = before.flatMap(({ fact }) => (fact.fact === 'HighWatermarkAdvanced' && fact.tp === 'orders-0' && fact.role === 'leader' ? [fact.to] : []));
    expect(reached.filter((to) => to >= 30)).toHaveLength(1);
    strikes(one, since);
  });

  it('strikes at a point of the protocol, behind that event and before anything that it sends', () => {
    const { before, since } = parted(onTimeline(one, { after: 'append(p1#30) before ack' }), one);
    const appended = before.findLast(({ fact }) => fact.fact === 'RecordsAppended');
    expect(appended?.fact).toMatchObject({ role: 'leader', ids: ['p1#30'] });
    expect(since[0].timeUs).toBe(appended?.timeUs);
    strikes(one, since);
  });
});

it('no fault of brokers, disks, links, controllers and clocks is left out', () => {
  const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);
  // F19 is reserved in the catalogue.
  const ids = [...numbers(1, 18), ...numbers(20, 44), ...numbers(80, 82)].map((n) => `F${String(n).padStart(2, '0')}`);
  expect([...new Set(FAULT_CASES.map(({ id }) => id))].sort()).toEqual(ids);
});
