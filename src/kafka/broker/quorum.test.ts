import { describe, expect, it } from 'vitest';
import { type Setup, TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { CreateTopicsResponse } from '#kafka/protocol/messages.ts';
import { withPlanted } from '#sim/planted.ts';

const cluster = (setup: Setup = {}) => new TestCluster({ controllers: 3, latencyUs: [500, 3000], topics: [{ name: 'orders' }], ...setup });
const others = (n: number, voters = 3) => Array.from({ length: voters }, (_, i) => i + 1).filter((one) => one !== n);
const create = (c: TestCluster, name: string) => {
  const answer = c.ask(1, { type: 'CreateTopicsRequest', timeoutMs: 30_000, topics: [{ name, partitions: 1, replicationFactor: 3, config: {} }] });
  return () => (answer() as CreateTopicsResponse | undefined)?.topics[0].error;
};
const controllers = (...numbers: number[]) => numbers.map((n) => `controller${n}`);
const cutFrom = (n: number, rest: readonly number[]) => rest.map((other) => controllers(n, other) as [string, string]);

describe('a quorum of three', () => {
  const c = cluster();

  it('elects one of its voters, by pre-votes and votes, and the others follow it', () => {
    expect(c.of('ControllerElected')).toMatchObject([{ epoch: 1 }]);
    expect(c.voter(c.active).quorum.value).toBe('Leader');
    for (const n of others(c.active)) expect(c.voter(n).quorum).toMatchObject({ value: 'Follower', data: { epoch: 1, leaderId: 3000 + c.active } });
  });

  it('brings every voter the whole metadata log, flushed, and every standby the same image', () => {
    for (const n of [1, 2, 3]) {
      const voter = c.voter(n);
      expect(voter).toMatchObject({ logEndOffset: c.voter(c.active).logEndOffset, flushed: voter.logEndOffset, highWatermark: voter.logEndOffset });
      expect(voter.image.topics).toEqual(c.voter(c.active).committed.topics);
    }
  });

  it('unfences the brokers and creates topics as with one', () => {
    expect(c.of('BrokerUnfenced')).toHaveLength(3);
    expect(c.partition('orders-0').isr).toHaveLength(3);
    expect(c.violations).toEqual([]);
  });
});

describe('when the active controller is killed', () => {
  const c = cluster({ seed: 2 });
  const old = c.active;
  const killedMs = c.nowMs;
  const late = create(c, 'late');
  c.run({ ms: 2 });
  c.killController(old);
  const answer = c.produce('orders-0', ['a']);
  c.run({ ms: 200 });

  it('the data path goes on meanwhile', () => {
    expect(answer()?.error).toBe('NONE');
  });

  it('another voter is elected within the fetch timeout and an election, in the next epoch', () => {
    c.runUntil(() => c.active !== old && c.active > 0);
    const elected = c.of('ControllerElected').at(-1);
    expect(elected).toMatchObject({ node: `controller${c.active}`, epoch: 2 });
    expect((elected?.timeMs ?? 0) - killedMs).toBeLessThan(4500);
  });

  it('a topic that was being created then is there, for the broker asks the new controller', () => {
    c.runUntil(() => late() !== undefined);
    expect(late()).toBe('NONE');
    expect(c.partition('late-0').isr).toHaveLength(3);
  });

  it('every broker gets a full session, so none is fenced', () => {
    c.run({ ms: 15_000 });
    expect(c.of('BrokerFenced')).toEqual([]);
    for (const id of [1, 2, 3]) expect(c.broker(id)).toMatchObject({ observer: { epoch: 2, leaderId: 3000 + c.active } });
  });

  it('the old leader comes back as a follower, with what it missed', () => {
    c.startController(old);
    c.run({ ms: 3000 });
    expect(c.voter(old).quorum).toMatchObject({ value: 'Follower', data: { epoch: 2 } });
    expect(c.voter(old).highWatermark).toBe(c.voter(c.active).highWatermark);
    expect(c.violations).toEqual([]);
  });
});

describe('a controller that is asked to stop', () => {
  const c = cluster();
  const old = c.active;
  const stoppedMs = c.nowMs;
  c.stopController(old);
  c.run({ ms: 1500 });

  it('resigns and names its successors, so that nobody waits for a timeout', () => {
    expect(c.of('ControllerResigned')).toMatchObject([{ node: `controller${old}`, epoch: 1, reason: 'shutdown' }]);
    const elected = c.of('ControllerElected').at(-1);
    expect(elected?.epoch).toBe(2);
    expect((elected?.timeMs ?? 0) - stoppedMs).toBeLessThan(100);
  });

  it('leaves as soon as another one leads', () => {
    expect(c.world.processes.find(({ name }) => name === `controller${old}`)?.status).toBe('down');
    expect(c.violations).toEqual([]);
  });
});

describe('a leader that is cut off from the other voters', () => {
  const c = cluster();
  const old = c.active;
  c.cut(...cutFrom(old, others(old)));
  c.run({ ms: 1000 });
  const lost = create(c, 'lost');
  c.run({ ms: 200 });

  it('may write, but commits nothing', () => {
    const node = c.voter(old);
    expect(node.claimEpoch).toBe(1);
    expect(node.logEndOffset).toBeGreaterThan(node.highWatermark);
    expect(lost()).toBeUndefined();
  });

  it('resigns when it has heard of no majority for one and a half fetch timeouts', () => {
    c.runUntil(() => c.of('ControllerResigned').length > 0);
    const [resigned] = c.of('ControllerResigned');
    expect(resigned).toMatchObject({ node: `controller${old}`, reason: 'check-quorum' });
    expect(resigned.timeMs).toBeLessThan(3600);
  });

  it('has its topic created by the new leader after all: the broker was told NOT_CONTROLLER and tries again', () => {
    c.runUntil(() => lost() !== undefined);
    expect(lost()).toBe('NONE');
  });

  it('cuts what the others never had when it is back', () => {
    c.heal(...cutFrom(old, others(old)));
    c.run({ ms: 5000 });
    expect(c.of('MetadataLogTruncated')).toMatchObject([{ node: `controller${old}` }]);
    const [{ from, to, epochs }] = c.of('MetadataLogTruncated');
    expect(epochs).toEqual(Array.from({ length: from - to }, () => 1));
    expect(c.voter(old).highWatermark).toBe(c.voter(c.active).highWatermark);
    expect(c.violations).toEqual([]);
  });
});

describe('pre-votes (KIP-996)', () => {
  it('keep a voter that was cut off from disturbing a leader that is well', () => {
    const c = cluster();
    const leader = c.active;
    const [lonely] = others(leader);
    c.unplug(`controller${lonely}`);
    c.run({ ms: 20_000 });
    expect(c.voter(lonely).quorum.data.epoch).toBe(1);
    c.plug(`controller${lonely}`);
    c.run({ ms: 5000 });
    expect(c.active).toBe(leader);
    expect(c.of('ControllerElected')).toHaveLength(1);
    expect(c.voter(lonely).quorum.value).toBe('Follower');
    expect(c.violations).toEqual([]);
  });

  it('were not there in 3.9: the voter comes back with a higher epoch, and deposes the leader', () => {
    const c = cluster({ profile: '3.9' });
    const [lonely] = others(c.active);
    c.unplug(`controller${lonely}`);
    c.run({ ms: 20_000 });
    const { epoch } = c.voter(lonely).quorum.data;
    expect(epoch).toBeGreaterThan(1);
    c.plug(`controller${lonely}`);
    c.run({ ms: 6000 });
    expect(c.voter(c.active).quorum.data.epoch).toBeGreaterThanOrEqual(epoch);
    expect(c.of('ControllerResigned')).toMatchObject([{ reason: 'deposed' }]);
    expect(c.violations).toEqual([]);
  });
});

describe('split votes', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('end with one leader, thanks to random election timeouts (seed %i)', (seed) => {
    const c = new TestCluster({ controllers: 5, seed, latencyUs: [1000, 40_000], config: { 'controller.quorum.election.timeout.ms': '60' }, profile: '3.9' });
    c.run({ ms: 2000 });
    expect(c.active).toBeGreaterThan(0);
    const epochs = c.of('ControllerElected').map(({ epoch }) => epoch);
    expect(new Set(epochs).size).toBe(epochs.length);
    expect(c.violations).toEqual([]);
  });

  it('do happen: with these seeds some epochs have no leader', () => {
    const wasted = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const c = new TestCluster({ controllers: 5, seed, latencyUs: [1000, 40_000], config: { 'controller.quorum.election.timeout.ms': '60' }, profile: '3.9' });
      return Math.max(...[1, 2, 3, 4, 5].map((n) => c.voter(n).quorum.data.epoch)) - c.of('ControllerElected').length;
    });
    expect(Math.max(...wasted)).toBeGreaterThan(0);
  });
});

