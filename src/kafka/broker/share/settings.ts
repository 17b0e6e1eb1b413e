/** What a group may set for itself (GroupConfig), else the broker's own value for all groups (ShareGroupConfig). */
import type { Work } from '#kafka/broker/work.ts';
import { intConfig } from '#kafka/metadata/config.ts';
import { durationMs } from '#kafka/metadata/duration.ts';
import { ownClockMs } from '#kafka/protocol/names.ts';
import type { ShareSettings } from '#kafka/share/partition.ts';
import type { Config } from '#kafka/spec.ts';

export interface ShareGroupSettings extends ShareSettings {
  readonly isolation: 'read_committed' | undefined;
  /** share.auto.offset.reset */
  readonly reset: 'earliest' | 'latest' | { readonly sinceMs: number };
}

const NOTHING: Config = {};

export function shareSettingsOf(work: Work, group: string): ShareGroupSettings {
  const own = work.image.groupConfigs.get(group) ?? NOTHING;
  const number = (name: string): number => (own[`share.${name}`] === undefined ? intConfig(work.config, `group.share.${name}`) : Number(own[`share.${name}`]));
  return {
    lockUs: number('record.lock.duration.ms') * 1000,
    deliveryCountLimit: number('delivery.count.limit'),
    maxRecordLocks: number('partition.max.record.locks'),
    canRenew: own['share.renew.acknowledge.enable'] !== 'false',
    isolation: own['share.isolation.level'] === 'read_committed' ? 'read_committed' : undefined,
    reset: resetOf(own['share.auto.offset.reset'] ?? 'latest', ownClockMs(work.env)),
  };
}

function resetOf(text: string, nowMs: number): ShareGroupSettings['reset'] {
  const [policy, duration = ''] = text.split(':');
  const ms = durationMs(duration);
  if (ms === undefined) return policy.toLowerCase() === 'earliest' ? 'earliest' : 'latest';
  return { sinceMs: nowMs - ms };
}
