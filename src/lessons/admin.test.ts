import { describe, expect, it } from 'vitest';
import type { Frame } from '#kafka/frame.ts';
import { lastReplica, lastReplicaElr } from '#lessons/examples/last-replica.ts';
import { preferredElection } from '#lessons/examples/preferred-election.ts';
import { reassignment } from '#lessons/examples/reassignment.ts';
import { zombieLeader } from '#lessons/examples/zombie-leader.ts';
import { branchOf, openSession } from '#session/session.ts';
import { viewAt } from '#sim/view.ts';

/** An example, run to its end: its frames by time, and what became of its records. */
function watch(scenario: (typeof lastReplica)['scenario']) {
  const opened = openSession(scenario);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const { timeline } = branchOf(opened.value);
  timeline.extend({});
  const at = (seconds: number): Frame => timeline.frameAt(timeline.cursorAtTime(seconds * 1_000_000));
  const orders = (seconds: number, partition = 0) => {
    const found = at(seconds).partitions.find(({ tp }) => tp === `orders-${partition}`);
    if (!found) throw new Error(`There is no orders-${partition}.`);
    return found;
  };
  return { at, orders, timeline };
}

const ends = (frame: ReturnType<ReturnType<typeof watch>['orders']>): number[] => frame.logs.map(({ logEndOffset }) => logEndOffset);

describe('the last replica standing', () => {
  it('without eligible leader replicas takes acknowledged records with it', () => {
    const { orders, timeline } = watch(lastReplica.scenario);
    expect(orders(20)).toMatchObject({ leader: 1, isr: [1], elr: [] });
    expect(ends(orders(24))).toEqual([5, 5, 5]);
    expect(orders(36)).toMatchObject({ leader: -1, isr: [1] });
    expect(orders(69)).toMatchObject({ leader: 1 });
    expect(ends(orders(69))).toEqual([0, 0, 0]);
    expect(timeline.violations).toEqual([]);
  });

  it('with them is replaced by one that has everything', () => {
    const { orders, timeline } = watch(lastReplicaElr.scenario);
    expect(orders(20)).toMatchObject({ leader: 1, isr: [1], elr: [2] });
    expect(orders(36)).toMatchObject({ leader: -1, isr: [], lastKnownElr: [1] });
    expect(orders(69).leader).toBe(2);
    expect(ends(orders(69))).toEqual([5, 5, 5]);
    expect(timeline.violations).toEqual([]);
  });
});

describe('a preferred election', () => {
  it('gives each first replica its partition back', () => {
    const { orders } = watch(preferredElection.scenario);
    expect([0, 1, 2].map((n) => orders(24, n).leader)).toEqual([2, 2, 3]);
    expect([0, 1, 2].map((n) => orders(27, n).leader)).toEqual([1, 2, 3]);
  });
});

describe('a reassignment', () => {
  it('moves a partition while it is written to', () => {
    const { orders, at, timeline } = watch(reassignment.scenario);
    expect(orders(11)).toMatchObject({ replicas: [4, 5, 3], leader: 4, adding: [], removing: [] });
    expect(at(11).tools.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    expect(at(11).producers[0].recordsFailed).toBe(0);
    expect(timeline.violations).toEqual([]);
  });
});

describe('a zombie leader', () => {
  it('fools acks=1 only', () => {
    const { at, orders, timeline } = watch(zombieLeader.scenario);
    const end = orders(44);
    const held = end.logs[0].records;
    const keys = Array.from({ length: end.logs[0].logEndOffset }, (_, n) => viewAt(held, n).key);
    expect(keys.filter((key) => key === 'A').length).toBeLessThan(30);
    expect(keys.filter((key) => key === 'B')).toHaveLength(30);
    expect(at(44).producers.map(({ recordsAcknowledged }) => recordsAcknowledged)).toEqual([30, 30]);
    expect(timeline.violations).toEqual([]);
  });
});
