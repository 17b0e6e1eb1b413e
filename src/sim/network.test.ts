/** What the network promises and what it does not, seen by two processes and a third. */
import { describe, expect, test } from 'vitest';
import { type Env, exit, send, setTimer } from '#sim/effect.ts';
import type { NodeEvent, Payload } from '#sim/event.ts';
import { type NetworkSettings, quietNetwork, withCut, withoutCut } from '#sim/network.ts';
import { end, pause, resume, spawn, start } from '#sim/process.ts';
import { type Model, nextTimeUs, settle, step } from '#sim/step.ts';
import { emptyWorld, type World } from '#sim/world.ts';

/** A process that does what it is told when it starts, and keeps what it gets. */
interface Scripted {
  readonly onStart: (env: Env) => void;
  readonly onMessage: (env: Env, event: Extract<NodeEvent, { kind: 'message' }>) => void;
  readonly got: readonly string[];
}

const nothing = () => {};
const tell = (event: NodeEvent): string => {
  if (event.kind === 'message') return event.payload.type;
  return event.kind === 'closed' ? `closed ${event.connection} by ${event.peer}` : event.kind;
};

const model: Model<Scripted> = {
  handle(state, event, env) {
    if (event.kind === 'start') state.onStart(env);
    if (event.kind === 'message') state.onMessage(env, event);
    if (event.kind === 'timer') send(env, 'b', event.payload);
    return event.kind === 'start' ? state : { ...state, got: [...state.got, `${env.nowUs} ${tell(event)}`] };
  },
  crash: (state) => ({ ...state, got: [] }),
  input: nothing,
};

interface Roles {
  readonly a?: Partial<Scripted>;
  readonly b?: Partial<Scripted>;
}

function network(settings: Partial<NetworkSettings>, { a, b }: Roles, seed = 1): World<Scripted> {
  const world = emptyWorld<Scripted>(seed, { ...quietNetwork, ...settings });
  for (const [name, role] of [
    ['a', a],
    ['b', b],
    ['c', {}],
  ] as const)
    spawn(world, name, { onStart: nothing, onMessage: nothing, got: [], ...role });
  return world;
}

function runUntil(world: World<Scripted>, untilUs = Number.POSITIVE_INFINITY): void {
  for (let next = nextTimeUs(model, world); next !== undefined && next <= untilUs; next = nextTimeUs(model, world)) step(model, world);
  if (Number.isFinite(untilUs)) world.nowUs = untilUs;
}

const got = (world: World<Scripted>, name: string): readonly string[] => world.processes[world.index.get(name) as number].state.got;
const names = (world: World<Scripted>, name: string): string[] => got(world, name).map((line) => line.split(' ').slice(1).join(' '));
const say = (type: string): Payload => ({ type });
const sayAll = (count: number, connection?: (i: number) => string) => (env: Env) => {
  for (let i = 0; i < count; i++) send(env, 'b', say(String(i)), connection?.(i));
};

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

