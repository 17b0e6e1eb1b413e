import { describe, expect, it } from 'vitest';
import { compile, type Scenario } from '#scenario/compile.ts';
import type { Input } from '#scenario/input.ts';
import { worldAgain } from '#session/chunks.ts';
import { chunksOf, recordRun, runOf } from '#session/record.ts';
import { forkRun, startRun } from '#session/run.ts';
import { act, createSession, type Session } from '#session/session.ts';
import type { System } from '#session/system.ts';
import type { Timeline } from '#session/timeline.ts';
import { toySystem } from '#session/toy.test-system.ts';
import { setTimer } from '#sim/effect.ts';

function scenario(until = '2s'): Scenario {
  const compiled = compile({
    highwater: 1,
    cluster: { brokers: 2 },
    topics: { orders: { 'replication-factor': 2 } },
    clients: { p1: { producer: 'orders' } },
    until,
  });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}

const options = { system: toySystem, invariants: false };
const timelineOf = (inputs: readonly Input[] = [], until?: string): Timeline => recordRun(startRun(scenario(until), inputs, options));

function computed(inputs: readonly Input[] = [], until?: string): Timeline {
  const timeline = timelineOf(inputs, until);
  timeline.extend({});
  return timeline;
}

const told = (timeline: Timeline, cursor: number) =>
  JSON.stringify([
    timeline.frameAt(cursor),
    timeline.hashAt(cursor),
    timeline.ledgerAt(cursor),
    cursor > 0 ? timeline.eventAt(cursor - 1) : null,
    timeline.changesAt(cursor),
  ]);

describe('a timeline', () => {
  it('computes in slices exactly what it computes at once', () => {
    const whole = computed();
    const sliced = timelineOf();
    while (sliced.extend({ steps: 7 }));
    expect(sliced.end).toBe(whole.end);
    expect(sliced.hashAt(sliced.end)).toBe(whole.hashAt(whole.end));
    expect(sliced.marks).toEqual(whole.marks);
  });

  it('tells the same of a cursor wherever one comes from', () => {
    const forward = computed();
    const backward = computed();
    const cursors = Array.from({ length: 40 }, (_, i) => Math.floor((forward.end * i) / 39));
    const one = cursors.map((cursor) => told(forward, cursor));
    const other = [...cursors].reverse().map((cursor) => told(backward, cursor));
    expect(other.reverse()).toEqual(one);
  });

  it('seeks by time to the last cursor that is not after it', () => {
    const timeline = computed();
    for (const timeUs of [0, 1, 1_000, 123_456, 1_999_999, 9_000_000]) {
      const cursor = timeline.cursorAtTime(timeUs);
      expect(timeline.timeAt(cursor)).toBeLessThanOrEqual(timeUs);
      if (cursor < timeline.end) expect(timeline.timeAt(cursor + 1)).toBeGreaterThan(timeUs);
    }
  });

  it('steps from stop to stop and back over the same cursors', () => {
    const timeline = computed([], '300ms');
    const forward: number[] = [];
    for (let at = 0; ; ) {
      const next = timeline.seek(at, 'meaningful', 1);
      if (next === at) break;
      forward.push(next);
      at = next;
    }
    const backward: number[] = [];
    for (let at = timeline.end; at > 0; ) {
      at = timeline.seek(at, 'meaningful', -1);
      if (at > 0) backward.push(at);
    }
    expect(forward).toHaveLength(timeline.stops);
    expect(backward.reverse().filter((cursor) => cursor !== timeline.end)).toEqual(forward.filter((cursor) => cursor !== timeline.end));
  });

  it('makes every move of a high watermark a step of its own', () => {
    const timeline = computed([], '300ms');
    for (let at = timeline.seek(0, 'meaningful', 1), before = 0; before !== at; before = at, at = timeline.seek(at, 'meaningful', 1)) {
      const facts = timeline.changesAt(at).map(({ fact }) => fact);
      if (facts.includes('HighWatermarkAdvanced')) expect(facts).not.toContain('RecordsAppended');
    }
  });

  it('does not go past the time that it is asked for, and says so when it is complete', () => {
    const timeline = timelineOf();
    timeline.extend({ untilUs: 500_000 });
    expect(timeline.endUs).toBeLessThanOrEqual(500_000);
    expect(timeline.complete).toBe(false);
    timeline.extend({});
    expect(timeline.complete).toBe(true);
    expect(timeline.extend({})).toBe(false);
  });
});

describe('a run that never goes on', () => {
  it('is stopped, with what is wrong', () => {
    const loop: System = {
      ...toySystem,
      model: {
        ...toySystem.model,
        handle: (state, _, env) => {
          setTimer(env, 'tick', 0, { type: 'Tick' });
          return state;
        },
      },
    };
    const timeline = recordRun(startRun(scenario(), [], { system: loop, invariants: false }));
    timeline.extend({});
    expect(timeline.complete).toBe(true);
    expect(timeline.end).toBeLessThan(60_000);
    expect(timeline.violations).toMatchObject([{ invariant: 'E08', step: timeline.end - 1 }]);
    expect(timeline.extend({})).toBe(false);
  });
});

