/** The thin store: where the playhead is and how things are shown. Never a World: the session lives in `run/holder.ts`. */
import { create } from 'zustand';
import { type Keys, keysFrom } from '#app/keys/keymap.ts';
import type { Pace, Speed } from '#app/play/pace.ts';
import { remember, remembered } from '#app/storage.ts';
import type { Selection } from '#views/contract.ts';

export const LOCALES = ['en', 'ko'] as const;
export type Locale = (typeof LOCALES)[number];
export const THEMES = ['auto', 'light', 'dark', 'projector'] as const;
export type Theme = (typeof THEMES)[number];
export const MOTIONS = ['auto', 'full', 'reduced'] as const;
export type Motion = (typeof MOTIONS)[number];
export const VERBOSITIES = ['brief', 'normal', 'full', 'off'] as const;
/** How much is said of a step; what was asked for is always said. */
export type Verbosity = (typeof VERBOSITIES)[number];
export const PRESETS = ['balanced', 'read', 'watch', 'operate', 'present'] as const;
export type Preset = (typeof PRESETS)[number];
export const PANELS = ['story', 'stage', 'inspect', 'terminal'] as const;
/** What fills the screen of a phone. */
export type Panel = (typeof PANELS)[number];

export interface Why {
  readonly branch: number;
  readonly kind: 'fact' | 'lost' | 'duplicate' | 'lag';
  readonly facts: readonly number[];
  /** Records behind, for lag. */
  readonly count: number;
}

/** Kept on this device. */
export interface Settings {
  readonly locale: Locale | null;
  readonly theme: Theme;
  readonly motion: Motion;
  readonly singleKeys: boolean;
  readonly speed: Speed;
  readonly pace: Pace;
  readonly verbosity: Verbosity;
  /** What is announced is shown, too. */
  readonly heard: boolean;
  readonly sound: boolean;
  /** Of sound, in percent. */
  readonly volume: number;
  /** What sounds: what happens in a step, and how far a group is behind. */
  readonly soundEvents: boolean;
  readonly soundLag: boolean;
  /** What is announced is read aloud by the browser's voice. */
  readonly aloud: boolean;
}

export interface AppState extends Omit<Settings, 'locale'> {
  readonly locale: Locale;
  /** Which key does what, for keys of one character. */
  readonly keys: Keys;
  /** Events that have happened: the playhead. */
  readonly cursor: number;
  readonly playing: boolean;
  /** View chosen by the person; null follows the beat or the lesson. */
  readonly view: string | null;
  /** Partition shown full size; null is the first one. */
  readonly focus: string | null;
  readonly asTable: boolean;
  /** What goals ask for is drawn over the picture. */
  readonly ghosts: boolean;
  readonly selection: Selection | null;
  /** What is being explained: a question about facts of one branch, by their places in its memory. */
  readonly why: Why | null;
  /** Tag of the record that is followed through the cluster. */
  readonly follow: string | null;
  readonly inspector: boolean;
  readonly story: boolean;
  readonly terminal: boolean;
  readonly panel: Panel;
  readonly preset: Preset;
  /** Branch that stands beside the current one; null when none is compared. */
  readonly beside: number | null;
  /** The one dialog that may be open. */
  readonly dialog: 'share' | 'help' | 'palette' | 'goto' | 'whatIf' | 'bookmarks' | 'topics' | null;
  /** Only a phone, an embed or a stage: what the link's query asked for. */
  readonly embed: boolean;
}

const saved = remembered<Partial<Settings>>('settings', {});
const panes = remembered<{ inspector?: boolean }>('panes', {});

export const useStore = create<AppState>(() => ({
  locale: saved.locale ?? 'en',
  theme: saved.theme ?? 'auto',
  motion: saved.motion ?? 'auto',
  singleKeys: saved.singleKeys ?? true,
  keys: keysFrom(remembered<unknown>('keys', null)),
  speed: saved.speed ?? 1,
  pace: saved.pace ?? 'story',
  heard: saved.heard ?? false,
  sound: saved.sound === true,
  volume: typeof saved.volume === 'number' ? Math.min(100, Math.max(0, saved.volume)) : 60,
  soundEvents: saved.soundEvents !== false,
  soundLag: saved.soundLag === true,
  aloud: saved.aloud === true,
  verbosity: VERBOSITIES.find((one) => one === saved.verbosity) ?? 'normal',
  cursor: 0,
  playing: false,
  view: null,
  focus: null,
  asTable: false,
  ghosts: false,
  selection: null,
  why: null,
  follow: null,
  inspector: panes.inspector ?? false,
  story: true,
  terminal: false,
  panel: 'stage',
  preset: 'balanced',
  beside: null,
  dialog: null,
  embed: false,
}));

export const patch = (change: Partial<AppState>): void => useStore.setState(change);
export const state = (): AppState => useStore.getState();

/** Changes a setting and remembers it. */
export function set(change: Partial<Settings>): void {
  patch(change as Partial<AppState>);
  remember('settings', { ...remembered<Partial<Settings>>('settings', {}), ...change });
}

export function togglePane(pane: 'inspector' | 'terminal' | 'story', open = !state()[pane]): void {
  // Who presents goes on presenting, with the pane that was asked for.
  patch({ [pane]: open, preset: state().preset === 'present' ? 'present' : 'balanced' });
  if (pane === 'inspector') remember('panes', { inspector: open });
}
