import { describe, expect, it } from 'vitest';
import { chipsOf, headingsOf, lessonText, plainWords } from '#lessons/text.ts';
import { gradeLevel, sentenceCount, syllablesPerSentence } from '#lessons/words.ts';

const markdown = `# lesson

**A title**

What it is about.

## chapter one

**The first chapter**

## beat first

**The first beat**

One sentence.
Another on its own line.

## question which

What happens?

- all: All of it
- none: Nothing: it is gone

> Because of this.

## challenge

**Try it**

Do better.

## goal done

It is done.

> How much

## hints done

1. Look.
2. Think.
3. Give \`docker ps\`.

## outro

The end.
`;

describe("A lesson's Markdown", () => {
  it('is read by its headings', () => {
    expect(lessonText(markdown)).toEqual({
      title: 'A title',
      summary: 'What it is about.',
      chapters: { one: 'The first chapter' },
      beats: { first: { title: 'The first beat', text: 'One sentence. Another on its own line.' } },
      questions: { which: { ask: 'What happens?', options: { all: 'All of it', none: 'Nothing: it is gone' }, why: 'Because of this.' } },
      goals: { done: 'It is done.' },
      counts: { done: 'How much' },
      challenge: { title: 'Try it', text: 'Do better.' },
      hints: { done: ['Look.', 'Think.', 'Give `docker ps`.'] },
      outro: 'The end.',
    });
  });

  it('lists its headings, to compare languages', () => {
    expect(headingsOf(markdown)).toEqual(['lesson', 'chapter one', 'beat first', 'question which', 'challenge', 'goal done', 'hints done', 'outro']);
  });

  it('may lack parts: they are empty, never an error', () => {
    expect(lessonText('')).toEqual({
      title: '',
      summary: '',
      chapters: {},
      beats: {},
      questions: {},
      goals: {},
      counts: {},
      challenge: { title: '', text: '' },
      hints: {},
      outro: '',
    });
  });

  it('has chips, whose own words are what is read', () => {
    const text = '[Broker 1|broker:1] wrote **now** `x`.';
    expect(plainWords(text)).toBe('Broker 1 wrote now x.');
    expect(chipsOf(text)).toEqual(['broker:1']);
  });
});

describe('Reading level', () => {
  it('rises with long words and long sentences', () => {
    const plain = gradeLevel('The cat sat on the mat. It was warm.');
    const hard = gradeLevel(
      'Unsynchronised replication characteristically necessitates considerable coordination, notwithstanding administrative intervention.',
    );
    expect(plain).toBeLessThan(3);
    expect(hard).toBeGreaterThan(15);
  });

  it('counts Korean by syllables, and sentences by their ends', () => {
    expect(syllablesPerSentence('리더가 씁니다. 팔로워가 가져갑니다.')).toBe((6 + 9) / 2);
    expect(sentenceCount('One: two. Three?')).toBe(2);
  });
});
