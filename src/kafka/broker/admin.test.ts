import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { CreatableTopic } from '#kafka/protocol/messages.ts';

const c = new TestCluster({
  topics: [{ name: 'orders', partitions: 2 }],
  config: { 'auto.create.topics.enable': 'true', 'offsets.topic.num.partitions': '4' },
});

function create(topic: Partial<CreatableTopic> & { readonly name: string }) {
  const answer = c.ask(2, { type: 'CreateTopicsRequest', timeoutMs: 30_000, topics: [{ partitions: 1, replicationFactor: 1, config: {}, ...topic }] });
  c.run({ ms: 200 });
  const response = answer();
  return response?.type === 'CreateTopicsResponse' ? response.topics[0] : undefined;
}

describe('creating topics through any broker', () => {
  it('answers when the metadata log has it', () => {
    expect(create({ name: 'fresh', partitions: 3, replicationFactor: 2 })).toEqual({ name: 'fresh', error: 'NONE', message: null });
    expect(c.partition('fresh-2').replicas).toHaveLength(2);
    expect(c.of('TopicCreated').at(-1)).toMatchObject({ topic: 'fresh', partitions: 3, replicationFactor: 2 });
  });

  it('uses the broker’s defaults for -1', () => {
    create({ name: 'defaults', partitions: -1, replicationFactor: -1 });
    expect(c.partition('defaults-0').replicas).toHaveLength(1);
  });

  it.each([
    [{ name: 'orders' }, 'TOPIC_ALREADY_EXISTS', "Topic 'orders' already exists."],
    [
      { name: 'x', replicationFactor: 4 },
      'INVALID_REPLICATION_FACTOR',
      'Unable to replicate the partition 4 time(s): The target replication factor of 4 cannot be reached because only 3 broker(s) are registered or some brokers have all their log directories cordoned.',
    ],
    [{ name: 'x', replicationFactor: 0 }, 'INVALID_REPLICATION_FACTOR', 'Replication factor must be larger than 0, or -1 to use the default value.'],
    [{ name: 'x', partitions: 0 }, 'INVALID_PARTITIONS', 'Number of partitions was set to an invalid non-positive value.'],
    [
      { name: 'a/b' },
      'INVALID_TOPIC_EXCEPTION',
      "Topic name is invalid: 'a/b' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
    ],
    [{ name: 'x', config: { nope: '1' } }, 'INVALID_CONFIG', 'Unknown topic config name: nope'],
    [
      { name: 'x', config: { 'min.insync.replicas': '0' } },
      'INVALID_CONFIG',
      'Invalid value 0 for configuration min.insync.replicas: Value must be at least 1',
    ],
    [{ name: 'x', assignment: [[1, 1]] }, 'INVALID_REPLICA_ASSIGNMENT', 'The manual partition assignment includes the broker 1 more than once.'],
    [{ name: 'x', assignment: [[1, 9]] }, 'INVALID_REPLICA_ASSIGNMENT', 'The manual partition assignment includes broker 9, but no such broker is registered.'],
  ] as const)('refuses %j with %s', (topic, error, message) => {
    expect(create(topic)).toMatchObject({ error, message });
  });

  it('gives topics ids of 22 characters of URL-safe base64', () => {
    for (const { id } of c.controller.committed.topics.values()) expect(id).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/);
  });
});

describe('adding partitions', () => {
  const add = (name: string, count: number) => {
    const answer = c.ask(1, { type: 'CreatePartitionsRequest', topics: [{ name, count }] });
    c.run({ ms: 200 });
    const response = answer();
    return response?.type === 'CreatePartitionsResponse' ? response.topics[0] : undefined;
  };

  it('appends them and leaves the others where they are', () => {
    const before = c.partition('orders-0');
    expect(add('orders', 4)).toMatchObject({ error: 'NONE' });
    expect(c.partition('orders-0')).toBe(before);
    expect(c.partition('orders-3').replicas).toHaveLength(3);
    // Followers ask for a new partition when their parked fetches come back, up to replica.fetch.wait.max.ms later.
    const answer = c.produce('orders-3', ['x']);
    c.run({ ms: 700 });
    expect(answer()?.error).toBe('NONE');
  });

  it('never goes down', () => {
    expect(add('orders', 4)).toMatchObject({ error: 'INVALID_PARTITIONS', message: 'Topic already has 4 partition(s).' });
    expect(add('orders', 3)).toMatchObject({
      error: 'INVALID_PARTITIONS',
      message: 'The topic orders currently has 4 partition(s); 3 would not be an increase.',
    });
    expect(add('nope', 3)).toMatchObject({ error: 'UNKNOWN_TOPIC_OR_PARTITION' });
  });
});

