/** kafka-transactions.sh: TransactionsCommand (KIP-664), with argparse4j's command line: options, a command, its options. */
import { specOf } from '#kafka/clients/admin/transactions.ts';
import type { Program, Turn } from '#kafka/clients/tool/program.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import { partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';
import type { DescribedProducer } from '#kafka/protocol/transactions.ts';
import { readArguments } from '#shell/argparse.ts';
import { readBootstrap } from '#shell/bootstrap.ts';
import { logLine } from '#shell/log4j.ts';
import { type Plan, refuse, say } from '#shell/outcome.ts';
import { COMMIT, type PlanContext, type Tool, VERSION } from '#shell/tool.ts';
import { adminPlan } from '#shell/tools/admin.ts';
import { prettyTable } from '#shell/tools/pretty-table.ts';
import { wholeMatch } from '#shell/topic-filter.ts';
import { answer, ask, err, exitWith, type Failure, out } from '#shell/turns.ts';
import { parser } from '#shell/usage/kafka-transactions.ts';
import type { Usage } from '#shell/usage.ts';

type Args =
  | { readonly command: 'list'; readonly durationMs: number | undefined; readonly pattern: string | undefined }
  | { readonly command: 'describe'; readonly transactionalId: string }
  | { readonly command: 'describe-producers'; readonly tp: Tp; readonly broker: number | undefined }
  | { readonly command: 'abort'; readonly tp: Tp; readonly startOffset: number }
  | { readonly command: 'abort-old'; readonly tp: Tp; readonly producerId: number; readonly producerEpoch: number; readonly coordinatorEpoch: number }
  | {
      readonly command: 'find-hanging';
      readonly topic: string | undefined;
      readonly partition: number | undefined;
      readonly broker: number | undefined;
      readonly timeoutMs: number;
    };

type Of<C extends Args['command']> = Extract<Args, { command: C }>;
type Results = Parameters<Program['turn']>[1];

/** TransactionsCommand.printErrorAndExit */
const failWith = (what: string, { message }: Failure): Turn => exitWith(1, err(`${what}: ${message}. Enable debug logging for additional detail.`));

const program: Program = {
  turn(args, results, nowMs) {
    const wanted = args as Args;
    switch (wanted.command) {
      case 'list':
        return list(wanted, results, nowMs);
      case 'describe':
        return describe(wanted, results, nowMs);
      case 'describe-producers':
        return describeProducers(wanted, results);
      case 'abort':
        return abort(wanted, results, nowMs);
      case 'abort-old':
        return abortWith(wanted, results, 0, nowMs);
      case 'find-hanging':
        return findHanging(wanted, results, nowMs);
    }
  },
};

/** With --duration-filter the coordinators are asked how long each has been open. */
function list({ durationMs, pattern }: Of<'list'>, results: Results, nowMs: number): Turn {
  const [first, second] = results;
  if (first === undefined) return ask({ call: 'listTransactions' });
  const bad = results.find((one): one is Failure => !one.ok);
  if (bad !== undefined) return failWith('Failed to list transactions', bad);
  const matches = (id: string): boolean => pattern === undefined || pattern === '' || wholeMatch(pattern)(id);
  const all = answer(results, 0, 'listTransactions').transactions.filter(({ transactionalId }) => matches(transactionalId));
  const filters = durationMs !== undefined && durationMs >= 0;
  if (filters && second === undefined && all.length > 0)
    return ask({ call: 'describeTransactions', transactionalIds: all.map(({ transactionalId }) => transactionalId) });
  const startedMs =
    filters && second !== undefined
      ? new Map(answer(results, 1, 'describeTransactions').transactions.map((one) => [one.transactionalId, one.startMs]))
      : undefined;
  const isLong = (id: string): boolean => {
    const at = startedMs?.get(id) ?? -1;
    return !filters || (at >= 0 && nowMs - at > durationMs);
  };
  const rows = all.filter(({ transactionalId }) => isLong(transactionalId)).sort((a, b) => a.coordinator - b.coordinator);
  const cells = rows.map(({ transactionalId, coordinator, producerId, state }) => [transactionalId, `${coordinator}`, `${producerId}`, state]);
  return exitWith(0, out(...prettyTable([['TransactionalId', 'Coordinator', 'ProducerId', 'TransactionState'], ...cells])));
}

