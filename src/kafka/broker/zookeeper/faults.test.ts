import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';

const orders = { name: 'orders', assignment: [[1, 2, 3]] };

describe('the controller’s session expires (F34)', () => {
  const c = new TestCluster({ profile: '2.8', metadata: 'zookeeper', controllers: 3, topics: [orders] });
  const first = c.zkController;
  c.node(`kafka${first}`).kill();
  c.run({ ms: 30_000 });

  it('another broker takes office in the next controller epoch', () => {
    expect(c.of('ControllerElected').map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(c.zkController).not.toBe(first);
  });

  it('and what the old one led has a leader again', () => {
    expect(c.partition('orders-0').leader).toBe(first === 1 ? 2 : 1);
    expect(c.violations).toEqual([]);
  });
});

describe('a server of the ensemble', () => {
  it('can die, also the leader: sessions survive, and nobody is re-elected for it', () => {
    const c = new TestCluster({ profile: '3.9', metadata: 'zookeeper', controllers: 3, topics: [orders] });
    const leader = c.of('EnsembleLeaderElected')[0]?.node ?? '';
    c.node(leader).kill();
    c.run({ ms: 10_000 });
    expect(c.of('EnsembleLeaderElected').map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(c.of('SessionExpired')).toEqual([]);
    expect(c.of('ControllerElected')).toHaveLength(1);
    c.node(leader).start();
    c.run({ ms: 5000 });
    expect(c.of('EnsembleStateChanged').at(-1)).toMatchObject({ node: leader, to: 'FOLLOWING' });
    expect(c.violations).toEqual([]);
  });
});

it('what the leader of the ensemble committed and told before it died, its successor commits again and does not tell again', () => {
  const c = new TestCluster({ profile: '2.0', metadata: 'zookeeper', controllers: 3, topics: [orders] });
  const leader = c.of('EnsembleLeaderElected')[0]?.node ?? '';
  c.stop(2);
  c.runUntil(() => c.of('IsrShrunk').length === 1);
  c.node(leader).kill();
  c.run({ ms: 5000 });
  expect(c.of('EnsembleLeaderElected').map(({ epoch }) => epoch)).toEqual([1, 2]);
  expect(c.of('LeaderElected').filter(({ leaderEpoch }) => leaderEpoch === 1)).toHaveLength(1);
  expect(c.violations).toEqual([]);
});

describe('the ensemble loses its quorum (F35)', () => {
  const c = new TestCluster({ profile: '2.1', metadata: 'zookeeper', controllers: 3, topics: [orders] });
  for (const n of [1, 2]) c.node(`zookeeper${n}`).kill();
  c.run({ ms: 1000 });

  it('the data path goes on with the leaders that are known', () => {
    const answer = c.produce('orders-0', ['a']);
    c.run({ ms: 1000 });
    expect(answer()).toMatchObject({ error: 'NONE' });
  });

  it('no follower can leave the ISR: with one dead, acks=all waits, and the high watermark stands still', () => {
    c.kill(3);
    c.run({ ms: 20_000 });
    const answer = c.produce('orders-0', ['b'], { timeoutMs: 10_000 });
    c.run({ ms: 15_000 });
    expect(answer()).toMatchObject({ error: 'REQUEST_TIMED_OUT' });
    expect(c.marks(1, 'orders-0')).toEqual([2, 1]);
    expect(c.partition('orders-0')).toMatchObject({ leader: 1, isr: [1, 2, 3] });
  });

  it('with the quorum back the dead broker’s session ends, the ISR shrinks, and all goes on', () => {
    for (const n of [1, 2]) c.node(`zookeeper${n}`).start();
    c.run({ ms: 30_000 });
    expect(c.partition('orders-0')).toMatchObject({ leader: 1, isr: [1, 2] });
    expect(c.marks(1, 'orders-0')).toEqual([2, 2]);
    expect(c.violations).toEqual([]);
  });
});

describe('a broker leaves in good order', () => {
  it('the controller moves its leaders first, and its session ends at once', () => {
    const c = new TestCluster({ profile: '3.9', metadata: 'zookeeper', topics: [orders], config: { 'auto.leader.rebalance.enable': 'false' } });
    c.stop(1);
    c.run({ ms: 2000 });
    expect(c.partition('orders-0')).toMatchObject({ leader: 2, isr: [2, 3] });
    expect(c.of('SessionClosed').at(-1)).toMatchObject({ node: 'kafka1' });
    c.start(1);
    c.run({ ms: 5000 });
    expect(c.partition('orders-0')).toMatchObject({ leader: 2, isr: [2, 3, 1] });
    expect(c.violations).toEqual([]);
  });
});

describe('a broker is killed and started again within its session', () => {
  it('ends with NodeExistsException: its znode still belongs to the earlier process', () => {
    const c = new TestCluster({ profile: '3.9', metadata: 'zookeeper', topics: [orders] });
    c.kill(3);
    c.run({ ms: 100 });
    c.start(3);
    c.run({ ms: 3000 });
    expect(c.of('RegistrationRefused')).toMatchObject([{ broker: 3, path: '/brokers/ids/3' }]);
    expect(c.broker(3).lifecycle.value).toBe('NOT_RUNNING');
  });
});

describe('a leader before AlterPartition (2.1)', () => {
  it('writes the smaller ISR to the znode itself, and the controller is notified afterwards', () => {
    const c = new TestCluster({
      profile: '2.1',
      metadata: 'zookeeper',
      topics: [orders],
      config: { 'replica.lag.time.max.ms': '2000', 'zookeeper.session.timeout.ms': '40000' },
    });
    c.pause(3);
    c.produce('orders-0', ['a'], { acks: 1 });
    c.run({ ms: 5000 });
    expect(c.of('IsrShrunk')).toMatchObject([{ isr: [1, 2], removed: [3], by: 'leader' }]);
    expect(c.partition('orders-0')).toMatchObject({ leader: 1, leaderEpoch: 0, partitionEpoch: 1 });
    c.run({ ms: 8000 });
    expect(c.of('ZnodeCreated').some(({ path }) => path.startsWith('/isr_change_notification/isr_change_'))).toBe(true);
    expect(c.violations).toEqual([]);
  });
});

describe('administration', () => {
  const c = new TestCluster({ profile: '3.9', metadata: 'zookeeper', topics: [orders] });

  it('refuses more replicas than live brokers in AdminUtils’ own words', () => {
    const answer = c.ask(c.zkController, {
      type: 'CreateTopicsRequest',
      timeoutMs: 1000,
      topics: [{ name: 'big', partitions: 1, replicationFactor: 4, config: {} }],
    });
    c.run({ ms: 100 });
    expect(answer()).toMatchObject({ topics: [{ error: 'INVALID_REPLICATION_FACTOR', message: 'Replication factor: 4 larger than available brokers: 3.' }] });
  });

  it('a broker that is not the controller says so', () => {
    const other = [1, 2, 3].find((id) => id !== c.zkController) ?? 0;
    const answer = c.ask(other, { type: 'CreateTopicsRequest', timeoutMs: 1000, topics: [{ name: 'late', partitions: 1, replicationFactor: 1, config: {} }] });
    c.run({ ms: 100 });
    expect(answer()).toMatchObject({ topics: [{ error: 'NOT_CONTROLLER' }] });
  });

  it('settings reach every broker through /config/changes', () => {
    c.ask(c.zkController, {
      type: 'IncrementalAlterConfigsRequest',
      resources: [{ kind: 'topic', name: 'orders', set: { 'min.insync.replicas': '2' }, remove: [] }],
    });
    c.run({ ms: 500 });
    for (const id of [1, 2, 3]) expect(c.replica(id, 'orders-0').meta.minInsyncReplicas).toBe(2);
  });

  it('partitions are added to the assignment znode, and the controller gives them leaders', () => {
    const answer = c.ask(c.zkController, { type: 'CreatePartitionsRequest', topics: [{ name: 'orders', count: 3 }] });
    c.run({ ms: 500 });
    expect(answer()).toMatchObject({ topics: [{ error: 'NONE' }] });
    expect(c.partition('orders-2').leader).toBeGreaterThan(0);
  });

  it('a partition is reassigned: the new replica comes in, the old one goes', () => {
    const answer = c.ask(c.zkController, { type: 'AlterPartitionReassignmentsRequest', timeoutMs: 1000, partitions: [{ tp: 'orders-0', replicas: [2, 3] }] });
    c.run({ ms: 3000 });
    expect(answer()).toMatchObject({ partitions: [{ error: 'NONE' }] });
    expect(c.partition('orders-0')).toMatchObject({ replicas: [2, 3], isr: [2, 3], leader: 2, adding: [], removing: [] });
  });

  it('first partitions may go to brokers that are not there, added ones may not', () => {
    c.ask(c.zkController, {
      type: 'CreateTopicsRequest',
      timeoutMs: 1000,
      topics: [{ name: 'away', partitions: 1, replicationFactor: 1, config: {}, assignment: [[9, 1]] }],
    });
    c.run({ ms: 500 });
    expect(c.partition('away-0')).toMatchObject({ replicas: [9, 1], isr: [1], leader: 1 });
    const answer = c.ask(c.zkController, { type: 'CreatePartitionsRequest', topics: [{ name: 'away', count: 2, assignments: [[9, 2]] }] });
    c.run({ ms: 500 });
    expect(answer()).toMatchObject({ topics: [{ error: 'INVALID_REPLICA_ASSIGNMENT', message: 'Unknown broker(s) in replica assignment: 9.' }] });
  });

  it('a topic is deleted when all its replicas are, and then its znodes go', () => {
    const answer = c.ask(c.zkController, { type: 'DeleteTopicsRequest', topics: ['orders'] });
    c.run({ ms: 1000 });
    expect(answer()).toMatchObject({ topics: [{ error: 'NONE' }] });
    expect(c.of('TopicDeleted')).toMatchObject([{ topic: 'orders' }]);
    expect(c.violations).toEqual([]);
  });
});

describe('a network that loses messages in silence', () => {
  const lossy = (seed: number) => new TestCluster({ profile: '0.11', metadata: 'zookeeper', controllers: 3, seed, lossPpm: 30_000 });

  it('leaves no gap in a server’s log: no ephemeral znode outlives its session', () => {
    for (let seed = 1; seed <= 6; seed++) {
      const c = lossy(seed);
      c.run({ ms: 20_000 });
      expect(c.violations).toEqual([]);
    }
  });

  it('a broker whose registration was answered by nobody finds its own znode when it asks again, and stays', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const c = lossy(seed);
      c.run({ ms: 5000 });
      expect(c.of('RegistrationRefused')).toEqual([]);
    }
  });
});

