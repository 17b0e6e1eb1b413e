/** What a fault of links does to a cluster, what it must never do, and that its heal leaves nothing behind. */
import { describe, expect, it } from 'vitest';
import { complete } from '#shell/complete.ts';
import { exampleContext } from '#shell/example.ts';
import { committed, followersOf, give, highWatermark, idsOn, leaderOf, newWorld, of, parse, replica } from '#shell/faults.testkit.ts';
import { noOverlays } from '#sim/overlay.ts';

const FAST_ISR = { 'replica.lag.time.max.ms': '2000' };

/** The records of the leader's log, each once: what the acknowledgements promised is there. */
function expectAcknowledged(world: ReturnType<typeof newWorld>, acknowledged: readonly string[]): void {
  const ids = idsOn(world, leaderOf(world));
  expect(acknowledged.filter((id) => !ids.includes(id))).toEqual([]);
}

const acknowledgedIn = (facts: ReturnType<typeof give>): string[] => of(facts, 'RecordsAcknowledged').flatMap(({ ids }) => [...ids]);

describe('fault split (F20)', () => {
  it('leaves a leader on the small side without its followers: it acknowledges nothing with acks=all, the large side elects, and no acknowledged record is lost', () => {
    const world = newWorld({ config: { ...FAST_ISR, 'min.insync.replicas': '2' } });
    give(world, undefined, 2);
    const leader = leaderOf(world);
    const [a, b] = followersOf(world);
    const facts = give(world, `fault split kafka${leader},p1 kafka${a},kafka${b},controller1`, 15);
    expect(leaderOf(world)).not.toBe(leader);
    expect(highWatermark(world)).toBeGreaterThanOrEqual(replica(world, leader).highWatermark);
    const before = replica(world, leader).highWatermark;
    const healed = give(world, 'fault heal', 30);
    expect(world.overlays).toBe(noOverlays);
    expect(of(healed, 'FaultsHealed')).toMatchObject([{ faults: ['split'] }]);
    expect(highWatermark(world)).toBeGreaterThan(before);
    expect([...committed(world).isr].sort()).toEqual([1, 2, 3]);
    expectAcknowledged(world, [...acknowledgedIn(facts), ...acknowledgedIn(healed)]);
  });

  it('makes a bridge of a node in two groups, and rings of overlapping groups', () => {
    const world = newWorld();
    give(world, 'fault split kafka1,kafka2 kafka2,kafka3', 0);
    expect(world.overlays.rules.map(({ from, to }) => `${from}>${to}`)).toEqual(['kafka1>kafka3', 'kafka3>kafka1']);
  });
});

describe('fault isolate (F20, F22)', () => {
  it('of the controller alone: the leader is fenced after its session, and is never elected while it is', () => {
    const world = newWorld();
    give(world, undefined, 2);
    const leader = leaderOf(world);
    const facts = give(world, `fault isolate kafka${leader} --of controllers`, 15);
    expect(of(facts, 'BrokerFenced')).toMatchObject([{ broker: leader, reason: 'session-timeout' }]);
    expect(leaderOf(world)).not.toBe(leader);
    expect(committed(world).isr).not.toContain(leader);
    give(world, `fault heal kafka${leader}`, 30);
    expect(committed(world).isr).toContain(leader);
    expect(world.overlays).toBe(noOverlays);
  });
});

