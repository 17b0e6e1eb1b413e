import { describe, expect, test } from 'vitest';
import { invariants } from '#kafka/catalog.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import { deliveryInvariants } from '#kafka/groups/delivery-checks.ts';
import { memberInvariants } from '#kafka/groups/member-checks.ts';
import { readerInvariants } from '#kafka/groups/reader-checks.ts';
import { appendAsLeader, emptyLog, type Log } from '#kafka/log/log.ts';
import type { NewBatch } from '#kafka/protocol/record.ts';
import { effectInvariants } from '#kafka/transactions/effect-checks.ts';
import { transactionInvariants } from '#kafka/transactions/invariants.ts';
import { producerInvariants } from '#kafka/transactions/producer-checks.ts';
import { quietNetwork } from '#sim/network.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { emptyWorld, type World } from '#sim/world.ts';

const tp = 'orders-0';
const group = 'billing';

const eventOf = (fact: KafkaFact, step: number): TraceEvent => ({
  step,
  timeUs: step,
  node: 'kafka1',
  kind: 'message',
  name: 'x',
  cause: -1,
  outcome: 'handled',
  facts: [fact],
});

const all = [...readerInvariants, ...memberInvariants, ...deliveryInvariants, ...producerInvariants, ...transactionInvariants, ...effectInvariants];

/** A world of processes whose states are all that a checker looks at. */
function worldOf(states: Readonly<Record<string, unknown>>): World<unknown> {
  const world = emptyWorld<unknown>(1, quietNetwork);
  for (const [name, state] of Object.entries(states)) {
    (world.index as Map<string, number>).set(name, world.processes.length);
    world.processes.push({ name, state, status: 'up' } as never);
  }
  return world;
}

/** A topic of two partitions that was there before anybody looked, and a consumer that reads what is committed. */
const TOPICS = { kind: 'controller', highWatermark: 0, config: {}, committed: { topics: new Map([['orders', { config: {}, partitions: [{}, {}] }]]) } };
const THERE = { controller1: TOPICS, committed: { core: { settings: { isolation: 'read_committed' } } } };

/** Ids of the checkers that a story breaks. */
function broken(facts: readonly KafkaFact[], world = worldOf(THERE)): string[] {
  const checkers = all.map((make) => make());
  return [...new Set(facts.flatMap((fact, step) => checkers.filter((one) => one.check(world, eventOf(fact, step)) !== undefined).map(({ id }) => id)))];
}

const polled = (baseOffset: number, lastOffset: number, ids: readonly string[], node = 'billing-1'): KafkaFact => ({
  fact: 'RecordsPolled',
  group,
  node,
  tp,
  baseOffset,
  lastOffset,
  ids,
});
const assigned = (node: string, generation: number, partitions: readonly string[], added?: readonly string[]): KafkaFact => ({
  fact: 'PartitionsAssigned',
  group,
  node,
  generation,
  partitions,
  ...(added ? { added } : {}),
});
const position = (offset: number): KafkaFact => ({ fact: 'PositionInitialized', group, node: 'billing-1', tp, offset });
const state = (to: 'Stable' | 'PreparingRebalance', generation = 1, members = 1): KafkaFact => ({
  fact: 'GroupStateChanged',
  group,
  from: 'CompletingRebalance',
  to,
  generation,
  members,
  reason: '',
});
const committed = (offset: number, previous: number): KafkaFact => ({ fact: 'OffsetCommitted', group, tp, offset, previous, memberId: 'm1' });

