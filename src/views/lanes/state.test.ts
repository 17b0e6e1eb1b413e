import { describe, expect, it } from 'vitest';
import en from '#app/i18n/en/views.ts';
import { fixtures } from '../fixtures.ts';
import { wordsFrom } from '../gallery/words.ts';
import { brokerOf, conditionOf, laneState, problemsOf, remarkOf } from './state.ts';

const words = wordsFrom(en);

function statesOf(name: keyof typeof fixtures) {
  const { frame } = fixtures[name];
  const partition = frame.partitions[0];
  return partition.logs.map((replica) => {
    const broker = brokerOf(frame, replica.broker);
    const state = laneState(partition, replica, broker);
    return [state, conditionOf(broker, words)?.id ?? null, remarkOf(state, partition, replica, words)?.id ?? null];
  });
}

describe('what a replica is', () => {
  it('tells leader, in-sync follower and follower out of the ISR', () => {
    expect(statesOf('behind')).toEqual([
      ['leader', null, 'preferred'],
      ['in-sync', null, null],
      ['out-of-isr', null, 'behind'],
    ]);
  });

  it('shows a zombie with both its belief and the truth', () => {
    expect(statesOf('zombie')).toEqual([
      ['believes', 'cut', 'deposed'],
      ['leader', null, null],
      ['in-sync', 'paused', null],
    ]);
  });

  it('shows a chosen leader that has not heard yet as electing', () => {
    expect(statesOf('election').map(([state]) => state)).toEqual(['offline', 'electing', 'in-sync']);
  });

  it('shows a replica outside the ISR that may still be elected', () => {
    expect(statesOf('dataLoss').map(([state]) => state)).toEqual(['elr', 'offline', 'leader']);
  });
});

describe('what is wrong with a partition', () => {
  it('names the replicas outside the ISR and says when acks=all is refused', () => {
    expect(problemsOf(fixtures.dataLoss.frame.partitions[0], words).map((problem) => problem.id)).toEqual(['below-min', 'out']);
    expect(problemsOf(fixtures.healthy.frame.partitions[0], words)).toEqual([]);
  });
});