describe('the answer to a write is lost with the connection, and the write is sent again', () => {
  const start = (config: Record<string, string> = {}, profile: '2.1' | '3.9' = '2.1') =>
    new TestCluster({
      profile,
      metadata: 'zookeeper',
      topics: [orders],
      config: { 'replica.lag.time.max.ms': '2000', 'zookeeper.session.timeout.ms': '20000', ...config },
    });
  const isr = (c: TestCluster) => c.replica(1, 'orders-0').meta.isr;

  it('a leader finds its own ISR in the znode, and goes on with it', () => {
    const c = start();
    c.pause(3);
    c.produce('orders-0', ['a'], { acks: 1 });
    c.run({ ms: 5000 });
    c.resume(3);
    c.runUntil(() => c.of('IsrExpanded').length === 1);
    c.unplug('zookeeper1');
    c.run({ ms: 3000 });
    expect(isr(c)).toMatchObject({ value: 'PendingExpandIsr', data: { isr: [1, 2] } });
    c.plug('zookeeper1');
    c.run({ ms: 12_000 });
    expect(c.of('SessionExpired')).toEqual([]);
    expect(isr(c)).toMatchObject({ value: 'CommittedPartitionState', data: { isr: [1, 2, 3] } });
    expect(c.replica(1, 'orders-0').meta.role.data.partitionEpoch).toBe(2);
    expect(c.violations).toEqual([]);
  });

  it('a leader whose session ends meanwhile gives the change up, and tries again', () => {
    const c = start({ 'zookeeper.session.timeout.ms': '6000', 'auto.leader.rebalance.enable': 'false' });
    c.unplug('zookeeper1');
    c.pause(3);
    c.produce('orders-0', ['a'], { acks: 1 });
    c.run({ ms: 12_000 });
    expect(isr(c).value).toBe('PendingShrinkIsr');
    c.plug('zookeeper1');
    c.runUntil(() => c.of('SessionLost').some(({ node }) => node === 'kafka1'));
    expect(isr(c)).toMatchObject({ value: 'CommittedPartitionState', data: { isr: [1, 2, 3] } });
    c.run({ ms: 30_000 });
    const { leader, isr: now } = c.partition('orders-0');
    expect(c.replica(leader, 'orders-0').meta.isr).toMatchObject({ value: 'CommittedPartitionState', data: { isr: now } });
    expect(c.violations).toEqual([]);
  });

  it('a controller that took a dead broker out of the ISR tells the others, though it finds nothing to write any more', () => {
    const c = start({ 'zookeeper.session.timeout.ms': '6000', 'replica.lag.time.max.ms': '60000' }, '3.9');
    c.kill(c.zkController === 3 ? 2 : 3);
    c.runUntil(() => c.of('IsrShrunk').length === 1);
    c.unplug('zookeeper1');
    c.run({ ms: 1000 });
    c.plug('zookeeper1');
    c.run({ ms: 10_000 });
    const { leader, leaderEpoch, isr: left } = c.partition('orders-0');
    expect([leaderEpoch, left.length]).toEqual([1, 2]);
    expect(c.replica(leader, 'orders-0').meta.role.data.leaderEpoch).toBe(1);
    expect(c.violations).toEqual([]);
  });

  it('a new partition stays new for that controller: the znode that it finds is its own (initializeLeaderAndIsrForPartitions)', () => {
    const c = start({}, '3.9');
    c.ask(c.zkController, { type: 'CreateTopicsRequest', timeoutMs: 1000, topics: [{ name: 'late', partitions: 1, replicationFactor: 3, config: {} }] });
    c.runUntil(() => c.of('LeaderElected').some(({ tp }) => tp === 'late-0'));
    c.unplug('zookeeper1');
    c.run({ ms: 1000 });
    c.plug('zookeeper1');
    c.run({ ms: 15_000 });
    expect(c.of('StateChangeFailed')).toMatchObject([{ tp: 'late-0', from: 'NewPartition', to: 'OnlinePartition', error: 'NODEEXISTS' }]);
    expect(c.of('BecameLeader').some(({ tp }) => tp === 'late-0')).toBe(false);
    c.kill(c.zkController);
    c.run({ ms: 40_000 });
    expect(c.of('BecameLeader').some(({ tp }) => tp === 'late-0')).toBe(true);
  });
});

