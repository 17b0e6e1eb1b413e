import { describe, expect, it } from 'vitest';
import type { FactName } from '#kafka/facts.ts';
import { cut, emptyStops, significanceOf } from '#session/steps.ts';
import type { TraceEvent } from '#sim/trace.ts';

const event = (timeUs: number, cause: number, ...facts: FactName[]): TraceEvent =>
  ({ step: 0, timeUs, node: 'kafka1', kind: 'message', name: 'FetchRequest', cause, outcome: 'handled', facts: facts.map((fact) => ({ fact })) }) as TraceEvent;

/** Cursors at which meaningful steps end. */
function stopsOf(...events: readonly TraceEvent[]): readonly number[] {
  const stops = emptyStops();
  events.forEach((one, i) => {
    cut(stops, i + 1, one, significanceOf(one));
  });
  return stops.cursors;
}

describe('a meaningful step', () => {
  it('ends with an event that means something', () => {
    expect(stopsOf(event(1, 0), event(2, 1, 'RecordSent'), event(3, 2, 'RecordsAppended'), event(4, 3))).toEqual([3]);
  });

  it('takes up to three events of the same time and cause', () => {
    const same = () => event(5, 9, 'PartitionsAssigned');
    expect(stopsOf(same(), same(), same(), same())).toEqual([3, 4]);
    expect(stopsOf(same(), event(5, 8, 'PartitionsAssigned'))).toEqual([1, 2]);
    expect(stopsOf(same(), event(6, 9, 'PartitionsAssigned'))).toEqual([1, 2]);
  });

  it('is always its own when a high watermark moves', () => {
    const append = () => event(5, 9, 'RecordsAppended');
    expect(stopsOf(append(), event(5, 9, 'HighWatermarkAdvanced'), append())).toEqual([1, 2, 3]);
  });

  it('is always its own when it comes from outside', () => {
    const command = { ...event(5, -1, 'CommandRun'), kind: 'input' } as TraceEvent;
    expect(stopsOf(command, command)).toEqual([1, 2]);
  });
});

describe('significance', () => {
  it('is that of the weightiest fact', () => {
    expect(significanceOf(event(1, 0, 'MetadataApplied', 'LeaderElected', 'RecordSent'))).toBe(3);
  });

  it('without facts is noise for what goes on all the time, micro for other messages and for what is lost', () => {
    expect(significanceOf(event(1, 0))).toBe(0);
    expect(significanceOf({ ...event(1, 0), name: 'ProduceRequest' })).toBe(1);
    expect(significanceOf({ ...event(1, 0), outcome: 'lost' })).toBe(1);
  });
});
