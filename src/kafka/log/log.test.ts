import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latestEpoch } from '#kafka/log/epochs.ts';
import { appendAsFollower, appendAsLeader, emptyLog, type Log, recordAt, rolled, truncateTo } from '#kafka/log/log.ts';
import { checkSequence } from '#kafka/log/producers.ts';
import { readLog } from '#kafka/log/read.ts';
import { recovered } from '#kafka/log/recovery.ts';
import type { NewBatch } from '#kafka/protocol/record.ts';

const batch = (texts: readonly string[], producer: readonly [number, number, number] = [-1, -1, -1]): NewBatch => ({
  producerId: producer[0],
  producerEpoch: producer[1],
  baseSequence: producer[2],
  records: texts.map((value) => ({ id: value, key: null, value, timestampMs: 0 })),
});

const valuesOf = (log: Log): (string | null)[] => readLog(log, log.logStart, log.logEnd, 1e9).map(({ value }) => value);

describe('a log', () => {
  it('gives dense offsets from its end and stamps the leader epoch on the batch', () => {
    const log = appendAsLeader(appendAsLeader(emptyLog(), batch(['a', 'b']), 0, 'p1'), batch(['c']), 3, 'p1');
    expect(log.logEnd).toBe(3);
    expect(recordAt(log, 2).batch).toMatchObject({ baseOffset: 2, lastOffset: 2, leaderEpoch: 3 });
    expect(log.epochs).toEqual([
      { epoch: 0, startOffset: 0 },
      { epoch: 3, startOffset: 2 },
    ]);
  });

  it('copies a leader with the same records, offsets and epochs', () => {
    const leader = appendAsLeader(appendAsLeader(emptyLog(), batch(['a', 'b']), 0, 'p1'), batch(['c']), 3, 'p1');
    const follower = appendAsFollower(emptyLog(), readLog(leader, 0, 3, 1e9));
    expect(follower.epochs).toEqual(leader.epochs);
    expect(recordAt(follower, 1)).toBe(recordAt(leader, 1));
  });

  it('reads whole batches up to the byte limit, and at least one', () => {
    const log = ['a', 'b', 'c'].reduce((one, text) => appendAsLeader(one, batch([text, text]), 0, 'p1'), emptyLog());
    expect(readLog(log, 0, 6, 1)).toHaveLength(2);
    expect(readLog(log, 0, 6, 160)).toHaveLength(4);
    expect(readLog(log, 1, 6, 1)).toHaveLength(1);
  });

  it('keeps old versions readable whatever is appended or cut later', () => {
    const old = appendAsLeader(emptyLog(), batch(['a', 'b', 'c']), 0, 'p1');
    const cut = appendAsLeader(truncateTo(old, 1), batch(['x']), 1, 'p1');
    expect(valuesOf(old)).toEqual(['a', 'b', 'c']);
    expect(valuesOf(cut)).toEqual(['a', 'x']);
    expect(latestEpoch(truncateTo(cut, 1).epochs)).toBe(0);
  });

  it('is the list of its appends, cut by its truncations', () => {
    const step = fc.oneof(fc.record({ append: fc.integer({ min: 1, max: 300 }) }), fc.record({ keep: fc.nat(600) }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let log = emptyLog();
        let model: string[] = [];
        let next = 0;
        for (const [epoch, one] of steps.entries()) {
          if ('append' in one) {
            const texts = Array.from({ length: one.append }, () => `v${next++}`);
            log = appendAsLeader(log, batch(texts), epoch, 'p1');
            model = [...model, ...texts];
          } else {
            log = truncateTo(log, one.keep);
            model = model.slice(0, one.keep);
          }
        }
        expect(valuesOf(log)).toEqual(model);
        for (const { epoch, startOffset } of log.epochs) expect(recordAt(log, startOffset).batch.leaderEpoch).toBe(epoch);
      }),
      { numRuns: 60 },
    );
  });
});

