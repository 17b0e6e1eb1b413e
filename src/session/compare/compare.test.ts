import { describe, expect, it } from 'vitest';
import type { KafkaFact } from '#kafka/facts.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { claimsOf } from '#session/compare/claims.ts';
import { differencesOf } from '#session/compare/differences.ts';
import { outageUs } from '#session/compare/outage.ts';
import { newsOf, outcomeAt, rowsOf } from '#session/compare/outcome.ts';
import { commonEvents, cursorBeside, partingOf } from '#session/compare/parting.ts';
import { placeOf, stripOf, timeAtPlace } from '#session/compare/strip.ts';
import { ifChanged, ifCommand } from '#session/compare/what-if.ts';
import { acksOne, steady } from '#session/lessons.test-documents.ts';
import { act, actsOf, type Branch, branchOf, openBeside, openSession, type Session } from '#session/session.ts';
import type { Timeline } from '#session/timeline.ts';

const { limits: _, ...withoutLimits } = acksOne.lesson ?? {};
const lossy: ScenarioDocument = { ...acksOne, lesson: withoutLimits };

function opened(document: ScenarioDocument): Session {
  const session = openSession(document);
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  branchOf(session.value).timeline.extend({});
  return session.value;
}

function changed(session: Session, target: string, key: string, value: string): Session {
  const other = ifChanged(session, [{ target, key, value }]);
  if (!other.ok) throw new Error(JSON.stringify(other.error));
  branchOf(other.value).timeline.extend({});
  return other.value;
}

function commanded(session: Session, cursor: number, line: string): Session {
  const acted = ifCommand(session, cursor, line);
  if (!acted.ok) throw new Error(JSON.stringify(acted));
  branchOf(acted.session).timeline.extend({});
  return acted.session;
}

const last = (session: Session): [Branch, Branch] => [session.branches[session.branches.length - 2], session.branches[session.branches.length - 1]];
const both = (session: Session): [Timeline, Timeline] => {
  const [a, b] = last(session);
  return [a.timeline, b.timeline];
};

const main = opened(lossy);
const acksAll = changed(main, 'p1', 'acks', 'all');
const [one, all] = both(acksAll);

describe('What if a setting were otherwise', () => {
  it('is another run from time zero, with the same records sent at the same times', () => {
    expect(branchOf(acksAll)).toMatchObject({ name: 'p1.acks = all', parent: 0, forkedAt: 0 });
    const sent = (timeline: Timeline) => timeline.ledgerAt(timeline.end).entries.map(({ id, sentAt }) => [id, timeline.timeAt(sentAt)]);
    expect(sent(all)).toEqual(sent(one));
  });

  it('keeps what was changed before and what was typed, at the time at which it was typed', () => {
    const cursor = one.cursorAtTime(3_000_000);
    const typed = commanded(acksAll, all.cursorAtTime(3_000_000), 'docker pause kafka3');
    const third = changed(typed, 'topic:orders', 'min.insync.replicas', '2');
    expect(cursor).toBeGreaterThan(0);
    expect(branchOf(third).name).toBe('topic:orders.min.insync.replicas = 2');
    expect(branchOf(third).changes.map(({ key }) => key)).toEqual(['acks', 'min.insync.replicas']);
    expect(actsOf(branchOf(third)).inputs).toEqual([{ atUs: all.timeAt(all.cursorAtTime(3_000_000)), run: 'docker pause kafka3' }]);
    const { timeline } = branchOf(third);
    expect(timeline.frameAt(timeline.cursorAtTime(3_500_000)).brokers[2].status).toBe('paused');
  });

  it('may be the seed: then the luck is another, and a seed that is no seed is refused', () => {
    const lucky = changed(main, 'cluster', 'seed', '43');
    expect(branchOf(lucky).name).toBe('seed = 43');
    expect(branchOf(lucky).scenario.spec.seed).toBe(43);
    expect(partingOf(...both(lucky))).toBeDefined();
    expect(ifChanged(main, [{ target: 'cluster', key: 'seed', value: '-1' }])).toMatchObject({ ok: false, error: [{ code: 'U13' }] });
  });
});

