/** The broker's API desk (KafkaApis, SocketServer): one request of a connection at a time; the next is read when the answer is out. */

import { handleAlterConfigs } from '#kafka/broker/alterConfigs.ts';
import { forward } from '#kafka/broker/calls.ts';
import { handleConsumerFetch, handleListOffsets } from '#kafka/broker/consume.ts';
import { handleGroup } from '#kafka/broker/coordinate.ts';
import { handleDeleteRecords } from '#kafka/broker/deleteRecords.ts';
import { handleDescribeConfigs, handleListConfigResources } from '#kafka/broker/describeConfigs.ts';
import { handleInitProducerId } from '#kafka/broker/forwarded.ts';
import { handleWriteTxnMarkers } from '#kafka/broker/markers.ts';
import { handleProduce } from '#kafka/broker/produce.ts';
import { handleFollowerFetch } from '#kafka/broker/serve.ts';
import { handleShareAcknowledge } from '#kafka/broker/share/acknowledge.ts';
import { handleShareFetch } from '#kafka/broker/share/fetch.ts';
import { handlePersister } from '#kafka/broker/share/hosting.ts';
import { isWrite, writeSlowly } from '#kafka/broker/storage.ts';
import { handleFindCoordinator, handleMetadataRequest } from '#kafka/broker/topics.ts';
import { handleTransaction } from '#kafka/broker/transact.ts';
import { handleEpochQuery } from '#kafka/broker/truncation.ts';
import { handleDescribeProducers, handleTxnOffsetCommit } from '#kafka/broker/txnOffsets.ts';
import { refuse, replaced, reply, type Work } from '#kafka/broker/work.ts';
import { serveZk } from '#kafka/broker/zookeeper/serve.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { Request } from '#kafka/protocol/messages.ts';
import type { NodeName } from '#kafka/protocol/names.ts';

export function serve(work: Work, from: NodeName, connection: string, request: Request): void {
  const caller: Caller = { node: from, connection, correlation: request.correlation };
  if (!work.lifecycle.data.serving) return refuse(work, caller);
  const muted = work.muted.find((one) => one.caller.node === from && one.caller.connection === connection);
  if (muted) {
    work.muted = replaced(work.muted, muted, { caller: muted.caller, waiting: [...muted.waiting, { from, connection, request }] });
    return;
  }
  work.current = caller;
  work.answered = false;
  if (work.storage.latencyUs > 0 && isWrite(request)) writeSlowly(work, caller, request);
  else dispatch(work, caller, request);
  work.current = undefined;
  if (!work.answered) work.muted = [...work.muted, { caller, waiting: [] }];
}

/** Carries a request out: at once, or when a slow disk has let it. */
export function dispatch(work: Work, caller: Caller, request: Request): void {
  if (work.zk && serveZk(work, caller, request)) return;
  switch (request.type) {
    case 'ApiVersionsRequest':
      return reply(work, caller, { type: 'ApiVersionsResponse', error: 'NONE' });
    case 'ProduceRequest':
      return handleProduce(work, caller, request);
    case 'FetchRequest':
      return request.replicaId >= 0 ? handleFollowerFetch(work, caller, request) : handleConsumerFetch(work, caller, request);
    case 'OffsetsForLeaderEpochRequest':
      return handleEpochQuery(work, caller, request);
    case 'ListOffsetsRequest':
      return handleListOffsets(work, caller, request);
    case 'MetadataRequest':
      return handleMetadataRequest(work, caller, request);
    case 'FindCoordinatorRequest':
      return handleFindCoordinator(work, caller, request);
    case 'InitProducerIdRequest':
      return handleInitProducerId(work, caller, request);
    case 'AddPartitionsToTxnRequest':
    case 'AddOffsetsToTxnRequest':
    case 'EndTxnRequest':
    case 'DescribeTransactionsRequest':
    case 'ListTransactionsRequest':
      return handleTransaction(work, caller, request);
    case 'WriteTxnMarkersRequest':
      return handleWriteTxnMarkers(work, caller, request);
    case 'TxnOffsetCommitRequest':
      return handleTxnOffsetCommit(work, caller, request);
    case 'DescribeProducersRequest':
      return handleDescribeProducers(work, caller, request);
    case 'DeleteRecordsRequest':
      return handleDeleteRecords(work, caller, request);
    case 'DescribeConfigsRequest':
      return handleDescribeConfigs(work, caller, request);
    case 'ListConfigResourcesRequest':
      return handleListConfigResources(work, caller);
    case 'IncrementalAlterConfigsRequest':
      return handleAlterConfigs(work, caller, request);
    case 'CreateTopicsRequest':
    case 'DeleteTopicsRequest':
    case 'CreatePartitionsRequest':
    case 'DescribeQuorumRequest':
    case 'ElectLeadersRequest':
    case 'AlterPartitionReassignmentsRequest':
    case 'ListPartitionReassignmentsRequest':
      return forward(work, caller, request);
    case 'JoinGroupRequest':
    case 'SyncGroupRequest':
    case 'HeartbeatRequest':
    case 'LeaveGroupRequest':
    case 'OffsetCommitRequest':
    case 'OffsetFetchRequest':
    case 'ConsumerGroupHeartbeatRequest':
    case 'DescribeGroupsRequest':
    case 'DeleteGroupsRequest':
    case 'OffsetDeleteRequest':
    case 'ListGroupsRequest':
    case 'ShareGroupHeartbeatRequest':
    case 'DescribeShareGroupOffsetsRequest':
    case 'AlterShareGroupOffsetsRequest':
    case 'DeleteShareGroupOffsetsRequest':
      return handleGroup(work, caller, request);
    default:
      return dispatchShared(work, caller, request);
  }
}

/** Share groups (KIP-932): their leaders, and the coordinator that keeps their state. */
function dispatchShared(work: Work, caller: Caller, request: Request): void {
  switch (request.type) {
    case 'ShareFetchRequest':
      return handleShareFetch(work, caller, request);
    case 'ShareAcknowledgeRequest':
      return handleShareAcknowledge(work, caller, request);
    case 'InitializeShareGroupStateRequest':
    case 'ReadShareGroupStateRequest':
    case 'ReadShareGroupStateSummaryRequest':
    case 'WriteShareGroupStateRequest':
    case 'DeleteShareGroupStateRequest':
      return handlePersister(work, caller, request);
    default:
      return refuse(work, caller);
  }
}
