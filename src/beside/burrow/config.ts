/** Burrow's configuration: the keys of its burrow.toml that decide what it says, with its defaults. */
import { hosts, names, numberOf, onOff, type Settings, share, textOf, whole } from '#beside/settings.ts';

export interface BurrowConfig {
  /** Cluster name in its URLs. */
  readonly cluster: string;
  /** `host:port` of each; undefined: all brokers of the scenario. */
  readonly servers: readonly string[] | undefined;
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

/**
 * By key, as in burrow.toml; the modules' names are left out, for the keys do not collide. `cluster` may name several: each is a `[cluster.name]` with a
 * `[consumer.name]` of its own, and what its section says goes before what is said of all.
 */
export const BURROW_SETTINGS: Settings = {
  cluster: names('local'),
  'cluster.*.servers': hosts(''),
  'cluster.*.offset-refresh': whole(10, 1, 86_400),
  'cluster.*.topic-refresh': whole(60, 1, 86_400),
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

type Written = Readonly<Record<string, string>>;

/** One a cluster, in the order in which they are named. */
export const burrowConfigs = (written: Written): readonly BurrowConfig[] =>
  [...new Set(textOf(BURROW_SETTINGS, written, 'cluster').split(','))].map((cluster) => burrowConfig(written, cluster));

export function burrowConfig(written: Written, cluster = 'local'): BurrowConfig {
  const number = (key: string): number => numberOf(BURROW_SETTINGS, written, key);
  const ofCluster = (key: string): number => Number(written[`cluster.${cluster}.${key}`] ?? number(key));
  return {
    cluster,
    servers: written[`cluster.${cluster}.servers`]?.split(','),
    intervals: number('intervals'),
    expireGroupS: number('expire-group'),
    minDistanceS: number('min-distance'),
    expireCacheS: number('expire-cache'),
    minimumCompleteRatio: number('minimum-complete'),
    allowedLag: number('allowed-lag'),
    offsetRefreshS: ofCluster('offset-refresh'),
    topicRefreshS: ofCluster('topic-refresh'),
    startLatest: textOf(BURROW_SETTINGS, written, 'start-latest') === 'true',
    notifyIntervalS: number('interval'),
    notifyThreshold: number('threshold'),
  };
}
