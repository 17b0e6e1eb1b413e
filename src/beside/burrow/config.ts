/** Burrow's configuration: the keys of its burrow.toml that decide what it says, with its defaults. */
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
export const BURROW_DEFAULTS: Readonly<Record<string, string>> = {
  cluster: 'local',
  intervals: '10',
  'expire-group': '604800',
  'min-distance': '0',
  'expire-cache': '10',
  'minimum-complete': '0',
  'allowed-lag': '0',
  'offset-refresh': '10',
  'topic-refresh': '60',
  'start-latest': 'false',
  interval: '60',
  threshold: '2',
};

export function burrowConfig(written: Readonly<Record<string, string>>): BurrowConfig {
  const text = (key: string): string => written[key] ?? BURROW_DEFAULTS[key];
  const number = (key: string): number => Number(text(key));
  return {
    cluster: text('cluster'),
    intervals: number('intervals'),
    expireGroupS: number('expire-group'),
    minDistanceS: number('min-distance'),
    expireCacheS: number('expire-cache'),
    minimumCompleteRatio: number('minimum-complete'),
    allowedLag: number('allowed-lag'),
    offsetRefreshS: number('offset-refresh'),
    topicRefreshS: number('topic-refresh'),
    startLatest: text('start-latest') === 'true',
    notifyIntervalS: number('interval'),
    notifyThreshold: number('threshold'),
  };
}

/** What a setting must be. */
export type Wanted =
  | { readonly wanted: 'whole'; readonly min: number; readonly max: number }
  | { readonly wanted: 'share' | 'switch' | 'name' }
  /** There is no such setting. */
  | { readonly wanted: 'known' };

const whole = (min: number, max: number): Wanted => ({ wanted: 'whole', min, max });

const WANTED: Readonly<Record<string, Wanted>> = {
  cluster: { wanted: 'name' },
  intervals: whole(1, 99),
  'expire-group': whole(1, 999_999_999),
  'min-distance': whole(0, 86_400),
  'expire-cache': whole(0, 86_400),
  'minimum-complete': { wanted: 'share' },
  'allowed-lag': whole(0, 999_999_999),
  'offset-refresh': whole(1, 86_400),
  'topic-refresh': whole(1, 86_400),
  'start-latest': { wanted: 'switch' },
  interval: whole(1, 86_400),
  threshold: whole(1, 3),
};

function isAsWanted(wanted: Wanted, value: string): boolean {
  switch (wanted.wanted) {
    case 'whole':
      return /^[0-9]{1,9}$/.test(value) && Number(value) >= wanted.min && Number(value) <= wanted.max;
    case 'share':
      return /^(0(\.[0-9]{1,3})?|1(\.0{1,3})?)$/.test(value);
    case 'switch':
      return value === 'true' || value === 'false';
    case 'name':
      return /^[A-Za-z0-9._-]{1,64}$/.test(value);
    case 'known':
      return false;
  }
}

/** Settings that do not exist or have a value that they cannot have, and what they should be. */
export function burrowConfigErrors(written: Readonly<Record<string, string>>): { readonly key: string; readonly wanted: Wanted }[] {
  return Object.entries(written).flatMap(([key, value]) => {
    const wanted: Wanted = Object.hasOwn(WANTED, key) ? WANTED[key] : { wanted: 'known' };
    return isAsWanted(wanted, value) ? [] : [{ key, wanted }];
  });
}
