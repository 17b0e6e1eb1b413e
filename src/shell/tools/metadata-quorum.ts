/** kafka-metadata-quorum.sh: MetadataQuorumCommand, `describe --status` and `describe --replication` (KIP-836). An argparse4j tool: its options stand before the word `describe`. */

import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Program, Turn } from '#kafka/clients/tool/program.ts';
import { controllerName } from '#kafka/protocol/names.ts';
import type { QuorumReplica } from '#kafka/protocol/raft.ts';
import { readBootstrap } from '#shell/bootstrap.ts';
import { qualified } from '#shell/exception.ts';
import { argumentOf, has, type Options } from '#shell/jopt.ts';
import { FRAMES, notHere, type Plan, type Refusal, refuse, say, trace } from '#shell/outcome.ts';
import type { PlanContext, Tool } from '#shell/tool.ts';
import { adminPlan } from '#shell/tools/admin.ts';
import { prettyTable } from '#shell/tools/pretty-table.ts';
import type { Gives } from '#shell/turns.ts';
import { answer, ask, err, exitWith, out } from '#shell/turns.ts';
import type { OptionSpec, Usage } from '#shell/usage.ts';

/** What the image apache/kafka formats its disks with, unless told otherwise. */
const CLUSTER_ID = '5L6g3nShT-eMCtK--X86sw';
/** A voter set that is written in the configuration knows no directory ids. */
const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA';

type Quorum = Gives<'describeQuorum'>;

interface Args {
  readonly what: 'status' | 'replication';
  readonly humanReadable: boolean;
}

const program: Program = {
  turn(args, results, nowMs) {
    const { what, humanReadable } = args as Args;
    const last = results[results.length - 1];
    if (!last) return ask({ call: 'describeQuorum' });
    if (!last.ok) return failed(last);
    const quorum = answer(results, 0, 'describeQuorum');
    return exitWith(0, out(...(what === 'status' ? statusLines(quorum) : replicationLines(quorum, humanReadable ? nowMs : undefined))));
  },
};

function failed({ exception, message }: Extract<CallResult, { ok: false }>): Turn {
  const cause = `${qualified(exception)}: ${message}`;
  return exitWith(1, err(cause, ...trace('java.util.concurrent.ExecutionException', cause, [`Caused by: ${cause}`, FRAMES]), ''));
}

const leaderOf = ({ voters, leaderId }: Quorum): QuorumReplica | undefined => voters.find(({ id }) => id === leaderId);

function statusLines(quorum: Quorum): string[] {
  const leader = leaderOf(quorum);
  const furthest = quorum.voters.reduce((least, one) => (one.logEndOffset < least.logEndOffset ? one : least), quorum.voters[0]);
  return [
    `ClusterId:              ${CLUSTER_ID}`,
    `LeaderId:               ${quorum.leaderId}`,
    `LeaderEpoch:            ${quorum.leaderEpoch}`,
    `HighWatermark:          ${quorum.highWatermark}`,
    `MaxFollowerLag:         ${(leader?.logEndOffset ?? 0) - furthest.logEndOffset}`,
    `MaxFollowerLagTimeMs:   ${lagTimeMs(leader, furthest)}`,
    `CurrentVoters:          [${quorum.voters.map(({ id }) => node(id, `CONTROLLER://${controllerName(id - 3000)}:9093`)).join(', ')}]`,
    `CurrentObservers:       [${quorum.observers.map(({ id }) => node(id)).join(', ')}]`,
  ];
}

function lagTimeMs(leader: QuorumReplica | undefined, furthest: QuorumReplica): number {
  if (leader === furthest) return 0;
  const isKnown = leader !== undefined && leader.lastCaughtUpTimestamp >= 0 && furthest.lastCaughtUpTimestamp >= 0;
  return isKnown ? leader.lastCaughtUpTimestamp - furthest.lastCaughtUpTimestamp : -1;
}

const node = (id: number, endpoint?: string): string => `{"id": ${id}, "directoryId": null${endpoint === undefined ? '' : `, "endpoints": ["${endpoint}"]`}}`;

const HEADERS = ['NodeId', 'DirectoryId', 'LogEndOffset', 'Lag', 'LastFetchTimestamp', 'LastCaughtUpTimestamp', 'Status'];

