/** Producer ids in blocks of a thousand, taken from a znode by whoever comes first (ZkProducerIdManager). */
import { serveParked } from '#kafka/broker/forwarded.ts';
import type { Work } from '#kafka/broker/work.ts';
import { askZk } from '#kafka/broker/zookeeper/host.ts';
import type { BrokerReminder } from '#kafka/broker/zookeeper/state.ts';
import { PRODUCER_IDS } from '#kafka/controller/zookeeper/paths.ts';
import type { ZkResult } from '#kafka/protocol/zookeeper.ts';

const BLOCK = 1000;

export const wantProducerIds = (work: Work): void => askZk(work, { op: 'getData', path: PRODUCER_IDS, watch: false }, { of: 'producer-ids' });

/** Read, then written if nobody was faster. */
export function producerIdsAnswered(work: Work, { next }: Extract<BrokerReminder, { of: 'producer-ids' }>, result: ZkResult): void {
  if (next === undefined) {
    if (result.data?.kind !== 'producer_ids') return;
    const first = result.data.next;
    const data = { kind: 'producer_ids', broker: work.id, next: first + BLOCK } as const;
    return askZk(work, { op: 'setData', path: PRODUCER_IDS, data, version: result.stat?.version ?? -1 }, { of: 'producer-ids', next: first });
  }
  if (result.error !== 'OK') return wantProducerIds(work);
  work.producerIds = { next, end: next + BLOCK };
  serveParked(work);
}
