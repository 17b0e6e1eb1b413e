import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Sentence, spokenStep, utterance, WORDS_MOST, wordsIn } from '#app/speak.ts';

const words = (count: number, word = 'word'): string => `${Array.from({ length: count }, () => word).join(' ')}.`;

describe('An utterance', () => {
  it('never has more words than it may, whatever there is to say', () => {
    const sentence = fc.record({
      text: fc.integer({ min: 1, max: 40 }).map((n) => words(n)),
      short: fc.constantFrom(undefined, words(4, 'short')),
      isNews: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(sentence, { maxLength: 8 }), (sentences) => {
        expect(wordsIn(utterance('Step 4.', sentences as Sentence[], 25))).toBeLessThanOrEqual(25);
      }),
    );
  });

  it('tells all the news in few words rather than one piece of it at length', () => {
    const elected = { text: words(15, 'elected'), short: 'Broker 2 leads.', isNews: true };
    const fenced = { text: words(14, 'fenced'), short: 'Broker 1 is fenced.', isNews: true };
    expect(utterance('Step 4.', [elected, fenced], 25)).toBe(`Step 4. ${words(15, 'elected')} Broker 1 is fenced.`);
    expect(utterance('Step 4.', [elected, fenced], 12)).toBe('Step 4. Broker 2 leads. Broker 1 is fenced.');
    expect(utterance('Step 4.', [elected], 25)).toBe(`Step 4. ${words(15, 'elected')}`);
  });

  it('drops what no longer fits, and never tells a lesser thing in its place', () => {
    expect(utterance('Step 4.', [{ text: words(10, 'one') }, { text: words(20, 'two') }, { text: 'Three.' }], 25)).toBe(`Step 4. ${words(10, 'one')}`);
  });

  it('cuts off a command that is longer than all of it, and ends each sentence', () => {
    expect(utterance('Step 4.', [{ text: words(40) }], 6)).toBe('Step 4. word word word word…');
    expect(utterance('Step 4.', [{ text: 'Command given: ls' }, { text: 'It ran.' }], 25)).toBe('Step 4. Command given: ls. It ran.');
  });
});

describe('What is said of a step', () => {
  const sentences: readonly Sentence[] = [
    { text: 'Broker 2 appended offset 3.' },
    { text: 'The high watermark rose to 4.' },
    ...Array.from({ length: 9 }, (_, i) => ({ text: `And the ${i} other thing that happened in this long step.` })),
  ];

  it('is the most telling sentence when brief, what fits when normal, all of it when full or asked for, and nothing when off', () => {
    expect(spokenStep('brief', 'Step 4.', sentences, 'en')).toBe('Step 4. Broker 2 appended offset 3.');
    expect(wordsIn(spokenStep('normal', 'Step 4.', sentences, 'en'))).toBeLessThanOrEqual(WORDS_MOST.en);
    expect(spokenStep('normal', 'Step 4.', sentences, 'en')).toContain('rose to 4.');
    for (const amount of ['full', 'asked'] as const)
      expect(spokenStep(amount, 'Step 4.', sentences, 'en')).toBe(['Step 4.', ...sentences.map(({ text }) => text)].join(' '));
    expect(spokenStep('off', 'Step 4.', sentences, 'en')).toBe('');
  });
});
