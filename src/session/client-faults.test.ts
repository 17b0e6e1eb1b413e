/** Faults of clients (F50 to F75 of the reliability catalogue): what each may cost, and what it must never cost. */
import { describe, expect, it } from 'vitest';
import { asKafkaFact, type FactName, type FactOf } from '#kafka/facts.ts';
import { compile } from '#scenario/compile.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { reprocessed, skipped } from '#scenario/expression/records.ts';
import { branchOf, createSession } from '#session/session.ts';

type Clients = NonNullable<ScenarioDocument['clients']>;
type Lines = NonNullable<ScenarioDocument['timeline']>;

function play(clients: Clients, timeline: Lines, more: Partial<ScenarioDocument> = {}) {
  const document: ScenarioDocument = {
    highwater: 1,
    kafka: '4.3',
    seed: 11,
    cluster: { brokers: 3, config: { 'group.initial.rebalance.delay.ms': 0, 'offsets.topic.num.partitions': 1, 'transaction.state.log.num.partitions': 1 } },
    network: { latency: '2ms' },
    topics: { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 2 } } },
    clients,
    timeline,
    until: '40s',
    ...more,
  };
  const compiled = compile(document);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  const run = branchOf(createSession(compiled.value)).timeline;
  run.extend({});
  const facts = Array.from({ length: run.end }, (_, n) => run.eventAt(n)).flatMap(({ timeUs, facts: told }) =>
    told.map((fact) => ({ timeUs, fact: asKafkaFact(fact) })),
  );
  const frame = run.frameAt(run.end);
  const { entries, totals } = run.ledgerAt(run.end);
  expect(facts.filter(({ fact }) => fact.fact === 'CommandFailed')).toEqual([]);
  const group = frame.groups.find((one) => one.group === 'billing');
  return {
    facts,
    frame,
    entries,
    totals,
    group,
    record: (id: string) => entries.find((one) => one.id === id),
    named: <N extends FactName>(name: N) => facts.flatMap(({ timeUs, fact }) => (fact.fact === name ? [{ timeUs, ...(fact as unknown as FactOf<N>) }] : [])),
    reprocessed: entries.filter((one) => reprocessed(one, 'billing')).map(({ id }) => id),
    skipped: skipped(entries, group),
    processed: entries.filter(({ processed }) => processed.length > 0).length,
  };
}

const producer = (config: Record<string, string | number | boolean> = {}, more: object = {}): Clients[string] => ({
  producer: 'orders',
  rate: '10/s',
  count: 10,
  config: { acks: 'all', 'linger.ms': 0, 'request.timeout.ms': 1000, 'delivery.timeout.ms': 20_000, ...config },
  ...more,
});

const SESSION = { 'auto.offset.reset': 'earliest', 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 1000 } as const;

const billing = (
  commit: 'after-processing' | 'before-processing' | 'auto',
  config: Record<string, string | number> = {},
  more: object = {},
): Clients[string] => ({
  consumer: 'orders',
  commit,
  processing: '50ms',
  config: { ...SESSION, 'max.poll.records': 5, ...config },
  ...more,
});

/** Killed at a point of the protocol, and started again a second later. */
const crash = (node: string, point: string): Lines => [
  { after: point, run: `docker kill ${node}` },
  { when: `state(${node}) == down and time() > 1s`, run: `docker start ${node}` },
];

describe('F50: a producer crashes', () => {
  it('before its record is sent: nobody has it', () => {
    const { record, totals } = play({ p1: producer() }, crash('p1', 'send(p1#3)'));
    expect(record('p1#3')).toMatchObject({ offsets: [], acknowledgedAt: undefined });
    expect(totals).toMatchObject({ acknowledged: 9, duplicated: 0, lost: 0 });
  });

  it('after the record was sent and before it was acknowledged: it is stored, and nobody knows', () => {
    const { record, totals } = play({ p1: producer() }, crash('p1', 'append(p1#3) before ack'));
    expect(record('p1#3')).toMatchObject({ offsets: [2], acknowledgedAt: undefined });
    expect(totals).toMatchObject({ acknowledged: 9, duplicated: 0, lost: 0 });
  });

  it('after it was acknowledged: nothing is lost, and nothing is sent again', () => {
    const { record, totals } = play({ p1: producer() }, crash('p1', 'ack(p1#3)'));
    expect(record('p1#3')?.offsets).toEqual([2]);
    expect(totals).toMatchObject({ sent: 10, acknowledged: 10, duplicated: 0, lost: 0 });
  });
});

