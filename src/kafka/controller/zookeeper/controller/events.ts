/** What each event of the controller's queue means, as its first steps (KafkaController.process). */

import { stopReplicaAnswered } from '#kafka/controller/zookeeper/controller/deletions.ts';
import { wantsElection } from '#kafka/controller/zookeeper/controller/preferred.ts';
import { startReassignments } from '#kafka/controller/zookeeper/controller/reassignments.ts';
import { refuse } from '#kafka/controller/zookeeper/controller/refusals.ts';
import { shutDownBroker } from '#kafka/controller/zookeeper/controller/shutdown.ts';
import type { ControllerEvent, Desk, Step } from '#kafka/controller/zookeeper/controller/state.ts';

/** Everything but becoming controller is for the active one only. */
export function stepsFor(desk: Desk, event: ControllerEvent): readonly Step[] {
  if (event.event === 'Startup' || event.event === 'Reelect') return [{ step: 'ReadController' }];
  if (desk.c.active) return activeSteps(desk, event);
  refuse(desk, event);
  return [];
}

function activeSteps(desk: Desk, event: ControllerEvent): readonly Step[] {
  switch (event.event) {
    case 'Startup':
    case 'Reelect':
      return [{ step: 'ReadController' }];
    case 'BrokerChange':
      return [{ step: 'ReadBrokers' }];
    case 'TopicChange':
      return [{ step: 'ReadTopics' }];
    case 'PartitionModifications':
      return desk.c.topics.has(event.topic) ? [{ step: 'LoadTopics', topics: [event.topic] }] : [];
    case 'TopicDeletion':
      return [{ step: 'ReadDeletions' }];
    case 'IsrChangeNotification':
      return [{ step: 'ReadIsrChanges' }];
    case 'PreferredElectionZnode':
      return [{ step: 'ReadPreferred' }];
    case 'ReassignPartitionsZnode':
      return [{ step: 'ReadReassignments' }];
    case 'ReassignmentIsrChange':
      return [{ step: 'AdvanceReassignments' }];
    case 'AutoPreferredReplicaLeaderElection':
      return [{ step: 'BalanceLeaders' }];
    case 'TryOnline':
      return [{ step: 'TryOnline' }];
    case 'ControlledShutdown':
      return shutDownBroker(desk, event);
    case 'AlterPartition':
      return [{ step: 'WriteIsr', request: event.request, caller: event.caller }];
    case 'StopReplicaAnswered':
      return stopReplicaAnswered(desk, event);
    case 'ElectLeaders':
      return wantsElection(desk, event);
    case 'Reassign':
      return startReassignments(desk, event);
  }
}