describe('readers', () => {
  test('get every record of a poll (C03)', () => {
    expect(broken([position(0), polled(0, 2, ['a', 'b', 'c'])])).toEqual([]);
    expect(broken([position(0), polled(0, 2, ['a', 'c'])])).toEqual(['C03']);
  });

  test('go on where they were (C04)', () => {
    expect(broken([position(0), polled(0, 0, ['a']), polled(1, 1, ['b'])])).toEqual([]);
    expect(broken([position(0), polled(0, 0, ['a']), polled(2, 2, ['c'])])).toEqual(['C04']);
    expect(broken([position(0), polled(0, 0, ['a']), polled(0, 0, ['a'])])).toEqual(['C04']);
  });

  test('pass over what was aborted, and over markers', () => {
    const append = (baseOffset: number, ids: readonly string[], control?: 'ABORT'): KafkaFact => ({
      fact: 'RecordsAppended',
      tp,
      broker: 1,
      role: 'leader',
      baseOffset,
      lastOffset: baseOffset + ids.length - 1,
      leaderEpoch: 0,
      ids,
      transaction: { producerId: 7, producerEpoch: 0, ...(control ? { control } : {}) },
    });
    expect(broken([append(0, ['a']), append(1, ['x'], 'ABORT'), position(0), polled(2, 2, ['b'])])).toEqual([]);
  });

  test('have been given a place to begin (C15)', () => {
    expect(broken([assigned('billing-1', 1, [tp]), position(3), polled(3, 3, ['d'])])).toEqual([]);
    expect(broken([assigned('billing-1', 1, [tp]), polled(3, 3, ['d'])])).toEqual(['C15']);
  });
});

describe('members', () => {
  const left: KafkaFact = { fact: 'MemberLeft', group, memberId: 'm1', node: 'billing-1', reason: 'session-timeout' };

  test('commit what lasts (C06)', () => {
    expect(broken([committed(3, -1), committed(5, 3)])).toEqual([]);
    expect(broken([committed(3, -1), committed(5, -1)])).toEqual(['C06']);
    expect(broken([committed(3, -1), { fact: 'LogTailLost', tp: '__consumer_offsets-0', broker: 1, from: 3, to: 0 } as never, committed(5, -1)])).toEqual([]);
  });

  test('keep their commits as long as the group is in use, and offsets.retention.minutes longer (C06)', () => {
    const removed = (now: 'Empty' | 'PreparingRebalance', retentionMs: number): KafkaFact => ({
      fact: 'OffsetRemoved',
      group,
      tp,
      offset: 3,
      why: 'expired',
      state: now,
      retentionMs,
    });
    const empty = { ...state('Stable'), to: 'Empty' } as KafkaFact;
    expect(broken([removed('PreparingRebalance', 0)])).toEqual(['C06']);
    expect(broken([empty, removed('Empty', 60_000)])).toEqual(['C06']);
    expect(broken([empty, removed('Empty', 0)])).toEqual([]);
  });

  test('own everything when the group is stable (C08)', () => {
    const both = [state('Stable', 2, 2), assigned('billing-1', 2, [tp])];
    expect(broken([...both, assigned('billing-2', 2, ['orders-1'])])).toEqual([]);
    expect(broken([...both, assigned('billing-2', 2, [])])).toEqual(['C08']);
  });

  test('cannot own what nobody led when they divided it (C08): such a partition is in no answer about metadata', () => {
    const led: KafkaFact = { fact: 'BecameLeader', tp: 'orders-1', broker: 2, leaderEpoch: 0, logEndOffset: 0 };
    const alone = [state('Stable', 2, 1), assigned('billing-1', 2, [tp])];
    expect(broken([led, ...alone])).toEqual([]);
    expect(broken([{ ...led, leaderEpoch: 1 }, ...alone])).toEqual(['C08']);
  });

  test('commit as long as they are members (C09)', () => {
    expect(broken([left, committed(3, -1)])).toEqual([]);
    expect(broken([left, state('Stable', 2), committed(3, -1)])).toEqual(['C09']);
  });

  test('are given fair targets without overlap or gap (C12)', () => {
    const target = (...shares: readonly (readonly string[])[]): KafkaFact => ({
      fact: 'TargetAssigned',
      group,
      epoch: 2,
      assignor: 'uniform',
      members: shares.map((partitions, n) => ({ memberId: `m${n}`, node: `billing-${n}`, partitions })),
    });
    expect(broken([target([tp], ['orders-1'])])).toEqual([]);
    expect(broken([target([tp, 'orders-1'], ['orders-1'])])).toEqual(['C12']);
    expect(broken([target([tp], [])])).toEqual(['C12']);
    expect(broken([target([tp, 'orders-1', 'orders-2'], ['orders-3'])])).toEqual(['C12']);
  });

  test('begin when the last owner has ended (C13)', () => {
    const first = assigned('billing-1', 1, [tp], [tp]);
    const revoked: KafkaFact = { fact: 'PartitionsRevoked', group, node: 'billing-1', partitions: [tp], lost: false };
    expect(broken([first, revoked, assigned('billing-2', 2, [tp], [tp])])).toEqual([]);
    expect(broken([first, left, assigned('billing-2', 2, [tp], [tp])])).toEqual([]);
    expect(broken([first, assigned('billing-2', 2, [tp], [tp])])).toEqual(['C13']);
    // Removed before its answer came: it begins late, as a zombie, until it has joined again.
    const late = [left, assigned('billing-2', 2, [tp], [tp]), first];
    const back: KafkaFact = { fact: 'MemberJoined', group, memberId: 'm2', node: 'billing-1' };
    expect(broken(late)).toEqual([]);
    expect(broken([...late, back, assigned('billing-1', 3, [tp], [tp])])).toEqual(['C13']);
  });
});

