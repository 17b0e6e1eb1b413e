import { describe, expect, test } from 'vitest';
import { transactionDecoder } from '#kafka/clients/tool/transactionDecoder.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import { transactionRecord } from '#kafka/transactions/log.ts';
import { newTransaction, prepareEnd, preparePartitions, type Transit } from '#kafka/transactions/transaction.ts';

const base = newTransaction('shop', 1001, 60_000, 5);
const ongoing: Transit = preparePartitions(base, ['orders-0', 'orders-2', 'sales-1'], 7, 2);
const stored = (transit: Transit): StoredRecord => ({ ...transactionRecord(transit), id: '', timestampMs: 0, offset: 3, batch: {} as never });

const old = transactionDecoder({ isNew: false, isFlexible: false });
const modern = transactionDecoder({ isNew: true, isFlexible: true });

describe('kafka-dump-log.sh --transaction-log-decoder', () => {
  test('before 4.0 tells a transaction in one line of text', () => {
    expect(old(stored(ongoing))).toMatchObject({
      key: 'transaction_metadata::transactionalId=shop',
      payload: 'producerId:1001,producerEpoch:-1,state=Ongoing,partitions=[orders-0,orders-2,sales-1],txnLastUpdateTimestamp=7,txnTimeoutMs=60000',
    });
  });

  test('since 4.0 writes JSON: partitions by topic, tagged fields only when they say something', () => {
    const { payload } = modern(stored(ongoing)) as { payload: string };
    expect(JSON.parse(payload).data).toMatchObject({
      previousProducerId: 1001,
      transactionStatus: 1,
      transactionPartitions: [
        { topic: 'orders', partitionIds: [0, 2] },
        { topic: 'sales', partitionIds: [1] },
      ],
      clientTransactionVersion: 2,
    });
    expect(payload).not.toContain('nextProducerId');
    const rotating = prepareEnd({ value: 'Ongoing', data: ongoing.data }, true, 2, 2001, 9);
    expect((modern(stored(rotating)) as { payload: string }).payload).toContain('"nextProducerId":2001');
  });

  test('counts the bytes of the binary form, where one more partition of a topic takes four', () => {
    const one = preparePartitions(base, ['orders-0'], 7, 2);
    const two = preparePartitions(base, ['orders-0', 'orders-1'], 7, 2);
    expect(old(stored(one))).toMatchObject({ keySize: 8, valueSize: 53 });
    expect(old(stored(two))).toMatchObject({ valueSize: 57 });
    expect(modern(stored(one))).toMatchObject({ keySize: 8, valueSize: 62 });
  });

  test('shows an id that has expired as deleted, and refuses to read what no coordinator has written', () => {
    const dead: Transit = { to: 'Dead', data: base.data };
    expect(modern(stored(dead))).toMatchObject({ payload: '<DELETE>', valueSize: -1 });
    expect(old({ ...stored(dead), key: 'A' })).toMatchObject({ key: "Error at offset 3, skipping. Could not read version from key's buffer." });
    expect(old({ ...stored(dead), key: null })).toEqual({ missingKey: 'transaction' });
  });
});
