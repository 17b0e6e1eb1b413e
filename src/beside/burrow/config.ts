/** Burrow's configuration: the keys of its burrow.toml that decide what it says, with its defaults. */
import { name, numberOf, onOff, type Settings, share, textOf, whole } from '#beside/settings.ts';

export interface BurrowConfig {
  /** Cluster name in its URLs. */
  readonly cluster: string;
  /** storage: commits and log end offsets kept of each partition. */
  readonly intervals: number;
  readonly expireGroupS: number;
  readonly minDistanceS: number;
  /** evaluator */
  readonly expireCacheS: number;
  readonly minimumCompleteRatio: number;
  readonly allowedLag: number;
  /** cluster */
  readonly offsetRefreshS: number;
  readonly topicRefreshS: number;
  /** consumer: read __consumer_offsets from its end instead of its start. */
  readonly startLatest: boolean;
  /** notifier: seconds between two evaluations of a group, and the severity (2 WARN, 3 ERR) from which it speaks. */
  readonly notifyIntervalS: number;
  readonly notifyThreshold: number;
}

/** By key, as in burrow.toml; the modules' names are left out, for the keys do not collide. */
export const BURROW_SETTINGS: Settings = {
  cluster: name('local'),
  intervals: whole(10, 1, 99),
  'expire-group': whole(604_800, 1, 999_999_999),
  'min-distance': whole(0, 0, 86_400),
  'expire-cache': whole(10, 0, 86_400),
  'minimum-complete': share('0'),
  'allowed-lag': whole(0, 0, 999_999_999),
  'offset-refresh': whole(10, 1, 86_400),
  'topic-refresh': whole(60, 1, 86_400),
  'start-latest': onOff(false),
  interval: whole(60, 1, 86_400),
  threshold: whole(2, 1, 3),
};

export function burrowConfig(written: Readonly<Record<string, string>>): BurrowConfig {
  const number = (key: string): number => numberOf(BURROW_SETTINGS, written, key);
  return {
    cluster: textOf(BURROW_SETTINGS, written, 'cluster'),
    intervals: number('intervals'),
    expireGroupS: number('expire-group'),
    minDistanceS: number('min-distance'),
    expireCacheS: number('expire-cache'),
    minimumCompleteRatio: number('minimum-complete'),
    allowedLag: number('allowed-lag'),
    offsetRefreshS: number('offset-refresh'),
    topicRefreshS: number('topic-refresh'),
    startLatest: textOf(BURROW_SETTINGS, written, 'start-latest') === 'true',
    notifyIntervalS: number('interval'),
    notifyThreshold: number('threshold'),
  };
}
