/** The machines whose state a Frame tells, as charts, each under the name of the class whose states they are. */
import { machine as broker } from '#kafka/broker/lifecycle.ts';
import { machine as membership } from '#kafka/clients/consumer/membership.ts';
import { machine as modern } from '#kafka/clients/consumer/modern.ts';
import { machine as batch } from '#kafka/clients/producer/batch.ts';
import { machine as transactions } from '#kafka/clients/producer/transactions.ts';
import { machine as quorum } from '#kafka/controller/kraft/quorum.ts';
import { partitions } from '#kafka/controller/zookeeper/controller/machines.ts';
import { machine as ensemble } from '#kafka/controller/zookeeper/ensemble/lifecycle.ts';
import { machine as consumerGroup } from '#kafka/coordinator/consumer/group.ts';
import { machine as classicGroup } from '#kafka/coordinator/group.ts';
import { machine as isr } from '#kafka/replication/isr.ts';
import { machine as role } from '#kafka/replication/role.ts';
import { chartOf } from '#sim/chart.ts';

export const charts = {
  broker: { of: 'org.apache.kafka.metadata.BrokerState', chart: chartOf(broker) },
  quorum: { of: 'org.apache.kafka.raft.QuorumState', chart: chartOf(quorum) },
  ensemble: { of: 'org.apache.zookeeper.server.quorum.QuorumPeer.ServerState', chart: chartOf(ensemble) },
  role: { of: 'kafka.cluster.Partition', chart: chartOf(role) },
  isr: { of: 'kafka.cluster.PartitionState', chart: chartOf(isr) },
  partition: { of: 'kafka.controller.PartitionState', chart: chartOf(partitions) },
  batch: { of: 'org.apache.kafka.clients.producer.internals.ProducerBatch', chart: chartOf(batch) },
  transactions: { of: 'org.apache.kafka.clients.producer.internals.TransactionManager.State', chart: chartOf(transactions) },
  membership: { of: 'org.apache.kafka.clients.consumer.internals.AbstractCoordinator.MemberState', chart: chartOf(membership) },
  modern: { of: 'org.apache.kafka.clients.consumer.internals.MemberState', chart: chartOf(modern) },
  classicGroup: { of: 'org.apache.kafka.coordinator.group.classic.ClassicGroupState', chart: chartOf(classicGroup) },
  consumerGroup: { of: 'org.apache.kafka.coordinator.group.modern.consumer.ConsumerGroup.ConsumerGroupState', chart: chartOf(consumerGroup) },
} as const;
