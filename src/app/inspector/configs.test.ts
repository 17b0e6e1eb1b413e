import { describe, expect, it } from 'vitest';
import en from '#app/i18n/en/settings.ts';
import ko from '#app/i18n/ko/settings.ts';
import { configLines, matching } from '#app/inspector/configs.ts';
import { defaultOf } from '#app/inspector/defaults.ts';
import { consumerConfigDef } from '#kafka/clients/consumer/config.ts';
import { producerConfigDef } from '#kafka/clients/producer/config.ts';
import { BROKER_CONFIG, TOPIC_CONFIG } from '#kafka/metadata/config.ts';

const meanings: Readonly<Record<string, string>> = en;
const of = (values: Readonly<Record<string, string>>) =>
  configLines(
    values,
    (name) => defaultOf('producer', name),
    (name) => meanings[name] ?? '',
  );

describe('The list of settings', () => {
  const lines = of({ acks: '1', 'linger.ms': defaultOf('producer', 'linger.ms') ?? '', 'batch.size': '7', 'transactional.id': 'p1' });

  it('has what was set first, and each half by name', () => {
    expect(lines.map(({ name, changed }) => [name, changed])).toEqual([
      ['acks', true],
      ['batch.size', true],
      ['linger.ms', false],
      ['transactional.id', false],
    ]);
  });

  it('tells the default beside the value, and none where there is none', () => {
    expect(lines[0]).toMatchObject({ value: '1', byDefault: 'all' });
    expect(lines[3].byDefault).toBeUndefined();
  });

  it('is searched by name, value and meaning, each word anywhere', () => {
    const names = (query: string) => matching(lines, query).map(({ name }) => name);
    expect(names('BATCH')).toEqual(['batch.size', 'linger.ms']);
    expect(names('size 7')).toEqual(['batch.size']);
    expect(names('')).toHaveLength(4);
    expect(names('no such thing')).toEqual([]);
  });
});

describe.each([
  ['English', en as Readonly<Record<string, string>>],
  ['Korean', ko as Readonly<Record<string, string>>],
])('In %s', (_language, words) => {
  it.each([
    ['broker', BROKER_CONFIG],
    ['topic', TOPIC_CONFIG],
    ['producer', producerConfigDef],
    ['consumer', consumerConfigDef],
  ] as const)('every setting of a %s has a meaning', (_owner, definitions) => {
    expect(Object.keys(definitions).filter((name) => !Object.hasOwn(words, name))).toEqual([]);
  });
});
