/** kafka-transactions.sh (KIP-664): what it lists, describes and refuses, and what a committed transaction leaves behind. */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';

const TOOL = 'kafka-transactions.sh --bootstrap-server kafka1:9092';
const say = (id: string, args: string): Step => ({ id, run: `${TOOL} ${args}` });

const refusals: readonly Step[] = [
  { id: 'no-arguments', run: 'kafka-transactions.sh' },
  { id: 'no-server', run: 'kafka-transactions.sh list' },
  { id: 'version', run: 'kafka-transactions.sh --version' },
  say('no-command', ''),
  say('unknown-command', 'lst'),
  say('unknown-option', 'list --foo'),
  say('describe-nothing', 'describe'),
  say('describe-producers-nothing', 'describe-producers'),
  say('describe-producers-no-partition', 'describe-producers --topic orders'),
  say('describe-producers-bad-partition', 'describe-producers --topic orders --partition x'),
  say('abort-nothing', 'abort'),
  say('abort-nobody', 'abort --topic orders --partition 0'),
  say('abort-no-epoch', 'abort --topic orders --partition 0 --producer-id 5'),
  say('abort-no-coordinator-epoch', 'abort --topic orders --partition 0 --producer-id 5 --producer-epoch 0'),
  say('hanging-no-scope', 'find-hanging'),
  say('hanging-no-topic', 'find-hanging --broker-id 1 --partition 0'),
];

export const transactionSteps = ({ topics }: Dialect): Step[] => [
  ...refusals,
  say('list-none', 'list'),
  { run: "echo 'order-1' > payload.txt" },
  { run: `${topics} --create --topic orders --replica-assignment 1:2:3` },
  { wait: 2000 },
  say('producers-none', 'describe-producers --topic orders --partition 0'),
  {
    run: 'kafka-producer-perf-test.sh --topic orders --throughput -1 --num-records 1 --payload-file payload.txt --transactional-id shop --bootstrap-server kafka1:9092 --transaction-duration-ms 60000',
    realOnly: true,
  },
  { transaction: { id: 'shop', topic: 'orders' } },
  { wait: 1500 },
  say('list', 'list'),
  say('list-pattern', 'list --transactional-id-pattern sh.*'),
  say('list-other-pattern', 'list --transactional-id-pattern x.*'),
  say('describe', 'describe --transactional-id shop'),
  say('describe-unknown', 'describe --transactional-id nope'),
  say('producers', 'describe-producers --topic orders --partition 0'),
  say('producers-of-broker', 'describe-producers --topic orders --partition 0 --broker-id 2'),
  say('producers-unknown-topic', 'describe-producers --topic nope --partition 0 --broker-id 1'),
  say('abort-not-open', 'abort --topic orders --partition 0 --start-offset 0'),
  say('hanging-topic', 'find-hanging --topic orders'),
  say('hanging-broker', 'find-hanging --broker-id 1'),
  say('hanging-partition', 'find-hanging --topic orders --partition 0'),
];