/** The leader's answer never arrives; half a second later the network is whole again. */
const LOST_ACK: Lines = [
  { after: 'append(p1#3) before ack', run: 'docker network disconnect kafka p1' },
  { at: '900ms', run: 'docker network connect kafka p1' },
];

describe('F51: an acknowledgement is lost, and the producer tries again', () => {
  it('without idempotence the record is stored twice', () => {
    const { record } = play({ p1: producer({ 'enable.idempotence': false }) }, LOST_ACK);
    expect(record('p1#3')?.offsets.length).toBe(2);
  });

  it('with idempotence it is recognised', () => {
    const { record, totals } = play({ p1: producer({ 'enable.idempotence': true }) }, LOST_ACK);
    expect(record('p1#3')?.offsets.length).toBe(1);
    expect(totals).toMatchObject({ acknowledged: 10, duplicated: 0 });
  });
});

/** One request is lost on the way, and sent again when it has timed out. */
const ONE_LOST: Lines = [{ at: '400ms', run: 'fault drop --from p1 --to kafka1 --api Produce --count 1' }];
const MANY = { rate: '50/s', count: 100 };
const IN_FLIGHT = { 'max.in.flight.requests.per.connection': 5 };

describe('F52: a batch fails while others are in flight', () => {
  it('without idempotence later ones overtake it', () => {
    const { totals } = play({ p1: producer({ 'enable.idempotence': false, ...IN_FLIGHT }, MANY) }, ONE_LOST);
    expect(totals).toMatchObject({ acknowledged: 100, lost: 0 });
    expect(totals.reordered).toBeGreaterThan(0);
  });

  it('with idempotence none does', () => {
    const { totals } = play({ p1: producer({ 'enable.idempotence': true, ...IN_FLIGHT }, MANY) }, ONE_LOST);
    expect(totals).toMatchObject({ acknowledged: 100, reordered: 0, duplicated: 0 });
  });
});

describe('F53: a transactional producer is taken for dead, and comes back', () => {
  const shop = (start: string): Clients[string] => ({
    producer: 'orders',
    rate: '10/s',
    count: 4,
    start,
    transaction: { records: 4, pause: '10s' },
    config: { 'transactional.id': 'shop' },
  });

  it('it is fenced, its transaction was aborted, and the new one commits', () => {
    const { named, entries } = play({ old: shop('0s'), young: shop('5s') }, [
      { at: '2s', run: 'docker pause old' },
      { at: '20s', run: 'docker unpause old' },
    ]);
    expect(named('TransactionFailed').map(({ node, fatal }) => [node, fatal])).toEqual([['old', true]]);
    const fate = (node: string) => entries.filter((one) => one.producer === node).map(({ abortedAt }) => abortedAt !== undefined);
    expect(fate('old')).toEqual([true, true, true, true]);
    expect(fate('young')).toEqual([false, false, false, false]);
  });
});

describe('F54: a producer crashes inside a transaction', () => {
  it('its coordinator aborts it after transaction.timeout.ms, and read_committed consumers go on', () => {
    const pay: Clients[string] = { producer: 'orders', rate: '10/s', count: 4, transaction: { records: 4 }, config: { 'transaction.timeout.ms': 5000 } };
    const { named, frame, entries } = play({ pay }, [{ after: 'append(pay#2) before ack', run: 'docker kill pay' }]);
    expect(named('TransactionTimedOut')).toHaveLength(1);
    expect(entries.filter(({ offsets }) => offsets.length > 0).every(({ abortedAt }) => abortedAt !== undefined)).toBe(true);
    const [leader] = frame.partitions.find(({ tp }) => tp === 'orders-0')?.logs ?? [];
    expect(leader?.stability?.lastStableOffset).toBe(leader?.highWatermark);
  });
});

