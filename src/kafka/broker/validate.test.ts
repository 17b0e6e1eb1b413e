import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { ProduceResponse } from '#kafka/protocol/messages.ts';
import { wallClockMs } from '#kafka/protocol/names.ts';
import type { Config } from '#kafka/spec.ts';

const tp = 'orders-0';

/** What the leader answers to one batch of records with these keys, each as old as this. */
function produced(config: Config, keys: readonly (string | null)[], ageMs = 0): ProduceResponse['results'][number] | undefined {
  const cluster = new TestCluster({ topics: [{ name: 'orders', config }] });
  const timestampMs = wallClockMs(cluster.world.nowUs) - ageMs;
  const records = keys.map((key, n) => ({ id: `client#${n}`, key, value: `v${n}`, timestampMs }));
  const batch = { producerId: -1, producerEpoch: -1, baseSequence: -1, records };
  const answer = cluster.ask(cluster.partition(tp).leader, { type: 'ProduceRequest', acks: -1, timeoutMs: 30_000, batches: [{ tp, batch }] });
  cluster.run({ ms: 1000 });
  return (answer() as ProduceResponse | undefined)?.results[0];
}

describe('a batch with records that a broker rejects (KIP-467)', () => {
  it('is refused as a whole, and the answer says which records are to blame', () => {
    const message = 'Compacted topic cannot accept message without key in topic partition orders-0';
    expect(produced({ 'cleanup.policy': 'compact' }, ['A', null, 'B', null])).toMatchObject({
      error: 'INVALID_RECORD',
      rejected: {
        recordErrors: [
          { batchIndex: 1, message },
          { batchIndex: 3, message },
        ],
        errorMessage: `One or more records have been rejected due to 2 record errors in total, and only showing the first three errors at most: [RecordError(batchIndex=1, message='${message}'), RecordError(batchIndex=3, message='${message}')]`,
      },
    });
  });

  it('names the range in which a time must lie (KIP-937)', () => {
    const result = produced({ 'message.timestamp.before.max.ms': '1000' }, ['A'], 5000);
    expect(result).toMatchObject({ error: 'INVALID_TIMESTAMP', rejected: { errorMessage: 'One or more records have been rejected due to invalid timestamp' } });
    expect(result?.rejected?.recordErrors[0].message).toMatch(
      /^Timestamp \d{13} of message with offset 0 is out of range\. The timestamp should be within \[\d{13}, \d{13}\]$/,
    );
  });

  it('is appended when nothing is wrong with it', () => {
    expect(produced({ 'cleanup.policy': 'compact' }, ['A', 'B'])).toEqual({ tp, error: 'NONE', baseOffset: 0 });
  });
});
