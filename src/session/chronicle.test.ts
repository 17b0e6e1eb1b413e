import { describe, expect, it } from 'vitest';
import type { KafkaFact } from '#kafka/facts.ts';
import type { Frame } from '#kafka/frame.ts';
import { type Chronicle, chronicleFacts, chronicleUpTo, emptyChronicle, ledgerAt } from '#session/chronicle.ts';

const tp = 'orders-0';

/** A chronicle in which broker 1 leads. */
const fresh = (): Chronicle => emptyChronicle({ partitions: [{ tp, leader: 1 }] } as unknown as Frame);

const sent = (n: number): KafkaFact => ({ fact: 'RecordSent', node: 'p1', id: `p1#${n}`, topic: 'orders', tp, key: null, value: `v${n}` });
const appended = (broker: number, baseOffset: number, ...records: number[]): KafkaFact => ({
  fact: 'RecordsAppended',
  tp,
  broker,
  role: broker === 1 ? 'leader' : 'follower',
  baseOffset,
  lastOffset: baseOffset + records.length - 1,
  leaderEpoch: 0,
  ids: records.map((n) => `p1#${n}`),
});
const asLeader = (fact: KafkaFact): KafkaFact => ({ ...fact, role: 'leader' }) as KafkaFact;
const acknowledged = (acks: 0 | 1 | -1, ...records: number[]): KafkaFact => ({
  fact: 'RecordsAcknowledged',
  node: 'p1',
  tp,
  ids: records.map((n) => `p1#${n}`),
  baseOffset: 0,
  acks,
});
const elected = (leader: number): KafkaFact => ({
  fact: 'LeaderElected',
  tp,
  leader,
  previousLeader: 0,
  leaderEpoch: 1,
  isr: [leader],
  candidates: [leader],
  how: 'isr',
});
const truncated = (broker: number, from: number, to: number): KafkaFact => ({ fact: 'LogTruncated', tp, broker, from, to, ids: [], epochs: [] });

/** One fact an event. */
function told(...facts: readonly KafkaFact[]): Chronicle {
  const chronicle = fresh();
  facts.forEach((fact, i) => {
    chronicleFacts(chronicle, [fact], i + 1, (i + 1) * 1000);
  });
  return chronicle;
}

const totals = (chronicle: Chronicle, cursor: number) => ledgerAt(chronicle, cursor).totals;
const offsets = (chronicle: Chronicle, cursor: number) => ledgerAt(chronicle, cursor).entries.map((entry) => entry.offsets);

describe('a record in the ledger', () => {
  it('stands where the log of the leader has it, at any cursor', () => {
    const chronicle = told(sent(1), appended(1, 0, 1), sent(2), appended(1, 1, 2), appended(2, 0, 1), elected(2));
    expect([2, 4, 5, 6].map((cursor) => offsets(chronicle, cursor))).toEqual([[[0]], [[0], [1]], [[0], [1]], [[0], []]]);
  });

  it('is lost when a leader is elected that does not hold it, and found when that one appends it again', () => {
    const chronicle = told(sent(1), appended(1, 0, 1), acknowledged(1, 1), elected(2), asLeader(appended(2, 0, 1)));
    expect([3, 4, 5].map((cursor) => totals(chronicle, cursor).acknowledgedButLost)).toEqual([0, 1, 0]);
  });

  it('stays lost when the old leader comes back and truncates, and is found again if that one is elected before', () => {
    const lost = told(sent(1), appended(1, 0, 1), elected(2), truncated(1, 1, 0), elected(1));
    expect([3, 4, 5].map((cursor) => totals(lost, cursor).lost)).toEqual([1, 1, 1]);
    const found = told(sent(1), appended(1, 0, 1), elected(2), elected(1));
    expect([3, 4].map((cursor) => totals(found, cursor).lost)).toEqual([1, 0]);
  });

  it('is safe when a replaced leader appends a late copy of what the new leader holds', () => {
    const chronicle = told(sent(1), elected(2), asLeader(appended(2, 0, 1)), acknowledged(-1, 1), appended(1, 0, 1), truncated(1, 1, 0));
    expect([4, 5, 6].map((cursor) => totals(chronicle, cursor).lost)).toEqual([0, 0, 0]);
  });

  it('is lost at once when a replaced leader appends it that does not know of the election', () => {
    const chronicle = told(sent(1), elected(2), appended(1, 0, 1));
    expect([2, 3].map((cursor) => totals(chronicle, cursor).lost)).toEqual([0, 1]);
  });

  it('is not lost while its partition has no leader', () => {
    const chronicle = told(sent(1), appended(1, 0, 1), elected(-1), elected(1));
    expect([3, 4].map((cursor) => totals(chronicle, cursor).lost)).toEqual([0, 0]);
  });

  it('of acks=0 is lost when a later one has arrived and it has not', () => {
    const chronicle = told(sent(1), acknowledged(0, 1), sent(2), acknowledged(0, 2), appended(1, 0, 2));
    expect([4, 5].map((cursor) => totals(chronicle, cursor))).toMatchObject([{ acknowledgedButLost: 0 }, { acknowledgedButLost: 1 }]);
    expect(ledgerAt(chronicle, 5).entries[0]).toMatchObject({ id: 'p1#1', lostAt: 5000 });
  });

  it('is duplicated when the leader holds it twice, and reordered when a later one stands before it', () => {
    const chronicle = told(sent(1), sent(2), appended(1, 0, 2), appended(1, 1, 1), appended(1, 2, 1));
    expect([3, 4, 5].map((cursor) => totals(chronicle, cursor))).toMatchObject([
      { duplicated: 0, reordered: 0 },
      { duplicated: 0, reordered: 1 },
      { duplicated: 1, reordered: 1 },
    ]);
  });
});

describe('a chronicle cut at a cursor', () => {
  it('goes on as the whole one did', () => {
    const facts = [
      sent(1),
      appended(1, 0, 1),
      acknowledged(1, 1),
      sent(2),
      acknowledged(0, 2),
      elected(2),
      sent(3),
      asLeader(appended(2, 0, 3)),
      truncated(1, 1, 0),
      appended(1, 0, 3),
      elected(1),
      asLeader(appended(1, 1, 1)),
    ];
    const whole = told(...facts);
    for (let cursor = 0; cursor <= facts.length; cursor++) {
      const copy = chronicleUpTo(whole, cursor);
      for (let i = cursor; i < facts.length; i++) chronicleFacts(copy, [facts[i]], i + 1, (i + 1) * 1000);
      for (let at = 0; at <= facts.length; at++) expect([cursor, at, ledgerAt(copy, at)]).toEqual([cursor, at, ledgerAt(whole, at)]);
    }
  });
});
