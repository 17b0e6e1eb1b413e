/** The keyboard map: which key means what. Letters go by `code`, so that a Korean layout works; punctuation goes by `key`. */

export const ACTIONS = [
  'playPause',
  'stepForward',
  'stepBack',
  'microForward',
  'microBack',
  'beatForward',
  'beatBack',
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
  'hint',
  'whatChanged',
  'verbosity',
  'summary',
  'inspector',
  'terminal',
  'topics',
  'table',
  'goTo',
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

const LETTERS: Readonly<Record<string, Action>> = {
  KeyK: 'playPause',
  KeyJ: 'tenBack',
  KeyL: 'tenForward',
  KeyN: 'nextOfThing',
  KeyP: 'previousOfThing',
  KeyM: 'bookmark',
  KeyB: 'whatIf',
  KeyC: 'compare',
  KeyD: 'parting',
  KeyH: 'hint',
  KeyW: 'whatChanged',
  KeyV: 'verbosity',
  KeyS: 'summary',
  KeyI: 'inspector',
  KeyT: 'terminal',
  KeyR: 'topics',
  KeyX: 'table',
  KeyG: 'goTo',
  KeyF: 'fullScreen',
};

const PUNCTUATION: Readonly<Record<string, Action>> = {
  '.': 'microForward',
  ',': 'microBack',
  ']': 'beatForward',
  '[': 'beatBack',
  '<': 'slower',
  '>': 'faster',
  '?': 'help',
};

const NAVIGATION: Readonly<Record<string, Action>> = { ArrowRight: 'stepForward', ArrowLeft: 'stepBack', Home: 'toStart', End: 'toEnd' };

export function actionFor(key: Key, place: Place): Action | undefined {
  if (key.isComposing) return undefined;
  if (key.key === 'F6') return key.shiftKey ? 'previousRegion' : 'nextRegion';
  if (key.code === 'KeyK' && (key.ctrlKey || key.metaKey) && !key.altKey && !key.shiftKey) return 'palette';
  if (key.ctrlKey || key.metaKey || key.altKey) return undefined;
  if (key.key === 'Escape') return 'close';
  if (place.inText) return undefined;
  const navigation = NAVIGATION[key.key];
  if (navigation) return place.inWidget || key.shiftKey ? undefined : navigation;
  return place.singleKeys ? single(key, place) : undefined;
}

function single(key: Key, place: Place): Action | undefined {
  if (key.code === 'Space') return place.onButton || place.inWidget ? undefined : 'playPause';
  const mark = PUNCTUATION[key.key];
  if (mark) return mark;
  if (key.shiftKey || (place.inWidget && !place.onButton)) return undefined;
  const digit = /^Digit([1-9])$/.exec(key.code);
  return digit ? (`view${digit[1]}` as Action) : LETTERS[key.code];
}

/** The map as shown by the help overlay, in its order. */
export const SHOWN: readonly { readonly keys: readonly string[]; readonly action: Action | 'views' }[] = [
  { keys: ['Space', 'K'], action: 'playPause' },
  { keys: ['→'], action: 'stepForward' },
  { keys: ['←'], action: 'stepBack' },
  { keys: ['.'], action: 'microForward' },
  { keys: [','], action: 'microBack' },
  { keys: [']'], action: 'beatForward' },
  { keys: ['['], action: 'beatBack' },
  { keys: ['L'], action: 'tenForward' },
  { keys: ['J'], action: 'tenBack' },
  { keys: ['Home'], action: 'toStart' },
  { keys: ['End'], action: 'toEnd' },
  { keys: ['<'], action: 'slower' },
  { keys: ['>'], action: 'faster' },
  { keys: ['1', '–', '9'], action: 'views' },
  { keys: ['X'], action: 'table' },
  { keys: ['I'], action: 'inspector' },
  { keys: ['T'], action: 'terminal' },
  { keys: ['R'], action: 'topics' },
  { keys: ['N'], action: 'nextOfThing' },
  { keys: ['P'], action: 'previousOfThing' },
  { keys: ['M'], action: 'bookmark' },
  { keys: ['B'], action: 'whatIf' },
  { keys: ['C'], action: 'compare' },
  { keys: ['D'], action: 'parting' },
  { keys: ['H'], action: 'hint' },
  { keys: ['W'], action: 'whatChanged' },
  { keys: ['V'], action: 'verbosity' },
  { keys: ['S'], action: 'summary' },
  { keys: ['G'], action: 'goTo' },
  { keys: ['F'], action: 'fullScreen' },
  { keys: ['F6'], action: 'nextRegion' },
  { keys: ['Ctrl', 'K'], action: 'palette' },
  { keys: ['?'], action: 'help' },
  { keys: ['Esc'], action: 'close' },
];
