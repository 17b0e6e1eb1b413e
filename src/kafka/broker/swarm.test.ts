import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';
import { draw, streamKey } from '#sim/random.ts';

const TPS = ['a-0', 'a-1', 'b-0'];
const NODES = ['kafka1', 'kafka2', 'kafka3', 'controller1'];

/** A storm of faults on a cluster that is written to all the time, then a calm in which everything must come right. */
class Storm {
  readonly c: TestCluster;
  readonly acknowledged: { readonly tp: string; readonly value: string; readonly answer: () => { readonly error: string } | undefined }[] = [];
  private readonly key: number;
  private draws = 0;
  private written = 0;
  private cuts: [string, string][] = [];

  constructor(
    seed: number,
    private readonly powerFails: boolean,
    unclean: boolean,
  ) {
    this.key = streamKey(seed, 'storm', 'draw');
    const config = {
      'min.insync.replicas': String(1 + this.below(2)),
      'replica.lag.time.max.ms': this.below(2) ? '2000' : '30000',
      'unclean.leader.election.enable': String(unclean),
    };
    this.c = new TestCluster({ seed, latencyUs: [500, 500 + this.below(20) * 500], config, topics: [{ name: 'a', partitions: 2 }, { name: 'b' }] });
  }

  private below(n: number): number {
    return draw(this.key, this.draws++) % n;
  }

  private fault(): void {
    const { c } = this;
    const id = 1 + this.below(3);
    switch (this.below(12)) {
      case 0:
        return this.powerFails && this.below(2) ? c.powerLoss(id) : c.kill(id);
      case 1:
      case 2:
        for (const one of [1, 2, 3]) c.start(one);
        return;
      case 3:
        return c.pause(id);
      case 4:
      case 5:
        for (const one of [1, 2, 3]) c.resume(one);
        return;
      case 6:
        return c.stop(id);
      case 7: {
        const pair: [string, string] = [NODES[this.below(4)], NODES[this.below(4)]];
        if (pair[0] === pair[1]) return;
        this.cuts.push(pair);
        return c.cut(pair);
      }
      case 8:
      case 9:
        c.heal(...this.cuts);
        this.cuts = [];
        return;
      case 10:
        return c.killController();
      default:
        return c.startController();
    }
  }

  private write(): void {
    const tp = TPS[this.below(TPS.length)];
    const acks = ([0, 1, -1, -1] as const)[this.below(4)];
    const to = this.below(3) ? this.c.partition(tp).leader : 1 + this.below(3);
    if (to < 1) return;
    const value = `v${++this.written}`;
    const answer = this.c.produce(tp, [value], { acks, to, timeoutMs: 3000 });
    if (acks === -1) this.acknowledged.push({ tp, value, answer });
  }

  rage(steps: number): void {
    for (let n = 0; n < steps; n++) {
      this.fault();
      for (let writes = this.below(6); writes > 0; writes--) this.write();
      this.c.run({ ms: [5, 50, 500, 3000, 12_000][this.below(5)] });
    }
  }

  calm(): void {
    const { c } = this;
    c.heal(...this.cuts);
    c.startController();
    for (const id of [1, 2, 3]) c.resume(id);
    for (let round = 0; round < 3; round++) {
      for (const id of [1, 2, 3]) c.start(id);
      c.run({ ms: 40_000 });
    }
  }
}

function survives(storm: Storm, keepsAcknowledged: boolean): void {
  const { c } = storm;
  storm.rage(60);
  storm.calm();
  expect(c.violations).toEqual([]);
  for (const tp of TPS) {
    const { leader, isr } = c.partition(tp);
    expect({ tp, led: leader > 0, isr: isr.length }).toEqual({ tp, led: true, isr: 3 });
    const leads = c.values(leader, tp);
    for (const id of [1, 2, 3]) expect(c.values(id, tp)).toEqual(leads);
    expect(new Set([1, 2, 3].map((id) => String(c.marks(id, tp)))).size).toBe(1);
    const promised = storm.acknowledged.filter((one) => one.tp === tp && one.answer()?.error === 'NONE').map(({ value }) => value);
    if (keepsAcknowledged) expect(promised.filter((value) => !leads.includes(value))).toEqual([]);
  }
}

describe('a storm of kills, pauses, cuts and controller restarts', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'breaks no invariant, loses nothing that was acknowledged with acks=all, and heals (seed %i)',
    (seed) => {
      survives(new Storm(seed, false, false), true);
    },
    60_000,
  );

  it.each([11, 12, 13])(
    'with power losses breaks no promise beyond the loss budget, and heals (seed %i)',
    (seed) => {
      survives(new Storm(seed, true, false), false);
    },
    60_000,
  );

  it.each([21, 22, 23])(
    'with unclean elections breaks no promise but that one, and heals (seed %i)',
    (seed) => {
      survives(new Storm(seed, true, true), false);
    },
    60_000,
  );
});
