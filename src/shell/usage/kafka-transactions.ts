/** kafka-transactions.sh of 4.3.1: its usage and that of its commands, as `-h` prints them. */
import type { Argument, Command, Parser } from '#shell/argparse.ts';

const text = (argument: Omit<Argument, 'type'>): Argument => ({ ...argument, type: 'String' });
const lines = (block: string): string[] => block.replace(/^\n/, '').replace(/\n$/, '').split('\n');

const PARTITION: readonly Argument[] = [text({ flag: '--topic', required: true }), { flag: '--partition', type: 'Integer', required: true }];

const list: Command = {
  name: 'list',
  usage: lines(`
usage: kafka-transactions.sh --bootstrap-server host:port list [-h]
                             [--duration-filter DURATION_FILTER]
                             [--transactional-id-pattern TRANSACTIONAL_ID_PATTERN]
`),
  help: lines(`

optional arguments:
  -h, --help             show this help message and exit
  --duration-filter DURATION_FILTER
                         Duration (in millis) to  filter  by:  if  < 0, all
                         transactions will  be  returned;  otherwise,  only
                         transactions running  longer  than  this  duration
                         will be returned
  --transactional-id-pattern TRANSACTIONAL_ID_PATTERN
                         Transactional id  regular  expression  pattern  to
                         filter by
`),
  arguments: [{ flag: '--duration-filter', type: 'Long' }, text({ flag: '--transactional-id-pattern' })],
};

const describe: Command = {
  name: 'describe',
  usage: lines(`
usage: kafka-transactions.sh --bootstrap-server host:port describe [-h]
                             --transactional-id TRANSACTIONAL_ID
`),
  help: lines(`

Describe the state of an active transactional-id.

optional arguments:
  -h, --help             show this help message and exit
  --transactional-id TRANSACTIONAL_ID
                         transactional id
`),
  arguments: [text({ flag: '--transactional-id', required: true })],
};

const describeProducers: Command = {
  name: 'describe-producers',
  usage: lines(`
usage: kafka-transactions.sh --bootstrap-server host:port
                             describe-producers [-h]
                             [--broker-id BROKER_ID] --topic TOPIC
                             --partition PARTITION
`),
  help: lines(`

optional arguments:
  -h, --help             show this help message and exit
  --broker-id BROKER_ID  optional broker id to  describe the producer state
                         on a specific replica
  --topic TOPIC          topic name
  --partition PARTITION  partition number
`),
  arguments: [{ flag: '--broker-id', type: 'Integer' }, ...PARTITION],
};

const abort: Command = {
  name: 'abort',
  usage: lines(`
usage: kafka-transactions.sh --bootstrap-server host:port abort [-h]
                             --topic TOPIC --partition PARTITION
                             [--start-offset START_OFFSET]
                             [--producer-id PRODUCER_ID]
                             [--producer-epoch PRODUCER_EPOCH]
                             [--coordinator-epoch COORDINATOR_EPOCH]
`),
  help: lines(`

optional arguments:
  -h, --help             show this help message and exit
  --topic TOPIC          topic name
  --partition PARTITION  partition number

Brokers on versions 3.0 and above:
  For newer brokers,  only  the  start  offset  of  the  transaction  to be
  aborted is required

  --start-offset START_OFFSET
                         start offset of the transaction to abort

Brokers on versions older than 3.0:
  For older brokers, you must provide all of these arguments

  --producer-id PRODUCER_ID
                         producer id
  --producer-epoch PRODUCER_EPOCH
                         producer epoch
  --coordinator-epoch COORDINATOR_EPOCH
                         coordinator epoch
`),
  arguments: [
    ...PARTITION,
    { flag: '--start-offset', type: 'Long' },
    { flag: '--producer-id', type: 'Long' },
    { flag: '--producer-epoch', type: 'Short' },
    { flag: '--coordinator-epoch', type: 'Integer' },
  ],
};

const findHanging: Command = {
  name: 'find-hanging',
  usage: lines(`
usage: kafka-transactions.sh --bootstrap-server host:port find-hanging [-h]
                             [--broker-id BROKER_ID]
                             [--max-transaction-timeout MAX_TRANSACTION_TIMEOUT]
                             [--topic TOPIC] [--partition PARTITION]
`),
  help: lines(`

optional arguments:
  -h, --help             show this help message and exit
  --broker-id BROKER_ID  broker id to search for hanging transactions
  --max-transaction-timeout MAX_TRANSACTION_TIMEOUT
                         maximum transaction timeout  in  minutes  to limit
                         the scope of the search (15 minutes by default)
  --topic TOPIC          topic name to  limit  search  to  (required  if --
                         partition is specified)
  --partition PARTITION  partition number
`),
  arguments: [
    { flag: '--broker-id', type: 'Integer' },
    { flag: '--max-transaction-timeout', type: 'Integer' },
    text({ flag: '--topic' }),
    { flag: '--partition', type: 'Integer' },
  ],
};

const forceTerminate: Command = {
  name: 'forceTerminateTransaction',
  usage: lines(`
usage: kafka-transactions.sh --bootstrap-server host:port
                             forceTerminateTransaction [-h]
                             --transactionalId TRANSACTIONALID
`),
  help: lines(`

Force abort an ongoing transaction on transactionalId

optional arguments:
  -h, --help             show this help message and exit
  --transactionalId TRANSACTIONALID
                         transactional id
`),
  arguments: [text({ flag: '--transactionalId', required: true })],
};

export const parser: Parser = {
  tool: 'kafka-transactions.sh',
  name: '',
  usage: lines(`
usage: kafka-transactions.sh [-h] [-v] [--command-config FILE]
                             --bootstrap-server host:port COMMAND ...
`),
  help: lines(`

This tool is used to analyze  the  transactional  state of producers in the
cluster. It can be used to detect and recover from hanging transactions.

optional arguments:
  -h, --help             show this help message and exit
  -v, --version          show the version  of  this  Kafka distribution and
                         exit
  --command-config FILE  property file containing configs  to  be passed to
                         admin client
  --bootstrap-server host:port
                         hostname and port for  the  broker  to connect to,
                         in  the   form   \`host:port\`    (multiple   comma-
                         separated entries can be given)

commands:
  COMMAND
    list                 list transactions
    describe             describe the state of an active transactional-id
    describe-producers   describe the  states  of  active  producers  for a
                         topic partition
    abort                abort    a    hanging     transaction    (requires
                         administrative privileges)
    find-hanging         find hanging transactions
    forceTerminateTransaction
                         Force   abort    an    ongoing    transaction   on
                         transactionalId      (requires      administrative
                         privileges)
`),
  arguments: [text({ flag: '--command-config' }), text({ flag: '--bootstrap-server', required: true })],
  commands: [list, describe, describeProducers, abort, findHanging, forceTerminate],
};