const DESCRIBED = [
  'CoordinatorId',
  'TransactionalId',
  'ProducerId',
  'ProducerEpoch',
  'TransactionState',
  'TransactionTimeoutMs',
  'CurrentTransactionStartTimeMs',
  'TransactionDurationMs',
  'TopicPartitions',
] as const;

function describe({ transactionalId }: Of<'describe'>, results: Results, nowMs: number): Turn {
  const [first] = results;
  if (first === undefined) return ask({ call: 'describeTransactions', transactionalIds: [transactionalId] });
  const what = `Failed to describe transaction state of transactional-id \`${transactionalId}\``;
  if (!first.ok) return failWith(what, first);
  const [one] = answer(results, 0, 'describeTransactions').transactions;
  if (one.error !== 'NONE') {
    const message = `DescribeTransactions request for transactionalId \`${transactionalId}\` failed because the ID could not be found`;
    return failWith(what, { call: 'describeTransactions', ok: false, exception: 'TransactionalIdNotFoundException', message });
  }
  const isOpen = one.startMs >= 0;
  const row = [
    `${one.coordinator}`,
    transactionalId,
    `${one.producerId}`,
    `${one.producerEpoch}`,
    one.state,
    `${one.timeoutMs}`,
    isOpen ? `${one.startMs}` : 'None',
    isOpen ? `${nowMs - one.startMs}` : 'None',
    one.partitions.join(','),
  ];
  return exitWith(0, out(...prettyTable([DESCRIBED, row])));
}

const PRODUCERS = ['ProducerId', 'ProducerEpoch', 'LatestCoordinatorEpoch', 'LastSequence', 'LastTimestamp', 'CurrentTransactionStartOffset'] as const;

function describeProducers({ tp, broker }: Of<'describe-producers'>, results: Results): Turn {
  const [first] = results;
  if (first === undefined) return ask({ call: 'describeProducers', partitions: [tp], broker });
  if (!first.ok) return failWith(`Failed to describe producers for partition ${tp} on ${broker === undefined ? 'leader' : `broker ${broker}`}`, first);
  const rows = answer(results, 0, 'describeProducers').partitions.flatMap(({ producers }) => producers.map(producerRow));
  return exitWith(0, out(...prettyTable([PRODUCERS, ...rows])));
}

const producerRow = ({
  producerId,
  producerEpoch,
  coordinatorEpoch,
  lastSequence,
  lastTimestampMs,
  currentTransactionStartOffset,
}: DescribedProducer): string[] => [
  `${producerId}`,
  `${producerEpoch}`,
  `${coordinatorEpoch}`,
  `${lastSequence}`,
  `${lastTimestampMs}`,
  currentTransactionStartOffset < 0 ? 'None' : `${currentTransactionStartOffset}`,
];

function abort({ tp, startOffset }: Of<'abort'>, results: Results, nowMs: number): Turn {
  const [first] = results;
  if (first === undefined) return ask({ call: 'describeProducers', partitions: [tp], broker: undefined });
  if (!first.ok) return failWith(`Failed to validate producer state for partition ${tp}`, first);
  const [{ producers }] = answer(results, 0, 'describeProducers').partitions;
  const found = producers.find(({ currentTransactionStartOffset }) => currentTransactionStartOffset === startOffset);
  if (found === undefined) return exitWith(1, err(`Could not find any open transactions starting at offset ${startOffset} on partition ${tp}`));
  const { producerId, producerEpoch, coordinatorEpoch } = found;
  return abortWith({ command: 'abort-old', tp, producerId, producerEpoch, coordinatorEpoch: Math.max(0, coordinatorEpoch) }, results, 1, nowMs);
}

/** What the admin client logs of a marker that was refused (AbortTransactionHandler), by its exception. */
const REFUSED: Readonly<Record<string, string>> = {
  InvalidProducerEpochException: 'failed due to an invalid producer epoch',
  TransactionCoordinatorFencedException: 'failed because the coordinator epoch is fenced',
};
const HANDLER = 'org.apache.kafka.clients.admin.internals.AbortTransactionHandler';

