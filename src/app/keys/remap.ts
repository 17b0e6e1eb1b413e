/** Giving a command another key: what a pressed key means while one is waited for, and what becomes of the command that had it. */
import { COMMANDS, type Command, commandOf, type Key, type Keys, markOf, placeName, STANDARD } from '#app/keys/keymap.ts';

/** Why a key cannot be chosen: it has a meaning everywhere, it belongs to the browser together with another, or it writes no character. */
export type Refusal = 'fixed' | 'combination' | 'noCharacter';

export type Pressed =
  | { readonly kind: 'wait' | 'keep' | 'remove' }
  | { readonly kind: 'refuse'; readonly why: Refusal; readonly key: string }
  | { readonly kind: 'take'; readonly name: string };

const FIXED = /^(?:Tab|Enter| |Arrow(?:Left|Right|Up|Down)|Home|End|PageUp|PageDown|F6)$/;
/** Pressed on the way to another key, or to change what the keys write. */
const ON_THE_WAY = /^(?:Shift|Control|Alt|AltGraph|Meta|Fn|CapsLock|NumLock|Process|Unidentified|Hangul.*|Hanja.*|Lang\d)$/;

export function pressed(key: Key & { readonly repeat?: boolean }): Pressed {
  if (key.isComposing || key.repeat || ON_THE_WAY.test(key.key)) return { kind: 'wait' };
  if (key.ctrlKey || key.metaKey || key.altKey) return { kind: 'refuse', why: 'combination', key: key.key };
  if (key.key === 'Escape') return { kind: 'keep' };
  if (key.key === 'Delete' || key.key === 'Backspace') return { kind: 'remove' };
  if (FIXED.test(key.key)) return { kind: 'refuse', why: 'fixed', key: key.key === ' ' ? 'Space' : key.key };
  // A digit's key that writes a mark of itself (AZERTY) is still known by its place; with Shift it is the mark that is meant.
  const name = isDigit(key) && !key.shiftKey ? key.code : (markOf(key) ?? placeName(key));
  return name === undefined ? { kind: 'refuse', why: 'noCharacter', key: key.key } : { kind: 'take', name };
}

const isDigit = (key: Key): boolean => key.code.startsWith('Digit');

export interface Given {
  readonly keys: Keys;
  /** The command that had the key, and now has another. */
  readonly other: Command | null;
}

/** Gives a key to a command. The one that had it takes what the other leaves, or else a standard key that is free; only a person leaves a command without a key. */
export function give(keys: Keys, command: Command, name: string): Given {
  const other = commandOf(keys, name);
  if (other === undefined || other === command) return { keys: { ...keys, [command]: name }, other: null };
  const left = keys[command] ?? freeKey({ ...keys, [command]: name }, [other, command]);
  return { keys: { ...keys, [command]: name, [other]: left }, other };
}

/** The standard key of one of the first commands if it is free, else of any: a command without a key leaves at least one. */
function freeKey(keys: Keys, first: readonly Command[]): string {
  const free = [...first, ...COMMANDS].map((command) => STANDARD[command]).find((name) => commandOf(keys, name) === undefined);
  if (free === undefined) throw new Error('as many keys as commands, and none free');
  return free;
}

export const remove = (keys: Keys, command: Command): Keys => ({ ...keys, [command]: null });

/** What is worth remembering: where a person left the standard. */
export const changesOf = (keys: Keys): Partial<Record<Command, string | null>> =>
  Object.fromEntries(COMMANDS.filter((command) => keys[command] !== STANDARD[command]).map((command) => [command, keys[command]]));