describe('when the majority of the quorum is gone', () => {
  const c = cluster();
  const leader = c.active;
  const [first, second] = others(leader);
  c.killController(first);
  c.killController(second);
  c.run({ ms: 4000 });

  it('the last voter resigns, and nobody is the active controller', () => {
    expect(c.of('ControllerResigned')).toMatchObject([{ reason: 'check-quorum' }]);
    expect(c.active).toBe(0);
  });

  it('records still flow, and nothing that needs the controller happens: a broker that dies stays the leader', () => {
    const answer = c.produce('orders-0', ['a'], { acks: 1 });
    c.run({ ms: 100 });
    expect(answer()?.error).toBe('NONE');
    const dead = c.partition('orders-0').leader;
    const created = create(c, 'never');
    c.kill(dead);
    c.run({ ms: 20_000 });
    expect(c.partition('orders-0').leader).toBe(dead);
    expect(created()).toBeUndefined();
    expect(c.of('BrokerFenced')).toEqual([]);
  });

  it('with a majority again the dead broker is fenced, a session after the election', () => {
    const electedBefore = c.of('ControllerElected').length;
    c.startController(first);
    c.runUntil(() => c.of('BrokerFenced').length > 0);
    const elected = c.of('ControllerElected')[electedBefore];
    expect(c.of('BrokerFenced')[0].timeMs - elected.timeMs).toBeGreaterThanOrEqual(9000);
    expect(c.partition('orders-0').isr).toHaveLength(2);
    expect(c.violations).toEqual([]);
  });
});

