import { describe, expect, it } from 'vitest';
import { compile } from '#scenario/compile.ts';
import { errorLine, type ScenarioError } from '#scenario/error.ts';
import { readYaml, writeYaml } from '#scenario/yaml.ts';

/** Everything that is wrong with a text, as the command line prints it. */
function wrong(text: string): string[] {
  const read = readYaml(text);
  if (!read.ok) return read.error.map(errorLine);
  const compiled = compile(read.value.document);
  return compiled.ok ? [] : read.value.locate(compiled.error).map(errorLine);
}

const base = `highwater: 1
cluster: { brokers: 3 }
topics:
  orders: { partitions: 2, replication-factor: 3 }
clients:
  p1: { producer: orders, rate: 10/s }
  billing: { consumer: orders, members: 2 }
`;

describe('a scenario in YAML', () => {
  it('compiles to a cluster and inputs in microseconds', () => {
    const read = readYaml(
      `${base}timeline:\n  - { at: 1.5s, run: docker pause kafka2 }\n  - { when: "after append(orders-0@3) before ack", run: docker kill kafka1 }\nuntil: 20s\n`,
    );
    const compiled = read.ok ? compile(read.value.document) : undefined;
    expect(compiled).toMatchObject({
      ok: true,
      value: {
        untilUs: 20_000_000,
        inputs: [
          { atUs: 1_500_000, run: 'docker pause kafka2' },
          { after: 'after append(orders-0@3) before ack', run: 'docker kill kafka1' },
        ],
        spec: {
          seed: 1,
          profile: '4.3',
          brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
          producers: [{ name: 'p1', intervalUs: 100_000 }],
          groups: [{ group: 'billing', members: 2, commit: 'auto' }],
        },
      },
    });
  });

  it('may be JSON', () => {
    expect(wrong('{"highwater": 1, "cluster": {"brokers": 1}}')).toEqual([]);
  });

  it('is written back as it was read', () => {
    const read = readYaml(base);
    if (!read.ok) throw new Error();
    expect(readYaml(writeYaml(read.value.document))).toMatchObject({ ok: true, value: { document: read.value.document } });
  });

  it('takes names that JavaScript would trip over as names', () => {
    const text =
      'highwater: 1\ncluster: { brokers: 1 }\ntopics: { __proto__: {}, toString: {}, constructor: {}, hasOwnProperty: {} }\nclients: { __proto__: { producer: toString }, valueOf: { consumer: __proto__ } }\n';
    const read = readYaml(text);
    const compiled = read.ok ? compile(read.value.document) : undefined;
    expect(compiled).toMatchObject({
      ok: true,
      value: {
        spec: {
          topics: [{ name: '__proto__' }, { name: 'toString' }, { name: 'constructor' }, { name: 'hasOwnProperty' }],
          producers: [{ name: '__proto__', topic: 'toString' }],
          groups: [{ group: 'valueOf' }],
        },
      },
    });
    expect(({} as Record<string, unknown>).producer).toBeUndefined();
  });
});