/** A leader's log into which these batches go, one event each: what the checkers of sequences hear. */
function appends(...batches: readonly { readonly id: string; readonly sequence: number; readonly epoch?: number; readonly afterRestart?: true }[]): string[] {
  const checkers = producerInvariants.map((make) => make());
  let log: Log = emptyLog();
  const found: string[] = [];
  const hear = (fact: KafkaFact): void => {
    const world = worldOf({ kafka1: { kind: 'broker', partitions: [{ tp, log }], index: new Map([[tp, 0]]) } });
    for (const one of checkers) if (one.check(world, eventOf(fact, 0)) !== undefined) found.push(one.id);
  };
  hear({ fact: 'BecameLeader', tp, broker: 1, leaderEpoch: 0, logEndOffset: 0 });
  for (const { id, sequence, epoch = 0, afterRestart } of batches) {
    if (afterRestart) {
      hear({ fact: 'LogsLoaded', broker: 1, logs: 1, clean: false });
      hear({ fact: 'BecameLeader', tp, broker: 1, leaderEpoch: 0, logEndOffset: log.logEnd });
    }
    const batch: NewBatch = { producerId: 7, producerEpoch: epoch, baseSequence: sequence, records: [{ id, key: null, value: null, timestampMs: 0 }] };
    const offset = log.logEnd;
    log = appendAsLeader(log, batch, 0, 'p1');
    hear({ fact: 'RecordsAppended', tp, broker: 1, role: 'leader', baseOffset: offset, lastOffset: offset, leaderEpoch: 0, ids: [id] });
  }
  return [...new Set(found)];
}

describe('delivery', () => {
  const worked = (offset: number): KafkaFact => ({ fact: 'RecordProcessed', group, node: 'billing-1', tp, offset, id: `p1#${offset}` });
  const building = (commit: string, more: object = {}) =>
    worldOf({ ...THERE, 'billing-1': { kind: 'consumer', spec: { group, commit, ...more }, core: { settings: {} } } });
  const two = [position(0), polled(0, 1, ['a', 'b'])];

  test('is at least once: what is committed has been worked on (C10)', () => {
    const world = building('after-processing');
    expect(broken([...two, worked(0), worked(1), committed(2, -1)], world)).toEqual([]);
    expect(broken([...two, worked(0), committed(2, -1)], world)).toEqual(['C10']);
    expect(broken([...two, worked(0), committed(1, -1)], world)).toEqual([]);
    // Who hands its records on and commits by itself promises nothing.
    expect(broken([...two, worked(0), committed(2, -1)], building('auto', { handsOff: true }))).toEqual([]);
  });

  test('is at most once where a group commits first (C10)', () => {
    const world = building('before-processing');
    expect(broken([...two, committed(2, -1), worked(0), worked(1)], world)).toEqual([]);
    expect(broken([...two, committed(2, -1), worked(0), worked(0)], world)).toEqual(['C10']);
  });

  test('goes on for the others when a static member is back in time (C14)', () => {
    const back: KafkaFact = { fact: 'StaticMemberReplaced', group, instanceId: 'i1', memberId: 'i1-new', replaced: 'i1-old', node: 'billing-1' };
    const again = (reason: string): KafkaFact => ({ ...state('PreparingRebalance'), from: 'Stable', reason }) as KafkaFact;
    expect(broken([state('Stable'), back, again('Leader i1-new re-joining group during Stable')])).toEqual(['C14']);
    expect(broken([state('Stable'), back, again('Adding new member i2-x')])).toEqual([]);
    expect(broken([state('Stable'), back, again("Group's selectedProtocol will change because static member i1-new joined")])).toEqual([]);
    expect(broken([state('PreparingRebalance'), back, again('Updating metadata for static member i1-new')])).toEqual([]);
  });

  test('has its effect once where an application writes on in transactions (T06)', () => {
    const sent = (id: string, origin: string): KafkaFact => ({
      fact: 'RecordSent',
      node: 'billing-1',
      id,
      topic: 'paid',
      tp: 'paid-0',
      key: null,
      value: null,
      origin,
    });
    const ended = (control: 'COMMIT' | 'ABORT', ids: readonly string[]): KafkaFact => ({
      fact: 'TransactionMarkerWritten',
      tp: 'paid-0',
      broker: 1,
      offset: 9,
      control,
      ids,
      producerId: 7,
      producerEpoch: 1,
      coordinatorEpoch: 0,
    });
    const counts: KafkaFact = { fact: 'OffsetCommitted', group, tp, offset: 2, previous: 0, memberId: '' };
    const made = [...two, sent('x#1', 'a'), sent('x#2', 'b')];
    expect(broken([...made, ended('COMMIT', ['x#1', 'x#2']), counts])).toEqual([]);
    expect(broken([...made, ended('ABORT', ['x#1', 'x#2']), counts])).toEqual(['T06']);
    expect(broken([...made, ended('COMMIT', ['x#1', 'x#2']), sent('y#1', 'a'), { ...ended('COMMIT', ['y#1']), producerId: 8 } as KafkaFact])).toEqual(['T06']);
  });
});

