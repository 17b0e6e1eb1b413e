import { describe, expect, it } from 'vitest';
import type { Thing } from '#session/asking.ts';
import { acksOne, steady } from '#session/lessons.test-documents.ts';
import { metricsAt } from '#session/metrics.ts';
import { branchOf, openSession } from '#session/session.ts';
import type { Timeline } from '#session/timeline.ts';

function run(document: typeof steady): Timeline {
  const session = openSession(document);
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  const { timeline } = branchOf(session.value);
  timeline.extend({});
  return timeline;
}

/** Broker 1 dies and stays away: fenced after broker.session.timeout.ms. */
const timeline = run({ ...steady, timeline: [{ at: '5s', run: 'docker kill kafka1' }] });
const healthy = timeline.cursorAtTime(4_500_000);
const broken = timeline.cursorAtTime(18_000_000);

const of = (at: number, thing: Thing, from = timeline) => Object.fromEntries(metricsAt(from, at, thing).map(({ name, value }) => [name, value]));

describe('The metrics of a broker', () => {
  it('have Kafka’s own names, each the object name of its MBean', () => {
    const names = metricsAt(timeline, healthy, { kind: 'broker', id: 2 }).map(({ mbean, attribute }) => `${mbean} ${attribute}`);
    expect(names).toContain('kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions Value');
    expect(names).toContain('kafka.server:type=KafkaServer,name=BrokerState Value');
    expect(new Set(names).size).toBe(names.length);
  });

  it('show nothing under-replicated while all replicas are in sync, and what it leads when one has died', () => {
    expect(of(healthy, { kind: 'broker', id: 2 })).toMatchObject({ BrokerState: 3, UnderReplicatedPartitions: 0 });
    const { LeaderCount, UnderReplicatedPartitions, PartitionCount } = of(broken, { kind: 'broker', id: 2 });
    expect(UnderReplicatedPartitions).toBeGreaterThan(0);
    expect(UnderReplicatedPartitions).toBeLessThanOrEqual(LeaderCount as number);
    expect(PartitionCount).toBe(timeline.frameAt(broken).partitions.filter(({ replicas }) => replicas.includes(2)).length);
  });

  it('count every partition once over all brokers that lead', () => {
    const led = [1, 2, 3].reduce((sum, id) => sum + (of(healthy, { kind: 'broker', id }).LeaderCount as number), 0);
    expect(led).toBe(timeline.frameAt(healthy).partitions.length);
  });

  it('are gone with its process', () => {
    expect(metricsAt(timeline, broken, { kind: 'broker', id: 1 })).toEqual([]);
  });

  it('go by the ISR that the leader has, not by the one that it has not been told of', () => {
    const cut = run({ ...steady, timeline: [{ at: '5s', run: 'docker network disconnect kafka kafka1' }], until: '40s' });
    const deposed = cut.frameAt(cut.end).partitions.find(({ logs }) => logs.some(({ broker, believedIsr }) => broker === 1 && believedIsr !== undefined));
    const belief = deposed?.logs.find(({ broker }) => broker === 1)?.believedIsr?.length;
    expect(belief).not.toBe(deposed?.isr.length);
    expect(of(cut.end, { kind: 'replica', tp: deposed?.tp ?? '', broker: 1 }, cut)).toMatchObject({ InSyncReplicasCount: belief });
  });

  it('have nothing of partitions before it has been told of them', () => {
    const starting = run({ ...steady, until: '13s' });
    const at = starting.end;
    expect(of(at, { kind: 'broker', id: 1 }, starting).BrokerState).toBe(1);
    expect(of(at, { kind: 'broker', id: 1 }, starting)).toMatchObject({ PartitionCount: 0, LeaderCount: 0 });
    expect(of(at, { kind: 'replica', tp: 'orders-0', broker: 1 }, starting)).not.toHaveProperty('ReplicasCount');
  });
});

