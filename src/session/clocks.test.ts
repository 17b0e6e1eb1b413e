/** Clocks of a Frame: a session says when it will end, and then it ends. */
import { describe, expect, it } from 'vitest';
import { asKafkaFact, type KafkaFact } from '#kafka/facts.ts';
import { compile } from '#scenario/compile.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { branchOf, createSession } from '#session/session.ts';

function play(kafka: ScenarioDocument['kafka'], run: string, member: object = {}) {
  const compiled = compile({
    highwater: 1,
    kafka,
    seed: 5,
    cluster: {
      brokers: 3,
      ...(kafka === '4.3' ? {} : { metadata: 'zookeeper' }),
      config: { 'offsets.topic.num.partitions': 1, 'replica.lag.time.max.ms': 5000 },
    },
    network: { latency: '2ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]] } },
    clients: { p1: { producer: 'orders', rate: '5/s' }, billing: { consumer: 'orders', members: 2, config: { 'session.timeout.ms': 10_000 }, ...member } },
    timeline: [{ at: '12s', run }],
    until: '45s',
  } as ScenarioDocument);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  const { timeline } = branchOf(createSession(compiled.value));
  timeline.extend({});
  const when = (is: (fact: KafkaFact) => boolean): number | undefined => {
    for (let n = 0; n < timeline.end; n++) if (timeline.eventAt(n).facts.some((fact) => is(asKafkaFact(fact)))) return timeline.eventAt(n).timeUs;
    return undefined;
  };
  return { at: (timeUs: number) => timeline.frameAt(timeline.cursorAtTime(timeUs)), when };
}

describe('The session of a broker', () => {
  it.each([
    ['4.3', 'BrokerFenced'],
    ['3.9', 'SessionExpired'],
  ] as const)('ends in %s when its Frame said that it would, unless a heartbeat comes', (kafka, ends) => {
    const { at, when } = play(kafka, 'docker kill kafka2');
    const session = at(15_000_000).brokers[1].session;
    const ended = when(({ fact }) => fact === ends) as number;
    expect(ended).toBeGreaterThan(15_000_000);
    expect(ended - (session?.endsUs ?? 0)).toBeGreaterThanOrEqual(0);
    expect(ended - (session?.endsUs ?? 0)).toBeLessThan(2_500_000);
    // Those who live wind theirs again and again.
    for (const timeUs of [15_000_000, 25_000_000, 35_000_000]) expect(at(timeUs).brokers[0].session?.endsUs).toBeGreaterThan(timeUs);
    expect(at(ended + 1_000_000).brokers[1].session).toBeUndefined();
  });
});

describe('The session of a member', () => {
  it.each([
    ['classic', 10_000],
    ['consumer', 45_000],
  ] as const)('ends when its Frame said that it would: group.protocol=%s', (protocol, timeoutMs) => {
    const config = protocol === 'classic' ? { 'session.timeout.ms': timeoutMs } : { 'group.protocol': 'consumer' };
    const { at, when } = play('4.3', 'docker kill billing-2', { config });
    const [session] = at(14_000_000)
      .groups[0].members.filter(({ node }) => node === 'billing-2')
      .map((member) => member.session);
    expect(session?.timeoutMs).toBe(timeoutMs);
    const left = when((fact) => fact.fact === 'MemberLeft' && fact.reason === 'session-timeout');
    if (protocol === 'classic') expect(left).toBe(session?.endsUs);
    else expect(session?.endsUs).toBeGreaterThan(50_000_000);
  });
});

describe('A follower that sleeps', () => {
  it('was last caught up replica.lag.time.max.ms before it leaves the ISR, or a little more', () => {
    const { at, when } = play('4.3', 'docker pause kafka3');
    const shrunk = when(({ fact }) => fact === 'IsrShrunk');
    if (shrunk === undefined) throw new Error('The ISR did not shrink.');
    const { lastCaughtUpUs } = at(shrunk - 100_000).partitions[0].logs[2];
    const lagged = shrunk - (lastCaughtUpUs ?? 0);
    expect(lagged).toBeGreaterThan(5_000_000);
    // The leader looks every half of it.
    expect(lagged).toBeLessThan(7_600_000);
  });
});

describe('A partition whose leader has just died', () => {
  it('has no lag that anybody could tell until another leads', () => {
    const { at } = play('4.3', 'docker kill kafka1', { commit: 'after-processing' });
    const lagAt = (timeUs: number) => at(timeUs).groups[0].offsets.map(({ lagRecords }) => lagRecords);
    expect(at(15_000_000).partitions[0].leader).toBe(1);
    expect([lagAt(11_000_000), lagAt(15_000_000)]).toEqual([[expect.any(Number)], [undefined]]);
    expect(lagAt(40_000_000)).toEqual([expect.any(Number)]);
  });
});
