import { describe, expect, it } from 'vitest';
import type { Frame, GroupFrame } from '#kafka/frame.ts';
import { compose } from '#proof/swarm/compose.ts';
import { outsideOf } from '#proof/swarm/core.ts';
import { diceOf } from '#proof/swarm/dice.ts';
import { findingOf } from '#proof/swarm/findings.ts';
import { KINDS, kindOf } from '#proof/swarm/kinds.ts';
import { heal } from '#proof/swarm/liveness.ts';
import { badValue } from '#proof/swarm/plain.ts';
import { proceed, startSwarming } from '#proof/swarm/safety.ts';
import { reading, transactions } from '#proof/swarm/settled.ts';
import { shrunk } from '#proof/swarm/shrink.ts';
import { DEFAULTS, swarmOne } from '#proof/swarm/swarm.ts';
import { stuck } from '#proof/swarm/whole.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { addInput } from '#session/run.ts';
import { withPlanted } from '#sim/planted.ts';

const quick = { ...DEFAULTS, events: 300, healPercent: 0, againPercent: 100 };

/** Shrunk by the swarm from a failing seed; each was a bug once. */
const FOUND: Readonly<Record<string, ScenarioDocument>> = {
  'a replica without a leader and without its epoch file keeps its log': {
    highwater: 1,
    cluster: { brokers: 1 },
    topics: { t1: {} },
    clients: { p1: { producer: 't1', rate: '10/s' } },
    timeline: [
      { at: '500ms', run: 'docker stop kafka1' },
      { at: '2s', run: 'fault lose-checkpoint kafka1' },
      { at: '3s', run: 'docker start kafka1' },
    ],
    until: '6s',
  },
  'a deposed leader that alone is in its ISR still commits to itself, after an unclean election': {
    highwater: 1,
    cluster: { brokers: 2, config: { 'broker.session.timeout.ms': 1500, 'broker.heartbeat.interval.ms': 400 } },
    topics: { t1: { 'replica-assignment': [[1, 2]], config: { 'unclean.leader.election.enable': true } } },
    clients: { p1: { producer: 't1', rate: '20/s' } },
    timeline: [
      { at: '500ms', run: 'docker kill kafka2' },
      { at: '3s', run: 'docker pause kafka1' },
      { at: '3.1s', run: 'docker start kafka2' },
      { when: 'leader(t1-0) == 2', run: 'docker unpause kafka1' },
    ],
    until: '6s',
  },
  'a deposed leader that hears late of a smaller min.insync.replicas, and with it of its successor, exposes nothing more': {
    highwater: 1,
    cluster: {
      brokers: 2,
      controllers: 1,
      config: {
        'broker.session.timeout.ms': 1500,
        'broker.heartbeat.interval.ms': 400,
        'replica.lag.time.max.ms': 1000,
        'offsets.topic.replication.factor': 1,
      },
    },
    topics: { t1: { 'replica-assignment': [[1, 2]], config: { 'min.insync.replicas': 2, 'unclean.leader.election.enable': true } } },
    clients: { p1: { producer: 't1', rate: '20/s', config: { acks: '1', 'enable.idempotence': false, 'request.timeout.ms': 500 } } },
    timeline: [
      { at: '1s', run: 'fault power-loss kafka2' },
      { at: '3s', run: 'fault clog kafka1' },
      { at: '3.1s', run: 'docker start kafka2' },
      { at: '5.2s', run: 'kafka-configs.sh --bootstrap-server kafka2:9092 --alter --entity-type topics --entity-name t1 --add-config min.insync.replicas=1' },
      { at: '9s', run: 'fault heal' },
    ],
    until: '12s',
  },
};

describe('a seed', () => {
  it('always gives the same document', () => {
    expect(compose(7)).toEqual(compose(7));
    expect(compose(7)).not.toEqual(compose(8));
  });

  it.each([1, 6, 20])('breaks no promise, and is the same run again from its document (seed %i)', (seed) => {
    const counts = new Map<string, number>();
    const { finding, events } = swarmOne(seed, quick, counts);
    expect(finding?.message).toBeUndefined();
    expect(events).toBe(300);
  });
});