describe('The metrics of a group coordinator', () => {
  const groupOf = (from: Timeline, at: number) => from.frameAt(at).groups[0];
  const coordinatorAt = (from: Timeline, at: number) => of(at, { kind: 'broker', id: groupOf(from, at).coordinator }, from);

  it('count its groups when they are read, before 4.0', () => {
    const old = run({ ...steady, kafka: '3.9', timeline: [], until: '5s' });
    const metrics = coordinatorAt(old, old.end);
    expect(metrics).toMatchObject({ NumGroups: 1, [`NumGroups${groupOf(old, old.end).state}`]: 1 });
    expect(Object.entries(metrics).filter(([name, value]) => name.startsWith('NumGroups') && value === 1)).toHaveLength(2);
  });

  it('count them once a minute since then, the first time a minute after they were loaded', () => {
    const long = run({ ...steady, timeline: [], until: '70s' });
    const loadedUs = groupOf(long, long.end).loadedUs ?? 0;
    const [before, after] = [loadedUs + 59_000_000, loadedUs + 60_500_000].map((timeUs) => coordinatorAt(long, long.cursorAtTime(timeUs)));
    expect([before.NumGroups, before.NumGroupsStable]).toEqual([0, 0]);
    expect([after.NumGroups, after.NumGroupsStable]).toEqual([1, 1]);
  });

  it('count what another coordinator finds in the log at once, but only groups of the classic protocol', () => {
    const moved = (config: Readonly<Record<string, string>>) => {
      const from = run({ ...steady, clients: { billing: { consumer: 'orders', config } }, timeline: [], until: '10s' });
      const { coordinator } = groupOf(from, from.end);
      const killed = run({
        ...steady,
        clients: { billing: { consumer: 'orders', config } },
        timeline: [{ at: '10s', run: `docker kill kafka${coordinator}` }],
        until: '40s',
      });
      return coordinatorAt(killed, killed.end);
    };
    expect(moved({})).toMatchObject({ NumGroups: 1 });
    expect(moved({ 'group.protocol': 'consumer' })).toMatchObject({ 'group-count': 0 });
  });

  it('tell consumer groups by their states, under the names of the new coordinator', () => {
    const modern = run({ ...steady, clients: { billing: { consumer: 'orders', config: { 'group.protocol': 'consumer' } } }, timeline: [], until: '90s' });
    const { coordinator } = groupOf(modern, modern.end);
    const told = metricsAt(modern, modern.end, { kind: 'broker', id: coordinator }).map(({ mbean, attribute, value }) => `${mbean} ${attribute} = ${value}`);
    expect(told).toContain('kafka.server:type=group-coordinator-metrics,protocol=consumer group-count = 1');
    expect(told).toContain('kafka.server:type=group-coordinator-metrics,state=Stable consumer-group-count = 1');
  });

  it('say nothing of a group that nobody has joined', () => {
    const waiting = run({
      ...steady,
      kafka: '3.9',
      clients: { billing: { consumer: 'orders', start: '4s' }, later: { consumer: 'orders', start: '1h' } },
      timeline: [],
      until: '15s',
    });
    const first = waiting.frameAt(waiting.end).groups.find(({ group }) => group === 'billing');
    expect(of(waiting.end, { kind: 'broker', id: first?.coordinator ?? 0 }, waiting)).toMatchObject({ NumGroups: 1, NumGroupsEmpty: 0 });
  });
});

describe('The metrics of a controller', () => {
  it('say that it is active, and what of the cluster is not as it should be', () => {
    const thing: Thing = { kind: 'controller', node: 'controller1' };
    expect(of(healthy, thing)).toMatchObject({ ActiveControllerCount: 1, OfflinePartitionsCount: 0, FencedBrokerCount: 0, ActiveBrokerCount: 3 });
    expect(of(broken, thing)).toMatchObject({ FencedBrokerCount: 1, ActiveBrokerCount: 2, GlobalTopicCount: timeline.frameAt(broken).topics.length });
    expect(of(broken, thing).PreferredReplicaImbalanceCount).toBeGreaterThan(0);
  });

  it('are the broker’s own in a ZooKeeper cluster, where only one broker is the controller', () => {
    const old = run({ ...steady, kafka: '2.8', cluster: { brokers: 3, metadata: 'zookeeper' }, timeline: [], until: '5s' });
    const active = [1, 2, 3].map((id) => of(old.end, { kind: 'broker', id }, old).ActiveControllerCount);
    expect([...active].sort()).toEqual([0, 0, 1]);
    const id = active.indexOf(1) + 1;
    expect(of(old.end, { kind: 'broker', id }, old)).toMatchObject({ OfflinePartitionsCount: 0 });
    expect(of(old.end, { kind: 'broker', id }, old)).not.toHaveProperty('FencedBrokerCount');
    expect(metricsAt(old, old.end, { kind: 'controller', node: 'zookeeper1' })).toEqual([]);
  });
});

