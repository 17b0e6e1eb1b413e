import { describe, expect, it } from 'vitest';
import { compile } from '#scenario/compile.ts';
import { errorLine } from '#scenario/error.ts';
import { readYaml } from '#scenario/yaml.ts';

const scenario = (kafka: string, ...rest: readonly string[]): string =>
  ['highwater: 1', `kafka: "${kafka}"`, 'cluster: { brokers: 3 }', 'topics: { orders: {} }', 'clients:', '  workers:', ...rest].join('\n');

function told(text: string): readonly string[] {
  const read = readYaml(text);
  if (!read.ok) return read.error.map(errorLine);
  const compiled = compile(read.value.document);
  return compiled.ok ? [] : read.value.locate(compiled.error).map(errorLine);
}

const saysOf = (line: string): readonly string[] => told(scenario('4.3', '    share-consumer: orders', `    ${line}`));

describe('A share consumer in a scenario', () => {
  it('becomes a share group with its members, and the group’s own settings', () => {
    const lines = ['    share-consumer: orders', '    members: 3', '    processing: 100ms', '    release: [1]', '    renew: 2s'];
    const settings = ['    config: { share.acknowledgement.mode: explicit }', '    group-config: { share.auto.offset.reset: earliest }'];
    const read = readYaml(scenario('4.3', ...lines, ...settings));
    const compiled = read.ok ? compile(read.value.document) : undefined;
    if (!compiled?.ok) throw new Error('does not compile');
    expect(compiled.value.spec.shareGroups).toEqual([
      {
        group: 'workers',
        topics: ['orders'],
        members: 3,
        processingUs: 100_000,
        commit: 'with-poll',
        release: ['1'],
        reject: [],
        renewUs: 2_000_000,
        startUs: 0,
        config: { 'share.acknowledgement.mode': 'explicit' },
      },
    ]);
    expect(compiled.value.spec.groupConfigs).toEqual({ workers: { 'share.auto.offset.reset': 'earliest' } });
    expect(compiled.value.names.groups).toEqual(['workers']);
  });

  it('is refused where its release has none, at its line', () => {
    const said = '7:21 clients.workers.share-consumer: There are share groups since Kafka 4.2 (in preview since 4.0): choose a newer kafka, or consumer.';
    expect(told(scenario('3.9', '    share-consumer: orders'))).toEqual([said]);
  });

  it.each([
    ['commit: auto', '8:13 clients.workers.commit: expected with-poll, sync, not "auto".'],
    ['config: { group.protocol: consumer }', 'group.protocol cannot be set when using a share group.'],
    ['config: { share.acknowledgement.mode: both }', "The value must either be 'implicit' or 'explicit'."],
    ['config: { share.acknowledgment.mode: explicit }', 'Did you mean share.acknowledgement.mode?'],
    ['group-config: { share.auto.offset.reset: first }', "The value must be either 'earliest', 'latest' or of the format 'by_duration:<PnDTnHnMn.nS>'."],
    [
      'group-config: { share.record.lock.duration.ms: 5000 }',
      'share.record.lock.duration.ms must be greater than or equal to group.share.min.record.lock.duration.ms',
    ],
    ['group-config: { share.delivery.limit: 5 }', 'Unknown group config name: share.delivery.limit'],
    ['reject: [A]', '8:13 clients.workers.reject: reject needs config: { share.acknowledgement.mode: explicit }: implicitly every record is accepted.'],
    ['proccessing: 1s', 'unknown field. Did you mean processing?'],
  ])('says what is wrong with %s', (line, said) => {
    expect(saysOf(line).join('\n')).toContain(said);
  });

  it('names a topic that there is', () => {
    expect(told(scenario('4.3', '    share-consumer: order'))).toEqual([
      '7:21 clients.workers.share-consumer: There is no topic called order. Did you mean orders?',
    ]);
  });
});
