import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { layoutOf, rememberLayout } from '#app/workbench/layouts.ts';

const kept = new Map<string, string>();

beforeEach(() => {
  kept.clear();
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => kept.set(key, text) });
});
afterEach(() => vi.unstubAllGlobals());

describe('The sizes of panes', () => {
  it('are remembered for each set of open panes', () => {
    rememberLayout('s true', { 'stage-pane': 70, inspector: 30 });
    rememberLayout('v balanced true', { scene: 60, terminal: 40 });
    expect(layoutOf('s true')).toEqual({ 'stage-pane': 70, inspector: 30 });
    expect(layoutOf('v balanced true')).toEqual({ scene: 60, terminal: 40 });
    expect(layoutOf('s false')).toBeUndefined();
  });

  it('are those of a stage that was remembered under its former name, in the order of the panes', () => {
    kept.set('highwater:layout', JSON.stringify({ 's true': { stage: 62, inspector: 38 } }));
    expect(Object.entries(layoutOf('s true') ?? {})).toEqual([
      ['stage-pane', 62],
      ['inspector', 38],
    ]);
  });

  it('take the new name when they are changed, and leave the other sets as they were', () => {
    const other = { scene: 50, terminal: 50 };
    kept.set('highwater:layout', JSON.stringify({ 's true': { stage: 62, inspector: 38 }, 'v balanced true': other }));
    rememberLayout('s true', { 'stage-pane': 55, inspector: 45 });
    expect(layoutOf('s true')).toEqual({ 'stage-pane': 55, inspector: 45 });
    expect(layoutOf('v balanced true')).toEqual(other);
  });

  it('are the usual ones where the browser remembers nothing', () => {
    vi.stubGlobal('localStorage', undefined);
    expect(rememberLayout('s true', { 'stage-pane': 55, inspector: 45 })).toBe(false);
    expect(layoutOf('s true')).toBeUndefined();
  });
});