describe('F58: the leader is lost before its followers have the record', () => {
  const losing = (acks: 0 | 1): Lines => [
    { at: '250ms', run: 'fault cut --from kafka2 --to kafka1 --both' },
    { at: '250ms', run: 'fault cut --from kafka3 --to kafka1 --both' },
    { after: acks === 0 ? 'append(p1#5) before ack' : 'ack(p1#5)', run: 'docker kill kafka1' },
  ];

  it.each([0, 1] as const)('acks=%i: what had been acknowledged is lost, and the ledger says so', (acks) => {
    const { totals } = play({ p1: producer({ acks, 'enable.idempotence': false }) }, losing(acks));
    expect(totals.acknowledgedButLost).toBeGreaterThan(0);
  });
});

const tenOrders = { p1: producer({}, { rate: '100/s' }) };

describe('F60 to F65: a consumer crashes', () => {
  it('F60, before poll() returns: nothing is lost or done twice', () => {
    const run = play({ ...tenOrders, billing: billing('after-processing') }, crash('billing-1', 'fetch(orders-0@3, kafka2)'));
    expect([run.reprocessed, run.skipped, run.processed]).toEqual([[], 0, 10]);
  });

  it('F61, after poll() and before the work: read again, skipped by nobody', () => {
    const run = play({ ...tenOrders, billing: billing('after-processing') }, crash('billing-1', 'poll(billing, orders-0@5)'));
    expect([run.skipped, run.processed]).toEqual([0, 10]);
  });

  it('F62, in the middle of a batch: what was done of it is done again, and no more', () => {
    const run = play({ ...tenOrders, billing: billing('after-processing') }, crash('billing-1', 'process(billing, orders-0@6)'));
    expect(run.reprocessed.length).toBeGreaterThan(0);
    expect(run.reprocessed.length).toBeLessThanOrEqual(5);
    expect([run.skipped, run.processed]).toEqual([0, 10]);
  });

  it('F63, after the work and before the commit: the batch is done again', () => {
    const run = play({ ...tenOrders, billing: billing('after-processing', { 'max.poll.records': 10 }) }, crash('billing-1', 'process(billing, orders-0@9)'));
    expect(run.reprocessed).toContain('p1#10');
    expect([run.skipped, run.processed]).toEqual([0, 10]);
  });

  it('F64, after the commit was written and before its answer: nothing is done twice for it', () => {
    const run = play({ ...tenOrders, billing: billing('after-processing', { 'max.poll.records': 10 }) }, crash('billing-1', 'commit(billing, orders-0@10)'));
    expect([run.reprocessed, run.skipped, run.processed]).toEqual([[], 0, 10]);
  });

  it('F65, after a commit that came before the work: skipped, and still in the log', () => {
    const run = play({ ...tenOrders, billing: billing('before-processing') }, crash('billing-1', 'process(billing, orders-0@6)'));
    expect(run.skipped).toBeGreaterThan(0);
    expect(run.totals.lost).toBe(0);
    expect(run.reprocessed).toEqual([]);
  });

  it('F66, with auto commit: what poll() handed out last is done again', () => {
    const run = play({ ...tenOrders, billing: billing('auto', { 'auto.commit.interval.ms': 100 }) }, crash('billing-1', 'process(billing, orders-0@6)'));
    expect([run.skipped, run.processed]).toEqual([0, 10]);
  });
});