describe('the end of a process', () => {
  const later = (env: Env) => setTimer(env, 'later', 5000, say('second'));

  test('closes its connections: each owner hears of each once', () => {
    const onStart = (env: Env) => {
      for (const c of ['main', 'main', 'bulk']) send(env, 'b', say('x'), c);
    };
    const world = network({}, { a: { onStart } });
    runUntil(world, 2000);
    end(model, world, 'b', 'kill');
    runUntil(world);
    expect(got(world, 'a')).toEqual(['3000 closed main by b', '3000 closed bulk by b']);
  });

  test('refuses what arrives at nobody, and says so', () => {
    const world = network(
      {},
      {
        a: {
          onStart: (env) => {
            send(env, 'b', say('x'));
            later(env);
          },
        },
      },
    );
    runUntil(world, 500);
    end(model, world, 'b', 'kill');
    runUntil(world);
    expect(got(world, 'a')).toEqual(['1500 closed main by b', '5000 timer', '7000 closed main by b']);
  });

  test('gives a restarted process none of the bytes that were meant for the one before', () => {
    const world = network(
      {},
      {
        a: {
          onStart: (env) => {
            send(env, 'b', say('first'));
            later(env);
          },
        },
      },
    );
    runUntil(world, 500);
    end(model, world, 'b', 'kill');
    start(world, 'b');
    runUntil(world);
    expect(names(world, 'b')).toEqual(['second']);
    expect(names(world, 'a')).toEqual(['closed main by b', 'timer']);
  });

  test('sends to the dead socket until it hears of the close, and then connects anew', () => {
    const onStart = (env: Env) => {
      send(env, 'b', say('first'));
      setTimer(env, 'soon', 2500, say('too soon'));
      setTimer(env, 'late', 9000, say('late'));
    };
    const world = network({}, { a: { onStart } });
    runUntil(world, 2000);
    end(model, world, 'b', 'kill');
    start(world, 'b');
    runUntil(world);
    expect(names(world, 'a')).toEqual(['timer', 'closed main by b', 'timer']);
    expect(names(world, 'b')).toEqual(['late']);
  });

  test('lets its last words arrive before the word of its end', () => {
    const slow = { links: { 'b>a': { latencyMinUs: 20_000, latencyMaxUs: 20_000 } } };
    const world = network(slow, {
      a: { onStart: (env) => send(env, 'b', say('x')) },
      b: { onMessage: (env, e) => send(env, 'a', say('answer'), e.connection) },
    });
    runUntil(world, 1500);
    (world.network.settings.links as Record<string, object>)['b>a'] = {};
    end(model, world, 'b', 'kill');
    runUntil(world);
    expect(names(world, 'a')).toEqual(['answer', 'closed main by b']);
  });

  test('lets no late answer reach the asker that was started again, but tells the one who answers', () => {
    const b: Partial<Scripted> = { onMessage: (env, e) => setTimer(env, `answer ${e.connection}`, 3000, say(`answer on ${e.connection}`)) };
    const answering: Model<Scripted> = {
      ...model,
      handle(state, event, env) {
        if (event.kind === 'timer' && env.self === 'b') send(env, 'a', event.payload, event.timer.slice('answer '.length));
        return model.handle(state, event, { ...env, effects: event.kind === 'timer' ? [] : env.effects, random: () => 0 });
      },
    };
    const world = network({}, { a: { onStart: (env) => send(env, 'b', say('ask')) }, b });
    const go = (untilUs: number) => {
      for (let n = nextTimeUs(answering, world); n !== undefined && n <= untilUs; n = nextTimeUs(answering, world)) step(answering, world);
    };
    go(1500);
    end(answering, world, 'a', 'kill');
    start(world, 'a');
    go(99_999);
    expect(names(world, 'a')).toEqual(['answer on main@a#1']);
    expect(names(world, 'b')).toEqual(['ask', 'ask', 'timer', 'timer', 'closed main@a#0 by a']);
  });

  test('takes its timers, its unreleased effects and what it held with it', () => {
    const world = network(
      {},
      {
        a: {
          onStart: (env) => {
            send(env, 'b', say('x'));
            later(env);
          },
        },
      },
    );
    step(model, world);
    end(model, world, 'a', 'kill');
    start(world, 'a');
    expect(world.pending).toBeDefined();
    runUntil(world);
    expect(names(world, 'b')).toEqual(['x', 'second']);
  });
});

describe('an end in between', () => {
  test('of one opening does not concern the next: what the old one ran into closes nothing', () => {
    const links = { 'a>b': { latencyMinUs: 50_000, latencyMaxUs: 50_000 } };
    const world = network(
      { links },
      {
        a: {
          onStart: (env) => {
            send(env, 'b', say('old'));
            setTimer(env, 'retry', 12_000, say('new'));
            setTimer(env, 'again', 90_000, say('again'));
          },
        },
      },
    );
    runUntil(world, 10_000);
    end(model, world, 'b', 'kill');
    start(world, 'b');
    runUntil(world);
    expect(got(world, 'a')).toEqual(['11000 closed main by b', '12000 timer', '90000 timer']);
    expect(names(world, 'b')).toEqual(['new', 'again']);
  });

  test('of the opener leaves answers nowhere to go: once its end is known, nothing is sent', () => {
    const world = network({}, { a: { onStart: (env) => send(env, 'b', say('ask')) }, b: { onMessage: (env) => send(env, 'a', say('answer'), 'main@a#0') } });
    runUntil(world, 1500);
    end(model, world, 'a', 'kill');
    runUntil(world, 5000);
    expect(names(world, 'b')).toEqual(['ask', 'closed main@a#0 by a']);
    const before = world.network.messages;
    start(world, 'a');
    runUntil(world);
    expect(names(world, 'b')).toEqual(['ask', 'closed main@a#0 by a', 'ask']);
    expect(world.network.messages - before).toBe(1);
  });

  test('and a start before the message arrives: a connection to a process that was down is refused all the same', () => {
    const world = network({}, { a: { onStart: (env) => setTimer(env, 't', 1000, say('x')) } });
    end(model, world, 'b', 'kill');
    runUntil(world, 1500);
    start(world, 'b');
    runUntil(world);
    expect(got(world, 'b')).toEqual([]);
    expect(names(world, 'a')).toEqual(['timer', 'closed main by b']);
  });

  test('by its own will comes after what it sent, and before what it would have done then', () => {
    const onStart = (env: Env) => {
      send(env, 'b', say('last words'));
      exit(env);
      send(env, 'b', say('never'));
      setTimer(env, 't', 1, say('never'));
    };
    const world = network({}, { a: { onStart } });
    runUntil(world);
    expect(names(world, 'b')).toEqual(['last words']);
    expect(world.processes[0]).toMatchObject({ status: 'down', incarnation: 1 });
  });
});