describe('The metrics of clients and replicas', () => {
  it('give a consumer the lag of each of its partitions, and the largest of them', () => {
    const [member] = timeline.frameAt(broken).consumers.filter(({ assignment }) => assignment.length > 0);
    const metrics = metricsAt(timeline, broken, { kind: 'consumer', node: member.node });
    const lags = metrics.filter(({ name }) => name === 'records-lag').map(({ value }) => value as number);
    expect(lags).toHaveLength(member.assignment.length);
    expect(metrics.find(({ name }) => name === 'records-lag-max')?.value).toBeGreaterThanOrEqual(Math.max(...lags));
    expect(metrics[0]).toMatchObject({
      mbean: `kafka.consumer:type=consumer-coordinator-metrics,client-id=${member.config['client.id']}`,
      attribute: 'assigned-partitions',
      value: member.assignment.length,
    });
  });

  it('quote a client id that has signs of an object name, and nothing else', () => {
    const named = (id: string) => {
      const from = run({ ...steady, clients: { p1: { producer: 'orders', rate: '1/s', config: { 'client.id': id } } }, timeline: [], until: '1s' });
      return metricsAt(from, from.end, { kind: 'producer', node: 'p1' })[0].mbean;
    };
    expect(named('orders a.b-1_2%')).toBe('kafka.producer:type=producer-metrics,client-id=orders a.b-1_2%');
    expect(named('orders,1="*"')).toBe('kafka.producer:type=producer-metrics,client-id="orders,1=\\"\\*\\""');
  });

  it('write a topic with dots as Kafka does: with underscores before 4.1', () => {
    const lagOf = (kafka: typeof steady.kafka) => {
      const topics = { 'web.orders': { partitions: 1, 'replication-factor': 3 } };
      const clients = { p1: { producer: 'web.orders', rate: '5/s' }, billing: { consumer: 'web.orders' } };
      const from = run({ ...steady, kafka, topics, clients, timeline: [], until: '9s' });
      return metricsAt(from, from.end, { kind: 'consumer', node: 'billing-1' }).find(({ name }) => name === 'records-lag')?.mbean;
    };
    expect(lagOf('4.3')).toMatch(/,topic=web\.orders,partition=0$/);
    expect(lagOf('3.9')).toMatch(/,topic=web_orders,partition=0$/);
  });

  it('have no lag of a consumer before its first fetch: Kafka says NaN', () => {
    const first = timeline.frameAt(0).consumers[0].node;
    expect(of(0, { kind: 'consumer', node: first })).toEqual({ 'assigned-partitions': 0, 'records-lag-max': Number.NaN, 'records-lead-min': Number.NaN });
  });

  it('count for a producer every record of every attempt, and retries apart', () => {
    const lossy = run({ ...acksOne, clients: { p1: { ...acksOne.clients?.p1, producer: 'orders', config: { acks: 'all' } } } });
    const end = of(lossy.end, { kind: 'producer', node: 'p1' }, lossy);
    const sent = lossy.ledgerAt(lossy.end).totals.sent;
    const running = lossy.cursorAtTime(900_000);
    const early = of(running, { kind: 'producer', node: 'p1' }, lossy);
    expect([early['record-retry-total'], early['record-send-total']]).toEqual([0, lossy.ledgerAt(running).totals.acknowledged]);
    const last = Array.from({ length: lossy.end }, (_, i) => lossy.end - i).find(
      (at) => metricsAt(lossy, at, { kind: 'producer', node: 'p1' }).length > 0,
    ) as number;
    const late = of(last, { kind: 'producer', node: 'p1' }, lossy);
    expect(late['record-retry-total']).toBeGreaterThan(0);
    expect(late['record-send-total']).toBe(sent + (late['record-retry-total'] as number));
    expect(end).toEqual({}); // it has ended, and its MBeans with it
  });

  it('give a replica its log, and only its leader the counts of the partition', () => {
    const partition = timeline.frameAt(healthy).partitions[0];
    const leader = of(healthy, { kind: 'replica', tp: partition.tp, broker: partition.leader });
    const follower = of(healthy, { kind: 'replica', tp: partition.tp, broker: partition.replicas.find((id) => id !== partition.leader) as number });
    expect(leader).toMatchObject({ ReplicasCount: 3, InSyncReplicasCount: 3, LastStableOffsetLag: 0, AtMinIsr: 0 });
    expect(follower).toMatchObject({ ReplicasCount: 0, InSyncReplicasCount: 0 });
    expect(leader.LogEndOffset).toBeGreaterThanOrEqual(follower.LogEndOffset as number);
  });
});

/** A consumer falls behind and catches up in the first half minute; then `trickle` keeps it reading, or nobody does. */
const behind = (trickle: number, config: Readonly<Record<string, number | string>> = {}): typeof steady => ({
  highwater: 1,
  seed: 3,
  cluster: { brokers: 3 },
  topics: { orders: { 'replica-assignment': [[1, 2, 3]] } },
  clients: {
    burst: { producer: 'orders', rate: '50/s', count: 100 },
    trickle: { producer: 'orders', rate: '1/s', count: trickle },
    billing: { consumer: 'orders', processing: '100ms', config: { 'auto.offset.reset': 'earliest', 'max.poll.records': 5, ...config } },
  },
  until: '120s',
});

