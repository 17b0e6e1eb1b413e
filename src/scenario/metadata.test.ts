import { describe, expect, it } from 'vitest';
import { compile } from '#scenario/compile.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { errorLine } from '#scenario/error.ts';

type Cluster = Partial<ScenarioDocument['cluster']>;

function told(
  kafka: ScenarioDocument['kafka'],
  cluster: Cluster = {},
): { readonly errors: readonly string[]; readonly metadata?: string; readonly lagMs?: string } {
  const compiled = compile({ highwater: 1, kafka, cluster: { brokers: 3, ...cluster } });
  if (!compiled.ok) return { errors: compiled.error.map(errorLine) };
  const { metadata, config } = compiled.value.spec;
  return { errors: [], metadata, lagMs: config['replica.lag.time.max.ms'] };
}

describe('Where a scenario keeps its metadata', () => {
  it('is KRaft since 3.9, ZooKeeper before, unless it is written', () => {
    expect([told('4.3').metadata, told('3.9').metadata, told('2.8').metadata]).toEqual(['kraft', 'kraft', 'zookeeper']);
    expect(told('3.9', { metadata: 'zookeeper' }).metadata).toBe('zookeeper');
  });

  it('cannot be ZooKeeper in 4.3, nor KRaft in 2.1', () => {
    expect(told('4.3', { metadata: 'zookeeper' }).errors).toEqual([
      'cluster.metadata: Kafka 4.3 has no ZooKeeper: it was removed in 4.0. Choose kafka: "3.9" or older, or metadata: kraft.',
    ]);
    expect(told('2.1', { metadata: 'kraft' }).errors).toHaveLength(1);
  });

  it('a release’s own defaults lie under what is written', () => {
    expect(told('2.1').lagMs).toBe('10000');
    expect(told('2.1', { config: { 'replica.lag.time.max.ms': 5000 } }).lagMs).toBe('5000');
    expect(told('4.3', { config: { 'zookeeper.session.timeout.ms': 6000 } }).errors).toHaveLength(1);
  });
});
