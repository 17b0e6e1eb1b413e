import { describe, expect, it } from 'vitest';
import { fixtures } from '../fixtures.ts';
import { absentFrom, differsBetween } from './differs.ts';

const { healthy, loss } = fixtures;
const frame = healthy.frame;

describe('Marks that differ between two futures', () => {
  it('are none when both are the same', () => {
    expect([...differsBetween(frame, frame)]).toEqual([]);
  });

  it('name the broker that is down in one only', () => {
    const [first, ...rest] = frame.brokers;
    const down = { ...frame, brokers: [{ ...first, status: 'down' as const }, ...rest] };
    expect([...differsBetween(frame, down)]).toEqual([`broker:${first.id}`]);
  });

  it('name the process that only one has', () => {
    const without = { ...frame, producers: [] };
    const names = frame.producers.map(({ node }) => `node:${node}`);
    expect(names.length).toBeGreaterThan(0);
    expect([...differsBetween(frame, without)]).toEqual(names);
    expect([...differsBetween(without, frame)]).toEqual(names);
  });

  it('name each record and replica that only one has, the same from both sides', () => {
    const [partition] = frame.partitions;
    const [log, ...logs] = partition.logs;
    const longer = { ...log, logEndOffset: log.logEndOffset + 1 };
    const other = { ...frame, partitions: [{ ...partition, logs: [{ ...longer, records: log.records }, ...logs] }, ...frame.partitions.slice(1)] };
    expect([...differsBetween(frame, other)]).toContain(`replica:${partition.tp}/${log.broker}`);
    expect([...differsBetween(frame, loss.frame)].sort()).toEqual([...differsBetween(loss.frame, frame)].sort());
  });

  it('name the partition whose leader is another, and its ISR', () => {
    const [partition, ...rest] = frame.partitions;
    const led = { ...frame, partitions: [{ ...partition, leader: partition.leader + 1, isr: [partition.leader + 1] }, ...rest] };
    expect([...differsBetween(frame, led)]).toEqual([`partition:${partition.tp}`, `isr:${partition.tp}`]);
  });
});

describe('Records that only the other future has', () => {
  const shown = fixtures.shorter.frame;
  const [partition] = shown.partitions;
  const cut = { ...shown, partitions: [{ ...partition, logs: partition.logs.map((log) => ({ ...log, logEndOffset: 1 })) }] };

  it('are those past the ends of the logs here, replica by replica', () => {
    expect(absentFrom(cut, shown).map(({ broker, offset, key }) => `${broker}@${offset} ${key}`)).toEqual(['1@1 C', '1@2 A', '2@1 C', '2@2 A', '3@1 C']);
    expect(absentFrom(shown, cut)).toEqual([]);
    expect(absentFrom(shown, shown)).toEqual([]);
  });

  it('are none of a partition that this future does not have', () => {
    expect(absentFrom({ ...shown, partitions: [] }, shown)).toEqual([]);
  });
});
