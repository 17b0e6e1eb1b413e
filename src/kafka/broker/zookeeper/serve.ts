/** What a broker answers itself in a ZooKeeper cluster (KafkaApis): the controller's commands, and everything that KRaft would forward. */

import { reply, type Work } from '#kafka/broker/work.ts';
import { handleCreatePartitions, handleCreateTopics, handleDeleteTopics } from '#kafka/broker/zookeeper/admin.ts';
import { handleAlterConfigs } from '#kafka/broker/zookeeper/configs.ts';
import { handleControl } from '#kafka/broker/zookeeper/control.ts';
import { controllerEvent } from '#kafka/broker/zookeeper/host.ts';
import { ongoing } from '#kafka/controller/zookeeper/controller/reassignments.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { Request } from '#kafka/protocol/messages.ts';

/** False: nothing special about this request. */
export function serveZk(work: Work, caller: Caller, request: Request): boolean {
  switch (request.type) {
    case 'LeaderAndIsrRequest':
    case 'UpdateMetadataRequest':
    case 'StopReplicaRequest':
      handleControl(work, caller, request);
      return true;
    case 'CreateTopicsRequest':
      handleCreateTopics(work, caller, request);
      return true;
    case 'DeleteTopicsRequest':
      handleDeleteTopics(work, caller, request);
      return true;
    case 'CreatePartitionsRequest':
      handleCreatePartitions(work, caller, request);
      return true;
    case 'IncrementalAlterConfigsRequest':
      handleAlterConfigs(work, caller, request);
      return true;
    default:
      return askController(work, caller, request);
  }
}

/** For the controller's event thread; a broker that is not the controller says so. */
function askController(work: Work, caller: Caller, request: Request): boolean {
  switch (request.type) {
    case 'ControlledShutdownRequest':
      controllerEvent(work, { event: 'ControlledShutdown', broker: request.broker, brokerEpoch: request.brokerEpoch, caller });
      return true;
    case 'AlterPartitionRequest':
      controllerEvent(work, { event: 'AlterPartition', request, caller });
      return true;
    case 'ElectLeadersRequest': {
      const strategy = request.electionType === 'UNCLEAN' ? 'unclean' : 'preferred';
      controllerEvent(work, { event: 'ElectLeaders', tps: request.partitions, strategy, caller });
      return true;
    }
    case 'AlterPartitionReassignmentsRequest':
      controllerEvent(work, { event: 'Reassign', reassignments: request.partitions, caller });
      return true;
    case 'ListPartitionReassignmentsRequest':
      reply(work, caller, { type: 'ListPartitionReassignmentsResponse', error: 'NONE', partitions: ongoing(work.zk?.controller, request.partitions) });
      return true;
    default:
      return false;
  }
}
