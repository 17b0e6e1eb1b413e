/** Settings of a service: their names, what each is when nobody says otherwise, and what it may be. */

/** What a setting must be. */
export type Wanted =
  | { readonly wanted: 'whole'; readonly min: number; readonly max: number }
  | { readonly wanted: 'share' | 'switch' | 'name' | 'names' | 'hosts' | 'file' | 'text' }
  | { readonly wanted: 'word'; readonly words: readonly string[] }
  /** There is no such setting. */
  | { readonly wanted: 'known' };

export interface Setting {
  readonly initial: string;
  readonly wanted: Wanted;
}

/** By key; `cluster.*.servers` stands for one such key of every cluster. */
export type Settings = Readonly<Record<string, Setting>>;

export const whole = (initial: number, min: number, max: number): Setting => ({ initial: `${initial}`, wanted: { wanted: 'whole', min, max } });
export const onOff = (initial: boolean): Setting => ({ initial: `${initial}`, wanted: { wanted: 'switch' } });
export const share = (initial: string): Setting => ({ initial, wanted: { wanted: 'share' } });
export const name = (initial: string): Setting => ({ initial, wanted: { wanted: 'name' } });
export const names = (initial: string): Setting => ({ initial, wanted: { wanted: 'names' } });
/** Servers, each as `host:port`. */
export const hosts = (initial: string): Setting => ({ initial, wanted: { wanted: 'hosts' } });
export const file = (initial: string): Setting => ({ initial, wanted: { wanted: 'file' } });
export const text = (initial: string): Setting => ({ initial, wanted: { wanted: 'text' } });
export const word = (words: readonly [string, ...string[]]): Setting => ({ initial: words[0], wanted: { wanted: 'word', words } });

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
    case 'names':
      return /^[A-Za-z0-9._-]{1,64}(,[A-Za-z0-9._-]{1,64}){0,49}$/.test(value);
    case 'hosts':
      return /^[A-Za-z0-9._-]{1,64}:[0-9]{1,5}(,[A-Za-z0-9._-]{1,64}:[0-9]{1,5}){0,9}$/.test(value);
    case 'file':
      return /^(?:\.\/|\/tmp\/)?[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/.test(value);
    case 'text':
      return true;
    case 'word':
      return wanted.words.includes(value);
    case 'known':
      return false;
  }
}

const MIDDLE = /^([a-z-]+)\.[A-Za-z0-9._-]{1,64}\.([a-z-]+)$/;
const isPattern = (key: string): boolean => key.includes('*');

function settingOf(settings: Settings, key: string): Setting | undefined {
  if (Object.hasOwn(settings, key)) return isPattern(key) ? undefined : settings[key];
  const pattern = key.replace(MIDDLE, '$1.*.$2');
  return Object.hasOwn(settings, pattern) ? settings[pattern] : undefined;
}

/** Settings that do not exist or have a value that they cannot have, and what they should be. */
export function settingErrors(settings: Settings, written: Readonly<Record<string, string>>): { readonly key: string; readonly wanted: Wanted }[] {
  return Object.entries(written).flatMap(([key, value]) => {
    const wanted: Wanted = settingOf(settings, key)?.wanted ?? { wanted: 'known' };
    return isAsWanted(wanted, value) ? [] : [{ key, wanted }];
  });
}

export const textOf = (settings: Settings, written: Readonly<Record<string, string>>, key: string): string => written[key] ?? settings[key].initial;
export const numberOf = (settings: Settings, written: Readonly<Record<string, string>>, key: string): number => Number(textOf(settings, written, key));

/** All settings with their values, as written or as they are by themselves. */
export const settled = (settings: Settings, written: Readonly<Record<string, string>>): Record<string, string> => {
  const always = Object.keys(settings).filter((key) => !isPattern(key));
  const others = Object.keys(written).filter((key) => !always.includes(key));
  return Object.fromEntries([...always, ...others].map((key) => [key, written[key] ?? settings[key].initial]));
};