describe('a restart of the whole quorum', () => {
  it.each(['kill', 'power-loss'] as const)('keeps what was committed, and no epoch is led twice (%s)', (how) => {
    const c = cluster();
    const before = c.controller.committed.topics;
    for (const n of [1, 2, 3]) c.killController(n, how);
    c.run({ ms: 1000 });
    for (const n of [1, 2, 3]) c.startController(n);
    c.run({ ms: 6000 });
    expect(c.voter(c.active).committed.topics).toEqual(before);
    expect(c.of('ControllerElected').at(-1)?.epoch).toBeGreaterThan(1);
    expect(c.violations).toEqual([]);
  });
});

describe('a paused leader', () => {
  it('is deposed, and when it wakes up it commits nothing and follows', () => {
    const c = cluster();
    const old = c.active;
    c.pauseController(old);
    c.run({ ms: 6000 });
    expect(c.of('ControllerElected').at(-1)?.epoch).toBe(2);
    c.resumeController(old);
    c.run({ ms: 4000 });
    expect(c.voter(old).quorum.value).toBe('Follower');
    expect(c.of('BrokerFenced')).toEqual([]);
    expect(c.violations).toEqual([]);
  });
});

describe('high watermark in fetches (KIP-1166)', () => {
  const appliedAfterMs = (profile: '4.3' | '3.9') => {
    const c = cluster({ profile });
    const t0 = c.nowMs;
    const created = create(c, 'soon');
    c.runUntil(() => created() !== undefined);
    c.runUntil(() => [1, 2, 3].every((id) => c.broker(id).image.topics.has('soon')));
    return c.nowMs - t0;
  };

  it('brokers apply a change as soon as it is committed since 4.1; before, with the next record or half a second later', () => {
    expect(appliedAfterMs('4.3')).toBeLessThan(60);
    expect(appliedAfterMs('3.9')).toBeGreaterThan(60);
  });
});

