import { describe, expect, it } from 'vitest';
import en from '#app/i18n/en/views.ts';
import type { BrokerFrame, Frame } from '#kafka/frame.ts';
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
    return [state, conditionOf(broker, words)?.id ?? null, remarkOf(state, frame, partition, replica, words)?.id ?? null];
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

describe('a follower that is behind', () => {
  const { frame } = fixtures.behind;
  const [partition] = frame.partitions;
  const remarkIn = (brokers: Partial<BrokerFrame>[], overlays?: Frame['overlays']) => {
    const changed = { ...frame, overlays, brokers: frame.brokers.map((one, i) => ({ ...one, ...brokers[i] })) };
    return remarkOf('out-of-isr', changed, partition, partition.logs[2], words);
  };

  it('catches up while its process runs and the leader answers', () => {
    expect(remarkIn([])).toMatchObject({ id: 'behind', text: 'catching up, 4 behind' });
  });

  it('does not catch up while its process is paused', () => {
    expect(remarkIn([{}, {}, { status: 'paused' }])).toEqual({ id: 'fetch-paused', text: 'fetching paused', long: 'fetching paused, 4 behind' });
  });

  it('does not catch up while the leader is out of reach', () => {
    const outOfReach = { id: 'out-of-reach', text: 'leader out of reach', long: 'leader out of reach, 4 behind' };
    expect(remarkIn([{}, {}, { connected: false }])).toEqual(outOfReach);
    expect(remarkIn([{ connected: false }])).toEqual(outOfReach);
    expect(remarkIn([{ status: 'paused' }])).toEqual(outOfReach);
    const cut = { fault: 'cut', from: ['kafka1'], to: ['kafka3'], types: undefined };
    expect(remarkIn([], [cut])).toEqual(outOfReach);
    expect(remarkIn([], [{ fault: 'clog', from: undefined, to: ['kafka1'], types: ['FetchRequest'] }])).toEqual(outOfReach);
    for (const spared of [
      { ...cut, fault: 'delay' },
      { ...cut, to: ['kafka2'] },
      { ...cut, types: ['ProduceRequest'] },
    ])
      expect(remarkIn([], [spared])?.id).toBe('behind');
  });
});

describe('what is wrong with a partition', () => {
  it('names the replicas outside the ISR and says when acks=all is refused', () => {
    expect(problemsOf(fixtures.dataLoss.frame.partitions[0], words).map((problem) => problem.id)).toEqual(['below-min', 'out']);
    expect(problemsOf(fixtures.healthy.frame.partitions[0], words)).toEqual([]);
  });
});