describe('idempotent producers', () => {
  test('stand in a log once (P02), in order (P03), without a gap (P04)', () => {
    expect(appends({ id: 'p1#1', sequence: 0 }, { id: 'p1#2', sequence: 1 }, { id: 'p1#3', sequence: 0, epoch: 1 })).toEqual([]);
    expect(appends({ id: 'p1#1', sequence: 0 }, { id: 'p1#1', sequence: 0 })).toEqual(['P02', 'P03']);
    expect(appends({ id: 'p1#2', sequence: 0 }, { id: 'p1#1', sequence: 1 })).toEqual(['P03']);
    expect(appends({ id: 'p1#1', sequence: 0 }, { id: 'p1#3', sequence: 2 })).toEqual(['P04']);
    expect(appends({ id: 'p1#1', sequence: 0, epoch: 1 }, { id: 'p1#2', sequence: 1 })).toEqual(['P04']);
  });

  test('may repeat themselves in a new epoch when their leader has read them from a snapshot, which has the last batch only', () => {
    const sent = [
      { id: 'p1#1', sequence: 0 },
      { id: 'p1#2', sequence: 1 },
    ];
    expect(appends(...sent, { id: 'p1#1', sequence: 0, epoch: 1 })).toEqual(['P03']);
    expect(appends(...sent, { id: 'p1#1', sequence: 0, epoch: 1, afterRestart: true }, { id: 'p1#2', sequence: 1, epoch: 1 })).toEqual([]);
    expect(appends(...sent, { id: 'p1#1', sequence: 2, afterRestart: true })).toEqual(['P03']);
  });

  test('are told the truth when a record is refused (P06)', () => {
    const failed = (error: string): KafkaFact => ({ fact: 'SendFailed', node: 'p1', tp, ids: ['a'], error });
    expect(broken([failed('RecordTooLargeException: The request included a message larger than …'), position(0), polled(0, 0, ['a'])])).toEqual(['P06']);
    expect(broken([failed('TimeoutException: Expiring 1 record(s)'), position(0), polled(0, 0, ['a'])])).toEqual([]);
  });
});

