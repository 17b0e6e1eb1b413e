/** Disturbances over a network of three, and what is left of them after the heal: nothing. */
import { describe, expect, test } from 'vitest';
import { type Env, send, setTimer } from '#sim/effect.ts';
import { disturb, heal, type NewRule, noOverlays, overlay } from '#sim/overlay.ts';
import { end } from '#sim/process.ts';
import { resetConnections } from '#sim/reset.ts';
import { got, model, names, network, nothing, runUntil, type Scripted, say, sayAll } from '#sim/scripted.testkit.ts';
import { nextTimeUs, settle, step } from '#sim/step.ts';
import type { World } from '#sim/world.ts';

const chatter = (to = 'b'): Partial<Scripted> => ({
  onStart: (env) => {
    for (let i = 0; i < 10; i++) setTimer(env, `t${i}`, i * 1000, say(String(i)));
    if (to !== 'b') send(env, to, say('hello'));
  },
  onMessage: (env, event) => {
    if (event.payload.type === 'ping') send(env, event.from, say('pong'), event.connection);
  },
});
const between = (what: NewRule['what'], rest: Partial<NewRule> = {}): NewRule => ({
  fault: what.kind,
  from: ['a'],
  to: ['b'],
  types: undefined,
  what,
  ...rest,
});
const talking = (): World<Scripted> => network({}, { a: chatter() });
const numbers = (world: World<Scripted>): string[] => names(world, 'b').filter((name) => /^\d$/.test(name));

