import { describe, expect, it } from 'vitest';
import { changeLines, narrate, spokenStep, utterance, WORDS_MOST } from '#app/narrate.ts';
import type { KafkaFact } from '#kafka/facts.ts';

const say = (key: string, params: Readonly<Record<string, string | number>>) => `${key} ${params.node ?? params.broker ?? ''}`.trim();
const texts = (facts: readonly KafkaFact[]) => changeLines(facts, say).map(({ text }) => text);
const appended: KafkaFact = {
  fact: 'RecordsAppended',
  tp: 'orders-0',
  broker: 1,
  role: 'leader',
  baseOffset: 3,
  lastOffset: 4,
  leaderEpoch: 0,
  ids: ['p1#4', 'p1#5'],
};

describe('Narration', () => {
  it('uses the sentence that fits the fact', () => {
    expect(narrate({ fact: 'ProcessKilled', node: 'kafka1' }, say)).toBe('ProcessKilled kafka1');
    expect(narrate(appended, say)).toBe('RecordsAppended.leader.many 1');
  });
});

describe('What changed', () => {
  it('tells landmarks first, each sentence once, noise never', () => {
    const killed: KafkaFact = { fact: 'ProcessKilled', node: 'kafka1' };
    expect(texts([{ fact: 'MetadataRefreshed', node: 'p1' }, appended, killed, killed])).toEqual(['ProcessKilled kafka1', 'RecordsAppended.leader.many 1']);
  });

  it('stops at five lines', () => {
    expect(texts([1, 2, 3, 4, 5, 6].map((broker): KafkaFact => ({ fact: 'BrokerUnfenced', broker })))).toHaveLength(5);
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

describe('What is said of a step', () => {
  const lines = [
    'Broker 2 appended offset 3.',
    'The high watermark rose to 4.',
    ...Array.from({ length: 9 }, (_, i) => `And the ${i} other thing that happened in this long step.`),
  ];

  it('is the most telling line when brief, 25 words when normal, all of it when full, and nothing when off', () => {
    expect(spokenStep('brief', 'Step 4.', lines)).toBe('Step 4. Broker 2 appended offset 3.');
    expect(spokenStep('normal', 'Step 4.', lines).split(' ').length).toBeLessThanOrEqual(WORDS_MOST);
    expect(spokenStep('normal', 'Step 4.', lines)).toContain('rose to 4.');
    expect(spokenStep('full', 'Step 4.', lines)).toBe(['Step 4.', ...lines].join(' '));
    expect(spokenStep('off', 'Step 4.', lines)).toBe('');
  });
});