describe('What if a command came at this moment', () => {
  const cursor = one.cursorAtTime(500_000);
  const killed = commanded(main, cursor, 'docker kill kafka1');
  const [before, after] = both(killed);

  it('has everything before it in common, event for event', () => {
    expect(commonEvents(before, after)).toBe(cursor);
    for (const at of [0, cursor - 1, cursor]) expect(after.hashAt(at)).toBe(before.hashAt(at));
  });

  it('parts with the command itself', () => {
    expect(partingOf(before, after)).toMatchObject({ timeUs: before.timeAt(cursor), b: { fact: { fact: 'CommandRun', command: 'docker kill kafka1' } } });
  });

  it('parts even at the end of what was computed, where a command would only go on', () => {
    const session = openSession(lossy);
    if (!session.ok) throw new Error();
    const { timeline } = branchOf(session.value);
    timeline.extend({ untilUs: 400_000 });
    const parted = ifCommand(session.value, timeline.end, 'docker kill kafka1');
    const went = act(session.value, timeline.end, 'docker kill kafka2');
    expect([parted.ok && parted.session.branches.length, went.ok && went.session.branches.length]).toEqual([2, 1]);
  });

  it('stands beside the same event before they part, and beside the same time afterwards', () => {
    expect(cursorBeside(after, cursor - 3, after.timeAt(cursor - 3), before)).toBe(cursor - 3);
    const later = after.cursorAtTime(900_000);
    const beside = cursorBeside(after, later, 900_000, before);
    expect(before.timeAt(beside)).toBeLessThanOrEqual(900_000);
    expect(before.timeAt(beside + 1)).toBeGreaterThan(900_000);
  });

  it('may be only another order of what is due at one instant', () => {
    const shuffled = commanded(main, cursor, 'fault tie-shuffle');
    expect(partingOf(...both(shuffled))).toMatchObject({ b: { fact: { fact: 'CommandRun', command: 'fault tie-shuffle' } } });
  });
});

describe('Two futures of a link', () => {
  it('are the run as it is written, and what was done beside it', () => {
    const done = actsOf(branchOf(commanded(main, one.cursorAtTime(500_000), 'docker kill kafka1')));
    const opened = openBeside(lossy, done);
    if (!opened.ok) throw new Error();
    expect(opened.value.branches).toMatchObject([
      { id: 0, name: 'main', parent: undefined },
      { id: 1, name: 'docker kill kafka1', parent: 0, forkedAt: one.cursorAtTime(500_000) },
    ]);
    expect(opened.value.current).toBe(1);
    expect(actsOf(branchOf(opened.value))).toEqual(done);
    for (const { timeline } of opened.value.branches) timeline.extend({});
    expect(commonEvents(...both(opened.value))).toBe(one.cursorAtTime(500_000));
  });

  it('are named by their settings, and part at the start', () => {
    const opened = openBeside(lossy, actsOf(branchOf(acksAll)));
    expect(opened.ok && branchOf(opened.value)).toMatchObject({ name: 'p1.acks = all', forkedAt: 0 });
    const nothing = openBeside(lossy, { changes: [], inputs: [] });
    expect(nothing.ok && nothing.value.branches).toHaveLength(1);
  });
});

describe('Two futures', () => {
  it('that are the same never part and have no differences', () => {
    const again = branchOf(opened(lossy)).timeline;
    expect(partingOf(one, again)).toBeUndefined();
    expect(differencesOf(one, again)).toEqual([]);
    expect(commonEvents(one, again)).toBe(one.end);
  });

  it('part where the first answer of acks=all is not there yet when acks=1 has answered', () => {
    const parting = partingOf(one, all);
    expect(parting?.a?.fact).toMatchObject({ fact: 'RecordsAcknowledged', ids: ['p1#1'], acks: 1 });
    expect(parting?.timeUs).toBe(parting?.a?.timeUs);
    expect(parting?.b).toBeUndefined();
  });

  it('differ by the record that is lost in one only, and by what led there', () => {
    const differences = differencesOf(one, all);
    expect(differences.filter(({ kind }) => kind === 'lost')).toMatchObject([{ side: 'a', id: 'p1#12', fact: undefined }]);
    expect(differences.filter(({ side, fact }) => side === 'b' && fact?.fact === 'RecordsAcknowledged')).toEqual([]);
    expect(differences.some(({ side, kind }) => side === 'b' && kind === 'error')).toBe(true);
    expect(differences.map(({ timeUs }) => timeUs)).toEqual([...differences].map(({ timeUs }) => timeUs).sort((x, y) => x - y));
  });

  it('do not differ by how records were bundled, nor by when the same thing happened', () => {
    const acknowledged = (ids: string[], acks: 1 | -1): KafkaFact => ({ fact: 'RecordsAcknowledged', node: 'p1', tp: 'orders-0', ids, baseOffset: 0, acks });
    const apart = [acknowledged(['p1#1'], 1), acknowledged(['p1#2'], 1)].flatMap(claimsOf);
    expect(claimsOf(acknowledged(['p1#1', 'p1#2'], -1))).toEqual(apart);
    const moved = (from: number, to: number): KafkaFact => ({ fact: 'HighWatermarkAdvanced', tp: 'orders-0', broker: 1, role: 'leader', from, to });
    expect([...claimsOf(moved(3, 4)), ...claimsOf(moved(4, 5))]).toEqual(claimsOf(moved(3, 5)));
    const early = differencesOf(one, all).filter(({ fact }) => fact?.fact === 'RecordsAcknowledged' && fact.ids[0] === 'p1#1');
    expect(early).toEqual([]);
  });

  it('tell nothing while one of them is not computed to its end', () => {
    const session = openSession(lossy);
    if (!session.ok) throw new Error();
    const { timeline } = branchOf(session.value);
    timeline.extend({ untilUs: 800_000 });
    expect(differencesOf(one, timeline)).toEqual([]);
    expect(partingOf(one, timeline)).toBeUndefined();
  });

  it('have their outcomes in one table, and its gravest row is the loss', () => {
    const rows = rowsOf(outcomeAt(one, one.end), outcomeAt(all, all.end));
    const of = (measure: string) => rows.find((row) => row.measure === measure);
    expect(of('sent')).toMatchObject({ a: 30, b: 30, differs: false, better: undefined });
    expect(of('acknowledgedButLost')).toMatchObject({ a: 1, b: 0, better: 'b' });
    expect(of('survived')).toMatchObject({ a: 29, b: 30, better: 'b' });
    const waits = all.ledgerAt(all.end).entries.map(({ sentAt, acknowledgedAt }) => (acknowledgedAt as number) - sentAt);
    expect([waits.length, of('latencyMostUs')?.b]).toEqual([30, Math.max(...waits)]);
    const median = of('latencyMedianUs')?.b as number;
    expect([waits.filter((wait) => wait < median).length, waits.filter((wait) => wait <= median).length]).toEqual([14, 15]);
    expect(rows.map(({ measure }) => measure)).not.toContain('peakLag');
    expect(newsOf(rows).map(({ measure }) => measure)).toEqual(['acknowledgedButLost', 'duplicated', 'unavailableUs']);
    expect(newsOf(rowsOf(outcomeAt(one, one.end), outcomeAt(one, one.end)))).toEqual([]);
  });

  it('are measured at any moment, not only at the end', () => {
    const cursor = one.cursorAtTime(500_000);
    const { sent, acknowledgedButLost } = outcomeAt(one, cursor);
    expect(sent).toBe(one.ledgerAt(cursor).totals.sent);
    expect(acknowledgedButLost).toBe(0);
  });
});

