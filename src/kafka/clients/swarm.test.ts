/** Random faults on a cluster with clients; when they are healed, everything must be well again. The seed in the title repeats a case. */
import { describe, expect, test } from 'vitest';
import { Run } from '#kafka/clients/run.testkit.ts';
import { draw, streamKey } from '#sim/random.ts';

const NAMES = ['kafka1', 'kafka2', 'kafka3', 'billing-1', 'billing-2', 'billing-3', 'p1'] as const;
const COMMITS = ['auto', 'after-processing', 'before-processing'] as const;
const SHORT = { 'session.timeout.ms': '10000', 'request.timeout.ms': '10000', 'max.poll.interval.ms': '30000' };

/** Does something to one process, and tells how to undo it. */
function harm(run: Run, name: string, kind: number): () => void {
  switch (kind) {
    case 0:
      run.kill(name);
      return () => run.start(name);
    case 1:
      run.stop(name);
      return () => run.start(name);
    case 2:
      run.pause(name);
      return () => run.resume(name);
    default:
      run.disconnect(name);
      return () => run.connect(name);
  }
}

function troubled(seed: number): Run {
  const key = streamKey(seed, 'swarm', 'faults');
  let drawn = 0;
  const pick = (n: number): number => draw(key, drawn++) % n;
  const run = new Run({
    seed,
    topics: { orders: 4 },
    latencyUs: [500, 3000],
    producers: [{ name: 'p1', config: { 'request.timeout.ms': '5000', 'delivery.timeout.ms': '30000' } }],
    groups: [{ group: 'billing', members: 3, processingUs: pick(2) * 20_000, commit: COMMITS[pick(3)], config: SHORT }],
  });
  const hurt = new Map<string, () => void>();
  run.run({ ms: 8000 });
  for (let i = 0; i < 10; i++) {
    const name = NAMES[pick(NAMES.length)];
    const heal = hurt.get(name);
    const brokers = [...hurt.keys()].filter((one) => one.startsWith('kafka')).length;
    if (heal) heal();
    if (heal) hurt.delete(name);
    else if (!name.startsWith('kafka') || brokers < 2) hurt.set(name, harm(run, name, pick(4)));
    run.run({ ms: 500 + pick(10_000) });
  }
  for (const heal of hurt.values()) heal();
  // What SIGTERM reached while it was unplugged has ended by now.
  run.run({ ms: 2000 });
  run.start(...NAMES.filter((name) => run.world.processes[run.world.index.get(name) ?? 0].status === 'down'));
  run.run({ ms: 120_000 }).stop('p1').run({ ms: 40_000 });
  return run;
}

describe('after random faults have healed', () => {
  test.each([7, 10, 31, 101])('the group is stable, owns every partition and has read everything (seed %i)', (seed) => {
    const run = troubled(seed);
    const group = run.group('billing');
    expect(group.state).toBe('Stable');
    expect(group.members).toHaveLength(3);
    expect(group.members.flatMap(({ partitions }) => partitions).sort()).toEqual(['orders-0', 'orders-1', 'orders-2', 'orders-3']);
    for (const { tp, position } of group.offsets) expect(position, tp).toBe(run.log(tp).length);
    expect(run.frame.producers[0].recordsPending).toBe(0);
    expect(run.violations.filter((text) => /^[CP]/.test(text))).toEqual([]);
  });
});
