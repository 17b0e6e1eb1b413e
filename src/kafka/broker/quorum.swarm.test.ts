import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { CreateTopicsResponse } from '#kafka/protocol/messages.ts';
import { withPlanted } from '#sim/planted.ts';
import { draw, streamKey } from '#sim/random.ts';

/** Kills, power losses, pauses, stops and cuts among the controllers while topics are created; then a calm in which one controller must lead all. */
class QuorumStorm {
  readonly c: TestCluster;
  private readonly key: number;
  private draws = 0;
  private cuts: [string, string][] = [];
  private readonly topics: { readonly name: string; readonly answer: () => CreateTopicsResponse | undefined }[] = [];

  constructor(
    private readonly seed: number,
    private readonly voters: number,
    config: Readonly<Record<string, string>> = {},
    private readonly pausesMs: readonly number[] = [3, 30, 300, 1500, 3000],
  ) {
    this.key = streamKey(seed, 'quorum-storm', 'draw');
    const profile = seed % 4 === 0 ? '3.9' : '4.3';
    this.c = new TestCluster({ seed, brokers: 1, controllers: voters, profile, config, latencyUs: [500, 500 + this.below(40) * 500] });
  }

  private below(n: number): number {
    return draw(this.key, this.draws++) % n;
  }

  private fault(): void {
    const { c } = this;
    const n = 1 + this.below(this.voters);
    switch (this.below(10)) {
      case 0:
      case 1:
        return c.killController(this.below(2) ? n : c.active || n, this.below(3) ? 'kill' : 'power-loss');
      case 2:
        return c.stopController(n);
      case 3:
        return c.pauseController(this.below(2) ? n : c.active || n);
      case 4: {
        const other = 1 + this.below(this.voters);
        if (other === n) return;
        this.cuts.push([`controller${n}`, `controller${other}`]);
        return c.cut([`controller${n}`, `controller${other}`]);
      }
      case 5: {
        const pairs = Array.from({ length: this.voters }, (_, i) => i + 1).filter((other) => other !== n);
        for (const other of pairs) this.cuts.push([`controller${n}`, `controller${other}`]);
        return c.cut(...pairs.map((other) => [`controller${n}`, `controller${other}`] as [string, string]));
      }
      case 6:
      case 7:
        c.heal(...this.cuts);
        this.cuts = [];
        for (let one = 1; one <= this.voters; one++) c.resumeController(one);
        return;
      default:
        for (let one = 1; one <= this.voters; one++) if (this.below(2)) c.startController(one);
    }
  }

  rage(steps: number): void {
    for (let step = 0; step < steps; step++) {
      this.fault();
      if (this.below(2)) {
        const name = `t${step}`;
        const answer = this.c.ask(1, { type: 'CreateTopicsRequest', timeoutMs: 30_000, topics: [{ name, partitions: 1, replicationFactor: 1, config: {} }] });
        this.topics.push({ name, answer: answer as () => CreateTopicsResponse | undefined });
      }
      this.c.run({ ms: this.pausesMs[this.below(this.pausesMs.length)] });
    }
  }

  calm(): void {
    const { c } = this;
    c.heal(...this.cuts);
    for (let n = 1; n <= this.voters; n++) {
      c.resumeController(n);
      c.startController(n);
    }
    c.run({ ms: 6000 });
    for (let n = 1; n <= this.voters; n++) c.startController(n);
    c.run({ ms: 9000 });
  }

  /** What is wrong after the calm, if anything. */
  verdict(): string[] {
    const { c, voters } = this;
    const wrong = c.violations.map((violation) => `seed ${this.seed}: ${violation}`);
    const leader = c.voter(c.active || 1);
    if (c.active === 0) wrong.push(`seed ${this.seed}: nobody is the active controller`);
    for (let n = 1; n <= voters; n++) {
      const voter = c.voter(n);
      if (voter.quorum.data.epoch !== leader.quorum.data.epoch) wrong.push(`seed ${this.seed}: controller${n} is in epoch ${voter.quorum.data.epoch}`);
      if (leader.highWatermark - voter.highWatermark > 3) wrong.push(`seed ${this.seed}: controller${n} is behind`);
    }
    for (const { name, answer } of this.topics) {
      const created = answer()?.topics[0].error === 'NONE';
      if (created && !leader.committed.topics.has(name)) wrong.push(`seed ${this.seed}: topic ${name} was created and is not there`);
    }
    return wrong;
  }
}

describe('a storm among the controllers', () => {
  it.each([
    [3, 1, 100],
    [5, 101, 200],
  ])(
    'of a quorum of %i breaks no promise of Raft, loses no topic that was created, and ends with one controller (seeds %i to %i)',
    (voters, first, last) => {
      const wrong: string[] = [];
      const seen = { elections: 0, resignations: 0, truncations: 0, splits: 0 };
      for (let seed = first; seed <= last; seed++) {
        const storm = new QuorumStorm(seed, voters);
        storm.rage(25);
        storm.calm();
        wrong.push(...storm.verdict());
        seen.elections += storm.c.of('ControllerElected').length;
        seen.resignations += storm.c.of('ControllerResigned').filter(({ reason }) => reason === 'check-quorum').length;
        seen.truncations += storm.c.of('MetadataLogTruncated').length;
        seen.splits += storm.c.of('QuorumStateChanged').filter(({ from, to }) => from === 'Candidate' && to !== 'Leader').length;
      }
      expect(wrong).toEqual([]);
      // The storm was one: elections won and lost, leaders without a majority, entries that were never committed.
      expect(Object.entries(seen).filter(([, times]) => times < 20)).toEqual([]);
    },
    300_000,
  );

  it('breaks none either while voters cut their logs behind snapshots and catch up with them (KIP-630; seeds 201 to 220)', () => {
    const wrong: string[] = [];
    const seen = { written: 0, begins: 0, loadedByVoters: 0 };
    const often = { 'metadata.log.max.record.bytes.between.snapshots': '1000', 'metadata.max.retention.bytes': '1500' };
    for (let seed = 201; seed <= 220; seed++) {
      const storm = new QuorumStorm(seed, 3, often, [30, 300, 3000, 15_000, 40_000]);
      storm.rage(30);
      storm.calm();
      wrong.push(...storm.verdict());
      seen.written += storm.c.of('MetadataSnapshotWritten').length;
      seen.begins += storm.c.of('MetadataLogStartAdvanced').length;
      seen.loadedByVoters += storm.c.of('MetadataSnapshotLoaded').filter(({ node }) => node.startsWith('controller')).length;
    }
    expect(wrong).toEqual([]);
    expect(seen.written).toBeGreaterThan(400);
    expect(seen.begins).toBeGreaterThan(50);
    expect(seen.loadedByVoters).toBeGreaterThan(5);
  }, 300_000);

  it('is noticed when voters do not flush what they acknowledge (M12)', () => {
    const caught = () =>
      withPlanted('M12', () => {
        for (let seed = 1; seed <= 60; seed++) {
          const storm = new QuorumStorm(seed, 3);
          storm.rage(25);
          if (storm.c.violations.length > 0) return storm.c.violations[0];
        }
        return undefined;
      });
    expect(caught()).toMatch(/^(S19|R02|R04)/);
  }, 120_000);
});
