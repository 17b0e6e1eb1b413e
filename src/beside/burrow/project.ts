/** What Burrow would say of each group now, and the windows that it says it by: of the first cluster that it watches. */
import { BURROW_SETTINGS } from '#beside/burrow/config.ts';
import type { BurrowNode } from '#beside/burrow/node.ts';
import { evaluateGroup, type PartitionStatus } from '#beside/burrow/status.ts';
import type { Storage } from '#beside/burrow/storage.ts';
import { settled } from '#beside/settings.ts';
import type { MonitoredGroupFrame, MonitoredPartitionFrame, ServiceFrame } from '#kafka/frame.ts';
import { tpOf, wallClockMs } from '#kafka/protocol/names.ts';

export function projectBurrow({ written, configs, memories }: BurrowNode, nowUs: number): Pick<ServiceFrame, 'config' | 'monitor'> {
  const settings = settled(BURROW_SETTINGS, written);
  const memory = memories?.[0];
  const config = configs[0];
  if (memory === undefined) return { config: settings };
  const nowS = Math.floor(wallClockMs(nowUs) / 1000);
  const monitor = [...memory.storage.groups.keys()].sort().flatMap((group): MonitoredGroupFrame[] => {
    const status = evaluateGroup(memory.storage, group, nowS, config);
    if (status === undefined) return [];
    const partitions = status.partitions.map((one) => windowOf(memory.storage, group, one, nowS));
    return [{ group, status: status.status, totalLag: status.totalLag, partitions }];
  });
  return { config: settings, monitor };
}

function windowOf(
  storage: Storage,
  group: string,
  { topic, partition, status, rule, asked, currentLag, intervals }: PartitionStatus,
  nowS: number,
): MonitoredPartitionFrame {
  const commits = storage.groups.get(group)?.topics.get(topic)?.[partition]?.commits ?? [];
  return {
    tp: tpOf(topic, partition),
    status,
    rule,
    asked,
    currentLag,
    silentMs: commits.length === 0 ? 0 : nowS * 1000 - commits[commits.length - 1].timestampMs,
    window: commits.map(({ offset, timestampMs, lag }) => ({ offset, timestampMs, lag })),
    windowSize: intervals,
    endOffsets: storage.brokers.get(topic)?.[partition] ?? [],
  };
}