describe('F66: a worker of its own, with auto commit', () => {
  it('what was committed ahead of the work is lost for the group when the process dies', () => {
    const handing = {
      consumer: 'orders',
      commit: 'auto',
      'hand-off': true,
      processing: '200ms',
      config: { ...SESSION, 'auto.commit.interval.ms': 100 },
    } as const;
    const run = play({ ...tenOrders, billing: handing }, crash('billing-1', 'process(billing, orders-0@4)'));
    expect(run.skipped).toBeGreaterThan(0);
    expect([run.totals.lost, run.processed + run.skipped]).toEqual([0, 10]);
  });

  it('a loop that does the work itself loses nothing', () => {
    const run = play(
      { ...tenOrders, billing: billing('auto', { 'auto.commit.interval.ms': 100 }, { processing: '200ms' }) },
      crash('billing-1', 'process(billing, orders-0@4)'),
    );
    expect([run.skipped, run.processed]).toEqual([0, 10]);
  });
});

describe('commitAsync()', () => {
  it('goes on without waiting, and in the end everything is committed', () => {
    const run = play({ ...tenOrders, billing: { consumer: 'orders', commit: 'async', processing: '20ms', config: SESSION } }, []);
    expect([run.group?.offsets[0].committed, run.processed]).toEqual([10, 10]);
  });

  it('is not tried again: a commit whose answer is lost is made good by the next one only', () => {
    const run = play(
      { ...tenOrders, billing: { consumer: 'orders', commit: 'async', processing: '20ms', config: { ...SESSION, 'request.timeout.ms': 2000 } } },
      [{ at: '300ms', run: 'fault drop --from billing-1 --to brokers --api OffsetCommit --percent 100' }],
    );
    expect(run.named('CommitFailed').length).toBeGreaterThan(0);
    expect(run.group?.offsets.find(({ tp }) => tp === 'orders-0')?.committed ?? -1).toBeLessThan(10);
  });
});

describe('F67: a consumer is slower than its producer', () => {
  it('its lag grows, retention overtakes it, and the reset is told', () => {
    const run = play(
      {
        p1: producer({}, { rate: '50/s', count: 1000 }),
        billing: billing('after-processing', { 'max.poll.records': 1, 'fetch.max.wait.ms': 100 }, { processing: '2s' }),
      },
      [],
      {
        topics: { orders: { partitions: 1, 'replication-factor': 3, config: { 'retention.ms': 2000, 'segment.ms': 1000 } } },
        cluster: { brokers: 3, config: { 'group.initial.rebalance.delay.ms': 0, 'offsets.topic.num.partitions': 1, 'log.retention.check.interval.ms': 1000 } },
      },
    );
    expect(run.named('OffsetReset').some(({ timeUs }) => timeUs > 5_000_000)).toBe(true);
    expect(run.totals.lost).toBe(0);
  });
});

describe('F68: the work takes longer than max.poll.interval.ms', () => {
  const slow = { ...SESSION, 'max.poll.interval.ms': 6000, 'session.timeout.ms': 10_000, 'max.poll.records': 1 };
  const clients = (config: object): Clients => ({
    ...tenOrders,
    billing: { consumer: 'orders', members: 2, commit: 'after-processing', processing: '9s', config: { ...slow, ...config } },
  });

  it('a dynamic member leaves by itself, and its commit fails', () => {
    const run = play(clients({}), []);
    expect(run.named('MemberLeft').some(({ reason }) => reason === 'poll-timeout')).toBe(true);
    expect(run.named('CommitFailed').length).toBeGreaterThan(0);
  });

  it('a static member does not leave: its session ends first', () => {
    const run = play(clients({ 'group.instance.id': '$' + '{hostname}' }), []);
    expect(run.named('MemberLeft').some(({ reason }) => reason === 'poll-timeout')).toBe(false);
  });
});

const PAIR: Clients = {
  p1: producer({}, { rate: '20/s', count: 400 }),
  billing: { consumer: 'orders', members: 2, commit: 'after-processing', processing: '10ms', config: SESSION },
};