describe('what the swarm found once', () => {
  it.each(Object.keys(FOUND))('%s', (name) => {
    const swarming = startSwarming(FOUND[name], new Map());
    proceed(swarming, 10_000, 12_000_000);
    expect(swarming.run.violations).toEqual([]);
  });
});

/** Nobody truncates: a leader that comes back keeps what nobody else ever had (M45). */
const diverging: ScenarioDocument = {
  highwater: 1,
  cluster: { brokers: 3, config: { 'broker.session.timeout.ms': 1500, 'broker.heartbeat.interval.ms': 400 } },
  topics: { t1: { 'replica-assignment': [[1, 2, 3]] }, t2: {} },
  clients: {
    p1: { producer: 't1', rate: '20/s', config: { acks: '1', 'enable.idempotence': false } },
    p2: { producer: 't2', rate: '1/s' },
    g1: { consumer: 't2', members: 1 },
  },
  timeline: [
    { at: '1s', run: 'docker restart p2' },
    { at: '2s', run: 'docker pause kafka2 kafka3' },
    { at: '2.3s', run: 'docker kill kafka1' },
    { at: '2.4s', run: 'docker unpause kafka2 kafka3' },
    { at: '6s', run: 'docker start kafka1' },
  ],
  until: '15s',
};

describe('a planted bug', () => {
  it('is found, shrunk to fewer lines that break the same promise, and linked', () => {
    withPlanted('M45', () => {
      const swarming = startSwarming(diverging, new Map());
      proceed(swarming, 20_000, 15_000_000);
      const [violation] = swarming.run.violations;
      expect(violation).toBeDefined();
      const finding = findingOf(1, violation, swarming);
      const short = shrunk(finding);
      expect(short.checker).toBe(violation.invariant);
      expect(short.document.timeline?.length).toBeLessThan(5);
      expect(Object.keys(short.document.clients ?? {})).toEqual(['p1']);
      expect(short.link).toMatch(/^#\/s\/1z\./);
      expect(short.link.length).toBeLessThanOrEqual(2000);
    });
  }, 180_000);
});

describe('the canary', () => {
  const options = { ...quick, againPercent: 0, canary: true };

  it('fails on purpose in every hundredth seed, and is shrunk to one line with a link', () => {
    const { finding } = swarmOne(100, options, new Map());
    expect(finding?.checker).toBe('Canary');
    const short = finding && shrunk(finding);
    expect(short?.document.timeline).toHaveLength(1);
    expect(short?.link).toMatch(/^#\/s\/1z\./);
  }, 60_000);

  it('is silent elsewhere', () => {
    expect(swarmOne(20, options, new Map()).finding).toBeUndefined();
  });
});

describe('the faults that seeds draw', () => {
  const lines = Array.from({ length: 200 }, (_, n) => compose(n + 1)).flatMap(({ timeline = [] }) => timeline.map(({ run }) => kindOf(run)));

  it('are of every kind, and each line is known by its kind', () => {
    const drawn = new Set(lines.filter((kind) => kind !== undefined));
    expect([...drawn].sort()).toEqual(KINDS.map(({ id }) => id).sort());
  });
});

/** Broker 3 is lost and never comes back. */
const maimed: ScenarioDocument = {
  highwater: 1,
  cluster: { brokers: 3, controllers: 3, config: { 'broker.session.timeout.ms': 1500, 'broker.heartbeat.interval.ms': 400 } },
  topics: { t1: { 'replica-assignment': [[3, 1, 2]] } },
  clients: { p1: { producer: 't1', rate: '20/s' }, g1: { consumer: 't1', members: 2 } },
  timeline: [{ at: '1s', run: 'docker kill kafka3' }],
  until: '1h',
};

describe('the liveness phase', () => {
  const runFor = (ms: number) => {
    const swarming = startSwarming(maimed, new Map());
    proceed(swarming, 100_000, ms * 1000);
    return swarming;
  };
  const frameOf = ({ run }: ReturnType<typeof startSwarming>) => run.options.system.frame(run.world, run.scenario.spec);
  const healing = { corePercent: 100, peacePercent: 100, isDiskLost: false };

  it('heals a core, and the core does without the rest', () => {
    for (const seed of [1, 2, 3]) {
      const swarming = runFor(1500);
      const verdict = heal(swarming, { dice: diceOf(seed, 'core'), ...healing });
      expect(verdict.stuck).toBeUndefined();
      expect(swarming.run.violations).toEqual([]);
    }
  }, 60_000);

  it('leaves a majority of the voters, somebody electable, and a member of each group in the core', () => {
    const frame = frameOf(runFor(1500));
    for (let seed = 1; seed <= 50; seed++) {
      const outside = outsideOf(frame, diceOf(seed, 'core'), new Set(), false);
      const inCore = (nodes: readonly string[]) => nodes.filter((node) => !outside.has(node)).length;
      expect(inCore(['controller1', 'controller2', 'controller3'])).toBeGreaterThan(1);
      expect(inCore(['g1-1', 'g1-2'])).toBeGreaterThan(0);
      for (const { isr, elr } of frame.partitions) expect(inCore([...isr, ...elr].map((id) => `kafka${id}`))).toBeGreaterThan(0);
    }
  });

  it('judges who is lost for good by nothing, and everybody else by everything', () => {
    const swarming = runFor(8000);
    for (const line of ['docker stop p1']) addInput(swarming.run, { atUs: 8_000_001, run: line });
    proceed(swarming, 100_000, 12_000_000);
    const frame = frameOf(swarming);
    expect(stuck(frame, new Set())?.message).toBe('kafka3 is down');
    expect(stuck(frame, new Set(['kafka3']))).toBeUndefined();
    expect(stuck(frame, new Set(['kafka3', 'kafka2']))?.message).toContain('the ISR is');
  });

  it('asks of transactions those coordinators alone that are not lost for good', () => {
    const frame = frameOf(runFor(8000));
    const open = { transactionalId: 'x', state: 'Ongoing', producerId: 7, producerEpoch: 0, coordinator: 3, partitions: [], timeoutMs: 60_000 } as const;
    const believing = { ...frame, transactions: [open] };
    expect(transactions(believing, new Set())).toMatchObject({ checker: 'L05', message: 'transaction x stays Ongoing' });
    expect(transactions(believing, new Set(['kafka3']))).toBeUndefined();
  });

  it('does not ask who reads what is committed for more than the last stable offset', () => {
    const frame = frameOf(runFor(8000));
    const { tp, leader } = frame.partitions.find(({ internal }) => !internal) ?? frame.partitions[0];
    const group = { ...frame.groups[0], state: 'Stable', members: [{ ...frame.groups[0].members[0], node: 'g1-1', partitions: [tp] }] } as GroupFrame;
    const waiting = (isolation: string): Frame => ({
      ...frame,
      partitions: frame.partitions.map((one) => ({
        ...one,
        logs: one.logs.map((log) => (log.broker === leader ? { ...log, highWatermark: 9, stability: { lastStableOffset: 4, open: [], completed: [] } } : log)),
      })),
      consumers: frame.consumers.slice(0, 1).map((one) => ({ ...one, group: group.group, status: 'up', config: { 'isolation.level': isolation } })),
      groups: [{ ...group, offsets: [{ tp, committed: -1, position: 4, owner: 'g1-1' }] }] as unknown as readonly GroupFrame[],
    });
    expect(reading(waiting('read_uncommitted'), new Set())).toMatchObject({ checker: 'L07' });
    expect(reading(waiting('read_committed'), new Set())).toBeUndefined();
  });
});

describe('plain values', () => {
  it.each([
    ['NaN', { a: [1, { b: Number.NaN }] }],
    ['-0', new Map([['x', -0]])],
    ['0.5', { offset: 0.5 }],
    ['Infinity', { offset: Number.POSITIVE_INFINITY }],
  ])('are not %s', (shown, value) => {
    expect(badValue(value)).toContain(`is ${shown}`);
  });

  it('are integers, and moments that never come', () => {
    expect(badValue({ a: 1, dueUs: Number.POSITIVE_INFINITY, list: [new Set([2]), null, undefined, 'x'] })).toBeUndefined();
  });
});
