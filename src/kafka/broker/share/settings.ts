/** What a group may set for itself (GroupConfig), else the broker's own value for all groups (ShareGroupConfig). */
import type { Work } from '#kafka/broker/work.ts';
import { intConfig } from '#kafka/metadata/config.ts';
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
  const own = work.settings.groupConfigs.get(group) ?? NOTHING;
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

const DURATION = /^by_duration:P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i;

function resetOf(text: string, nowMs: number): ShareGroupSettings['reset'] {
  const found = DURATION.exec(text);
  if (found === null) return text.toLowerCase() === 'earliest' ? 'earliest' : 'latest';
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return { sinceMs: nowMs - (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 };
}