/** The leader first. `nowMs` given: times as `12 ms ago`. */
function replicationLines(quorum: Quorum, nowMs: number | undefined): string[] {
  const leader = leaderOf(quorum);
  const time = (at: number): string => (at < 0 || nowMs === undefined ? String(at) : `${nowMs - at} ms ago`);
  const row = (status: string, { id, logEndOffset, lastFetchTimestamp, lastCaughtUpTimestamp }: QuorumReplica): string[] => [
    String(id),
    ZERO_UUID,
    String(logEndOffset),
    String((leader?.logEndOffset ?? 0) - logEndOffset),
    time(lastFetchTimestamp),
    time(lastCaughtUpTimestamp),
    status,
  ];
  return prettyTable([
    HEADERS,
    ...(leader ? [row('Leader', leader)] : []),
    ...quorum.voters.filter((one) => one !== leader).map((one) => row('Follower', one)),
    ...quorum.observers.map((one) => row('Observer', one)),
  ]);
}

const NAME = 'kafka-metadata-quorum';
const USAGE = [
  `usage: ${NAME} [-h]`,
  `                             (--bootstrap-server BOOTSTRAP_SERVER | --bootstrap-controller BOOTSTRAP_CONTROLLER)`,
  `                             [--command-config COMMAND_CONFIG]`,
  `                             {describe,add-controller,remove-controller} ...`,
];

const option = (name: string, argument: OptionSpec['argument'], description: string): OptionSpec => ({
  name,
  argument,
  type: argument === 'none' ? '' : 'String',
  placeholder: '',
  description,
});

const usage: Usage = {
  about: 'This tool describes kraft metadata quorum status.',
  table: USAGE,
  options: [
    option('bootstrap-server', 'required', 'A comma-separated list of host:port pairs to use for establishing the connection to the Kafka cluster.'),
    option('bootstrap-controller', 'required', 'A comma-separated list of host:port pairs to use for establishing the connection to the Kafka controllers.'),
    option('command-config', 'required', 'Property file containing configs to be passed to Admin Client.'),
    option('status', 'none', 'A short summary of the quorum status and the other provides detailed information about the status of replication.'),
    option('replication', 'none', 'Detailed information about the status of replication'),
    option('human-readable', 'none', 'Human-readable output'),
    option('help', 'none', 'show this help message and exit'),
  ],
};

/** ArgumentParser.handleError */
const argumentError = (message: string, teaching = ''): Refusal => ({ ...refuse([...USAGE, `${NAME}: error: ${message}`]), teaching });

function plan(options: Options, context: PlanContext): Plan {
  if (has(options, 'help')) return say([...USAGE, '', usage.about]);
  const [command, ...more] = options.words;
  if (command === undefined) return argumentError('too few arguments', 'The tool is told what to do: describe --status, or describe --replication.');
  if (command === 'add-controller' || command === 'remove-controller') return notHere('the voters of a quorum do not change');
  if (command !== 'describe') return argumentError(`invalid choice: '${command}' (choose from 'describe', 'add-controller', 'remove-controller')`);
  if (more.length > 0) return argumentError(`unrecognized arguments: '${more.join(' ')}'`);
  if (has(options, 'bootstrap-controller')) return notHere('controllers listen to brokers only: use --bootstrap-server kafka1:9092');
  if (!has(options, 'bootstrap-server')) return argumentError('one of the arguments --bootstrap-server --bootstrap-controller is required');
  const refused = describeError(options);
  if (refused !== undefined) return refuse([refused]);
  const args: Args = { what: has(options, 'status') ? 'status' : 'replication', humanReadable: has(options, 'human-readable') };
  const message = 'Failed to create new KafkaAdminClient';
  return adminPlan({
    bootstrap: readBootstrap(argumentOf(options, 'bootstrap-server') ?? '', context.spec),
    program: NAME,
    args,
    config: {},
    cannotCreate: (cause) => refuse([message, ...trace('org.apache.kafka.common.KafkaException', message, cause), '']),
  });
}

/** The TerseException of the tool. */
function describeError(options: Options): string | undefined {
  const status = has(options, 'status');
  const replication = has(options, 'replication');
  if (status && replication) return 'Only one of --status or --replication should be specified with describe sub-command';
  if (!status && !replication) return 'One of --status or --replication must be specified with describe sub-command';
  return status && has(options, 'human-readable') ? 'The option --human-readable is only supported along with --replication' : undefined;
}

export const metadataQuorum: Tool = {
  name: 'kafka-metadata-quorum.sh',
  usage,
  readsInput: false,
  program: { name: NAME, program },
  plan,
  refuseOption: ({ message }) =>
    argumentError(/^(\S+) is not a recognized option/.test(message) ? `unrecognized arguments: '--${message.split(' ')[0]}'` : message),
};