describe('a paused process', () => {
  test('holds what it was about to send until it runs again', () => {
    const world = network({}, { a: { onStart: (env) => send(env, 'b', say('x')) }, b: { onMessage: (env, e) => send(env, 'a', say('ack'), e.connection) } });
    while (got(world, 'b').length === 0) step(model, world);
    pause(world, 'b');
    runUntil(world, 50_000);
    expect(got(world, 'a')).toEqual([]);
    resume(world, 'b');
    runUntil(world);
    expect(got(world, 'a')).toEqual(['51000 ack']);
  });

  test('handles what arrived meanwhile in the order of arrival, after doing what it was about to do', () => {
    const onStart = (env: Env) => {
      for (let i = 0; i < 5; i++) setTimer(env, `t${i}`, 1000 * i, say(String(i)));
    };
    const world = network({}, { a: { onStart } });
    pause(world, 'b');
    runUntil(world, 90_000);
    resume(world, 'b');
    runUntil(world);
    expect(got(world, 'b')).toEqual(['0', '1', '2', '3', '4'].map((n) => `90000 ${n}`));
  });

  test('fires the timers that ran out meanwhile, unless the work it was about to do cancels them', () => {
    const world = network({}, { a: { onStart: (env) => setTimer(env, 't', 1000, say('x')) } });
    runUntil(world, 500);
    pause(world, 'a');
    runUntil(world, 20_000);
    resume(world, 'a');
    expect(world.timers[0].size).toBe(1);
    runUntil(world);
    expect(got(world, 'a')).toEqual(['20000 timer']);
    expect(world.timers[0].size).toBe(0);
  });

  test('is resumed beside others without harm to what they were about to do', () => {
    const acks: Partial<Scripted> = { onMessage: (env, e) => send(env, e.from, say(`ack ${env.self}`), e.connection) };
    const world = network(
      {},
      {
        a: {
          onStart: (env) => {
            send(env, 'b', say('x'));
            send(env, 'c', say('x'));
          },
        },
        b: acks,
      },
    );
    world.processes[2] = { ...world.processes[2], state: { ...world.processes[2].state, ...acks } };
    for (const name of ['b', 'c']) {
      while (got(world, name).length === 0) step(model, world);
      pause(world, name);
    }
    runUntil(world, 9000);
    for (const name of ['b', 'c']) resume(world, name);
    runUntil(world);
    expect(got(world, 'a')).toEqual(['10000 ack b', '10000 ack c']);
  });

  test('loses what it held when it is killed', () => {
    const world = network({}, { a: { onStart: (env) => send(env, 'b', say('x')) }, b: { onMessage: (env, e) => send(env, 'a', say('ack'), e.connection) } });
    while (got(world, 'b').length === 0) step(model, world);
    pause(world, 'b');
    settle(model, world);
    end(model, world, 'b', 'kill');
    start(world, 'b');
    runUntil(world);
    expect(names(world, 'a')).toEqual(['closed main by b']);
  });
});

test('a message to a name that nobody has is a mistake of the model, and stops the run', () => {
  const world = network({}, { a: { onStart: (env) => send(env, 'nobody', say('x')) } });
  expect(() => runUntil(world)).toThrow('Nobody is called nobody.');
});
