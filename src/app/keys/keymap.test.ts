import { describe, expect, it } from 'vitest';
import { ACTIONS, actionFor as actionWith, type Key, type Keys, keysFrom, type Place, SHOWN, STANDARD, shownKey } from '#app/keys/keymap.ts';

const key = (of: Partial<Key>): Key => ({ key: '', code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, ...of });
const standard = keysFrom(null);
const actionFor = (pressed: Key, place: Place, keys: Keys = standard) => actionWith(pressed, place, keys);
const page: Place = { inText: false, inWidget: false, onButton: false, singleKeys: true };

describe('The keyboard map', () => {
  it('steps with arrows and beats with brackets', () => {
    expect(actionFor(key({ key: 'ArrowRight', code: 'ArrowRight' }), page)).toBe('stepForward');
    expect(actionFor(key({ key: '[', code: 'BracketLeft' }), page)).toBe('beatBack');
    expect(actionFor(key({ key: '.', code: 'Period' }), page)).toBe('microForward');
  });

  it('matches letters by their place, so a Korean layout works', () => {
    expect(actionFor(key({ key: 'ㅏ', code: 'KeyK' }), page)).toBe('playPause');
    expect(actionFor(key({ key: 'ㅅ', code: 'KeyT' }), page)).toBe('terminal');
  });

  it('searches with a slash, as the question mark beside it on the same key asks for help', () => {
    expect(actionFor(key({ key: '/', code: 'Slash' }), page)).toBe('searchEvents');
    expect(actionFor(key({ key: '?', code: 'Slash', shiftKey: true }), page)).toBe('help');
  });

  it('never acts while a syllable is being composed', () => {
    expect(actionFor(key({ key: 'ㅏ', code: 'KeyK', isComposing: true }), page)).toBeUndefined();
    expect(actionFor(key({ key: 'Escape', code: 'Escape', isComposing: true }), page)).toBeUndefined();
  });

  it('leaves text fields their characters and arrows', () => {
    const text = { ...page, inText: true };
    for (const one of [
      { key: 'k', code: 'KeyK' },
      { key: '?', code: 'Slash' },
      { key: 'ArrowRight', code: 'ArrowRight' },
      { key: ' ', code: 'Space' },
    ]) {
      expect(actionFor(key(one), text)).toBeUndefined();
    }
    expect(actionFor(key({ key: 'F6', code: 'F6' }), text)).toBe('nextRegion');
    expect(actionFor(key({ key: 'Escape', code: 'Escape' }), text)).toBe('close');
  });

  it('leaves widgets their arrows, and buttons their Space', () => {
    expect(actionFor(key({ key: 'ArrowRight', code: 'ArrowRight' }), { ...page, inWidget: true })).toBeUndefined();
    expect(actionFor(key({ key: ' ', code: 'Space' }), { ...page, onButton: true })).toBeUndefined();
    expect(actionFor(key({ key: 'k', code: 'KeyK' }), { ...page, onButton: true })).toBe('playPause');
  });

  it('turns every single-character key off with one switch', () => {
    const off = { ...page, singleKeys: false };
    for (const one of [
      { key: 'k', code: 'KeyK' },
      { key: ']', code: 'BracketRight' },
      { key: '1', code: 'Digit1' },
      { key: '?', code: 'Slash' },
      { key: ' ', code: 'Space' },
    ]) {
      expect(actionFor(key(one), off)).toBeUndefined();
    }
    expect(actionFor(key({ key: 'ArrowRight', code: 'ArrowRight' }), off)).toBe('stepForward');
  });

  it('turns pages by chapters, wherever no widget turns its own', () => {
    expect(actionFor(key({ key: 'PageDown', code: 'PageDown' }), { ...page, singleKeys: false })).toBe('chapterForward');
    expect(actionFor(key({ key: 'PageUp', code: 'PageUp' }), page)).toBe('chapterBack');
    expect(actionFor(key({ key: 'PageDown', code: 'PageDown' }), { ...page, inWidget: true })).toBeUndefined();
    expect(actionFor(key({ key: 'PageDown', code: 'PageDown' }), { ...page, inText: true })).toBeUndefined();
  });

  it('takes no browser combinations but Ctrl or Command with K', () => {
    expect(actionFor(key({ key: 'ArrowLeft', code: 'ArrowLeft', altKey: true }), page)).toBeUndefined();
    expect(actionFor(key({ key: 'k', code: 'KeyK', metaKey: true }), page)).toBe('palette');
    expect(actionFor(key({ key: 'f', code: 'KeyF', ctrlKey: true }), page)).toBeUndefined();
  });

  it('has a digit for each of nine tabs, and none for a tenth', () => {
    expect(actionFor(key({ key: '9', code: 'Digit9' }), page)).toBe('view9');
    expect(actionFor(key({ key: '0', code: 'Digit0' }), page)).toBeUndefined();
  });

  it('shows in its help only actions that exist', () => {
    for (const action of SHOWN) expect([...ACTIONS, 'views']).toContain(action);
  });
});