describe('a mistake in a scenario is told with its place and the nearest valid word', () => {
  it.each([
    ['unknown field', `${base}timelin: []\n`, '8:1 timelin: unknown field. Did you mean timeline?'],
    ['unknown field of a topic', base.replace('partitions', 'partitons'), '4:13 topics.orders.partitons: unknown field. Did you mean partitions?'],
    ['unknown field of a producer', base.replace('rate', 'rat'), '6:27 clients.p1.rat: unknown field. Did you mean rate?'],
    ['unknown topic', base.replace('producer: orders', 'producer: ordres'), '6:19 clients.p1.producer: There is no topic called ordres. Did you mean orders?'],
    [
      'unknown configuration',
      base.replace('rate: 10/s', 'config: { ack: 1 }'),
      '6:42 clients.p1.config.ack: Unknown producer config name: ack. Did you mean acks?',
    ],
    ['wrong kind', base.replace('brokers: 3', 'brokers: three'), '2:21 cluster.brokers: expected a whole number from 1 to 15, not "three".'],
    ['out of range', base.replace('brokers: 3', 'brokers: 16'), '2:21 cluster.brokers: must be a whole number of at most 15.'],
    [
      'too many replicas',
      base.replace('factor: 3', 'factor: 4'),
      '4:48 topics.orders.replication-factor: Replication factor: 4 larger than available brokers: 3.',
    ],
    [
      'wrong choice',
      base.replace('members: 2', 'commit: afterprocessing'),
      '7:40 clients.billing.commit: expected auto, before-processing, after-processing, async, in-transaction, none, not "afterprocessing". Did you mean after-processing?',
    ],
    [
      'misspelt trigger',
      `${base}timeline:\n  - { whn: "leader(orders-0) changes", run: docker pause kafka2 }\n`,
      '9:7 timeline[0].whn: unknown field. Did you mean when?',
    ],
    [
      'misspelt predicate',
      `${base}timeline:\n  - { when: "leder(orders-0) changes", run: docker pause kafka2 }\n`,
      '9:14 timeline[0].when: There is no function leder(). Did you mean leader?',
    ],
    [
      'unknown word inside a predicate',
      `${base}timeline:\n  - { when: "hw(ordrs-1) == 3", run: docker pause kafka2 }\n`,
      '9:17 timeline[0].when: ordrs-1 is not a topic-partition such as orders-0 of this scenario. Did you mean orders-1?',
    ],
    [
      'unknown focus',
      `${base}lesson: { beats: [{ at: 1s, focus: order-0@3 }] }\n`,
      '8:36 lesson.beats[0].focus: There is no order-0@3 to look at: write orders-0, orders-0@3..4, broker:1, group:billing or producer:p1. Did you mean orders-0?',
    ],
    [
      'unknown setting',
      `${base}lesson: { limits: { settings: [p2.acks] } }\n`,
      '8:32 lesson.limits.settings[0]: p2.acks is no setting: write p1.acks, topic:orders.min.insync.replicas or cluster.num.partitions. Did you mean p1?',
    ],
    ['after the end', `${base}timeline:\n  - { at: 31s, run: docker pause kafka2 }\n`, '9:11 timeline[0].at: is after the end of the run: make until longer.'],
    ['not a scenario', 'hello', '1:1 This is not a scenario: expected a mapping that begins with highwater: 1.'],
    [
      'newer version',
      base.replace('highwater: 1', 'highwater: 2'),
      '1:12 highwater: This scenario was written for a newer Highwater (document version 2); this one knows version 1.',
    ],
    ['aliases', 'highwater: 1\ncluster: &c { brokers: 1 }\nnetwork: *c\n', 'Anchors and aliases (& and *) are not used in scenarios.'],
    ['double keys', `${base}seed: 1\nseed: 2\n`, '9:1 Map keys must be unique.'],
    ['hidden characters', `${base}title: "a\\u202eb"\n`, '8:10 title: has characters that cannot be shown.'],
  ])('%s', (_, text, expected) => {
    expect(wrong(text)).toEqual([expected]);
  });

  it('in the words of Kafka for a configuration that Kafka refuses', () => {
    expect(wrong(base.replace('rate: 10/s', 'config: { acks: 1, enable.idempotence: true }'))).toEqual([
      expect.stringContaining('Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.'),
    ]);
    expect(wrong(base.replace('rate: 10/s', 'config: { acks: 2 }'))).toEqual([
      '6:43 clients.p1.config.acks: Invalid value 2 for configuration acks: String must be one of: all, -1, 0, 1',
    ]);
  });

  it('in the words of the tool for a command that the tool refuses', () => {
    expect(wrong(`${base}timeline:\n  - { at: 1s, run: docker kil kafka1 }\n`)[0]).toMatch(/^9:20 timeline\[0\]\.run: docker: .*docker kill/);
  });

  it('all at once, not only the first', () => {
    const errors: string[] = wrong(base.replace('orders, rate', 'nothing, rate').replace('consumer: orders', 'consumer: nothing'));
    expect(errors).toHaveLength(2);
  });

  it('never as an exception, however deep or long the text is', () => {
    for (const text of [
      '['.repeat(100_000),
      '{a: '.repeat(50_000),
      `${'- '.repeat(20_000)}a`,
      'a'.repeat(300_000),
      '%YAML 9.9\n---\n',
      '!!js/function >',
      '? a\n? b',
      '\u0000',
      '&a [*a]',
    ]) {
      const read = readYaml(text);
      expect(read.ok).toBe(false);
      const [first] = read.ok ? [] : (read.error as readonly ScenarioError[]);
      expect(first.message).toMatch(/\S/);
    }
  });
});
