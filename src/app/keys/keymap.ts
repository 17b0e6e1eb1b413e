/** The keyboard map: which key means what. Letters go by `code`, so that a Korean layout works; punctuation goes by `key`. */

export const ACTIONS = [
  'playPause',
  'stepForward',
  'stepBack',
  'microForward',
  'microBack',
  'beatForward',
  'beatBack',
  'chapterForward',
  'chapterBack',
  'tenForward',
  'tenBack',
  'toStart',
  'toEnd',
  'slower',
  'faster',
  'view1',
  'view2',
  'view3',
  'view4',
  'view5',
  'view6',
  'view7',
  'view8',
  'view9',
  'nextOfThing',
  'previousOfThing',
  'bookmark',
  'whatIf',
  'compare',
  'parting',
  'answer',
  'hint',
  'ghosts',
  'whatChanged',
  'verbosity',
  'sound',
  'summary',
  'inspector',
  'terminal',
  'topics',
  'table',
  'goTo',
  'searchEvents',
  'help',
  'fullScreen',
  'palette',
  'nextRegion',
  'previousRegion',
  'close',
] as const;
export type Action = (typeof ACTIONS)[number];

/** What of a keyboard event the map looks at. */
export interface Key {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
}

/** Where the key was pressed. */
export interface Place {
  /** Input, editor, terminal: single characters belong to the text. */
  readonly inText: boolean;
  /** A widget that uses arrows, Home, End, Space or typing itself: slider, tabs, tree, menu, radio. */
  readonly inWidget: boolean;
  readonly onButton: boolean;
  /** The person's switch for single-character shortcuts. */
  readonly singleKeys: boolean;
}

/**
 * Commands of one character, each with its standard key; a person may give it another. A letter or a digit is named by its place on the keyboard
 * (`KeyK`, `Digit1`), a mark by what it writes.
 */
export const STANDARD = {
  playPause: 'KeyK',
  microForward: '.',
  microBack: ',',
  beatForward: ']',
  beatBack: '[',
  tenForward: 'KeyL',
  tenBack: 'KeyJ',
  slower: '<',
  faster: '>',
  view1: 'Digit1',
  view2: 'Digit2',
  view3: 'Digit3',
  view4: 'Digit4',
  view5: 'Digit5',
  view6: 'Digit6',
  view7: 'Digit7',
  view8: 'Digit8',
  view9: 'Digit9',
  table: 'KeyX',
  inspector: 'KeyI',
  terminal: 'KeyT',
  topics: 'KeyR',
  nextOfThing: 'KeyN',
  previousOfThing: 'KeyP',
  bookmark: 'KeyM',
  whatIf: 'KeyB',
  compare: 'KeyC',
  parting: 'KeyD',
  answer: 'KeyA',
  hint: 'KeyH',
  ghosts: 'KeyO',
  whatChanged: 'KeyW',
  verbosity: 'KeyV',
  sound: 'KeyU',
  summary: 'KeyS',
  goTo: 'KeyG',
  searchEvents: '/',
  fullScreen: 'KeyF',
  help: '?',
} as const satisfies Partial<Record<Action, string>>;

/** A command whose key may be changed. */
export type Command = keyof typeof STANDARD;
export const COMMANDS = Object.keys(STANDARD) as readonly Command[];
export const isCommand = (action: string): action is Command => Object.hasOwn(STANDARD, action);

/** The key of each command; null where the person took it away. No two commands share one. */
export type Keys = Readonly<Record<Command, string | null>>;

/** Keys that no one may change: they move the focus, go through time like a slider, or close. */
const FIXED: Readonly<Partial<Record<Action, string>>> = {
  stepForward: '→',
  stepBack: '←',
  toStart: 'Home',
  toEnd: 'End',
  chapterForward: 'PgDn',
  chapterBack: 'PgUp',
  nextRegion: 'F6',
  previousRegion: 'Shift F6',
  palette: 'Ctrl K',
  close: 'Esc',
};

const NAVIGATION: Readonly<Record<string, Action>> = {
  ArrowRight: 'stepForward',
  ArrowLeft: 'stepBack',
  Home: 'toStart',
  End: 'toEnd',
  PageDown: 'chapterForward',
  PageUp: 'chapterBack',
};