function abortWith({ tp, producerId, producerEpoch, coordinatorEpoch }: Of<'abort-old'>, results: Results, n: number, nowMs: number): Turn {
  const last = results[n];
  const spec = { tp, producerId, producerEpoch, coordinatorEpoch };
  if (last === undefined) return ask({ call: 'abortTransaction', ...spec });
  if (last.ok) return exitWith(0);
  const failed = failWith(`Failed to abort transaction ${specOf(spec)}`, last);
  const why = REFUSED[last.exception];
  if (why === undefined) return failed;
  const logged = `ERROR [AdminClient clientId=adminclient-1] WriteTxnMarkers request for abort spec ${specOf(spec)} ${why} (${HANDLER})`;
  return { ...failed, print: [...err(logLine(nowMs, logged)), ...failed.print] };
}

const HANGING = ['Topic', 'Partition', 'ProducerId', 'ProducerEpoch', 'CoordinatorEpoch', 'StartOffset', 'LastTimestamp', 'Duration(min)'] as const;

/** Open in a partition for long, and no coordinator knows that it is: nobody will ever write its marker (KIP-664). */
function findHanging({ topic, partition, broker, timeoutMs }: Of<'find-hanging'>, results: Results, nowMs: number): Turn {
  const bad = results.find((one): one is Failure => !one.ok);
  if (bad !== undefined) return failWith(`Failed to ${TRIED[results.length - 1]}`, bad);
  if (results.length === 0) return ask({ call: 'describeTopics', topics: topic === undefined ? null : [topic] });
  if (results.length === 1) {
    const { topics } = answer(results, 0, 'describeTopics');
    const unknown = topics.find(({ error }) => error !== 'NONE');
    if (unknown !== undefined)
      return failWith('Failed to describe 1 topics', {
        call: 'describeTopics',
        ok: false,
        exception: '',
        message: 'This server does not host this topic-partition.',
      });
    const all = topics.flatMap(({ partitions }) => partitions).filter(({ replicas }) => broker === undefined || replicas.includes(broker));
    const partitions = all.map(({ tp }) => tp).filter((tp) => partition === undefined || partitionOf(tp) === partition);
    return ask({ call: 'describeProducers', partitions, broker });
  }
  const open = answer(results, 1, 'describeProducers').partitions.flatMap(({ tp, producers }) =>
    producers.filter((one) => one.currentTransactionStartOffset >= 0 && nowMs - one.lastTimestampMs > timeoutMs).map((one) => ({ tp, one })),
  );
  if (open.length === 0) return exitWith(0, out(...prettyTable([HANGING])));
  if (results.length === 2) return ask({ call: 'listTransactions' });
  const ids = new Map(answer(results, 2, 'listTransactions').transactions.map(({ producerId, transactionalId }) => [producerId, transactionalId]));
  const known = [...new Set(open.flatMap(({ one }) => ids.get(one.producerId) ?? []))];
  if (results.length === 3 && known.length > 0) return ask({ call: 'describeTransactions', transactionalIds: known });
  const described = results.length > 3 ? answer(results, 3, 'describeTransactions').transactions : [];
  const isExpected = (producerId: number, tp: Tp): boolean =>
    described.some(({ transactionalId, partitions }) => transactionalId === ids.get(producerId) && partitions.includes(tp));
  const hanging = open.filter(({ tp, one }) => !isExpected(one.producerId, tp));
  const rows = hanging.map(({ tp, one }) => [
    topicOf(tp),
    `${partitionOf(tp)}`,
    `${one.producerId}`,
    `${one.producerEpoch}`,
    `${one.coordinatorEpoch}`,
    `${one.currentTransactionStartOffset}`,
    `${one.lastTimestampMs}`,
    `${Math.floor((nowMs - one.lastTimestampMs) / 60_000)}`,
  ]);
  return exitWith(0, out(...prettyTable([HANGING, ...rows])));
}

