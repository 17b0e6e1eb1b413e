/** S20 must be able to fail: a log that comes back from a crash with what it cannot have, or without what it must have. */
import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';
import { appendAsLeader, emptyLog, truncateTo } from '#kafka/log/log.ts';
import { type Partition, withLog } from '#kafka/replication/partition.ts';

/** Broker 1 has two records and is killed; what `change` makes of its replica is what it finds at its start. */
function found(change: (partition: Partition) => Partition, config: Readonly<Record<string, string>> = {}, how: 'kill' | 'powerLoss' = 'kill'): string[] {
  const c = new TestCluster({ topics: [{ name: 't', assignment: [[1, 2, 3]], config }] });
  c.produce('t-0', ['a', 'b']);
  c.run({ ms: 1000 });
  c[how](1);
  c.tamper(1, 't-0', change);
  c.run({ ms: 10_000 });
  c.start(1);
  c.run({ ms: 2000 });
  return c.violations.filter((one) => one.startsWith('S20'));
}

const added = (partition: Partition, from = partition.log): Partition => {
  const records = [{ id: 'stranger', key: null, value: 'x', timestampMs: 0 }];
  return withLog(partition, appendAsLeader(from, { producerId: -1, producerEpoch: -1, baseSequence: -1, records }, 0, 'x'));
};

describe('after a crash', () => {
  it('a log is as it was: a kill takes nothing, a power loss what nobody had flushed', () => {
    expect(found((partition) => partition)).toEqual([]);
    expect(found((partition) => partition, {}, 'powerLoss')).toEqual([]);
    expect(found((partition) => partition, { 'flush.messages': '1' }, 'powerLoss')).toEqual([]);
  });

  it('it has no record more', () => {
    expect(found((partition) => added(partition))[0]).toContain('ended at 2, and has stranger at 2 after its start');
  });

  it('it has no other record', () => {
    expect(found((partition) => added(partition, emptyLog()))[0]).toContain('has stranger at 0 after its start, where it had client#');
  });

  it('it lacks nothing that was flushed; without the flush it may', () => {
    const cut = (partition: Partition): Partition => withLog(partition, truncateTo(partition.log, 1));
    expect(found(cut, { 'flush.messages': '1' })[0]).toContain('ends at 1 after its start, but was flushed up to 2');
    expect(found(cut)).toEqual([]);
  });
});
