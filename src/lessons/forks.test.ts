import { describe, expect, it } from 'vitest';
import { examples } from '#lessons/examples/catalog.ts';
import { act, branchOf, openSession } from '#session/session.ts';

describe('a command given in the middle of an example', () => {
  it('makes a future in which no invariant is broken, wherever it is given', () => {
    const document = examples.find(({ slug }) => slug === 'member-killed')?.scenario;
    const session = openSession(document as never);
    if (!session.ok) throw new Error('The example does not open.');
    const { timeline } = branchOf(session.value);
    timeline.extend({});
    for (let at = 100; at < timeline.end; at += Math.floor(timeline.end / 12)) {
      const acted = act(session.value, at, 'docker kill kafka1');
      if (!acted.ok) throw new Error(`It was refused at ${at}.`);
      const fork = branchOf(acted.session).timeline;
      fork.extend({});
      expect([at, fork.violations]).toEqual([at, []]);
    }
  });
});
