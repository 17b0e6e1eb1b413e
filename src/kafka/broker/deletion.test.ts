import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { CreateTopicsResponse, DeleteTopicsResponse } from '#kafka/protocol/messages.ts';

const t = { name: 't', partitions: 1, replicationFactor: 3, assignment: [[1, 2, 3]], config: {} };
const start = (config = {}) => new TestCluster({ topics: [t], config });

function remove(c: TestCluster, ms = 200) {
  const answer = c.ask(1, { type: 'DeleteTopicsRequest', topics: ['t'] });
  c.run({ ms });
  return (answer() as DeleteTopicsResponse | undefined)?.topics[0];
}

function create(c: TestCluster, ms = 200) {
  const answer = c.ask(1, { type: 'CreateTopicsRequest', timeoutMs: 30_000, topics: [t] });
  c.run({ ms });
  return (answer() as CreateTopicsResponse | undefined)?.topics[0];
}

describe('deleting a topic', () => {
  it('takes its metadata at once, renames the directories, and deletes the files after file.delete.delay.ms', () => {
    const c = start();
    c.produce('t-0', ['a']);
    c.run({ ms: 1000 });
    expect(remove(c)).toMatchObject({ error: 'NONE' });
    expect(() => c.partition('t-0')).toThrow('does not exist');
    const renamed = c.of('LogDeletionScheduled');
    expect(renamed.map(({ broker }) => broker).sort()).toEqual([1, 2, 3]);
    expect(renamed[0]).toMatchObject({ tp: 't-0', logEndOffset: 1, directory: expect.stringMatching(/^t-0\.[0-9a-f]{32}-delete$/) });
    c.run({ ms: 59_000 });
    expect(c.of('LogDeleted')).toEqual([]);
    c.run({ ms: 2000 });
    expect(c.of('LogDeleted')).toHaveLength(3);
  });

  it('a broker that was down finds a stray log when it starts', () => {
    const c = start();
    c.kill(3);
    c.run({ ms: 12_000 });
    remove(c);
    c.start(3);
    c.run({ ms: 12_000 });
    expect(c.of('LogDeletionScheduled').map(({ broker }) => broker)).toContain(3);
    expect(() => c.replica(3, 't-0')).toThrow('has no t-0');
  });

  it('and creating it again gives another topic: nothing of the old one is in it', () => {
    const c = start();
    c.produce('t-0', ['old', 'older']);
    c.run({ ms: 1000 });
    c.pause(3);
    remove(c);
    expect(create(c)).toMatchObject({ error: 'NONE' });
    c.produce('t-0', ['new']);
    c.run({ ms: 500 });
    c.resume(3);
    c.run({ ms: 15_000 });
    expect([1, 2, 3].map((id) => c.values(id, 't-0'))).toEqual([['new'], ['new'], ['new']]);
    expect(c.violations).toEqual([]);
  });

  it('is refused when delete.topic.enable is false, and for what does not exist', () => {
    expect(remove(start({ 'delete.topic.enable': 'false' }))).toEqual({ name: 't', error: 'TOPIC_DELETION_DISABLED', message: 'Topic deletion is disabled.' });
    const c = start();
    remove(c);
    expect(remove(c)).toMatchObject({ error: 'UNKNOWN_TOPIC_OR_PARTITION', message: 'This server does not host this topic-partition.' });
  });
});