it('a session ends also when its client is never heard of again after its first moment, and its server has changed leaders', () => {
  const c = new TestCluster({ profile: '0.11', metadata: 'zookeeper', controllers: 3, topics: [orders] });
  const leader = c.of('EnsembleLeaderElected')[0]?.node ?? '';
  const sessions = c.of('SessionEstablished').length;
  c.kill(3);
  c.run({ ms: 100 });
  c.start(3);
  c.runUntil(() => c.of('SessionEstablished').length > sessions);
  c.kill(3);
  for (const n of [1, 2, 3]) if (`zookeeper${n}` !== leader) c.cut([`zookeeper${n}`, leader]);
  c.run({ ms: 400 });
  for (const n of [1, 2, 3]) if (`zookeeper${n}` !== leader) c.heal([`zookeeper${n}`, leader]);
  c.run({ ms: 30_000 });
  const begun = c.of('SessionEstablished').filter(({ node }) => node === 'kafka3');
  const ended = c.of('SessionExpired').filter(({ node }) => node === 'kafka3');
  expect(ended.map(({ session }) => session).sort()).toEqual(begun.map(({ session }) => session).sort());
});

describe('an ISR change by AlterPartition', () => {
  it('that was made already is answered as made, whatever partition epoch it was asked with: the first answer may be lost', () => {
    const c = new TestCluster({ profile: '2.8', metadata: 'zookeeper', topics: [orders] });
    const brokerEpoch = c.broker(1).lifecycle.data.brokerEpoch;
    const { topicId } = c.replica(1, 'orders-0').meta;
    const newIsr = [1, 2].map((broker) => ({ broker, brokerEpoch: -1 }));
    const asked = { tp: 'orders-0', topicId, leaderEpoch: 0, partitionEpoch: 0, newIsr };
    const ask = (change: Partial<typeof asked> = {}) =>
      c.ask(c.zkController, { type: 'AlterPartitionRequest', broker: 1, brokerEpoch, partitions: [{ ...asked, ...change }] });
    const answers = [ask(), ask(), ask({ newIsr: newIsr.slice(0, 1) })];
    c.run({ ms: 200 });
    expect(answers.map((answer) => answer())).toMatchObject([
      { partitions: [{ error: 'NONE', isr: [1, 2], partitionEpoch: 1 }] },
      { partitions: [{ error: 'NONE', isr: [1, 2], partitionEpoch: 1 }] },
      { partitions: [{ error: 'INVALID_UPDATE_VERSION' }] },
    ]);
  });
});

