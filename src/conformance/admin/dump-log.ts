/** kafka-dump-log.sh on the files of a broker: batches, leader epochs, transactions with their markers, and what coordinators write. */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';

const DIRECTORY = '/tmp/kraft-combined-logs';
const dump = (args: string): string => `docker exec kafka2 kafka-dump-log.sh ${args}`;
const fileOf = (partition: string, suffix = 'log'): string => `${DIRECTORY}/${partition}/00000000000000000000.${suffix}`;
const say = (id: string, args: string): Step => ({ id, run: dump(args) });

/** `hello`.hashCode() of Java, over fifty partitions. */
export function partitionOf(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (Math.imul(31, hash) + letter.charCodeAt(0)) | 0;
  return (hash & 0x7fffffff) % 50;
}

export const dumpSteps = ({ topics, produce, groups, isAtLeast }: Dialect): Step[] => {
  const perf = isAtLeast('4.3') ? '--bootstrap-server kafka1:9092' : '--producer-props bootstrap.servers=kafka1:9092';
  const transact = (id: string, more: string): string =>
    `kafka-producer-perf-test.sh --topic orders --throughput -1 --num-records 1 --payload-file payload.txt --transactional-id ${id} ${perf} ${more}`;
  const offsets = `__consumer_offsets-${partitionOf('fresh')}`;
  return [
    { run: "echo 'order-1' > payload.txt" },
    { run: `${topics} --create --topic orders --replica-assignment 1:2:3` },
    { wait: 2000 },
    say('empty', `--files ${fileOf('orders-0')} --print-data-log`),
    { run: `printf 'A:1\\nB:2\\n' | ${produce} --topic orders --property parse.key=true --property key.separator=:` },
    { wait: 1000 },
    { run: 'docker stop kafka1' },
    { wait: 4000 },
    { run: 'docker start kafka1' },
    { wait: 16_000 },
    { run: `echo plain | ${produce} --topic orders` },
    { wait: 1000 },
    say('batches', `--files ${fileOf('orders-0')}`),
    say('records', `--files ${fileOf('orders-0')} --print-data-log`),
    say('deep', `--deep-iteration --files ${fileOf('orders-0')}`),
    say('bare', `--files ${fileOf('orders-0')} --print-data-log --skip-record-metadata`),
    say('some-bytes', `--files ${fileOf('orders-0')} --print-data-log --max-bytes 100`),
    say('index', `--files ${fileOf('orders-0', 'index')}`),
    say('time-index', `--files ${fileOf('orders-0', 'timeindex')}`),
    say('two-files', `--files ${fileOf('orders-0')},${fileOf('orders-0', 'index')}`),
    say('unknown-suffix', `--files ${DIRECTORY}/orders-0/partition.metadata`),
    say('no-such-file', `--files ${fileOf('nope-0')}`),
    say('no-files', '--print-data-log'),
    say('unknown-option', '--file x'),
    say('two-decoders', `--files ${fileOf('orders-0')} --offsets-decoder --transaction-log-decoder`),
    { run: `${groups} --reset-offsets --group fresh --topic orders --to-earliest --execute` },
    { wait: 5000 },
    say('offsets', `--files ${fileOf(offsets)} --offsets-decoder`),
    say('offsets-raw', `--files ${fileOf(offsets)}`),
    { run: transact('shop', '--transaction-duration-ms 60000'), realOnly: true },
    { transaction: { id: 'shop', topic: 'orders' } },
    { wait: 1500 },
    say('committed', `--files ${fileOf('orders-0')} --print-data-log`),
    say('transaction-log', `--files ${fileOf(`__transaction_state-${partitionOf('shop')}`)} --transaction-log-decoder`),
  ];
};