describe('F69 and F70: a member is taken for dead, and works on', () => {
  it('it is expelled, its late commit is refused, and it joins again', () => {
    const run = play({ ...PAIR }, [
      { when: 'state(billing) == Stable and owner(billing, orders-0) == "billing-1"', run: 'docker pause billing-1' },
      { when: 'state(billing) == Stable and owner(billing, orders-0) == "billing-2"', run: 'docker pause billing-2' },
      { at: '15s', run: 'docker unpause billing-1' },
      { at: '15s', run: 'docker unpause billing-2' },
    ]);
    expect(run.named('MemberLeft').some(({ reason }) => reason === 'session-timeout')).toBe(true);
    expect([run.skipped, run.group?.state]).toEqual([0, 'Stable']);
    expect(run.group?.members).toHaveLength(2);
  });
});

describe('F71 and F72: the coordinator of the group is lost', () => {
  it.each(['{ when: "committed(billing, orders-0) >= 20" }', '{ after: "join(billing)" }', '{ after: "rebalance(billing)" }'])(
    'at %s: committed offsets never go back, and the group is stable in the end',
    (moment) => {
      const trigger = moment.includes('when')
        ? { when: 'committed(billing, orders-0) >= 20' }
        : { after: moment.includes('join') ? 'join(billing)' : 'rebalance(billing)' };
      const run = play({ ...PAIR }, [{ ...trigger, run: 'docker kill kafka1' } as Lines[number], { at: '14s', run: 'docker start kafka1' }]);
      const offsets = run.named('OffsetCommitted').filter(({ tp }) => tp === 'orders-0');
      expect(offsets.every(({ offset }, i) => i === 0 || offset >= offsets[i - 1].offset)).toBe(true);
      expect([run.group?.state, run.skipped]).toEqual(['Stable', 0]);
    },
  );
});

describe('F73: members come and go every few seconds', () => {
  const churn: Lines = [4, 7, 10, 13, 16].flatMap((at, i) => [{ at: `${at}s`, run: `docker restart billing-${(i % 2) + 1}` }]);

  it.each(['org.apache.kafka.clients.consumer.RangeAssignor', 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor'])(
    '%s: nothing is skipped, and nobody owns a partition that another owns',
    (assignor) => {
      const run = play(
        {
          p1: producer({}, { rate: '20/s', count: 400, keys: ['A', 'B', 'C', 'D', 'E'] }),
          billing: {
            consumer: 'orders',
            members: 3,
            commit: 'after-processing',
            processing: '10ms',
            config: { ...SESSION, 'partition.assignment.strategy': assignor },
          },
        },
        churn,
        { topics: { orders: { partitions: 4, 'replication-factor': 3 } }, until: '60s' },
      );
      expect(run.skipped).toBe(0);
      expect(run.processed).toBe(400);
      const owned = run.group?.members.flatMap(({ partitions }) => partitions) ?? [];
      expect([...owned].sort()).toEqual(['orders-0', 'orders-1', 'orders-2', 'orders-3']);
    },
  );
});

describe('F74 and F75: static members', () => {
  const group = (more: object = {}): Clients => ({
    p1: producer({}, { rate: '10/s', count: 200 }),
    billing: { consumer: 'orders', members: 2, commit: 'after-processing', config: { ...SESSION, 'group.instance.id': '$' + '{hostname}' }, ...more },
  });

  it('F74: one that is back within its session costs the others nothing', () => {
    const run = play(group(), [
      { at: '6s', run: 'docker kill billing-1' },
      { at: '8s', run: 'docker start billing-1' },
    ]);
    expect(run.named('GroupStateChanged').filter(({ timeUs, to }) => timeUs > 5_000_000 && to === 'PreparingRebalance')).toEqual([]);
    expect(run.named('StaticMemberReplaced')).toHaveLength(1);
  });

  it('F75: of two with the same group.instance.id the older is fenced', () => {
    const run = play(group({ config: { ...SESSION, 'group.instance.id': 'only-one' } }), []);
    expect(run.named('StaticMemberReplaced').length).toBeGreaterThan(0);
    expect(run.group?.members).toHaveLength(1);
  });
});