it('a topic that is made again begins with the settings it is made with, not with those of the one before', () => {
  const c = new TestCluster({ profile: '2.8', metadata: 'zookeeper', topics: [{ ...orders, config: { 'min.insync.replicas': '3' } }] });
  const answered = (answer: () => unknown): unknown => {
    c.runUntil(() => answer() !== undefined);
    return answer();
  };
  const topics = [{ name: 'orders', partitions: 1, replicationFactor: 3, config: {} }];
  const create = (): unknown => answered(c.ask(c.zkController, { type: 'CreateTopicsRequest', timeoutMs: 30_000, topics }));
  answered(c.ask(c.zkController, { type: 'DeleteTopicsRequest', topics: ['orders'] }));
  c.run({ ms: 1000 });
  expect(create()).toMatchObject({ topics: [{ error: 'NONE' }] });
  expect([1, 2, 3].map((id) => c.replica(id, 'orders-0').meta.minInsyncReplicas)).toEqual([1, 1, 1]);
  expect(create()).toMatchObject({ topics: [{ error: 'TOPIC_ALREADY_EXISTS' }] });
});

it('nobody is elected for a topic that is being deleted', () => {
  const c = new TestCluster({ profile: '2.8', metadata: 'zookeeper', topics: [orders] });
  c.pause(c.zkController === 3 ? 2 : 3);
  c.ask(c.zkController, { type: 'DeleteTopicsRequest', topics: ['orders'] });
  c.run({ ms: 1000 });
  const answer = c.ask(c.zkController, { type: 'ElectLeadersRequest', electionType: 'UNCLEAN', partitions: ['orders-0'], timeoutMs: 30_000 });
  c.run({ ms: 1000 });
  expect(answer()).toMatchObject({ partitions: [{ tp: 'orders-0', error: 'INVALID_TOPIC_EXCEPTION', message: 'The topic is being deleted' }] });
  expect(c.partition('orders-0').leader).toBe(-1);
});

it('a server that never got NEWLEADER gives its leader up after initLimit ticks, and the ensemble finds together', () => {
  const c = new TestCluster({ profile: '2.0', metadata: 'zookeeper', controllers: 3, topics: [orders] });
  const leader = c.of('EnsembleLeaderElected')[0]?.node ?? '';
  const others = ['zookeeper1', 'zookeeper2', 'zookeeper3'].filter((name) => name !== leader);
  c.node(leader).kill();
  const from = c.events.length;
  const asked = () => c.events.slice(from).findLast(({ node, name }) => name === 'FOLLOWERINFO' && others.includes(node));
  c.runUntil(
    () => asked() !== undefined && c.of('EnsembleStateChanged').some(({ node, to }) => others.includes(node) && node === asked()?.node && to === 'LEADING'),
  );
  // Its answer is under way only from the next event on: it is lost, and nobody is told.
  const [a, b] = others;
  c.cut([a, b]);
  c.run({ ms: 1 });
  c.heal([a, b]);
  c.run({ ms: 30_000 });
  expect(c.of('EnsembleLeaderElected').length).toBeGreaterThan(1);
  expect(c.violations).toEqual([]);
});
