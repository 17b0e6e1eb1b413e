/** Small scenario documents, with what all of them share. */
import type { ScenarioDocument } from '#scenario/document.ts';

type Parts = Partial<ScenarioDocument> & Pick<ScenarioDocument, 'cluster' | 'until'>;

export const document = (parts: Parts): ScenarioDocument => ({ highwater: 1, title: 'Mutation', kafka: '4.3', seed: 1, network: { latency: '2ms' }, ...parts });

export const ONE_PARTITION = { partitions: 1, 'replication-factor': 1 };

/** One partition on brokers 1, 2 and 3, first led by 1. */
export const ORDERS: NonNullable<ScenarioDocument['topics']> = { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 1 } } };

/** One partition of each internal topic, on one broker. */
export const TRANSACTIONAL = {
  'offsets.topic.num.partitions': 1,
  'offsets.topic.replication.factor': 1,
  'group.initial.rebalance.delay.ms': 0,
  'transaction.state.log.num.partitions': 1,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
};
