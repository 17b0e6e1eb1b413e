import { describe, expect, it } from 'vitest';
import { changeLines, narrate, paramsOf, utterance, WORDS_MOST } from '#app/narrate.ts';
import type { KafkaFact } from '#kafka/facts.ts';

const say = (key: string, params: Readonly<Record<string, string | number>>) => `${key} ${JSON.stringify(params)}`;
const appended: KafkaFact = { fact: 'RecordsAppended', tp: 'orders-0', broker: 1, role: 'leader', baseOffset: 3, lastOffset: 4, leaderEpoch: 0, ids: ['p1#4', 'p1#5'] };

describe('Narration', () => {
  it('gives the catalogue every field of the fact, lists joined', () => {
    expect(paramsOf(appended)).toMatchObject({ tp: 'orders-0', broker: 1, ids: 'p1#4, p1#5', count: 2, offsets: '3–4' });
  });

  it('says nothing and an empty list as a dash', () => {
    expect(paramsOf({ fact: 'RecordSent', node: 'p1', id: 'p1#1', topic: 'orders', tp: 'orders-0', key: null, value: null }).key).toBe('–');
    expect(paramsOf({ fact: 'IsrShrunk', tp: 'orders-0', isr: [], removed: [1], by: 'leader' }).isr).toBe('–');
  });

  it('names what a truncation removed by its offsets', () => {
    expect(paramsOf({ fact: 'LogTruncated', tp: 'orders-0', broker: 1, from: 5, to: 3, ids: [] }).offsets).toBe('3–4');
  });

  it('uses the name of the fact as the key', () => {
    expect(narrate({ fact: 'ProcessKilled', node: 'kafka1' }, say)).toBe('ProcessKilled {"node":"kafka1"}');
  });
});

describe('What changed', () => {
  it('tells landmarks first, each sentence once, noise never', () => {
    const killed: KafkaFact = { fact: 'ProcessKilled', node: 'kafka1' };
    const lines = changeLines([{ fact: 'MetadataRefreshed', node: 'p1' }, appended, killed, killed], (key) => key);
    expect(lines).toEqual(['ProcessKilled', 'RecordsAppended']);
  });

  it('stops at five lines', () => {
    const many = [1, 2, 3, 4, 5, 6].map((n): KafkaFact => ({ fact: 'BrokerUnfenced', broker: n }));
    expect(changeLines(many, (key, params) => `${key} ${params.broker}`)).toHaveLength(5);
  });
});

describe('An utterance', () => {
  it('holds at most 25 words', () => {
    const line = 'one two three four five six seven eight nine ten.';
    expect(utterance('Step 4.', [line, line, line]).split(/\s+/).length).toBeLessThanOrEqual(WORDS_MOST);
  });

  it('always says the first line', () => {
    const long = Array.from({ length: 40 }, () => 'word').join(' ');
    expect(utterance('Step 4.', [long])).toContain(long);
  });
});