describe('fault cut (F21, F22, F37, F38)', () => {
  it('of fetches only: the follower keeps its session, leaves the ISR, and the high watermark never counts it before the ISR has lost it', () => {
    const world = newWorld({ config: FAST_ISR });
    give(world, undefined, 2);
    const [leader, [follower]] = [leaderOf(world), followersOf(world)];
    const facts = give(world, `fault cut --from kafka${follower} --to kafka${leader} --api Fetch`, 8);
    expect(of(facts, 'IsrShrunk')).toMatchObject([{ removed: [follower] }]);
    expect(of(facts, 'BrokerFenced')).toEqual([]);
    expect(leaderOf(world)).toBe(leader);
    const shrunk = facts.findIndex(({ fact }) => fact === 'IsrShrunk');
    const stuck = of(facts.slice(0, shrunk), 'HighWatermarkAdvanced').filter(({ broker, to }) => broker === leader && to > replica(world, follower).log.logEnd);
    expect(stuck).toEqual([]);
    give(world, `fault heal --from kafka${follower} --to kafka${leader}`, 40);
    expect(committed(world).isr).toContain(follower);
  });

  it('of heartbeats only: a broker that still fetches is fenced and leaves the ISR, and comes back when it is heard again (F37)', () => {
    const world = newWorld();
    give(world, undefined, 2);
    const [broker] = followersOf(world);
    const facts = give(world, `fault cut --from kafka${broker} --to controller1 --api BrokerHeartbeat`, 20);
    expect(of(facts, 'BrokerFenced')).toMatchObject([{ broker }]);
    expect(of(facts, 'BrokerUnfenced')).toEqual([]);
    expect(committed(world).isr).not.toContain(broker);
    expect(of(facts, 'IsrExpanded').filter(({ added }) => added.includes(broker))).toEqual([]);
    const healed = give(world, 'fault heal', 60);
    expect(of(healed, 'BrokerUnfenced')).toMatchObject([{ broker }]);
    expect(committed(world).isr).toContain(broker);
  });

  it('of a broker’s metadata fetches: it believes in the old leader until it hears again, and nothing acknowledged is lost (F38)', () => {
    const world = newWorld();
    give(world, undefined, 2);
    const [leader, [lagging, other]] = [leaderOf(world), followersOf(world)];
    const cut = give(world, `fault cut --from kafka${lagging} --to controller1 --api Fetch`, 1);
    const facts = give(world, `docker kill kafka${leader}`, 12);
    expect(leaderOf(world)).not.toBe(leader);
    expect(replica(world, lagging).meta.role.data.leader).toBe(leader);
    const healed = give(world, 'fault heal', 30);
    expect(replica(world, lagging).meta.role.data.leader).toBe(leaderOf(world));
    expect([lagging, other]).toContain(leaderOf(world));
    expectAcknowledged(world, acknowledgedIn([...cut, ...facts, ...healed]));
  });
});

