import { describe, expect, it } from 'vitest';
import type { Frame } from '#kafka/frame.ts';
import type { Profile } from '#kafka/spec.ts';
import type { Example } from '#lessons/examples/example.ts';
import { truncationToHighWatermark } from '#lessons/examples/truncation/s1.ts';
import { divergenceAfterPowerLoss } from '#lessons/examples/truncation/s2.ts';
import { fastFailOver } from '#lessons/examples/truncation/s3.ts';
import { staleAnswer } from '#lessons/examples/truncation/s4.ts';
import { joinsTooEarly } from '#lessons/examples/truncation/s5.ts';
import { uncleanByDefault } from '#lessons/examples/truncation/s6.ts';
import { lastStanding } from '#lessons/examples/truncation/s7.ts';
import { branchOf, openSession } from '#session/session.ts';

/** The same file under another release. */
function told({ scenario }: Example, kafka: Profile): { readonly broken: readonly string[]; readonly frame: Frame } {
  const opened = openSession({ ...scenario, kafka });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const { timeline } = branchOf(opened.value);
  timeline.extend({});
  return { broken: [...new Set(timeline.violations.map(({ invariant }) => invariant))].sort(), frame: timeline.frameAt(timeline.end) };
}

/** Record ids of each replica of orders-0, from `from` on. */
const logs = ({ partitions }: Frame, from = 0): Record<number, string[]> =>
  Object.fromEntries(
    partitions[0].logs.map(({ broker, records, logEndOffset }) => [broker, Array.from({ length: logEndOffset - from }, (_, n) => records.tail[from + n].id)]),
  );

describe('S1: truncation to the high watermark', () => {
  it('loses an acknowledged record in 0.10', () => {
    const { frame } = told(truncationToHighWatermark, '0.10');
    expect(logs(frame)).toEqual({ 1: ['p1#1'], 2: ['p1#1'], 3: ['p1#1'] });
  });

  it('keeps it in 0.11: the follower asks for the end of its epoch before it cuts (KIP-101)', () => {
    const { broken, frame } = told(truncationToHighWatermark, '0.11');
    expect(logs(frame)).toEqual({ 1: ['p1#1', 'p1#2'], 2: ['p1#1', 'p1#2'], 3: ['p1#1', 'p1#2'] });
    expect(broken).toEqual([]);
  });
});

describe('S2: two histories after a power failure', () => {
  it('differ for ever in 0.10', () => {
    const { frame } = told(divergenceAfterPowerLoss, '0.10');
    expect(logs(frame)).toEqual({ 1: ['p1#1', 'p2#1', 'p3#2'], 2: ['p1#1', 'p3#1', 'p3#2'] });
  });

  it('become one in 0.11: the epoch ended at 1, so broker 1 cuts its record (KIP-101)', () => {
    const { broken, frame } = told(divergenceAfterPowerLoss, '0.11');
    expect(logs(frame)).toEqual({ 1: ['p1#1', 'p3#1', 'p3#2'], 2: ['p1#1', 'p3#1', 'p3#2'] });
    expect(broken).toEqual([]);
  });
});

describe('S7: the last replica standing', () => {
  it('leads with an empty log in 3.9, and the others forget what they had', () => {
    const { frame } = told(lastStanding, '3.9');
    expect(frame.partitions[0].leader).toBe(1);
    expect(logs(frame)).toEqual({ 1: [], 2: [], 3: [] });
  });

  it('does not lead in 4.3: an eligible leader replica does, and nothing is lost (KIP-966)', () => {
    const { broken, frame } = told(lastStanding, '4.3');
    expect(frame.partitions[0].leader).not.toBe(1);
    for (const ids of Object.values(logs(frame))) expect(ids).toHaveLength(5);
    expect(broken).toEqual([]);
  });
});

describe('S3: fast fail-over', () => {
  it('leaves two records at one offset in 0.11', () => {
    const { frame } = told(fastFailOver, '0.11');
    expect(logs(frame, 8)).toEqual({ 1: ['p1#9', 'p2#1', 'p3#1'], 2: ['p1#9', 'p1#10', 'p3#1'] });
  });

  it('does not in 2.0: the answer names the epoch, and the follower asks again (KIP-279)', () => {
    const { broken, frame } = told(fastFailOver, '2.0');
    expect(logs(frame, 8)).toEqual({ 1: ['p1#9', 'p1#10', 'p3#1'], 2: ['p1#9', 'p1#10', 'p3#1'] });
    expect(broken).toEqual([]);
  });
});

describe('S4: a stale leader answers', () => {
  it('lets a follower take records in 2.0 that its leader cuts: two acknowledged ones go, and two logs differ', () => {
    const { frame } = told(staleAnswer, '2.0');
    expect(frame.partitions[0].leader).toBe(3);
    expect(logs(frame, 8)).toEqual({ 1: ['p1#9', 'p1#10', 'p2#3'], 2: ['p2#1', 'p2#2', 'p2#3'], 3: ['p1#9', 'p1#10', 'p2#3'] });
  });

  it('is refused in 2.1: the question names the epoch, and the leader does not know it yet (KIP-320)', () => {
    const { broken, frame } = told(staleAnswer, '2.1');
    expect(logs(frame, 8)).toEqual({ 1: ['p2#1', 'p2#2', 'p2#3'], 2: ['p2#1', 'p2#2', 'p2#3'], 3: ['p2#1', 'p2#2', 'p2#3'] });
    expect(broken).toEqual([]);
  });
});

describe('S5: joining the ISR too early', () => {
  it('elects a replica without five acknowledged records in 2.0', () => {
    const { frame } = told(joinsTooEarly, '2.0');
    expect(frame.partitions[0]).toMatchObject({ leader: 3, isr: [3] });
    expect(logs(frame, 0)[3]).toHaveLength(5);
  });

  it('lets it join only at the start of the leader’s epoch in 2.1 (KAFKA-7128)', () => {
    const { broken, frame } = told(joinsTooEarly, '2.1');
    expect(frame.partitions[0]).toMatchObject({ leader: 3, isr: [3] });
    expect(logs(frame, 0)[3]).toHaveLength(10);
    expect(broken).toEqual([]);
  });
});

describe('S6: unclean election', () => {
  it('is the default in 0.10: broker 2 leads, and what only broker 1 had is gone', () => {
    const { frame } = told(uncleanByDefault, '0.10');
    expect(logs(frame)[1]).toEqual(logs(frame)[2]);
    expect(logs(frame)[2].length).toBeLessThan(8);
  });

  it('is off since 0.11 (KIP-106): the partition waits for broker 1, and nothing is lost', () => {
    const { broken, frame } = told(uncleanByDefault, '0.11');
    expect(frame.partitions[0].leader).toBe(1);
    expect(logs(frame)[2]).toHaveLength(8);
    expect(broken).toEqual([]);
  });
});
