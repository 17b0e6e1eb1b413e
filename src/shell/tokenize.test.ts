import { describe, expect, it } from 'vitest';
import { tokenize } from '#shell/tokenize.ts';

const words = (line: string): string[][] => {
  const tokens = tokenize(line);
  return tokens.ok ? tokens.stages.map((stage) => stage.map(({ text }) => text)) : [[tokens.message]];
};

describe('a line is split as bash splits it', () => {
  it('keeps what quotes hold together and drops the quotes', () => {
    expect(words(`echo 'a  b' "c \\"d\\"" e\\ f ""`)).toEqual([['echo', 'a  b', 'c "d"', 'e f', '']]);
  });
  it('joins lines that end in a backslash and ignores comments', () => {
    expect(words('kafka-topics.sh \\\n  --list # all of them\n')).toEqual([['kafka-topics.sh', '--list']]);
  });
  it('keeps a # inside a word', () => {
    expect(words('echo event #1 a#1')).toEqual([['echo', 'event']]);
    expect(words('echo a#1')).toEqual([['echo', 'a#1']]);
  });
  it('splits a pipe into stages', () => {
    expect(words('echo "k:v" | kafka-console-producer.sh --topic t')).toEqual([
      ['echo', 'k:v'],
      ['kafka-console-producer.sh', '--topic', 't'],
    ]);
  });
  it('drops a pasted prompt and sudo', () => {
    expect(words('$ sudo docker ps')).toEqual([['docker', 'ps']]);
  });
  it('knows where each word stands', () => {
    const tokens = tokenize('docker  "kill"');
    expect(tokens.ok && tokens.stages[0].map(({ start, end }) => [start, end])).toEqual([
      [0, 6],
      [8, 14],
    ]);
  });
  it('says what bash says about an open quote and a lone operator', () => {
    expect(words('echo "a')).toEqual([['bash: unexpected EOF while looking for matching `"\'']]);
    expect(words('docker ps ; ls')).toEqual([["bash: syntax error near unexpected token `;'"]]);
  });
});
