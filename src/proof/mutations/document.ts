/** Small scenario documents, with what all of them share. */
import type { ScenarioDocument } from '#scenario/document.ts';

type Parts = Partial<ScenarioDocument> & Pick<ScenarioDocument, 'cluster' | 'until'>;

export const document = (parts: Parts): ScenarioDocument => ({ highwater: 1, title: 'Mutation', kafka: '4.3', seed: 1, network: { latency: '2ms' }, ...parts });

/** One partition on brokers 1, 2 and 3, first led by 1. */
export const ORDERS: NonNullable<ScenarioDocument['topics']> = { orders: { 'replica-assignment': [[1, 2, 3]], config: { 'min.insync.replicas': 1 } } };
