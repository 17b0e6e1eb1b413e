/** What becomes of a process's messages, timers and effects when it ends, is paused, or starts again. */
import { describe, expect, test } from 'vitest';
import { type Env, exit, send, setTimer } from '#sim/effect.ts';
import { end, pause, resume, start } from '#sim/process.ts';
import { got, model, names, network, runUntil, type Scripted, say } from '#sim/scripted.testkit.ts';
import { type Model, nextTimeUs, settle, step } from '#sim/step.ts';

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
