import { describe, expect, it } from 'vitest';
import type { Frame } from '#kafka/frame.ts';
import { examples } from '#lessons/examples/catalog.ts';
import { branchOf, openSession } from '#session/session.ts';

/** The frames of an example by time, and the facts of one name with their times. */
function watch(slug: string) {
  const example = examples.find((one) => one.slug === slug);
  const opened = example && openSession(example.scenario);
  if (!opened?.ok) throw new Error(`${slug} does not open.`);
  const { timeline } = branchOf(opened.value);
  timeline.extend({});
  const at = (seconds: number): Frame => timeline.frameAt(timeline.cursorAtTime(seconds * 1_000_000));
  return { at };
}

const active = (frame: Frame) => frame.controllers.filter((one) => one.active).map(({ node }) => node);
const leaderOf = (frame: Frame, tp: string) => frame.partitions.find((one) => one.tp === tp)?.leader;
const appended = (frame: Frame, tp: string) =>
  frame.partitions.find((one) => one.tp === tp)?.logs.reduce((most, one) => Math.max(most, one.logEndOffset), 0) ?? 0;

describe('Controller failover', () => {
  const { at } = watch('controller-failover');

  it('kills the active controller, and another one leads within seconds', () => {
    expect(active(at(3.9))).toEqual(['controller1']);
    expect(active(at(8.5))).toHaveLength(1);
    expect(active(at(8.5))).not.toEqual(['controller1']);
    expect(at(8.5).controllers.find((one) => one.active)?.epoch).toBeGreaterThan(1);
  });

  it('fences the dead broker only a full session after the election', () => {
    expect(leaderOf(at(13.5), 'orders-1')).toBe(2);
    expect(leaderOf(at(19), 'orders-1')).toBe(3);
  });

  it('ends with one leader and two followers', () => {
    expect(
      at(29)
        .controllers.map(({ quorum }) => quorum?.state)
        .sort(),
    ).toEqual(['Follower', 'Follower', 'Leader']);
  });
});

describe('KRaft majority loss', () => {
  const { at } = watch('kraft-majority-loss');

  it('leaves nobody who is the active controller, and records flow on', () => {
    expect(active(at(9))).toEqual([]);
    expect(appended(at(20), 'orders-0')).toBeGreaterThan(appended(at(9), 'orders-0'));
  });

  it('freezes metadata: no topic is created, a dead broker keeps its leadership', () => {
    expect(at(23).topics.map(({ name }) => name)).not.toContain('payments');
    expect(leaderOf(at(23), 'orders-1')).toBe(2);
    expect(at(23).brokers.find(({ id }) => id === 2)?.fenced).toBe(false);
  });

  it('heals with a majority: the topic that was asked for is there, and the dead broker is fenced', () => {
    expect(active(at(32))).toHaveLength(1);
    expect(at(41).topics.map(({ name }) => name)).toContain('payments');
    expect(leaderOf(at(41), 'orders-1')).toBe(3);
    expect(at(51).brokers.every(({ fenced }) => !fenced)).toBe(true);
  });
});
