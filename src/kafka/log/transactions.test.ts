import { describe, expect, test } from 'vitest';
import { cleanable, cleaned } from '#kafka/log/cleaner.ts';
import { defaultLogConfig } from '#kafka/log/config.ts';
import { appendAsFollower, appendAsLeader, emptyLog, type Log, recordsIn, rolled, truncateTo } from '#kafka/log/log.ts';
import { checkSequence } from '#kafka/log/producers.ts';
import { abortedIn, lastStableOffset } from '#kafka/log/transactions.ts';
import type { NewBatch } from '#kafka/protocol/record.ts';

const data = (producerId: number, producerEpoch: number, baseSequence: number, key = 'A'): NewBatch => ({
  producerId,
  producerEpoch,
  baseSequence,
  records: [{ id: `${producerId}#${producerEpoch}.${baseSequence}`, key, value: 'v', timestampMs: 1 }],
  transactional: true,
});
const marker = (producerId: number, producerEpoch: number, control: 'COMMIT' | 'ABORT', bumps = false, coordinatorEpoch = 0): NewBatch => ({
  producerId,
  producerEpoch,
  baseSequence: -1,
  records: [{ id: `marker ${producerId} ${producerEpoch}`, key: control, value: '', timestampMs: 1 }],
  transactional: true,
  marker: { control, coordinatorEpoch, bumps },
});
const logOf = (...batches: readonly NewBatch[]): Log => batches.reduce((log, batch) => appendAsLeader(log, batch, 0, 'p'), emptyLog());

describe('the last stable offset', () => {
  test('is the high watermark where no transaction is open', () => {
    expect(lastStableOffset(logOf(data(1, 0, 0), marker(1, 0, 'COMMIT')), 2)).toBe(2);
  });

  test('is the first offset of the earliest open transaction', () => {
    expect(lastStableOffset(logOf(data(1, 0, 0), data(2, 0, 0), marker(1, 0, 'COMMIT'), data(1, 0, 1)), 4)).toBe(1);
  });

  test('waits until the marker itself is replicated', () => {
    const log = logOf(data(1, 0, 0), marker(1, 0, 'ABORT'));
    expect([0, 1, 2].map((highWatermark) => lastStableOffset(log, highWatermark))).toEqual([0, 0, 2]);
  });

  test('comes back when the marker is truncated', () => {
    expect(lastStableOffset(truncateTo(logOf(data(1, 0, 0), marker(1, 0, 'ABORT')), 1), 1)).toBe(0);
  });

  test('is the same on a follower', () => {
    const leader = logOf(data(1, 0, 0), data(2, 0, 0), marker(1, 0, 'ABORT'));
    const follower = appendAsFollower(emptyLog(), recordsIn(leader, 0, 3));
    expect(lastStableOffset(follower, 3)).toBe(lastStableOffset(leader, 3));
    expect(abortedIn(follower, 0, 3)).toEqual([{ producerId: 1, firstOffset: 0 }]);
  });
});

describe('a marker', () => {
  const { producers } = logOf(data(1, 3, 0));

  test('of an older epoch is refused; one of the same epoch only where every end bumps it', () => {
    expect(checkSequence(producers, marker(1, 2, 'COMMIT'))).toMatchObject({ error: 'INVALID_PRODUCER_EPOCH' });
    expect(checkSequence(producers, marker(1, 3, 'COMMIT'))).toMatchObject({ verdict: 'append' });
    expect(checkSequence(producers, marker(1, 3, 'COMMIT', true))).toMatchObject({ error: 'INVALID_PRODUCER_EPOCH' });
    expect(checkSequence(producers, marker(1, 4, 'COMMIT', true))).toMatchObject({ verdict: 'append' });
  });

  test('may come a second time (KAFKA-19999)', () => {
    expect(checkSequence(logOf(data(1, 3, 0), marker(1, 4, 'COMMIT', true)).producers, marker(1, 4, 'COMMIT', true))).toMatchObject({ verdict: 'append' });
  });

  test('from a deposed coordinator is refused', () => {
    const known = logOf(data(1, 0, 0), marker(1, 0, 'COMMIT', false, 5)).producers;
    expect(checkSequence(known, marker(1, 0, 'COMMIT', false, 4))).toMatchObject({ error: 'TRANSACTION_COORDINATOR_FENCED' });
  });

  test('with a newer epoch fences what still comes with the old one, and lets sequences begin again', () => {
    const known = logOf(data(1, 0, 0), marker(1, 1, 'COMMIT', true)).producers;
    expect(checkSequence(known, data(1, 0, 1))).toMatchObject({ error: 'INVALID_PRODUCER_EPOCH' });
    expect(checkSequence(known, data(1, 1, 0))).toMatchObject({ verdict: 'append' });
    expect(checkSequence(known, data(1, 1, 1))).toMatchObject({ error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' });
  });
});

test('a record outside of it is refused while a transaction of its producer is open', () => {
  const plain: NewBatch = { ...data(1, 0, 1), transactional: undefined };
  expect(checkSequence(logOf(data(1, 0, 0)).producers, plain)).toMatchObject({ error: 'INVALID_TXN_STATE' });
});

describe('compaction', () => {
  const config = { ...defaultLogConfig, compacts: true, minCleanableRatio: 0, deleteRetentionMs: 1000 };
  const clean = (log: Log, nowMs = 10) => {
    const closed = rolled(log, 1, 0);
    const what = cleanable(closed, closed.logEnd, config, undefined, nowMs);
    return what === undefined ? undefined : cleaned(closed, what, config, nowMs);
  };
  const left = (log: Log): string[] => recordsIn(log, 0, 100).map(({ offset, batch }) => `${offset}${batch.control ?? ''}`);

  test('drops aborted records, which push out nothing that was committed', () => {
    const log = logOf(data(1, 0, 0), marker(1, 0, 'COMMIT'), data(1, 0, 1), marker(1, 0, 'ABORT'));
    expect(left(clean(log)?.log as Log)).toEqual(['0', '1COMMIT', '3ABORT']);
  });

  test('keeps markers whatever keys records have, as long as anything of their transaction is left', () => {
    const log = logOf(data(1, 0, 0, 'COMMIT'), marker(1, 0, 'COMMIT'), data(2, 0, 0, 'B'), marker(2, 0, 'COMMIT'));
    expect(left(clean(log)?.log as Log)).toEqual(['0', '1COMMIT', '2', '3COMMIT']);
  });

  test('leaves alone what is not decided', () => {
    const log = logOf(data(1, 0, 0), marker(1, 0, 'COMMIT'), data(2, 0, 0), data(1, 0, 1), marker(1, 0, 'COMMIT'));
    expect(clean(log)).toBeUndefined();
  });
});