describe('The lag that a consumer tells of itself', () => {
  const reader: Thing = { kind: 'consumer', node: 'billing-1' };
  const at = (from: Timeline, seconds: number) => of(from.cursorAtTime(seconds * 1_000_000), reader, from);
  const told = (from: Timeline, until: number): number[] =>
    Array.from({ length: from.cursorAtTime(until * 1_000_000) }, (_, cursor) => of(cursor, reader, from)['records-lag'] as number | undefined).filter(
      (lag): lag is number => lag !== undefined,
    );
  const busy = run(behind(110));
  const idle = run(behind(5));
  const peak = Math.max(...told(busy, 29));

  it('is that of its last fetch: from the position after what poll() gave to the high watermark that came with it', () => {
    const polls = Array.from({ length: busy.cursorAtTime(29_000_000) }, (_, i) => i).filter((i) =>
      busy.eventAt(i).facts.some(({ fact }) => fact === 'RecordsPolled'),
    );
    expect(polls.length).toBeGreaterThan(20);
    const answers = (i: number): boolean => busy.eventAt(i).node === 'billing-1' && busy.eventAt(i).name === 'FetchResponse';
    for (const i of polls) {
      let answer = i;
      while (!answers(answer)) answer--;
      // What the leader knew when it answered, not what it knows now.
      const then = busy.frameAt(busy.eventAt(answer).cause + 1).partitions.find(({ tp }) => tp === 'orders-0');
      const end = then?.logs.find(({ broker }) => broker === then.leader)?.highWatermark ?? -1;
      expect(of(i + 1, reader, busy)['records-lag']).toBe(end - busy.frameAt(i + 1).consumers[0].positions['orders-0']);
    }
    expect(at(busy, 29)['records-lag']).toBe(0);
  });

  it('has its largest value for as long as a sample of the time has a value that is younger than both windows', () => {
    expect(peak).toBeGreaterThan(20);
    expect(at(busy, 29)['records-lag-max']).toBe(peak);
    // The sample began with the first fetch and took values for thirty seconds; the last of them is sixty seconds old at about ninety.
    expect(at(busy, 85)['records-lag-max']).toBe(peak);
    expect(at(busy, 95)['records-lag-max']).toBeLessThan(5);
  });

  it('is NaN when nothing came for so long, and the distance from the log start with it', () => {
    expect(at(idle, 60)['records-lag-max']).toBeGreaterThan(20);
    // Nearest it was after the first poll() had given what max.poll.records allows.
    expect(at(idle, 60)['records-lead-min']).toBe(5);
    expect(at(idle, 110)).toMatchObject({ 'records-lag-max': Number.NaN, 'records-lead-min': Number.NaN, 'records-lag': 0 });
  });

  it('is taken over the windows that the consumer was given', () => {
    const short = run(behind(110, { 'metrics.num.samples': 1, 'metrics.sample.window.ms': 2000 }));
    expect(at(short, 6)['records-lag-max']).toBeGreaterThan(20);
    expect(at(short, 40)['records-lag-max']).toBeLessThan(5);
  });

  it('is the same whether the playhead comes from before or from behind', () => {
    const cursors = [20, 85, 95, 119].map((seconds) => busy.cursorAtTime(seconds * 1_000_000));
    const forwards = cursors.map((cursor) => of(cursor, reader, busy));
    expect([...cursors].reverse().map((cursor) => of(cursor, reader, busy))).toEqual([...forwards].reverse());
  });

  it('waits with the next fetch until a poll() has found the last one empty, though all of it has been given', () => {
    const clients = {
      burst: { producer: 'orders', rate: '100/s', count: 10 },
      billing: { consumer: 'orders', processing: '2s', start: '3s', config: { 'auto.offset.reset': 'earliest', 'max.poll.records': 5 } },
    };
    const slow = run({ ...behind(0), clients, until: '40s' });
    const cursors = Array.from({ length: slow.end }, (_, i) => i);
    const polls = cursors.filter((i) => slow.eventAt(i).facts.some(({ fact }) => fact === 'RecordsPolled')).map((i) => slow.eventAt(i).timeUs);
    const answers = cursors.filter((i) => slow.eventAt(i).node === 'billing-1' && slow.eventAt(i).name === 'FetchResponse').map((i) => slow.eventAt(i).timeUs);
    expect(polls).toHaveLength(2);
    expect(answers.filter((timeUs) => timeUs > polls[0] && timeUs < polls[1] + 10_000_000)).toEqual([]);
    expect(answers.some((timeUs) => timeUs > polls[1] + 10_000_000)).toBe(true);
  });
});
