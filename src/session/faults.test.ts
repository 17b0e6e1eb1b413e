/** Every fault is a command line, and so can be given at a time, on a predicate and at a protocol point. */
import { describe, expect, it } from 'vitest';
import type { KafkaFact } from '#kafka/facts.ts';
import { compile } from '#scenario/compile.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { steady } from '#session/lessons.test-documents.ts';
import { branchOf, createSession } from '#session/session.ts';

function factsOf(timeline: ScenarioDocument['timeline'], until = '6s'): readonly { readonly timeUs: number; readonly fact: KafkaFact }[] {
  const result = compile({ ...steady, timeline, until });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const run = branchOf(createSession(result.value)).timeline;
  run.extend({});
  const events = Array.from({ length: run.end }, (_, n) => run.eventAt(n));
  return events.flatMap((event) => event?.facts.map((fact) => ({ timeUs: event.timeUs, fact: fact as KafkaFact })) ?? []);
}

const named = (facts: ReturnType<typeof factsOf>, name: KafkaFact['fact']) => facts.filter(({ fact }) => fact.fact === name);

describe('a fault of links in a timeline', () => {
  it('strikes at its time, and heals at another', () => {
    const facts = factsOf([
      { at: '1s', run: 'fault delay --from kafka1 --to kafka2 --latency 50ms --both' },
      { at: '2s', run: 'fault heal' },
    ]);
    expect(named(facts, 'LinksDisturbed')).toMatchObject([{ timeUs: 1_000_000, fact: { fault: 'delay' } }]);
    expect(named(facts, 'FaultsHealed')).toMatchObject([{ timeUs: 2_000_000, fact: { faults: ['delay'] } }]);
  });

  it('strikes when a predicate becomes true', () => {
    const facts = factsOf(
      [
        { at: '1s', run: 'fault bounce-leader orders-0' },
        { when: 'leader(orders-0) changes', run: 'fault clog kafka2' },
      ],
      '15s',
    );
    const elected = facts.findIndex(({ fact }) => fact.fact === 'LinksDisturbed');
    expect(elected).toBeGreaterThan(0);
    expect(named(facts.slice(0, elected), 'LeaderElected').length).toBeGreaterThan(0);
  });

  it('strikes at a protocol point, before what that event sends has left: the answer is lost, and the record is sent again', () => {
    const facts = factsOf([{ when: 'after append(p1#3) before ack', run: 'fault drop --from p1 --to brokers --api Produce --response' }], '40s');
    const appended = facts.findIndex(({ fact }) => fact.fact === 'RecordsAppended' && fact.ids.includes('p1#3'));
    const struck = facts.findIndex(({ fact }) => fact.fact === 'LinksDisturbed');
    expect(struck).toBeGreaterThan(appended);
    expect(facts[struck].timeUs).toBe(facts[appended].timeUs);
    const retried = named(facts, 'SendRetried').map(({ fact }) => fact as Extract<KafkaFact, { fact: 'SendRetried' }>);
    expect(retried.some(({ ids }) => ids.includes('p1#3'))).toBe(true);
  });
});
