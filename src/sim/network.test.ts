/** What the network promises and what it does not, seen by two processes and a third. */
import { describe, expect, test } from 'vitest';
import { type Env, send, setTimer } from '#sim/effect.ts';
import { withCut, withoutCut } from '#sim/network.ts';
import { end, start } from '#sim/process.ts';
import { got, model, names, network, runUntil, type Scripted, say, sayAll } from '#sim/scripted.testkit.ts';
import { settle, step } from '#sim/step.ts';

describe('the network', () => {
  test('takes each link its latency, between the bounds given for that direction', () => {
    const links = { 'b>a': { latencyMinUs: 7000, latencyMaxUs: 7000 } };
    const world = network(
      { links },
      { a: { onStart: (env) => send(env, 'b', say('ping')) }, b: { onMessage: (env, e) => send(env, 'a', say('pong'), e.connection) } },
    );
    runUntil(world);
    expect(got(world, 'b')).toEqual(['1000 ping']);
    expect(got(world, 'a')).toEqual(['8000 pong']);
  });

  test('keeps the order of messages on a connection', () => {
    const world = network({ latencyMinUs: 0, latencyMaxUs: 50_000 }, { a: { onStart: sayAll(200) } });
    runUntil(world);
    expect(names(world, 'b')).toEqual(Array.from({ length: 200 }, (_, i) => String(i)));
  });

  test('lets messages of different connections overtake each other', () => {
    const world = network({ latencyMinUs: 0, latencyMaxUs: 50_000 }, { a: { onStart: sayAll(200, (i) => `c${i % 2}`) } });
    runUntil(world);
    const order = names(world, 'b').map(Number);
    expect(order).not.toEqual([...order].sort((x, y) => x - y));
    for (const parity of [0, 1]) {
      const lane = order.filter((n) => n % 2 === parity);
      expect(lane).toEqual([...lane].sort((x, y) => x - y));
    }
  });

  test('loses and doubles messages at the rates it is told to', () => {
    const lossy = network({ lossPpm: 200_000 }, { a: { onStart: sayAll(5000) } });
    const doubling = network({ duplicatePpm: 200_000 }, { a: { onStart: sayAll(5000) } });
    runUntil(lossy);
    runUntil(doubling);
    expect(Math.abs(got(lossy, 'b').length - 4000)).toBeLessThan(150);
    expect(Math.abs(got(doubling, 'b').length - 6000)).toBeLessThan(150);
    expect(new Set(names(doubling, 'b')).size).toBe(5000);
  });

  test('draws the latency of a link from its own stream: traffic elsewhere does not change it', () => {
    const arrivals = (extra: boolean) => {
      const onStart = (env: Env) => {
        if (extra) for (let i = 0; i < 10; i++) send(env, 'c', say('noise'));
        send(env, 'b', say('signal'));
      };
      const world = network({ latencyMinUs: 0, latencyMaxUs: 1_000_000 }, { a: { onStart } });
      runUntil(world);
      return got(world, 'b');
    };
    expect(arrivals(true)).toEqual(arrivals(false));
  });
});

describe('a cut', () => {
  const chatter: Partial<Scripted> = {
    onStart: (env) => {
      for (let i = 0; i < 10; i++) setTimer(env, `t${i}`, i * 1000, say(String(i)));
    },
  };

  test('of a pair swallows what is sent and what is in flight, in silence, and leaves the others alone', () => {
    const world = network(
      {},
      {
        a: {
          ...chatter,
          onStart: (env) => {
            chatter.onStart?.(env);
            send(env, 'c', say('to c'), 'main');
          },
        },
      },
    );
    runUntil(world, 2500);
    world.network.cuts = withCut(world.network.cuts, 'a|b', 'b|a');
    runUntil(world, 6500);
    world.network.cuts = withoutCut(world.network.cuts, 'a|b', 'b|a');
    runUntil(world);
    expect(names(world, 'b')).toEqual(['0', '1', '7', '8', '9']);
    expect(names(world, 'c')).toEqual(['to c']);
    expect(names(world, 'a').filter((line) => line.startsWith('closed'))).toEqual([]);
  });

  test('of a node unplugs it from everyone', () => {
    const world = network(
      {},
      {
        a: {
          onStart: (env) => {
            send(env, 'b', say('x'));
            send(env, 'c', say('x'));
          },
        },
        b: { onStart: (env) => send(env, 'c', say('y')) },
      },
    );
    world.network.cuts = withCut(world.network.cuts, 'a');
    runUntil(world);
    expect(got(world, 'b')).toEqual([]);
    expect(names(world, 'c')).toEqual(['y']);
  });

  test('is told in the trace: the message is lost where it would have arrived', () => {
    const world = network({}, { a: { onStart: (env) => send(env, 'b', say('x')) } });
    world.network.cuts = withCut(world.network.cuts, 'b');
    const outcomes = [];
    for (let event = step(model, world); event; event = step(model, world)) if (event.kind === 'message') outcomes.push([event.node, event.outcome]);
    expect(outcomes).toEqual([['b', 'lost']]);
  });

  test('hides the death of the other side: word of it comes with the first message after the cut has healed', () => {
    const world = network({}, { a: chatter });
    runUntil(world, 500);
    settle(model, world);
    world.network.cuts = withCut(world.network.cuts, 'b');
    end(model, world, 'b', 'kill');
    start(world, 'b');
    runUntil(world, 4500);
    expect(names(world, 'a')).not.toContain('closed main by b');
    world.network.cuts = withoutCut(world.network.cuts, 'b');
    runUntil(world);
    expect(names(world, 'a').filter((line) => line.startsWith('closed'))).toEqual(['closed main by b']);
    expect(names(world, 'b')).toEqual(['8', '9']);
  });
});

test('a message to a name that nobody has is a mistake of the model, and stops the run', () => {
  const world = network({}, { a: { onStart: (env) => send(env, 'nobody', say('x')) } });
  expect(() => runUntil(world)).toThrow('Nobody is called nobody.');
});