describe('configurations', () => {
  it('are set and removed by the controller and seen by every broker', () => {
    const set = c.ask(3, {
      type: 'IncrementalAlterConfigsRequest',
      resources: [{ kind: 'topic', name: 'orders', set: { 'min.insync.replicas': '2' }, remove: [] }],
    });
    c.run({ ms: 200 });
    expect(set()).toMatchObject({ resources: [{ name: 'orders', error: 'NONE' }] });
    expect(c.replica(1, 'orders-0').meta.minInsyncReplicas).toBe(2);
    const described = c.ask(1, {
      type: 'DescribeConfigsRequest',
      resources: [
        { kind: 'topic', name: 'orders' },
        { kind: 'broker', name: '1' },
      ],
    });
    c.run({ ms: 20 });
    const response = described();
    const [topic, broker] = response?.type === 'DescribeConfigsResponse' ? response.resources : [];
    expect(topic.entries).toContainEqual(expect.objectContaining({ key: 'min.insync.replicas', value: '2', source: 'DYNAMIC_TOPIC_CONFIG' }));
    expect(topic.entries).toContainEqual(expect.objectContaining({ key: 'cleanup.policy', value: 'delete', source: 'DEFAULT_CONFIG' }));
    expect(broker.entries).toContainEqual(expect.objectContaining({ key: 'offsets.topic.num.partitions', value: '4', source: 'STATIC_BROKER_CONFIG' }));
    c.ask(3, { type: 'IncrementalAlterConfigsRequest', resources: [{ kind: 'topic', name: 'orders', set: {}, remove: ['min.insync.replicas'] }] });
    c.run({ ms: 200 });
    expect(c.replica(1, 'orders-0').meta.minInsyncReplicas).toBe(1);
  });

  it('are refused with Kafka’s words', () => {
    const alter = (name: string, key: string, value: string) =>
      c.ask(1, { type: 'IncrementalAlterConfigsRequest', resources: [{ kind: 'topic', name, set: { [key]: value }, remove: [] }] });
    const answers = [alter('orders', 'min.insync.replicas', 'x'), alter('orders', 'nope', '1'), alter('nope', 'retention.ms', '1')];
    c.run({ ms: 200 });
    expect(answers.map((answer) => answer())).toMatchObject([
      { resources: [{ error: 'INVALID_CONFIG', message: 'Invalid value x for configuration min.insync.replicas: Not a number of type INT' }] },
      { resources: [{ error: 'INVALID_CONFIG', message: 'Unknown topic config name: nope' }] },
      { resources: [{ error: 'UNKNOWN_TOPIC_OR_PARTITION', message: "The topic 'nope' does not exist." }] },
    ]);
  });
});

describe('metadata', () => {
  const ask = (topics: readonly string[] | null, allowAutoTopicCreation = false) => {
    const answer = c.ask(1, { type: 'MetadataRequest', topics, allowAutoTopicCreation });
    c.run({ ms: 20 });
    const response = answer();
    return response?.type === 'MetadataResponse' ? response : undefined;
  };

  it('lists live brokers and says who leads', () => {
    const response = ask(['orders']);
    expect(response?.brokers.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(response?.topics[0].partitions[0]).toMatchObject({ error: 'NONE', leader: c.partition('orders-0').leader, offlineReplicas: [] });
  });

  it('makes an unknown topic on demand, and until then does not know it', () => {
    expect(ask(['later'])?.topics).toMatchObject([{ name: 'later', error: 'UNKNOWN_TOPIC_OR_PARTITION' }]);
    c.run({ ms: 200 });
    expect(ask(['later'])?.topics).toMatchObject([{ error: 'UNKNOWN_TOPIC_OR_PARTITION' }]);
    ask(['later'], true);
    c.run({ ms: 200 });
    expect(ask(['later'])?.topics).toMatchObject([{ error: 'NONE', partitions: [{ tp: 'later-0' }] }]);
  });

  it('creates __consumer_offsets when a coordinator is first asked for, and has none until then', () => {
    const find = () => {
      const answer = c.ask(2, { type: 'FindCoordinatorRequest', group: 'billing' });
      c.run({ ms: 20 });
      return answer();
    };
    expect(find()).toMatchObject({ error: 'COORDINATOR_NOT_AVAILABLE', coordinator: -1 });
    c.run({ ms: 500 });
    expect(find()).toMatchObject({ error: 'NONE' });
    expect(c.controller.committed.topics.get('__consumer_offsets')?.partitions).toHaveLength(4);
    expect(c.controller.committed.topics.get('__consumer_offsets')?.config).toMatchObject({ 'cleanup.policy': 'compact' });
  });

  it('hides a fenced broker and what it led', () => {
    c.kill(3);
    c.run({ ms: 12_000 });
    const response = ask(null);
    expect(response?.brokers.map(({ id }) => id)).toEqual([1, 2]);
    expect(response?.topics.find(({ name }) => name === 'orders')?.partitions[0].offlineReplicas).toEqual([3]);
  });
});

describe('deleting a topic', () => {
  it('takes it from the metadata at once and from every broker when it hears of it, also from one that was away', () => {
    const answer = c.ask(1, { type: 'DeleteTopicsRequest', topics: ['orders', 'nope'] });
    c.run({ ms: 200 });
    expect(answer()).toMatchObject({
      topics: [{ error: 'NONE' }, { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: 'This server does not host this topic-partition.' }],
    });
    expect(c.of('TopicDeleted')).toMatchObject([{ topic: 'orders' }]);
    expect(() => c.replica(1, 'orders-0')).toThrow();
    expect(c.replica(3, 'orders-0').log.logEnd).toBeGreaterThanOrEqual(0);
    c.start(3);
    c.run({ ms: 15_000 });
    expect(() => c.replica(3, 'orders-0')).toThrow();
    expect(c.violations).toEqual([]);
  });
});
