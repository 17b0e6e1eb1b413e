/** Props of a picture as the gallery and the golden tests ask for it: a fixture, a width, words, and nothing that moves. */
import type { ViewProps, Words } from '../contract.ts';
import type { Fixture } from '../fixtures.ts';

const nothing = () => {};

export function propsOf(fixture: Fixture, width: number, words: Words, rest: Partial<ViewProps> = {}): ViewProps {
  return {
    ...fixture,
    width,
    words,
    height: 600,
    phase: 1,
    selection: null,
    spotlight: [],
    reducedMotion: false,
    asTable: false,
    onFocus: nothing,
    onSelect: nothing,
    onSeekTime: nothing,
    onSeek: nothing,
    tell: (fact) => fact.fact,
    ...rest,
  };
}
