/** A work queue beside Kafka: what happens to each message under the same faults as a topic's records. */
import { describe, expect, it } from 'vitest';
import { asKafkaFact, type FactName, type FactOf } from '#kafka/facts.ts';
import { compile } from '#scenario/compile.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { branchOf, createSession } from '#session/session.ts';

type Services = NonNullable<ScenarioDocument['services']>;

const rabbit: Services = {
  work: { image: 'rabbitmq' },
  q1: { image: 'publisher', config: { queue: 'work', 'interval-ms': 100, count: 20, keys: 'A,B,C' } },
  crew: { image: 'worker', scale: 2, config: { queue: 'work', 'processing-ms': 300 } },
};

function play(services: Services, timeline: ScenarioDocument['timeline'] = [], until = '30s') {
  const document: ScenarioDocument = {
    highwater: 1,
    title: 'A queue',
    kafka: '4.3',
    seed: 3,
    cluster: { brokers: 1 },
    network: { latency: '2ms' },
    services,
    timeline,
    until,
  };
  const result = compile(document);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const run = branchOf(createSession(result.value)).timeline;
  run.extend({});
  const facts = Array.from({ length: run.end }, (_, n) => run.eventAt(n)).flatMap((event) => (event?.facts ?? []).map(asKafkaFact));
  const frame = run.frameAt(run.end);
  return {
    facts,
    named: <N extends FactName>(name: N) => facts.filter((fact): fact is FactOf<N> & typeof fact => fact.fact === name),
    queue: frame.services?.find(({ node }) => node === 'work')?.queue,
    client: (node: string) => frame.services?.find((one) => one.node === node)?.client,
  };
}

const idsOf = (facts: readonly { readonly id: string }[]) => facts.map(({ id }) => id);
const all = Array.from({ length: 20 }, (_, i) => `q1#${i}`);

describe('RabbitMQ', () => {
  it('hands messages out in turn, one at a time to each worker, and deletes what is acknowledged', () => {
    const { named, queue, client } = play(rabbit);
    expect(idsOf(named('MessageProcessed')).sort()).toEqual([...all].sort());
    expect(queue).toEqual({ ready: [], out: [], deleted: 20 });
    expect([client('crew-1')?.processed, client('crew-2')?.processed]).toEqual([10, 10]);
    expect(client('q1')).toMatchObject({ sent: 20, confirmed: 20, pending: 0 });
  });

  it('does not send more than a worker may hold', () => {
    const { facts } = play(rabbit);
    let held = 0;
    for (const fact of facts) {
      if (fact.fact === 'MessageDelivered' && fact.node === 'crew-1') held++;
      if (fact.fact === 'MessageProcessed' && fact.node === 'crew-1') held--;
      expect(held).toBeLessThanOrEqual(1);
    }
  });

  it('gives the message of a dead worker to another one, marked as delivered before: the work may be done twice', () => {
    const { named, queue } = play(rabbit, [{ at: '1s', run: 'docker kill crew-1' }]);
    const [back] = named('MessagesRequeued');
    expect(back).toMatchObject({ node: 'crew-1', ids: [expect.any(String)] });
    const again = named('MessageDelivered').filter(({ redelivered }) => redelivered);
    expect(again).toMatchObject([{ node: 'crew-2', id: back.ids[0] }]);
    expect(new Set(idsOf(named('MessageProcessed')))).toEqual(new Set(all));
    expect(queue?.deleted).toBe(20);
  });

  it('loses the message of a dead worker when nobody acknowledges anything', () => {
    const services: Services = { ...rabbit, crew: { image: 'worker', scale: 2, config: { queue: 'work', 'processing-ms': 300, ack: 'none' } } };
    const { named } = play(services, [{ at: '1s', run: 'docker kill crew-1' }]);
    const processed = new Set(idsOf(named('MessageProcessed')));
    expect(named('MessageDeleted').length).toBe(20);
    expect(all.filter((id) => !processed.has(id)).length).toBeGreaterThan(0);
    expect(named('MessagesRequeued')).toEqual([]);
  });

  it('keeps a durable queue over its own death, and what was out comes back', () => {
    const { named } = play(rabbit, [
      { at: '1s', run: 'docker kill work' },
      { at: '3s', run: 'docker start work' },
    ]);
    expect(named('MessagesLost')).toEqual([]);
    expect(new Set(idsOf(named('MessageProcessed')))).toEqual(new Set(all));
  });

  it('has nothing left of a queue that is not durable', () => {
    const { named } = play({ ...rabbit, work: { image: 'rabbitmq', config: { durable: false } } }, [
      { at: '1500ms', run: 'docker kill work' },
      { at: '3s', run: 'docker start work' },
    ]);
    expect(named('MessagesLost').length).toBe(1);
    expect(new Set(idsOf(named('MessageProcessed'))).size).toBeLessThan(20);
  });

  it('gives up a worker that it has not heard of for the heartbeat, as one that is frozen', () => {
    const services: Services = { ...rabbit, work: { image: 'rabbitmq', config: { heartbeat: 5 } } };
    const { named } = play(services, [{ at: '1s', run: 'docker pause crew-1' }], '20s');
    expect(named('MessagesRequeued')[0]).toMatchObject({ node: 'crew-1' });
    expect(new Set(idsOf(named('MessageProcessed')))).toEqual(new Set(all));
  });
});

describe('a Redis list', () => {
  const redis: Services = { ...rabbit, work: { image: 'redis' } };

  it('gives each message to the worker that has waited longest, and has it no more', () => {
    const { named, queue } = play(redis);
    expect(idsOf(named('MessageProcessed')).sort()).toEqual([...all].sort());
    expect(queue).toEqual({ ready: [], out: [], deleted: 20 });
  });

  it('loses what a worker had popped when it dies', () => {
    const { named } = play(redis, [{ at: '1s', run: 'docker kill crew-1' }]);
    expect(new Set(idsOf(named('MessageProcessed'))).size).toBe(19);
  });

  it('is empty after a restart, unless it writes an append-only file', () => {
    const restart: ScenarioDocument['timeline'] = [{ at: '1500ms', run: 'docker restart work' }];
    expect(play(redis, restart).named('MessagesLost').length).toBe(1);
    expect(play({ ...redis, work: { image: 'redis', config: { appendonly: true } } }, restart).named('MessagesLost')).toEqual([]);
  });
});

describe('a mistake in a queue’s settings', () => {
  const mistakes = (services: Services) => {
    const result = compile({ highwater: 1, title: 'x', cluster: { brokers: 1 }, services });
    return result.ok ? [] : result.error.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };

  it('is told at its place, with the name that was probably meant', () => {
    expect(mistakes({ ...rabbit, q1: { image: 'publisher', config: { queue: 'wrok' } } })).toEqual([
      'services.q1.config.queue: There is no queue called wrok.',
    ]);
    expect(mistakes({ ...rabbit, work: { image: 'rabbitmq', config: { durabel: true } } })).toEqual([
      'services.work.config.durabel: Unknown setting of rabbitmq: durabel',
    ]);
    expect(mistakes({ ...rabbit, crew: { image: 'worker', config: { queue: 'work', ack: 'sometimes' } } })).toEqual([
      'services.crew.config.ack: must be one of after-processing, before-processing, none.',
    ]);
  });
});
