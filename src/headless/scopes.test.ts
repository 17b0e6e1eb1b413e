import { describe, expect, it } from 'vitest';
import { ENOUGH, EVERY_PROTOCOL, failureOf, LARGE, SETS } from '#headless/scopes.ts';
import type { Exploration } from '#proof/explore.ts';

const FOUND: Exploration = { states: 100, transitions: 300, depth: 9, exhausted: true, violation: undefined };

describe('what is searched when nothing is named', () => {
  it.each(['classic eager group', 'classic cooperative group', 'KIP-848 group', 'transactions', 'controller election', 'partition'])(
    'holds a scope of %s, which must have a hundred thousand states or more',
    (protocol) => {
      const scopes = EVERY_PROTOCOL.scopes.filter(({ name }) => name.startsWith(protocol));
      expect(scopes.length).toBeGreaterThan(0);
      for (const { atLeast } of scopes) expect(atLeast).toBeGreaterThanOrEqual(ENOUGH);
    },
  );

  it('holds a scope of the partition protocol that must have seven hundred thousand', () => {
    expect(EVERY_PROTOCOL.scopes.filter(({ name, atLeast }) => name.startsWith('partition') && atLeast >= LARGE)).toHaveLength(1);
    expect([ENOUGH, LARGE]).toEqual([100_000, 700_000]);
  });
});

it('names each scope of a set once, so that its line says which it is', () => {
  for (const { scopes } of SETS) expect(new Set(scopes.map(({ name }) => name)).size).toBe(scopes.length);
});

describe('a search proves something', () => {
  it('when it has seen every state, and enough of them, and nothing broke', () => {
    expect(failureOf(FOUND, 100)).toBeUndefined();
  });

  it('not when the scope has become smaller than it says', () => {
    expect(failureOf(FOUND, 101)).toBe('There are 100 states, and must be at least 101.');
  });

  it('not when it stopped before it had seen everything', () => {
    expect(failureOf({ ...FOUND, exhausted: false }, 100)).toBe('There are states that were not looked at.');
  });

  it('not when something broke: then it tells the way there', () => {
    const broken = { ...FOUND, exhausted: false, violation: { message: 'C07: t-0 belongs to A and to B', path: ['A joins', 'B joins'] } };
    expect(failureOf(broken, 100)).toBe('C07: t-0 belongs to A and to B\n  1. A joins\n  2. B joins');
  });
});