describe('A partition that cannot be written', () => {
  const { timeline } = branchOf(opened(steady));

  it('is out from the death of its leader until another leads', () => {
    expect(outageUs(timeline, 5_000_000)).toBe(0);
    const whole = outageUs(timeline, timeline.endUs);
    const killed = timeline.marks.find(({ fact }) => fact?.fact === 'ProcessKilled')?.timeUs as number;
    const elected = timeline.marks.filter(({ fact, timeUs }) => fact?.fact === 'LeaderElected' && timeUs > killed).map(({ timeUs }) => timeUs);
    expect(whole).toBeGreaterThan(0);
    expect(whole).toBeLessThanOrEqual(Math.max(...elected) - killed);
    expect(outageUs(timeline, killed + 1000)).toBe(1000);
  });

  it('counts among the outcomes, and so do consumers where there are any', () => {
    const outcome = outcomeAt(timeline, timeline.end);
    expect(outcome.unavailableUs).toBe(outageUs(timeline, timeline.endUs));
    expect(outcome.processed).toBeGreaterThan(0);
    expect(outcome.peakLag).toBeGreaterThan(0);
  });
});

describe('The strip of two futures', () => {
  const strip = stripOf(one, all);

  it('gives each moment that matters the same room', () => {
    const places = strip.times.map((timeUs) => placeOf(strip, timeUs));
    for (let i = 1; i < places.length; i++) expect(places[i] - places[i - 1]).toBeCloseTo(1 / strip.times.length, 9);
    expect([placeOf(strip, 0), placeOf(strip, one.endUs)]).toEqual([0, 1]);
  });

  it('finds the moment of any place again', () => {
    for (const timeUs of strip.times.slice(1, -1).filter((_, i) => i % 7 === 0)) expect(timeAtPlace(strip, placeOf(strip, timeUs))).toBe(timeUs);
    expect(timeAtPlace(strip, 2)).toBe(strip.times.at(-1));
  });

  it('has a mark for each moment at which only one has something to tell, as grave as the gravest of it', () => {
    const lost = strip.marks.find(({ kind }) => kind === 'lost');
    expect(lost).toMatchObject({ side: 'a' });
    expect(lost?.differences.map(({ kind }) => kind)).toContain('lost');
    expect(strip.partUs).toBe(differencesOf(one, all)[0].timeUs);
    expect(strip.partUs).toBeGreaterThan(partingOf(one, all)?.timeUs as number); // before that, only the time is another
    const seen = strip.marks.map(({ side, timeUs }) => `${side} ${timeUs}`);
    expect(new Set(seen).size).toBe(seen.length);
    expect(strip.marks.flatMap(({ differences }) => differences).length).toBe(differencesOf(one, all).length);
  });
});
