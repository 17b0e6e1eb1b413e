import { describe, expect, it } from 'vitest';
import type { KafkaFact } from '#kafka/facts.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { timesOf } from './pauses.ts';

const at = (timeUs: number, ...facts: readonly KafkaFact[]): TraceEvent => ({
  step: 0,
  timeUs,
  node: 'kafka1',
  kind: 'timer',
  name: '',
  cause: -1,
  outcome: 'handled',
  facts,
});
const group = 'billing';
const assigned = (node: string, ...partitions: readonly string[]): KafkaFact => ({ fact: 'PartitionsAssigned', group, node, generation: 1, partitions });
const turned = (from: 'Stable' | 'PreparingRebalance', to: 'Stable' | 'PreparingRebalance'): KafkaFact => ({
  fact: 'GroupStateChanged',
  group,
  from,
  to,
  generation: 2,
  members: 1,
  reason: '',
});

const run = [
  at(1, assigned('b-1', 't-0'), assigned('b-2', 't-1')),
  at(10, { fact: 'ProcessKilled', node: 'b-2' }),
  at(50, turned('Stable', 'PreparingRebalance'), { fact: 'PartitionsRevoked', group, node: 'b-1', partitions: ['t-0'], lost: false }),
  at(60, turned('PreparingRebalance', 'Stable'), assigned('b-1', 't-0', 't-1')),
];

describe('when nobody read a partition', () => {
  it('is from the death of its owner, or from its revocation, until somebody has it again', () => {
    expect(timesOf(run, 4, group).pauses).toEqual([
      { tp: 't-1', why: 'gone', fromUs: 10, toUs: 60 },
      { tp: 't-0', why: 'revoked', fromUs: 50, toUs: 60 },
    ]);
  });

  it('lasts while the run has not told of an end', () => {
    expect(timesOf(run, 2, group).pauses).toEqual([{ tp: 't-1', why: 'gone', fromUs: 10, toUs: undefined }]);
    expect(timesOf(run, 3, group).rebalances).toEqual([{ state: 'PreparingRebalance', fromUs: 50, toUs: undefined }]);
  });

  it('ends when a paused owner comes back before anybody has noticed', () => {
    const back = [run[0], at(5, { fact: 'ProcessPaused', node: 'b-1' }), at(8, { fact: 'ProcessResumed', node: 'b-1' })];
    expect(timesOf(back, 3, group).pauses).toEqual([{ tp: 't-0', why: 'gone', fromUs: 5, toUs: 8 }]);
  });

  it('is nothing to another group', () => {
    expect(timesOf(run, 4, 'audit')).toMatchObject({ rebalances: [], pauses: [] });
  });
});