/** The mark that a key writes, as its name. */
export const markOf = (key: Key): string | undefined => (/^[\p{P}\p{S}]$/u.test(key.key) ? key.key : undefined);
/** The place of a letter or a digit, as its name: what it writes depends on the layout, where it lies does not. */
export const placeName = (key: Key): string | undefined => (/^(?:Key[A-Z]|Digit\d)$/.test(key.code) ? key.code : undefined);
export const isKeyName = (name: string): boolean => /^(?:Key[A-Z]|Digit\d|[\p{P}\p{S}])$/u.test(name);

export const commandOf = (keys: Keys, name: string | undefined): Command | undefined =>
  name === undefined ? undefined : COMMANDS.find((command) => keys[command] === name);

/**
 * What a device remembers, as keys. Nobody vouches for it: what is no command or no key is passed over, of two that want the same key the first has
 * it, and a command whose standard key was given away has none.
 */
export function keysFrom(kept: unknown): Keys {
  const given = typeof kept === 'object' && kept !== null ? (kept as Readonly<Record<string, unknown>>) : {};
  const keys: Record<string, string | null> = {};
  const isFree = (name: string): boolean => !Object.values(keys).includes(name);
  for (const command of COMMANDS) {
    const name = Object.hasOwn(given, command) ? given[command] : undefined;
    if (name === null || (typeof name === 'string' && isKeyName(name) && isFree(name))) keys[command] = name;
  }
  for (const command of COMMANDS) {
    const standard = STANDARD[command];
    if (keys[command] === undefined) keys[command] = isFree(standard) ? standard : null;
  }
  return keys as Keys;
}

export function actionFor(key: Key, place: Place, keys: Keys): Action | undefined {
  if (key.isComposing) return undefined;
  if (key.key === 'F6') return key.shiftKey ? 'previousRegion' : 'nextRegion';
  if (key.code === 'KeyK' && (key.ctrlKey || key.metaKey) && !key.altKey && !key.shiftKey) return 'palette';
  if (key.ctrlKey || key.metaKey || key.altKey) return undefined;
  if (key.key === 'Escape') return 'close';
  if (place.inText) return undefined;
  const navigation = NAVIGATION[key.key];
  if (navigation) return place.inWidget || key.shiftKey ? undefined : navigation;
  return place.singleKeys ? single(key, place, keys) : undefined;
}

function single(key: Key, place: Place, keys: Keys): Action | undefined {
  if (key.code === 'Space') return place.onButton || place.inWidget ? undefined : 'playPause';
  const mark = commandOf(keys, markOf(key));
  if (mark) return mark;
  if (key.shiftKey || (place.inWidget && !place.onButton)) return undefined;
  return commandOf(keys, placeName(key));
}

/** A key as it is written on a keyboard. */
export const written = (name: string): string => name.replace(/^(?:Key|Digit)(?=.$)/, '');

/** What a hint says of an action: the key that does it now, if one does. */
export function shownKey(action: Action, keys: Keys, singleKeys: boolean): string | undefined {
  if (!isCommand(action)) return FIXED[action];
  const name = keys[action];
  return singleKeys && name !== null ? written(name) : undefined;
}

/** The map as shown by the help overlay, in its order. */
export const SHOWN: readonly (Action | 'views')[] = [
  'playPause',
  'stepForward',
  'stepBack',
  'microForward',
  'microBack',
  'beatForward',
  'beatBack',
  'chapterForward',
  'chapterBack',
  'tenForward',
  'tenBack',
  'toStart',
  'toEnd',
  'slower',
  'faster',
  'views',
  'table',
  'inspector',
  'terminal',
  'topics',
  'nextOfThing',
  'previousOfThing',
  'bookmark',
  'whatIf',
  'compare',
  'parting',
  'answer',
  'hint',
  'ghosts',
  'whatChanged',
  'verbosity',
  'sound',
  'summary',
  'goTo',
  'searchEvents',
  'fullScreen',
  'nextRegion',
  'palette',
  'help',
  'close',
];