describe('producer state', () => {
  const sent = [0, 1, 2, 3, 4, 5].reduce((log, n) => appendAsLeader(log, batch([`r${n}`], [7, 0, n]), 0, 'p1'), emptyLog());

  it('recognises each of the last five batches by its sequence numbers and answers with its offset', () => {
    expect(checkSequence(sent.producers, batch(['r1'], [7, 0, 1]))).toEqual({ verdict: 'duplicate', baseOffset: 1 });
    expect(checkSequence(sent.producers, batch(['r5'], [7, 0, 5]))).toEqual({ verdict: 'duplicate', baseOffset: 5 });
  });

  it('refuses what is older than these five, and gaps', () => {
    expect(checkSequence(sent.producers, batch(['r0'], [7, 0, 0]))).toEqual({ verdict: 'refuse', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' });
    expect(checkSequence(sent.producers, batch(['r7'], [7, 0, 7]))).toEqual({ verdict: 'refuse', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' });
    expect(checkSequence(sent.producers, batch(['r6'], [7, 0, 6]))).toEqual({ verdict: 'append' });
  });

  it('refuses an old producer epoch and begins a new one at sequence 0', () => {
    const next = appendAsLeader(sent, batch(['x'], [7, 1, 0]), 0, 'p1').producers;
    expect(checkSequence(next, batch(['y'], [7, 0, 6]))).toEqual({ verdict: 'refuse', error: 'INVALID_PRODUCER_EPOCH' });
    expect(checkSequence(sent.producers, batch(['y'], [7, 1, 3]))).toEqual({ verdict: 'refuse', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' });
  });

  it('lets an unknown producer begin anywhere (KIP-360)', () => {
    expect(checkSequence(sent.producers, batch(['x'], [8, 0, 41]))).toEqual({ verdict: 'append' });
  });

  it('wraps after 2147483647', () => {
    const edge = appendAsLeader(emptyLog(), batch(['x'], [7, 0, 0x7fffffff]), 0, 'p1').producers;
    expect(checkSequence(edge, batch(['y'], [7, 0, 0]))).toEqual({ verdict: 'append' });
  });

  it('is read from a snapshot when the log is opened, clean or not: of each producer only the last batch is known (ProducerStateManager.writeSnapshot)', () => {
    for (const clean of [true, false]) {
      const { producers } = recovered(sent, { recoveryPoint: 6, logStart: 0 }, clean);
      expect(checkSequence(producers, batch(['r5'], [7, 0, 5]))).toEqual({ verdict: 'duplicate', baseOffset: 5 });
      expect(checkSequence(producers, batch(['r4'], [7, 0, 4]))).toEqual({ verdict: 'refuse', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' });
      expect(checkSequence(producers, batch(['r6'], [7, 0, 6]))).toEqual({ verdict: 'append' });
    }
  });

  it('is read from the snapshot of the last roll after a truncation, and from the records behind it', () => {
    const behind = appendAsLeader(rolled(sent, 0, 0), batch(['r6', 'r7'], [7, 0, 6]), 0, 'p1');
    const { producers } = truncateTo(appendAsLeader(behind, batch(['r8'], [7, 0, 8]), 0, 'p1'), 8);
    expect([6, 5, 4].map((n) => checkSequence(producers, batch(n === 6 ? ['r6', 'r7'] : ['r'], [7, 0, n])).verdict)).toEqual([
      'duplicate',
      'duplicate',
      'refuse',
    ]);
  });

  it('is rebuilt from the log after a truncation', () => {
    const cut = truncateTo(sent, 3);
    expect(checkSequence(cut.producers, batch(['r3'], [7, 0, 3]))).toEqual({ verdict: 'append' });
    expect(checkSequence(cut.producers, batch(['r2'], [7, 0, 2]))).toEqual({ verdict: 'duplicate', baseOffset: 2 });
  });
});
