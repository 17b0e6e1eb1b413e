import { describe, expect, it } from 'vitest';
import { changelogTopic, counted, repartitionTopic, split, taskOf, wordsOf } from '#beside/streams/topology.ts';

describe('WordCountDemo', () => {
  it('splits lines as Java splits by \\W+', () => {
    expect(wordsOf('All streams lead to Kafka')).toEqual(['all', 'streams', 'lead', 'to', 'kafka']);
    expect(wordsOf('hello, kafka!')).toEqual(['hello', 'kafka']);
    expect(wordsOf(' led')).toEqual(['', 'led']);
    expect(wordsOf('')).toEqual(['']);
    expect(wordsOf('안녕')).toEqual([]);
    expect(wordsOf('snake_case 42')).toEqual(['snake_case', '42']);
  });

  it('names its internal topics and tasks as Kafka does', () => {
    expect(repartitionTopic('streams-wordcount')).toBe('streams-wordcount-KSTREAM-AGGREGATE-STATE-STORE-0000000003-repartition');
    expect(changelogTopic('streams-wordcount')).toBe('streams-wordcount-KSTREAM-AGGREGATE-STATE-STORE-0000000003-changelog');
    expect([taskOf('streams-plaintext-input-1'), taskOf(`${repartitionTopic('a')}-2`)]).toEqual(['0_1', '1_2']);
  });

  it('keys words by themselves, and writes a count to the changelog before it goes on', () => {
    expect(split('a', 'to be', 'p#1').map(({ key, value }) => [key, value])).toEqual([
      ['to', 'to'],
      ['be', 'be'],
    ]);
    expect(counted('a', 'be', 2, 'p#1').map(({ topic, key, value }) => [topic, key, value])).toEqual([
      [changelogTopic('a'), 'be', '2'],
      ['streams-wordcount-output', 'be', '2'],
    ]);
  });
});