describe('fault delay (F23)', () => {
  it('longer than a request’s timeout makes a producer send again; with idempotence no record is there twice', () => {
    const world = newWorld({ producer: { 'request.timeout.ms': '1000', 'delivery.timeout.ms': '60000', 'linger.ms': '0' } });
    give(world, undefined, 1);
    const leader = leaderOf(world);
    const facts = give(world, `fault delay --from kafka${leader} --to p1 --latency 1500ms --api Produce`, 6);
    expect(of(facts, 'SendRetried').length).toBeGreaterThan(0);
    give(world, 'fault heal', 10);
    const ids = idsOn(world, leader);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('fault drop (F24)', () => {
  const run = (idempotence: boolean) => {
    const world = newWorld({
      producer: { 'enable.idempotence': String(idempotence), 'request.timeout.ms': '1000', 'delivery.timeout.ms': '60000', 'linger.ms': '0' },
    });
    give(world, undefined, 1);
    const leader = leaderOf(world);
    const facts = give(world, `fault drop --from p1 --to kafka${leader} --api Produce --response`, 8);
    expect(world.overlays).toBe(noOverlays);
    expect(of(facts, 'SendRetried')).toHaveLength(1);
    return idsOn(world, leader);
  };

  it('of an answer: the batch was written, and its retry writes it again without idempotence', () => {
    const ids = run(false);
    expect(ids.length - new Set(ids).size).toBe(1);
  });

  it('of an answer with idempotence: the retry is known as a duplicate', () => {
    const ids = run(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('of a share of all fetches makes replication slower, not wrong', () => {
    const world = newWorld();
    give(world, undefined, 1);
    const [leader, [follower]] = [leaderOf(world), followersOf(world)];
    give(world, `fault drop --from kafka${follower} --to kafka${leader} --api Fetch --percent 30`, 20);
    give(world, 'fault heal', 40);
    expect(idsOn(world, follower)).toEqual(idsOn(world, leader).slice(0, idsOn(world, follower).length));
    expect(committed(world).isr).toContain(follower);
  });
});

describe('fault duplicate (F25)', () => {
  const run = (idempotence: boolean) => {
    const world = newWorld({ producer: { 'enable.idempotence': String(idempotence), 'linger.ms': '0' } });
    give(world, undefined, 1);
    const leader = leaderOf(world);
    const facts = give(world, `fault duplicate --from p1 --to kafka${leader} --api Produce`, 5);
    return { ids: idsOn(world, leader), refused: of(facts, 'DuplicateRefused').length };
  };

  it('sends a batch again over a new connection: two offsets for it without idempotence', () => {
    const { ids } = run(false);
    expect(ids.length - new Set(ids).size).toBe(1);
  });

  it('and with it never: DUPLICATE_SEQUENCE_NUMBER is swallowed', () => {
    const { ids, refused } = run(true);
    expect([ids.length - new Set(ids).size, refused]).toEqual([0, 1]);
  });
});

describe('fault reorder (F26)', () => {
  it('of everything between brokers and controller never lets an older epoch override a newer one', () => {
    const world = newWorld();
    give(world, undefined, 1);
    const first = give(world, 'fault reorder --from all --to all --by 300ms', 5);
    const leader = leaderOf(world);
    const second = give(world, `docker restart kafka${leader}`, 30);
    const third = give(world, 'fault heal', 30);
    const epochs = of([...first, ...second, ...third], 'LeaderElected').map(({ leaderEpoch }) => leaderEpoch);
    expect(epochs).toEqual([...epochs].sort((a, b) => a - b));
    expectAcknowledged(world, acknowledgedIn([...first, ...second, ...third]));
    for (const id of [1, 2, 3]) expect(replica(world, id).meta.role.data.leaderEpoch).toBe(committed(world).leaderEpoch);
  });
});

describe('fault reset (F27)', () => {
  it('fails what is in flight, and idempotent retries keep order and number', () => {
    const world = newWorld({
      producer: { 'linger.ms': '0' },
      network: { latencyMinUs: 100_000, latencyMaxUs: 100_000, lossPpm: 0, duplicatePpm: 0, links: {} },
    });
    give(world, undefined, 3.05);
    const leader = leaderOf(world);
    const facts = give(world, `fault reset --from p1 --to kafka${leader}`, 6);
    expect(of(facts, 'ConnectionsReset')).toHaveLength(1);
    expect(of(facts, 'SendRetried').length).toBeGreaterThan(0);
    const ids = idsOn(world, leader);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => Number(a.split('#')[1]) - Number(b.split('#')[1])));
  });
});

describe('fault throttle (F28)', () => {
  it('keeps a follower out of the ISR when the link carries less than what is written', () => {
    const world = newWorld({ config: FAST_ISR });
    give(world, undefined, 2);
    const [leader, [follower]] = [leaderOf(world), followersOf(world)];
    const facts = give(world, `fault throttle --from kafka${leader} --to kafka${follower} --rate 20B/s`, 20);
    expect(of(facts, 'IsrShrunk')[0]).toMatchObject({ removed: [follower] });
    give(world, 'fault heal', 60);
    expect(committed(world).isr).toContain(follower);
  });
});

describe('fault clog (F29)', () => {
  it('of nodes one by one, and unclogged in another order, ends with everybody in sync', () => {
    const world = newWorld();
    const facts = give(world, undefined, 1);
    for (const line of ['fault clog kafka1', 'fault clog kafka2', 'fault clog kafka3']) facts.push(...give(world, line, 4));
    for (const line of ['fault heal kafka2', 'fault heal kafka1', 'fault heal kafka3']) facts.push(...give(world, line, 4));
    facts.push(...give(world, undefined, 60));
    expect(world.overlays).toBe(noOverlays);
    expect([...committed(world).isr].sort()).toEqual([1, 2, 3]);
    expectAcknowledged(world, acknowledgedIn(facts));
    const before = highWatermark(world);
    give(world, undefined, 3);
    expect(highWatermark(world)).toBeGreaterThan(before);
  });
});

describe('fault freeze-metadata (F30)', () => {
  it('keeps a producer asking, and when the old leader is back its refusal names the new one (KIP-951)', () => {
    const world = newWorld();
    give(world, undefined, 2);
    const leader = leaderOf(world);
    give(world, 'fault freeze-metadata p1', 0);
    const cutOff = give(world, `docker kill kafka${leader}`, 15);
    expect(leaderOf(world)).not.toBe(leader);
    expect(of(cutOff, 'MetadataRefreshed').filter(({ node }) => node === 'p1').length).toBeGreaterThan(2);
    expect(of(cutOff.slice(-20), 'RecordsAcknowledged')).toEqual([]);
    const back = give(world, `docker start kafka${leader}`, 20);
    expect(of(back, 'RecordsAcknowledged').length).toBeGreaterThan(3);
    expectAcknowledged(world, acknowledgedIn([...cutOff, ...back]));
  });
});

describe('the LeaderAndIsr requests of a ZooKeeper cluster (F39)', () => {
  const zk = { metadata: 'zookeeper', profile: '2.8' } as const;

  for (const fault of ['drop --count 1', 'duplicate --count 2', 'delay --latency 3s']) {
    it(`may meet with ${fault.split(' ')[0]}: the epochs agree in the end, and nothing acknowledged is lost`, () => {
      const world = newWorld(zk);
      const facts = give(world, undefined, 2);
      const [word, ...options] = fault.split(' ');
      facts.push(...give(world, `fault ${word} --from brokers --to brokers --api LeaderAndIsr ${options.join(' ')}`, 1));
      const leader = leaderOf(world);
      facts.push(...give(world, `docker kill kafka${leader}`, 40));
      expect(leaderOf(world)).not.toBe(leader);
      facts.push(...give(world, 'fault heal --only none', 0), ...give(world, `docker start kafka${leader}`, 60));
      for (const id of [1, 2, 3]) expect(replica(world, id).meta.role.data.leaderEpoch).toBe(committed(world).leaderEpoch);
      expectAcknowledged(world, acknowledgedIn(facts));
    });
  }
});

describe('the words about links', () => {
  const world = newWorld();

  it('refuse what they do not know, and say what was probably meant', () => {
    expect(parse(world, 'fault cut --from kafka1 --to kafka9')).toMatchObject({ ok: false, stderr: ['fault: no process is called kafka9'] });
    expect(parse(world, 'fault cut --from kafka1 --to kafka2 --api Fech')).toMatchObject({ ok: false, teaching: 'Did you mean Fetch?' });
    expect(parse(world, 'fault delay --from kafka1 --to kafka2')).toMatchObject({ ok: false, exitCode: 2 });
    expect(parse(world, 'fault drop --from kafka1 --to kafka2 --percent 200')).toMatchObject({ ok: false });
    expect(parse(world, 'fault split kafka1')).toMatchObject({ ok: false, stderr: ['fault: usage: fault split NODES NODES...'] });
  });

  it('take groups and classes of names, and complete them', () => {
    expect(parse(world, 'fault cut --from clients --to brokers')).toMatchObject({ ok: true, payload: { directions: { length: 2 * 3 } } });
    const texts = (line: string) => complete(line, line.length, exampleContext).suggestions.map(({ text }) => text);
    expect(texts('fault cut --from ')).toContain('billing');
    expect(texts('fault drop --api Lead')).toEqual(['LeaderAndIsr']);
    expect(texts('fault thr')).toEqual(['throttle']);
  });

  it('say so when there is nothing to heal', () => {
    expect(of(give(world, 'fault heal', 0), 'CommandFailed')).toHaveLength(1);
  });
});
