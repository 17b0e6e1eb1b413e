/** The gallery's examples, in the order in which they are shown. */
import { assignors } from '#lessons/examples/assignors.ts';
import { batching } from '#lessons/examples/batching.ts';
import { burrow } from '#lessons/examples/burrow.ts';
import { connectFile } from '#lessons/examples/connect-file.ts';
import { consumerProtocol } from '#lessons/examples/consumer-protocol.ts';
import { controllerDies } from '#lessons/examples/controller-dies.ts';
import { controllerFailover } from '#lessons/examples/controller-failover.ts';
import { cutOffLeader } from '#lessons/examples/cut-off-leader.ts';
import { atLeastOnce, atMostOnce, exactlyOnce } from '#lessons/examples/delivery.ts';
import { eagerOrCooperative } from '#lessons/examples/eager-or-cooperative.ts';
import type { Example } from '#lessons/examples/example.ts';
import { frozenLeader } from '#lessons/examples/frozen-leader.ts';
import { keys } from '#lessons/examples/keys.ts';
import { kraftMajorityLoss } from '#lessons/examples/kraft-majority-loss.ts';
import { lastReplica, lastReplicaElr } from '#lessons/examples/last-replica.ts';
import { leaderReturns } from '#lessons/examples/leader-returns.ts';
import { memberKilled } from '#lessons/examples/member-killed.ts';
import { nearestReplica } from '#lessons/examples/nearest-replica.ts';
import { preferredElection } from '#lessons/examples/preferred-election.ts';
import { queueForgets } from '#lessons/examples/queue-forgets.ts';
import { reassignment } from '#lessons/examples/reassignment.ts';
import { sentTwice } from '#lessons/examples/sent-twice.ts';
import { shareGroup } from '#lessons/examples/share-group.ts';
import { sharingTheWork } from '#lessons/examples/sharing-the-work.ts';
import { staticMember } from '#lessons/examples/static-member.ts';
import { stepsBack } from '#lessons/examples/steps-back.ts';
import { tooFewInSync } from '#lessons/examples/too-few-in-sync.ts';
import { truncationToHighWatermark } from '#lessons/examples/truncation/s1.ts';
import { divergenceAfterPowerLoss } from '#lessons/examples/truncation/s2.ts';
import { fastFailOver } from '#lessons/examples/truncation/s3.ts';
import { staleAnswer } from '#lessons/examples/truncation/s4.ts';
import { joinsTooEarly } from '#lessons/examples/truncation/s5.ts';
import { uncleanByDefault } from '#lessons/examples/truncation/s6.ts';
import { lastStanding } from '#lessons/examples/truncation/s7.ts';
import { unclean } from '#lessons/examples/unclean.ts';
import { whereToBegin } from '#lessons/examples/where-to-begin.ts';
import { wordCount } from '#lessons/examples/word-count.ts';
import { zombieController } from '#lessons/examples/zombie-controller.ts';
import { zombieLeader } from '#lessons/examples/zombie-leader.ts';
import { zookeeperSessionLoss } from '#lessons/examples/zookeeper-session-loss.ts';

export const examples: readonly Example[] = [
  leaderReturns,
  tooFewInSync,
  keys,
  batching,
  whereToBegin,
  stepsBack,
  sharingTheWork,
  memberKilled,
  staticMember,
  eagerOrCooperative,
  assignors,
  consumerProtocol,
  nearestReplica,
  burrow,
  queueForgets,
  shareGroup,
  connectFile,
  wordCount,
  cutOffLeader,
  frozenLeader,
  controllerDies,
  controllerFailover,
  kraftMajorityLoss,
  preferredElection,
  reassignment,
  sentTwice,
  atMostOnce,
  atLeastOnce,
  exactlyOnce,
  unclean,
  lastReplica,
  lastReplicaElr,
  zombieLeader,
  zookeeperSessionLoss,
  zombieController,
  truncationToHighWatermark,
  divergenceAfterPowerLoss,
  fastFailOver,
  staleAnswer,
  joinsTooEarly,
  uncleanByDefault,
  lastStanding,
];
