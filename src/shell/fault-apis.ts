/** APIs whose messages a fault of links may name: Kafka's own, without `Request` and `Response`; ZooKeeper's sessions as Connect, Zk and SetWatches. */
export const APIS = [
  'AllocateProducerIds',
  'AlterPartition',
  'AlterPartitionReassignments',
  'ApiVersions',
  'BeginQuorumEpoch',
  'BrokerHeartbeat',
  'BrokerRegistration',
  'ControlledShutdown',
  'CreatePartitions',
  'CreateTopics',
  'DeleteRecords',
  'DeleteTopics',
  'DescribeConfigs',
  'DescribeGroups',
  'DescribeQuorum',
  'ElectLeaders',
  'EndQuorumEpoch',
  'Fetch',
  'FindCoordinator',
  'Heartbeat',
  'IncrementalAlterConfigs',
  'InitProducerId',
  'JoinGroup',
  'LeaderAndIsr',
  'LeaveGroup',
  'ListGroups',
  'ListOffsets',
  'ListPartitionReassignments',
  'Metadata',
  'OffsetCommit',
  'OffsetFetch',
  'OffsetsForLeaderEpoch',
  'Produce',
  'StopReplica',
  'SyncGroup',
  'UpdateMetadata',
  'Vote',
  'Connect',
  'Zk',
] as const;

export type Api = (typeof APIS)[number];

export const isApi = (name: string): name is Api => APIS.some((api) => api === name);

export const requestOf = (api: Api): string => `${api}Request`;
export const responseOf = (api: Api): string => `${api}Response`;
