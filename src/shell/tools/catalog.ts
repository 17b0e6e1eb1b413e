/** Every command-line tool of the terminal, and the programs that run inside the simulation. */
import type { Line, Program, Programs } from '#kafka/clients/tool/program.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import { editionOf, type Tool } from '#shell/tool.ts';
import { configs } from '#shell/tools/configs.ts';
import { zkConfigsProgram } from '#shell/tools/configs-zookeeper.ts';
import { zkBrokerConfigsProgram } from '#shell/tools/configs-zookeeper-brokers.ts';
import { consoleConsumer } from '#shell/tools/console-consumer.ts';
import { consoleProducer } from '#shell/tools/console-producer.ts';
import { consoleShareConsumer } from '#shell/tools/console-share-consumer.ts';
import { consumerGroups } from '#shell/tools/consumer-groups.ts';
import { deleteRecords } from '#shell/tools/delete-records.ts';
import { dumpLog } from '#shell/tools/dump-log.ts';
import { getOffsets } from '#shell/tools/get-offsets.ts';
import { leaderElection } from '#shell/tools/leader-election.ts';
import { metadataQuorum } from '#shell/tools/metadata-quorum.ts';
import { preferredElection, preferredElectionProgram } from '#shell/tools/preferred-replica-election.ts';
import { reassignBetweenProgram } from '#shell/tools/reassign-between-program.ts';
import { reassignPartitions } from '#shell/tools/reassign-partitions.ts';
import { zkReassignProgram } from '#shell/tools/reassign-zookeeper-program.ts';
import { shareGroups } from '#shell/tools/share-groups.ts';
import { topics } from '#shell/tools/topics.ts';
import { zkTopicsProgram } from '#shell/tools/topics-zookeeper-program.ts';
import { transactions } from '#shell/tools/transactions.ts';
import { exitWith, withBanner } from '#shell/turns.ts';

export const tools: readonly Tool[] = [
  topics,
  consoleProducer,
  consoleConsumer,
  consumerGroups,
  getOffsets,
  deleteRecords,
  dumpLog,
  configs,
  metadataQuorum,
  leaderElection,
  preferredElection,
  reassignPartitions,
  transactions,
  shareGroups,
  consoleShareConsumer,
];

/** Those that a cluster's release has. */
export const toolsOf = (spec: ClusterSpec): Tool[] => tools.flatMap((tool) => editionOf(tool, spec) ?? []);

/** Prints lines that are already known: `docker ps`, `kafka-dump-log.sh`. */
const print: Program = {
  turn(args) {
    const { lines, exit = 0 } = args as { readonly lines: readonly (string | Line)[]; readonly exit?: number };
    return exitWith(
      exit,
      lines.map((line): Line => (typeof line === 'string' ? { stream: 'stdout', text: line } : line)),
    );
  },
};

export const programs: Programs = Object.fromEntries([
  ['print', print],
  ['kafka-topics-zookeeper', zkTopicsProgram],
  ['kafka-configs-zookeeper', zkConfigsProgram],
  ['kafka-configs-zookeeper-brokers', zkBrokerConfigsProgram],
  ['kafka-reassign-partitions-zookeeper', zkReassignProgram],
  ['kafka-reassign-partitions-between', reassignBetweenProgram],
  ['kafka-preferred-replica-election', preferredElectionProgram],
  ...tools.flatMap(({ program }) => (program ? [[program.name, withBanner(program.program)] as const] : [])),
]);
