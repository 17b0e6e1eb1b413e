/** The scripts that every recorded release is given, each in its own dialect. */
import type { Script, Step } from '../script.ts';
import { autoCommitSteps } from './auto-commit.ts';
import { clientSteps } from './clients.ts';
import { brokerSteps, configSteps } from './configs.ts';
import { deleteRecordsSteps } from './delete-records.ts';
import { type Dialect, dialectOf, RELEASES_UNDER_RECORD, type Under } from './dialect.ts';
import { dumpSteps } from './dump-log.ts';
import { leaderElectionSteps } from './elections.ts';
import { groupLife } from './group-lives.ts';
import { groupsSteps } from './groups.ts';
import { hangingTransactionSteps, refusedTransactionSteps, UNVERIFIED } from './hanging.ts';
import { retrySteps, sequenceSteps } from './idempotence.ts';
import { electionSteps, reassignSteps } from './reassign.ts';
import { LOCKS, shareDeliverySteps, shareLockSteps, shareSteps } from './share.ts';
import { streamsSteps } from './streams.ts';
import { topicSteps } from './topics.ts';
import { transactionLifeSteps } from './transaction-lives.ts';
import { transactionSteps } from './transactions.ts';
import { zookeeperSteps } from './zookeeper.ts';

const SCRIPTS: Readonly<Record<string, (dialect: Dialect) => Step[]>> = {
  'admin-topics': topicSteps,
  'admin-configs': configSteps,
  'admin-brokers': brokerSteps,
  'admin-reassign': reassignSteps,
  'admin-elections': electionSteps,
  'admin-leader-election': leaderElectionSteps,
  'admin-delete-records': deleteRecordsSteps,
  'admin-clients': clientSteps,
  'admin-zookeeper': zookeeperSteps,
};

/** What only the newest release is asked. */
const NEWEST: Readonly<Record<string, (dialect: Dialect) => Step[]>> = {
  'admin-groups': groupsSteps,
  'admin-share': shareSteps,
  'share-deliveries': shareDeliverySteps,
  'admin-transactions': transactionSteps,
  'classic-group-life': groupLife('classic'),
  'consumer-group-life': groupLife('consumer'),
  'auto-commit': autoCommitSteps,
  'transaction-life': transactionLifeSteps,
  'streams-wordcount': streamsSteps,
  sequences: sequenceSteps,
  'lost-answers': retrySteps,
  'refused-transactions': refusedTransactionSteps,
  'hanging-transactions': hangingTransactionSteps,
  'share-locks': shareLockSteps,
};

/** With these, topics whose place is drawn by lot are placed as they were recorded. */
const SEEDS: Readonly<Record<string, number>> = { '0.10.2.2/admin-topics': 8, '3.9.2/admin-topics': 3 };

/** What the real cluster is told of its groups in a step that is its alone. */
const EARLIEST = { 'share.auto.offset.reset': 'earliest' };
const GROUPS: Readonly<Record<string, Script['groupConfigs']>> = {
  'admin-share': { workers: EARLIEST },
  'share-deliveries': { givers: EARLIEST, refusers: EARLIEST, takers: EARLIEST },
  'share-locks': { sleepers: LOCKS, renewers: LOCKS, careless: LOCKS },
};

/** What brokers were told in their files. */
const CONFIGS: Readonly<Record<string, Script['config']>> = { 'hanging-transactions': UNVERIFIED };

const scriptOf = (under: Under, name: string, steps: (dialect: Dialect) => Step[]): Script => ({
  name,
  cluster: true,
  under,
  seed: SEEDS[`${under.folder}/${name}`],
  groupConfigs: GROUPS[name],
  config: CONFIGS[name],
  steps: steps(dialectOf(under)),
});

export const adminScripts: readonly Script[] = RELEASES_UNDER_RECORD.flatMap((under) => [
  ...Object.entries(SCRIPTS).map(([name, steps]) => scriptOf(under, name, steps)),
  ...(under.metadata === 'kraft' ? [scriptOf(under, 'dump-log', dumpSteps)] : []),
  ...(under.profile === '4.3' ? Object.entries(NEWEST).map(([name, steps]) => scriptOf(under, name, steps)) : []),
]);
