/** Burrow in a scenario: it reads commits from the real, replicated __consumer_offsets and answers over the simulated network. */
import { describe, expect, it } from 'vitest';
import { asKafkaFact } from '#kafka/facts.ts';
import type { Frame } from '#kafka/frame.ts';
import { compile } from '#scenario/compile.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { branchOf, createSession } from '#session/session.ts';

const base: ScenarioDocument = {
  highwater: 1,
  title: 'Burrow watches',
  kafka: '4.3',
  seed: 7,
  cluster: { brokers: 3 },
  network: { latency: '2ms' },
  topics: { orders: { 'replica-assignment': [[1, 2, 3]] } },
  clients: {
    p1: { producer: 'orders', rate: '2/s' },
    billing: { consumer: 'orders', processing: '10ms', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest' } },
  },
  services: { burrow: { image: 'burrow', config: { 'offset-refresh': 5, 'topic-refresh': 20, interval: 10 } } },
  until: '50s',
};

function play(changes: Partial<ScenarioDocument>) {
  const result = compile({ ...base, ...changes });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const run = branchOf(createSession(result.value)).timeline;
  run.extend({});
  const facts = Array.from({ length: run.end }, (_, n) => run.eventAt(n)).flatMap((event) => (event?.facts ?? []).map(asKafkaFact));
  return { frame: run.frameAt(run.end), facts };
}

const output = (frame: Frame, tool: number): string[] => (frame.tools[tool]?.lines ?? []).map(({ text }) => text);
const ask = (at: string, url: string, options = '-s') => ({ at, run: `curl ${options} burrow:8000${url}` });

describe('Burrow beside a cluster', () => {
  it('finds a healthy group OK and fills its window', () => {
    const { frame } = play({ timeline: [ask('40s', '/v3/kafka/local/consumer/billing/lag'), ask('40s', '/v3/kafka/local/consumer')] });
    const { status } = JSON.parse(output(frame, 0)[0]);
    expect(status).toMatchObject({ cluster: 'local', group: 'billing', status: 'OK', complete: 1, partition_count: 1 });
    expect(JSON.parse(output(frame, 1)[0]).consumers).toEqual(['billing', 'burrow-local']);
    expect(frame.services?.[0].monitor?.find(({ group }) => group === 'billing')).toMatchObject({
      status: 'OK',
      partitions: [{ tp: 'orders-0', windowSize: 10 }],
    });
  });

  it('says ERR of a group that stopped while records keep coming, and its partition STOP', () => {
    const { frame, facts } = play({
      services: { burrow: { image: 'burrow', config: { intervals: 4, 'offset-refresh': 5, interval: 10 } } },
      timeline: [{ at: '15s', run: 'docker kill billing-1' }, ask('45s', '/v3/kafka/local/consumer/billing/status')],
    });
    const { status } = JSON.parse(output(frame, 0)[0]);
    expect(status).toMatchObject({ status: 'ERR', partitions: [{ topic: 'orders', partition: 0, status: 'STOP' }] });
    const told = facts.filter((fact) => fact.fact === 'LagStatusChanged');
    expect(told).toMatchObject([{ group: 'billing', from: 'OK', to: 'ERR' }]);
  });

  it('warns of a consumer that is too slow', () => {
    const clients: ScenarioDocument['clients'] = {
      p1: { producer: 'orders', rate: '4/s' },
      billing: {
        consumer: 'orders',
        processing: '500ms',
        commit: 'after-processing',
        config: { 'auto.offset.reset': 'earliest', 'max.poll.records': 4 },
      },
    };
    const { frame } = play({
      clients,
      services: { burrow: { image: 'burrow', config: { 'offset-refresh': 1 } } },
      timeline: [ask('45s', '/v3/kafka/local/consumer/billing/status')],
    });
    expect(JSON.parse(output(frame, 0)[0]).status).toMatchObject({ status: 'WARN', partitions: [{ status: 'WARN' }] });
  });

  it('forgets everything when it is killed, and learns it again from the topic', () => {
    const { frame } = play({
      timeline: [{ at: '20s', run: 'docker restart burrow' }, ask('45s', '/v3/kafka/local/consumer/billing/status')],
    });
    expect(JSON.parse(output(frame, 0)[0]).status).toMatchObject({ status: 'OK', partition_count: 1 });
  });

  it('survives the loss of the broker that leads the offsets topic', () => {
    const { frame } = play({ timeline: [{ at: '10s', run: 'docker kill kafka1' }, ask('45s', '/v3/kafka/local/consumer/billing/status')] });
    expect(JSON.parse(output(frame, 0)[0]).status).toMatchObject({ status: 'OK', complete: 1 });
  });

  it('cannot be reached while it is down', () => {
    const { frame } = play({
      timeline: [{ at: '10s', run: 'docker kill burrow' }, ask('11s', '/v3/kafka', '')],
      until: '20s',
    });
    expect(output(frame, 0)).toEqual(["curl: (7) Failed to connect to burrow port 8000 after 4 ms: Couldn't connect to server"]);
    expect(frame.tools[0].exitCode).toBe(7);
  });
});

describe('Burrow with several clusters', () => {
  const WEST = { cluster: 'west,east', 'cluster.east.servers': 'kafka2:9092,kafka3:9092', 'cluster.east.offset-refresh': 2, 'offset-refresh': 5, interval: 10 };
  const of = (config: Record<string, string | number>) => ({ burrow: { image: 'burrow' as const, config } });
  const asked = (frame: Frame, tool: number) => JSON.parse(output(frame, tool)[0]);

  it('lists them all, and answers for each on its own', () => {
    const { frame } = play({
      services: of(WEST),
      timeline: [
        ask('40s', '/v3/kafka'),
        ask('40s', '/v3/kafka/west/consumer'),
        ask('40s', '/v3/kafka/east/consumer'),
        ask('40s', '/v3/kafka/east/consumer/billing/lag'),
        ask('40s', '/v3/kafka/east'),
        ask('40s', '/v3/kafka/west'),
      ],
    });
    expect(asked(frame, 0).clusters).toEqual(['east', 'west']);
    // Each reads what the other commits nowhere: a group of its own for its own reading.
    expect(asked(frame, 1).consumers).toEqual(['billing', 'burrow-west']);
    expect(asked(frame, 2).consumers).toEqual(['billing', 'burrow-east']);
    expect(asked(frame, 3).status).toMatchObject({ cluster: 'east', group: 'billing', status: 'OK', partition_count: 1 });
    expect(asked(frame, 4).module).toMatchObject({ servers: ['kafka2:9092', 'kafka3:9092'], 'offset-refresh': 2 });
    expect(asked(frame, 5).module).toMatchObject({ servers: ['kafka1:9092', 'kafka2:9092', 'kafka3:9092'], 'offset-refresh': 5 });
  });

  it('says 404 of a cluster that it does not have, and NOTFOUND of a group there', () => {
    const { frame } = play({
      services: of(WEST),
      timeline: [ask('40s', '/v3/kafka/north'), ask('40s', '/v3/kafka/north/topic'), ask('40s', '/v3/kafka/north/consumer/billing/status')],
    });
    expect(asked(frame, 0)).toMatchObject({ error: true, message: 'cluster module not found' });
    expect(asked(frame, 1)).toMatchObject({ error: true, message: 'cluster not found' });
    expect(asked(frame, 2)).toMatchObject({ error: false, status: { cluster: 'north', status: 'NOTFOUND' } });
  });

  it('forgets a group in the cluster where it is deleted, and nowhere else', () => {
    const { frame } = play({
      clients: { p1: { producer: 'orders', rate: '2/s', count: 20 }, billing: { consumer: 'orders', config: { 'auto.offset.reset': 'earliest' } } },
      services: of(WEST),
      timeline: [
        { at: '20s', run: 'docker stop billing-1' },
        ask('40s', '/v3/kafka/west/consumer/billing', '-s -X DELETE'),
        ask('41s', '/v3/kafka/west/consumer'),
        ask('41s', '/v3/kafka/east/consumer'),
      ],
    });
    expect(asked(frame, 1).consumers).toEqual(['burrow-west']);
    expect(asked(frame, 2).consumers).toEqual(['billing', 'burrow-east']);
  });

  it('tells of each cluster what its own evaluation finds', () => {
    const { facts } = play({
      services: of({ ...WEST, intervals: 4 }),
      timeline: [{ at: '15s', run: 'docker kill billing-1' }],
    });
    const told = facts.filter((fact) => fact.fact === 'LagStatusChanged');
    expect(told.map(({ cluster, group, to }) => [cluster, group, to])).toEqual(
      expect.arrayContaining([
        ['west', 'billing', 'ERR'],
        ['east', 'billing', 'ERR'],
      ]),
    );
  });

  it('loses a broker for all of them, and goes on with the others', () => {
    const { frame } = play({
      services: of(WEST),
      timeline: [
        { at: '10s', run: 'docker kill kafka2' },
        ask('45s', '/v3/kafka/east/consumer/billing/status'),
        ask('45s', '/v3/kafka/west/consumer/billing/status'),
      ],
    });
    for (const tool of [0, 1]) expect(asked(frame, tool).status).toMatchObject({ status: 'OK', complete: 1 });
  });

  it('ends where one of them has no servers that anybody has', () => {
    const { frame, facts } = play({ services: of({ cluster: 'west,east', 'cluster.east.servers': 'elsewhere:9092' }), until: '5s' });
    expect(frame.services?.[0].status).toBe('down');
    expect(facts).toContainEqual({ fact: 'ProcessExited', node: 'burrow' });
  });

  it('is refused where a server is no host and port', () => {
    const result = compile({ ...base, services: of({ cluster: 'west,east', 'cluster.east.servers': 'kafka1' }) });
    expect(result.ok ? [] : result.error.map(({ path }) => path.join('.'))).toEqual(['services.burrow.config.cluster.east.servers']);
  });
});