describe('an overlay', () => {
  test('that has been healed leaves the very same World as before', () => {
    const world = talking();
    disturb(world, between({ kind: 'cut' }));
    expect(world.overlays).not.toBe(noOverlays);
    heal(world, () => true);
    expect(world.overlays).toBe(noOverlays);
  });

  test('cuts one direction: what is sent and what is in flight is lost, the other direction still works', () => {
    const world = network({}, { a: chatter(), b: { onMessage: (env) => send(env, 'a', say('from b')) } });
    runUntil(world, 2500);
    disturb(world, between({ kind: 'cut' }));
    runUntil(world, 6500);
    heal(world, () => true);
    runUntil(world);
    expect(numbers(world)).toEqual(['0', '1', '7', '8', '9']);
    expect(got(world, 'a')).toContain('3000 from b');
  });

  test('cuts one type of message and lets the others pass', () => {
    const world = talking();
    disturb(world, between({ kind: 'cut' }, { types: ['3', '4'] }));
    runUntil(world);
    expect(numbers(world)).toEqual(['0', '1', '2', '5', '6', '7', '8', '9']);
  });

  test('hides the end of a process from whom no word can reach', () => {
    const world = talking();
    runUntil(world, 2500);
    disturb(world, { fault: 'cut', from: ['b'], to: ['a'], types: undefined, what: { kind: 'cut' } });
    end(model, world, 'b', 'kill');
    runUntil(world);
    expect(names(world, 'a').filter((name) => name.startsWith('closed'))).toEqual([]);
  });

  test('drops as many messages as it is told to, and is gone after that', () => {
    const world = talking();
    disturb(world, between({ kind: 'drop', ppm: 1_000_000 }, { left: 2 }));
    runUntil(world);
    expect(numbers(world)).toEqual(['2', '3', '4', '5', '6', '7', '8', '9']);
    expect(world.overlays).toBe(noOverlays);
  });

  test('drops a share of the messages, the same ones each time', () => {
    const run = () => {
      const world = network({}, { a: { onStart: sayAll(2000) } });
      disturb(world, between({ kind: 'drop', ppm: 100_000 }));
      runUntil(world);
      return names(world, 'b');
    };
    expect(Math.abs(run().length - 1800)).toBeLessThan(60);
    expect(run()).toEqual(run());
  });

  test('delays messages without adding up, and keeps the order of a connection', () => {
    const world = talking();
    disturb(world, between({ kind: 'delay', minUs: 0, maxUs: 20_000 }));
    runUntil(world);
    expect(numbers(world)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    const times = got(world, 'b').map((line) => Number(line.split(' ')[0]));
    expect([...times].sort((x, y) => x - y)).toEqual(times);
    expect(times[9]).toBeLessThanOrEqual(9000 + 1000 + 20_000);
  });

  test('serves messages of all senders one after the other', () => {
    const twoAtOnce = { onStart: (env: Env) => send(env, 'c', say('x')) };
    const world = network({}, { a: twoAtOnce, b: twoAtOnce });
    disturb(world, { fault: 'slow-cpu', from: undefined, to: ['c'], types: undefined, what: { kind: 'serve', serviceUs: 500 } });
    runUntil(world);
    expect(got(world, 'c')).toEqual(['1500 x', '2000 x']);
  });

  test('throttles by size', () => {
    const world = network({}, { a: { onStart: sayAll(3) } });
    disturb(world, between({ kind: 'throttle', bytesPerSecond: 1000 }));
    const sized = { ...model, size: () => 10 };
    for (let next = nextTimeUs(sized, world); next !== undefined; next = nextTimeUs(sized, world)) step(sized, world);
    expect(got(world, 'b')).toEqual(['11000 0', '21000 1', '31000 2']);
  });

  test('clogs: what arrives waits for the heal, and comes in order', () => {
    const world = talking();
    disturb(world, between({ kind: 'clog' }));
    runUntil(world, 4500);
    expect(numbers(world)).toEqual([]);
    heal(world, () => true);
    runUntil(world);
    expect(numbers(world)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(got(world, 'b')[0]).toBe('4500 0');
    expect(world.overlays).toBe(noOverlays);
  });

  test('resets in place of an answer: the request was heard, and its sender sees the connection end', () => {
    const world = network({}, { a: { onStart: (env) => send(env, 'b', say('ping')) }, b: chatter('c') });
    disturb(world, { fault: 'duplicate', from: ['b'], to: ['a'], types: ['pong'], left: 1, what: { kind: 'reset' } });
    runUntil(world);
    expect(names(world, 'b')).toContain('ping');
    expect(names(world, 'a')).toEqual(['closed main by b']);
  });

  test('makes timers late, never early', () => {
    const world = talking();
    disturb(world, { fault: 'timer-jitter', from: undefined, to: ['a'], types: undefined, what: { kind: 'late-timers', ppm: 500_000 } });
    runUntil(world);
    const fired = got(world, 'a').map((line) => line.split(' ').map(Number)[0]);
    expect(fired).toHaveLength(10);
    expect(fired.some((atUs) => atUs % 1000 !== 0)).toBe(true);
    expect(Math.max(...fired)).toBeLessThanOrEqual(13_500);
  });
});

test('a reset loses what is on the wire and tells both ends, once', () => {
  const world = network({}, { a: { onStart: sayAll(3) }, b: { onMessage: (env, event) => send(env, 'a', say('ok'), event.connection) } });
  runUntil(world, 1500);
  settle(model, world);
  resetConnections(world, 'a', 'b');
  resetConnections(world, 'a', 'b');
  runUntil(world);
  expect(names(world, 'a')).toEqual(['closed main by b']);
  expect(names(world, 'b')).toEqual(['0', '1', '2', 'closed main@a#0 by a']);
});

describe('ties that are shuffled', () => {
  const run = (seed: number) => {
    const speak = (name: string) => ({ onStart: (env: Env) => [0, 1, 2].forEach((n) => void send(env, 'c', say(`${name}${n}`))), onMessage: nothing });
    const world = network({}, { a: speak('a'), b: speak('b') }, seed);
    overlay(world, { shuffleTies: true });
    runUntil(world);
    return { heard: names(world, 'c'), hash: [world.hashA, world.hashB] };
  };

  test('come in an order that the seed draws, the same each time', () => {
    expect(run(3)).toEqual(run(3));
    expect(new Set([1, 2, 3, 4, 5, 6].map((seed) => run(seed).heard.join())).size).toBeGreaterThan(1);
  });

  test('keep the order of each connection', () => {
    for (const seed of [1, 2, 3, 4, 5])
      for (const name of ['a', 'b']) expect(run(seed).heard.filter((one) => one.startsWith(name))).toEqual([0, 1, 2].map((n) => name + n));
  });
});
