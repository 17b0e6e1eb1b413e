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