describe('A person’s own keys', () => {
  const own = keysFrom({ playPause: 'KeyY', help: null, table: '=' });

  it('act in place of the standard ones', () => {
    expect(actionFor(key({ key: 'y', code: 'KeyY' }), page, own)).toBe('playPause');
    expect(actionFor(key({ key: 'k', code: 'KeyK' }), page, own)).toBeUndefined();
    expect(actionFor(key({ key: '=', code: 'Equal' }), page, own)).toBe('table');
    expect(actionFor(key({ key: 'x', code: 'KeyX' }), page, own)).toBeUndefined();
    expect(actionFor(key({ key: '?', code: 'Slash', shiftKey: true }), page, own)).toBeUndefined();
  });

  it('act by their place with Hangul, and not while a syllable is composed or a text is written', () => {
    expect(actionFor(key({ key: 'ㅛ', code: 'KeyY' }), page, own)).toBe('playPause');
    expect(actionFor(key({ key: 'ㅛ', code: 'KeyY', isComposing: true }), page, own)).toBeUndefined();
    expect(actionFor(key({ key: 'y', code: 'KeyY' }), { ...page, inText: true }, own)).toBeUndefined();
    expect(actionFor(key({ key: 'y', code: 'KeyY' }), { ...page, singleKeys: false }, own)).toBeUndefined();
  });

  it('leave Space, arrows and the palette where they are', () => {
    expect(actionFor(key({ key: ' ', code: 'Space' }), page, own)).toBe('playPause');
    expect(actionFor(key({ key: 'ArrowRight', code: 'ArrowRight' }), page, own)).toBe('stepForward');
    expect(actionFor(key({ key: 'k', code: 'KeyK', ctrlKey: true }), page, own)).toBe('palette');
  });

  it('are what hints show, and hints show none where none acts', () => {
    expect(['playPause', 'table', 'help', 'stepBack'].map((action) => shownKey(action as 'help', own, true))).toEqual(['Y', '=', undefined, '←']);
    expect(['playPause', 'stepBack'].map((action) => shownKey(action as 'help', own, false))).toEqual([undefined, '←']);
    expect(shownKey('view3', standard, true)).toBe('3');
  });
});

describe('Keys as a device remembers them', () => {
  it('are the standard ones if nothing is remembered, or nothing that can be read', () => {
    for (const kept of [null, undefined, 5, 'KeyK', [], ['KeyY'], { playPause: 7, help: {} }, { nobody: 'KeyY' }, { toString: 'KeyY' }])
      expect(keysFrom(kept), JSON.stringify(kept)).toEqual(STANDARD);
  });

  it('are taken where they can be, and passed over where not', () => {
    const keys = keysFrom({ playPause: 'KeyY', hint: 'Enter', table: 'yy', summary: 'F6', goTo: ' ', compare: '', inspector: null });
    expect(keys).toEqual({ ...STANDARD, playPause: 'KeyY', inspector: null });
  });

  it('never give two commands one key: the first has it, and a chosen key goes before a standard one', () => {
    expect(keysFrom({ table: 'KeyY', hint: 'KeyY' })).toEqual({ ...STANDARD, table: 'KeyY' });
    expect(keysFrom({ table: 'KeyH' })).toEqual({ ...STANDARD, table: 'KeyH', hint: null });
  });
});
