import { describe, expect, it } from 'vitest';
import { type Change, partitionChange } from '#kafka/controller/kraft/partitionChange.ts';
import type { PartitionRegistration } from '#kafka/metadata/image.ts';

const base: PartitionRegistration = {
  replicas: [1, 2, 3],
  removing: [],
  adding: [],
  isr: [1, 2, 3],
  elr: [],
  lastKnownElr: [],
  leader: 1,
  leaderEpoch: 0,
  partitionEpoch: 0,
  leaderRecoveryState: 'RECOVERED',
};

function change(registration: Partial<PartitionRegistration>, options: Partial<Change> & { alive?: readonly number[] }) {
  const { alive = [1, 2, 3], ...rest } = options;
  const whole = { ...base, ...registration };
  const record = partitionChange({
    topicId: 't',
    partition: 0,
    registration: whole,
    targetIsr: whole.isr,
    election: 'ONLINE',
    isAcceptable: (id) => alive.includes(id),
    minIsr: 2,
    uncleanShutdown: [],
    by: 'controller',
    ...rest,
  });
  if (!record) return undefined;
  const { type: _, topicId: _id, partition: _p, note: _n, ...fields } = record;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

describe('a partition change', () => {
  it('is none when nothing changes', () => {
    expect(change({}, {})).toBeUndefined();
  });

  it('keeps the leader while it is valid: only the ISR changes, and no leader epoch begins', () => {
    expect(change({}, { targetIsr: [1, 2], alive: [1, 2] })).toEqual({ isr: [1, 2] });
  });

  it('elects the first valid replica in assignment order, whoever has the lower id or the longer log', () => {
    expect(change({ replicas: [3, 2, 1], isr: [1, 2, 3], leader: 3 }, { targetIsr: [1, 2], alive: [1, 2] })).toEqual({ isr: [1, 2], leader: 2 });
  });

  it('gives leadership back to the preferred replica only in a preferred election', () => {
    expect(change({ leader: 2 }, {})).toBeUndefined();
    expect(change({ leader: 2 }, { election: 'PREFERRED' })).toEqual({ leader: 1 });
    expect(change({ leader: 2, isr: [2, 3] }, { election: 'PREFERRED' })).toBeUndefined();
  });
});

describe('eligible leader replicas (KIP-966), by the example of the KIP: replication factor 3, min.insync.replicas 2, leader 1', () => {
  it('fence 3: the ISR is still large enough', () => {
    expect(change({}, { targetIsr: [1, 2], alive: [1, 2] })).toEqual({ isr: [1, 2] });
  });

  it('fence 2: it leaves below the minimum and stays eligible', () => {
    expect(change({ isr: [1, 2] }, { targetIsr: [1], alive: [1] })).toEqual({ isr: [1], elr: [2] });
  });

  it('fence 1: the ISR is empty, both are eligible, the leader is remembered', () => {
    expect(change({ isr: [1], elr: [2] }, { targetIsr: [], alive: [] })).toEqual({ isr: [], elr: [1, 2], leader: -1, lastKnownElr: [1] });
  });

  it('2 comes back: it leads without any loss', () => {
    expect(change({ isr: [], elr: [1, 2], leader: -1, lastKnownElr: [1] }, { alive: [2] })).toEqual({ isr: [2], elr: [1], leader: 2, lastKnownElr: [] });
  });

  it('a replica that came back uncleanly is not eligible any more', () => {
    expect(change({ isr: [], elr: [1, 2], leader: -1, lastKnownElr: [1] }, { uncleanShutdown: [2], alive: [] })).toEqual({ elr: [1] });
  });

  it('when nobody is eligible the last leader may lead again, marked as recovering', () => {
    expect(change({ isr: [], elr: [], leader: -1, lastKnownElr: [1] }, { alive: [1, 2, 3] })).toEqual({
      isr: [1],
      leader: 1,
      lastKnownElr: [],
      leaderRecoveryState: 'RECOVERING',
    });
    expect(change({ isr: [], elr: [], leader: -1, lastKnownElr: [1] }, { alive: [2, 3] })).toBeUndefined();
  });

  it('an unclean election takes the first live replica and gives up all others', () => {
    expect(change({ isr: [], elr: [1], leader: -1, lastKnownElr: [1] }, { alive: [3], election: 'UNCLEAN' })).toEqual({
      isr: [3],
      elr: [],
      leader: 3,
      lastKnownElr: [],
      leaderRecoveryState: 'RECOVERING',
    });
  });
});

describe('without eligible leader replicas', () => {
  it('an ISR is never emptied: its last member is remembered while it is down', () => {
    expect(change({ isr: [1] }, { targetIsr: [], alive: [2, 3], elr: false })).toEqual({ leader: -1 });
  });

  it('who left the ISR below min.insync.replicas may not lead', () => {
    expect(change({ isr: [1, 2] }, { targetIsr: [1], alive: [1, 3], elr: false })).toEqual({ isr: [1] });
    expect(change({ isr: [1], leader: -1 }, { alive: [2, 3], elr: false })).toBeUndefined();
  });

  it('an unclean election takes the first live replica, and marks the partition as recovering', () => {
    expect(change({ isr: [1], leader: -1 }, { alive: [2, 3], election: 'UNCLEAN', elr: false })).toEqual({
      isr: [2],
      leader: 2,
      leaderRecoveryState: 'RECOVERING',
    });
  });

  it('what an upgrade left of them is cleared', () => {
    expect(change({ elr: [3], isr: [1, 2] }, { elr: false })).toEqual({ elr: [] });
  });
});

describe('a leader epoch begins', () => {
  const record = (options: Partial<Change>) => {
    const found = partitionChange({
      topicId: 't',
      partition: 0,
      registration: base,
      election: 'ONLINE',
      isAcceptable: () => true,
      minIsr: 2,
      uncleanShutdown: [],
      by: 'controller',
      ...options,
    });
    return found?.leader;
  };

  it('with an ISR shrink before metadata.version 3.6, and no more since (KAFKA-15021)', () => {
    expect(record({ targetIsr: [1, 2], epochBumpOnShrink: true })).toBe(1);
    expect(record({ targetIsr: [1, 2] })).toBeUndefined();
  });

  it('when a replica leaves the assignment, though the leader stays', () => {
    expect(record({ targetReplicas: [1, 2] })).toBe(1);
    expect(record({ targetReplicas: [1, 2, 3, 4], targetAdding: [4] })).toBeUndefined();
  });
});

describe('a reassignment', () => {
  const moving = { replicas: [4, 5, 6, 1, 2, 3], removing: [1, 2, 3], adding: [4, 5, 6] };

  it('begins by adding: the old replicas stay, and so does the leader epoch', () => {
    const { replicas, removing, adding } = moving;
    expect(change({}, { targetReplicas: replicas, targetRemoving: removing, targetAdding: adding, alive: [1, 2, 3, 4, 5, 6] })).toEqual(moving);
  });

  it('is not done while one target is missing from the ISR', () => {
    expect(change({ ...moving }, { targetIsr: [1, 2, 3, 4, 5], alive: [1, 2, 3, 4, 5, 6] })).toEqual({ isr: [1, 2, 3, 4, 5] });
  });

  it('is done when every target is in the ISR: the others leave together, and the first target leads', () => {
    expect(change({ ...moving, isr: [1, 2, 3, 4, 5] }, { targetIsr: [1, 2, 3, 4, 5, 6], alive: [1, 2, 3, 4, 5, 6] })).toEqual({
      isr: [4, 5, 6],
      leader: 4,
      replicas: [4, 5, 6],
      removing: [],
      adding: [],
    });
  });

  it('of the same brokers in another order is done at once, and moves only the preferred leader', () => {
    expect(change({}, { targetReplicas: [3, 2, 1] })).toEqual({ replicas: [3, 2, 1] });
  });

  it('that only takes away is done at once when the rest is in sync', () => {
    expect(change({}, { targetReplicas: [1, 2, 3], targetRemoving: [3] })).toEqual({ isr: [1, 2], leader: 1, replicas: [1, 2] });
  });
});