describe('an input', () => {
  it('at a time is given at exactly that time', () => {
    const timeline = computed([{ atUs: 700_000, run: 'note' }]);
    const [mark] = timeline.marks.filter(({ kind }) => kind === 'command');
    expect(mark.timeUs).toBe(700_000);
    expect(timeline.eventAt(mark.cursor - 1)).toMatchObject({ kind: 'input', timeUs: 700_000 });
  });

  it('on a predicate is given once, when it first holds', () => {
    const timeline = computed([{ when: 'hw(orders-0) == 20', run: 'note' }]);
    const commands = timeline.marks.filter(({ kind }) => kind === 'command');
    expect(commands).toHaveLength(1);
    expect(timeline.frameAt(commands[0].cursor).partitions[0].logs[0].highWatermark).toBe(20);
  });

  it('at a protocol point comes right behind the event that passed it', () => {
    const timeline = computed([{ after: 'append(orders-0@5) before ack', run: 'note' }]);
    const [mark] = timeline.marks.filter(({ kind }) => kind === 'command');
    expect(timeline.eventAt(mark.cursor - 2).facts).toContainEqual(expect.objectContaining({ fact: 'RecordsAppended', role: 'leader', baseOffset: 5 }));
  });

  it('that the shell refuses is a failure in the run, in the words of the shell', () => {
    const timeline = computed([{ atUs: 1, run: 'bad' }], '10ms');
    expect(timeline.eventAt(1)).toMatchObject({ kind: 'input', name: 'RefusedLine' });
  });
});

describe('the ledger', () => {
  it('counts what was sent, appended and acknowledged up to the cursor, and nothing after it', () => {
    const timeline = computed([], '100ms');
    for (const cursor of [0, 1, 2, 3, 4, 5, 8, 40]) {
      const { totals } = timeline.ledgerAt(cursor);
      expect(totals).toMatchObject({ sent: Math.ceil(cursor / 4), acknowledged: Math.floor(cursor / 4), visible: Math.floor(cursor / 4), lost: 0 });
    }
  });

  it('calls a record lost from the election of a leader that does not hold it', () => {
    // Struck after the leader appended offset 3 and before the follower fetched it.
    const timeline = computed([{ after: 'append(orders-0@3) before ack', run: 'elect' }], '100ms');
    const election = timeline.marks.find(({ kind }) => kind === 'landmark')?.cursor as number;
    expect(timeline.ledgerAt(election - 1).totals.lost).toBe(0);
    expect(timeline.ledgerAt(election).totals.lost).toBe(1);
    expect(timeline.ledgerAt(election).entries.find(({ lostAt }) => lostAt !== undefined)?.id).toBe('p1#4');
  });
});

describe('a fork', () => {
  const everything = (timeline: Timeline) => Array.from({ length: 30 }, (_, i) => told(timeline, Math.floor((timeline.end * i) / 29)));

  it('is the run that would have been with the same inputs from the start', () => {
    const session: Session = createSession(scenario(), { system: toySystem, invariants: false });
    session.branches[0].timeline.extend({});
    for (const cursor of [0, 3, 255, 256, 257, 1500]) {
      const acted = act(session, cursor, 'elect');
      if (!acted.ok) throw new Error('refused');
      const fork = acted.session.branches[acted.session.current];
      fork.timeline.extend({});
      const fresh = computed([{ atStep: cursor, run: 'elect' }]);
      expect(everything(fork.timeline)).toEqual(everything(fresh));
      expect(fork.timeline.marks).toEqual(fresh.marks);
      expect(fork.timeline.lag).toEqual(fresh.lag);
    }
  });

  it('leaves the future that was there as it was', () => {
    const session = createSession(scenario(), { system: toySystem, invariants: false });
    const main = session.branches[0].timeline;
    main.extend({});
    const before = everything(main);
    const acted = act(session, 600, 'elect');
    if (acted.ok) acted.session.branches[1].timeline.extend({});
    expect(everything(main)).toEqual(before);
    expect(acted.ok && acted.session.branches[1].name).toMatch(/^elect at \d+ms$/);
  });

  it('at the end of what was computed extends the same branch', () => {
    const session = createSession(scenario(), { system: toySystem, invariants: false });
    session.branches[0].timeline.extend({ steps: 100 });
    const acted = act(session, 100, 'note');
    expect(acted).toMatchObject({ ok: true, cursor: 101, session: { current: 0, branches: [{ inputs: [{ atStep: 100, run: 'note' }] }] } });
  });

  it('keeps the inputs of the scenario that were still to come', () => {
    const run = startRun(scenario(), [{ when: 'hw(orders-0) >= 300', run: 'note' }], options);
    const timeline = recordRun(run);
    timeline.extend({});
    const fork = recordRun(forkRun(run, 600, worldAgain(chunksOf(timeline), runOf(timeline), 600), run.inputs));
    fork.extend({});
    expect(fork.marks).toEqual(timeline.marks);
    expect(fork.hashAt(fork.end)).toBe(timeline.hashAt(timeline.end));
  });
});
