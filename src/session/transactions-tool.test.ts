/** kafka-transactions.sh: what it tells of transactions in a running cluster, and how it ends one (KIP-664). */
import { describe, expect, it } from 'vitest';
import type { ToolNode } from '#kafka/clients/tool/node.ts';
import { compile } from '#scenario/compile.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { branchOf, createSession } from '#session/session.ts';

const AT = '--bootstrap-server kafka1:9092';

/** What each line of a timeline printed, with blanks folded and times as words. */
function told(lines: readonly string[], more: Partial<ScenarioDocument> = {}): string[][] {
  const document: ScenarioDocument = {
    highwater: 1,
    seed: 5,
    cluster: { brokers: 3, config: { 'transaction.state.log.num.partitions': 1 } },
    topics: { orders: { partitions: 1, 'replication-factor': 3 } },
    clients: { pay: { producer: 'orders', rate: '10/s', count: 3, transaction: { records: 3, pause: '30s' } } },
    timeline: lines.map((run, i) => ({ at: `${5 + i * 2}s`, run })),
    until: `${8 + lines.length * 2}s`,
    ...more,
  };
  const compiled = compile(document);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  const run = branchOf(createSession(compiled.value)).timeline;
  run.extend({});
  const printed = run.frameAt(run.end).tools.filter(({ command }) => command.startsWith('kafka-transactions'));
  const plain = (text: string): string =>
    text
      .replace(/\b1[78]\d{11}\b/g, '<time>')
      .replace(/\s+/g, ' ')
      .trim();
  return printed.map(({ lines: all }: Pick<ToolNode, 'lines'>) => all.map(({ text }) => plain(text)));
}

describe('kafka-transactions.sh', () => {
  it('lists and describes what is open, and shows its producer in the partition', () => {
    const [list, describing, producers] = told([
      `kafka-transactions.sh ${AT} list`,
      `kafka-transactions.sh ${AT} describe --transactional-id pay`,
      `kafka-transactions.sh ${AT} describe-producers --topic orders --partition 0`,
    ]);
    expect(list).toEqual(['TransactionalId Coordinator ProducerId TransactionState', expect.stringMatching(/^pay [123] \d+ Ongoing$/)]);
    expect(describing[1]).toMatch(/^[123] pay \d+ 0 Ongoing 60000 <time> \d+ orders-0$/);
    expect(producers[1]).toMatch(/^\d+ 0 -1 2 <time> 0$/);
  });

  it('tells of an id that nobody knows, and of a transaction that is not there', () => {
    const [unknown, absent] = told([
      `kafka-transactions.sh ${AT} describe --transactional-id nobody`,
      `kafka-transactions.sh ${AT} abort --topic orders --partition 0 --start-offset 7`,
    ]);
    expect(unknown).toEqual([
      'Failed to describe transaction state of transactional-id `nobody`: DescribeTransactions request for transactionalId `nobody` failed because the ID could not be found. Enable debug logging for additional detail.',
    ]);
    expect(absent).toEqual(['Could not find any open transactions starting at offset 7 on partition orders-0']);
  });

  it('ends a transaction in its partition, after which nothing is open there', () => {
    const [aborting, producers] = told([
      `kafka-transactions.sh ${AT} abort --topic orders --partition 0 --start-offset 0`,
      `kafka-transactions.sh ${AT} describe-producers --topic orders --partition 0`,
    ]);
    expect(aborting).toEqual([]);
    expect(producers[1]).toMatch(/^\d+ 0 0 2 <time> None$/);
  });

  it('finds nothing that hangs while a coordinator knows of it', () => {
    const [hanging] = told([`kafka-transactions.sh ${AT} find-hanging --topic orders --max-transaction-timeout 0`]);
    expect(hanging).toEqual(['Topic Partition ProducerId ProducerEpoch CoordinatorEpoch StartOffset LastTimestamp Duration(min)']);
  });
});
