/** The query of the page's address: how to present, never what. Values that are not known are ignored, and `misread` names them. */
import { LOCALES, type Locale, MOTIONS, type Motion, THEMES, type Theme } from '#app/store.ts';

export interface Query {
  readonly lang: Locale | null;
  readonly theme: Theme | null;
  readonly motion: Motion | null;
  /** Off: silence, whatever the person's settings are. On: sound for this visit. */
  readonly sound: boolean | null;
  readonly view: string | null;
  readonly embed: boolean;
  readonly autoplay: boolean;
  /** Nothing moves and no animation frame is asked for: pictures are the same every time. */
  readonly test: boolean;
  /** `window.highwater` is there. */
  readonly api: boolean;
  /** As they were written: `sound=loud`. */
  readonly misread: readonly string[];
}

const SWITCH = ['0', '1'] as const;
const KNOWN = { lang: LOCALES, theme: THEMES, motion: MOTIONS, sound: SWITCH } as const;

function oneOf<T extends string>(value: string | null, allowed: readonly T[]): T | null {
  return allowed.find((one) => one === value) ?? null;
}

export function readQuery(search: string): Query {
  const params = new URLSearchParams(search);
  const on = (name: string) => params.get(name) === '1';
  const sound = oneOf(params.get('sound'), SWITCH);
  return {
    lang: oneOf(params.get('lang'), LOCALES),
    theme: oneOf(params.get('theme'), THEMES),
    motion: oneOf(params.get('motion'), MOTIONS),
    sound: sound === null ? null : sound === '1',
    view: params.get('view'),
    embed: on('embed'),
    autoplay: on('autoplay'),
    test: on('test'),
    api: on('api') || on('test'),
    misread: Object.entries(KNOWN).flatMap(([name, allowed]) => {
      const value = params.get(name);
      return value === null || oneOf<string>(value, allowed) !== null ? [] : [`${name}=${value}`];
    }),
  };
}

export const query: Query = readQuery(typeof location === 'undefined' ? '' : location.search);
