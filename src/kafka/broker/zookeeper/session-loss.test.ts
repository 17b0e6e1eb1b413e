/** What an administrator asked for goes on when the session of whoever was at it ends: the successor finds it in ZooKeeper (onControllerFailover). */
import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { BrokerId } from '#kafka/protocol/names.ts';

const start = (profile: '2.8' | '3.9', assignment: BrokerId[][], brokers = 4) =>
  new TestCluster({
    brokers,
    profile,
    metadata: 'zookeeper',
    controllers: 3,
    topics: [{ name: 'orders', assignment }],
    config: { 'auto.leader.rebalance.enable': 'false', 'zookeeper.session.timeout.ms': '6000' },
  });

/** Brokers that are not the controller, so that the others can be told apart from it. */
const others = (c: TestCluster): BrokerId[] => [1, 2, 3, 4].filter((id) => id !== c.zkController);

describe.each(['2.8', '3.9'] as const)('in %s the controller’s session is lost', (profile) => {
  it('while a topic is being deleted: its successor goes on, and waits for the replica that is down', () => {
    const c = start(profile, [[1, 2, 3, 4]]);
    const first = c.zkController;
    c.ask(first, { type: 'DeleteTopicsRequest', topics: ['orders'] });
    c.runUntil(() => c.of('ZnodeCreated').some(({ path }) => path === '/admin/delete_topics/orders'));
    c.kill(first);
    c.run({ ms: 15_000 });
    expect(c.of('ControllerElected').map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(c.of('TopicDeleted')).toEqual([]);
    c.start(first);
    c.run({ ms: 15_000 });
    expect(c.of('TopicDeleted')).toMatchObject([{ topic: 'orders' }]);
    expect(c.violations).toEqual([]);
  });

  it('while a partition is being reassigned: its successor finds what is adding and removing, and ends it', () => {
    const c = start(profile, [[1, 2, 3]]);
    const first = c.zkController;
    const [a, b] = others(c);
    c.ask(first, { type: 'AlterPartitionReassignmentsRequest', timeoutMs: 1000, partitions: [{ tp: 'orders-0', replicas: [b, a] }] });
    c.runUntil(() => c.of('ZnodeChanged').some(({ path }) => path === '/brokers/topics/orders'));
    c.kill(first);
    c.run({ ms: 20_000 });
    expect(c.partition('orders-0')).toMatchObject({ replicas: [b, a], adding: [], removing: [] });
    expect(c.partition('orders-0').isr.slice().sort()).toEqual([a, b].sort());
    expect(c.violations).toEqual([]);
  });

  it('while a broker shuts down in good order: it asks the successor again, and leaves', () => {
    const c = start(profile, [[1, 2, 3, 4]]);
    const first = c.zkController;
    const [leaving, next] = others(c);
    c.ask(first, { type: 'AlterPartitionReassignmentsRequest', timeoutMs: 1000, partitions: [{ tp: 'orders-0', replicas: [leaving, next] }] });
    c.run({ ms: 3000 });
    c.stop(leaving);
    c.runUntil(() => c.broker(leaving).lifecycle.value === 'PENDING_CONTROLLED_SHUTDOWN');
    c.kill(first);
    c.run({ ms: 60_000 });
    expect(c.broker(leaving).lifecycle.value).toBe('NOT_RUNNING');
    expect(c.partition('orders-0')).toMatchObject({ leader: next, isr: [next] });
    expect(c.violations).toEqual([]);
  });
});

it('partitions that are added to a topic while it is being deleted are taken back, and the deletion ends', () => {
  const c = start('3.9', [[1, 2, 3, 4]]);
  c.ask(c.zkController, { type: 'DeleteTopicsRequest', topics: ['orders'] });
  c.ask(c.zkController, { type: 'CreatePartitionsRequest', topics: [{ name: 'orders', count: 2 }] });
  c.run({ ms: 3000 });
  expect(c.of('ZnodeChanged').filter(({ path }) => path === '/brokers/topics/orders')).toHaveLength(2);
  expect(c.of('LeaderElected').some(({ tp }) => tp === 'orders-1')).toBe(false);
  expect(c.of('TopicDeleted')).toMatchObject([{ topic: 'orders' }]);
  expect(c.violations).toEqual([]);
});

it('the preferred leader’s session is lost before the election comes: PREFERRED_LEADER_NOT_AVAILABLE, and it leads when it is back and somebody asks', () => {
  const c = start('3.9', [[1, 2, 3, 4]]);
  const preferred = others(c)[0];
  const rest = [1, 2, 3, 4].filter((id) => id !== preferred);
  c.ask(c.zkController, { type: 'AlterPartitionReassignmentsRequest', timeoutMs: 1000, partitions: [{ tp: 'orders-0', replicas: [preferred, ...rest] }] });
  c.run({ ms: 3000 });
  c.unplug(`kafka${preferred}`);
  c.run({ ms: 12_000 });
  expect(c.partition('orders-0').leader).toBe(rest[0]);
  const elect = () => {
    const answer = c.ask(c.zkController, { type: 'ElectLeadersRequest', electionType: 'PREFERRED', partitions: ['orders-0'], timeoutMs: 1000 });
    c.run({ ms: 3000 });
    return answer();
  };
  expect(elect()).toMatchObject({ partitions: [{ error: 'PREFERRED_LEADER_NOT_AVAILABLE' }] });
  c.plug(`kafka${preferred}`);
  c.run({ ms: 15_000 });
  expect(elect()).toMatchObject({ partitions: [{ error: 'NONE' }] });
  expect(c.partition('orders-0').leader).toBe(preferred);
  expect(c.violations).toEqual([]);
});
