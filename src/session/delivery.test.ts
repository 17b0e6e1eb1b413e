/** Delivery promises of an application that reads, works and writes on, kept or not under crashes: at most once, at least once, exactly once (KIP-98, KIP-447). */
import { describe, expect, it } from 'vitest';
import { asKafkaFact, type FactName, type FactOf } from '#kafka/facts.ts';
import { compile } from '#scenario/compile.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { doubled, missing } from '#scenario/expression/records.ts';
import { branchOf, createSession } from '#session/session.ts';
import { draw } from '#sim/random.ts';

type Client = NonNullable<ScenarioDocument['clients']>[string];
type Commit = 'before-processing' | 'after-processing' | 'in-transaction' | 'auto';

const SEEDS = 200;
const COUNT = 30;

/** A small cluster, so that hundreds of runs are soon done. */
const FEW = { 'group.initial.rebalance.delay.ms': 0, 'offsets.topic.num.partitions': 2, 'transaction.state.log.num.partitions': 2 };

interface Plan {
  readonly seed?: number;
  readonly commit: Commit;
  readonly members?: number;
  readonly kafka?: ScenarioDocument['kafka'];
  readonly timeline?: ScenarioDocument['timeline'];
  readonly more?: Partial<Client>;
  readonly until?: string;
}

function play({ seed = 1, commit, members = 2, kafka = '4.3', timeline = [], more = {}, until = '20s' }: Plan) {
  const document: ScenarioDocument = {
    highwater: 1,
    kafka,
    seed,
    cluster: { brokers: 3, config: FEW },
    network: { latency: '1ms..4ms' },
    topics: { orders: { partitions: 2, 'replication-factor': 3 }, invoices: { partitions: 2, 'replication-factor': 3 } },
    clients: {
      p1: { producer: 'orders', rate: '20/s', count: COUNT, keys: ['A', 'B', 'C', 'D'], config: { acks: 'all', 'enable.idempotence': true } },
      enrich: {
        consumer: 'orders',
        produces: 'invoices',
        members,
        commit,
        processing: '20ms',
        config: {
          'auto.offset.reset': 'earliest',
          'session.timeout.ms': 6000,
          'heartbeat.interval.ms': 1000,
          'max.poll.records': 4,
          'isolation.level': 'read_committed',
        },
        ...more,
      } as Client,
    },
    timeline,
    until,
  };
  const result = compile(document);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const run = branchOf(createSession(result.value)).timeline;
  run.extend({});
  const frame = run.frameAt(run.end);
  const ledger = run.ledgerAt(run.end);
  const group = frame.groups.find((one) => one.group === 'enrich');
  return {
    run,
    frame,
    ledger,
    doubled: doubled(ledger.entries, 'invoices'),
    missing: missing(ledger.entries, group, 'invoices'),
    committed: (group?.offsets ?? []).reduce((sum, one) => sum + Math.max(0, one.committed), 0),
    named: <N extends FactName>(name: N) =>
      Array.from({ length: run.end }, (_, n) => run.eventAt(n))
        .flatMap((event) => event.facts.map(asKafkaFact))
        .filter((fact): fact is FactOf<N> & typeof fact => fact.fact === name),
  };
}

/** Crashes at chance moments while the records pass: of the application's processes and of brokers, each restarted later. */
function crashes(seed: number): NonNullable<ScenarioDocument['timeline']> {
  const chance = (n: number, below: number): number => draw(seed * 7919 + 13, n) % below;
  const victims = ['enrich-1', 'enrich-2', 'enrich-1', 'kafka1', 'kafka2', 'kafka3'];
  return Array.from({ length: 3 }, (_, i) => {
    const victim = victims[chance(i * 3, victims.length)];
    const atMs = 300 + chance(i * 3 + 1, 1_700);
    const backMs = atMs + 200 + chance(i * 3 + 2, 2_000);
    return [
      { at: `${atMs}ms`, run: `docker kill ${victim}` },
      { at: `${backMs}ms`, run: `docker start ${victim}` },
    ];
  }).flat();
}

describe('an application that reads, works and writes on', () => {
  it('writes one record for each that it read, with its key and number', () => {
    const { ledger, doubled: twice, missing: none, committed } = play({ commit: 'after-processing' });
    const made = ledger.entries.filter(({ origin }) => origin !== undefined);
    expect(made).toHaveLength(COUNT);
    expect([twice, none, committed]).toEqual([0, 0, COUNT]);
    const first = ledger.entries.find(({ id }) => id === 'p1#1');
    const copy = made.find(({ origin }) => origin === 'p1#1');
    expect([copy?.key, first?.value, copy?.value]).toEqual([first?.key, 'order-1', 'invoice-1']);
  });

  it('commits its offsets in the transaction that holds what it made of them', () => {
    const { named, doubled: twice, missing: none, ledger, committed } = play({ commit: 'in-transaction' });
    expect([twice, none, ledger.totals.aborted]).toEqual([0, 0, 0]);
    expect(ledger.entries.filter(({ origin }) => origin !== undefined)).toHaveLength(COUNT);
    expect(named('OffsetsSentToTransaction').length).toBe(named('TransactionBegun').length);
    expect(named('TransactionEnded').every(({ committed }) => committed)).toBe(true);
    expect(committed).toBe(COUNT);
  });

  it('gives each member a transactional.id of its own', () => {
    const { named } = play({ commit: 'in-transaction' });
    expect([...new Set(named('TransactionsInitialized').map(({ transactionalId }) => transactionalId))].sort()).toEqual(['enrich-1', 'enrich-2']);
  });
});

describe('a marker that comes while the coordinator of the group still loads', () => {
  it('is refused and sent again, so that the offsets of the transaction do not stay pending for ever', () => {
    const { committed, named } = play({ seed: 20, commit: 'in-transaction', timeline: crashes(20) });
    expect(named('BecameLeader').some(({ tp }) => tp.startsWith('__consumer_offsets'))).toBe(true);
    expect(committed).toBe(COUNT);
  });
});

describe(`over ${SEEDS} seeds with crashes of the application and of brokers`, { timeout: 300_000 }, () => {
  const outcomes = (commit: Commit) =>
    Array.from({ length: SEEDS }, (_, seed) => {
      const { doubled: twice, missing: none, committed, ledger } = play({ seed, commit, timeline: crashes(seed) });
      return { seed, twice, none, committed, aborted: ledger.totals.aborted };
    });

  it('exactly once makes one of each, whatever was aborted on the way', () => {
    const found = outcomes('in-transaction');
    expect(found.filter(({ twice, none, committed }) => twice > 0 || none > 0 || committed < COUNT)).toEqual([]);
    expect(found.filter(({ aborted }) => aborted > 0).length).toBeGreaterThan(SEEDS / 10);
  });

  it('at least once loses none, and makes some twice', () => {
    const found = outcomes('after-processing');
    expect(found.filter(({ none, committed }) => none > 0 || committed < COUNT)).toEqual([]);
    expect(found.filter(({ twice }) => twice > 0).length).toBeGreaterThan(SEEDS / 10);
  });

  it('at most once makes none twice, and loses some', () => {
    const found = outcomes('before-processing');
    expect(found.filter(({ twice, committed }) => twice > 0 || committed < COUNT)).toEqual([]);
    expect(found.filter(({ none }) => none > 0).length).toBeGreaterThan(SEEDS / 10);
  });
});
