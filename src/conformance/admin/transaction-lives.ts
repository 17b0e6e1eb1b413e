/** Transactions from begin to end, and what is left of them in the log and at the coordinator: committed, aborted, fenced, timed out, of a dead producer. */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';
import { partitionOf } from './dump-log.ts';

const TOOL = 'kafka-transactions.sh --bootstrap-server kafka1:9092';
const READ = 'kafka-console-consumer.sh --bootstrap-server kafka1:9092 --topic orders --partition 0 --offset earliest --timeout-ms 15000';
const say = (id: string, run: string): Step => ({ id, run });
const dump = (id: string, args: string): Step => say(id, `docker exec kafka2 kafka-dump-log.sh --files /tmp/kraft-combined-logs/${args}`);
const log = (id: string): Step => dump(id, 'orders-0/00000000000000000000.log --print-data-log');
const stateOf = (id: string, transactionalId: string): Step =>
  dump(id, `__transaction_state-${partitionOf(transactionalId)}/00000000000000000000.log --transaction-log-decoder`);

/** The recorder waits until the records are there; the simulated producer takes less. */
const DONE: Step = { wait: 4000 };

const ended: readonly Step[] = [
  { transactor: { name: 'first', id: 'shop', topic: 'orders', records: 2, end: 'commit' } },
  DONE,
  { transactor: { name: 'second', id: 'shop', topic: 'orders', records: 1, end: 'abort', pauseMs: 1000 } },
  DONE,
  log('ended'),
  stateOf('ended-state', 'shop'),
  say('ended-describe', `${TOOL} describe --transactional-id shop`),
  say('ended-producers', `${TOOL} describe-producers --topic orders --partition 0`),
];

/** The second producer's initTransactions() aborts what the first has open, and nothing that the first does counts any more. */
const fenced: readonly Step[] = [
  { transactor: { name: 'old', id: 'till', topic: 'orders', records: 1, end: 'commit', pauseMs: 30_000 } },
  DONE,
  say('open-list', `${TOOL} list`),
  say('open-describe', `${TOOL} describe --transactional-id till`),
  say('open-producers', `${TOOL} describe-producers --topic orders --partition 0`),
  { transactor: { name: 'new', id: 'till', topic: 'orders', records: 1, end: 'commit' } },
  DONE,
  { wait: 30_000 },
  log('fenced'),
  stateOf('fenced-state', 'till'),
  say('fenced-describe', `${TOOL} describe --transactional-id till`),
];

/** The coordinator aborts it by itself. */
const timedOut: readonly Step[] = [
  { transactor: { name: 'slow', id: 'slow', topic: 'orders', records: 1, end: 'never', timeoutMs: 5000 } },
  DONE,
  { wait: 25_000 },
  log('timed-out'),
  stateOf('timed-out-state', 'slow'),
  say('timed-out-describe', `${TOOL} describe --transactional-id slow`),
];

/** Nobody ends it: readers of committed records stand still before it until an admin writes its marker, and the coordinator does not know. */
const dead: readonly Step[] = [
  { transactor: { name: 'dead', id: 'dead', topic: 'orders', records: 1, end: 'never', timeoutMs: 600_000 } },
  DONE,
  { kill: 'dead' },
  say('dead-list', `${TOOL} list`),
  say('dead-describe', `${TOOL} describe --transactional-id dead`),
  say('dead-hanging', `${TOOL} find-hanging --topic orders --max-transaction-timeout 0`),
  say('dead-end', 'kafka-get-offsets.sh --bootstrap-server kafka1:9092 --topic orders --time -1'),
  say('dead-read-committed', `${READ} --isolation-level read_committed`),
  say('dead-read-all', READ),
  say('dead-abort', `${TOOL} abort --topic orders --partition 0 --start-offset 11`),
  log('dead-aborted'),
  say('dead-aborted-describe', `${TOOL} describe --transactional-id dead`),
  say('dead-aborted-producers', `${TOOL} describe-producers --topic orders --partition 0`),
  { transactor: { name: 'heir', id: 'dead', topic: 'orders', records: 1, end: 'commit' } },
  DONE,
  log('heir'),
  stateOf('heir-state', 'dead'),
];

export const transactionLifeSteps = ({ topics }: Dialect): Step[] => [
  { run: `${topics} --create --topic orders --replica-assignment 1:2:3` },
  { wait: 2000 },
  ...ended,
  ...fenced,
  ...timedOut,
  ...dead,
];
