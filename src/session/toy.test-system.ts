/** A small system for tests of the session: one process that sends, appends, replicates and acknowledges records by itself, in the vocabulary of facts. */
import type { KafkaModel, KafkaWorld } from '#kafka/cluster.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import type { Frame } from '#kafka/frame.ts';
import type { System } from '#session/system.ts';
import { type Env, note, setTimer } from '#sim/effect.ts';
import type { Payload } from '#sim/event.ts';
import { spawn } from '#sim/process.ts';
import type { Model } from '#sim/step.ts';
import { emptyWorld, type World } from '#sim/world.ts';

interface Toy {
  readonly next: number;
  readonly leader: number;
  readonly highWatermark: number;
}

const say = (env: Env, fact: KafkaFact): void => note(env, fact);

/** Four events a record: sent, appended by the leader, fetched by the follower, high watermark and acknowledgement. */
function tick(state: Toy, env: Env): Toy {
  const n = Math.floor(state.next / 4);
  const id = `p1#${n + 1}`;
  const tp = 'orders-0';
  setTimer(env, 'tick', 100 + (env.random('pace') % 900), { type: 'Tick' });
  switch (state.next % 4) {
    case 0:
      say(env, { fact: 'RecordSent', node: 'p1', id, topic: 'orders', tp, key: null, value: `v${n}` });
      break;
    case 1:
      say(env, { fact: 'RecordsAppended', tp, broker: state.leader, role: 'leader', baseOffset: n, lastOffset: n, leaderEpoch: 0, ids: [id] });
      break;
    case 2:
      say(env, { fact: 'RecordsAppended', tp, broker: 3 - state.leader, role: 'follower', baseOffset: n, lastOffset: n, leaderEpoch: 0, ids: [id] });
      break;
    default:
      say(env, { fact: 'HighWatermarkAdvanced', tp, broker: state.leader, role: 'leader', from: n, to: n + 1 });
      say(env, { fact: 'RecordsAcknowledged', node: 'p1', tp, ids: [id], baseOffset: n, acks: 1 });
      return { ...state, next: state.next + 1, highWatermark: n + 1 };
  }
  return { ...state, next: state.next + 1 };
}

const model: Model<Toy> = {
  handle: (state, event, env) => (event.kind === 'start' || event.kind === 'timer' ? tick(state, env) : state),
  crash: (state) => state,
  input: (world, payload, facts) => {
    const { command } = payload as Payload & { command: string };
    facts.push({ fact: 'CommandRun', command } as KafkaFact);
    if (payload.type !== 'Elect') return;
    const [process] = world.processes;
    const leader = 3 - process.state.leader;
    world.processes[0] = { ...process, state: { ...process.state, leader } };
    facts.push({
      fact: 'LeaderElected',
      tp: 'orders-0',
      leader,
      previousLeader: 3 - leader,
      leaderEpoch: 1,
      isr: [leader],
      candidates: [leader],
      how: 'isr',
    } as KafkaFact);
  },
};

const frameOf = (world: World<Toy>): Frame => {
  const { leader, highWatermark } = world.processes[0].state;
  const logs = [1, 2].map((broker) => ({ broker, highWatermark, logEndOffset: highWatermark }));
  const partition = { tp: 'orders-0', topic: 'orders', partition: 0, leader, isr: [1, 2], logs };
  return {
    step: world.step,
    timeUs: world.nowUs,
    partitions: [partition],
    groups: [],
    topics: [{ name: 'orders' }],
    brokers: [],
    controllers: [],
    producers: [],
    consumers: [],
    tools: [],
    messages: [],
  } as unknown as Frame;
};

export const toySystem: System = {
  model: model as unknown as KafkaModel,
  createWorld: (spec) => {
    const world = emptyWorld<Toy>(spec.seed, spec.network);
    spawn(world, 'toy', { next: 0, leader: 1, highWatermark: 0 });
    return world as unknown as KafkaWorld;
  },
  frame: (world) => frameOf(world as unknown as World<Toy>),
  parse: (line) =>
    line.startsWith('bad')
      ? { ok: false, stdout: [], stderr: ['bad: no such command'], teaching: '', exitCode: 127 }
      : { ok: true, payload: { type: line === 'elect' ? 'Elect' : 'Note', command: line } as never, stdout: [] },
  checkers: () => [],
};