describe('the loss of a disk (F18)', () => {
  it('of one voter is made good by the others', () => {
    const c = cluster();
    const [blank] = others(c.active);
    c.loseQuorumDisk(blank);
    c.run({ ms: 1000 });
    c.startController(blank);
    c.run({ ms: 3000 });
    expect(c.voter(blank).quorum).toMatchObject({ value: 'Follower', data: { epoch: 1 } });
    expect(c.voter(blank).committed.topics).toEqual(c.voter(c.active).committed.topics);
    expect(c.violations).toEqual([]);
  });

  it('of the only voter that was up to date with the leader can take committed metadata back: Raft counts on disks', () => {
    const c = cluster();
    const leader = c.active;
    const [witness, behind] = others(leader);
    c.cut(...cutFrom(behind, [leader, witness]));
    c.run({ ms: 100 });
    const created = create(c, 'doomed');
    c.runUntil(() => created() !== undefined);
    c.killController(leader);
    c.loseQuorumDisk(witness);
    c.heal(...cutFrom(behind, [leader, witness]));
    c.startController(witness);
    c.runUntil(() => c.active > 0);
    expect(c.active).toBe(behind);
    expect(c.voter(behind).committed.topics.has('doomed')).toBe(false);
  });

  const majorityLost = () => {
    const c = cluster();
    const survivor = c.active;
    const blank = others(survivor);
    for (const n of blank) c.loseQuorumDisk(n);
    c.cut(...cutFrom(survivor, blank));
    for (const n of blank) c.startController(n);
    c.run({ ms: 6000 });
    // A second election takes the new quorum into an epoch that the old log does not have.
    const { active } = c;
    c.killController(blank.includes(active) ? active : blank[0]);
    c.startController(blank.includes(active) ? active : blank[0]);
    c.run({ ms: 6000 });
    c.heal(...cutFrom(survivor, blank));
    c.run({ ms: 6000 });
    return { c, survivor };
  };

  it('of a majority makes a new quorum without the old metadata: who still has it stops itself rather than cut it', () => {
    const { c, survivor } = majorityLost();
    expect(c.voter(others(survivor)[0]).committed.topics.size).toBe(0);
    expect(c.world.processes.find(({ name }) => name === `controller${survivor}`)?.status).toBe('down');
    expect(c.violations).toEqual([]);
  });

  it('is noticed when he does cut it (M13)', () => {
    const { violations } = withPlanted('M13', () => majorityLost().c);
    expect(violations.join()).toMatch(/S19.*below its high watermark/);
  });
});

describe('a controller that is gone the moment after it has committed', () => {
  const c = cluster({ latencyUs: [20_000, 20_000] });
  create(c, 'late');
  c.runUntil(() => c.of('TopicCreated').some(({ topic }) => topic === 'late'));
  c.run({ ms: 1 });
  const old = c.active;
  c.cut(...cutFrom(old, others(old)));
  c.killController(old);
  const before = c.of('MetadataApplied').length;
  c.run({ ms: 100 });

  it('has told the brokers already, and that breaks no promise: what it committed stays so, though no voter knows yet', () => {
    expect(c.of('MetadataApplied').length).toBeGreaterThan(before);
    expect(c.violations).toEqual([]);
  });
});
