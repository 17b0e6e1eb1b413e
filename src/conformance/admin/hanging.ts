/** Transactions that nobody will end (KIP-664): how they came about before KIP-890, what is refused of it since, and how an admin finds and ends them. */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';

const TOOL = 'kafka-transactions.sh --bootstrap-server kafka1:9092';
const READ = 'kafka-console-consumer.sh --bootstrap-server kafka1:9092 --topic orders --partition 0 --offset earliest --timeout-ms 15000';
const say = (id: string, run: string): Step => ({ id, run });
const log = (id: string): Step =>
  say(id, 'docker exec kafka1 kafka-dump-log.sh --files /tmp/kraft-combined-logs/orders-0/00000000000000000000.log --print-data-log');

/** Requests as clients of before 4.0 write them: partitions are added first, and the end leaves the epoch as it is. */
const OLD_PRODUCE = 'Produce orders-0 transactionalId=till version=11';
const OLD_TRANSACTION: readonly string[] = [
  'InitProducerId transactionalId=till',
  'AddPartitionsToTxn orders-0 transactionalId=till',
  `${OLD_PRODUCE} baseSequence=0`,
  'EndTxn transactionalId=till version=4 committed=true',
];
/** It was on its way for longer than its transaction was open. */
const LATE = `${OLD_PRODUCE} baseSequence=1`;
const PAUSE: Step = { wait: 2000 };

/** What leaders and coordinators refuse of transactions that were not begun. */
export const refusedTransactionSteps = ({ topics }: Dialect): Step[] => [
  { run: `${topics} --create --topic orders --replica-assignment 1:2:3` },
  PAUSE,
  { id: 'old-transaction', raw: OLD_TRANSACTION },
  PAUSE,
  { id: 'old-late', raw: [LATE] },
  {
    id: 'new-transaction',
    raw: ['InitProducerId transactionalId=shop', 'Produce orders-0 transactionalId=shop baseSequence=0', 'EndTxn transactionalId=shop'],
  },
  PAUSE,
  {
    id: 'new-late',
    raw: ['Produce orders-0 transactionalId=shop baseSequence=1 producerEpoch=0', 'Produce orders-0 transactionalId=shop baseSequence=1 producerEpoch=1'],
  },
  { id: 'old-epoch', raw: ['EndTxn transactionalId=shop producerEpoch=0', 'EndTxn transactionalId=shop producerEpoch=0 committed=false'] },
  { id: 'outside', raw: ['Produce orders-0 baseSequence=1'] },
  { id: 'not-open', raw: ['EndTxn transactionalId=shop committed=true', 'EndTxn transactionalId=shop committed=false'] },
  {
    id: 'fenced',
    raw: [
      'InitProducerId transactionalId=desk',
      'InitProducerId transactionalId=desk',
      'Produce orders-0 transactionalId=desk baseSequence=0 producerEpoch=0',
      'AddPartitionsToTxn orders-0 transactionalId=desk producerEpoch=0',
      'EndTxn transactionalId=desk producerEpoch=0',
      'InitProducerId transactionalId=desk producerEpoch=0',
    ],
  },
  { id: 'stranger', raw: ['Produce orders-0 transactionalId=nobody producerId=9999 producerEpoch=0 baseSequence=0', 'EndTxn transactionalId=nobody'] },
  say('list', `${TOOL} list`),
  say('hanging', `${TOOL} find-hanging --topic orders --max-transaction-timeout 0`),
  log('log'),
];

/** With transaction.partition.verification.enable=false, as it was before KIP-890. */
export const hangingTransactionSteps = ({ topics }: Dialect): Step[] => [
  { run: `${topics} --create --topic orders --replica-assignment 1:2:3` },
  PAUSE,
  { id: 'transaction', raw: OLD_TRANSACTION },
  PAUSE,
  say('ended-hanging', `${TOOL} find-hanging --topic orders --max-transaction-timeout 0`),
  { id: 'late', raw: [`${LATE} ageMs=1200000`] },
  { id: 'later', raw: ['Produce orders-0 producerId=4711 producerEpoch=0 baseSequence=0'] },
  say('describe', `${TOOL} describe --transactional-id till`),
  say('producers', `${TOOL} describe-producers --topic orders --partition 0`),
  say('hanging', `${TOOL} find-hanging --topic orders`),
  say('hanging-partition', `${TOOL} find-hanging --topic orders --partition 0`),
  say('hanging-broker', `${TOOL} find-hanging --broker-id 2`),
  say('hanging-long', `${TOOL} find-hanging --topic orders --max-transaction-timeout 30`),
  say('end', 'kafka-get-offsets.sh --bootstrap-server kafka1:9092 --topic orders --time -1'),
  say('read-committed', `${READ} --isolation-level read_committed`),
  say('read-all', READ),
  say('abort-elsewhere', `${TOOL} abort --topic orders --partition 0 --start-offset 0`),
  say('abort', `${TOOL} abort --topic orders --partition 0 --start-offset 2`),
  log('aborted'),
  say('aborted-producers', `${TOOL} describe-producers --topic orders --partition 0`),
  say('aborted-hanging', `${TOOL} find-hanging --topic orders`),
  say('aborted-read-committed', `${READ} --isolation-level read_committed`),
  { id: 'stranger', raw: ['Produce orders-0 transactionalId=ghost producerId=4712 producerEpoch=3 baseSequence=0 version=11 ageMs=1200000'] },
  say('stranger-list', `${TOOL} list`),
  say('stranger-producers', `${TOOL} describe-producers --topic orders --partition 0`),
  say('stranger-hanging', `${TOOL} find-hanging --topic orders`),
  say('stranger-abort-old-epoch', `${TOOL} abort --topic orders --partition 0 --producer-id 4712 --producer-epoch 2 --coordinator-epoch 0`),
  say('stranger-abort', `${TOOL} abort --topic orders --partition 0 --producer-id 4712 --producer-epoch 3 --coordinator-epoch 0`),
  log('stranger-aborted'),
  say('stranger-aborted-producers', `${TOOL} describe-producers --topic orders --partition 0`),
  say('stranger-aborted-hanging', `${TOOL} find-hanging --topic orders`),
];

export const UNVERIFIED = { 'transaction.partition.verification.enable': 'false' };
