import { describe, expect, it } from 'vitest';
import type { Frame } from '#kafka/frame.ts';
import { compile, type Scenario } from '#scenario/compile.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { worldAgain } from '#session/chunks.ts';
import { firstUnmet, goalsAt } from '#session/goals.ts';
import { acksOne, steady } from '#session/lessons.test-documents.ts';
import { budgetLeft } from '#session/limits.ts';
import { answerTo, isRight, reachReveal } from '#session/questions.ts';
import { chunksOf, recordRun, runOf } from '#session/record.ts';
import { forkRun } from '#session/run.ts';
import { act, actsOf, branchOf, createSession, openSession, reconfigure, renameBranch, type Session, switchBranch } from '#session/session.ts';
import type { Timeline } from '#session/timeline.ts';
import type { Checker } from '#sim/invariant.ts';
import { isView, viewSlice } from '#sim/view.ts';

function compiled(document: ScenarioDocument): Scenario {
  const result = compile(document);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const sessions = new Map<ScenarioDocument, Session>();

/** A session whose main branch is computed. Shared: what is done in one never changes its main branch. */
function opened(document: ScenarioDocument): Session {
  const session = sessions.get(document) ?? createSession(compiled(document));
  sessions.set(document, session);
  branchOf(session).timeline.extend({});
  return session;
}

/** A frame as plain data: an append view's buffer may hold later records that are not its own. */
const plain = (frame: Frame): unknown =>
  JSON.parse(JSON.stringify(frame, (_, value) => (typeof value === 'object' && value !== null && isView(value) ? viewSlice(value, 0, value.length) : value)));

const final = (timeline: Timeline): string => timeline.hashAt(timeline.end);
const { limits: _, ...withoutLimits } = acksOne.lesson ?? {};
const free: ScenarioDocument = { ...acksOne, lesson: withoutLimits };

describe('the checkers of a fork', () => {
  it('are shown every event once: those before the fork too, and object only to those after it', () => {
    const { timeline } = branchOf(opened(steady));
    const run = runOf(timeline);
    const cursor = Math.floor(timeline.end / 2);
    let seen = 0;
    const counting: Checker<never> = { id: 'X', title: 'counts', check: () => (++seen > cursor ? `event ${seen}` : undefined) };
    const options = { ...run.options, system: { ...run.options.system, checkers: () => [counting] } };
    const fork = recordRun({ ...forkRun({ ...run, options }, cursor, worldAgain(chunksOf(timeline), run, cursor), run.inputs) });
    for (const steps of [1, 3, 64]) fork.extend({ steps });
    fork.extend({});
    expect(seen).toBe(fork.end);
    expect(fork.violations.map(({ step }) => step)).toEqual(Array.from({ length: fork.end - cursor }, (_, i) => cursor + i));
  });
});

describe('a run of the cluster', () => {
  it('is the same twice, in slices, and forwards and back', () => {
    const once = branchOf(opened(steady)).timeline;
    const sliced = branchOf(createSession(compiled(steady))).timeline;
    while (sliced.extend({ steps: 100 })) sliced.frameAt(sliced.end);
    expect([sliced.end, final(sliced)]).toEqual([once.end, final(once)]);
    for (let cursor = once.end; cursor >= 0; cursor -= 397) expect(plain(sliced.frameAt(cursor))).toEqual(plain(once.frameAt(cursor)));
  });

  it('keeps every invariant through a broker that dies and comes back', () => {
    expect(branchOf(opened(steady)).timeline.violations).toEqual([]);
  });

  it.each(['kraft', 'zookeeper'] as const)('tells that a topic has grown, under %s', (metadata) => {
    const document: ScenarioDocument = {
      highwater: 1,
      title: 'Growth',
      kafka: metadata === 'kraft' ? '4.3' : '3.9',
      cluster: { brokers: 3, metadata },
      topics: { orders: { partitions: 1, 'replication-factor': 3 } },
      timeline: [{ at: '1s', run: 'kafka-topics.sh --bootstrap-server kafka1:9092 --alter --topic orders --partitions 3' }],
      until: '5s',
    };
    const { timeline } = branchOf(opened(document));
    const grown = Array.from({ length: timeline.end }, (_, step) => timeline.eventAt(step).facts).flat();
    expect(grown.filter(({ fact }) => fact === 'PartitionsAdded')).toEqual([{ fact: 'PartitionsAdded', topic: 'orders', partitions: 3, count: 2 }]);
  });

  it('loses an acknowledged record with acks=1, and the ledger says which, from the election on', () => {
    const { timeline } = branchOf(opened(acksOne));
    const { entries, totals } = timeline.ledgerAt(timeline.end);
    expect(totals).toMatchObject({ sent: 30, acknowledgedButLost: 1, duplicated: 0 });
    const lost = entries.filter(({ lostAt }) => lostAt !== undefined);
    expect(lost.map(({ id }) => id)).toEqual(['p1#12']);
    const election = timeline.marks.find(({ id }) => id === 'elected')?.timeUs as number;
    expect(lost[0].lostAt).toBeLessThanOrEqual(election);
    expect(timeline.marks.filter(({ kind }) => kind === 'lost').map(({ id }) => id)).toEqual(['p1#12']);
  });

  it('agrees between ledger and log: what the leader holds is where the ledger says it stands', () => {
    const { timeline } = branchOf(opened(steady));
    for (const cursor of [Math.floor(timeline.end / 3), Math.floor(timeline.end / 2), timeline.end]) {
      const frame = timeline.frameAt(cursor);
      const { entries } = timeline.ledgerAt(cursor);
      for (const { tp, leader, logs, internal } of frame.partitions) {
        const log = logs.find(({ broker }) => broker === leader);
        if (internal || !log) continue;
        const told = entries.filter((entry) => entry.tp === tp).reduce((sum, { offsets }) => sum + offsets.length, 0);
        expect([tp, told]).toEqual([tp, log.logEndOffset - log.logStart]);
      }
    }
  });

  it('agrees between lag series and frame', () => {
    const { timeline } = branchOf(opened(steady));
    for (const cursor of [Math.floor(timeline.end / 2), timeline.end]) {
      for (const { group, offsets } of timeline.frameAt(cursor).groups) {
        for (const { tp, lagRecords } of offsets) {
          if (lagRecords === undefined) continue;
          const points = timeline.lag.find((series) => series.group === group && series.tp === tp)?.points ?? [];
          expect([tp, points.filter((point) => point.cursor <= cursor).at(-1)?.lagRecords]).toEqual([tp, lagRecords]);
        }
      }
    }
  });
});

describe('a command of the learner', () => {
  it('in the past forks, and the fork is the run that would have been with that command', () => {
    const session = opened(steady);
    const cursor = branchOf(session).timeline.cursorAtTime(3_000_000);
    const acted = act(session, cursor, 'docker kill kafka2');
    if (!acted.ok) throw new Error();
    const fork = branchOf(acted.session);
    fork.timeline.extend({});
    expect(fork).toMatchObject({ id: 1, parent: 0, forkedAt: cursor, name: 'docker kill kafka2 at 3s' });
    expect(acted.stdout).toEqual(['kafka2']);
    expect(fork.timeline.frameAt(acted.cursor).brokers[1].status).toBe('down');
    const replayed = openSession(steady, actsOf(fork));
    if (!replayed.ok) throw new Error();
    branchOf(replayed.value).timeline.extend({});
    expect(actsOf(branchOf(replayed.value))).toEqual(actsOf(fork)); // shared again, it is the same link
    expect(final(branchOf(replayed.value).timeline)).toBe(final(fork.timeline));
  });

  it('that starts a tool runs inside the simulation and prints there', () => {
    const session = opened(steady);
    const acted = act(session, branchOf(session).timeline.cursorAtTime(3_000_000), 'kafka-topics.sh --bootstrap-server kafka1:9092 --list');
    if (!acted.ok) throw new Error();
    const { timeline } = branchOf(acted.session);
    timeline.extend({ untilUs: 4_900_000 });
    expect(acted.node).toBe('tool-1');
    expect(timeline.frameAt(timeline.end).tools).toMatchObject([
      { node: 'tool-1', exitCode: 0, lines: expect.arrayContaining([{ stream: 'stdout', text: 'orders' }]) },
    ]);
  });

  it('starts at the same moment as another as a process of its own', () => {
    const run = 'kafka-topics.sh --bootstrap-server kafka1:9092 --list';
    const { timeline } = branchOf(opened({ ...steady, timeline: [1, 2].map(() => ({ after: 'append(orders-0)', run })) }));
    timeline.extend({ untilUs: 4_000_000 });
    expect(timeline.frameAt(timeline.end).tools.map(({ node, exitCode }) => [node, exitCode])).toEqual([
      ['tool-1', 0],
      ['tool-2', 0],
    ]);
  });

  it('that the shell refuses changes nothing', () => {
    const session = opened(steady);
    expect(act(session, 10, 'docker kil kafka1')).toMatchObject({ ok: false, stderr: expect.arrayContaining([expect.stringContaining('unknown')]) });
    expect(session.branches).toHaveLength(1);
  });

  it('is refused when the challenge does not allow it, or no moves are left', () => {
    const session = opened(acksOne);
    expect(act(session, 5, 'kafka-topics.sh --list --bootstrap-server kafka1:9092')).toMatchObject({
      ok: false,
      teaching: 'This challenge allows only: docker.',
    });
    const acted = act(session, 5, 'docker pause kafka3');
    if (!acted.ok) throw new Error();
    expect(budgetLeft(branchOf(acted.session))).toBe(0);
    expect(act(acted.session, acted.cursor, 'docker unpause kafka3')).toMatchObject({ ok: false, teaching: 'No moves left: this challenge allows 1.' });
  });
});

describe('a changed setting', () => {
  it('is a branch of its own from time zero, with the same luck', () => {
    const session = opened(free);
    const other = reconfigure(session, [{ target: 'p1', key: 'acks', value: 'all' }]);
    if (!other.ok) throw new Error(JSON.stringify(other.error));
    const branch = branchOf(other.value);
    branch.timeline.extend({});
    expect(branch).toMatchObject({ name: 'p1.acks = all', changes: [{ key: 'acks' }] });
    expect(branch.timeline.ledgerAt(branch.timeline.end).totals.acknowledgedButLost).toBe(0);
    expect(goalsAt(branch, branch.timeline.end)[0].met).toBe(true);
  });

  it('is refused in the words of Kafka when Kafka would refuse it', () => {
    const session = opened(free);
    expect(reconfigure(session, [{ target: 'p1', key: 'acks', value: '2' }])).toMatchObject({
      ok: false,
      error: [{ code: 'U16', message: expect.stringContaining('Invalid value 2 for configuration acks') }],
    });
    expect(reconfigure(session, [{ target: 'p2', key: 'acks', value: '1' }])).toMatchObject({ ok: false, error: [{ nearest: 'p1' }] });
  });

  it('leaves branches to be switched and renamed', () => {
    const session = opened(free);
    const other = reconfigure(session, [{ target: 'topic:orders', key: 'min.insync.replicas', value: '2' }]);
    if (!other.ok) throw new Error();
    const renamed = renameBranch(switchBranch(other.value, 0), 1, 'safer');
    expect([renamed.current, renamed.branches.map(({ name }) => name)]).toEqual([0, ['main', 'safer']]);
  });
});

describe('goals and questions', () => {
  it('ticks goals at the playhead, and judges a goal with a time as it stood then', () => {
    const branch = branchOf(opened(acksOne));
    const end = branch.timeline.end;
    expect(goalsAt(branch, 10)).toMatchObject([
      { id: 'lost', met: true, final: false },
      { id: 'lost-early', met: true },
    ]);
    expect(goalsAt(branch, end)).toMatchObject([
      { id: 'lost', met: false, value: 1, final: true },
      { id: 'lost-early', met: true, value: 0, final: true },
    ]);
    expect(firstUnmet(goalsAt(branch, end))?.id).toBe('lost');
  });

  it('takes the right answer from the run at the reveal', () => {
    const branch = branchOf(createSession(compiled(acksOne)));
    const [choice, number] = branch.scenario.lesson.questions;
    expect(answerTo(branch, choice)).toBeUndefined();
    expect(reachReveal(branch, choice, 100_000)).toBe(true);
    const answer = answerTo(branch, choice);
    expect(answer).toMatchObject({ kind: 'choice', right: ['not-all'] });
    expect(answer && isRight(answer, 'not-all') && !isRight(answer, 'all')).toBe(true);
    reachReveal(branch, number, 100_000);
    expect(answerTo(branch, number)).toMatchObject({ kind: 'number', value: 1 });
  });

  it('marks beats and questions where their moments are', () => {
    const { timeline } = branchOf(opened(acksOne));
    const moments = timeline.marks.filter(({ kind }) => kind === 'beat' || kind === 'question').map(({ kind, id }) => `${kind} ${id}`);
    expect(moments).toEqual(['beat paused', 'question survive', 'question how-many', 'beat killed', 'beat elected']);
    const [paused, killed] = ['paused', 'killed'].map((id) => timeline.marks.find((mark) => mark.id === id)?.cursor as number);
    expect(timeline.seek(0, 'beat', 1)).toBe(paused);
    expect(timeline.seek(paused, 'beat', 1)).toBe(killed);
    expect(timeline.seek(killed, 'beat', -1)).toBe(paused);
    expect(timeline.eventAt(killed - 1).facts).toContainEqual(expect.objectContaining({ fact: 'RecordsAcknowledged', ids: ['p1#12'] }));
    expect(timeline.frameAt(paused).brokers.map(({ status }) => status)).toEqual(['up', 'paused', 'paused']);
  });
});
