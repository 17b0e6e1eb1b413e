import { describe, expect, it } from 'vitest';
import { fixtures } from '../fixtures.ts';
import { brokerClock, type Clock, caughtUpClock, memberClock, runOf, shows, timesOf } from './clock.ts';

const { frame } = fixtures.clocks;
const [partition] = frame.partitions;
const [billing] = frame.groups;

describe('Clocks that run against somebody', () => {
  it('show only once a heartbeat is overdue', () => {
    const of = (clock: Clock | null) => (clock !== null && shows(clock, frame.timeUs) ? clock.id : null);
    expect(frame.brokers.map((broker) => of(brokerClock(broker)))).toEqual([null, 'session', 'session', 'session']);
    expect(billing.members.map((member) => of(memberClock(frame, billing, member)))).toEqual([null, 'session']);
  });

  it('run from the last heartbeat to the end of the session, and stand still there', () => {
    const clock = brokerClock(frame.brokers[1]);
    if (clock === null) throw new Error();
    expect(runOf(clock, frame.timeUs)).toBeCloseTo(6 / 9, 9);
    expect([runOf(clock, clock.sinceUs - 1), runOf(clock, frame.timeUs + 60_000_000)]).toEqual([0, 1]);
    expect(timesOf(clock, frame.timeUs)).toEqual({ elapsed: '6.0 s', limit: '9.0 s' });
  });

  it('count for followers in the ISR that lack records, as long as a leader counts', () => {
    const runs = (of: typeof partition, inFrame = frame) => of.logs.map((log) => caughtUpClock(inFrame, of, log)?.sinceUs ?? null);
    expect(runs(partition)).toEqual([null, frame.timeUs - 22_000_000, frame.timeUs - 7_000_000, frame.timeUs - 12_000_000]);
    expect(runs({ ...partition, isr: [1] })).toEqual([null, null, null, null]);
    const leaderless = { ...frame, brokers: frame.brokers.map((broker) => (broker.id === 1 ? { ...broker, status: 'paused' as const } : broker)) };
    expect(runs(partition, leaderless)).toEqual([null, null, null, null]);
  });
});