const TRIED = ['describe topics', 'describe producers', 'list transactions', 'describe transactions'] as const;

function argsOf(command: string, value: (flag: string) => string | undefined): Args | string {
  const number = (flag: string): number | undefined => (value(flag) === undefined ? undefined : Number(value(flag)));
  const tp = tpOf(value('--topic') ?? '', number('--partition') ?? 0);
  switch (command) {
    case 'list':
      return { command, durationMs: number('--duration-filter'), pattern: value('--transactional-id-pattern') };
    case 'describe':
      return { command, transactionalId: value('--transactional-id') ?? '' };
    case 'describe-producers':
      return { command, tp, broker: number('--broker-id') };
    case 'find-hanging':
      return hangingArgs(value, number);
    default:
      return abortArgs(tp, number);
  }
}

type Numbers = (flag: string) => number | undefined;

function hangingArgs(value: (flag: string) => string | undefined, number: Numbers): Args | string {
  const [topic, broker, partition] = [value('--topic'), number('--broker-id'), number('--partition')];
  if (topic === undefined && broker === undefined) return 'The `find-hanging` command requires either --topic or --broker-id to limit the scope of the search';
  if (partition !== undefined && topic === undefined) return 'The --partition argument requires --topic to be provided';
  return { command: 'find-hanging', topic, partition, broker, timeoutMs: (number('--max-transaction-timeout') ?? 15) * 60_000 };
}

function abortArgs(tp: Tp, number: Numbers): Args | string {
  const startOffset = number('--start-offset');
  if (startOffset !== undefined) return { command: 'abort', tp, startOffset };
  const [producerId, producerEpoch, coordinatorEpoch] = ['--producer-id', '--producer-epoch', '--coordinator-epoch'].map(number);
  if (producerId === undefined)
    return 'The transaction to abort must be identified either with --start-offset (for brokers on 3.0 or above) or with --producer-id, --producer-epoch, and --coordinator-epoch (for older brokers)';
  if (producerEpoch === undefined) return 'Missing required argument --producer-epoch';
  if (coordinatorEpoch === undefined) return 'Missing required argument --coordinator-epoch';
  return { command: 'abort-old', tp, producerId, producerEpoch, coordinatorEpoch: Math.max(0, coordinatorEpoch) };
}

const NAME = 'kafka-transactions';

function plan({ args, spec }: PlanContext): Plan {
  if (args.includes('--version') || args.includes('-v')) return say([`${VERSION} (Commit:${COMMIT})`]);
  const read = readArguments(parser, args);
  if (!read.ok) return read.refusal;
  const { command, values } = read.parsed;
  if (command.name === 'forceTerminateTransaction') return refuse(['highwater: forceTerminateTransaction (KIP-939) is not simulated: abort ends what hangs.']);
  const wanted = argsOf(command.name, (flag) => values.get(flag));
  if (typeof wanted === 'string') return refuse([wanted]);
  const message = 'Failed to create new KafkaAdminClient';
  return adminPlan({
    bootstrap: readBootstrap(values.get('--bootstrap-server') ?? '', spec),
    program: NAME,
    args: wanted,
    config: {},
    cannotCreate: (cause) => refuse([`Exception in thread "main" org.apache.kafka.common.KafkaException: ${message}`, ...cause]),
  });
}

/** For completion: every option of the tool and of its commands. */
const options = [parser, ...parser.commands].flatMap((one) => one.arguments).filter(({ flag }, i, all) => all.findIndex((other) => other.flag === flag) === i);
const usage: Usage = {
  about: '',
  table: [...parser.usage, ...parser.help],
  options: options.map(({ flag, type }) => ({ name: flag.slice(2), argument: 'required', type: 'String', placeholder: type, description: '' })),
};

export const transactions: Tool = {
  name: 'kafka-transactions.sh',
  usage,
  readsInput: false,
  program: { name: NAME, program },
  plan: (_, context) => plan(context),
  refuseOption: (_, context) => {
    const planned = plan(context);
    return planned.ok ? refuse(parser.usage) : planned;
  },
  edition: ({ profile }) => (featuresOf(profile).transactionsTool ? transactions : undefined),
};
