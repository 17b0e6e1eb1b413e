import { describe, expect, it } from 'vitest';
import { compileExpression, type Expression } from '#scenario/expression.ts';
import { steady } from '#session/lessons.test-documents.ts';
import { branchOf, openSession } from '#session/session.ts';
import { searchOn, startSearch } from '#session/until.ts';

const session = openSession(steady);
if (!session.ok) throw new Error(JSON.stringify(session.error));
const { timeline, scenario } = branchOf(session.value);
timeline.extend({});

function expression(text: string): Expression {
  const compiled = compileExpression(text, scenario.names, 'predicate');
  if (!compiled.ok) throw new Error(compiled.error.message);
  return compiled.value;
}

const found = (text: string, from = 0, slice = Number.POSITIVE_INFINITY): number | undefined => {
  const search = startSearch(timeline, expression(text), from);
  for (;;) {
    const cursor = searchOn(timeline, search, slice);
    if (cursor !== undefined || search.at === timeline.end) return cursor;
  }
};

describe('Run until', () => {
  it('stops at the first event after which the predicate holds, and not one later', () => {
    const cursor = found('hw(orders-0) >= 3') as number;
    const highWatermark = (at: number) => {
      const partition = timeline.frameAt(at).partitions.find(({ tp }) => tp === 'orders-0');
      return partition?.logs.find(({ broker }) => broker === partition.leader)?.highWatermark ?? 0;
    };
    expect([highWatermark(cursor - 1) >= 3, highWatermark(cursor) >= 3]).toEqual([false, true]);
  });

  it('is the same in slices of any size', () => {
    for (const slice of [1, 7, 1000]) expect(found('state(kafka1) == down', 0, slice)).toBe(found('state(kafka1) == down'));
  });

  it('goes on from where it holds already, to the next time at which it becomes true', () => {
    const up = found('state(kafka1) == RUNNING') as number;
    const down = found('state(kafka1) == down') as number;
    expect(startSearch(timeline, expression('state(kafka1) == RUNNING'), 0).already).toBe(true);
    expect(up).toBeGreaterThan(down);
    expect(found('state(kafka1) == RUNNING', up)).toBeUndefined();
  });

  it('knows what a value does, and finds each time that it does so', () => {
    const first = found('leader(orders-0) changes or leader(orders-1) changes or leader(orders-2) changes') as number;
    expect(first).toBeGreaterThan(found('state(kafka1) == down') as number);
    const shrinks = found('isr(orders-0) shrinks') as number;
    expect(timeline.eventAt(shrinks - 1).facts).toContainEqual(expect.objectContaining({ fact: expect.stringMatching(/IsrShrunk|LeaderElected/) }));
  });

  it('finds nothing in what never comes to be', () => {
    expect(found('lost(acked) > 1000')).toBeUndefined();
  });
});