describe('transactions', () => {
  const marker = (control: 'COMMIT' | 'ABORT', ids: readonly string[], at = tp): KafkaFact => ({
    fact: 'TransactionMarkerWritten',
    tp: at,
    broker: 1,
    offset: 9,
    control,
    ids,
    producerId: 7,
    producerEpoch: 1,
    coordinatorEpoch: 0,
  });
  const ended = (isCommitted: boolean): KafkaFact => ({
    fact: 'TransactionEnded',
    node: 'p1',
    transactionalId: 'pay',
    committed: isCommitted,
    ids: ['p1#1', 'p1#2'],
  });
  const append = (producerEpoch: number, control?: 'COMMIT'): KafkaFact => ({
    fact: 'RecordsAppended',
    tp,
    broker: 1,
    role: 'leader',
    baseOffset: control ? 1 : 0,
    lastOffset: control ? 1 : 0,
    leaderEpoch: 0,
    ids: ['p1#1'],
    transaction: { producerId: 7, producerEpoch, ...(control ? { control } : {}) },
  });
  const leads: KafkaFact = { fact: 'BecameLeader', tp, broker: 1, leaderEpoch: 0, logEndOffset: 0 };
  const read = [position(0), polled(0, 0, ['p1#1'], 'committed')];

  test('end as their producer was told, everywhere (T01)', () => {
    expect(broken([ended(true), marker('COMMIT', ['p1#1']), marker('COMMIT', ['p1#2'], 'orders-1')])).toEqual([]);
    expect(broken([ended(true), marker('ABORT', ['p1#1'])])).toEqual(['T01']);
    expect(broken([marker('COMMIT', ['p1#1']), ended(false)])).toEqual(['T01']);
  });

  test('are not seen when they were aborted (T02), nor before they end (T03)', () => {
    expect(broken([marker('ABORT', ['p1#1']), ...read])).toEqual(['T02']);
    expect(broken([leads, append(1), ...read])).toEqual(['T03']);
    // The leader has the marker, and nobody else: the next one might abort.
    const replicated: KafkaFact = { fact: 'HighWatermarkAdvanced', tp, broker: 1, role: 'leader', from: 0, to: 2 };
    expect(broken([leads, append(1), append(1, 'COMMIT'), ...read])).toEqual(['T03']);
    expect(broken([append(1), append(1, 'COMMIT'), replicated, ...read])).toEqual([]);
  });

  test('have markers that say what was decided, and where (T04)', () => {
    const decided: KafkaFact = {
      fact: 'TransactionStateChanged',
      transactionalId: 'pay',
      from: 'Ongoing',
      to: 'PrepareCommit',
      producerId: 7,
      producerEpoch: 1,
      partitions: [tp],
    };
    expect(broken([decided, marker('COMMIT', [])])).toEqual([]);
    expect(broken([decided, marker('ABORT', [])])).toEqual(['T04']);
    expect(broken([decided, marker('COMMIT', [], 'orders-1')])).toEqual(['T04']);
    // What became of the next one nobody has told: its coordinator died with the decision in its log.
    expect(broken([decided, { ...decided, from: 'CompleteCommit', to: 'Ongoing' }, marker('ABORT', [])])).toEqual([]);
  });

  test('fence who came before (T05)', () => {
    const given: KafkaFact = { fact: 'TransactionsInitialized', node: 'p2', transactionalId: 'pay', producerId: 7, producerEpoch: 2 };
    expect(broken([leads, given, append(2)])).toEqual([]);
    expect(broken([leads, given, append(1)])).toEqual(['T05']);
    const by = (coordinatorEpoch: number): KafkaFact => ({ ...marker('COMMIT', []), coordinatorEpoch }) as KafkaFact;
    expect(broken([by(3), by(4)])).toEqual([]);
    expect(broken([by(4), by(3)])).toEqual(['T05']);
  });

  test('take in no record of another (T07)', () => {
    const begun: KafkaFact = { fact: 'TransactionBegun', node: 'p1', transactionalId: 'pay' };
    const sent = (id: string): KafkaFact => ({ fact: 'RecordSent', node: 'p1', id, topic: 'orders', tp, key: null, value: null });
    expect(broken([begun, sent('p1#1'), sent('p1#2'), marker('COMMIT', ['p1#1', 'p1#2'])])).toEqual([]);
    const crossed = [begun, sent('p1#1'), begun, sent('p1#2'), marker('COMMIT', ['p1#1', 'p1#2'])];
    expect(broken(crossed)).toEqual(['T07']);
    // What the coordinator knew is gone: nobody can tell the two apart any more.
    expect(broken([{ fact: 'LogTailLost', tp: '__transaction_state-0', broker: 1, from: 3, to: 0 } as never, ...crossed])).toEqual([]);
  });
});

test('every one of them watches every run', () => {
  const watching = invariants.map((make) => make().id);
  for (const make of all) expect(watching).toContain(make().id);
});
