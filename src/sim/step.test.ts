/** Properties of the kernel over random systems, networks and faults. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashValue } from '#sim/hash.ts';
import type { NetworkSettings } from '#sim/network.ts';
import { isIdle, nextTimeUs, step } from '#sim/step.ts';
import { type Fault, type Toy, toyModel, toyWorld, VERBS } from '#sim/toy.testkit.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { copyWorld, type World } from '#sim/world.ts';

const network: fc.Arbitrary<NetworkSettings> = fc
  .record({
    min: fc.integer({ min: 0, max: 2000 }),
    more: fc.integer({ min: 0, max: 4000 }),
    loss: fc.constantFrom(0, 0, 50_000),
    twice: fc.constantFrom(0, 0, 50_000),
  })
  .map(({ min, more, loss, twice }) => ({ latencyMinUs: min, latencyMaxUs: min + more, lossPpm: loss, duplicatePpm: twice, links: {} }));

const fault: fc.Arbitrary<Fault> = fc.record({
  atUs: fc.integer({ min: 0, max: 120_000 }),
  verb: fc.constantFrom(...VERBS),
  node: fc.nat(5),
  other: fc.nat(5),
});

const run = fc.record({ seed: fc.integer(), size: fc.integer({ min: 2, max: 6 }), network, faults: fc.array(fault, { maxLength: 40 }) });
type Run = typeof run extends fc.Arbitrary<infer T> ? T : never;

const world = ({ seed, size, network, faults }: Run): World<Toy> => toyWorld(seed, size, network, faults);

function steps(one: World<Toy>, count: number, each: (event: TraceEvent) => unknown = () => {}): TraceEvent[] {
  const trace: TraceEvent[] = [];
  for (let i = 0; i < count; i++) {
    const event = step(toyModel, one);
    if (!event) break;
    trace.push(event);
    each(event);
  }
  return trace;
}

/** Everything in a World, as one number. */
const hashWorld = ({ timers, draws, network, queue, processes, urgent, pending, ...plain }: World<Toy>): number =>
  [timers, draws, network.links, network.messages, queue, processes, urgent, pending, plain].reduce<number>(hashValue, 1);

describe('the kernel', () => {
  test('gives the same trace and hashes for the same world, whatever the faults', () => {
    fc.assert(
      fc.property(run, (given) => {
        const [a, b] = [world(given), world(given)];
        expect(steps(a, 400)).toEqual(steps(b, 400));
        expect([a.hashA, a.hashB]).toEqual([b.hashA, b.hashB]);
      }),
      { numRuns: 30 },
    );
  });

  test('gives another hash for another seed', () => {
    const quiet = { latencyMinUs: 500, latencyMaxUs: 3000, lossPpm: 0, duplicatePpm: 0, links: {} };
    const hashes = Array.from({ length: 50 }, (_, seed) => {
      const one = toyWorld(seed, 3, quiet, []);
      steps(one, 100);
      return `${one.hashA},${one.hashB}`;
    });
    expect(new Set(hashes).size).toBe(50);
  });

  test('gives another hash when nothing but one fact is different', () => {
    const hashes = ['appended', 'truncated'].map((fact) => {
      const one = toyWorld(1, 2, { latencyMinUs: 1, latencyMaxUs: 1, lossPpm: 0, duplicatePpm: 0, links: {} }, []);
      const noting: typeof toyModel = {
        ...toyModel,
        handle(toy, event, env) {
          env.facts.push({ fact });
          return toyModel.handle(toy, event, env);
        },
      };
      for (let i = 0; i < 5; i++) step(noting, one);
      return one.hashA;
    });
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  test('goes on from a checkpoint exactly as from the original, also when both are stepped in turn', () => {
    fc.assert(
      fc.property(run, fc.nat(300), (given, at) => {
        const original = world(given);
        steps(original, at);
        const checkpoint = copyWorld(original);
        const late = copyWorld(original);
        const [theirs, ours]: [unknown[], unknown[]] = [[], []];
        for (let i = 0; i < 150; i++) {
          theirs.push(step(toyModel, checkpoint), checkpoint.hashA, checkpoint.hashB);
          ours.push(step(toyModel, original), original.hashA, original.hashB);
        }
        expect(theirs).toEqual(ours);
        steps(late, 150);
        expect(hashWorld(late)).toBe(hashWorld(original));
      }),
      { numRuns: 60 },
    );
  });

  test('never goes back in time, gives every event a cause in its past, and numbers the steps', () => {
    fc.assert(
      fc.property(run, (given) => {
        const trace = steps(world(given), 400);
        const isRight = (event: TraceEvent, i: number): boolean =>
          event.step === i &&
          event.timeUs >= (trace[i - 1]?.timeUs ?? 0) &&
          event.cause <= i &&
          (event.cause < i || (event.kind !== 'message' && event.kind !== 'timer'));
        expect(trace.filter((event, i) => !isRight(event, i))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('keeps no cancelled timer in its queue, and none of a process that is down', () => {
    const timersAreRight = (one: World<Toy>): boolean => {
      const waiting = [...one.queue, ...one.processes.flatMap((process) => process.held)].filter((entry) => entry.event.kind === 'timer');
      const running = new Set(one.timers.flatMap((timers) => [...timers.values()]));
      const downAreSilent = one.timers.every((timers, node) => timers.size === 0 || one.processes[node].status !== 'down');
      return downAreSilent && waiting.length === running.size && waiting.every((entry) => running.has(entry));
    };
    fc.assert(
      fc.property(run, (given) => {
        const one = world(given);
        const wrong: number[] = [];
        steps(one, 300, (event) => timersAreRight(one) || wrong.push(event.step));
        expect(wrong).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('keeps order on every connection and gives no process the bytes of its predecessor', () => {
    const faithful = run.map((given) => ({ ...given, network: { ...given.network, duplicatePpm: 0 } }));
    fc.assert(
      fc.property(faithful, (given) => {
        const brokenPromises = steps(world(given), 600).flatMap((event) => event.facts.filter((fact) => fact.fact === 'broken'));
        expect(brokenPromises).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('settles before it tells the time of the next event, without changing the run', () => {
    fc.assert(
      fc.property(run, (given) => {
        const [asked, plain] = [world(given), world(given)];
        const [told, happened]: [unknown[], unknown[]] = [[], []];
        for (let i = 0; i < 200 && !isIdle(plain); i++) {
          told.push(nextTimeUs(toyModel, asked), step(toyModel, asked));
          const event = step(toyModel, plain);
          happened.push(event?.timeUs, event);
        }
        expect(told).toEqual(happened);
        expect(asked.hashA).toBe(plain.hashA);
      }),
      { numRuns: 30 },
    );
  });

  test('is not reshuffled by draws elsewhere: another node more does not change what a node draws', () => {
    const quiet = { latencyMinUs: 500, latencyMaxUs: 3000, lossPpm: 0, duplicatePpm: 0, links: {} };
    const ticks = (size: number) => {
      const one = toyWorld(7, size, quiet, []);
      return steps(one, 4000)
        .filter((event) => event.node === 'n0' && event.name === 'Tick')
        .map((event) => event.timeUs)
        .slice(0, 20);
    };
    expect(ticks(2)).toEqual(ticks(5));
  });
});
