import { describe, expect, it } from 'vitest';
import { COMMANDS, type Command, type Key, type Keys, keysFrom, STANDARD } from '#app/keys/keymap.ts';
import { changesOf, give, pressed, remove } from '#app/keys/remap.ts';

const key = (of: Partial<Key> & { readonly repeat?: boolean }) => ({
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...of,
});
const standard = keysFrom(null);

describe('While a key is waited for', () => {
  it('a letter or a digit is taken by its place, whatever the layout writes, and a mark by what it writes', () => {
    expect(pressed(key({ key: 'y', code: 'KeyY' }))).toEqual({ kind: 'take', name: 'KeyY' });
    expect(pressed(key({ key: 'ㅛ', code: 'KeyY' }))).toEqual({ kind: 'take', name: 'KeyY' });
    expect(pressed(key({ key: 'Y', code: 'KeyY', shiftKey: true }))).toEqual({ kind: 'take', name: 'KeyY' });
    expect(pressed(key({ key: '0', code: 'Digit0' }))).toEqual({ kind: 'take', name: 'Digit0' });
    expect(pressed(key({ key: ';', code: 'Semicolon' }))).toEqual({ kind: 'take', name: ';' });
    expect(pressed(key({ key: '!', code: 'Digit1', shiftKey: true }))).toEqual({ kind: 'take', name: '!' });
    expect(pressed(key({ key: '₩', code: 'Backslash' }))).toEqual({ kind: 'take', name: '₩' });
  });

  it('on a French layout the key of 1 is the key of 1, with Shift or without, and what lies where M is writes a comma', () => {
    expect(pressed(key({ key: '&', code: 'Digit1' }))).toEqual({ kind: 'take', name: 'Digit1' });
    expect(pressed(key({ key: '1', code: 'Digit1', shiftKey: true }))).toEqual({ kind: 'take', name: 'Digit1' });
    expect(pressed(key({ key: ',', code: 'KeyM' }))).toEqual({ kind: 'take', name: ',' });
  });

  it('Escape keeps the present key, and Delete or Backspace takes it away', () => {
    expect(pressed(key({ key: 'Escape', code: 'Escape' }))).toEqual({ kind: 'keep' });
    expect(pressed(key({ key: 'Delete', code: 'Delete' }))).toEqual({ kind: 'remove' });
    expect(pressed(key({ key: 'Backspace', code: 'Backspace' }))).toEqual({ kind: 'remove' });
  });

  it('keys with a meaning everywhere are refused', () => {
    for (const one of ['Tab', 'Enter', 'ArrowLeft', 'ArrowUp', 'Home', 'End', 'PageDown', 'F6'])
      expect(pressed(key({ key: one, code: one }))).toEqual({ kind: 'refuse', why: 'fixed', key: one });
    expect(pressed(key({ key: ' ', code: 'Space' }))).toEqual({ kind: 'refuse', why: 'fixed', key: 'Space' });
  });

  it('combinations are refused, and so are keys that write no character', () => {
    expect(pressed(key({ key: 'y', code: 'KeyY', ctrlKey: true }))).toMatchObject({ kind: 'refuse', why: 'combination' });
    expect(pressed(key({ key: 'y', code: 'KeyY', metaKey: true }))).toMatchObject({ kind: 'refuse', why: 'combination' });
    expect(pressed(key({ key: '…', code: 'Semicolon', altKey: true }))).toMatchObject({ kind: 'refuse', why: 'combination' });
    for (const one of ['F5', 'Dead', 'AudioVolumeUp', 'Insert']) expect(pressed(key({ key: one, code: one }))).toMatchObject({ why: 'noCharacter' });
  });

  it('what is pressed on the way to a key is waited out: Shift alone, a held Enter, a syllable', () => {
    expect(pressed(key({ key: 'Shift', code: 'ShiftLeft', shiftKey: true }))).toEqual({ kind: 'wait' });
    expect(pressed(key({ key: 'Control', code: 'ControlLeft', ctrlKey: true }))).toEqual({ kind: 'wait' });
    expect(pressed(key({ key: 'HangulMode', code: 'Lang1' }))).toEqual({ kind: 'wait' });
    expect(pressed(key({ key: 'Enter', code: 'Enter', repeat: true }))).toEqual({ kind: 'wait' });
    expect(pressed(key({ key: 'ㅛ', code: 'KeyY', isComposing: true }))).toEqual({ kind: 'wait' });
  });
});

describe('Giving a command a key', () => {
  it('frees the key that it had', () => {
    expect(give(standard, 'playPause', 'KeyY')).toEqual({ keys: { ...STANDARD, playPause: 'KeyY' }, other: null });
  });

  it('swaps with the command that had the key', () => {
    expect(give(standard, 'playPause', 'KeyI')).toEqual({ keys: { ...STANDARD, playPause: 'KeyI', inspector: 'KeyK' }, other: 'inspector' });
  });

  it('changes nothing if the command has the key', () => {
    expect(give(standard, 'help', '?')).toEqual({ keys: STANDARD, other: null });
  });

  it('leaves no command without a key, even where there is nothing to swap', () => {
    const without = remove(standard, 'playPause');
    expect(give(without, 'playPause', 'KeyI')).toEqual({ keys: { ...STANDARD, playPause: 'KeyI', inspector: 'KeyK' }, other: 'inspector' });
    const given = give(remove(give(standard, 'table', 'KeyY').keys, 'playPause'), 'playPause', 'KeyY');
    expect(given).toEqual({ keys: { ...STANDARD, playPause: 'KeyY' }, other: 'table' });
  });

  it('after any number of changes no key has two commands, only removed ones have none, and what is remembered says the same', () => {
    const names = [...Object.values(STANDARD), 'KeyY', 'KeyZ', ';', 'Digit0'];
    let keys: Keys = standard;
    let drawn = 7;
    const draw = (most: number): number => {
      drawn = (drawn * 1103515245 + 12345) % 2147483648;
      return Math.floor((drawn / 2147483648) * most);
    };
    for (let turn = 0; turn < 2000; turn++) {
      const command = COMMANDS[draw(COMMANDS.length)];
      const before = without(keys);
      keys = draw(5) === 0 ? remove(keys, command) : give(keys, command, names[draw(names.length)]).keys;
      const held = Object.values(keys).filter((name) => name !== null);
      expect(new Set(held).size).toBe(held.length);
      expect(without(keys).filter((one) => one !== command && !before.includes(one))).toEqual([]);
      expect(keysFrom(JSON.parse(JSON.stringify(changesOf(keys))))).toEqual(keys);
    }
  });
});

const without = (keys: Keys): Command[] => COMMANDS.filter((command) => keys[command] === null);
